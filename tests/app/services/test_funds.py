"""The monthly sheet on real stores: figures booked, undone, corrected; months published and computed anew."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.rules.amounts import Unit
from app.rules.fund_ledger import Component, Source, Standing
from app.services import funds, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import correct, enter, entry_rows
from app.services.fund_records import entries
from app.services.funds import MonthLocked, book_figures, check_figures, month_sheet
from app.services.month_locks import lock_month, recomputed
from app.store.reading import Filter
from tests.app.services.plain_amounts import by_unit, recognised_amounts

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)  # today is 20 November 2026
FIXED, LAND = Component.FIXED, Component.LAND


def project(desk: Desk, name: str, **values: Any) -> str:
    given = {"name": name, "stage": "signed", "contract_amount": "1亿", "responsible_unit": "甲局", **values}
    return records.create_record(desk, "project", given)[0]


def book(
    desk: Desk,
    texts: list[tuple[str, str]],
    *,
    month: date = OCTOBER,
    source: Source = Source.UNIT,
    component: Component = FIXED,
) -> None:
    checked = check_figures(desk, month, source, component, texts)
    assert all(one.reason is None for one in checked)
    book_figures(desk, month, source, [(component, one) for one in checked])


def test_who_is_on_the_sheet(desk: Desk) -> None:
    signed = project(desk, "签约", contract_on="2026-10-31")
    project(desk, "下月签", contract_on="2026-11-01")
    project(desk, "在谈", stage="negotiating")
    lost = project(desk, "流失", stage="lost")
    book(desk, [(lost, "5")])
    sheet = month_sheet(desk, date(2026, 10, 20))
    assert [line.project for line in sheet.lines] == [signed, lost]
    assert sheet.month == OCTOBER and sheet.sums.total == 5


def test_a_figure_its_correction_and_one_undo(desk: Desk) -> None:
    first, second = project(desk, "甲项目"), project(desk, "乙项目")
    book(desk, [(first, "100"), (second, "2亿")])
    book(desk, [(first, "120.000001"), (second, "2亿")])
    lines = entries(desk)
    assert [(line.amount, bool(line.corrects)) for line in lines if line.project == first] == [
        (Decimal(100), False),
        (Decimal("20.000001"), True),
    ]
    assert len(lines) == 3  # what was the same again was not booked
    assert month_sheet(desk, OCTOBER).sums.total == Decimal("20120.000001")
    records.undo(desk)
    assert month_sheet(desk, OCTOBER).sums.total == 20_100
    records.undo(desk)
    assert month_sheet(desk, OCTOBER).sums.total == 0
    records.redo(desk)
    assert month_sheet(desk, OCTOBER).sums.total == 20_100


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("全部", "rules.amount.unreadable"),
        ("1.2E+05", "rules.amount.damaged"),
        ("约100", "funds.why.not_exact"),
        ("200万美元", "funds.why.foreign"),
    ],
)
def test_what_cannot_be_booked_says_why(desk: Desk, text: str, key: str) -> None:
    id = project(desk, "甲项目")
    (found,) = check_figures(desk, OCTOBER, Source.UNIT, FIXED, [(id, text)])
    assert found.reason is not None and found.reason.key == key and not found.changes


def test_bare_figures_count_in_the_unit_shown_and_nothing_is_no_figure(desk: Desk) -> None:
    id = project(desk, "甲项目")
    texts = [(id, "1.5"), (id, "2"), ("gone", "3")]
    first, second, third = check_figures(desk, OCTOBER, Source.UNIT, FIXED, texts, unit=Unit.YI)
    assert first.after == 15_000 and first.reason is None
    assert second.reason is not None and second.reason.key == "funds.why.twice"
    assert third.reason is not None and third.reason.key == "funds.why.no_project"
    (empty,) = check_figures(desk, OCTOBER, Source.UNIT, FIXED, [(id, " ")])
    assert not empty.changes and empty.reason is None
    (zero,) = check_figures(desk, OCTOBER, Source.UNIT, FIXED, [(id, "0")])
    assert zero.changes and zero.after == 0


def test_three_sources_and_what_differs(desk: Desk) -> None:
    id = project(desk, "甲项目")
    book(desk, [(id, "100")])
    book(desk, [(id, "90")], source=Source.DEPARTMENT)
    (line,) = month_sheet(desk, OCTOBER).lines
    assert line.month.difference == 10 and line.month.standing is Standing.DIFFERS
    assert [line.cumulative, month_sheet(desk, OCTOBER).sums.differing] == [90, 1]
    book(desk, [(id, "95")], source=Source.PUBLISHED)
    assert month_sheet(desk, NOVEMBER).lines[0].before == 95


def test_a_published_month_takes_nothing_and_is_corrected_in_the_open_one(desk: Desk) -> None:
    id = project(desk, "甲项目", counted_kind="manufacturing")
    book(desk, [(id, "100")])
    lock_month(desk, OCTOBER)
    assert month_sheet(desk, OCTOBER).locked
    (found,) = check_figures(desk, OCTOBER, Source.UNIT, FIXED, [(id, "80")])
    assert found.reason is not None and found.reason.key == "funds.why.locked"
    assert found.reason.params == {"month": "2026-10", "open": "2026-11"}
    with pytest.raises(MonthLocked) as caught:
        enter(desk, {"project_id": id, "month": "2026-10", "amount": "1"})
    assert caught.value.params == {"month": "2026-10", "open": "2026-11"}
    correct(desk, id, OCTOBER, Source.UNIT, FIXED, "80")
    newest = entry_rows(desk, id)[0]
    assert (newest["month"], newest["amount"], newest["corrects"]) == (
        NOVEMBER,
        -20,
        entry_rows(desk, id)[1].id,
    )
    with pytest.raises(InvalidRecord) as again:
        correct(desk, id, OCTOBER, Source.UNIT, FIXED, "80")
    assert again.value.problems[0].reason.key == "funds.why.same"
    assert [month_sheet(desk, OCTOBER).sums.total, month_sheet(desk, NOVEMBER).sums.cumulative] == [100, 80]
    (old,) = recomputed(desk)
    assert old.same and old.published["recognised"] == 100 and not old.other_version


def test_locking_is_not_undone_and_not_done_twice_or_too_early(desk: Desk) -> None:
    id = project(desk, "甲项目")
    book(desk, [(id, "100")])
    lock_month(desk, OCTOBER, note="市里已公布")
    records.undo(desk)  # the booking: publishing stays
    assert month_sheet(desk, OCTOBER).locked
    for month, key in ((OCTOBER, "all_locked"), (date(2026, 12, 1), "future")):
        with pytest.raises(InvalidRecord) as caught:
            lock_month(desk, month)
        assert caught.value.problems[0].reason.key == f"funds.why.{key}"
    (old,) = recomputed(desk)  # and what was changed behind it shows
    assert not old.same and [old.published["total"], old.now["total"]] == [100, 0]


def test_the_open_month_is_the_first_that_is_not_published(desk: Desk) -> None:
    project(desk, "甲项目")
    assert funds.open_month(desk) == NOVEMBER
    lock_month(desk, NOVEMBER)
    assert funds.open_month(desk) == date(2026, 12, 1)
    assert funds.open_month(desk, after=date(2026, 10, 20)) == date(2026, 12, 1)


def test_a_line_with_all_its_details(desk: Desk) -> None:
    id = project(desk, "外资项目")
    given = {"project_id": id, "month": "2026-10", "foreign_amount": "200万美元", "rate": "7.1"}
    with pytest.raises(InvalidRecord) as caught:
        enter(desk, given)
    assert [one.field for one in caught.value.problems] == ["rate_on"]
    made, _ = enter(desk, {**given, "rate_on": "2026-10-15", "evidence": "验资报告", "real_estate": True})
    row = desk.store.get("fund_entry", made)
    assert row is not None
    assert (row["amount"], row["foreign_amount"], row["currency"], row["rate"]) == (1420, 200, "USD", "7.1")
    sums = month_sheet(desk, OCTOBER).sums
    assert [sums.total, sums.real_estate, sums.without_real_estate] == [1420, 1420, 0]
    with pytest.raises(InvalidRecord):
        enter(desk, {**given, "rate": "七"})
    with pytest.raises(InvalidRecord):
        enter(desk, {"project_id": id, "month": "2026-10"})
    enter(desk, {"project_id": id, "month": "2026-10", "amount": "-20"})
    assert month_sheet(desk, OCTOBER).sums.total == 1400


def test_what_counts_by_unit_and_month(desk: Desk) -> None:
    shared = {"credits": {"landing": {"甲局": "60", "乙局": "40"}}}
    one = project(desk, "共享", counted_kind="manufacturing", **shared)
    other = project(desk, "房产", counted_kind="real_estate", responsible_unit="丙局")
    book(desk, [(one, "100.01"), (other, "7")])
    book(desk, [(one, "50")], month=NOVEMBER, component=LAND)
    found = recognised_amounts(desk, OCTOBER, date(2026, 10, 31))
    assert {(line.unit, line.recognised, line.in_place) for line in found} == {
        ("甲局", Decimal("60.006"), Decimal("60.006")),
        ("乙局", Decimal("40.004"), Decimal("40.004")),
        ("丙局", Decimal(0), Decimal(7)),
    }
    assert by_unit(recognised_amounts(desk, OCTOBER, NOVEMBER))["甲局"] == Decimal("90.006")


def test_what_was_deleted_does_not_count(desk: Desk) -> None:
    id = project(desk, "甲项目")
    book(desk, [(id, "100")])
    (line,) = desk.store.ids("fund_entry", filters=[Filter("project_id", "eq", id)])
    records.delete_records(desk, [("fund_entry", line)])
    assert month_sheet(desk, OCTOBER).sums.total == 0
    records.restore_records(desk, [("fund_entry", line)])
    assert month_sheet(desk, OCTOBER).sums.total == 100
