"""What goes along with a transfer, what stays, and what cannot be transferred; on both databases."""

import threading

import pytest
from sqlalchemy import select

from app.model.registry import KINDS
from sync.hq import kinship
from sync.hq.errors import BelongsToAnother, NotTransferable, UnknownRecord, UnknownUnit
from sync.hq.moves import LATE_EDITS
from sync.hq.tables import AUDIT, MOVED
from sync.hq.transfer import transfer
from tests.sync.hq.office import NEW, Laptop, Office

PERSON = {"name": "陈总"}


def visit(laptop: Laptop, **named: object) -> str:
    fields = {"visited_on": "2026-03-02", "kind": "outward", "subject": "拜访", **named}
    return laptop.create(fields, kind="visit")


def moved(office: Office, kind: str, id: str) -> set[str]:
    """Transfer to the south; the ids that went."""
    done = transfer(office.store, kind, id, "南方处", now=office.now)
    for key in done.moved:
        held = office.records()[key]
        assert held.unit == held.doc["unit_id"] == office.south and held.rev == done.rev
    for user in ("张三", "赵六"):
        office.assert_digests_hold(office.laptop(user, unit=office.south if user == "赵六" else ""))
    return {one for _, one in done.moved}


def test_children_and_what_only_they_name_go_along(office: Office) -> None:
    a = office.laptop("张三")
    company = a.create({"name": "恒力集团"}, kind="company")
    person = a.create({**PERSON, "company_id": company}, kind="contact")
    guest = a.create({"name": "同行人"}, kind="contact")
    project = a.create({**NEW, "investor_id": company})
    first = visit(a, project_id=project, contact_ids=[guest])
    step = a.create({"title": "回访", "visit_id": first}, kind="next_step")
    a.say("delete", step, kind="next_step")
    other = a.create(NEW)
    elsewhere = visit(a, project_id=other, company_id="nobody")
    assert moved(office, "project", project) == {company, person, guest, project, first, step}
    assert {office.records()["project", other].unit, office.records()["visit", elsewhere].unit} == {
        office.north
    }
    a.pull()
    assert {id for _, id in a.held} == {other, elsewhere}
    assert a.check() == (a.last.check if a.last else "")
    with office.store.read() as connection:
        lines = connection.execute(select(AUDIT.c.object).where(AUDIT.c.action == "transfer")).scalars()
        assert set(lines) == {company, person, guest, project, first, step}
        assert len(connection.execute(select(MOVED)).all()) == 6


def test_what_hangs_on_a_record_that_is_still_to_come_goes_with_the_other_that_it_names(
    office: Office,
) -> None:
    """Its visit waits on a laptop; once it comes, it lies where its firm is, and so does what hangs on it."""
    a = office.laptop("张三")
    company = a.create({"name": "恒力集团"}, kind="company")
    step = a.create({"title": "回访", "visit_id": a.new_id(), "company_id": company}, kind="next_step")
    other = a.create({"name": "盛虹"}, kind="company")
    made = visit(a, company_id=other)
    stays = a.create({"title": "送资料", "visit_id": made, "company_id": company}, kind="next_step")
    assert moved(office, "company", company) == {company, step}
    assert office.records()["next_step", stays].unit == office.north


def test_who_another_names_stays_with_the_whole_firm(lite: Office) -> None:
    a = lite.laptop("张三")
    company = a.create({"name": "恒力集团"}, kind="company")
    person = a.create({**PERSON, "company_id": company}, kind="contact")
    project = a.create({**NEW, "investor_id": company})
    asking = visit(a, contact_ids=[person])
    assert moved(lite, "project", project) == {project}
    a.say("delete", asking, kind="visit")
    done = transfer(lite.store, "project", project, "北方处", now=lite.now)
    assert {one for _, one in done.moved} == {project}
    assert moved(lite, "project", project) == {project, company, person}, "deleted records hold nobody"


