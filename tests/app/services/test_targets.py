"""Coverage of the lists of target enterprises, read from the store."""

import pytest

from app.services.desk import Desk
from app.services.records import create_record, delete_records, required_row, undo
from app.services.targets import beginning_lead, covered, has_project, mark_contacted, raise_leads
from app.store.errors import RecordNotFound


def target(desk: Desk, name: str, **values: str) -> str:
    return create_record(desk, "target", {"name": name, **values})[0]


def test_coverage_by_list_industry_and_person(desk: Desk) -> None:
    list_id, _ = create_record(desk, "target_list", {"name": "新能源名单", "industry": "新能源"})
    firm, _ = create_record(desk, "company", {"name": "宁德新能源"})
    create_record(desk, "visit", {"visited_on": "2026-11-02", "subject": "拜访", "company_id": firm})
    told = {"list_id": list_id, "industry": "新能源"}
    target(desk, "宁德新能源", company_id=firm, assigned_to="李强", **told)
    waiting = target(desk, "蜂巢", standing="not_yet", assigned_to="王芳", **told)
    target(desk, "别的名单", standing="landed", assigned_to="李强")
    found = covered(desk, list_id=list_id)
    assert (found.whole.total, found.whole.contacted, found.open_ids) == (2, 1, (waiting,))
    assert [(one.name, one.contacted) for one in found.groups["assignee"]] == [("王芳", 0), ("李强", 1)]
    everything = covered(desk)
    assert [(one.name, one.total) for one in everything.groups["list"]] == [(list_id, 2), ("", 1)]
    assert everything.whole.landed == 1


def test_being_in_touch_counts_at_once(desk: Desk) -> None:
    id = target(desk, "蜂巢", standing="not_yet")
    mark_contacted(desk, [id])
    row = required_row(desk, "target", id)
    assert (row["standing"], row["contacted_on"]) == ("contacted", desk.today())
    talking = target(desk, "远景", standing="talking")
    mark_contacted(desk, [talking])
    assert required_row(desk, "target", talking)["standing"] == "talking"
    assert covered(desk).open_ids == ()


def test_a_lead_begins_with_what_the_list_knew(desk: Desk) -> None:
    id = target(desk, "蜂巢", industry="新能源", assigned_unit="高新区")
    begin = beginning_lead(required_row(desk, "target", id))
    assert begin == {"name": "蜂巢", "industry": "新能源", "channel": "chain", "responsible_unit": "高新区"}
    assert create_record(desk, "project", begin)[0]


def test_no_lists_no_coverage(desk: Desk) -> None:
    assert covered(desk).whole.share is None


def test_several_are_contacted_in_one_undo(desk: Desk) -> None:
    ids = [target(desk, name, standing="not_yet") for name in ("蜂巢", "远景", "宁德")]
    mark_contacted(desk, [*ids[:2], ids[0]])
    assert covered(desk).whole.contacted == 2
    undo(desk)
    assert covered(desk).open_ids == tuple(ids)
    with pytest.raises(RecordNotFound):
        mark_contacted(desk, [ids[0], "no-such"])
    assert covered(desk).whole.contacted == 0  # nothing of it was written


def test_leads_are_raised_once_and_tied_to_their_targets(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "蜂巢能源"})
    ids = [target(desk, "蜂巢", company_id=firm, industry="新能源"), target(desk, "远景")]
    leads, _ = raise_leads(desk, ids)
    first, second = desk.store.rows("project", leads)
    assert (first["name"], first["investor_id"], first["stage"]) == ("蜂巢", firm, "lead")
    assert (second["name"], second["channel"]) == ("远景", "chain")
    assert [required_row(desk, "target", id)["project_id"] for id in ids] == leads
    assert raise_leads(desk, ids)[0] == []  # each has its lead
    delete_records(desk, [("project", leads[0])])
    assert not has_project(desk, required_row(desk, "target", ids[0]))
    assert len(raise_leads(desk, ids)[0]) == 1
    for _ in range(3):
        undo(desk)
    assert not desk.store.ids("project")
    assert required_row(desk, "target", ids[1])["project_id"] is None
