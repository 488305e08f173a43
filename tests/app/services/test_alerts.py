"""Alerts of a real store: where each leads, and putting one off."""

import pytest

from app.services.alerts import Alert, alerts, project_lights, put_off, snooze
from app.services.approvals import file_approval, withdraw_approval
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import change_record, create_record, delete_records
from app.services.teams import put_in_charge


def add(desk: Desk, kind: str, **values: object) -> str:
    return create_record(desk, kind, values)[0]


def told(desk: Desk) -> set[tuple[str, str, str]]:
    return {(one.light, one.level, one.title) for one in alerts(desk) if one.put_off is None}


def only(desk: Desk, light: str) -> Alert:
    (one,) = [one for one in alerts(desk) if one.light == light]
    return one


def test_lights_of_everything(desk: Desk) -> None:
    project = add(desk, "project", name="储能", stage="signed", contract_on="2026-06-01")
    add(desk, "node", title="开工", planned_on="2026-11-01", project_id=project)
    put_in_charge(desk, project, {"name": "陈县长", "since": "2026-11-01"})
    add(desk, "project", name="光伏", stage="lead", reported_on="2026-11-01")
    add(desk, "project", name="医药", stage="negotiating", stage_on="2026-01-10", reported_on="2026-01-01")
    add(desk, "contact", name="林总", contact_every_days=30, last_contact_on="2026-09-01")
    add(desk, "promise", title="给用地图", side="ours", due_on="2026-11-10", promised_on="2026-11-01")
    add(desk, "promise", title="他们的事", side="theirs", due_on="2026-11-10", promised_on="2026-11-01")
    members = ["甲", "乙"]
    add(desk, "squad", name="上海小分队", leader="王局", county_leader=True, members=members, target="3000")
    assert told(desk) == {
        ("signed_not_landed", "red", "储能"),
        ("node_overdue", "yellow", "储能"),
        ("leader_not_on_site", "red", "储能"),
        ("lead_not_answered", "red", "光伏"),
        ("talks_without_progress", "red", "医药"),
        ("contact_silent", "red", "林总"),
        ("promise_due", "red", "给用地图"),
        ("squad_days_behind", "red", "上海小分队"),
    }
    assert [one.level for one in alerts(desk)] == ["red"] * 7 + ["yellow"]
    node = only(desk, "node_overdue")
    assert node.on[0] == "node" and node.opens == ("project", project)


def test_what_is_done_goes_dark(desk: Desk) -> None:
    project = add(desk, "project", name="储能", stage="landed", reported_on="2026-11-01")
    node = add(desk, "node", title="开工", planned_on="2026-11-01", fact="started_on", project_id=project)
    assert told(desk) == {("node_overdue", "yellow", "储能")}
    change_record(desk, "project", project, {"started_on": "2026-11-02"})
    assert told(desk) == set()
    change_record(desk, "project", project, {"started_on": ""})
    delete_records(desk, [("node", node)])
    assert told(desk) == set()
    lead = add(desk, "project", name="光伏", reported_on="2026-11-18")
    assert told(desk) == {("lead_not_answered", "red", "光伏")}
    add(desk, "visit", subject="首访", visited_on="2026-11-19", project_id=lead)
    assert told(desk) == set()


def test_a_planned_visit_is_no_answer(desk: Desk) -> None:
    lead = add(desk, "project", name="光伏", reported_on="2026-11-18")
    visit = {"subject": "约了", "visited_on": "2026-11-25", "state": "planned", "project_id": lead}
    add(desk, "visit", **visit)
    assert told(desk) == {("lead_not_answered", "red", "光伏")}


def test_assignments_of_meetings(desk: Desk) -> None:
    project = add(desk, "project", name="储能", stage="approved", reported_on="2026-11-01")
    meeting = add(desk, "meeting", title="研判会", body="assessment_group", held_on="2026-11-02")
    item = add(desk, "agenda_item", title="储能", meeting_id=meeting, project_id=project)
    step = add(desk, "next_step", title="补环评", due_on="2026-11-23", owner_unit="生态局")
    with desk.store.write(actor="x", label="x") as work:
        work.update("next_step", step, {"agenda_item_id": item})
    found = only(desk, "assignment_due")
    assert (found.level, found.unit, found.opens) == ("yellow", "生态局", ("next_step", step))


def test_a_light_is_put_off_until_a_day_with_a_reason(desk: Desk) -> None:
    project = add(desk, "project", name="储能", stage="signed", contract_on="2026-06-01")
    found = only(desk, "signed_not_landed")
    for until, reason in (("2026-11-20", "等批文"), ("2026-12-01", "")):
        with pytest.raises(InvalidRecord):
            snooze(desk, found, until, reason)
    snooze(desk, found, "2026-12-01", "等用地批文")
    assert told(desk) == set() and project_lights(desk, [project]) == {project: []}
    row = only(desk, "signed_not_landed").put_off
    assert row is not None and (row["reason"], row["created_by"]) == ("等用地批文", "周敏")
    desk.store.undo(actor=desk.actor)
    assert told(desk) == {("signed_not_landed", "red", "储能")}
    with pytest.raises(InvalidRecord):
        put_off(desk, {"light": "moon", "until": "2026-12-01", "reason": "x"})


def test_an_approval_that_waits_leads_to_its_project_until_somebody_says_something(desk: Desk) -> None:
    project = add(desk, "project", name="储能", stage="assessed", responsible_unit="甲局", land="5")
    add(desk, "company", name="新能源")
    filed = {"categories": ["I"], "land": "5", "filed_on": "2026-11-06"}  # a Friday
    approval = file_approval(desk, project, filed)[0]
    one = only(desk, "approval_waiting")
    assert (one.level, one.on, one.opens) == ("red", ("approval", approval), ("project", project))
    assert (one.title, one.unit) == ("储能", "甲局") and one.why.params["day"] == "2026-11-06"
    snooze(desk, one, "2026-12-31", "等材料")
    assert only(desk, "approval_waiting").put_off is not None
    withdraw_approval(desk, approval, "改报")
    assert not [found for found in alerts(desk) if found.light == "approval_waiting"]
    recent = file_approval(desk, project, {**filed, "filed_on": desk.today().isoformat()})[0]
    assert recent and not [found for found in alerts(desk) if found.light == "approval_waiting"]
