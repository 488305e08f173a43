"""What must be true in the end, worked out anew from headquarters' log, without the code under test.

The log is replayed with a model of the rules of its own (``tests.sim.model``); what does not stand is on a
card; every acknowledged edit is there once, or came back with its reason; all hold the same.
"""

import hashlib
import json
import random
from collections import Counter, defaultdict
from typing import Any

from app.model.field import Merge
from app.model.registry import KINDS
from app.model.values import digests_check
from app.store.integrity import broken_promises
from sync.hq.scopes import scope
from tests.sim.laptop import Laptop, Made
from tests.sim.masks import MASK
from tests.sim.model import EXACT, SLOW, Logged, Record, agrees
from tests.sim.people import is_blunder
from tests.sim.watch import TELLS_DEATH, Violation
from tests.sim.world import World

TAKEN = ("applied", "merged", "conflict")
MASKED = "hq.refused.masked"
ELSEWHERE = ("hq.refused.out_of_scope", "hq.refused.read_only")
HqRecord = tuple[dict[str, Any], int, bool, str]  # document, revision, deleted, unit


def check(world: World) -> None:
    """Raise ``Violation`` for the first promise that was broken."""
    log = read_log(world)
    records = hq_records(world)
    _never_repaired(world)
    _each_once(world, log)
    _in_order(world, log)
    _forgeries_refused(world, log, records)
    _nothing_after_withdrawal(world, log)
    _refusals_told_and_due(world, log)
    _nothing_overwritten_in_silence(world, log, records)
    _burials_on_cards(world, log)
    world.claims.check()
    world.masks.check()
    searched = random.Random(f"search/{world.seed}").choice(world.living())
    for laptop in world.living():
        _done(world, laptop)
        _sound(laptop, indexed=laptop is searched)
        _same_as_headquarters(world, laptop, records)


def read_log(world: World) -> list[Logged]:
    """Headquarters' log in the order it was judged."""
    rows = world.hq.rows(
        "SELECT op_id, rev, kind, record_id, action, base_rev, fields, status, card, device, reason "
        f"FROM operation ORDER BY {world.hq.ground.log_order}"
    )
    return [
        Logged(op_id, rev, kind, id, action, base, json.loads(fields), status, card, device, reason)
        for op_id, rev, kind, id, action, base, fields, status, card, device, reason in rows
    ]


def hq_records(world: World) -> dict[tuple[str, str], HqRecord]:
    """Headquarters' records."""
    rows = world.hq.rows("SELECT kind, id, doc, rev, deleted, unit FROM record")
    return {(kind, id): (json.loads(doc), rev, bool(gone), unit) for kind, id, doc, rev, gone, unit in rows}


def _never_repaired(world: World) -> None:
    """Where no disaster was, nothing drifts apart: what is repaired in the end was wrong before."""
    disasters = ("headquarters restored", "image restored", "twin", "tombstone forgotten")
    if world.stats["repaired"] and not any(world.stats[one] for one in disasters):
        raise Violation("a laptop differed from headquarters and was repaired")


def _each_once(world: World, log: list[Logged]) -> None:
    """Every acknowledged edit of a living laptop is in the log once, or came back to its author."""
    counted = Counter(logged.op_id for logged in log)
    if twice := [op for op, count in counted.items() if count > 1]:
        raise Violation(f"applied twice: {twice}")
    for laptop in world.living():
        missing = laptop.acknowledged.keys() - counted.keys() - laptop.refused() - world.lost_with_image
        missing -= world.versions.held_back(laptop) | world.retention.operations
        missing -= world.masks.orphaned(laptop)
        if missing:
            raise Violation(f"lost edits of {laptop.name}: {sorted(missing)}")
    by_id = {logged.op_id: (logged.kind, logged.id, logged.action, logged.fields) for logged in log}
    bases = {logged.op_id: logged.base_rev for logged in log}
    for laptop in world.laptops:
        for op_id, made in laptop.acknowledged.items():
            if made.said[:2] in world.retention.forgotten:
                continue
            if by_id.get(op_id, made.said) != made.said:
                raise Violation(f"{laptop.name} said {made.said}, headquarters knows {by_id[op_id]}")
            if bases.get(op_id, made.base_rev) != made.base_rev:
                raise Violation(f"{op_id} is of {made.base_rev}, headquarters was told {bases[op_id]}")


