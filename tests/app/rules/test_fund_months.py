"""Months of the ledger worked out by hand: what counts, what differs, whose correction it is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.fund_ledger import NOTHING, Component, Entry, Source, Standing, Told, figures
from tests.fakes.plain_sums import ledger_sum

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
LAND, FIXED, WORKING = Component
UNIT, DEPARTMENT, PUBLISHED = Source
FEN = Decimal("0.000001")


def line(id: str, source: Source, amount: str, component: Component = FIXED, **given: object) -> Entry:
    values = {"project": "p", "month": MARCH, **given}
    return Entry(id=id, component=component, source=source, amount=Decimal(amount), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "department", "published", "settled", "difference"),
    [
        (None, None, None, "0", None),
        ("100", None, None, "100", None),
        (None, "90", None, "90", None),
        (None, None, "80", "80", None),
        ("100", "90", None, "90", "10"),
        ("90", "100", None, "100", "-10"),
        ("100", "0", None, "0", "100"),  # a department that tells nothing came in outranks the unit
        ("0", "0", None, "0", "0"),
        ("100", "90", "95", "95", "10"),
        ("100", None, "0", "0", None),
        ("-5", "-5.000001", None, "-5.000001", "0.000001"),
    ],
)
def test_what_counts_of_three_who_tell(
    unit: str | None, department: str | None, published: str | None, settled: str, difference: str | None
) -> None:
    told = Told(*(None if one is None else Decimal(one) for one in (unit, department, published)))
    assert told.settled == Decimal(settled)
    assert told.difference == (None if difference is None else Decimal(difference))
    assert [told.of(source) for source in Source] == [told.unit, told.department, told.published]


def test_land_by_the_land_department_and_assets_by_the_statistics_department() -> None:
    """C1: each component is measured by its own department; the unit alone tells of the third."""
    month = figures(
        [
            line("1", UNIT, "300", LAND),
            line("2", DEPARTMENT, "280", LAND),
            line("3", UNIT, "1200.5"),
            line("4", DEPARTMENT, "1250"),
            line("5", UNIT, "40", WORKING),
        ]
    )["p", MARCH]
    assert [month.amount(one) for one in Component] == [280, 1250, 40]
    assert month.total == 1570 and month.differences == {LAND: 20, FIXED: Decimal("-49.5")}
    assert month.difference == Decimal("-29.5") and month.standing is Standing.DIFFERS
    assert [month.told(UNIT), month.told(DEPARTMENT), month.told(PUBLISHED)] == [
        Decimal("1540.5"),
        1530,
        None,
    ]
    assert month.told(DEPARTMENT, WORKING) is None


def test_a_component_that_only_one_tells_of_is_no_difference() -> None:
    month = figures([line("1", UNIT, "5", LAND), line("2", DEPARTMENT, "7")])["p", MARCH]
    assert (month.difference, month.differences, month.standing) == (None, {}, Standing.AGREES)
    assert month.total == 12


def test_a_figure_of_nothing_is_told_and_an_empty_month_is_not() -> None:
    month = figures([line("1", UNIT, "0")])["p", MARCH]
    assert [month.standing, month.told(UNIT), month.total] == [Standing.REPORTED, 0, 0]
    assert [NOTHING.standing, NOTHING.told(UNIT), NOTHING.total] == [Standing.EMPTY, None, 0]
    assert NOTHING.difference is None and NOTHING.several == frozenset()


def test_a_correction_that_settles_the_last_fen_makes_them_agree() -> None:
    lines = [line("1", UNIT, "100"), line("2", DEPARTMENT, "100.000001")]
    assert figures(lines)["p", MARCH].difference == -FEN
    month = figures([*lines, line("3", UNIT, "0.000001", corrects="1")])["p", MARCH]
    assert [month.difference, month.standing, month.several] == [0, Standing.AGREES, frozenset()]


def test_a_correction_of_a_correction_of_an_earlier_month_stays_the_months_own() -> None:
    """What makes up this month's figure is no correction of the earlier one, whatever line it names."""
    lines = [
        line("1", UNIT, "100", month=FEBRUARY),
        line("2", UNIT, "-20", corrects="1"),
        line("3", UNIT, "-1", month=APRIL, corrects="2"),
        line("4", UNIT, "7", corrects="2"),
    ]
    found = figures(lines)
    march, april = found["p", MARCH], found["p", APRIL]
    assert [march.back[FIXED].unit, march.own[FIXED].unit, march.total] == [-20, 7, -13]
    assert [april.back[FIXED].unit, dict(april.own), april.total] == [-1, {}, -1]


