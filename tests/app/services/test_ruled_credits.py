"""A ruling on a case reaches whatever is counted: funds, points and published months."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.rules.attribution import Credit
from app.rules.fund_ledger import Component, Source
from app.services.claims import claim
from app.services.desk import Desk
from app.services.fund_entries import book_figure
from app.services.fund_standards import share_credit
from app.services.month_locks import lock_month
from app.services.recognised_sums import recognised_sums
from app.services.records import change_record, create_record, delete_records, required_row
from app.services.ruled_credits import rulings
from app.services.scores.board import board, entries
from app.store.work import PACK
from tests.fakes.desks import NOW
from tests.fakes.stores import new_desk

OCTOBER, NOVEMBER, END = date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 30)
A, B = "县功镇", "磻溪镇"
Parts = dict[str, Decimal]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    with made.store.replica() as replica:
        replica.set(PACK, "default")
    yield made
    made.store.close()


def signed(desk: Desk, **values: Any) -> tuple[str, str]:
    """A project of A worth 4 points with 1,000.000001 in place in October, and its investor."""
    company, _ = create_record(desk, "company", {"name": "青岛啤酒股份有限公司"})
    given = {"name": "啤酒厂", "stage": "signed", "responsible_unit": A, "investor_id": company}
    given |= {"contract_on": "2026-11-20", "investment": "1亿", "counted_kind": "manufacturing"}
    id, _ = create_record(desk, "project", given | values)
    book_figure(desk, id, OCTOBER, Source.UNIT, Component.FIXED, "1000.000001")
    return id, company


def received(desk: Desk, kind: str, id: str, unit: str = "u-a") -> str:
    """A claim with headquarters' receipt."""
    made, _ = claim(desk, kind, id)
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("claim", made, {"number": 1, "unit_id": unit, "state": "clash"})
    return made


def ruled(desk: Desk, claims: list[str], shares: dict[str, int], at: datetime = NOW, **values: Any) -> str:
    """A case of A (whose are ``claims``) and B, ruled on; its row."""
    parties = [
        {"unit_id": f"u-{unit}", "unit": unit, "claims": [{"id": one} for one in known], "timeline": []}
        for unit, known in ((A, claims), (B, ["elsewhere"]))
    ]
    given = [{"unit_id": f"u-{unit}", "percent": percent} for unit, percent in shares.items()]
    row = {"title": "青岛啤酒股份有限公司", "case_id": f"case {at}", "parties": parties, "opened_at": NOW}
    row |= {"status": "ruled", "ruling": "shared", "shares": given, "ruled_at": at, "ruled_by": "陈主任"}
    with desk.store.write(actor="总部", label="sync") as work:
        return work.create("clash", row | values)


def funds(desk: Desk, first: date = OCTOBER, last: date = END) -> Parts:
    """What counts by unit: as kept at the desk, and as somebody finds it who has just sat down."""
    found = {line.owner: line.figures["funds_in_place"] for line in board(desk).lines}
    fresh = recognised_sums(Desk(desk.store, desk.actor), END)
    assert {unit: one for unit, one in found.items() if one} == fresh.of_units(date(2026, 1, 1), END)
    return fresh.of_units(first, last)


def points(desk: Desk) -> Parts:
    found = board(desk)
    assert found.lines == board(Desk(desk.store, desk.actor)).lines
    for line in found.lines:
        assert sum((one.points for one in entries(desk, found, line.owner)), Decimal(0)) == line.points
    return {line.owner: line.points for line in found.lines if line.points}


def parts(a: str, b: str) -> Parts:
    return {unit: Decimal(one) for unit, one in ((A, a), (B, b)) if Decimal(one)}


@pytest.mark.parametrize(
    ("shares", "counts", "scored"),
    [
        ({A: 60, B: 40}, ("600.000001", "400"), ("2.4", "1.6")),
        ({A: 100, B: 0}, ("1000.000001", "0"), ("4", "0")),
        ({A: 0, B: 100}, ("0", "1000.000001"), ("0", "4")),
        ({A: 1, B: 99}, ("10", "990.000001"), ("0.04", "3.96")),
    ],
)
def test_funds_and_points_follow_the_ruling(
    desk: Desk, shares: dict[str, int], counts: tuple[str, str], scored: tuple[str, str]
) -> None:
    id, _ = signed(desk)
    assert (funds(desk), points(desk)) == (parts("1000.000001", "0"), parts("4", "0"))
    made = received(desk, "project", id)
    row = ruled(desk, [made], shares)
    assert (funds(desk), points(desk)) == (parts(*counts), parts(*scored))
    assert required_row(desk, "project", id)["credits"] is None  # it is told by the case alone
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("clash", row, {"status": "open", "ruling": None, "shares": None, "ruled_at": None})
    assert (funds(desk), points(desk)) == (parts("1000.000001", "0"), parts("4", "0"))


