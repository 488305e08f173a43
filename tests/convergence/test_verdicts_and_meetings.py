"""Verdicts, agendas and services made on two laptops apart come together whole, with what each typed."""

from datetime import timedelta

from app.services.desk import Desk
from app.services.meetings import (
    move_on_agenda,
    plan_meeting,
    put_on_agenda,
    record_outcome,
    sitting,
    sittings,
)
from app.services.records import change_record, required_row
from app.services.reviews import finish_service, give_verdict, review_items, services_of, start_service
from tests.convergence.test_life import refused
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open


def desk_of(laptop: Laptop) -> Desk:
    return Desk(laptop.store, laptop.name)


def exchanged(*laptops: Laptop) -> None:
    """Everybody sends, then everybody has everything."""
    for laptop in (*laptops, *laptops):
        laptop.synced()


def test_verdicts_given_apart_on_the_same_and_on_other_items(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    project = zhang.create("project", name="储能项目", stage="lead")
    exchanged(zhang, li)
    earlier = zhang.clock().date() - timedelta(days=7)
    give_verdict(desk_of(zhang), project, "tax", {"verdict": "met", "found": "15 万元/亩"})
    given = {"verdict": "not_met", "reason": "核减后不足", "reviewed_on": earlier}
    give_verdict(desk_of(li), project, "tax", given)
    give_verdict(desk_of(li), project, "energy", {"verdict": "met"})
    exchanged(zhang, li)
    for laptop in (zhang, li):
        desk = desk_of(laptop)
        items = review_items(desk, required_row(desk, "project", project), "entry")
        shown = {one.item: one.row["verdict"] for one in items if one.row}
        assert shown == {"tax": "met", "energy": "met"}, "the later day is what stands"
        assert len(desk.store.ids("review", find="核减后不足")) == 1, "the other one is not lost"
        assert refused(laptop) == {}
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_two_laptops_fill_and_decide_one_agenda(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    names = ("甲", "乙", "丙")
    first, second, third = (zhang.create("project", name=name, stage="negotiating") for name in names)
    today = zhang.clock().date()
    meeting, _ = plan_meeting(desk_of(zhang), {"body": "assessment_group", "held_on": today})
    put_on_agenda(desk_of(zhang), meeting, [first])
    exchanged(zhang, li)
    put_on_agenda(desk_of(zhang), meeting, [second])
    put_on_agenda(desk_of(li), meeting, [third])
    (only, *_), theirs = (sitting(desk_of(one), meeting).items for one in (zhang, li))
    owed = [{"title": "落实用水", "owner": "李四", "due_on": today}]
    record_outcome(desk_of(zhang), only.row.id, "passed", opinion="同意", assignments=owed)
    move_on_agenda(desk_of(li), theirs[-1].row.id, -1)
    exchanged(zhang, li)
    seen = [[item.row["title"] for item in sitting(desk_of(one), meeting).items] for one in (zhang, li)]
    assert seen[0] == seen[1] and sorted(seen[0]) == sorted(names)
    found = {item.row["title"]: item for item in sitting(desk_of(li), meeting).items}
    assert (found["甲"].row["outcome"], found["甲"].row["opinion"]) == ("passed", "同意")
    assert [step["title"] for step in found["甲"].assignments] == ["落实用水"]
    assert sitting(desk_of(li), meeting).undecided == 2
    assert li.value("project", first, "assessed_on") == today
    assert refused(zhang) == refused(li) == {}
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_a_meeting_put_off_here_while_its_item_is_added_there(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    project = zhang.create("project", name="储能项目", stage="negotiating")
    today = zhang.clock().date()
    meeting, _ = plan_meeting(desk_of(zhang), {"body": "joint", "held_on": today - timedelta(days=3)})
    exchanged(zhang, li)
    change_record(desk_of(zhang), "meeting", meeting, {"held_on": today, "chair": "王县长"})
    change_record(desk_of(li), "meeting", meeting, {"place": "三楼会议室"})
    put_on_agenda(desk_of(li), meeting, [project])
    exchanged(zhang, li)
    (one,), (other,) = sittings(desk_of(zhang)), sittings(desk_of(li))
    assert one.row.values == other.row.values
    assert (one.row["held_on"], one.row["chair"], one.row["place"]) == (today, "王县长", "三楼会议室")
    assert [item.row["project_id"] for item in one.items] == [project]
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_a_service_finished_on_both_laptops_is_done_once(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    project = zhang.create("project", name="储能项目", stage="signed")
    today = zhang.clock().date()
    began = today - timedelta(days=5)
    id, _ = start_service(desk_of(zhang), project, "water", {"started_on": began})
    exchanged(zhang, li)
    finish_service(desk_of(zhang), id, today - timedelta(days=1))
    finish_service(desk_of(li), id, today)
    exchanged(zhang, li)
    (one,), (other,) = services_of(desk_of(zhang), project), services_of(desk_of(li), project)
    assert one.row["done_on"] == other.row["done_on"] and one.limit == other.limit
    assert one.row["done_on"] in (today, today - timedelta(days=1)) and one.limit.done
    assert refused(zhang) == refused(li) == {}
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)
