"""飞地: taxes of what one unit brings to another's park are shared by the pack, in both books (C13)."""

from decimal import Decimal

import pytest

from app.policy.shipped import shipped_pack
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.enclaves import enclave_rule, tax_parts
from app.services.fund_overview import fund_overview
from app.services.records import change_record, create_record, required_row
from app.services.scores.board import board
from tests.fakes.scored import goal

D = Decimal
TOWN, PARK = "县功镇", "金台园区"


def project(desk: Desk, landing: str = PARK, **values: object) -> str:
    given = {"name": "储能", "stage": "producing", "responsible_unit": TOWN, "landing_unit": landing}
    return create_record(desk, "project", {**given, "counted_kind": "manufacturing", **values})[0]


def pays(desk: Desk, id: str, amount: str, year: int = 2026) -> str:
    values = {"project_id": id, "year": str(year), "amount": amount, "recorded_on": f"{year}-03-01"}
    return create_record(desk, "tax_return", values)[0]


def taxes(desk: Desk, owner: Owner = Owner.UNIT) -> dict[str, Decimal]:
    found = board(desk, owner=owner)
    told = {line.owner: line.figures.get("tax_returned", D(0)) for line in found.lines}
    assert found.whole.figures["tax_returned"] == sum(told.values(), D(0))
    return {name: amount for name, amount in told.items() if amount}


def test_both_books_have_their_part_and_the_city_all_of_it(desk: Desk) -> None:
    id = project(desk)
    pays(desk, id, "100.01")
    goal(desk, PARK, "tax_returned", "100")
    assert taxes(desk) == {TOWN: D("50.005"), PARK: D("50.005")}
    line = board(desk).line(PARK)
    assert line is not None and line.targets[0].done == D("50.005")
    (kept,) = fund_overview(desk).parts.values()
    assert kept == {TOWN: D("50.005"), PARK: D("50.005")}


def test_an_odd_fen_is_not_lost(desk: Desk) -> None:
    pays(desk, project(desk), "0.000001")
    assert sorted(taxes(desk).values()) == [D("0.000001")]


@pytest.mark.parametrize("landing", ["", TOWN])
def test_what_landed_at_home_is_not_shared(desk: Desk, landing: str) -> None:
    id = project(desk, landing)
    pays(desk, id, "100")
    assert taxes(desk) == {TOWN: D(100)} and fund_overview(desk).parts == {}
    assert enclave_rule(shipped_pack("default"), required_row(desk, "project", id)) is None


def test_saying_where_it_landed_moves_the_figures_at_once(desk: Desk) -> None:
    id = project(desk, "")
    pays(desk, id, "100")
    assert taxes(desk) == {TOWN: D(100)}
    change_record(desk, "project", id, {"landing_unit": PARK})
    assert taxes(desk) == {TOWN: D(50), PARK: D(50)}
    change_record(desk, "project", id, {"landing_unit": ""})
    assert taxes(desk) == {TOWN: D(100)}


def test_a_person_has_what_they_brought_whole(desk: Desk) -> None:
    pays(desk, project(desk, found_by="周敏"), "100")
    assert taxes(desk, Owner.PERSON) == {"周敏": D(100)}


def test_a_locality_that_shares_nothing(desk: Desk) -> None:
    row = required_row(desk, "project", project(desk, counted_kind="hotel"))
    found = tax_parts(shipped_pack("chuzhou"), row, D(100))
    assert found == {TOWN: D(100), PARK: D(0)}


def test_what_the_pack_cannot_answer_yet_is_not_shared(desk: Desk) -> None:
    row = required_row(desk, "project", project(desk, counted_kind=""))
    found = tax_parts(shipped_pack("default"), row, D(100))
    assert sum(found.values()) == 100
