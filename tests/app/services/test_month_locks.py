"""Publishing months: who is published, what is kept of it, what shows when it was changed behind."""

from datetime import date
from decimal import Decimal

import pytest

from app.i18n import LANGUAGES, Translator
from app.model.row import Row
from app.rules.attribution import Credit
from app.rules.fund_ledger import Component, Source
from app.services import records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import book_figure, correct, enter
from app.services.fund_records import locks
from app.services.fund_standards import share_credit
from app.services.funds import month_sheet, open_month
from app.services.month_locks import KEPT, lock_month, recomputed
from app.services.published_lines import kept_lines
from app.services.records import create_record, required_row
from app.store.reading import Filter
from tests.app.services.plain_amounts import recognised_amounts
from tests.app.services.test_funds import NOVEMBER, OCTOBER, project

SEPTEMBER = date(2026, 9, 1)
FIXED, LAND, UNIT = Component.FIXED, Component.LAND, Source.UNIT


def reason(desk: Desk, month: date) -> str:
    with pytest.raises(InvalidRecord) as caught:
        lock_month(desk, month)
    (problem,) = caught.value.problems
    for language in LANGUAGES:
        assert "{" not in Translator(language).tr(problem.reason.key, **problem.reason.params)
    assert problem.field == "month"
    return problem.reason.key


def test_what_cannot_be_published_says_why(desk: Desk) -> None:
    assert reason(desk, OCTOBER) == "funds.why.no_lines"
    project(desk, "甲项目")
    assert reason(desk, date(2026, 12, 1)) == "funds.why.future"  # tomorrow's month, one day too early
    lock_month(desk, date(2026, 11, 30))  # the month one is in may be published, by any day of it
    assert reason(desk, NOVEMBER) == "funds.why.all_locked"
    assert [row["month"] for row in locks(desk)] == [NOVEMBER]


def test_what_was_published_is_kept_to_the_fen_with_its_rules(desk: Desk) -> None:
    id = project(desk, "甲项目", counted_kind="manufacturing")
    estate = {"project_id": id, "month": "2026-10", "amount": "0.000001", "component": "fixed"}
    enter(desk, {**estate, "real_estate": True})
    book_figure(desk, id, OCTOBER, UNIT, LAND, "99999999.999999")
    lock_month(desk, OCTOBER, note="市统计局公布")
    (lock,) = locks(desk)
    assert (lock["note"], lock["pack"], lock["pack_version"]) == ("市统计局公布", "default", 1)
    totals = lock["totals"]
    assert totals["lines"] == 1 and set(KEPT) < set(totals)
    assert [totals[name] for name in ("land", "fixed", "working")] == ["99999999.999999", "0.000001", "0"]
    assert [Decimal(totals[name]) for name in ("total", "real_estate")] == [10**8, Decimal("0.000001")]


def test_months_are_told_the_latest_first_and_in_any_order_published(desk: Desk) -> None:
    id = project(desk, "甲项目")
    for at, month in enumerate((OCTOBER, SEPTEMBER, NOVEMBER), start=1):
        book_figure(desk, id, month, UNIT, FIXED, str(at))
        lock_month(desk, month)
    found = recomputed(desk)
    assert [(one.lock["month"], int(one.published["total"])) for one in found] == [
        (NOVEMBER, 3),
        (OCTOBER, 1),
        (SEPTEMBER, 2),
    ]
    assert all(one.same and not one.other_version for one in found)
    assert open_month(desk) == open_month(desk, after=SEPTEMBER) == date(2026, 12, 1)


def test_a_project_that_is_signed_late_opens_no_published_month(desk: Desk) -> None:
    """It comes onto the sheet, which is published for its unit already."""
    project(desk, "甲项目")
    lock_month(desk, OCTOBER)
    late = project(desk, "乙项目")
    sheet = month_sheet(desk, OCTOBER)
    assert sheet.locked and len(sheet.lines) == 2
    with pytest.raises(InvalidRecord) as caught:
        book_figure(desk, late, OCTOBER, UNIT, FIXED, "5")
    assert caught.value.problems[0].reason.key == "funds.why.locked"
    assert [one.same for one in recomputed(desk)] == [True]


