"""Two records of one company or person become one, everything follows, and one undo brings it back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.services.errors import AlreadyDeleted, InvalidRecord, KindNotMerged, OneRecordTwice
from app.services.merging import merge_records, preview_merge
from app.services.records import create_record, delete_records, redo, restore_records, undo
from app.store.errors import RecordNotFound, UnknownKind
from tests.fakes.stores import new_desk

NOBODY = "01a1f677-ae6c-7e1f-a1e7-582d9dcb96eb"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path)
    yield desk
    assert desk.store.integrity() == []
    desk.store.close()


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def value(desk: Desk, kind: str, id: str, field: str) -> Any:
    row = desk.store.get(kind, id)
    assert row is not None and not row.deleted
    return row[field]


@pytest.fixture
def pair(desk: Desk) -> tuple[str, str]:
    keep = add(desk, "company", name="恒力石化股份有限公司", phones=["051263838888"], note="老客商")
    drop = add(desk, "company", name="恒力石化", city="苏州", phones=["13800138000"], note="有意扩产")
    return keep, drop


def test_everything_that_pointed_at_one_points_at_the_other(desk: Desk, pair: tuple[str, str]) -> None:
    keep, drop = pair
    project = add(desk, "project", name="新材料", investor_id=drop)
    visit = add(desk, "visit", visited_on="2026-11-01", subject="首访", company_id=drop)
    step = add(desk, "next_step", title="回电", company_id=drop)
    person = add(desk, "contact", name="张三", company_id=drop)
    child = add(desk, "company", name="恒力子公司", parent_id=drop)
    other = add(desk, "visit", visited_on="2026-11-02", subject="别家", company_id=child)
    photo, _ = attach_bytes(desk, "company", drop, iter([b"x"]), name="现场.jpg")
    before = desk.store.content_hash()

    merge_records(desk, "company", keep, drop)

    assert value(desk, "project", project, "investor_id") == keep
    for kind, id in (("visit", visit), ("next_step", step), ("contact", person)):
        assert value(desk, kind, id, "company_id") == keep
    assert value(desk, "company", child, "parent_id") == keep
    assert value(desk, "attachment", photo, "parent_id") == keep
    assert value(desk, "visit", other, "company_id") == child
    assert desk.store.referring("company", drop) == []
    gone = desk.store.get("company", drop)
    assert gone is not None and gone.deleted and gone["merged_into"] == keep
    merged = desk.store.content_hash()

    undo(desk)
    assert desk.store.content_hash() == before
    back = desk.store.get("company", drop)
    assert back is not None and not back.deleted and back["merged_into"] is None
    redo(desk)
    assert desk.store.content_hash() == merged
    assert undo(desk).kept == ()
    assert desk.store.content_hash() == before


def test_the_kept_one_gets_the_best_of_both(desk: Desk, pair: tuple[str, str]) -> None:
    keep, drop = pair
    merge_records(desk, "company", keep, drop)
    row = desk.store.get("company", keep)
    assert row is not None
    assert (row["name"], row["city"], row["note"]) == ("恒力石化股份有限公司", "苏州", "老客商\n有意扩产")
    assert row["phones"] == ["+8651263838888", "+8613800138000"]


def test_people_in_lists_follow_too(desk: Desk) -> None:
    keep, drop = add(desk, "contact", name="张三"), add(desk, "contact", name="张三先生")
    third = add(desk, "contact", name="李四")
    both = add(desk, "visit", visited_on="2026-11-01", subject="座谈", contact_ids=[drop, keep, third])
    only = add(desk, "project", name="新材料", contact_ids=[third, drop])
    before = desk.store.content_hash()

    merge_records(desk, "contact", keep, drop, {"name": "张三", "last_contact_on": "2026-11-05"})

    assert value(desk, "visit", both, "contact_ids") == [keep, third]
    assert value(desk, "project", only, "contact_ids") == [third, keep]
    assert value(desk, "contact", keep, "last_contact_on") == date(2026, 11, 5)
    undo(desk)
    assert desk.store.content_hash() == before


def test_the_preview_tells_what_will_happen_and_writes_nothing(desk: Desk, pair: tuple[str, str]) -> None:
    keep, drop = pair
    add(desk, "visit", visited_on="2026-11-01", subject="首访", company_id=drop)
    add(desk, "visit", visited_on="2026-11-02", subject="再访", company_id=drop)
    before, label = desk.store.content_hash(), desk.store.undo_label()
    preview = preview_merge(desk, "company", keep, drop)
    assert preview.pointing == {"visit": 2}
    assert [one.field.name for one in preview.differences] == ["name", "city", "phones", "note"]
    assert (desk.store.content_hash(), desk.store.undo_label()) == (before, label)


def test_what_cannot_be_merged_is_refused_and_nothing_written(desk: Desk, pair: tuple[str, str]) -> None:
    keep, drop = pair
    gone = add(desk, "company", name="已删")
    delete_records(desk, [("company", gone)])
    project = add(desk, "project", name="新材料")
    before = desk.store.content_hash()
    refusals: list[tuple[type[Exception], tuple[str, str, str], dict[str, Any]]] = [
        (OneRecordTwice, ("company", keep, keep), {}),
        (AlreadyDeleted, ("company", keep, gone), {}),
        (AlreadyDeleted, ("company", gone, keep), {}),
        (KindNotMerged, ("project", project, project), {}),
        (RecordNotFound, ("company", keep, NOBODY), {}),
        (RecordNotFound, ("company", NOBODY, drop), {}),
        (UnknownKind, ("planet", keep, drop), {}),
        (InvalidRecord, ("company", keep, drop), {"name": ""}),
        (InvalidRecord, ("company", keep, drop), {"no_such": "x"}),
        (InvalidRecord, ("company", keep, drop), {"phones": ["12"]}),
    ]
    for error, (kind, first, second), choices in refusals:
        with pytest.raises(error):
            merge_records(desk, kind, first, second, choices)
        if not choices:
            with pytest.raises(error):
                preview_merge(desk, kind, first, second)
    assert desk.store.content_hash() == before


def test_notes_too_long_to_be_joined_are_refused_with_the_field(desk: Desk) -> None:
    keep, drop = (
        add(desk, "company", name="甲", note="a" * 150_000),
        add(desk, "company", name="甲", note="b" * 150_000),
    )
    with pytest.raises(InvalidRecord) as refused:
        merge_records(desk, "company", keep, drop)
    assert [problem.field for problem in refused.value.problems] == ["note"]
    merge_records(desk, "company", keep, drop, {"note": "a"})
    assert value(desk, "company", keep, "note") == "a"


def test_a_merged_record_can_be_merged_on(desk: Desk, pair: tuple[str, str]) -> None:
    keep, drop = pair
    last = add(desk, "company", name="恒力集团")
    visit = add(desk, "visit", visited_on="2026-11-01", subject="首访", company_id=drop)
    before = desk.store.content_hash()
    merge_records(desk, "company", keep, drop)
    merge_records(desk, "company", last, keep)
    assert value(desk, "visit", visit, "company_id") == last
    assert not desk.store.follow_merges()
    undo(desk)
    undo(desk)
    assert desk.store.content_hash() == before


def test_what_was_deleted_before_follows_when_it_comes_back(desk: Desk, pair: tuple[str, str]) -> None:
    keep, drop = pair
    visit = add(desk, "visit", visited_on="2026-11-01", subject="首访", company_id=drop)
    delete_records(desk, [("visit", visit)])
    merge_records(desk, "company", keep, drop)
    changes = restore_records(desk, [("visit", visit)])
    assert ("visit", visit) in changes.ids
    assert value(desk, "visit", visit, "company_id") == keep
    undo(desk)
    assert desk.store.get("visit", visit).deleted  # type: ignore[union-attr]