def test_cards_go_with_their_record(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    project = a.create()
    b.pull()
    a.say("update", project, {"name": (NEW["name"], "甲")})
    card = b.say("update", project, {"name": (NEW["name"], "乙")}).card
    assert moved(office, "project", project) == {project, card}
    b.pull()
    assert b.cards() == []
    south = office.laptop("赵六", unit=office.south)
    south.pull()
    assert len(south.cards()) == 1


def test_what_cannot_be_transferred(lite: Office) -> None:
    a = lite.laptop("张三")
    project = a.create()
    child = visit(a, project_id=project)
    with pytest.raises(BelongsToAnother):
        transfer(lite.store, "visit", child, "南方处", now=lite.now)
    with pytest.raises(UnknownRecord):
        transfer(lite.store, "project", "nobody", "南方处", now=lite.now)
    with pytest.raises(NotTransferable):
        transfer(lite.store, "claim", "any", "南方处", now=lite.now)
    with pytest.raises(UnknownUnit):
        transfer(lite.store, "project", project, "东方处", now=lite.now)
    assert transfer(lite.store, "project", project, "北方处", now=lite.now).rev == 0


def test_an_edit_from_long_before_the_move_goes_to_attention(lite: Office) -> None:
    a = lite.laptop("张三")
    project = a.create()
    moved(lite, "project", project)
    edit = a.operation("update", "project", project, {"place": (None, "苏州")})
    late = a.operation("update", "project", project, {"leader": (None, "张三")})
    child = a.operation("create", "next_step", a.new_id(), {"title": "回访", "project_id": project})
    assert a.exchange(edit).verdicts[0].status == "applied"
    lite.clock.advance(LATE_EDITS.total_seconds() + 1)
    assert a.exchange(late).verdicts[0].reason == "hq.refused.out_of_scope"
    assert a.exchange(child).verdicts[0].status == "applied"
    assert lite.records()["next_step", child.id].unit == lite.north


def test_an_edit_made_after_the_move_is_refused(lite: Office) -> None:
    a = lite.laptop("张三")
    project = a.create()
    done = transfer(lite.store, "project", project, "南方处", now=lite.now)
    edit = a.operation("update", "project", project, {"place": (None, "苏州")}, base=done.rev)
    assert a.exchange(edit).verdicts[0].reason == "hq.refused.out_of_scope"


def test_an_edit_made_before_a_move_from_a_unit_never_one_s_own_is_refused(lite: Office) -> None:
    a, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    project = south.create()
    transfer(lite.store, "project", project, "北方处", now=lite.now)
    transfer(lite.store, "project", project, "南方处", now=lite.now)
    edit = a.operation("update", "project", project, {"place": (None, "苏州")}, base=0)
    assert a.exchange(edit).verdicts[0].status == "applied", "it lay in the north for a while"
    kept = south.create()
    edit = a.operation("update", "project", kept, {"place": (None, "苏州")}, base=0)
    assert a.exchange(edit).verdicts[0].reason == "hq.refused.out_of_scope"


def test_children_made_at_the_moment_of_a_transfer_are_in_the_unit_of_their_parent(office: Office) -> None:
    a = office.laptop("张三")
    project = a.create()
    steps = [
        a.operation("create", "next_step", a.new_id(), {"title": "回访", "project_id": project})
        for _ in range(20)
    ]
    pushing = threading.Thread(target=lambda: [a.exchange(step) for step in steps])
    pushing.start()
    for unit in ("南方处", "北方处", "南方处"):
        transfer(office.store, "project", project, unit, now=office.now)
    pushing.join()
    units = {held.unit for held in office.records().values()}
    assert units == {office.south}
    a.pull()
    assert a.held == {}


def test_every_kind_says_what_it_belongs_to() -> None:
    """A new kind is thought about once: does it go along, and with what?"""
    belongs = {kind: tuple(field.name for field in KINDS[kind].parents) for kind in KINDS}
    assert belongs == {
        "project": (),
        "company": (),
        "contact": ("company_id",),
        "visit": ("project_id", "company_id", "organisation_id"),
        "trip": (),
        "squad": (),
        "next_step": ("project_id", "visit_id", "company_id", "contact_id", "reception_id"),
        "promise": ("project_id", "visit_id", "company_id", "contact_id"),
        "stage_move": ("project_id",),
        "node": ("project_id",),
        "team_member": ("project_id",),
        "listing": ("project_id",),
        "fund_entry": ("project_id",),
        "month_lock": (),
        "month_reopening": ("lock_id",),
        "fund_commitment": ("project_id",),
        "tax_return": ("project_id", "company_id"),
        "review": ("project_id",),
        "meeting": (),
        "agenda_item": ("project_id",),
        "approval": ("project_id",),
        "approval_step": ("project_id",),
        "service_item": ("project_id",),
        "contract": ("project_id",),
        "instalment": ("project_id",),
        "greeting": ("contact_id",),
        "introduction": ("project_id",),
        "relation": ("company_id", "contact_id", "organisation_id"),
        "reception": ("project_id", "company_id"),
        **dict.fromkeys(("reception_person", "reception_stop"), ("reception_id",)),
        **dict.fromkeys(("startup", "offer", "chain_node", "organisation", "view"), ()),
        "demand": ("company_id",),
        "target_list": (),
        "target": ("list_id",),
        "returnee": ("contact_id",),
        "goal": (),
        "bulletin": (),
        "appraisal": (),
        "appraisal_mark": (),
        "lead_judgement": ("project_id",),
        "posting": (),
        "merit": (),
        "alert_snooze": (),
        "attachment": (),
        "conflict": (),
        "import_batch": (),
        "claim": (),
        "clash": (),
        "registry": (),
        "rulebook": (),
    }
    assert kinship.parent("attachment", {"parent_kind": "visit", "parent_id": "v"}) == ("visit", "v")
    assert kinship.parent("alert_snooze", {"parent_kind": "node", "parent_id": "n"}) == ("node", "n")
    assert kinship.parent("alert_snooze", {"light": "laptop_not_synced"}) is None
    assert kinship.parent("conflict", {"target_kind": "visit", "target_id": "v"}) == ("visit", "v")
    assert kinship.parent("visit", {"company_id": "c", "project_id": None}) == ("company", "c")
