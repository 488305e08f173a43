"""Conflict cards: where two edits met and a person decides. One open card per record and device."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, insert, select, update

from app.model.identity import Randomness, record_id
from app.model.registry import KINDS
from app.model.values import Document, to_wire
from sync.hq.records import Key, load
from sync.hq.scopes import Principal
from sync.hq.tables import CARD
from sync.protocol.judge import CARD as KIND
from sync.protocol.judge import PENDING, Entry, Held, Judgement
from sync.protocol.times import instant


@dataclass(slots=True)
class Clash:
    """All that one batch brings against one record. ``other`` is the record as the laptop's edit met it."""

    target: Key
    other: Held
    reason: str = "edit"
    entries: dict[str, Entry] = field(default_factory=dict)
    at: int = 0

    def add(self, judgement: Judgement, at: int) -> None:
        """Take one more judgement against the same record."""
        if judgement.card == "delete":
            self.reason = "delete"
        self.entries.update({entry.field: entry for entry in judgement.entries})
        self.at = at


def file_clashes(
    connection: Connection,
    tenant: int,
    principal: Principal,
    clashes: Mapping[Key, Clash],
    working: dict[Key, Held],
    *,
    now: int,
    randomness: Randomness,
) -> tuple[dict[Key, str], dict[Key, Held]]:
    """Open or refresh the card of every clash in ``working``.

    Returns the card's id by target, and the cards as they were before.
    """
    kept = _kept(connection, tenant, principal, clashes)
    cards = {(KIND, card) for card in kept.values()} - working.keys()
    before = load(connection, tenant, cards)
    working.update(before)
    ids: dict[Key, str] = {}
    fresh: dict[Key, str] = {}
    for target, clash in clashes.items():
        old = kept.get(target)
        held = working.get((KIND, old)) if old else None
        if old and held is not None and not held.deleted and held.doc.get("status") == "open":
            ids[target] = old
            working[KIND, old] = _refreshed(held, clash, now)
            continue
        ids[target] = fresh[target] = record_id(now, randomness)
        working[KIND, ids[target]] = _opened(clash, working[target], principal, now)
    _keep(connection, tenant, principal, fresh, kept)
    return ids, before


def _kept(
    connection: Connection, tenant: int, principal: Principal, clashes: Mapping[Key, Clash]
) -> dict[Key, str]:
    query = select(CARD.c.kind, CARD.c.record_id, CARD.c.card_id).where(
        CARD.c.tenant == tenant,
        CARD.c.device == principal.device_id,
        CARD.c.record_id.in_(sorted({target[1] for target in clashes})),
    )
    return {(kind, target): card for kind, target, card in connection.execute(query)}


def _keep(
    connection: Connection,
    tenant: int,
    principal: Principal,
    fresh: Mapping[Key, str],
    kept: Mapping[Key, str],
) -> None:
    new = []
    for target, card in fresh.items():
        key = {"tenant": tenant, "kind": target[0], "record_id": target[1], "device": principal.device_id}
        if target in kept:
            where = [CARD.c[name] == value for name, value in key.items()]
            connection.execute(update(CARD).where(*where).values(card_id=card))
        else:
            new.append({**key, "card_id": card})
    if new:
        connection.execute(insert(CARD), new)


def _opened(clash: Clash, target: Held, principal: Principal, now: int) -> Held:
    kind = KINDS[clash.target[0]]
    doc: Document = {
        "target_kind": clash.target[0],
        "target_id": clash.target[1],
        "reason": clash.reason,
        "title": str(target.doc.get(kind.title_field) or "")[:200] or None,
        "entries": [_wire(entry) for entry in clash.entries.values()],
        "author": principal.user or None,
        "author_device": principal.device_id,
        "authored_at": _moment(clash.at),
        "other": clash.other.by or None,
        "other_at": _moment(clash.other.at),
        "status": "open",
        "unit_id": target.unit or None,
        "created_at": _moment(now),
    }
    doc = {name: value for name, value in doc.items() if value not in (None, [])}
    return Held(
        doc, rev=PENDING, field_revs=dict.fromkeys(doc, PENDING), at=now, unit=target.unit, other_rev=PENDING
    )


def _refreshed(held: Held, clash: Clash, now: int) -> Held:
    """The card with the clash added; a field keeps its first ``before`` and gets the newest two values."""
    entries = {entry["field"]: entry for entry in held.doc.get("entries", [])}
    for name, entry in clash.entries.items():
        first = entries.get(name)
        entries[name] = {**_wire(entry), "before": first["before"]} if first else _wire(entry)
    changes: Document = {"authored_at": _moment(clash.at)}
    if entries:
        changes["entries"] = list(entries.values())
    if clash.reason == "delete":
        changes["reason"] = "delete"
    doc = {**held.doc, **changes}
    if doc == held.doc:
        return held
    revs = {**held.field_revs, **dict.fromkeys(changes, PENDING)}
    return replace(held, doc=doc, rev=PENDING, field_revs=revs, device="", other_rev=PENDING, at=now, by="")


def _wire(entry: Entry) -> dict[str, Any]:
    return {"field": entry.field, "before": entry.before, "mine": entry.mine, "hq": entry.hq}


def _moment(at: int) -> str:
    moment: str = to_wire(KINDS[KIND].fields["authored_at"], instant(at))
    return moment