def _in_order(world: World, log: list[Logged]) -> None:
    """A laptop's edits of one record were judged in the order in which they were made."""
    made: dict[str, tuple[str, int]] = {}
    for laptop in world.laptops:
        for number, op_id in enumerate(laptop.acknowledged):
            made.setdefault(op_id, (laptop.name, number))
    last: dict[tuple[str, str, str], int] = {}
    for logged in log:
        name, number = made.get(logged.op_id, ("", 0))
        key = name, logged.kind, logged.id
        if number < last.get(key, 0):
            raise Violation(f"{logged.op_id} of {name} was judged after a later edit of its record")
        last[key] = number


def _forgeries_refused(world: World, log: list[Logged], records: dict[tuple[str, str], HqRecord]) -> None:
    taken = [logged.op_id for logged in log if logged.op_id in world.forged and logged.status in TAKEN]
    if taken:
        raise Violation(f"forged and taken: {taken}")
    for id, author in world.pretended.items():
        doc, _, _, unit = records.get(("company", id), ({}, 0, False, author.unit_id))
        claimed = doc.get("unit_id", unit), doc.get("created_by", author.user), unit
        if claimed != (author.unit_id, author.user, author.unit_id):
            raise Violation(f"{author.user} made {id} and headquarters believes {claimed}")


def _nothing_after_withdrawal(world: World, log: list[Logged]) -> None:
    if world.stats["withdrawn and answered"]:
        raise Violation("a withdrawn device was answered")
    for logged in log:
        if logged.device in world.hq.revoked and logged.op_id not in world.hq.log_at_revocation:
            raise Violation(f"{logged.op_id} was taken from a device that was withdrawn")


def _refusals_told_and_due(world: World, log: list[Logged]) -> None:
    """What was refused is on the author's screen, not gone; and nothing is refused without a reason."""
    by_id = {logged.op_id: logged for logged in log}
    refused = {op for op, logged in by_id.items() if logged.status == "refused"} - world.forged
    for op in sorted(refused):
        if not is_blunder(by_id[op].kind, by_id[op].fields) and not _moved_away(world, by_id[op]):
            raise Violation(f"refused without need: {by_id[op]}")
    for laptop in world.living():
        if untold := refused & laptop.acknowledged.keys() - laptop.refused():
            raise Violation(f"refused and not told to {laptop.name}: {sorted(untold)}")
        for item in laptop.store.outbox(state="refused", limit=10_000):
            operation = item.operation
            due = is_blunder(operation.kind, operation.fields) or operation.kind == "conflict"
            lost = world.stats["headquarters restored"] and (item.reason or {}).get("key") in ELSEWHERE
            due |= world.retention.on and (item.reason or {}).get("key") == "sync.refused.never_created"
            due |= (item.reason or {}).get("key") == MASKED and MASK in str(operation.fields)
            if operation.op_id not in refused and not due and not lost:
                raise Violation(f"{laptop.name} set aside without need: {operation}")


def _moved_away(world: World, logged: Logged) -> bool:
    """Whether the edit was of a record that its author knew, or could not know, to be another office's."""
    if logged.reason == MASKED:
        return world.masks.on and MASK in str(logged.fields)
    if logged.reason not in ELSEWHERE:
        return False
    moves = world.hq.rows(f"SELECT rev FROM moved WHERE id = '{logged.id}'")
    return (
        logged.device in world.hq.rescoped
        or world.stats["headquarters restored"] > 0
        or any(rev <= logged.base_rev for (rev,) in moves)
    )