def test_the_ledger_names_the_ruling(desk: Desk) -> None:
    id, _ = signed(desk)
    ruled(desk, [received(desk, "project", id)], {A: 60, B: 40})
    found = board(desk)
    for owner in (A, B):
        (entry,) = entries(desk, found, owner)
        assert entry.credits is not None and entry.whole == 4
        (why,) = entry.credits.why
        assert (why.key, why.params["by"]) == ("rules.funds.credit_ruled", "陈主任")


def test_a_claim_on_the_enterprise_alone_is_about_what_its_unit_signed_since(desk: Desk) -> None:
    id, company = signed(desk)
    old, _ = create_record(
        desk,
        "project",
        {"name": "一期", "investor_id": company, "contract_on": "2026-11-19", "investment": "1亿"},
    )
    ruled(desk, [received(desk, "company", company)], {A: 60, B: 40})
    assert rulings(desk).of.keys() == {id}
    later, _ = create_record(desk, "project", {"name": "二期", "investor_id": company, "responsible_unit": A})
    assert rulings(desk).of.keys() == {id, later}
    change_record(desk, "project", old, {"contract_on": None})
    assert rulings(desk).of.keys() == {id, later, old}
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("project", old, {"unit_id": "u-c"})
    delete_records(desk, [("project", later)])
    assert rulings(desk).of.keys() == {id}
    change_record(desk, "project", id, {"investor_id": None})
    assert rulings(desk).of == {} and points(desk)[A] == 4


def test_credits_agreed_by_hand_afterwards_win_until_the_next_ruling(desk: Desk) -> None:
    id, _ = signed(desk)
    made = received(desk, "project", id)
    share_credit(desk, id, Credit.LANDING, {A: "10", "丙局": "90"})
    assert points(desk) == {A: Decimal("0.4"), "丙局": Decimal("3.6")}
    ruled(desk, [made], {A: 60, B: 40})
    assert points(desk) == parts("2.4", "1.6")
    share_credit(desk, id, Credit.LANDING, {B: "100"})
    assert points(desk) == parts("0", "4") and funds(desk) == parts("0", "1000.000001")
    (entry,) = entries(desk, board(desk), B)
    assert entry.credits is not None and "rules.funds.credit_beyond" in [one.key for one in entry.credits.why]
    ruled(desk, [made], {A: 50, B: 50}, NOW + timedelta(hours=1))
    assert points(desk) == parts("2", "2")
    share_credit(desk, id, Credit.LANDING, {})
    assert points(desk) == parts("2", "2")


def test_a_published_month_stays_as_it_was_and_later_ones_follow(desk: Desk) -> None:
    id, _ = signed(desk)
    lock_month(desk, OCTOBER)
    row = ruled(desk, [received(desk, "project", id)], {A: 60, B: 40})
    book_figure(desk, id, NOVEMBER, Source.UNIT, Component.FIXED, "100")
    assert funds(desk, OCTOBER, date(2026, 10, 31)) == parts("1000.000001", "0")
    assert funds(desk, NOVEMBER) == parts("60", "40")
    lock_month(desk, NOVEMBER)
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("clash", row, {"shares": [{"unit_id": f"u-{B}", "percent": 100}], "ruling": "other"})
    assert funds(desk, NOVEMBER) == parts("60", "40")
    assert points(desk) == parts("0", "4")


def test_the_latest_of_two_cases_and_of_two_rows_of_one(desk: Desk) -> None:
    id, _ = signed(desk)
    made = received(desk, "project", id)
    ruled(desk, [made], {A: 60, B: 40})
    ruled(desk, [made], {A: 60, B: 40}, case_id=f"case {NOW}")  # the other party's row, at headquarters
    assert len(rulings(desk).of) == 1 and points(desk) == parts("2.4", "1.6")
    ruled(desk, [made], {A: 20, B: 80}, NOW - timedelta(days=3))
    assert points(desk) == parts("2.4", "1.6")
    delete_records(desk, [("project", id)])
    assert points(desk) == {}
