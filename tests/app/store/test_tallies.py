"""Projects added up by owner in a window of days: its edges, whose they are, what is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.policy.shipped import shipped_pack
from app.policy.table import Table
from app.services.desk import Desk
from app.store.counting import COUNTS, SUMS
from tests.fakes.stores import new_desk

PACK = shipped_pack("default")
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
MARCH = date(2026, 3, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = new_desk(tmp_path)
    yield found
    found.store.close()


def add(desk: Desk, *projects: dict[str, Any]) -> list[str]:
    with desk.store.write(actor="x", label="x") as work:
        return [
            work.create("project", {"name": "某厂", "stage": "signed", "responsible_unit": "县功镇", **one})
            for one in projects
        ]


@dataclass(frozen=True)
class Tally:
    """One project that something happened to in the window."""

    owner: str
    score: str | None
    large: str | None
    figures: dict[str, Decimal]


def tally(desk: Desk, owned_by: str = "unit", tables: Mapping[str, Table] = PACK.tables) -> list[Tally]:
    by = tables.get("scores"), tables.get("merit.projects")
    told = desk.store.tallies.counting(owned_by, [(date(2020, 1, 1), MARCH), (FIRST, LAST)], *by).told()
    found = []
    for _, owner, score, large, contract, foreign, _, bits in told:
        figures = {name: Decimal(bits >> at & 1) for at, name in enumerate(COUNTS)}
        for name, amount in zip(SUMS, (contract, foreign), strict=True):
            figures[name] = Decimal(amount or 0).scaleb(-6) * figures["signed"]
        if bits:
            found.append(Tally(owner, score if figures["signed"] else None, large, figures))
    return found


def total(desk: Desk, figure: str) -> Decimal:
    return sum((one.figures[figure] for one in tally(desk)), Decimal(0))


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 1),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 0),
        (None, 0),
    ],
)
def test_both_ends_of_the_window_are_in_it(desk: Desk, day: date | None, counted: int) -> None:
    fields = ("contract_on", "started_on", "site_on", "produced_on")
    add(desk, *({"stage": "construction", field: day} for field in fields))
    found = {name: total(desk, name) for name in ("signed", "started", "landed", "producing")}
    assert found == dict.fromkeys(found, Decimal(counted))


@pytest.mark.parametrize(
    ("project", "figure", "counted"),
    [
        ({"stage": "signed", "stage_on": MARCH}, "signed", 1),
        ({"stage": "landed", "stage_on": MARCH}, "signed", 0),
        ({"stage": "landed", "stage_on": MARCH}, "landed", 1),
        ({"stage": "signed", "stage_on": MARCH, "contract_on": date(2025, 3, 1)}, "signed", 0),
        ({"stage": "landed", "stage_on": MARCH, "site_on": date(2025, 3, 1)}, "landed", 0),
        ({"stage": "negotiating", "stage_on": MARCH}, "signed", 0),
        ({"stage": "negotiating", "contract_on": MARCH}, "signed", 1),
    ],
)
def test_the_contracts_day_goes_before_that_of_the_stage(
    desk: Desk, project: dict[str, Any], figure: str, counted: int
) -> None:
    add(desk, project)
    assert total(desk, figure) == counted


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, ()),
        ({"obligation_on": LAST}, ("fulfilled",)),
        ({"obligation_on": date(2026, 7, 1)}, ()),
        ({"obligation_on": date(2025, 1, 1)}, ("fulfilled",)),
        ({"started_on": LAST, "produced_on": date(2026, 7, 1)}, ("started_of",)),
        ({"started_on": LAST, "produced_on": LAST}, ("started_of", "producing_of")),
        ({"site_on": LAST}, ("landed_of",)),
        ({"site_on": date(2026, 7, 1), "stage": "landed"}, ()),
        ({"stage": "construction"}, ("landed_of",)),
        ({"stage": "on_books"}, ("landed_of",)),
        ({"stage": "paused"}, ()),
    ],
)
def test_how_far_the_signed_ones_came_by_the_last_day(
    desk: Desk, more: dict[str, Any], told: tuple[str, ...]
) -> None:
    add(desk, {"contract_on": MARCH, **more})
    (found,) = tally(desk)
    names = ("fulfilled", "started_of", "producing_of", "landed_of")
    assert tuple(name for name in names if found.figures[name] == 1) == told
    assert found.figures["signed"] == 1


def test_money_is_exact_and_only_that_of_what_was_signed(desk: Desk) -> None:
    cents = [Decimal("0.000001"), Decimal("8999.999999"), Decimal("0.1"), Decimal("0.2")]
    add(desk, *({"contract_on": MARCH, "contract_amount": one} for one in cents))
    add(desk, {"contract_on": MARCH, "contract_amount": None, "foreign_investment": Decimal("12.5")})
    add(desk, {"contract_on": date(2025, 3, 1), "started_on": MARCH, "contract_amount": Decimal(7)})
    assert total(desk, "contract_capital") == Decimal("9000.3")
    assert total(desk, "foreign_capital") == Decimal("12.5")
    assert total(desk, "signed") == 5 and total(desk, "started") == 1


def test_each_rule_of_the_pack_apart(desk: Desk) -> None:
    amounts = ("2999", "3000", "9999.999999", "10000", None)
    add(desk, *({"contract_on": MARCH, "investment": Decimal(one) if one else None} for one in amounts))
    add(desk, {"contract_on": date(2025, 3, 1), "started_on": MARCH, "investment": Decimal(3000)})
    found = Counter(one.score for one in tally(desk))
    assert found == {"small": 1, "from_3000": 2, "from_1_yi": 1, "": 1, None: 1}


@pytest.mark.parametrize(
    ("owned_by", "wanted"),
    [
        ("unit", {"县功镇", "磻溪镇", ""}),
        ("office", {"县功镇", "磻溪镇", ""}),
        ("person", {"陈经理", ""}),
        ("leader", {"王县长", ""}),
    ],
)
def test_whose_they_are(desk: Desk, owned_by: str, wanted: set[str]) -> None:
    add(
        desk,
        {"contract_on": MARCH, "found_by": "陈经理", "leader": "王县长"},
        {"contract_on": MARCH, "responsible_unit": "磻溪镇"},
        {"contract_on": MARCH, "responsible_unit": None},
    )
    assert {one.owner for one in tally(desk, owned_by)} == wanted
    assert set(desk.store.tallies.owners(owned_by)) == wanted - {""}


def test_what_is_deleted_is_not_counted_until_it_is_back(desk: Desk) -> None:
    (id,) = add(desk, {"contract_on": MARCH, "site_on": MARCH, "credits": {"landing": {"磻溪镇": "100"}}})
    tallies = desk.store.tallies

    def everything() -> tuple[list[str], ...]:
        lists = (tallies.signed("unit", "县功镇", FIRST, LAST), tallies.landed("县功镇", FIRST, LAST))
        return (*lists, tallies.shared(FIRST, LAST))

    assert everything() == ([id], [id], [id])
    with desk.store.write(actor="x", label="x") as work:
        work.delete("project", id)
    assert everything() == ([], [], []) and tally(desk) == []
    desk.store.undo(actor="x")
    assert everything() == ([id], [id], [id]) and total(desk, "signed") == 1


def test_lists_are_in_the_order_of_their_days(desk: Desk) -> None:
    days = [date(2026, 5, 1), date(2026, 2, 1), date(2026, 3, 1)]
    late, early, middle = add(desk, *({"contract_on": day, "site_on": day} for day in days))
    assert desk.store.tallies.signed("unit", "县功镇", FIRST, LAST) == [early, middle, late]
    assert desk.store.tallies.landed("县功镇", date(2026, 2, 2), LAST) == [middle, late]
    assert desk.store.tallies.signed("unit", "磻溪镇", FIRST, LAST) == []


def test_the_latest_judgement_of_a_lead_counts(desk: Desk) -> None:
    first, second, gone = add(desk, {"stage": "lead"}, {"stage": "lead", "responsible_unit": None}, {})
    told = [(first, "陈", True, 5), (first, "李", False, 9), (second, "赵", True, 7), (gone, "钱", True, 8)]
    with desk.store.write(actor="x", label="x") as work:
        for project, name, valuable, day in told:
            values = {"project_id": project, "valuable": valuable, "judged_on": date(2026, 5, day)}
            work.create("lead_judgement", {"name": name, **values})
        work.delete("project", gone)
    found = {one.project: one for one in desk.store.tallies.judged()}
    assert {id: (one.finder, one.unit, one.valuable) for id, one in found.items()} == {
        first: ("李", "县功镇", False),
        second: ("赵", "", True),
    }


def test_a_pack_without_tables_still_counts(desk: Desk) -> None:
    add(desk, {"contract_on": MARCH, "investment": Decimal(3000)})
    (found,) = tally(desk, tables={})
    assert found.score is None and found.large is None and found.figures["signed"] == 1
