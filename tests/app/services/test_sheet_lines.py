"""The monthly sheet read at once for thousands of projects is the one read line by line."""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.rules.fund_ledger import Component, Source
from app.rules.month_sheet import sums
from app.services.desk import Desk
from app.services.fund_entries import correct, enter
from app.services.records import change_record, create_record, delete_records
from app.services.sheet_lines import KEPT_MONTHS, read_lines, sheet_lines
from app.store.work import PACK
from tests.app.services.plain_sheets import plain_lines
from tests.fakes.fund_books import PACKS, fill_book
from tests.fakes.stores import new_desk

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def signed(desk: Desk, name: str, unit: str | None = None) -> str:
    values = {"name": name, "stage": "signed", "contract_on": "2026-01-05", "counted_kind": "manufacturing"}
    return create_record(desk, "project", values | ({"responsible_unit": unit} if unit else {}))[0]


@pytest.mark.parametrize("pack", PACKS)
def test_of_odd_ledgers_every_month_is_as_read_line_by_line(desk: Desk, pack: str) -> None:
    with desk.store.replica() as replica:
        replica.set(PACK, pack)
    fill_book(desk, random.Random(f"sheets {pack}"), projects=20, lines=200)
    for month in (date(2025, 12, 1), date(2026, 6, 1), OCTOBER, NOVEMBER):
        found = read_lines(desk, month)
        assert found.lines == tuple(plain_lines(desk, month))
        assert found.sums == sums(found.lines)
        assert found.sums.lines == len(found.lines) > 0


def test_lines_go_by_unit_and_name_and_move_when_either_changes(desk: Desk) -> None:
    for name, unit in (("储能", "招商二局"), ("芯片", "招商一局"), ("电机", "招商二局"), ("无主", None)):
        signed(desk, name, unit)

    def names() -> list[str]:
        return [line.name for line in sheet_lines(desk, OCTOBER).lines]

    assert names() == ["储能", "电机", "芯片", "无主"]
    ids = {line.name: line.project for line in sheet_lines(desk, OCTOBER).lines}
    change_record(desk, "project", ids["芯片"], {"name": "安防"})
    change_record(desk, "project", ids["储能"], {"responsible_unit": "招商一局"})
    assert names() == ["电机", "安防", "储能", "无主"]
    delete_records(desk, [("project", ids["电机"])])
    assert names() == ["安防", "储能", "无主"]
    assert sheet_lines(desk, OCTOBER).sums.lines == 3


def test_a_line_of_an_earlier_month_changes_what_was_before_and_nothing_else_is_read(desk: Desk) -> None:
    one, other = signed(desk, "储能"), signed(desk, "芯片")
    enter(desk, {"project_id": other, "month": "2026-11", "amount": "7"})
    before = sheet_lines(desk, NOVEMBER)
    enter(desk, {"project_id": one, "month": "2026-10", "amount": "12.5"})
    after = sheet_lines(desk, NOVEMBER)
    told = {line.project: line for line in after.lines}
    booked, line, foot = Decimal("12.5"), told[one], after.sums
    assert [line.before, line.month.total, line.cumulative] == [booked, 0, booked]
    assert [foot.before, foot.total, foot.cumulative] == [booked, 7, booked + 7]
    assert told[other] is next(line for line in before.lines if line.project == other)
    assert sheet_lines(desk, NOVEMBER) is after


def test_a_correction_counts_in_its_own_month_by_what_it_changes(desk: Desk) -> None:
    id = signed(desk, "储能")
    enter(desk, {"project_id": id, "month": "2026-10", "amount": "100", "source": "unit"})
    enter(desk, {"project_id": id, "month": "2026-10", "amount": "90", "source": "department"})
    assert sheet_lines(desk, NOVEMBER).sums.before == 90
    with desk.store.write(actor="周敏", label="lock") as work:
        work.create("month_lock", {"month": OCTOBER, "pack": "default", "pack_version": 1})
    correct(desk, id, OCTOBER, Source.UNIT, Component.FIXED, "95")
    (line,) = sheet_lines(desk, NOVEMBER).lines
    assert [line.before, line.month.total, line.month.difference] == [90, 0, -5]
    assert [line] == plain_lines(desk, NOVEMBER)


def test_what_corrects_a_line_of_another_project_is_told_as_the_rules_tell_it(desk: Desk) -> None:
    one, other = signed(desk, "储能"), signed(desk, "芯片")
    first, _ = enter(desk, {"project_id": one, "month": "2026-09", "amount": "50"})
    second, _ = enter(desk, {"project_id": other, "month": "2026-10", "amount": "-5", "corrects": first})
    enter(desk, {"project_id": one, "month": "2026-11", "amount": "2", "corrects": second})
    for month in (date(2026, 9, 1), OCTOBER, NOVEMBER):
        assert read_lines(desk, month).lines == tuple(plain_lines(desk, month))
    delete_records(desk, [("fund_entry", first)])
    assert sheet_lines(desk, NOVEMBER).lines == tuple(plain_lines(desk, NOVEMBER))


def test_a_booked_project_that_nobody_expects_comes_last(desk: Desk) -> None:
    signed(desk, "芯片")
    id, _ = create_record(desk, "project", {"name": "安防", "stage": "lead"})
    enter(desk, {"project_id": id, "month": "2026-10", "amount": "1"})
    assert [line.name for line in sheet_lines(desk, OCTOBER).lines] == ["芯片", "安防"]
    assert [line.name for line in sheet_lines(desk, NOVEMBER).lines] == ["芯片"]


def test_only_some_months_are_kept(desk: Desk) -> None:
    signed(desk, "芯片")
    months = [date(2026, at, 1) for at in range(1, KEPT_MONTHS + 2)]
    found = [sheet_lines(desk, month) for month in months]
    assert [sheet_lines(desk, month) is one for month, one in zip(months[1:], found[1:], strict=True)] == [
        True
    ] * KEPT_MONTHS
    assert sheet_lines(desk, months[0]) is not found[0]
