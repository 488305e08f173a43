"""Claims: the chain shows every tampering, protections end when they should, rulings add up."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import claims
from app.rules.claims import Held, Link, Standing, broken_links, claim_flags, claim_hash, standing
from tests.fakes.claim_chains import CLAIMED_AT, ClaimChain

DAY = date(2026, 3, 2)


def chain(length: int) -> list[dict[str, Any]]:
    made = ClaimChain()
    for number in range(length):
        made.claim(f"企业{number}", evidence=f"第{number}次到访")
    return made.claims


# --- the chain ----------------------------------------------------------------------------------------------


def test_an_untouched_chain_is_whole() -> None:
    assert broken_links(chain(5)) == []
    assert broken_links([]) == []


@given(st.integers(1, 6), st.data())
def test_any_alteration_is_detected(length: int, data: st.DataObject) -> None:
    links = chain(length)
    place = data.draw(st.integers(0, length - 1))
    name = data.draw(
        st.sampled_from(["title", "evidence", "claimant", "claimed_at", "seq", "previous", "laptop"])
    )
    value = links[place][name]
    altered: Any = {"claimed_at": CLAIMED_AT - timedelta(days=1), "seq": 99, "previous": "0" * 64}
    links[place][name] = altered.get(name, f"{value}x")
    assert place + 1 in broken_links(links)


@given(st.integers(2, 6), st.data())
def test_any_alteration_that_is_hashed_again_breaks_the_next(length: int, data: st.DataObject) -> None:
    links = chain(length)
    place = data.draw(st.integers(0, length - 2))
    links[place]["title"] = "换了一家"
    links[place]["hash"] = claim_hash(links[place])
    assert broken_links(links) == [place + 2]


@given(st.integers(2, 6), st.data())
def test_any_deletion_but_of_the_last_is_detected(length: int, data: st.DataObject) -> None:
    links = chain(length)
    del links[data.draw(st.integers(0, length - 2))]
    assert broken_links(links) != []


@given(st.permutations(range(5)))
def test_any_other_order_is_detected(order: list[int]) -> None:
    links = chain(5)
    assert (broken_links([links[place] for place in order]) == []) is (order == sorted(order))


def test_where_a_claim_hangs_and_what_headquarters_adds_is_not_chained() -> None:
    one = chain(1)[0]
    moved = one | {"company_id": "c1", "project_id": "p1", "number": 7, "state": "ruled", "share": 60}
    assert claim_hash(moved) == one["hash"]


# --- what is noted for the ruler ----------------------------------------------------------------------------


def flags(values: dict[str, Any], *before: dict[str, Any]) -> list[str]:
    return claim_flags(values, [Link(one["seq"], one["hash"]) for one in before])


def test_a_sound_claim_has_no_flags() -> None:
    first, second = chain(2)
    assert flags(first) == [] and flags(second, first) == []


def test_what_was_altered_left_out_or_doubled_is_flagged() -> None:
    first, second, third = chain(3)
    assert flags(first | {"title": "别的"}) == [claims.BROKEN]
    assert flags(second, first | {"hash": "0" * 64}) == [claims.BROKEN]
    assert flags(third, first) == [claims.GAP]
    assert flags(second, first, second) == [claims.FORKED]
    assert flags(first | {"seq": 0}) == [claims.BROKEN]


def test_a_clock_behind_the_last_time_heard_is_flagged_with_some_slack() -> None:
    def claimed(behind: timedelta) -> dict[str, Any]:
        return ClaimChain().claim("企业", hq_seen_at=CLAIMED_AT + behind)

    assert flags(claimed(timedelta(hours=1))) == [claims.CLOCK_BACK]
    assert flags(claimed(claims.CLOCK_SLACK)) == []
    assert flags(claimed(timedelta(days=-1))) == []


# --- protection ---------------------------------------------------------------------------------------------


def test_a_protection_lasts_thirty_days_with_reminders_at_twenty_and_twenty_seven() -> None:
    until = claims.protected_until(DAY)
    assert until == date(2026, 4, 1)
    due = {day: claims.reminder_due(until, DAY + timedelta(days=day)) for day in (0, 19, 20, 26, 27, 30, 31)}
    assert due == {0: None, 19: None, 20: 10, 26: 4, 27: 3, 30: 0, 31: None}
    assert [claims.is_last_reminder(left) for left in (10, 4, 3, 0)] == [False, False, True, True]


# --- who stands where ---------------------------------------------------------------------------------------


def test_an_enterprise_stands_as_its_strongest_claims_say() -> None:
    until = date(2026, 4, 1)
    held = Held("甲", 1, "protected", until)
    assert standing([]) == Standing("pool")
    assert standing([Held("甲", 1, "expired", until)]) == Standing("pool")
    assert standing([held, Held("甲", 2, "received", until)]) == Standing("protected", ("甲",), until)
    assert standing([Held("乙", 3, "transferred", until)]) == Standing("protected", ("乙",), until)
    disputed = [Held("乙", 2, "clash", None), Held("甲", 1, "clash", None)]
    assert standing([*disputed, held]) == Standing("clash", ("甲", "乙"))


def test_a_ruling_puts_the_larger_share_first_and_the_loser_nowhere() -> None:
    until = date(2026, 4, 1)
    ruled = [
        Held("甲", 1, "ruled", until, 40),
        Held("乙", 2, "ruled", until, 60),
        Held("丙", 3, "ruled", None, 0),
    ]
    assert standing(ruled) == Standing("ruled", ("乙", "甲"), until)
    assert standing([ruled[2]]) == Standing("pool")


# --- rulings ------------------------------------------------------------------------------------------------


def shares(**percents: int) -> list[dict[str, Any]]:
    return [{"unit_id": unit, "percent": percent} for unit, percent in percents.items()]


def problem(ruling: str, given: Any, landing: str | None = None, reason: str = "先到") -> str:
    found = claims.ruling_problem(ruling, given, landing, reason, units=["a", "b", "c"])
    return found.key.removeprefix("rules.ruling.") if found else ""


@pytest.mark.parametrize(
    ("ruling", "given", "landing", "expected"),
    [
        ("one", shares(a=100), None, ""),
        ("one", shares(a=100, b=0), None, ""),
        ("one", shares(b=100), None, "first_takes_all"),
        ("other", shares(b=100), None, ""),
        ("other", shares(a=100), None, "other_takes_all"),
        ("other", shares(b=50, c=50), None, "other_takes_all"),
        ("shared", shares(a=60, b=40), None, ""),
        ("shared", shares(a=33, b=33, c=34), None, ""),
        ("shared", shares(a=60, b=30), None, "sum"),
        ("shared", shares(a=100), None, "shared_by_two"),
        ("shared", shares(a=60, x=40), None, "parties"),
        ("shared", shares(a=160, b=-60), None, "parties"),
        ("shared", shares(a=60, b=40) + shares(b=0), None, "parties"),
        ("shared", "60/40", None, "parties"),
        ("shared", [{"unit_id": "a", "percent": True}], None, "parties"),
        ("best_place", shares(a=30, c=70), "c", ""),
        ("best_place", shares(a=30, c=70), None, "landing_unit"),
        ("toss", shares(a=100), None, "kind"),
    ],
)
def test_only_rulings_that_add_up_stand(ruling: str, given: Any, landing: str | None, expected: str) -> None:
    assert problem(ruling, given, landing) == expected


def test_a_ruling_needs_its_reason() -> None:
    assert problem("one", shares(a=100), reason=" ") == "reason"


def test_percents_are_read_from_the_shares() -> None:
    given = shares(a=60, b=40)
    assert [claims.percent_of(given, unit) for unit in ("a", "b", "c")] == [60, 40, 0]
    assert claims.percent_of(None, "a") == 0
