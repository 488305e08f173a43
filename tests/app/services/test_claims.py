"""Claiming and checking on one laptop, without any network."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.model.columns import EPOCH
from app.model.row import Row
from app.rules.claims import PROTECTION_DAYS, broken_links
from app.rules.enterprise import enterprise_keys, registry_id
from app.services import claims
from app.services.claims import check_claim, claim, claim_reminders, claims_on
from app.services.desk import Desk
from app.services.errors import AlreadyClaimed, InvalidRecord, NothingToUndo
from app.services.records import change_record, create_record, undo
from app.store.work import HQ_TIME, UNIT_ID
from tests.fakes.stores import new_desk

NAME = "合肥华清光学科技有限公司"
CODE = "91350100M000100Y43"
UNIT = "unit-north"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path, "张三")
    with made.store.replica() as replica:
        replica.set(UNIT_ID, UNIT)
    yield made
    made.store.close()


def company(desk: Desk, name: str = NAME, **values: Any) -> str:
    return create_record(desk, "company", {"name": name, **values})[0]


def registered(desk: Desk, key: str, **values: Any) -> None:
    """A row of the registry as headquarters sends it."""
    row: dict[str, Any] = {"title": key.partition(":")[2], "key": key, "state": "protected"}
    row |= {"holder_ids": ["unit-south"]}
    row |= {"holders": ["南方处"], "until": desk.today() + timedelta(days=9)}
    with desk.store.write(actor="总部", label="sync") as work:
        work.create("registry", row | values, id=registry_id(key))


def got(desk: Desk, id: str) -> Row:
    row = desk.store.get("claim", id)
    assert row is not None
    return row


# --- claiming -----------------------------------------------------------------------------------------------


def test_a_claim_says_who_when_what_and_follows_on_the_one_before(desk: Desk) -> None:
    heard = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    with desk.store.replica() as replica:
        replica.set(HQ_TIME, str((heard - EPOCH) // timedelta(milliseconds=1)))
    one = company(desk, credit_code=CODE)
    first = got(desk, claim(desk, "company", one, {"channel": "fair", "evidence": "进博会上递了名片"})[0])
    assert (first["title"], first["credit_code"], first["key"]) == (NAME, CODE, "华清光学科技")
    assert (first["claimant"], first["company_id"], first["channel"]) == ("张三", one, "fair")
    assert (first["seq"], first["previous"], first["hq_seen_at"]) == (1, None, heard)
    second = got(desk, claim(desk, "company", company(desk, "正威集团"))[0])
    assert (second["seq"], second["previous"]) == (2, first["hash"])
    assert broken_links([row.values for row in claims.chain(desk.store)]) == []


def test_a_project_is_claimed_through_its_investor(desk: Desk) -> None:
    investor = company(desk)
    project = create_record(desk, "project", {"name": "光学项目", "investor_id": investor})[0]
    made = got(desk, claim(desk, "project", project)[0])
    assert (made["title"], made["project_id"], made["company_id"]) == (NAME, project, investor)
    assert [row.id for row in claims_on(desk, "company", investor)] == [made.id]
    assert [row.id for row in claims_on(desk, "project", project)] == [made.id]


def test_nothing_is_claimed_without_an_enterprise_nor_twice(desk: Desk) -> None:
    project = create_record(desk, "project", {"name": "光学项目"})[0]
    with pytest.raises(InvalidRecord) as nobody:
        claim(desk, "project", project)
    assert nobody.value.problems[0].field == "investor_id"
    claim(desk, "company", company(desk))
    with pytest.raises(AlreadyClaimed):
        claim(desk, "company", company(desk, "华清光学科技"))
    assert len(desk.store.ids("claim")) == 1


def test_a_claim_stays_whatever_is_undone(desk: Desk) -> None:
    one = company(desk)
    claim(desk, "company", one)
    undo(desk)
    assert len(desk.store.ids("claim")) == 1 and desk.store.ids("company") == []
    with pytest.raises(NothingToUndo):
        undo(desk)


def test_the_chain_goes_on_when_a_claim_has_left_this_laptop(desk: Desk) -> None:
    """Its project, or its author, went to another office: the next one still follows on it."""
    first, _ = claim(desk, "company", company(desk))
    digest = got(desk, first)["hash"]
    with desk.store.replica() as replica:
        replica.leave("claim", [first])
    second, _ = claim(desk, "company", company(desk, "盛虹集团有限公司"))
    assert (got(desk, second)["seq"], got(desk, second)["previous"]) == (2, digest)


def test_a_chain_of_another_laptop_in_this_file_is_not_gone_on_with(desk: Desk) -> None:
    claim(desk, "company", company(desk))
    desk.store.settings.set("claims.laptop", "f" * 32)
    second, _ = claim(desk, "company", company(desk, "盛虹集团有限公司"))
    assert (got(desk, second)["seq"], got(desk, second)["previous"]) == (1, None)


def test_what_a_laptop_claimed_is_whole_after_the_record_was_renamed(desk: Desk) -> None:
    one = company(desk)
    claim(desk, "company", one)
    change_record(desk, "company", one, {"name": "换了名字的公司"})
    (only,) = claims.chain(desk.store)
    assert only["title"] == NAME and broken_links([only.values]) == []
    assert desk.store.integrity() == []


# --- the check offline --------------------------------------------------------------------------------------


def test_an_enterprise_nobody_has_is_free(desk: Desk) -> None:
    assert check_claim(desk, NAME) == check_claim(desk, "") == claims.FREE


def test_ones_own_claim_counts_before_headquarters_heard_of_it(desk: Desk) -> None:
    claim(desk, "company", company(desk, credit_code=CODE))
    for name, code in ((NAME, ""), ("华清光学科技", ""), ("全新的名字", CODE)):
        found = check_claim(desk, name, code)
        assert (found.verdict, found.state) == ("own", "claimed")


def test_what_another_unit_has_is_told_with_its_end(desk: Desk) -> None:
    registered(desk, "name:华清光学科技")
    found = check_claim(desk, "华清光学科技（合肥）有限公司")
    assert (found.verdict, found.state, found.units) == ("taken", "protected", ("南方处",))
    assert found.until == desk.today() + timedelta(days=9)


def test_the_code_finds_what_the_name_hides(desk: Desk) -> None:
    registered(desk, f"code:{CODE}", holder_ids=[UNIT], holders=["北方处"])
    assert check_claim(desk, "改了名的公司", CODE).verdict == "own"


def test_a_protection_that_is_over_or_given_back_is_free_without_word(desk: Desk) -> None:
    registered(desk, "name:到期公司甲", until=desk.today() - timedelta(days=1))
    registered(desk, "name:今天到期乙", until=desk.today())
    registered(desk, "name:公海企业丙", state="pool", holder_ids=None, holders=None, until=None)
    verdicts = [check_claim(desk, name).verdict for name in ("到期公司甲", "今天到期乙", "公海企业丙")]
    assert verdicts == ["free", "taken", "free"]


def test_an_open_case_is_told_as_such(desk: Desk) -> None:
    registered(desk, "name:华清光学科技", state="clash", holders=["南方处", "东方处"], until=None)
    found = check_claim(desk, NAME)
    assert (found.verdict, found.state, found.units) == ("taken", "clash", ("南方处", "东方处"))


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("江苏恒力新材料产业园发展有限公司", "taken"),
        ("恒利新材料产业园发展", "likely"),
        ("恒力新材料产业园区发展", "likely"),
        ("恒力材料产业发展", "free"),
        ("恒力新材料", "free"),
    ],
)
def test_a_name_that_is_nearly_the_same_is_likely_the_same(desk: Desk, typed: str, verdict: str) -> None:
    registered(desk, "name:恒力新材料产业园发展")
    found = check_claim(desk, typed)
    assert found.verdict == verdict
    assert found.name == ("恒力新材料产业园发展" if verdict == "likely" else "")


def test_the_check_finds_its_way_among_ten_thousand(desk: Desk) -> None:
    with desk.store.write(actor="总部", label="sync") as work:
        for number in range(10_000):
            key = f"name:{number:05}号精密机械制造企业"
            row = {"title": key[5:], "key": key, "state": "protected", "holders": ["南方处"]}
            work.create("registry", row, id=registry_id(key))
    assert check_claim(desk, "完全没有听说过的新能源企业").verdict == "free"
    assert check_claim(desk, "0777x号精密机械制造企业").verdict in ("likely", "free")


# --- reminders ----------------------------------------------------------------------------------------------


def test_protections_that_end_soon_are_listed_the_most_urgent_first(desk: Desk) -> None:
    for name, day in (("甲", 5), ("乙", 20), ("丙", 27), ("丁", 31)):
        id = claim(desk, "company", company(desk, f"{name}公司{name}号"))[0]
        until = desk.today() + timedelta(days=PROTECTION_DAYS - day)
        with desk.store.write(actor="总部", label="sync") as work:
            work.update("claim", id, {"state": "protected", "protected_until": until, "unit_id": UNIT})
    found = [(one.claim["title"], one.days_left, one.last) for one in claim_reminders(desk)]
    assert found == [("丙公司丙号", 3, True), ("乙公司乙号", 10, False)]


def test_the_keys_of_the_registry_are_the_same_on_both_ends() -> None:
    assert registry_id(enterprise_keys(NAME)[0]) == registry_id("name:华清光学科技")
    assert date(2026, 3, 2) < date(2026, 4, 1)
