"""What came before a month, and the month's own lines, as SQLite tells them."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.rules.fund_ledger import Component, figures
from app.services.desk import Desk
from app.services.fund_records import entries
from tests.fakes.fund_books import fill_book
from tests.fakes.stores import new_desk

FEN = 10**6


def plain(desk: Desk, month: date) -> dict[str, tuple[Decimal, Decimal]]:
    """By project, from every line of the ledger."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for (project, on), told in figures(entries(desk, until=month)).items():
        before, fixed = found.get(project, (Decimal(0), Decimal(0)))
        found[project] = before + (told.total if on < month else 0), fixed + told.amount(Component.FIXED)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_so_far_is_what_the_rules_add_up(tmp_path: Path, seed: int) -> None:
    desk = new_desk(tmp_path)
    fill_book(desk, random.Random(f"so far {seed}"))
    months = desk.store.tallies.months
    for month in (date(2026, 3, 1), date(2026, 11, 1)):
        whole = months.so_far(month)
        wanted = {id: (int(one * FEN), int(two * FEN)) for id, (one, two) in plain(desk, month).items()}
        assert {id: told for id, told in whole.items() if any(told)} == {
            id: told for id, told in wanted.items() if any(told)
        }
        some = sorted(whole)[:4]
        assert months.so_far(month, some) == {id: whole[id] for id in some}
        assert months.so_far(month, []) == {}
        every = desk.store.ids("project") + desk.store.ids("project", deleted=True)
        assert sorted(months.lines(month)) == sorted(months.lines(month, every))
        assert months.lines(month), "else nothing was tried"
    desk.store.close()


def test_the_lines_of_a_month_are_its_own_with_the_month_that_each_corrects(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    with desk.store.write(actor="周敏", label="book") as work:
        id = work.create("project", {"name": "储能", "stage": "signed"})
        told = {"project_id": id, "component": "fixed", "source": "unit", "amount": Decimal("1.5")}
        first = work.create("fund_entry", told | {"month": october})
        second = work.create("fund_entry", told | {"month": november, "corrects": first, "real_estate": True})
        work.create("fund_entry", told | {"month": november, "source": "hearsay"})
    months = desk.store.tallies.months
    assert months.lines(november) == [
        (second, id, "fixed", "unit", 1_500_000, 1, first, "2026-10-01"),
    ]
    assert months.lines(october, [id]) == [(first, id, "fixed", "unit", 1_500_000, None, None, None)]
    assert months.lines(october, ["nobody"]) == []
    assert [*months.sort_keys()] == [id]
    desk.store.close()