def _burials_on_cards(world: World, log: list[Logged]) -> None:
    """A deletion that met an edit its author had not seen, or the other way round, is on a card."""
    edited: dict[tuple[str, str], list[Logged]] = {}
    for logged in log:
        if logged.status not in TAKEN or logged.kind == "conflict" or _is_forgotten(world, logged):
            continue
        earlier = edited.setdefault((logged.kind, logged.id), [])
        if logged.idle and logged.action != "delete":
            continue  # of what was so already, or stands on a card only: no news to anybody
        if logged.action == "delete":
            dead = _deleted(earlier)
            unseen = [e for e in earlier if _told_by(e) > logged.base_rev and e.device != logged.device]
            if unseen and not dead and unseen[-1] is earlier[-1] and not logged.card:
                raise Violation(f"silent: {logged.op_id} buried {[e.op_id for e in unseen]}")
            if logged.status == "conflict" and not unseen and _knows_its_own(world, logged):
                raise Violation(f"a card for nothing: {logged}")
        earlier.append(logged)


def _is_forgotten(world: World, logged: Logged) -> bool:
    """Whether headquarters removed the record and its history once."""
    return (logged.kind, logged.id) in world.retention.forgotten


def _told_by(logged: Logged) -> int:
    """The revision that an edit got; of an offer the one whose state it brings back."""
    return logged.base_rev if logged.action in ("offer", "offer_gone") else logged.rev


def _knows_its_own(world: World, logged: Logged) -> bool:
    """Whether nothing but other laptops' edits could be news to this one."""
    disasters = ("headquarters restored", "image restored", "twin")
    moved = world.hq.rows(f"SELECT rev FROM moved WHERE id = '{logged.id}'")
    return not moved and not any(world.stats[one] for one in disasters)


def _deleted(log: list[Logged]) -> bool:
    return next((TELLS_DEATH[e.action] for e in reversed(log) if e.action in TELLS_DEATH), False)


def _nothing_overwritten_in_silence(
    world: World, log: list[Logged], records: dict[tuple[str, str], HqRecord]
) -> None:
    """Replay the log; the fields must come out as headquarters has them, and every loser be on a card."""
    sure = SLOW if world.faults.slow or world.faults.late else EXACT
    held: defaultdict[tuple[str, str], Record] = defaultdict(lambda: Record(sure=sure))
    times = _true_times(world)
    losses = world.hq.rows("SELECT lost_after, begins FROM epoch ORDER BY begins")
    moves = world.hq.rows("SELECT kind, id, rev FROM moved")
    for logged in log:
        if logged.status not in TAKEN or logged.kind == "conflict" or _is_forgotten(world, logged):
            continue
        record = held[logged.kind, logged.id]
        record.rev = max([record.rev, *(r for *key, r in moves if _key(logged) == key and r < logged.rev)])
        if logged.action in ("offer", "offer_gone"):
            record.notice(losses, logged)
            if record.rev and logged.base_rev <= record.offered[0]:
                raise Violation(f"an older state was taken: {logged.op_id}")
            record.come_back(logged)
        else:
            _stands_or_is_on_card(records, record, logged, times.get(logged.op_id))
    for (kind, id), record in held.items():
        _comes_to(kind, id, record, records[kind, id])


def _stands_or_is_on_card(
    records: dict[tuple[str, str], HqRecord], record: Record, logged: Logged, made: Made | None
) -> None:
    dead = record.deleted
    clashes = record.take(logged, made)
    if clashes and not logged.card:
        raise Violation(f"silent: {logged.op_id} lost {clashes} without a card")
    if clashes:
        _on_card(records, logged, clashes)
    elif logged.status == "conflict" and not dead and _never_clashes(logged):
        raise Violation(f"a card for nothing: {logged}")


def _comes_to(kind: str, id: str, record: Record, theirs: HqRecord) -> None:
    doc, _, deleted, _ = theirs
    if bare := [name for name, spec in KINDS[kind].fields.items() if spec.required and not doc.get(name)]:
        raise Violation(f"{kind} {id} has no {bare}")
    for name, value in record.doc.items():
        if not agrees(KINDS[kind].fields[name], value, doc.get(name)):
            raise Violation(f"{kind} {id} {name}: headquarters has {doc.get(name)!r}, log says {value!r}")
    if deleted != record.deleted:
        raise Violation(f"{kind} {id}: headquarters has deleted {deleted}, the log {record.deleted}")


