"""Agents under contract, what they brought, what is due."""

from decimal import Decimal

from app.services.agents import agents_kept, brought_by
from app.services.desk import Desk
from app.services.records import change_record, create_record


def agent(desk: Desk, name: str, unit: str, **values: str) -> str:
    given = {"name": name, "kind": "agent_body", "commissioned_by": unit, **values}
    return create_record(desk, "organisation", given)[0]


def test_each_unit_keeps_two_agents_or_is_told(desk: Desk) -> None:
    agent(desk, "甲咨询", "开发区")
    agent(desk, "乙咨询", "开发区", contract_until=desk.today().isoformat())
    agent(desk, "丙咨询", "招商局", contract_on="2020-01-01", contract_until="2025-12-31")
    create_record(desk, "organisation", {"name": "苏州商会", "kind": "chamber"})
    found = {one.unit: one for one in agents_kept(desk)}
    assert {unit: (len(one.agents), one.enough) for unit, one in found.items()} == {
        "开发区": (2, True),
        "招商局": (0, False),
    }


def test_a_reward_is_due_when_the_project_produces(desk: Desk) -> None:
    body = agent(desk, "甲咨询", "开发区")
    project, _ = create_record(
        desk, "project", {"name": "储能", "stage": "signed", "contract_on": "2026-03-01"}
    )
    given = {"name": "甲咨询", "project_id": project, "organisation_id": body, "award": "30万"}
    id, _ = create_record(desk, "introduction", {**given, "registered_on": "2026-02-01"})
    late, _ = create_record(
        desk, "introduction", {"name": "迟报", "project_id": project, "registered_on": "2026-05-01"}
    )
    assert [one.owed for one in brought_by(desk)] == [0, 0]
    change_record(desk, "project", project, {"completed_on": "2026-06-01", "produced_on": "2026-09-01"})
    found = {one.row.id: one for one in brought_by(desk)}
    assert (found[id].owed, found[id].reward.decision.row.id) == (Decimal(30), "paid")
    assert found[late].reward.decision.row.id == "late"
    assert [one.row.id for one in brought_by(desk, body)] == [id]
    change_record(desk, "introduction", id, {"paid_on": "2026-10-01"})
    assert brought_by(desk, body)[0].owed == 0
