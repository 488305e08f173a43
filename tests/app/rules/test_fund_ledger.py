"""Figures of a month: who tells what, what counts, what differs."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.fund_ledger import Component, Entry, Source, Standing, Told, figures, month_of
from tests.fakes.plain_sums import ledger_sum

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
LAND, FIXED = Component.LAND, Component.FIXED
UNIT, DEPARTMENT, PUBLISHED = Source


def entry(id: str, amount: str, **given: object) -> Entry:
    values = {"project": "p", "month": MARCH, "component": FIXED, "source": UNIT, **given}
    return Entry(id=id, amount=Decimal(amount), **values)  # type: ignore[arg-type]


def test_the_last_to_tell_counts() -> None:
    lines = [entry("1", "100"), entry("2", "90.5", source=DEPARTMENT)]
    month = figures(lines)["p", MARCH]
    assert (month.total, month.difference, month.standing) == (
        Decimal("90.5"),
        Decimal("9.5"),
        Standing.DIFFERS,
    )
    month = figures([*lines, entry("3", "95", source=PUBLISHED)])["p", MARCH]
    assert (month.total, month.difference, month.standing) == (
        Decimal(95),
        Decimal("9.5"),
        Standing.PUBLISHED,
    )


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({}, None),
        ({UNIT: "1"}, Standing.REPORTED),
        ({DEPARTMENT: "1"}, Standing.UNREPORTED),
        ({UNIT: "1", DEPARTMENT: "1"}, Standing.AGREES),
        ({UNIT: "1", DEPARTMENT: "1.000001"}, Standing.DIFFERS),
        ({UNIT: "1", DEPARTMENT: "2", PUBLISHED: "2"}, Standing.PUBLISHED),
    ],
)
def test_how_far_a_month_is_reconciled(told: dict[Source, str], standing: Standing | None) -> None:
    found = figures(entry(source, amount, source=source) for source, amount in told.items())
    assert found.get(("p", MARCH)) is None if standing is None else found["p", MARCH].standing is standing


def test_what_differs_by_component_differs_though_the_sums_agree() -> None:
    lines = [
        entry("1", "60"),
        entry("2", "40", component=LAND),
        entry("3", "40", source=DEPARTMENT),
        entry("4", "60", source=DEPARTMENT, component=LAND),
    ]
    month = figures(lines)["p", MARCH]
    assert (month.difference, month.standing) == (Decimal(0), Standing.DIFFERS)


def test_a_correction_of_another_month_is_not_swallowed_by_the_departments_figure() -> None:
    lines = [
        entry("1", "100"),
        entry("2", "100", source=DEPARTMENT),
        entry("3", "50", month=APRIL),
        entry("4", "50", month=APRIL, source=DEPARTMENT),
        entry("5", "-20", month=APRIL, corrects="1"),
    ]
    month = figures(lines)["p", APRIL]
    # March stands as the department says, until that too says otherwise; until then the difference is shown.
    assert [month.total, month.difference, month.standing] == [50, -20, Standing.DIFFERS]
    assert (month.told(UNIT), month.told(DEPARTMENT)) == (Decimal(30), Decimal(50))
    settled = figures([*lines, entry("6", "-20", month=APRIL, corrects="2", source=DEPARTMENT)])["p", APRIL]
    assert [settled.total, settled.difference, settled.standing] == [30, 0, Standing.AGREES]


def test_a_unit_that_comes_round_to_what_counted_already_changes_nothing() -> None:
    lines = [
        entry("1", "100"),
        entry("2", "90", source=DEPARTMENT),
        entry("3", "-10", month=APRIL, corrects="1"),
        entry("4", "70", month=APRIL),
    ]
    found = figures(lines)
    assert [found["p", MARCH].total, found["p", MARCH].difference] == [90, 10]
    assert [found["p", APRIL].total, found["p", APRIL].difference] == [70, -10], "it is settled"


def test_corrections_of_several_months_in_one_do_not_swallow_each_other() -> None:
    """March counted as the unit said, April as the department did; both are put right in May."""
    may = date(2026, 5, 1)
    lines = [
        entry("1", "100"),
        entry("2", "50", month=APRIL, source=DEPARTMENT),
        entry("3", "-20", month=may, corrects="1"),
        entry("4", "-5", month=may, corrects="2", source=DEPARTMENT),
        entry("5", "-1", month=date(2026, 6, 1), corrects="3"),
    ]
    found = figures(lines)
    assert [found["p", may].total, found["p", date(2026, 6, 1)].total] == [-25, -1]


def test_a_correction_within_its_month_is_the_months_own() -> None:
    month = figures([entry("1", "100"), entry("2", "20", corrects="1")])["p", MARCH]
    assert month.own[FIXED] == Told(unit=Decimal(120))
    assert (month.back, month.several) == ({}, frozenset())


def test_two_that_book_the_same_are_seen() -> None:
    month = figures([entry("1", "100"), entry("2", "100")])["p", MARCH]
    assert month.several == {FIXED}


def test_real_estate_is_told_apart_by_who_counts() -> None:
    lines = [
        entry("1", "100", real_estate=True),
        entry("2", "80", real_estate=True, source=DEPARTMENT),
        entry("3", "20", component=LAND),
    ]
    month = figures(lines)["p", MARCH]
    assert (month.total, month.real_estate) == (Decimal(100), Decimal(80))


def test_the_month_of_a_day() -> None:
    assert month_of(date(2026, 2, 28)) == date(2026, 2, 1)


AMOUNTS = st.decimals("-99999999.999999", "99999999.999999", places=6)
LINES = st.lists(
    st.tuples(st.sampled_from("pqr"), st.sampled_from([MARCH, APRIL]), st.sampled_from(Component), AMOUNTS),
    max_size=30,
)


@given(LINES, st.randoms(use_true_random=False))
def test_of_one_source_nothing_is_lost_whatever_the_order(
    rows: list[tuple[str, date, Component, Decimal]], chance: object
) -> None:
    lines = [
        Entry(str(at), project, month, component, UNIT, amount)
        for at, (project, month, component, amount) in enumerate(rows)
    ]
    turned = sorted(lines, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert figures(turned) == figures(lines)
    by_month: dict[date, Decimal] = defaultdict(Decimal)
    for (_, month), found in figures(lines).items():
        by_month[month] += found.total
    assert sum(by_month.values(), Decimal(0)) == ledger_sum(lines, UNIT)