def test_corrections_of_the_department_are_compared_with_those_of_the_unit() -> None:
    lines = [
        line("1", UNIT, "100", month=FEBRUARY),
        line("2", DEPARTMENT, "100", month=FEBRUARY),
        line("3", UNIT, "-20", corrects="1"),
        line("4", DEPARTMENT, "-15", corrects="2"),
    ]
    month = figures(lines)["p", MARCH]
    assert [month.total, month.difference, month.standing] == [-15, -5, Standing.DIFFERS]


def test_a_correction_of_a_line_that_is_gone_or_of_a_later_month_is_the_months_own() -> None:
    gone = figures([line("2", UNIT, "-20", corrects="gone")])["p", MARCH]
    later = figures([line("2", UNIT, "-20", corrects="3"), line("3", UNIT, "1", month=APRIL)])["p", MARCH]
    for month in (gone, later):
        assert [month.own[FIXED].unit, dict(month.back)] == [-20, {}]


def test_projects_months_and_components_do_not_run_together() -> None:
    lines = [
        line("1", UNIT, "1"),
        line("2", UNIT, "2", project="q"),
        line("3", UNIT, "4", month=APRIL),
        line("4", UNIT, "8", LAND),
    ]
    found = figures(lines)
    assert {key: month.total for key, month in found.items()} == {
        ("p", MARCH): 9,
        ("q", MARCH): 2,
        ("p", APRIL): 4,
    }
    assert all(not month.several for month in found.values())


@pytest.mark.parametrize(
    ("told", "estate"),
    [
        ([("unit", "100", True), ("unit", "20", False)], "100"),
        ([("unit", "100", True), ("department", "0", True)], "0"),
        ([("unit", "100", False), ("department", "80", True)], "80"),
        ([("unit", "100", True), ("unit", "-30", True)], "70"),
        ([("unit", "100", True), ("published", "90", True), ("department", "80", True)], "90"),
        ([("unit", "100", False)], "0"),
    ],
)
def test_the_part_that_is_real_estate(told: list[tuple[str, str, bool]], estate: str) -> None:
    lines = [
        line(str(at), Source(source), amount, real_estate=flag)
        for at, (source, amount, flag) in enumerate(told)
    ]
    assert figures(lines)["p", MARCH].real_estate == Decimal(estate)


AMOUNTS = st.decimals("-99999999", "99999999", places=6)
LINES = st.lists(
    st.tuples(
        st.sampled_from("pq"),
        st.sampled_from([FEBRUARY, MARCH, APRIL]),
        st.sampled_from(Component),
        st.sampled_from(Source),
        AMOUNTS,
        st.integers(0, 20),
    ),
    max_size=20,
)


@given(LINES)
def test_what_each_source_tells_is_the_plain_sum_of_its_lines(
    rows: list[tuple[str, date, Component, Source, Decimal, int]],
) -> None:
    """Corrections of anything included, nothing that anybody told is lost or told twice."""
    lines = [
        Entry(str(at), project, month, component, source, amount, corrects=str(corrected))
        for at, (project, month, component, source, amount, corrected) in enumerate(rows)
    ]
    found = figures(lines)
    for source in Source:
        told = sum((month.told(source) or Decimal(0) for month in found.values()), Decimal(0))
        assert told == ledger_sum(lines, source)
    for month in found.values():
        by_component = [month.told(source, one) for source in Source for one in Component]
        by_source = [month.told(source) for source in Source]
        assert sum(one or 0 for one in by_component) == sum(one or 0 for one in by_source)
        assert month.total == sum(map(month.amount, Component))
