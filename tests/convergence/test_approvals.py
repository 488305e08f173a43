"""Applications and steps recorded offline meet at headquarters: the second is told why, nothing is lost."""

from app.services.approvals import approvals_of, file_approval, open_approvals, record_step, steps_of
from app.services.desk import Desk
from app.services.meetings import plan_meeting, put_on_agenda, record_outcome, sitting
from sync.client.refused import discard
from tests.convergence.test_life import refused
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Open


def test_a_whole_approval_made_offline_arrives_whole(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    desk, today = Desk(zhang.store, "张三"), Desk(zhang.store, "张三").today()
    project = zhang.create("project", name="储能项目", stage="negotiating")
    meeting, _ = plan_meeting(desk, {"body": "assessment_group", "held_on": today})
    put_on_agenda(desk, meeting, [project])
    (item,) = sitting(desk, meeting).items
    owed = [{"title": "落实用水", "owner": "李四"}]
    record_outcome(desk, item.row.id, "conditional", opinion="补环评", assignments=owed)
    approval, _ = file_approval(desk, project, {"land": "10"})
    for _ in range(2):
        record_step(desk, approval, {"outcome": "passed"})
    zhang.synced()
    li.synced()
    assert refused(zhang) == {}
    (found,) = approvals_of(Desk(li.store, "李四"), project)
    assert (found.standing.state, len(found.steps)) == ("passed", 2)
    assert li.value("project", project, "approved_on") == li.value("project", project, "assessed_on") == today
    assert sitting(Desk(li.store, "李四"), meeting).items[0].assignments[0]["title"] == "落实用水"
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_the_same_step_recorded_twice_offline_comes_back_to_the_second(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    project = zhang.create("project", name="储能项目", stage="assessed")
    approval, _ = file_approval(Desk(zhang.store, "张三"), project, {"land": "10"})
    zhang.synced()
    li.synced()
    record_step(Desk(zhang.store, "张三"), approval, {"outcome": "passed", "opinion": "同意"})
    record_step(Desk(li.store, "李四"), approval, {"outcome": "refused", "opinion": "不同意"})
    zhang.synced()
    li.synced()
    assert refused(li) == {"approval_step": "rules.approval.twice", "approval": "rules.approval.undecided"}
    mine = [item.operation.fields for item in li.store.outbox(state="refused")]
    assert any(fields.get("opinion") == (None, "不同意") for fields in mine), "what was typed is still there"
    discard(li.store, [item.operation.op_id for item in li.store.outbox(state="refused")], "李四")
    li.synced()
    zhang.synced()
    assert [step["opinion"] for step in steps_of(Desk(li.store, "李四"), approval)] == ["同意"]
    assert [one.standing.number for one in open_approvals(Desk(li.store, "李四"))] == [2]
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_undo_of_the_last_step_is_taken_at_headquarters(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    desk = Desk(zhang.store, "张三")
    project = zhang.create("project", name="储能项目", stage="assessed")
    approval, _ = file_approval(desk, project, {"land": "10"})
    for _ in range(2):
        record_step(desk, approval, {"outcome": "passed"})
    zhang.synced()
    zhang.store.undo(actor="张三")
    zhang.synced()
    li.synced()
    assert refused(zhang) == {}
    (found,) = approvals_of(Desk(li.store, "李四"), project)
    assert (found.standing.state, found.standing.number) == ("open", 2)
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)
