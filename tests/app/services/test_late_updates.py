"""扣分预估: what units lose for projects not updated before the month's tally (feature 41, 002 §4(1))."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from app.model.rulebooks import PACK
from app.policy.shipped import shipped_pack
from app.services.alerts import Alert, alerts, snooze
from app.services.desk import Desk
from app.services.late_updates import LIGHT, Deduction, deductions
from app.services.records import change_record, create_record
from tests.fakes.rulebooks import arrive, trust
from tests.fakes.stores import SteppingClock

D = Decimal


def project(desk: Desk, unit: str, **values: object) -> str:
    given = {
        "name": f"{unit}项目",
        "stage": "landed",
        "responsible_unit": unit,
        "obligation_on": "2026-06-01",
    }
    given |= {"counted_kind": "manufacturing", "contract_on": "2026-05-01", "site_on": "2026-06-01"}
    return create_record(desk, "project", {**given, **values})[0]


def told(found: list[Deduction]) -> list[tuple[str, int, Decimal, int, Decimal]]:
    return [(one.unit, one.missed, one.points, one.pending, one.coming) for one in found]


def lit(desk: Desk) -> list[Alert]:
    return [one for one in alerts(desk) if one.light == LIGHT]


def wait(clock: SteppingClock, days: int) -> None:
    clock.now += timedelta(days=days)


def test_nothing_while_everything_is_up_to_date(desk: Desk) -> None:
    project(desk, "县功镇")
    assert deductions(desk, alerts(desk)) == []


def test_missed_tallies_and_those_still_in_time(desk: Desk, clock: SteppingClock) -> None:
    """The clock stands on 20 November: by 30 December November's tally is over for what October left."""
    late = [project(desk, "县功镇"), project(desk, "县功镇")]
    fresh = project(desk, "磻溪镇")
    wait(clock, 37)  # 27 December: three days before the tally, touched in November
    assert told(deductions(desk, alerts(desk))) == [
        ("县功镇", 0, D(0), 2, D(1)),
        ("磻溪镇", 0, D(0), 1, D("0.5")),
    ]
    change_record(desk, "project", fresh, {"note": "本月已开工"})
    wait(clock, 20)  # January: December's tally went by
    assert told(deductions(desk, alerts(desk))) == [("县功镇", 2, D(1), 0, D(0))]
    change_record(desk, "project", late[0], {"note": "更新"})
    assert told(deductions(desk, alerts(desk))) == [("县功镇", 1, D("0.5"), 0, D(0))]


def test_a_light_that_was_put_off_costs_all_the_same(desk: Desk, clock: SteppingClock) -> None:
    project(desk, "县功镇")
    wait(clock, 57)
    (light,) = lit(desk)
    assert light.level == "red"
    snooze(desk, light, "2027-03-01", "等批文")
    assert told(deductions(desk, alerts(desk))) == [("县功镇", 1, D("0.5"), 0, D(0))]


def test_who_loses_most_comes_first(desk: Desk, clock: SteppingClock) -> None:
    for unit in ("甲镇", "乙镇", "乙镇", "丙镇", "丙镇", "丙镇"):
        project(desk, unit)
    wait(clock, 57)
    assert [one.unit for one in deductions(desk, alerts(desk))] == ["丙镇", "乙镇", "甲镇"]


@pytest.mark.parametrize("name", ["default", "panan"])
def test_the_packs_say_how_much(name: str) -> None:
    table = shipped_pack(name).table("late_updates")
    (row,) = table.rows
    assert row.results["deduction"] == D("0.5") and row.source == "002 §4(1)"


def test_a_pack_without_the_table_takes_nothing_off(desk: Desk, clock: SteppingClock) -> None:
    project(desk, "县功镇")
    wait(clock, 57)
    found = [replace(one, light="node_overdue") for one in lit(desk)]
    assert found and deductions(desk, found) == []


KINDS = """
[pack]
name = { zh = "某县", en = "Some county" }
version = 2
effective = 2020-01-01
base = "default"

[late_updates]
cases = '''
| id    | kind              | deduction | source  |
| plant | manufacturing     | 2         | default |
| other | not manufacturing | 0         | default |
'''
"""


def test_a_pack_may_tell_projects_apart(desk: Desk, clock: SteppingClock) -> None:
    trust(desk.store)
    arrive(desk.store, PACK, "county", {"pack.toml": KINDS}, version=2)
    for kind in ("manufacturing", "services", ""):
        project(desk, "县功镇", counted_kind=kind)
    wait(clock, 57)
    assert told(deductions(desk, alerts(desk))) == [("县功镇", 1, D(2), 0, D(0))]