def test_a_published_month_is_computed_as_if_its_projects_had_not_changed(desk: Desk) -> None:
    """Another kind, another unit, a ruling: the open month goes by them, the published one does not."""
    id = project(desk, "甲项目", counted_kind="manufacturing", responsible_unit="甲局", investment="5000")
    for month in (OCTOBER, NOVEMBER):
        book_figure(desk, id, month, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    records.change_record(desk, "project", id, {"responsible_unit": "乙局"})
    share_credit(desk, id, Credit.LANDING, {"乙局": "75", "丙局": "25"})
    parts = {(one.unit, one.month): one.recognised for one in recognised_amounts(desk, OCTOBER, NOVEMBER)}
    assert parts == {("甲局", OCTOBER): 100, ("乙局", NOVEMBER): 75, ("丙局", NOVEMBER): 25}
    records.change_record(desk, "project", id, {"counted_kind": "real_estate"})
    (one,) = recomputed(desk)
    assert one.same and {str(one.published[name]) for name in ("recognised", "fixed")} == {"100"}
    (line,) = month_sheet(desk, OCTOBER).lines
    assert [line.unit, line.recognised] == ["甲局", 100]
    assert [one.recognised for one in month_sheet(desk, NOVEMBER).lines] == [0]


def test_a_project_takes_its_published_months_along_to_another_unit(desk: Desk) -> None:
    """It lies in another unit then, which has published nothing: what was published stays closed."""
    id = project(desk, "甲项目", counted_kind="manufacturing", unit_id="u1")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("project", id, {"unit_id": "u2"})
    assert [one.same for one in recomputed(desk)] == [True] and month_sheet(desk, OCTOBER).locked
    with pytest.raises(InvalidRecord) as caught:
        book_figure(desk, id, OCTOBER, UNIT, FIXED, "120")
    assert caught.value.problems[0].reason.params == {"month": "2026-10", "open": "2026-11"}
    made, _ = correct(desk, id, OCTOBER, UNIT, FIXED, "120")
    assert required_row(desk, "fund_entry", made)["month"] == NOVEMBER
    assert [one.same for one in recomputed(desk)] == [True]


def test_a_month_of_too_many_projects_keeps_no_lines_and_says_what_it_said_before() -> None:
    rows = [
        Row("project", f"{at:036d}", {"responsible_unit": f"{at}局", "investment": None})
        for at in range(4000)
    ]
    assert kept_lines(rows, ["responsible_unit"]) == {}
    kept = kept_lines(rows[:3], ["responsible_unit", "investment"])
    assert len(kept["cases"]) == len(kept["of"]) == 3


def test_a_deleted_project_leaves_what_was_published(desk: Desk) -> None:
    id = project(desk, "甲项目")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    records.delete_records(desk, [("project", id)])
    (one,) = recomputed(desk)
    assert not one.same and [one.published["total"], one.now["total"]] == [100, 0]
    records.restore_records(desk, [("project", id)])
    assert recomputed(desk)[0].same


@pytest.mark.parametrize("totals", [None, {}, [], "x", {"total": "100"}])
def test_a_lock_of_another_version_is_compared_by_what_it_tells(desk: Desk, totals: object) -> None:
    id = project(desk, "甲项目")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    with desk.store.write(actor="周敏", label="lock.month") as work:
        work.create("month_lock", {"month": OCTOBER, "pack": "gone", "pack_version": 9, "totals": totals})
    (one,) = recomputed(desk)
    assert one.same and one.other_version
    assert set(one.published) == ({"total"} if isinstance(totals, dict) and totals else set())
    assert month_sheet(desk, OCTOBER).locked


def test_of_two_locks_the_first_one_counts(desk: Desk) -> None:
    project(desk, "甲项目")
    for note in ("先", "后"):
        with desk.store.write(actor="周敏", label="lock.month") as work:
            values = {"month": OCTOBER, "pack": "default", "pack_version": 1, "note": note}
            work.create("month_lock", values)
    assert [row["note"] for row in locks(desk)] == ["先"] and len(desk.store.ids("month_lock")) == 2


def test_the_month_of_another_unit_stays_open(desk: Desk) -> None:
    """At headquarters the sheet holds projects of several units, each published by itself."""
    mine = project(desk, "甲项目")
    lock_month(desk, OCTOBER)
    with desk.store.write(actor="周敏", label="create") as work:
        other = work.create("project", {"name": "乙项目", "stage": "signed", "unit_id": "u2"})
    if required_row(desk, "project", other)["unit_id"] != "u2":
        pytest.fail("a record keeps the unit it was made in")
    sheet = month_sheet(desk, OCTOBER)
    assert {line.project: line.locked for line in sheet.lines} == {mine: True, other: False}
    assert not sheet.locked
    book_figure(desk, other, OCTOBER, UNIT, FIXED, "5")
    lock_month(desk, OCTOBER)
    assert {row["unit_id"]: row["totals"]["total"] for row in locks(desk)} == {None: "0", "u2": "5"}
    assert month_sheet(desk, OCTOBER).locked and all(one.same for one in recomputed(desk))


def test_an_entry_of_a_newer_version_is_kept_and_not_guessed_at(desk: Desk) -> None:
    id = project(desk, "甲项目")
    values: dict[str, object] = {"project_id": id, "month": OCTOBER, "component": "gold", "source": "unit"}
    values["amount"] = Decimal(5)
    with desk.store.write(actor="周敏", label="book.funds") as work:
        work.create("fund_entry", values)
    assert month_sheet(desk, OCTOBER).sums.total == 0
    assert len(desk.store.ids("fund_entry", filters=[Filter("project_id", "eq", id)])) == 1
    create_record(desk, "company", {"name": "别的"})
    assert month_sheet(desk, OCTOBER).sums.lines == 1
