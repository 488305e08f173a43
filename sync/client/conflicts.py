"""Conflict cards: what two people wrote apart into one field, and the choice between them (sync.md, Push)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.model.registry import KINDS
from app.model.row import Row
from app.model.values import from_wire, to_wire
from app.store.reading import Filter
from app.store.store import Store
from app.store.work import UnitOfWork
from sync.client.errors import ConflictGone, ConflictOfNewerVersion, NotInConflict
from sync.client.page import CARD
from sync.client.settled_moves import note_move

MINE: Final = "mine"  # the value that did not stand
HQ: Final = "hq"  # the value that stands
RESTORE: Final = "restore"  # of a card about a deletion: bring the record back
KEEP_DELETED: Final = "keep"
BY_RULE: Final = "*rule"  # among the choices of a card: nobody looked at it, a rule decided
LABEL = "resolve"


@dataclass(frozen=True, slots=True)
class Own:
    """A value of one's own, in Python; needed where it reads like ``MINE`` or ``HQ``."""

    value: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a card, in Python values."""

    field: str
    before: Any
    mine: Any
    hq: Any


@dataclass(frozen=True)
class OpenConflict:
    """One open card. ``reason`` is ``edit`` or ``delete``; ``target`` None where the record is not here."""

    card: Row
    target: Row | None
    reason: str
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        return self.card.id


def open_conflicts(store: Store) -> list[OpenConflict]:
    """Every card that nobody has settled yet, oldest first."""
    ids = store.ids(CARD, filters=(Filter("status", "eq", "open"),))
    cards = [conflict(store, id) for id in ids]
    return sorted(cards, key=lambda one: (str(one.card["authored_at"] or ""), one.id))


def conflict(store: Store, conflict_id: str) -> OpenConflict:
    """One open card.

    Raises:
        ConflictGone: there is none of this id, or it was settled.
    """
    card = store.get(CARD, conflict_id)
    if card is None or card.deleted or card["status"] != "open":
        raise ConflictGone(id=conflict_id)
    return _read(store, card)


def _read(store: Store, card: Row) -> OpenConflict:
    kind = card["target_kind"] or ""
    known = kind in KINDS and isinstance(card["entries"], list)
    return OpenConflict(
        card=card,
        target=store.get(kind, card["target_id"] or "") if kind in KINDS else None,
        reason=card["reason"] or "edit",
        entries=tuple(_entry(kind, raw) for raw in card["entries"]) if known else (),
    )


def settled_conflicts(store: Store, limit: int = 200) -> list[OpenConflict]:
    """Cards that somebody or some rule has settled, the latest first: a conflict never just vanishes."""
    filters = (Filter("status", "eq", "resolved"),)
    ids = store.ids(CARD, filters=filters, sort=(("resolved_at", True),))[:limit]
    return [_read(store, card) for card in store.rows(CARD, ids)]


def is_written_here(card: Row, device_id: str, actor: str) -> bool:
    """Whether the value that did not stand was written on this laptop."""
    if card["author_device"]:
        return bool(device_id) and card["author_device"] == device_id
    return bool(card["author"] == actor)


def resolve(
    store: Store,
    conflict_id: str,
    choices: Mapping[str, Any],
    actor: str,
    *,
    deletion: str = KEEP_DELETED,
) -> None:
    """Settle a card in one unit of work: the chosen values into the record, the choice into the card.

    ``choices`` maps a field of the card to ``MINE``, ``HQ`` or a value of one's own (in Python, or ``Own``);
    a field left out keeps headquarters' value. ``deletion`` is asked for a card about a deletion: ``RESTORE``
    or ``KEEP_DELETED``. Undo takes all of it back.

    Raises:
        ConflictGone: no such open card, or its record is not here.
        NotInConflict: a field that the card does not name.
        ConflictOfNewerVersion: the card names a field that this version does not know.
    """
    open_one = conflict(store, conflict_id)
    with store.write(actor=actor, label=LABEL) as work:
        settle(work, open_one, choices, deletion=deletion)


def settle(
    work: UnitOfWork,
    open_one: OpenConflict,
    choices: Mapping[str, Any],
    *,
    deletion: str = KEEP_DELETED,
    by_rule: bool = False,
) -> None:
    """``resolve`` inside a larger unit of work; ``by_rule`` is told on the card.

    Raises:
        as ``resolve``.
    """
    target = open_one.target
    if target is None:
        raise ConflictGone(id=open_one.id)
    values = _chosen_values(open_one, choices)
    fields = KINDS[target.kind].fields
    if any(entry.field not in fields for entry in open_one.entries):
        raise ConflictOfNewerVersion(id=open_one.id)
    chosen: dict[str, Any] = {name: _told(fields[name], one, choices[name]) for name, one in values.items()}
    chosen |= {name: HQ for name in (entry.field for entry in open_one.entries) if name not in chosen}
    chosen |= {BY_RULE: True} if by_rule else {}
    if open_one.reason == "delete":
        chosen["deleted"] = deletion
        if deletion == RESTORE and target.deleted:
            work.restore(target.kind, target.id)
    if values:
        work.update(target.kind, target.id, values)
        note_move(work, target, values)
    settled = {"status": "resolved", "chosen": chosen, "resolved_by": work.actor}
    work.update(CARD, open_one.id, settled | {"resolved_at": work.now})


def take(store: Store, conflict_id: str, side: str, actor: str) -> None:
    """Settle a card by one side as a whole: ``MINE`` (the edits that did not stand) or ``HQ``.

    Of a card about a deletion, ``MINE`` restores the record with the edits, ``HQ`` leaves it deleted.

    Raises:
        as ``resolve``.
    """
    names = [entry.field for entry in conflict(store, conflict_id).entries]
    deletion = RESTORE if side == MINE else KEEP_DELETED
    resolve(store, conflict_id, dict.fromkeys(names, side), actor, deletion=deletion)


def _entry(kind: str, raw: Any) -> Entry:
    field = KINDS[kind].fields.get(raw["field"])
    parts = (raw.get(part) for part in ("before", "mine", "hq"))
    before, mine, hq = (part if field is None else from_wire(field, part) for part in parts)
    return Entry(raw["field"], before, mine, hq)


def _chosen_values(open_one: OpenConflict, choices: Mapping[str, Any]) -> dict[str, Any]:
    """The fields to change; headquarters' values stand already."""
    entries = {entry.field: entry for entry in open_one.entries}
    values: dict[str, Any] = {}
    for name, choice in choices.items():
        if name not in entries:
            raise NotInConflict(name)
        if choice == MINE:
            values[name] = entries[name].mine
        elif choice != HQ:
            values[name] = choice.value if isinstance(choice, Own) else choice
    return values


def _told(field: Any, value: Any, choice: Any) -> Any:
    return MINE if choice == MINE else {"value": to_wire(field, value)}
