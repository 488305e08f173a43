"""What the lights look at: of each project what is near it, today, and nothing of others."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.rules.site_visits import ON_SITE
from app.services.desk import Desk
from app.store.watching import Seen
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = new_desk(tmp_path)
    yield found
    found.store.close()


def add(desk: Desk, kind: str, /, **values: Any) -> str:
    with desk.store.write(actor="x", label="x") as work:
        return work.create(kind, values)


def project(desk: Desk, **values: Any) -> str:
    return add(desk, "project", **{"name": "储能", "stage": "signed", **values})


def seen(desk: Desk, *ids: str) -> Seen:
    return desk.store.watching.seen(TODAY, ids or desk.store.ids("project"), ON_SITE)


def test_what_has_left_its_life_is_not_looked_at(desk: Desk) -> None:
    there = {project(desk, stage=stage) for stage in ("lead", "signed", "on_books", None)}
    for stage in ("paused", "lost"):
        project(desk, stage=stage)
    gone = project(desk)
    with desk.store.write(actor="x", label="x") as work:
        work.delete("project", gone)
    assert seen(desk).projects.keys() == there
    assert seen(desk, gone).projects == {}


@pytest.mark.parametrize(
    ("visit", "heard"),
    [
        ({"visited_on": date(2026, 11, 19), "state": "made"}, date(2026, 11, 19)),
        ({"visited_on": TODAY, "state": "made"}, TODAY),
        ({"visited_on": TODAY, "state": None}, TODAY),
        ({"visited_on": date(2026, 11, 21), "state": "made"}, None),
        ({"visited_on": date(2026, 11, 19), "state": "planned"}, None),
        ({"visited_on": date(2026, 11, 19), "state": "cancelled"}, None),
        ({"visited_on": None, "state": "made"}, None),
    ],
)
def test_a_visit_is_heard_of_when_it_was_made(desk: Desk, visit: dict[str, Any], heard: date | None) -> None:
    id = project(desk)
    add(desk, "visit", subject="走访", project_id=id, **visit)
    assert seen(desk).heard.get(id) == heard
    assert (id in seen(desk).written) == (heard is not None)


def test_the_last_of_visits_steps_and_nodes_is_heard_of(desk: Desk) -> None:
    id, other = project(desk), project(desk)
    add(desk, "visit", subject="走访", visited_on=date(2026, 11, 1), project_id=id)
    step = add(desk, "next_step", title="补材料", done_on=date(2026, 11, 9), project_id=id)
    node = add(desk, "node", title="开工", done_on=date(2026, 11, 5), project_id=id)
    assert seen(desk).heard == {id: date(2026, 11, 9)}
    with desk.store.write(actor="x", label="x") as work:
        work.delete("next_step", step)
    assert seen(desk).heard == {id: date(2026, 11, 5)}
    with desk.store.write(actor="x", label="x") as work:
        work.delete("node", node)
    assert seen(desk, id, other).heard == {id: date(2026, 11, 1)} and seen(desk, other).heard == {}


def test_open_nodes_without_those_that_a_fact_has_met(desk: Desk) -> None:
    id = project(desk, started_on=date(2026, 10, 1))
    days = {"planned_on": date(2026, 11, 1), "project_id": id}
    add(desk, "node", title="开工", fact="started_on", **days)
    add(desk, "node", title="投产", fact="produced_on", **days)
    add(desk, "node", title="备案", **days)
    add(desk, "node", title="签约", done_on=date(2026, 11, 2), **days)
    add(desk, "node", title="别的", fact="of_a_newer_version", **days)
    add(desk, "node", title="末了", planned_on=date(2027, 6, 1), project_id=id)
    found = seen(desk)
    assert {one.title for one in found.nodes[id]} == {"投产", "备案", "别的", "末了"}
    assert found.plan_ends == {id: date(2027, 6, 1)}


def test_investment_is_the_units_own_and_added_up_exactly(desk: Desk) -> None:
    id = project(desk)
    for month, amount, source in ((5, "0.1", "unit"), (6, "0.2", "unit"), (6, "900", "statistics")):
        entry = {"month": date(2026, month, 1), "component": "fixed", "source": source}
        add(desk, "fund_entry", project_id=id, amount=Decimal(amount), **entry)
    found = seen(desk)
    assert found.in_place == {id: Decimal("0.3")} and id in found.written


def test_leaders_in_charge_with_their_own_visits(desk: Desk) -> None:
    id, other = project(desk), project(desk)
    for name, duty, until in (
        ("陈县长", "leader", None),
        ("王县长", "leader", date(2026, 11, 21)),
        ("旧县长", "leader", TODAY),
        ("李强", "head", None),
    ):
        add(desk, "team_member", name=name, duty=duty, until=until, project_id=id)
    made = {"visited_on": date(2026, 11, 9), "state": "made", "subject": "现场", "project_id": id}
    add(desk, "visit", kind="site", our_people=["陈县长", "李强"], **made)
    add(desk, "visit", kind="phone", our_people=["王县长"], **made)
    add(desk, "visit", kind="site", our_people=["王县长"], **{**made, "project_id": other})
    add(desk, "visit", kind="site", our_people=["王县长"], **{**made, "state": "planned"})
    found = {one.name: one.visits for one in seen(desk).leaders[id]}
    assert found == {"陈县长": (date(2026, 11, 9),), "王县长": ()}


def test_some_projects_are_seen_as_among_all(desk: Desk) -> None:
    ids = [project(desk, name=f"项目{at}") for at in range(3)]
    for id in ids:
        add(desk, "visit", subject="走访", visited_on=date(2026, 11, 1), project_id=id)
        add(desk, "node", title="开工", planned_on=date(2026, 11, 1), project_id=id)
        add(desk, "lead_judgement", name="陈", judged_on=date(2026, 11, 1), project_id=id)
        add(desk, "team_member", name="陈县长", duty="leader", project_id=id)
    add(desk, "visit", subject="没有项目", visited_on=date(2026, 11, 1))
    whole, some = seen(desk), seen(desk, ids[1])
    assert list(some.projects) == [ids[1]] and some.projects[ids[1]] == whole.projects[ids[1]]
    assert some.heard == {ids[1]: whole.heard[ids[1]]}
    assert some.judged == {ids[1]} and whole.judged == set(ids)
    assert list(some.nodes) == [ids[1]] and list(some.leaders) == [ids[1]]
    assert some.written == {ids[1]: whole.written[ids[1]]}


def test_no_projects_asked_for_are_no_projects(desk: Desk) -> None:
    project(desk)
    found = desk.store.watching.seen(TODAY, [], ON_SITE)
    assert (found.projects, found.heard, found.judged) == ({}, {}, frozenset())
