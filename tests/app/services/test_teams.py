"""Leaders in charge and the visits they owe."""

from datetime import date, timedelta

import pytest

from app.policy.shipped import shipped_pack
from app.rules.site_visits import visit_owed
from app.services import records, teams
from app.services.desk import Desk
from app.services.errors import InvalidRecord

TODAY = date(2026, 11, 20)
PACK = shipped_pack("default")


@pytest.fixture
def project(desk: Desk) -> str:
    return records.create_record(desk, "project", {"name": "储能项目", "stage": "signed"})[0]


@pytest.mark.parametrize(
    ("days", "weeks", "light"),
    [(0, 0, ""), (6, 0, ""), (7, 1, "yellow"), (13, 1, "yellow"), (14, 2, "red"), (60, 8, "red")],
)
def test_a_visit_a_week_is_owed(days: int, weeks: int, light: str) -> None:
    since = TODAY - timedelta(days=days)
    owed = visit_owed(PACK, since, [], TODAY)
    assert (owed.last, owed.weeks, owed.light) == (None, weeks, light)
    visited = visit_owed(PACK, TODAY - timedelta(days=400), [since, TODAY + timedelta(days=2)], TODAY)
    assert (visited.last, visited.weeks, visited.light) == (since, weeks, light)


def test_a_new_leader_follows_the_old_one_who_stays_in_the_list(desk: Desk, project: str) -> None:
    teams.put_in_charge(desk, project, {"name": "陈县长", "since": "2026-10-01", "post": "副县长"})
    teams.put_in_charge(desk, project, {"name": "王县长"})
    people = teams.team_of(desk, project)
    assert [(one.row["name"], one.current) for one in people] == [("王县长", True), ("陈县长", False)]
    assert people[1].row["until"] == TODAY and people[1].owed is None
    assert records.required_row(desk, "project", project)["leader"] == "王县长"
    records.undo(desk)
    assert [one.current for one in teams.team_of(desk, project)] == [True]
    assert records.required_row(desk, "project", project)["leader"] == "陈县长"


def test_only_visits_in_person_by_the_leader_to_this_project_count(desk: Desk, project: str) -> None:
    teams.put_in_charge(desk, project, {"name": "陈县长", "since": "2026-10-01"})

    def owed() -> str:
        found = teams.team_of(desk, project)[0].owed
        assert found is not None
        return found.light

    assert owed() == "red"
    call = {"visited_on": TODAY, "kind": "call", "subject": "电话", "our_people": ["陈县长"]}
    records.create_record(desk, "visit", {**call, "project_id": project})
    site = {**call, "kind": "site", "visited_on": "2026-11-19"}
    records.create_record(desk, "visit", site)
    records.create_record(desk, "visit", {**site, "project_id": project, "our_people": ["李局"]})
    assert owed() == "red"
    records.create_record(desk, "visit", {**site, "project_id": project})
    assert owed() == ""


def test_the_team_comes_in_the_order_of_duties(desk: Desk, project: str) -> None:
    for name, duty in (("丙", "member"), ("乙", "head"), ("甲", "leader")):
        records.create_record(desk, "team_member", {"name": name, "duty": duty, "project_id": project})
    assert [one.row["name"] for one in teams.team_of(desk, project)] == ["甲", "乙", "丙"]
    with pytest.raises(InvalidRecord):
        teams.put_in_charge(desk, project, {"post": "副县长"})


@pytest.mark.parametrize(
    ("state", "owed"), [("made", "2026-11-19"), ("planned", "None"), (None, "2026-11-19")]
)
def test_a_visit_only_planned_is_not_one_made(desk: Desk, project: str, state: str | None, owed: str) -> None:
    teams.put_in_charge(desk, project, {"name": "陈县长", "since": "2026-10-01"})
    visit = {"visited_on": "2026-11-19", "kind": "site", "our_people": ["陈县长"], "project_id": project}
    records.create_record(desk, "visit", {**visit, "subject": "现场", "state": state})
    found = teams.team_of(desk, project)[0].owed
    assert found is not None and str(found.last) == owed
