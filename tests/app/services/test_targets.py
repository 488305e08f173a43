"""Coverage of the lists of target enterprises, read from the store."""

from app.services.desk import Desk
from app.services.records import create_record, required_row
from app.services.targets import beginning_lead, covered, mark_contacted


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
    mark_contacted(desk, id)
    row = required_row(desk, "target", id)
    assert (row["standing"], row["contacted_on"]) == ("contacted", desk.today())
    talking = target(desk, "远景", standing="talking")
    mark_contacted(desk, talking)
    assert required_row(desk, "target", talking)["standing"] == "talking"
    assert covered(desk).open_ids == ()


def test_a_lead_begins_with_what_the_list_knew(desk: Desk) -> None:
    id = target(desk, "蜂巢", industry="新能源", assigned_unit="高新区")
    begin = beginning_lead(required_row(desk, "target", id))
    assert begin == {"name": "蜂巢", "industry": "新能源", "channel": "chain", "responsible_unit": "高新区"}
    assert create_record(desk, "project", begin)[0]


def test_no_lists_no_coverage(desk: Desk) -> None:
    assert covered(desk).whole.share is None
