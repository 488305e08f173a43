"""What a ruling makes of a project's credits, and what was agreed by hand before and after it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.records import RULINGS
from app.policy.shipped import shipped_pack
from app.rules.attribution import Credit
from app.rules.recognition import shared
from app.rules.ruled_credits import BEYOND, Ruling, agreed, claims_of, credits_of, in_force, ruling_of
from app.services.fund_records import rulings_of

RULED = datetime(2026, 11, 10, 20, tzinfo=UTC)
RULING = Ruling("case", "青岛啤酒", "shared", {"甲局": 60, "乙局": 40}, RULED, "陈主任", "各有功劳")
BY_HAND = {"甲局": "30", "丙局": "70"}


def case(shares: dict[str, int], **values: Any) -> dict[str, Any]:
    """The row of a case with a party for each share; the id of unit 甲 is ``id-甲``."""
    parties = [
        {"unit_id": f"id-{unit}", "unit": unit, "claims": [{"id": f"claim-{unit}"}]} for unit in shares
    ]
    given = [{"unit_id": f"id-{unit}", "percent": percent} for unit, percent in shares.items()]
    row = {"case_id": "case", "title": "青岛啤酒", "status": "ruled", "ruling": "shared", "parties": parties}
    return row | {"shares": given, "ruled_at": RULED, "ruled_by": "陈主任", "reason": "各有功劳"} | values


@pytest.mark.parametrize("way", RULINGS)
@pytest.mark.parametrize("percents", [(100, 0), (0, 100), (60, 40), (1, 99)])
def test_every_way_of_ruling_is_its_percents(way: str, percents: tuple[int, int]) -> None:
    found = ruling_of(case(dict(zip(("甲局", "乙局"), percents, strict=True)), ruling=way))
    assert found is not None and found.way == way
    assert found.shares == {u: p for u, p in zip(("甲局", "乙局"), percents, strict=True) if p}
    assert claims_of(case({"甲局": 60, "乙局": 40})) == ["claim-甲局", "claim-乙局"]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "open"},
        {"ruled_at": None},
        {"shares": None},
        {"parties": None},
        {"shares": [{"unit_id": "x"}]},
    ],
)
def test_a_case_that_is_open_or_tells_no_whole_rules_nothing(values: dict[str, Any]) -> None:
    assert ruling_of(case({"甲局": 60, "乙局": 40}) | values) is None
    assert ruling_of(case({"甲局": 60, "乙局": 39})) is None


def test_units_of_one_name_are_one(percent: int = 30) -> None:
    row = case({"甲局": 100 - percent, "甲": percent})
    row["parties"][1]["unit"] = "甲局"
    found = ruling_of(row)
    assert found is not None and found.shares == {"甲局": 100}


@given(st.lists(st.integers(1, 99), min_size=1, max_size=5), st.integers(-(10**12), 10**12))
def test_parts_of_a_ruling_add_up_to_the_fen(weights: list[int], fen: int) -> None:
    """The default pack counts by the landing: what a ruling shares is neither more nor less than there is."""
    percents = [one * 100 // sum(weights) for one in weights]
    percents[0] += 100 - sum(percents)
    ruling = replace(RULING, shares={f"{at}局": one for at, one in enumerate(percents) if one})
    amount = Decimal(fen).scaleb(-6)
    told = rulings_of(credits_of(None, ruling).told)
    assert all(sum(shares.values()) == 1 for shares in told.values()) and told.keys() == {*Credit}
    parts = shared(shipped_pack("default"), amount, told, "丁局")
    assert sum(parts.values(), Decimal(0)) == amount and parts.keys() <= ruling.shares.keys()


def test_the_latest_ruling_is_in_force() -> None:
    later = replace(RULING, case="a", ruled_at=RULED + timedelta(seconds=1))
    assert in_force([later, RULING]) is later and in_force([RULING, later]) is later
    assert in_force([]) is None
    assert in_force([RULING, replace(RULING, case="b")]) is RULING  # of two at one moment, always the same


def test_what_was_agreed_before_gives_way_and_what_is_agreed_after_stands() -> None:
    before = agreed(None, Credit.LANDING, BY_HAND, None)
    assert before == {"landing": BY_HAND}
    assert credits_of(before, None).told == before and credits_of(before, None).why == []
    found = credits_of(before, RULING)
    assert found.told == {credit.value: {"甲局": "60", "乙局": "40"} for credit in Credit}
    assert [one.key for one in found.why] == ["rules.funds.credit_ruled"]

    after = agreed(before, Credit.LANDING, BY_HAND, RULING)
    found = credits_of(after, RULING)
    assert found.shares[Credit.LANDING] == BY_HAND and found.shares[Credit.FIRST_REPORT]["甲局"] == "60"
    assert (found.beyond, found.ruled) == ((Credit.LANDING,), (Credit.FIRST_REPORT, Credit.FIRST_TALKS))
    assert [one.key for one in found.why] == ["rules.funds.credit_ruled", "rules.funds.credit_beyond"]
    told = found.why[0].params
    assert (told["title"], told["by"], told["day"]) == ("青岛啤酒", "陈主任", "2026-11-11")  # in China
    assert told["shares"] == {"zh": "甲局 60%、乙局 40%", "en": "甲局 60%, 乙局 40%"}

    anew = replace(RULING, shares={"乙局": 100}, ruled_at=RULED + timedelta(days=1))
    assert credits_of(after, anew).shares[Credit.LANDING] == {"乙局": "100"}
    assert agreed(after, Credit.LANDING, {}, RULING) is None


def test_agreeing_on_all_leaves_nothing_to_the_ruling() -> None:
    kept = None
    for credit in Credit:
        kept = agreed(kept, credit, BY_HAND, RULING)
    found = credits_of(kept, RULING)
    assert found.ruled == () and [one.key for one in found.why] == ["rules.funds.credit_beyond"]
    assert rulings_of(kept).keys() == {
        *Credit
    }  # those who read the field itself take no notice of the moment


def test_the_same_ruling_told_at_another_moment_is_the_same() -> None:
    """Headquarters gives it its own time when it comes in; the laptop that agreed had another one."""
    there = replace(RULING, ruled_at=RULED - timedelta(hours=1), shares={"乙局": 40, "甲局": 60})
    kept = agreed(None, Credit.LANDING, BY_HAND, there)
    assert credits_of(kept, RULING).beyond == (Credit.LANDING,)
    assert credits_of(kept, replace(RULING, case="another")).beyond == ()
    east = replace(RULING, ruled_at=RULED.astimezone(timezone(timedelta(hours=8))))
    assert east.day == RULING.day == date(2026, 11, 11)


@pytest.mark.parametrize("mark", [None, "", "case", 5, {"x": 1}])
def test_a_mark_that_cannot_be_read_goes_beyond_nothing(mark: Any) -> None:
    kept = {"landing": BY_HAND, BEYOND: {"landing": mark}}
    assert credits_of(kept, RULING).beyond == ()
    assert credits_of({"landing": BY_HAND, BEYOND: mark}, RULING).beyond == ()
    assert agreed({BEYOND: mark}, Credit.LANDING, {}, RULING) in (None, {BEYOND: mark})


@pytest.mark.parametrize(
    "kept", ["nonsense", [], {"landing": "60"}, {"landing": None}, {"of_a_newer": {"甲": "1"}}]
)
def test_what_cannot_be_read_is_no_agreement(kept: Any) -> None:
    assert credits_of(kept, None).told is None
