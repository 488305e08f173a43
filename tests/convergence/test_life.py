"""Moves made offline are judged again at headquarters: refused with what is missing, and nothing is lost."""

from app.rules.stages import Stage
from app.services.desk import Desk
from app.services.life import move_stage, moves_of
from app.services.policy import pack_of
from sync.client.conflicts import MINE, open_conflicts, resolve
from sync.client.refused import send_again
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open


def refused(laptop: Laptop) -> dict[str, str]:
    """Kind → reason of what came back."""
    items = laptop.store.outbox(state="refused")
    return {item.operation.kind: str((item.reason or {}).get("key")) for item in items}


def test_a_move_whose_grounds_are_gone_comes_back_and_goes_through_once_they_are_there(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    firm = zhang.create("company", name="恒力")
    lead = zhang.create("project", name="储能项目", stage="lead", investor_id=firm)
    today = zhang.clock().date()
    call = {"visited_on": today, "kind": "call", "subject": "电话", "project_id": lead}
    visit = zhang.create("visit", **call)
    zhang.synced()
    li.synced()
    li.delete("visit", visit)  # logged for the wrong project
    li.synced()

    desk = Desk(zhang.store, "张三")
    move_stage(desk, lead, Stage.NEGOTIATING)  # offline it still holds the visit
    zhang.synced()
    assert refused(zhang) == {"project": "rules.life.missing", "stage_move": "hq.refused.not_moved"}
    assert zhang.value("project", lead, "stage") == "negotiating"  # shown until the person decides
    li.synced()
    assert li.value("project", lead, "stage") == "lead" and moves_of(li.store, lead) == []

    zhang.create("visit", **call)
    send_again(zhang.store, [item.operation.op_id for item in zhang.store.outbox(state="refused")], "张三")
    zhang.synced()
    li.synced()
    assert refused(zhang) == {}
    assert li.value("project", lead, "stage") == "negotiating"
    assert [move["after"] for move in moves_of(li.store, lead)] == ["negotiating"]
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_a_sound_move_arrives_with_its_record_and_its_pack(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    today = zhang.clock().date()
    project = zhang.create("project", name="储能项目", stage="signed", contract_on=today)
    desk = Desk(zhang.store, "张三")
    move_stage(desk, project, Stage.LANDED, facts={"obligation_on": today})
    zhang.synced()
    li.synced()
    assert (li.value("project", project, "stage"), li.value("project", project, "obligation_on")) == (
        "landed",
        today,
    )
    (move,) = moves_of(li.store, project)
    assert (move["before"], move["after"], move["created_by"]) == ("signed", "landed", "张三")
    assert pack_of(Desk(li.store, "李四")).id == "default"
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_a_stage_that_a_card_settles_is_kept_as_a_move(opened: Open, headquarters: Headquarters) -> None:
    """Both moved it apart from each other: whoever settles that makes the move that follows from it."""
    zhang, li = opened("张三"), opened("李四")
    today = zhang.clock().date()
    project = zhang.create("project", name="储能项目", stage="signed", contract_on=today)
    zhang.synced()
    li.synced()
    move_stage(Desk(zhang.store, "张三"), project, Stage.LANDED, facts={"obligation_on": today})
    move_stage(Desk(li.store, "李四"), project, Stage.PAUSED, exit_reason="funding", reason="资金没到")
    for laptop in (zhang, li, zhang):
        laptop.synced()
    assert [move["after"] for move in moves_of(zhang.store, project)] == ["landed"]

    (card,) = open_conflicts(li.store)
    sides = {entry.field: MINE for entry in card.entries}
    assert "stage" in sides
    resolve(li.store, card.id, sides, "李四")
    li.synced()
    zhang.synced()
    assert zhang.value("project", project, "stage") == "paused"
    found = [(move["before"], move["after"], move["reason"]) for move in moves_of(zhang.store, project)]
    assert found == [("signed", "landed", None), ("landed", "paused", "资金没到")]
    assert open_conflicts(zhang.store) == []


def test_a_card_that_leaves_the_stage_makes_no_move(opened: Open) -> None:
    zhang, li = opened("张三"), opened("李四")
    today = zhang.clock().date()
    project = zhang.create("project", name="储能项目", stage="signed", contract_on=today)
    zhang.synced()
    li.synced()
    move_stage(Desk(zhang.store, "张三"), project, Stage.LANDED, facts={"obligation_on": today})
    move_stage(Desk(li.store, "李四"), project, Stage.PAUSED, exit_reason="funding", reason="资金没到")
    for laptop in (zhang, li, zhang):
        laptop.synced()
    (card,) = open_conflicts(zhang.store)
    resolve(zhang.store, card.id, {}, "张三")
    zhang.synced()
    assert zhang.value("project", project, "stage") == "landed"
    assert [move["after"] for move in moves_of(zhang.store, project)] == ["landed"]