def _key(logged: Logged) -> list[str]:
    return [logged.kind, logged.id]


def _never_clashes(logged: Logged) -> bool:
    """Whether a card could only have come from a plain field."""
    specs = (KINDS[logged.kind].fields.get(name) for name in logged.fields)
    return logged.action != "delete" and all(spec is None or spec.merge is not Merge.TEXT for spec in specs)


def _true_times(world: World) -> dict[str, Made]:
    """When operations were made, of those laptops whose clock was the same all the time."""
    if world.faults.jumps and world.faults.skew:
        return {}
    return {op: made for laptop in world.laptops for op, made in laptop.acknowledged.items()}


def _on_card(records: dict[tuple[str, str], HqRecord], logged: Logged, clashes: list[str]) -> None:
    card = records.get(("conflict", logged.card))
    if card is None:
        raise Violation(f"no card {logged.card}")
    named = {entry["field"] for entry in card[0].get("entries", [])}
    if not set(clashes) <= named:
        raise Violation(f"card {logged.card} says {named}, not {clashes}")


def _done(world: World, laptop: Laptop) -> None:
    due = world.versions.held_back(laptop) | world.masks.orphaned(laptop)
    if (waiting := laptop.open_count()) != len(due):
        raise Violation(f"{laptop.name} still has {waiting} operations to send")


def _sound(laptop: Laptop, *, indexed: bool) -> None:
    """``indexed``: once what came is in the indexes, too."""
    with laptop.world.versions.laptop(laptop.name):
        _is_sound(laptop, indexed=indexed)


def _is_sound(laptop: Laptop, *, indexed: bool) -> None:
    while indexed and laptop.store.late_indexing.some():
        pass
    with laptop.store.replica() as replica:
        problems = broken_promises(replica._connection)
    if problems:
        raise Violation(f"{laptop.name}: {problems[:3]}")


def _same_as_headquarters(world: World, laptop: Laptop, records: dict[tuple[str, str], HqRecord]) -> None:
    principal = world.hq.principal(laptop.device)
    assert principal is not None
    visible = scope(principal)
    standing, held = laptop.watch.standing(), laptop.held()
    by_kind: defaultdict[str, dict[str, HqRecord]] = defaultdict(dict)
    for (kind, id), record in records.items():
        if visible.covers(record[3]):
            by_kind[kind][id] = (world.masks.seen(kind, record[0], record[3], visible), *record[1:])
    for kind in KINDS:
        theirs = by_kind[kind]
        if not world.versions.knows(laptop.name, kind):
            if world.versions.parked(laptop, kind) != {id: record[:3] for id, record in theirs.items()}:
                raise Violation(f"{laptop.name} does not carry {kind} as headquarters has it")
            continue
        mine = {
            id: local
            for id, local in held.get(kind, {}).items()
            if id in theirs or not (local.hq_deleted and (kind, id) in world.retention.forgotten)
        }
        if outside := mine.keys() - theirs.keys():
            raise Violation(f"{laptop.name} holds {kind} {sorted(outside)} outside its scope")
        if missing := theirs.keys() - mine.keys():
            raise Violation(f"{laptop.name} lacks {kind} {sorted(missing)}")
        for id, local in mine.items():
            if (local.hq_doc, local.rev, local.hq_deleted) != theirs[id][:3]:
                raise Violation(f"{laptop.name} differs in {kind} {id}: {local} is not {theirs[id]}")
            same = (local.doc, local.deleted) == (local.hq_doc, local.hq_deleted)
            if not same and (kind, id) not in standing:
                raise Violation(f"{laptop.name} shows {kind} {id} otherwise, and nothing waits: {local}")


def state_hash(world: World) -> str:
    """What came of a seed: equal for two runs of it, and on every database."""
    parts = [json.dumps(sorted((k, v[0], v[1], v[2]) for k, v in hq_records(world).items()), sort_keys=True)]
    for laptop in world.laptops:
        with world.versions.laptop(laptop.name):
            parts.append(digests_check(laptop.store.content_sums()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
