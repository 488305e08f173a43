"""What counts of a project that follows on an earlier one, by the shipped table and a pack of one's own."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.model.records import ADDED, CONTINUES
from app.policy.faults import PackRefused
from app.policy.loading import load_texts
from app.policy.pack import Pack
from app.policy.shipped import shipped_names, shipped_pack
from app.rules.continuations import WHOLE, continued, counted_values, funds_since, said

PACK = shipped_pack("default")
D = Decimal
OWN = """
[pack]
name = { zh = "某县", en = "Some county" }
version = 1
effective = 2026-01-01
base = "default"

[continuations]
cases = '''
| id        | continues    | added  | counts | added_only | earlier_funds | why          | source  |
| large     | increase     | >= 1亿 | yes    | no         | yes           | -            | default |
| small     | increase     | < 1亿  | no     | yes        | no            | same_project | default |
| any_other | not increase | *      | yes    | yes        | yes           | -            | default |
'''
"""


def own_pack(text: str = OWN) -> Pack:
    """A pack that builds on ``default``."""
    return load_texts("county", {"pack.toml": text}, shipped_pack)


@pytest.fixture(scope="module")
def own() -> Pack:
    return own_pack()


def project(sort: str | None, **values: Any) -> dict[str, Any]:
    return {"continues": sort, "contract_on": date(2026, 3, 20), **values}


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_pack_says_of_every_sort_what_counts(name: str) -> None:
    """Only a second phase is a project of its own; nothing counts but what was added."""
    rules = {sort: continued(shipped_pack(name), project(sort)) for sort in CONTINUES}
    assert set(shipped_pack(name).words["continues"]) == set(CONTINUES)
    assert [sort for sort, rule in rules.items() if rule.counts] == ["second_phase"]
    assert all(rule.added_only and rule.row is not None for rule in rules.values())
    assert [sort for sort, rule in rules.items() if rule.earlier_funds] == ["second_phase"]


@pytest.mark.parametrize("sort", [None, ""])
def test_a_project_by_itself_counts_wholly(sort: str | None) -> None:
    values = project(sort, investment=D(5000), added_amount=D(1))
    assert continued(PACK, values) is WHOLE
    assert counted_values(WHOLE, values) is values and funds_since(WHOLE, None) is None


def test_a_word_of_a_newer_version_does_not_count_and_says_what_to_fill_in() -> None:
    values = project("of_a_newer_version", investment=D(5000), added_amount=D(70))
    rule = continued(PACK, values)
    assert (rule.counts, rule.added_only, rule.earlier_funds, rule.missing) == (
        False,
        True,
        False,
        "continues",
    )
    (reason,) = said(PACK, rule, values)
    assert Translator("zh_CN").tr(reason.key, **reason.params).endswith("请填写延续方式")


amounts = st.none() | st.decimals(0, 10**6, places=6)


@given(amounts, amounts, amounts, amounts, amounts)
def test_never_more_counts_than_was_added_nor_than_there_is(
    investment: Decimal | None,
    contract: Decimal | None,
    foreign: Decimal | None,
    added: Decimal | None,
    abroad: Decimal | None,
) -> None:
    values = project(
        "second_phase", investment=investment, contract_amount=contract, foreign_investment=foreign
    )
    values |= {"added_amount": added, "added_foreign": abroad}
    told = counted_values(continued(PACK, values), values)
    for name, of in ADDED.items():
        assert (told[name] is None) == (values[name] is None)
        if values[name] is not None:
            assert told[name] == min(values[name], values[of] or 0)


def test_a_pack_may_take_a_large_increase_for_a_new_project(own: Pack) -> None:
    large, small = (project("increase", investment=D(90_000), added_amount=D(one)) for one in (10_000, 9_999))
    assert continued(own, large).counts and not continued(own, small).counts
    assert counted_values(continued(own, large), large)["investment"] == 90_000
    assert counted_values(continued(own, small), small)["investment"] == 9_999
    untold = continued(own, project("increase"))
    assert (untold.counts, untold.missing) == (False, "added")
    assert continued(own, project("owner")).counts


@pytest.mark.parametrize(
    ("sort", "signed", "first"),
    [
        ("owner", date(2026, 3, 20), date(2026, 3, 1)),
        ("owner", None, date.max),
        ("second_phase", date(2026, 3, 20), None),
    ],
)
def test_from_which_month_funds_count(sort: str, signed: date | None, first: date | None) -> None:
    assert funds_since(continued(PACK, project(sort)), signed) == first


def words(values: dict[str, Any], pack: Pack = PACK, language: str = "zh_CN") -> str:
    return "\n".join(
        Translator(language).tr(one.key, **one.params) for one in said(pack, continued(pack, values), values)
    )


def test_why_it_does_not_count_is_said_in_sentences() -> None:
    told = words(project("owner", added_amount=D("1200.50")))
    assert "不另算项目数，金额只算新增的 1200.5 万元" in told and "通用规则" in told
    assert "2026-03 以前到位的资金算在前面的项目里" in told
    assert "请填写新增金额" in words(project("increase"))
    assert "到位资金不计" in words({**project("increase"), "contract_on": None})
    assert words(project("second_phase", added_amount=D(5))) == "算一个新项目，金额只算新增的 5 万元"
    assert "没有选以前按新项目计" in words(project(None))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_in_both_languages(own: Pack, language: str) -> None:
    bare = Pack(**{name: getattr(PACK, name) for name in PACK.__slots__} | {"tables": {}})
    cases = [project(sort, added_amount=D(added)) for sort in (None, *CONTINUES) for added in (1, 20_000)]
    for pack in (PACK, own, bare):
        assert all(words(one, pack, language).strip() for one in cases)
    assert continued(bare, project("owner")) is WHOLE


def test_a_sort_that_no_row_answers_is_a_fault_of_the_pack() -> None:
    gap = OWN.replace("not increase", "owner, upgrade, replacement")
    assert gap != OWN
    with pytest.raises(PackRefused) as caught:
        own_pack(gap)
    (fault,) = caught.value.faults
    assert "second_phase" in str(fault.params)
