"""“以后同类冲突照此处理”: rules by which cards are settled without asking, always told and undoable.

A rule speaks for one field of one kind. It settles a card only where rules speak for every field of it, where
nothing was deleted, and where the value that did not stand was written on this laptop: what others wrote is
theirs to decide. A card that a rule settled once is not touched by it again, so that undo lasts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.model.changes import ChangeSet
from app.store.store import Store
from sync.client.conflicts import (
    HQ,
    LABEL,
    MINE,
    OpenConflict,
    conflict,
    is_written_here,
    open_conflicts,
    settle,
)

Side = Literal["mine", "hq", "newer"]
SIDES: tuple[Side, ...] = ("mine", "hq", "newer")
RULES = "conflict_rules"
SPARED = "conflict_rules.spared"
MOST_SPARED = 500


@dataclass(frozen=True, slots=True)
class Rule:
    """Which side a field takes: the laptop's own, headquarters', or the one written later."""

    kind: str
    field: str
    side: Side


@dataclass(frozen=True, slots=True)
class Applied:
    """What was settled: the cards, how many of them by a rule, and what to tell the screens."""

    cards: tuple[str, ...]
    by_rule: int
    changes: ChangeSet


def kept_rules(store: Store) -> tuple[Rule, ...]:
    """The rules this person ticked; what cannot be read is none."""
    raw = store.settings.get(RULES, [])
    found = (_rule(one) for one in raw if isinstance(one, dict)) if isinstance(raw, list) else ()
    return tuple(rule for rule in found if rule is not None)


def keep_rules(store: Store, new: Iterable[Rule]) -> None:
    """Keep ``new``; each replaces an older rule on its field."""
    rules = {(rule.kind, rule.field): rule for rule in (*kept_rules(store), *new)}
    store.settings.set(RULES, [asdict(rule) for rule in rules.values()])


def forget_rule(store: Store, rule: Rule) -> None:
    """Ask again from now on."""
    store.settings.set(RULES, [asdict(one) for one in kept_rules(store) if one != rule])


def resolve_with(
    store: Store, conflict_id: str, choices: dict[str, Any], rules: Sequence[Rule], actor: str, device_id: str
) -> Applied:
    """Settle one card as chosen and, by ``rules``, every other open card of the same sort: one undo step.

    Raises:
        as ``sync.client.conflicts.resolve``.
    """
    chosen = conflict(store, conflict_id)
    others = [one for one in _ready(store, rules, actor, device_id) if one[0].id != conflict_id]
    with store.write(actor=actor, label=LABEL) as work:
        settle(work, chosen, choices)
        for card, sides in others:
            settle(work, card, sides, by_rule=True)
    _spare(store, [card.id for card, _ in others])
    ids = (conflict_id, *(card.id for card, _ in others))
    return Applied(ids, len(others), work.changes)


def apply_rules(store: Store, actor: str, device_id: str) -> Applied:
    """Settle what came in by the kept rules, as one undo step; usually there is nothing."""
    ready = _ready(store, kept_rules(store), actor, device_id)
    if not ready:
        return Applied((), 0, ChangeSet(frozenset()))
    with store.write(actor=actor, label=LABEL) as work:
        for card, sides in ready:
            settle(work, card, sides, by_rule=True)
    ids = [card.id for card, _ in ready]
    _spare(store, ids)
    return Applied(tuple(ids), len(ids), work.changes)


def sides_by(rules: Iterable[Rule], card: OpenConflict) -> dict[str, str] | None:
    """The side each field of a card takes; None where a person must decide."""
    if card.target is None or card.reason != "edit" or not card.entries:
        return None
    by_field = {rule.field: rule.side for rule in rules if rule.kind == card.target.kind}
    if any(entry.field not in by_field for entry in card.entries):
        return None
    return {entry.field: _side(by_field[entry.field], card) for entry in card.entries}


def _ready(
    store: Store, rules: Sequence[Rule], actor: str, device_id: str
) -> list[tuple[OpenConflict, dict[str, str]]]:
    if not rules:
        return []
    spared = set(store.settings.get(SPARED, []))
    found = []
    for card in open_conflicts(store):
        sides = sides_by(rules, card)
        if sides is not None and card.id not in spared and is_written_here(card.card, device_id, actor):
            found.append((card, sides))
    return found


def _side(side: Side, card: OpenConflict) -> str:
    if side != "newer":
        return side
    mine, other = card.card["authored_at"], card.card["other_at"]
    return MINE if mine is not None and (other is None or mine > other) else HQ


def _spare(store: Store, ids: Sequence[str]) -> None:
    if ids:
        store.settings.set(SPARED, [*store.settings.get(SPARED, []), *ids][-MOST_SPARED:])


def _rule(raw: dict[str, Any]) -> Rule | None:
    side = raw.get("side")
    if side not in SIDES or not all(isinstance(raw.get(name), str) for name in ("kind", "field")):
        return None
    return Rule(raw["kind"], raw["field"], side)
