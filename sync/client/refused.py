"""What headquarters refused: send it again, send it corrected, or give it up. Nothing is lost either way.

A given-up value stays in the record's history; an operation sent again keeps its place in the queue, so that
later ones of the same record follow it as they were made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.values import python_values, to_wire
from app.store.captured import Captured
from app.store.store import Store
from app.store.tray import Tray
from sync.client.errors import RefusalGone
from sync.client.verdicts import operation
from sync.protocol.merge import overlay
from sync.protocol.times import milliseconds

DISCARD = "discard"
CORRECT = "correct"
SEND_AGAIN = "send_again"


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled; ``undoable``: undo takes it back (nothing changed on the screen otherwise)."""

    changes: ChangeSet
    undoable: bool


def send_again(store: Store, op_ids: Sequence[str], actor: str) -> Settled:
    """Queue the same changes again, without the values that were corrected since.

    Raises:
        RefusalGone: none of them is in the tray any more.
    """
    with store.tray(actor=actor, label=SEND_AGAIN) as tray:
        for one in _refused(tray, op_ids):
            if (fields := _fields(tray, one)) or _stands(tray, one):
                tray.renew(one, fields)
            else:
                tray.drop([one])  # everything in it was replaced by later edits
    return settled(tray)


def correct(store: Store, op_id: str, values: Mapping[str, Any], actor: str) -> Settled:
    """Put checked Python ``values`` into the record, and the refused operation back into the queue with them.

    The corrected values replace the refused ones in the same operation, so that headquarters never sees
    those; what was refused stays in history.

    Raises:
        RefusalGone: it is not in the tray any more.
    """
    with store.tray(actor=actor, label=CORRECT) as tray:
        (one,) = _refused(tray, [op_id])
        put_right(tray, one, values, milliseconds(store.clock()))
    return settled(tray)


def put_right(tray: Tray, one: Captured, values: Mapping[str, Any], at: int) -> None:
    """The same for one refused operation of an open tray; ``at``: now, in milliseconds."""
    told, specs = _fields(tray, one), KINDS[one.kind].fields
    inside = {name: value for name, value in values.items() if one.action == "create" or name in told}
    for name, value in inside.items():
        told[name] = (told.get(name, (None, None))[0], to_wire(specs[name], value))
    if told or _stands(tray, one):
        tray.renew(one, told, at=at)
    else:
        tray.drop([one])
    later = {name for other in tray.waiting(one.kind, one.id) if other.seq > one.seq for name in other.fields}
    tray.work.show(one.kind, one.id, {name: one for name, one in inside.items() if name not in later})
    tray.work.update(one.kind, one.id, {n: v for n, v in values.items() if n not in inside or n in later})


def discard(store: Store, op_ids: Sequence[str], actor: str) -> Settled:
    """Give refused changes up: records show again what they are without them. Undo makes the changes anew.

    A record that headquarters refused to create goes, with everything that waits on it; one that only stayed
    for what waited on it leaves this laptop.

    Raises:
        RefusalGone: none of them is in the tray any more.
    """
    with store.tray(actor=actor, label=DISCARD) as tray:
        by_record: dict[tuple[str, str], list[Captured]] = {}
        for one in _refused(tray, op_ids):
            by_record.setdefault((one.kind, one.id), []).append(one)
        for (kind, id), gone in by_record.items():
            _give_up(tray, kind, id, gone)
    return settled(tray)


def _give_up(tray: Tray, kind: str, id: str, gone: Sequence[Captured]) -> None:
    local = tray.replica.local(kind, [id]).get(id)
    waiting = tray.waiting(kind, id)
    if local is not None and not local.rev and any(one.action == "create" for one in gone):
        tray.drop([*gone, *waiting])
        tray.work.show(kind, id, {}, deleted=True)
        return
    tray.drop(gone)
    if local is None:
        return
    ids = {one.op_id for one in gone}
    left = [operation(one) for one in waiting if one.op_id not in ids]
    if not (local.rev or left):  # let go of when it was refused: headquarters has it elsewhere
        tray.replica.leave(kind, [id])
        return
    doc, deleted = overlay(kind, local.hq_doc, left, deleted=local.hq_deleted)
    tray.work.show(kind, id, python_values(KINDS[kind], doc), deleted=deleted)


def _refused(tray: Tray, op_ids: Sequence[str]) -> list[Captured]:
    found = tray.refused(op_ids)
    if not found:
        raise RefusalGone()
    return found


def _fields(tray: Tray, one: Captured) -> dict[str, tuple[Any, Any]]:
    """What the operation is to say now: without the values that later edits replaced.

    A creation says the record as it is shown, later edits included: headquarters would refuse half of one.
    """
    if one.action == "create":
        shown = tray.replica.local(one.kind, [one.id])[one.id].doc
        return {name: (None, value) for name, value in shown.items()}
    return {name: pair for left in _left(tray, one) for name, pair in left.fields.items()}


def _stands(tray: Tray, one: Captured) -> bool:
    """Whether anything of the operation was not replaced by later ones."""
    return bool(_left(tray, one))


def _left(tray: Tray, one: Captured) -> list[Captured]:
    return [other for other in tray.waiting(one.kind, one.id) if other.op_id == one.op_id]


def settled(tray: Tray) -> Settled:
    """What an open tray has settled so far."""
    done = tray.work.changes
    return Settled(ChangeSet(done.ids | tray.touched, done.origin, done.change_id), bool(done.ids))
