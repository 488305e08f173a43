"""Only some projects are looked at, and nothing that is lit is missed: at every limit and a day beside it."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.policy.shipped import shipped_names, shipped_pack
from app.rules.clock import CHINA
from app.rules.site_visits import ON_SITE
from app.rules.stages import Stage
from app.services.alert_limits import limits
from app.services.alerts import Alert, alerts, project_lights
from app.services.desk import Desk
from app.store.work import PACK, UnitOfWork
from tests.fakes.stores import SteppingClock

DAYS_AGO = (-3, 0, 1, 2, 6, 7, 8, 13, 14, 29, 30, 31, 59, 60, 61, 89, 90, 91, 119, 120, 121, 200)
LEADERS = ("陈县长", "林书记")


def fill(desk: Desk, clock: SteppingClock, dice: random.Random, count: int, today: datetime) -> list[str]:
    """Projects whose days lie at the limits; written over two months, so that some were long untouched."""
    made: list[str] = []
    for at in range(10):
        clock.now = today - timedelta(days=60 - at * 6)
        with desk.store.write(actor="周敏", label="fill") as work:
            for _ in range(count // 10):
                made.append(work.create("project", a_project(dice, today.date())))
            for _ in range(count // 5):
                hang(work, dice, dice.choice(made), today.date())
    clock.now = today
    return made


def a_project(dice: random.Random, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {"name": "项目", "stage": dice.choice([*Stage, "later", None])}
    for name in ("stage_on", "reported_on", "contract_on", "started_on", "on_books_on"):
        found[name] = day(dice, today)
    found["contract_amount"] = dice.choice([None, Decimal(0), Decimal(100)])
    found["investment"] = dice.choice([None, Decimal(0), Decimal(120)])
    return found


def day(dice: random.Random, today: date) -> date | None:
    return None if dice.random() < 0.4 else today - timedelta(days=dice.choice(DAYS_AGO))


def hang(work: UnitOfWork, dice: random.Random, of: str, today: date) -> None:
    """Something that the lights of a project look at."""
    kind = dice.choice(["visit", "next_step", "node", "node", "team_member", "lead_judgement", "fund_entry"])
    one: dict[str, Any] = {"project_id": of}
    if kind == "visit":
        one |= {"subject": "走访", "visited_on": day(dice, today) or today, "kind": "site"}
        one |= {"state": dice.choice([None, "made", "planned"]), "our_people": [dice.choice(LEADERS)]}
    elif kind == "next_step":
        one |= {"title": "跟进", "done_on": day(dice, today)}
    elif kind == "node":
        planned = (day(dice, today) or today) + timedelta(days=dice.choice([0, 0, 100]))
        one |= {"title": "节点", "planned_on": planned, "done_on": day(dice, today)}
        one["fact"] = dice.choice([None, "started_on"])
    elif kind == "team_member":
        one |= {"name": dice.choice(LEADERS), "duty": "leader", "since": day(dice, today)}
    elif kind == "lead_judgement":
        one |= {"name": "周敏", "valuable": True, "judged_on": today}
    else:
        one |= {"month": today.replace(day=1), "component": "fixed", "source": "unit"}
        one["amount"] = Decimal(dice.choice([-5, 10, 30, 60, 90]))
    id = work.create(kind, one)
    if dice.random() < 0.1:
        work.delete(kind, id)


def lit(found: list[Alert]) -> set[tuple[str, str, tuple[str, str], str]]:
    return {(one.light, one.level, one.on, str(one.why.params)) for one in found}


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2026, 11, 26), date(2027, 3, 1)])
@pytest.mark.parametrize("pack", ["default", "chuzhou"])
def test_no_light_is_missed(desk: Desk, clock: SteppingClock, pack: str, on: date) -> None:
    with desk.store.replica() as replica:
        replica.set(PACK, pack)
    today = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    ids = fill(desk, clock, random.Random(f"{pack} {on}"), 200, today)
    of_all = [one for some in project_lights(desk, ids).values() for one in some]
    assert lit(alerts(desk)) == lit(of_all)
    assert len({one.light for one in of_all}) >= 7
    looked = desk.store.watching.candidates(limits(shipped_pack(pack), on, CHINA), on)
    assert len(looked) < len(ids)


def test_more_projects_than_a_statement_has_room_for_values(desk: Desk) -> None:
    ids = [f"nobody-{at}" for at in range(40_000)]
    assert desk.store.watching.seen(date(2026, 11, 20), ids, ON_SITE).projects == {}


@pytest.mark.parametrize("name", shipped_names())
def test_limits_of_every_pack(name: str) -> None:
    pack, today = shipped_pack(name), date(2026, 11, 20)
    found = limits(pack, today, CHINA)
    assert found.known_by == date(2026, 11, 19)  # answered within a working day
    assert found.planned_by == date.max  # overdue at once
    assert found.signed_by is not None and found.signed_by < today
    assert found.behind is not None and found.behind > 0
    # Ten days are left of November: only what October went by without is told.
    assert found.touched_before == datetime(2026, 10, 1, tzinfo=CHINA)
    late = limits(pack, date(2026, 11, 24), CHINA)
    assert late.touched_before == datetime(2026, 11, 1, tzinfo=CHINA)
