"""What must be true in the end, worked out anew from headquarters' log, without the code under test.

The log is replayed with a model of the rules of its own: a field somebody changed since the laptop looked
may not be overwritten in silence; what does not stand is on a card; every acknowledged edit is there once.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.model.field import Merge
from app.model.registry import KINDS
from app.model.values import digests_check
from app.store.integrity import broken_promises
from sync.hq.scopes import scope
from tests.sim.laptop import Laptop
from tests.sim.world import World

TAKEN = ("applied", "merged", "conflict")


class Violation(AssertionError):
    """Something that must never happen has happened."""


@dataclass
class Logged:
    """One operation in headquarters' log."""

    op_id: str
    rev: int
    kind: str
    id: str
    action: str
    base_rev: int
    fields: dict[str, tuple[Any, Any]]
    status: str
    card: str
    device: str


@dataclass
class Record:
    """A record as the model sees it."""

    doc: dict[str, Any] = field(default_factory=dict)
    revs: dict[str, int] = field(default_factory=dict)
    rev: int = 0
    offered: tuple[int, int] = (0, 0)  # the revision that the last offer carried, and the one it got


def check(world: World) -> None:
    """Raise ``Violation`` for the first promise that was broken."""
    log = read_log(world)
    _each_once(world, log)
    _forgeries_refused(world, log)
    _refusals_told(world, log)
    _burials_on_cards(log)
    _nothing_overwritten_in_silence(world, log)
    for laptop in world.living():
        _done(world, laptop)
        _sound(laptop)
        _same_as_headquarters(world, laptop)


def read_log(world: World) -> list[Logged]:
    """Headquarters' log in the order it was judged."""
    rows = world.hq.connection.execute(
        "SELECT op_id, rev, kind, record_id, action, base_rev, fields, status, card, device "
        "FROM operation ORDER BY rowid"
    ).fetchall()
    return [
        Logged(op_id, rev, kind, id, action, base, json.loads(fields), status, card, device)
        for op_id, rev, kind, id, action, base, fields, status, card, device in rows
    ]


def hq_records(world: World) -> dict[tuple[str, str], tuple[dict[str, Any], int, bool, str]]:
    """Headquarters' records: document, revision, deleted, unit."""
    rows = world.hq.connection.execute("SELECT kind, id, doc, rev, deleted, unit FROM record").fetchall()
    return {(kind, id): (json.loads(doc), rev, bool(gone), unit) for kind, id, doc, rev, gone, unit in rows}


def _each_once(world: World, log: list[Logged]) -> None:
    """Every acknowledged edit of a living laptop is in the log once, or came back to its author."""
    counted = Counter(logged.op_id for logged in log)
    if twice := [op for op, count in counted.items() if count > 1]:
        raise Violation(f"applied twice: {twice}")
    for laptop in world.living():
        missing = set(laptop.acknowledged) - counted.keys() - laptop.refused() - world.lost_with_image
        if missing:
            raise Violation(f"lost edits of {laptop.name}: {sorted(missing)}")


def _forgeries_refused(world: World, log: list[Logged]) -> None:
    taken = [logged.op_id for logged in log if logged.op_id in world.forged and logged.status in TAKEN]
    if taken:
        raise Violation(f"out of scope and taken: {taken}")


def _refusals_told(world: World, log: list[Logged]) -> None:
    """What headquarters refused is on the author's screen, not gone."""
    refused = {logged.op_id for logged in log if logged.status == "refused"} - world.forged
    for laptop in world.living():
        untold = refused & set(laptop.acknowledged) - laptop.refused()
        if untold:
            raise Violation(f"refused and not told to {laptop.name}: {sorted(untold)}")


def _burials_on_cards(log: list[Logged]) -> None:
    """A deletion that met an edit its author had not seen, or the other way round, is on a card."""
    edited: dict[tuple[str, str], list[Logged]] = {}
    for logged in log:
        if logged.status not in TAKEN or logged.kind == "conflict":
            continue
        if logged.action == "restore" and not logged.fields and not _deleted(edited.get(_key(logged), [])):
            continue  # of a record that was there: no change
        earlier = edited.setdefault((logged.kind, logged.id), [])
        if logged.action == "delete":
            dead = _deleted(earlier)
            unseen = [e for e in earlier if e.rev > logged.base_rev and e.device != logged.device]
            if unseen and not dead and unseen[-1] is earlier[-1] and not logged.card:
                raise Violation(f"silent: {logged.op_id} buried {[e.op_id for e in unseen]}")
        earlier.append(logged)


def _key(logged: Logged) -> tuple[str, str]:
    return logged.kind, logged.id


def _deleted(log: list[Logged]) -> bool:
    told = {"delete": True, "offer_gone": True, "restore": False, "offer": False}
    return next((told[e.action] for e in reversed(log) if e.action in told), False)


