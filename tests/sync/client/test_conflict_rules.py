"""Rules settle what they were ticked for, nothing else, once, and undo lasts."""

from datetime import UTC, datetime

import pytest

from app.model.row import Row
from sync.client.conflict_rules import (
    RULES,
    Rule,
    apply_rules,
    forget_rule,
    keep_rules,
    kept_rules,
    resolve_with,
    sides_by,
)
from sync.client.conflicts import (
    BY_RULE,
    HQ,
    MINE,
    Entry,
    OpenConflict,
    open_conflicts,
    settled_conflicts,
)
from tests.fakes.laptops import Laptop

CITY = Rule("company", "city", "mine")


def clash(zhang: Laptop, li: Laptop, **fields: tuple[object, object]) -> str:
    """A company on which both wrote each field; zhang's stands."""
    kind = "company"
    id = zhang.create(kind, name="恒力")
    zhang.synced()
    li.synced()
    zhang.update(kind, id, **{name: pair[0] for name, pair in fields.items()})
    li.update(kind, id, **{name: pair[1] for name, pair in fields.items()})
    for laptop in (zhang, li, zhang):
        laptop.synced()
    return id


def apply(laptop: Laptop) -> int:
    return apply_rules(laptop.store, laptop.name, laptop.name).by_rule


def card_of(laptop: Laptop, target: str) -> str:
    return next(one.id for one in open_conflicts(laptop.store) if one.card["target_id"] == target)


def test_nothing_is_settled_without_a_rule(zhang: Laptop, li: Laptop) -> None:
    clash(zhang, li, city=("吴江", "盛泽"))
    assert apply(li) == 0 and len(open_conflicts(li.store)) == 1


@pytest.mark.parametrize(("side", "city"), [("mine", "盛泽"), ("hq", "吴江")])
def test_a_rule_settles_new_cards_of_its_sort(zhang: Laptop, li: Laptop, side: str, city: str) -> None:
    keep_rules(li.store, [Rule("company", "city", side)])  # type: ignore[arg-type]
    company = clash(zhang, li, city=("吴江", "盛泽"))
    assert apply(li) == 1
    assert li.value("company", company, "city") == city
    (settled,) = settled_conflicts(li.store)
    assert settled.card["chosen"] == {"city": side, BY_RULE: True}
    li.synced()
    zhang.synced()
    assert zhang.value("company", company, "city") == city


def test_undo_lasts(zhang: Laptop, li: Laptop) -> None:
    keep_rules(li.store, [CITY])
    company = clash(zhang, li, city=("吴江", "盛泽"))
    apply(li)
    li.store.undo(actor="li")
    assert li.value("company", company, "city") == "吴江"
    assert apply(li) == 0 and len(open_conflicts(li.store)) == 1


def test_a_card_with_a_field_nobody_ticked_waits_for_a_person(zhang: Laptop, li: Laptop) -> None:
    keep_rules(li.store, [CITY])
    clash(zhang, li, city=("吴江", "盛泽"), address=("人民路", "解放路"))
    assert apply(li) == 0


def test_what_others_wrote_is_theirs_to_decide(zhang: Laptop, li: Laptop) -> None:
    keep_rules(zhang.store, [CITY])
    clash(zhang, li, city=("吴江", "盛泽"))
    assert len(open_conflicts(zhang.store)) == 1 and apply(zhang) == 0


def test_a_deletion_is_never_settled_by_a_rule(zhang: Laptop, li: Laptop) -> None:
    keep_rules(li.store, [CITY])
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    zhang.delete("company", company)
    li.update("company", company, city="盛泽")
    for laptop in (zhang, li):
        laptop.synced()
    assert apply(li) == 0 and open_conflicts(li.store)[0].reason == "delete"


def test_one_choice_settles_the_others_of_its_sort_as_one_undo(zhang: Laptop, li: Laptop) -> None:
    companies = [clash(zhang, li, city=("吴江", f"城{number}")) for number in range(3)]
    other = clash(zhang, li, address=("人民路", "解放路"))
    applied = resolve_with(li.store, card_of(li, companies[0]), {"city": MINE}, [CITY], "li", "li")
    assert applied.by_rule == 2 and len(applied.cards) == 3
    assert [li.value("company", id, "city") for id in companies] == ["城0", "城1", "城2"]
    assert [one.card["target_id"] for one in open_conflicts(li.store)] == [other]
    li.store.undo(actor="li")
    assert len(open_conflicts(li.store)) == 4
    assert [li.value("company", id, "city") for id in companies] == ["吴江"] * 3


@pytest.mark.parametrize(
    ("mine", "other", "expected"), [(1, 2, HQ), (2, 1, MINE), (1, None, MINE), (None, 1, HQ), (1, 1, HQ)]
)
def test_newer_takes_what_was_written_later(mine: int | None, other: int | None, expected: str) -> None:
    def moment(minute: int | None) -> datetime | None:
        return None if minute is None else datetime(2026, 11, 20, 8, minute, tzinfo=UTC)

    card = Row("conflict", "c", {"authored_at": moment(mine), "other_at": moment(other)})
    target = Row("project", "p", {})
    one = OpenConflict(card, target, "edit", (Entry("investment", None, 3, 2),))
    assert sides_by([Rule("project", "investment", "newer")], one) == {"investment": expected}


def test_rules_replace_each_other_by_field_and_can_be_forgotten(zhang: Laptop) -> None:
    keep_rules(zhang.store, [CITY, Rule("company", "name", "hq")])
    keep_rules(zhang.store, [Rule("company", "city", "newer")])
    assert {(rule.field, rule.side) for rule in kept_rules(zhang.store)} == {
        ("city", "newer"),
        ("name", "hq"),
    }
    forget_rule(zhang.store, Rule("company", "name", "hq"))
    assert [rule.field for rule in kept_rules(zhang.store)] == ["city"]


@pytest.mark.parametrize("raw", [3, [1], [{"kind": "company"}], [{"kind": "c", "field": 1, "side": "hq"}]])
def test_what_cannot_be_read_is_no_rule(zhang: Laptop, raw: object) -> None:
    zhang.store.settings.set(RULES, raw)
    assert kept_rules(zhang.store) == ()
