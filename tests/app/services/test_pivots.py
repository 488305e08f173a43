"""透视: what every cell holds is what the list holds, to the fen; every figure opens its own records."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.desk import Desk
from app.services.lists import groups_of, listed_ids
from app.services.pivots import (
    Layout,
    Pivot,
    axis_fields,
    axis_of,
    days_of,
    filters_of,
    layout_of,
    measures,
    pivot_of,
)
from app.services.recognised import project_funds
from app.services.records import create_record, delete_records
from app.store.lists import Asked
from app.store.pivoting import IN_PLACE, PERIODS
from app.store.reading import Filter

PROJECTS = Asked("project")


def add(desk: Desk, kind: str = "project", **values: Any) -> str:
    return create_record(desk, kind, values)[0]


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    firm = add(desk, "company", name="恒力电子")
    for at, (unit, stage, investment, signed, contract) in enumerate(
        [
            ("招商一局", "signed", "30000", "2026-03-05", "29999.99"),
            ("招商一局", "signed", "9999.999999", "2026-02-28", "0.01"),
            ("招商一局", "landed", "10000", "2025-12-31", None),
            ("招商二局", "signed", "2999.99", "2026-03-31", "100"),
            ("招商二局", "lead", None, None, None),
            (None, "lead", "3000", None, None),
        ]
    ):
        given = {
            "responsible_unit": unit,
            "stage": stage,
            "investment": investment,
            "contract_amount": contract,
        }
        given |= {"contract_on": signed, "investor_id": firm if at < 2 else None, "name": f"项目{at}"}
        add(desk, **{name: value for name, value in given.items() if value is not None})
    gone = add(desk, name="删了的", stage="signed", responsible_unit="招商一局", investment="777")
    delete_records(desk, [("project", gone)])
    return desk


def pivot(
    desk: Desk,
    rows: str,
    columns: str = "",
    measure: str = "",
    *,
    asked: Asked = PROJECTS,
    find: str = "",
    most: int = 30,
) -> Pivot:
    return pivot_of(desk, asked, find, layout_of("project", f"{rows}/{columns}/{measure}"), most)


def told(found: Pivot) -> dict[tuple[Any, Any], tuple[int, Decimal]]:
    """(row, column) → (count, total) of the cells that hold something."""
    table = found.table
    return {
        (line.values[0], column[0]): (figure.count, figure.total)
        for line in table.lines
        for column, figure in zip(table.columns, line.figures, strict=True)
        if figure.count
    }


def test_counts_by_unit_and_stage(stocked: Desk) -> None:
    found = pivot(stocked, "responsible_unit", "stage")
    assert {key: count for key, (count, _) in told(found).items()} == {
        ("招商一局", "signed"): 2,
        ("招商一局", "landed"): 1,
        ("招商二局", "signed"): 1,
        ("招商二局", "lead"): 1,
        (None, "lead"): 1,
    }
    assert [column[0] for column in found.table.columns] == ["lead", "signed", "landed"], "as they follow"
    assert [line.values[0] for line in found.table.lines] == ["招商一局", "招商二局", None], (
        "the most first, none last"
    )
    assert [line.sum.count for line in found.table.lines] == [3, 2, 1]
    assert [one.count for one in found.table.sums] == [2, 3, 1] and found.table.total.count == 6


def test_sums_are_exact_and_those_of_the_list(stocked: Desk) -> None:
    found = pivot(stocked, "responsible_unit", "stage", "investment")
    assert told(found)["招商一局", "signed"] == (2, Decimal("39999.999999"))
    ids = listed_ids(stocked, PROJECTS)
    (whole,) = groups_of(stocked, "project", ids, "", ("investment",))
    assert found.table.total.total == whole.sums["investment"] == Decimal("55999.989999")
    assert found.table.total.count == whole.count


def test_it_is_about_the_list_with_its_filters_and_words(stocked: Desk) -> None:
    asked = Asked("project", (Filter("stage", "eq", "signed"),))
    assert pivot(stocked, "responsible_unit", asked=asked).table.total.count == 3
    assert pivot(stocked, "responsible_unit", find="项目3").table.total.count == 1
    assert pivot(stocked, "responsible_unit", find="？！").table.total.count == 0
    assert pivot(stocked, "responsible_unit", asked=Asked("project", deleted=True)).table.total.count == 1


def test_days_by_year_quarter_and_month_in_their_order(stocked: Desk) -> None:
    wanted = {
        "year": ["2025", "2026", None],
        "quarter": ["2025-4", "2026-1", None],
        "month": ["2025-12", "2026-02", "2026-03", None],
    }
    for by, values in wanted.items():
        assert [line.values[0] for line in pivot(stocked, f"contract_on:{by}").table.lines] == values


def test_amounts_in_bands_own_their_lower_edge(stocked: Desk) -> None:
    counts = {line.values[0]: line.sum.count for line in pivot(stocked, "investment").table.lines}
    edges = axis_of(stocked, "project", ("investment", "")).edges
    assert [*map(int, edges[:3])] == [10_000, 30_000, 50_000], "the classes of the pack"
    assert counts == {0: 3, 1: 1, 2: 1, None: 1}


def test_the_money_in_place_is_what_each_project_says(stocked: Desk) -> None:
    today = stocked.today()
    ids = sorted(listed_ids(stocked, PROJECTS))
    for at, id in enumerate(ids[:4]):
        for component, amount in (("land", f"{at + 1}.25"), ("fixed", "0.01")):
            for month in (today.replace(day=1), today.replace(day=1) - timedelta(days=40)):
                given = {
                    "project_id": id,
                    "month": month.isoformat(),
                    "component": component,
                    "source": "unit",
                }
                add(stocked, "fund_entry", **given, amount=amount)
    rows = stocked.store.rows("project", ids)
    by_unit: dict[str | None, Decimal] = {}
    for row in rows:
        unit = row["responsible_unit"]
        by_unit[unit] = by_unit.get(unit, Decimal(0)) + project_funds(stocked, row).total
    found = pivot(stocked, "responsible_unit", "", IN_PLACE)
    assert {line.values[0]: line.sum.total for line in found.table.lines} == by_unit
    assert found.table.total.total == sum(by_unit.values()) > 0


def test_what_does_not_fit_is_put_together_and_nothing_is_lost(stocked: Desk) -> None:
    whole = pivot(stocked, "stage", "contract_on:month", "investment")
    narrow = pivot(stocked, "stage", "contract_on:month", "investment", most=3)
    assert list(narrow.table.columns) == [("2025-12", "2026-02"), ("2026-03",), (None,)]
    assert narrow.table.total == whole.table.total
    assert narrow.table.sums[0] == whole.table.sums[0] + whole.table.sums[1]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [*product(["responsible_unit", "investor_id", "investment"], ["stage", "contract_on:quarter", "origin"])],
)
@pytest.mark.parametrize("most", [2, 30])
def test_every_figure_opens_its_own_records(stocked: Desk, rows: str, columns: str, most: int) -> None:
    found = pivot(stocked, rows, columns, "contract_amount", most=most)
    for line in found.table.lines:
        for column, figure in zip(found.table.columns, line.figures, strict=True):
            down = filters_of("project", found.rows, line.values)
            across = filters_of("project", found.columns, column)
            ids = listed_ids(stocked, Asked("project", (*down, *across)))
            assert len(ids) == figure.count, (line.values, column)
            behind = stocked.store.rows("project", ids)
            assert sum((row["contract_amount"] or Decimal(0) for row in behind), Decimal(0)) == figure.total


def test_names_of_what_is_referred_to(stocked: Desk) -> None:
    found = pivot(stocked, "investor_id")
    (firm,) = (line.values[0] for line in found.table.lines if line.values[0] is not None)
    assert found.names[firm] == "恒力电子"


@pytest.mark.parametrize("kind", ["project", "company", "contact", "visit", "trip", "next_step", "promise"])
def test_every_axis_and_measure_of_every_list_can_be_asked_for(stocked: Desk, kind: str) -> None:
    names = [field.name for field in axis_fields(kind)]
    assert len(names) >= 2 and not {"note", "credit_code", "phones"} & set(names)
    for name in names:
        for measure in measures(kind):
            layout = layout_of(kind, f"{name}//{measure}")
            assert layout.rows[0] == name and layout.measure == measure
            assert pivot_of(stocked, Asked(kind), "", layout, 8).table.total.count == len(
                listed_ids(stocked, Asked(kind))
            )


@pytest.mark.parametrize(
    "said", ["", "moon/sun/stars", "stage/stage/count", "///", "contract_on:eon/stage/note"]
)
def test_a_layout_of_another_version_is_one_that_works(said: str) -> None:
    layout = layout_of("project", said)
    assert layout_of("project", layout.said()) == layout
    assert layout.rows[1] in ("", *PERIODS) and layout.measure in measures("project")


def test_it_begins_with_units_and_stages() -> None:
    assert layout_of("project") == Layout(("responsible_unit", ""), ("stage", ""))


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_a_day_lies_in_its_periods(day: date) -> None:
    for said in (f"{day:%Y}", f"{day:%Y}-{(day.month + 2) // 3}", f"{day:%Y-%m}"):
        first, last = days_of(said)
        assert first <= day <= last and (last + timedelta(days=1)).day == first.day == 1
