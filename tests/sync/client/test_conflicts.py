"""Cards: read, settled by field, by side, by one's own value, and undone (sync.md, Push)."""

from decimal import Decimal

import pytest

from sync.client.conflicts import (
    HQ,
    KEEP_DELETED,
    MINE,
    RESTORE,
    Own,
    conflict,
    open_conflicts,
    resolve,
    take,
)
from sync.client.errors import ConflictGone, ConflictOfNewerVersion, NotInConflict
from tests.fakes.laptops import Laptop
from tests.fakes.older_versions import version


@pytest.fixture
def company(zhang: Laptop, li: Laptop) -> str:
    """A company that zhang and li both know."""
    company = zhang.create("company", name="恒力", city="苏州")
    zhang.synced()
    li.synced()
    return company


@pytest.fixture
def card(zhang: Laptop, li: Laptop, company: str) -> str:
    """An open card about two fields: zhang's stand, li's are on the card."""
    zhang.update("company", company, name="恒力石化", city="吴江")
    li.update("company", company, name="恒力集团", city="盛泽")
    for laptop in (zhang, li, zhang):
        laptop.synced()
    (found,) = open_conflicts(zhang.store)
    return found.id


@pytest.fixture
def buried(zhang: Laptop, li: Laptop, company: str) -> str:
    """An open card about an edit of a deleted record."""
    zhang.delete("company", company)
    li.update("company", company, city="盛泽")
    for laptop in (zhang, li, zhang):
        laptop.synced()
    (found,) = open_conflicts(zhang.store)
    return found.id


def test_a_card_tells_both_values_and_the_one_before(zhang: Laptop, company: str, card: str) -> None:
    found = conflict(zhang.store, card)

    assert found.reason == "edit"
    assert found.target is not None and found.target.id == company
    entries = {entry.field: (entry.before, entry.mine, entry.hq) for entry in found.entries}
    assert entries == {"name": ("恒力", "恒力集团", "恒力石化"), "city": ("苏州", "盛泽", "吴江")}


def test_values_on_a_card_are_of_their_fields_type(zhang: Laptop, li: Laptop) -> None:
    project = zhang.create("project", name="新材料", stage="lead", investment=Decimal(100))
    zhang.synced()
    li.synced()
    zhang.update("project", project, investment=Decimal("200.5"))
    li.update("project", project, investment=Decimal(300))
    for laptop in (zhang, li):
        laptop.synced()

    (entry,) = open_conflicts(li.store)[0].entries
    assert (entry.before, entry.mine, entry.hq) == (Decimal(100), Decimal(300), Decimal("200.5"))


def test_a_choice_by_field(zhang: Laptop, li: Laptop, company: str, card: str) -> None:
    zhang.clock.advance(60)
    resolve(zhang.store, card, {"name": MINE, "city": HQ}, "张三")

    assert zhang.value("company", company, "name") == "恒力集团"
    assert zhang.value("company", company, "city") == "吴江"
    row = zhang.store.get("conflict", card)
    assert row is not None
    assert (row["status"], row["resolved_by"], row["resolved_at"]) == ("resolved", "张三", zhang.clock())
    assert row["chosen"] == {"name": "mine", "city": "hq"}
    zhang.synced()
    li.synced()
    assert open_conflicts(li.store) == []
    assert li.value("company", company, "name") == "恒力集团"


def test_a_field_left_out_keeps_headquarters_value(zhang: Laptop, company: str, card: str) -> None:
    resolve(zhang.store, card, {}, "张三")

    assert zhang.value("company", company, "name") == "恒力石化"
    row = zhang.store.get("conflict", card)
    assert row is not None and row["chosen"] == {"name": "hq", "city": "hq"}


@pytest.mark.parametrize("choice", ["恒力（江苏）", Own("恒力（江苏）"), Own("mine")])
def test_a_value_of_ones_own(zhang: Laptop, company: str, card: str, choice: object) -> None:
    resolve(zhang.store, card, {"name": choice}, "张三")

    expected = choice.value if isinstance(choice, Own) else choice
    assert zhang.value("company", company, "name") == expected
    row = zhang.store.get("conflict", card)
    assert row is not None and row["chosen"]["name"] == {"value": expected}


def test_undo_takes_all_of_it_back(zhang: Laptop, company: str, card: str) -> None:
    resolve(zhang.store, card, {"name": MINE}, "张三")
    zhang.store.undo(actor="张三")

    assert zhang.value("company", company, "name") == "恒力石化"
    assert [one.id for one in open_conflicts(zhang.store)] == [card]


def test_a_settled_card_cannot_be_settled_again(zhang: Laptop, card: str) -> None:
    take(zhang.store, card, HQ, "张三")
    with pytest.raises(ConflictGone):
        take(zhang.store, card, MINE, "张三")
    with pytest.raises(ConflictGone):
        conflict(zhang.store, "0190aaaa-0000-7000-8000-000000000001")


def test_a_field_that_is_not_on_the_card(zhang: Laptop, company: str, card: str) -> None:
    with pytest.raises(NotInConflict) as refusal:
        resolve(zhang.store, card, {"name": MINE, "note": MINE}, "张三")
    assert refusal.value.field == "note"
    assert zhang.value("company", company, "name") == "恒力石化"


@pytest.mark.parametrize(("deletion", "there"), [(RESTORE, True), (KEEP_DELETED, False)])
def test_a_deleted_record_is_restored_with_the_edits_or_stays_deleted(
    zhang: Laptop, li: Laptop, company: str, buried: str, deletion: str, there: bool
) -> None:
    resolve(zhang.store, buried, {}, "张三", deletion=deletion)
    zhang.synced()
    li.synced()

    for laptop in (zhang, li):
        assert laptop.store.ids("company") == ([company] if there else [])
        assert laptop.value("company", company, "city") == "盛泽"
        assert open_conflicts(laptop.store) == []


def test_one_side_as_a_whole(zhang: Laptop, company: str, card: str) -> None:
    take(zhang.store, card, MINE, "张三")
    assert zhang.value("company", company, "city") == "盛泽"
    assert zhang.value("company", company, "name") == "恒力集团"


@pytest.mark.parametrize("side", [MINE, HQ])
def test_a_card_about_a_field_of_a_newer_version_stays_open(zhang: Laptop, card: str, side: str) -> None:
    """Whoever settles it must be able to see both values."""
    with version({"company": ("city",)}):
        (found,) = open_conflicts(zhang.store)
        assert [entry.field for entry in found.entries] == ["name", "city"]
        with pytest.raises(ConflictOfNewerVersion):
            take(zhang.store, card, side, "zhang")
        assert zhang.store.counts().pending == 0
    take(zhang.store, card, side, "zhang")
    assert open_conflicts(zhang.store) == []
