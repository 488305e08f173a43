"""Records that may be one are found by their keys, with the reason, and forgotten when told so."""

from typing import Any

import pytest

from app.rules.names import Match
from app.services import duplicates
from app.services.desk import Desk
from app.services.duplicates import ask_again, dismiss, dismissed, duplicates_of, find_duplicates, likely_same
from app.services.records import create_record, delete_records

CODE = "91350100M000100Y43"
LONG = "陕西壬兴实业桑葚果醋饮品有限公司"


def add(desk: Desk, kind: str, name: str, **values: Any) -> str:
    return create_record(desk, kind, {"name": name, **values})[0]


@pytest.fixture
def twins(desk: Desk) -> dict[str, str]:
    """Companies and people, some of them twice."""
    ids = {
        "code": add(desk, "company", "甲化工", credit_code=CODE),
        "code again": add(desk, "company", "改了名的厂", credit_code=CODE),
        "long": add(desk, "company", LONG),
        "long again": add(desk, "company", "壬兴实业桑椹果醋饮品"),
        "brand": add(desk, "company", "森奥生物", city="西安"),
        "brand again": add(desk, "company", "森奥科技", city="陕西省西安市"),
        "alone": add(desk, "company", "燕京啤酒"),
    }
    ids["zhang"] = add(desk, "contact", "张三", company_id=ids["long"])
    ids["zhang again"] = add(
        desk, "contact", "张三先生", company_id=ids["long again"], phones=["13800138000"]
    )
    ids["namesake"] = add(desk, "contact", "张三", company_id=ids["alone"])
    return ids


def found(desk: Desk, *kinds: str) -> list[tuple[frozenset[str], Match]]:
    return [(frozenset(one.pair), one.reasons[0].match) for one in find_duplicates(desk, kinds)]


def test_the_whole_store_is_searched_surest_first(desk: Desk, twins: dict[str, str]) -> None:
    def both(name: str) -> frozenset[str]:
        return frozenset({twins[name], twins[f"{name} again"]})

    assert found(desk, "company") == [
        (both("code"), Match.CREDIT_CODE),
        (both("brand"), Match.NAME_CITY),
        (both("long"), Match.SIMILAR),
    ]
    everything = find_duplicates(desk)
    assert {one.kind for one in everything} == {"company"}, "their employers are not known to be one"
    assert [round(one.score, 2) for one in everything] == [1, 1, 0.9]
    assert [one.first.id < one.second.id for one in everything] == [True] * 3
    assert len(find_duplicates(desk, limit=1)) == 1


def test_people_at_one_employer(desk: Desk, twins: dict[str, str]) -> None:
    again = add(desk, "contact", "张三", company_id=twins["long"])
    (one,) = find_duplicates(desk, ["contact"])
    assert set(one.pair) == {twins["zhang"], again}
    assert one.reasons[0].match is Match.NAME_EMPLOYER
    assert one.reasons[0].reason.params["employer"] == LONG


def test_of_one_record_its_likes(desk: Desk, twins: dict[str, str]) -> None:
    (one,) = duplicates_of(desk, "company", twins["long again"])
    assert (one.first.id, one.second.id) == (twins["long again"], twins["long"])
    assert duplicates_of(desk, "company", twins["alone"]) == []
    assert duplicates_of(desk, "project", twins["alone"]) == []
    assert duplicates_of(desk, "company", "nobody") == []


def test_the_deleted_are_nobodys_like(desk: Desk, twins: dict[str, str]) -> None:
    delete_records(desk, [("company", twins["code"])])
    assert duplicates_of(desk, "company", twins["code again"]) == []
    assert duplicates_of(desk, "company", twins["code"]) == []
    assert Match.CREDIT_CODE not in {match for _, match in found(desk, "company")}


def test_what_is_said_not_to_be_the_same_is_left_out_until_asked_again(
    desk: Desk, twins: dict[str, str]
) -> None:
    pair = twins["code again"], twins["code"]
    waiting = desk.store.counts().pending
    dismiss(desk, pair)
    dismiss(desk, pair[::-1])
    assert len(dismissed(desk)) == 1
    assert Match.CREDIT_CODE not in {match for _, match in found(desk, "company")}
    assert duplicates_of(desk, "company", twins["code"]) == []
    assert desk.store.counts().pending == waiting, "nothing is sent"
    ask_again(desk, pair)
    assert [one.second.id for one in duplicates_of(desk, "company", twins["code"])] == [twins["code again"]]


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("company", {"name": "甲化工有限公司"}, ["code"]),
        ("company", {"name": "甲"}, []),
        ("company", {"name": "什么厂", "credit_code": CODE}, ["code", "code again"]),
        ("company", {"name": "壬兴实业桑葚果醋饮料"}, ["long"]),
        ("contact", {"name": "李四", "phones": ["+8613800138000"]}, ["zhang again"]),
        ("contact", {"name": "张三", "phones": ["1380"]}, []),
        ("contact", {"name": "张三", "phones": None}, []),
        ("project", {"name": "甲化工"}, []),
    ],
)
def test_what_is_being_typed_may_be_there(
    desk: Desk, twins: dict[str, str], kind: str, typed: dict[str, Any], expected: list[str]
) -> None:
    names = {id: name for name, id in twins.items()}
    assert [names[row.id] for row, _ in likely_same(desk, kind, typed)] == expected


def test_a_person_typed_at_an_employer_is_known_there(desk: Desk, twins: dict[str, str]) -> None:
    ((row, why),) = likely_same(desk, "contact", {"name": "张三", "company_id": twins["alone"]})
    assert (row.id, why.match) == (twins["namesake"], Match.NAME_EMPLOYER)


def test_a_crowd_under_one_key_is_not_compared_with_itself_without_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "CROWD", 3)
    ids = [add(desk, "company", "恒力") for _ in range(6)]
    assert {one for pair in find_duplicates(desk) for one in pair.pair} == set(ids[3:])
