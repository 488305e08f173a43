"""What a person can do to records, and every way it is refused."""

from datetime import date
from decimal import Decimal

import pytest

from app.services import errors, records
from app.services.desk import Desk
from app.services.timeline import timeline
from app.store.errors import RecordNotFound, UnknownKind


def problems(error: errors.InvalidRecord) -> dict[str, str]:
    return {problem.field: problem.reason.key for problem in error.problems}


def test_a_lead_is_made_from_what_officers_type(desk: Desk) -> None:
    id, changes = records.create_record(
        desk,
        "project",
        {
            "name": "  二期 扩建 ",
            "investment": "三亿五",
            "land": "50亩",
            "reported_on": "3.5",
            "channel": "小分队",
        },
    )
    row = desk.store.get("project", id)
    assert row is not None
    assert (row["name"], row["stage"], row["investment"]) == ("二期 扩建", "lead", Decimal(35_000))
    assert (row["land"], row["reported_on"], row["channel"]) == (Decimal(50), date(2026, 3, 5), "squad")
    assert changes.ids == {("project", id)}


def test_an_inexact_amount_keeps_its_words(desk: Desk) -> None:
    id, _ = records.create_record(desk, "project", {"name": "甲", "investment": "2亿元以上"})
    row = desk.store.get("project", id)
    assert row is not None
    assert (row["investment"], row["investment_words"]) == (Decimal(20_000), "2亿元以上")


def test_every_bad_field_is_named_and_nothing_is_written(desk: Desk) -> None:
    with pytest.raises(errors.InvalidRecord) as refused:
        records.create_record(
            desk,
            "company",
            {"credit_code": "911101080000000000", "phones": ["1.37E+10"], "website": "x" * 201, "city": 5.5},
        )
    assert problems(refused.value) == {
        "credit_code": "rules.credit_code.check",
        "phones": "rules.phone.damaged",
        "website": "rules.text.too_long",
        "city": "rules.value.not_text",
        "name": "rules.value.required",
    }
    assert desk.store.ids("company") == []


def test_a_required_field_cannot_be_emptied(desk: Desk) -> None:
    id, _ = records.create_record(desk, "company", {"name": "恒力"})
    with pytest.raises(errors.InvalidRecord) as refused:
        records.change_record(desk, "company", id, {"name": "   "})
    assert problems(refused.value) == {"name": "rules.value.required"}


def test_a_reference_must_lead_somewhere(desk: Desk) -> None:
    stranger = "01a1f677-ae68-7414-9fb5-355e1e2feb89"
    with pytest.raises(errors.InvalidRecord) as refused:
        records.create_record(desk, "contact", {"name": "单女士", "company_id": stranger})
    assert problems(refused.value) == {"company_id": "rules.value.no_such_record"}


def test_unknown_kind_and_id_have_their_own_errors(desk: Desk) -> None:
    with pytest.raises(UnknownKind):
        records.create_record(desk, "bogus", {})
    with pytest.raises(RecordNotFound):
        records.change_record(desk, "project", "nope", {"note": "x"})
    with pytest.raises(RecordNotFound):
        records.required_row(desk, "project", "nope")


def test_a_visit_with_its_next_step_is_one_step_and_moves_the_last_contact(desk: Desk) -> None:
    firm, _ = records.create_record(desk, "company", {"name": "恒力"})
    person, _ = records.create_record(desk, "contact", {"name": "张总", "company_id": firm})
    before = desk.store.content_hash()
    visit, _ = records.log_visit(
        desk,
        {"visited_on": "11月18日", "subject": "谈二期", "company_id": firm, "contact_ids": [person]},
        {"title": "回访", "due_on": "下周三"},
    )
    (step,) = desk.store.rows("next_step", desk.store.ids("next_step"))
    contact = desk.store.get("contact", person)
    assert contact is not None
    assert (step["visit_id"], step["company_id"], step["due_on"]) == (visit, firm, date(2026, 11, 25))
    assert contact["last_contact_on"] == date(2026, 11, 18)
    assert records.undo(desk).label == "create.visit"
    assert desk.store.content_hash() == before


def test_an_older_visit_does_not_turn_the_last_contact_back(desk: Desk) -> None:
    person, _ = records.create_record(desk, "contact", {"name": "张总", "last_contact_on": "2026-11-10"})
    records.log_visit(desk, {"visited_on": "2026-10-01", "subject": "旧", "contact_ids": [person]})
    contact = desk.store.get("contact", person)
    assert contact is not None
    assert contact["last_contact_on"] == date(2026, 11, 10)


def test_delete_restore_undo_and_redo(desk: Desk) -> None:
    ids = [("company", records.create_record(desk, "company", {"name": name})[0]) for name in "甲乙丙"]
    full = desk.store.content_hash()
    records.delete_records(desk, ids)
    assert desk.store.ids("company") == []
    assert len(desk.store.ids("company", deleted=True)) == 3
    records.restore_records(desk, ids[:1])
    assert desk.store.ids("company") == [ids[0][1]]
    records.undo(desk)
    records.undo(desk)
    assert desk.store.content_hash() == full
    records.redo(desk)
    assert desk.store.ids("company") == []


def test_nothing_to_undo_or_redo_says_so(desk: Desk) -> None:
    with pytest.raises(errors.NothingToUndo):
        records.undo(desk)
    with pytest.raises(errors.NothingToRedo):
        records.redo(desk)


def test_a_step_is_completed_today(desk: Desk) -> None:
    id, _ = records.create_record(desk, "next_step", {"title": "回访"})
    records.complete_step(desk, id)
    row = desk.store.get("next_step", id)
    assert row is not None and row["done_on"] == date(2026, 11, 20)


def test_a_companys_timeline_holds_what_happened_around_it_newest_first(desk: Desk) -> None:
    firm, _ = records.create_record(desk, "company", {"name": "恒力"})
    lead, _ = records.create_record(desk, "project", {"name": "二期", "investor_id": firm})
    old, _ = records.log_visit(desk, {"visited_on": "2026-03-05", "subject": "旧", "project_id": lead})
    new, _ = records.log_visit(desk, {"visited_on": "2026-11-20", "subject": "新", "company_id": firm})
    events = timeline(desk, "company", firm)
    rows = [(event.row.kind, event.row.id) for event in events if event.row]
    assert rows == [("visit", new), ("project", lead), ("visit", old)]
    assert [event.change.action for event in events if event.change] == ["create"]
    assert events[-1].day == date(2026, 3, 5)
