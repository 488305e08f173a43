"""What counts by project, unit and month on real stores: thresholds, counties, packs of their time."""

from datetime import date
from decimal import Decimal

from app.rules.attribution import Credit
from app.rules.fund_ledger import Component, Source
from app.services import records
from app.services.desk import Desk
from app.services.fund_entries import book_figure
from app.services.fund_standards import share_credit
from app.services.month_locks import lock_month, recomputed
from app.services.recognised import project_funds
from app.services.records import required_row
from tests.app.services.plain_amounts import by_unit, recognised_amounts
from tests.app.services.test_funds import NOVEMBER, OCTOBER, project
from tests.fakes.stores import ruled_by

FIXED, LAND, UNIT = Component.FIXED, Component.LAND, Source.UNIT


def told(desk: Desk, since: date = OCTOBER, until: date = NOVEMBER) -> dict[tuple[str, bool], Decimal]:
    found: dict[tuple[str, bool], Decimal] = {}
    for one in recognised_amounts(desk, since, until):
        key = (one.unit, one.county)
        found[key] = found.get(key, Decimal(0)) + one.recognised
    return found


FARM = {"counted_kind": "farming", "legal_person": True, "brought_by": "city_unit"}
IN_COUNTY = {**FARM, "landed_at": "county", "consent": True, "landing_unit": "来安县"}


def test_the_county_has_half_and_the_unit_all(desk: Desk) -> None:
    ruled_by(desk, "chuzhou")
    id = project(desk, "农场", **IN_COUNTY)
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "4000")
    assert told(desk) == {("甲局", False): Decimal(4000), ("来安县", True): Decimal(2000)}


def test_a_farm_counts_from_the_month_on_that_it_is_large_enough_with_what_came_before(desk: Desk) -> None:
    ruled_by(desk, "chuzhou")
    id = project(desk, "农场", **FARM)
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "60")
    book_figure(desk, id, NOVEMBER, UNIT, FIXED, "50")
    assert told(desk, OCTOBER, OCTOBER) == {("甲局", False): Decimal(0)}
    assert told(desk) == {("甲局", False): Decimal(110)}


def test_a_published_month_is_computed_by_the_pack_of_its_time(desk: Desk) -> None:
    id = project(desk, "酒店", counted_kind="services")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    ruled_by(desk, "chuzhou")  # which knows no “services”
    (old,) = recomputed(desk)
    assert old.same and old.published["recognised"] == 100
    assert told(desk, OCTOBER, OCTOBER) == {("甲局", False): Decimal(100)}
    book_figure(desk, id, NOVEMBER, UNIT, FIXED, "100")
    assert told(desk, NOVEMBER, NOVEMBER) == {("甲局", False): Decimal(0)}


def test_credits_that_carry_no_amounts_give_none(desk: Desk) -> None:
    id = project(desk, "甲项目", counted_kind="manufacturing")
    book_figure(desk, id, OCTOBER, UNIT, LAND, "100.000001")
    share_credit(desk, id, Credit.FIRST_REPORT, {"乙局": "100"})
    assert told(desk) == {("甲局", False): Decimal("100.000001")}
    share_credit(desk, id, Credit.LANDING, {"甲局": "50", "乙局": "50"})
    parts = told(desk)
    assert sum(parts.values()) == Decimal("100.000001") and len(parts) == 2


def test_a_ruling_that_does_not_add_up_is_not_gone_by(desk: Desk) -> None:
    id = project(desk, "甲项目", counted_kind="manufacturing")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    for broken in ({"landing": {"乙局": "99"}}, {"landing": "乙局"}, {"landing": {"乙局": "x"}}, ["乙局"]):
        records.change_record(desk, "project", id, {"credits": broken})
        assert told(desk) == {("甲局", False): Decimal(100)}


def test_months_outside_are_left_out_and_deleted_projects_too(desk: Desk) -> None:
    one, other = (project(desk, name, counted_kind="manufacturing") for name in ("甲项目", "乙项目"))
    book_figure(desk, one, date(2026, 9, 1), UNIT, FIXED, "1")
    book_figure(desk, one, OCTOBER, UNIT, FIXED, "2")
    book_figure(desk, other, OCTOBER, UNIT, FIXED, "4")
    records.delete_records(desk, [("project", other)])
    assert by_unit(recognised_amounts(desk, OCTOBER, OCTOBER)) == {"甲局": 2}
    assert recognised_amounts(desk, date(2025, 1, 1), date(2025, 12, 1)) == []


def test_one_project_with_its_months_and_what_counts(desk: Desk) -> None:
    id = project(desk, "甲项目", counted_kind="manufacturing")
    for month, amount in ((OCTOBER, "2"), (NOVEMBER, "3")):
        book_figure(desk, id, month, UNIT, FIXED, amount)
    found = project_funds(desk, required_row(desk, "project", id))
    assert [on for on, _ in found.months] == [NOVEMBER, OCTOBER]
    assert [found.total, found.recognised, found.contract] == [5, 5, 10_000]
    empty = project_funds(desk, required_row(desk, "project", project(desk, "空")))
    assert (empty.months, empty.total, empty.recognised) == ((), Decimal(0), Decimal(0))