def _nothing_overwritten_in_silence(world: World, log: list[Logged]) -> None:
    """Replay the log; the plain and the set fields must come out as headquarters has them."""
    held: dict[tuple[str, str], Record] = {}
    records = hq_records(world)
    losses = world.hq.connection.execute("SELECT lost_after, begins FROM epoch ORDER BY begins").fetchall()
    for logged in log:
        if logged.status not in TAKEN or logged.kind == "conflict":
            continue
        record = held.setdefault((logged.kind, logged.id), Record())
        for after, before in losses:
            if record.offered[1] < after < logged.rev and logged.rev >= before:
                record.offered = (after, after)
        if logged.action in ("offer", "offer_gone"):
            _come_back(record, logged)
            continue
        clashes = _replay(record, logged)
        if clashes and not logged.card:
            raise Violation(f"silent: {logged.op_id} lost {clashes} without a card")
        if clashes:
            _on_card(records, logged, clashes)
    for key, record in held.items():
        doc = records[key][0]
        for name, value in record.doc.items():
            merge = KINDS[key[0]].fields[name].merge
            if merge in (Merge.ASK, Merge.UNION) and _plain(value) != _plain(doc.get(name)):
                raise Violation(f"{key} {name}: headquarters has {doc.get(name)!r}, the log says {value!r}")
            if merge is Merge.TEXT and set(value or ()) - set((doc.get(name) or "").split("\n")):
                raise Violation(f"{key} {name}: paragraphs vanished")


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _come_back(record: Record, logged: Logged) -> None:
    """A record that headquarters lost is offered: a newer state stands where nobody changed an older one."""
    if record.rev and logged.base_rev <= record.offered[0]:
        raise Violation(f"an older state was taken: {logged.op_id}")
    mine = {name: after for name, (_, after) in logged.fields.items()}
    for name, spec in KINDS[logged.kind].fields.items():
        if spec.merge is not Merge.HQ and record.revs.get(name, 0) <= record.offered[1]:
            text = spec.merge is Merge.TEXT and mine.get(name)
            record.doc[name] = set(str(mine[name]).split("\n")) if text else mine.get(name)
            record.revs[name] = logged.rev
    record.rev, record.offered = max(record.rev, logged.rev), (logged.base_rev, logged.rev)


def _replay(record: Record, logged: Logged) -> list[str]:
    """Take one operation into the model; returns the plain fields in which it did not stand."""
    clashes = []
    before_rev = record.rev
    for name, (before, mine) in logged.fields.items():
        spec = KINDS[logged.kind].fields.get(name)
        if spec is None or spec.merge is Merge.HQ:
            continue
        current = record.doc.get(name)
        if spec.merge is Merge.UNION:
            added = [one for one in mine or () if one not in (before or ())]
            gone = [one for one in before or () if one not in (mine or ())]
            kept = [one for one in current or () if one not in gone]
            joined = kept + [one for one in added if one not in kept] or None
            if _plain(joined) != _plain(current):
                record.revs[name] = logged.rev
            record.doc[name] = joined
            continue
        if spec.merge is Merge.TEXT:
            old, new = (set(filter(None, (text or "").split("\n"))) for text in (before, mine))
            # A clash may have been in another field: whether these paragraphs stand is not known then.
            more = set() if logged.status == "conflict" else new - old
            record.doc[name] = (set(current or ()) - (old - new)) | more
            record.revs[name] = logged.rev
            continue
        unseen = logged.base_rev > before_rev or record.revs.get(name, 0) > logged.base_rev
        if current in (before, mine) or not unseen:
            if current != mine:
                record.revs[name] = logged.rev
            record.doc[name] = mine
        else:
            clashes.append(name)
    record.rev = max(record.rev, logged.rev)
    return clashes


def _on_card(records: dict[tuple[str, str], Any], logged: Logged, clashes: list[str]) -> None:
    card = records.get(("conflict", logged.card))
    if card is None:
        raise Violation(f"no card {logged.card}")
    named = {entry["field"] for entry in card[0].get("entries", [])}
    if not set(clashes) <= named:
        raise Violation(f"card {logged.card} says {named}, not {clashes}")


def _done(world: World, laptop: Laptop) -> None:
    if waiting := laptop.open_count():
        raise Violation(f"{laptop.name} still has {waiting} operations to send")


def _sound(laptop: Laptop) -> None:
    with laptop.store.replica() as replica:
        problems = broken_promises(replica._connection)
    if problems:
        raise Violation(f"{laptop.name}: {problems[:3]}")


def _same_as_headquarters(world: World, laptop: Laptop) -> None:
    visible = scope(laptop.principal)
    records = hq_records(world)
    for kind in KINDS:
        theirs = {id: r for (name, id), r in records.items() if name == kind and visible.covers(r[3])}
        mine = laptop.shown(kind)
        if outside := mine.keys() - theirs.keys():
            raise Violation(f"{laptop.name} holds {kind} {sorted(outside)} outside its scope")
        if missing := theirs.keys() - mine.keys():
            raise Violation(f"{laptop.name} lacks {kind} {sorted(missing)}")
        for id, doc in mine.items():
            if doc != theirs[id][0]:
                raise Violation(f"{laptop.name} differs in {kind} {id}: {doc} is not {theirs[id][0]}")


def state_hash(world: World) -> str:
    """What came of a seed: equal for two runs of it, and on every database."""
    parts = [json.dumps(sorted((k, v[0], v[1], v[2]) for k, v in hq_records(world).items()), sort_keys=True)]
    for laptop in world.laptops:
        parts.append(digests_check(laptop.store.content_sums()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
