"""What SQLite adds up for everybody is what the plain rules say of each project and month."""

import random
from datetime import date
from decimal import Decimal

import pytest

from app.services.desk import Desk
from app.services.recognised_sums import Book, RecognisedSums, recognised_sums
from app.store.work import PACK
from tests.app.services.plain_amounts import RecognisedAmount, recognised_amounts
from tests.fakes.fund_books import PACKS, fill_book

UNTIL = date(2026, 11, 20)


def by_unit(amounts: list[RecognisedAmount], first: date, last: date) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for one in amounts:
        if first <= one.month <= last:
            found[one.unit] = found.get(one.unit, Decimal(0)) + one.recognised
    return {unit: amount for unit, amount in found.items() if amount}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("pack", PACKS)
def test_random_ledgers_add_up_as_the_rules_say(desk: Desk, pack: str, seed: int) -> None:
    with desk.store.replica() as replica:
        replica.set(PACK, pack)
    fill_book(desk, random.Random(f"{pack} {seed}"))
    sums, plain = recognised_sums(desk, UNTIL), recognised_amounts(desk, date(2025, 1, 1), UNTIL)
    assert plain
    for first, last in (
        (date(2025, 1, 1), UNTIL),
        (date(2026, 1, 1), date(2026, 11, 1)),
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ):
        assert sums.of_units(first, last) == by_unit(plain, first, last)


def test_some_projects_alone_are_as_among_all(desk: Desk) -> None:
    made = fill_book(desk, random.Random("some"))
    whole = recognised_sums(desk, UNTIL)
    ids = [id for id in made if id in whole.by_project][:5]
    some = Book(desk).shares_of(UNTIL, [*ids, "nobody"])
    assert {id: some[id] for id in ids} == {id: whole.by_project[id] for id in ids}
    assert some["nobody"] == ()
    before = whole.of_units(date(2025, 1, 1), UNTIL)
    without = whole.with_projects(dict.fromkeys(ids, ()))
    assert without.of_units(date(2025, 1, 1), UNTIL) != before
    assert without.with_projects(some).of_units(date(2025, 1, 1), UNTIL) == before
    assert whole.of_units(date(2025, 1, 1), UNTIL) == before


def test_months_are_told_apart() -> None:
    told = (("甲局", "2026-01", 1_500_000), ("乙局", "2026-01", -1), ("甲局", "2026-02", 1))
    sums = RecognisedSums().with_projects({"p": told})
    assert sums.of_units(date(2026, 1, 5), date(2026, 1, 6)) == {
        "甲局": Decimal("1.5"),
        "乙局": Decimal("-0.000001"),
    }
    assert sums.of_units(date(2026, 2, 1), date(2026, 12, 31)) == {"甲局": Decimal("0.000001")}
    assert sums.with_projects({"p": ()}).of_units(date(2026, 1, 1), date(2026, 12, 31)) == {}
