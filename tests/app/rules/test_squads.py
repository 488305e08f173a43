"""Squads by the pack: edges by the smallest step, what is missing, what cannot be read (systems.md A7)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.policy.cases import FactUnknown, FactUnusable
from app.policy.shipped import shipped_pack
from app.rules.squads import CHECKS, Check, check_squad

COMPOSITION, DAYS, ESCALATION = CHECKS
BOUND = {"target": 2_000}


def verdict(table: str, **case: object) -> str:
    report = check_squad(shipped_pack("chuzhou"), BOUND | case)
    return next(one.verdict for one in report.checks if one.table == table)


def check(table: str, case: dict[str, object]) -> Check:
    report = check_squad(shipped_pack("chuzhou"), case)
    return next(one for one in report.checks if one.table == table)


@pytest.mark.parametrize(
    ("members", "led", "says"),
    [
        (0, True, "too_few"),
        (1, True, "too_few"),
        (2, True, "satisfied"),
        (3, True, "satisfied"),
        (4, True, "too_many"),
        (2, False, "no_leader"),
        (3, False, "no_leader"),
        (1, False, "too_few"),  # one thing at a time: first people, then who leads them
        (4, False, "too_many"),
    ],
)
def test_two_or_three_people_under_a_cadre_of_county_rank(members: int, led: bool, says: str) -> None:
    assert verdict(COMPOSITION, members=members, county_leader=led) == says


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("1999.9999", "encouraged"),
        ("1999.9999万", "encouraged"),
        ("2000", "too_few"),
        ("2000万", "too_few"),
        ("0.2亿", "too_few"),
        ("0.19999999亿", "encouraged"),
        (0, "encouraged"),
    ],
)
def test_a_target_of_two_thousand_binds(target: object, says: str) -> None:
    assert verdict(COMPOSITION, target=target, members=1) == says


@pytest.mark.parametrize(
    ("days", "elapsed", "says"),
    [
        (0, 1, "behind"),
        (1, 3, "satisfied"),  # exactly a third
        (1, 4, "behind"),
        (60, 180, "satisfied"),
        (60, 181, "behind"),
        (121, 364, "behind"),
        (122, 365, "satisfied"),
        (122, 366, "satisfied"),  # a leap year
        (121, 363, "satisfied"),
        ("61", "182", "satisfied"),
    ],
)
def test_a_third_of_the_days_gone_exactly(days: object, elapsed: object, says: str) -> None:
    assert verdict(DAYS, trip_days=days, days_elapsed=elapsed) == says


@given(st.integers(0, 366), st.integers(1, 366))
def test_days_are_judged_without_rounding(days: int, elapsed: int) -> None:
    assert verdict(DAYS, trip_days=days, days_elapsed=elapsed) == (
        "satisfied" if 3 * days >= elapsed else "behind"
    )


@pytest.mark.parametrize(
    ("day", "landed", "says"),
    [
        ("2026-01-01", 0, "in_time"),
        ("2026-06-30", 0, "in_time"),
        ("2026-07-01", 0, "full_time"),
        ("2026-09-30", 0, "full_time"),
        ("2026-10-01", 0, "head_leads"),
        ("2026-12-31", 0, "head_leads"),
        ("2026-12-31", 1, "satisfied"),
        ("2026-07-01", 1, "satisfied"),
        ("2026-01-01", 7, "satisfied"),
    ],
)
def test_what_follows_when_nothing_lands(day: str, landed: int, says: str) -> None:
    assert verdict(ESCALATION, as_of=day, landed=landed) == says
    assert verdict(ESCALATION, as_of=date.fromisoformat(day), landed=landed) == says


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_the_days_gone_follow_from_the_day_one_looks(day: date) -> None:
    gone = (day - date(day.year - 1, 12, 31)).days
    third = -(-gone // 3)
    assert verdict(DAYS, trip_days=third, as_of=day) == "satisfied"
    assert verdict(DAYS, trip_days=third - 1, as_of=day) == "behind"


def test_days_said_count_before_those_of_the_calendar() -> None:
    """A squad that began in the year has fewer days behind it."""
    assert verdict(DAYS, trip_days=20, as_of="2026-07-01") == "behind"
    assert verdict(DAYS, trip_days=20, as_of="2026-07-01", days_elapsed=60) == "satisfied"


@pytest.mark.parametrize(
    ("case", "table", "missing"),
    [
        ({}, COMPOSITION, "target"),
        ({"members": 2}, COMPOSITION, "target"),
        (BOUND, COMPOSITION, "members"),
        (BOUND, DAYS, "day_share"),
        (BOUND | {"trip_days": 61}, DAYS, "day_share"),  # of how many?
        (BOUND | {"landed": 0}, ESCALATION, "month"),
        (BOUND | {"as_of": "2026-07-01"}, ESCALATION, "landed"),
    ],
)
def test_what_is_wanted_is_said_and_nothing_is_judged(
    case: dict[str, object], table: str, missing: str
) -> None:
    found = check(table, case)
    assert (found.decision, found.verdict) == (None, "") and missing in found.missing


def test_one_check_does_not_wait_for_what_another_wants() -> None:
    checks = check_squad(shipped_pack("chuzhou"), BOUND | {"members": 1}).checks
    assert [(one.table, one.verdict) for one in checks] == [
        (COMPOSITION, "too_few"),
        (DAYS, ""),
        (ESCALATION, ""),
    ]


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"as_of": "年中"}, "as_of"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"as_of": None}, "as_of"),
        ({"trip_days": 3, "days_elapsed": 0}, "days_elapsed"),
        ({"members": "两个"}, "members"),
        ({"members": -1}, "members"),
        ({"members": True}, "members"),
        ({"members": 2.0}, "members"),
        ({"county_leader": "也许"}, "county_leader"),
        ({"target": "两千"}, "target"),
    ],
)
def test_what_cannot_be_read_is_named(case: dict[str, object], field: str) -> None:
    with pytest.raises(FactUnusable) as refused:
        check_squad(shipped_pack("chuzhou"), case)
    assert refused.value.params["name"] == field
    for language in LANGUAGES:
        said = Translator(language).tr(f"error.{refused.value.code}", **refused.value.params)
        assert "{" not in said and field in said


def test_a_slip_of_the_pen_is_not_taken_for_silence() -> None:
    with pytest.raises(FactUnknown) as refused:
        check_squad(shipped_pack("chuzhou"), BOUND | {"member": 2})
    assert "members" in str(refused.value.params["known"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_a_word(language: str) -> None:
    pack = shipped_pack("chuzhou")
    words = {str(row.results["verdict"]) for name in CHECKS for row in pack.table(name).rows}
    said = {word: pack.word("verdict", word).said(language) for word in words}
    assert all(said.values()) and len(set(said.values())) == len(words)


def test_a_whole_year_of_the_golden_squad() -> None:
    """Two people under a county leader, out every third day from the first of January, nothing landed."""
    begun = date(2026, 1, 1)
    seen: list[str] = []
    for number in range(0, 365, 3):
        day = begun + timedelta(days=number)
        out = number // 3 + 1
        checks = check_squad(
            shipped_pack("chuzhou"),
            BOUND
            | {"members": 2, "county_leader": True, "trip_days": out, "as_of": day.isoformat(), "landed": 0},
        ).checks
        assert [one.verdict for one in checks[:2]] == ["satisfied", "satisfied"], day
        if not seen or seen[-1] != checks[2].verdict:
            seen.append(checks[2].verdict)
    assert seen == ["in_time", "full_time", "head_leads"]
