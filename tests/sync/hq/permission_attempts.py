"""What every person of the permission table tries with every record, and what becomes of it.

An action is tried on the records of all kinds at once: what the table lets through in one push, what it
refuses in another, so that a push of refusals alone must leave headquarters' revision where it was.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.rules.masking import masked
from sync.hq import clashes, possession
from sync.hq.errors import DeviceRevoked, FileUnknown
from sync.hq.files import file_state, give_piece, take_piece
from sync.hq.scopes import EVERYBODY, Principal, scope
from sync.protocol.judge import Held
from sync.protocol.messages import Action, Operation, Verdict
from tests.sync.hq.permission_table import LASTING, expected
from tests.sync.hq.permission_world import REFUSED, Case, World, values

Outcomes = dict[str, str]
"""By kind, a word of the table; whatever is wrong besides follows the word, so that it stands in no cell."""


@dataclass(frozen=True)
class Wish:
    """An operation to be pushed for the sake of a kind's cell."""

    action: Action
    kind: str
    id: str
    fields: dict[str, Any] = field(default_factory=dict)


def attempt(world: World, case: Case, action: str) -> Outcomes:
    """Try one action on the record of every kind."""
    if action == "read_deleted":
        world.bury(case)
    before = world.mark(), world.held(case.by_kind)
    try:
        return _TRIES[action](world, case)
    except DeviceRevoked:
        left = "" if (world.mark(), world.held(case.by_kind)) == before else ", and it left a trace"
        return dict.fromkeys(case.records, f"out{left}")


# --- what is pushed -------------------------------------------------------------------------------------


def _pushed(world: World, case: Case, action: str, wishes: Mapping[str, Wish]) -> Outcomes:
    """Push what the table lets through, then what it refuses."""
    refused = {kind for kind in wishes if _said(case, kind, action) in REFUSED.values()}
    outcomes: Outcomes = {}
    for some in (wishes.keys() - refused, refused):
        if some:
            outcomes |= _push(world, case, {kind: wishes[kind] for kind in sorted(some)})
    return outcomes


def _said(case: Case, kind: str, action: str) -> str:
    return expected(kind, case.role, case.relation)[action]


def _push(world: World, case: Case, wishes: Mapping[str, Wish]) -> Outcomes:
    (rev, lines), before = world.mark(), _meant(world, wishes)
    laptop = case.actor.laptop
    operations = {
        kind: laptop.operation(
            wish.action, wish.kind, wish.id, wish.fields, base=before[kind].rev if kind in before else 0
        )
        for kind, wish in wishes.items()
    }
    verdicts = dict(zip(operations, case.actor.pushes([*operations.values()]), strict=True))
    after = _meant(world, wishes)
    outcomes = {
        kind: _done(verdict, before.get(kind), after.get(kind))
        if verdict.status != "refused"
        else REFUSED.get(verdict.reason, verdict.reason) + _trace(before.get(kind), after.get(kind))
        for kind, verdict in verdicts.items()
    }
    if all(verdict.status == "refused" for verdict in verdicts.values()):
        assert world.mark()[0] == rev, "something else was changed by what was refused"
    remarks = _unremembered(world, case, operations, verdicts, lines)
    return {kind: outcome + remarks.get(kind, "") for kind, outcome in outcomes.items()}


def _meant(world: World, wishes: Mapping[str, Wish]) -> dict[str, Held]:
    return world.held({kind: (wish.kind, wish.id) for kind, wish in wishes.items()})


def _done(verdict: Verdict, before: Held | None, after: Held | None) -> str:
    if verdict.status != "applied":
        return f"{verdict.status} {verdict.reason}"
    return "done" if after is not None and after != before else "done, and nothing changed"


def _trace(before: Held | None, after: Held | None) -> str:
    return "" if after == before else ", and it left a trace"


def _unremembered(
    world: World,
    case: Case,
    operations: Mapping[str, Operation],
    verdicts: Mapping[str, Verdict],
    lines: int,
) -> Outcomes:
    """What is wrong with how the refusals are remembered and audited: nothing but they is."""
    refused = {kind: one for kind, one in operations.items() if verdicts[kind].status == "refused"}
    logged, audited, found = world.logged(refused.values()), world.audited(lines), {}
    device = case.actor.principal.device_id
    for kind, operation in refused.items():
        reason = verdicts[kind].reason
        line = ("push", operation.id, reason.removeprefix("hq.refused."), device)
        if logged.get(operation.op_id) != ("refused", reason):
            found[kind] = ", and it is not remembered"
        elif line not in audited:
            found[kind] = ", and it is not audited"
    assert found or len(audited) == len(refused), f"audited besides: {audited}"
    return found


def _create(world: World, case: Case) -> Outcomes:
    laptop, wishes = case.actor.laptop, {}
    for kind, like in world.held(case.by_kind).items():
        claimed = {name: like.doc[name] for name in ("unit_id", "created_by") if name in like.doc}
        forged = values(kind, b"new") | {"unit_id": world.office.south, "created_by": "冒名"} | claimed
        wishes[kind] = Wish("create", kind, laptop.new_id(), forged)
    outcomes, made = _pushed(world, case, "create", wishes), _meant(world, wishes)
    actor = laptop.principal
    for kind in (kind for kind, outcome in outcomes.items() if outcome == "done"):
        outcomes[kind] = _where(made[kind], actor, wishes[kind].fields["unit_id"])
        if (made[kind].doc["created_by"], made[kind].by) != (actor.user, actor.user):
            outcomes[kind] += f", and by {made[kind].doc['created_by']}"
    return outcomes


def _attach(world: World, case: Case) -> Outcomes:
    laptop, targets, wishes = case.actor.laptop, world.held(case.by_kind), {}
    for kind, id in case.records.items():
        hung = values("attachment", b"hung") | {"parent_kind": kind, "parent_id": id}
        wishes[kind] = Wish("create", "attachment", laptop.new_id(), hung)
    outcomes, made = _pushed(world, case, "attach", wishes), _meant(world, wishes)
    after = world.held(case.by_kind)
    for kind in (kind for kind, outcome in outcomes.items() if outcome == "done"):
        changed = _trace(targets[kind], after[kind])  # attaching changes nothing of the record
        outcomes[kind] = _where(made[kind], laptop.principal, targets[kind].unit) + changed
    return outcomes


def _where(made: Held, actor: Principal, there: str) -> str:
    if made.doc.get("unit_id", "") != made.unit:
        return "in a unit that it does not say"
    if made.unit == actor.unit_id:
        return "mine"
    return "there" if made.unit == there else "all" if made.unit == EVERYBODY else "elsewhere"


def _update(world: World, case: Case) -> Outcomes:
    fields: dict[str, dict[str, Any]] = {kind: {"remark": (None, "改")} for kind in case.records}
    fields["conflict"] = {"status": ("open", "resolved")}
    units = clashes.units_of(world.held(case.by_kind)["clash"].doc)
    shares = [{"unit_id": unit, "percent": 50} for unit in units]
    ruling = {"status": ("open", "ruled"), "ruling": "shared", "reason": "同时到访", "shares": shares}
    fields["clash"] = ruling
    wishes = {kind: Wish("update", kind, id, fields[kind]) for kind, id in case.records.items()}
    return _pushed(world, case, "update", wishes)


def _reassign(world: World, case: Case) -> Outcomes:
    office, wishes = world.office, {}
    for kind, held in world.held(case.by_kind).items():
        elsewhere = office.south if held.unit == office.north else office.north
        moving = {"unit_id": (held.unit or None, elsewhere)}
        wishes[kind] = Wish("update", kind, case.records[kind], moving)
    return _pushed(world, case, "reassign", wishes)


def _plainly(action: Action, name: str, world: World, case: Case, **fields: str) -> Outcomes:
    wishes = {kind: Wish(action, kind, id, dict(fields)) for kind, id in case.records.items()}
    return _pushed(world, case, name, wishes)


# --- what is read ---------------------------------------------------------------------------------------


def _read(world: World, case: Case) -> Outcomes:
    laptop = case.laptop
    laptop.principal = case.actor.principal
    laptop.pull()
    visible, held = scope(laptop.principal), world.held(case.by_kind)
    return {kind: _shown(case, kind, one, visible.writes(one.unit)) for kind, one in held.items()}


def _shown(case: Case, kind: str, held: Held, whole: bool) -> str:
    shown = case.laptop.held.get((kind, case.records[kind]))
    if shown is None:
        return "unseen"
    doc = held.doc if whole else masked(kind, held.doc)
    if shown != (held.rev, held.deleted, doc):
        return "seen otherwise than it is"
    if whole:
        return "seen"
    return "veiled" if "13800138000" not in str(shown) else "veiled, and its numbers show"


def _read_deleted(world: World, case: Case) -> Outcomes:
    """As ``read``; the records have been deleted by now, by the actor or by the clerk (cards stay)."""
    deleted = {kind: one.deleted for kind, one in world.held(case.by_kind).items()}
    remarks = {kind: ", though " + ("" if gone else "not ") + "deleted" for kind, gone in deleted.items()}
    return {
        kind: outcome + (remarks[kind] if deleted[kind] is (kind in LASTING) else "")
        for kind, outcome in _read(world, case).items()
    }


# --- files ----------------------------------------------------------------------------------------------


def _write_file(world: World, case: Case) -> Outcomes:
    """Headquarters had the bytes and lost them: who gives them again?"""
    who = case.actor.principal
    _prove(world, case)
    return {kind: _give(world, who, case.data[kind]) for kind in case.records}


def _give(world: World, who: Principal, data: bytes) -> str:
    store, sha = world.office.store, hashlib.sha256(data).hexdigest()
    try:
        take_piece(store, who, sha, 0, data)
    except FileUnknown:
        kept = store.blobs.staging.offset(who.device_id, sha)
        return "nofile" if kept == 0 else "nofile, and a piece of it was kept"
    return "done" if store.blobs.size(sha) == len(data) else "done, and it is not there"


def _read_file(world: World, case: Case) -> Outcomes:
    who, staging = case.actor.principal, world.office.store.blobs.staging
    _prove(world, case)
    for data in case.data.values():
        sha = hashlib.sha256(data).hexdigest()
        if world.office.store.blobs.size(sha) is None:  # it is there, whoever may have it
            staging.append("clerk", sha, 0, data)
            staging.finish("clerk", sha, partial(world.office.store.blobs.put, sha))
    return {kind: _fetch(world, who, case.data[kind]) for kind in case.records}


def _fetch(world: World, who: Principal, data: bytes) -> str:
    store, sha = world.office.store, hashlib.sha256(data).hexdigest()
    given, state = (
        _unless_unknown(give_piece, store, who, sha, 0, 1000),
        _unless_unknown(file_state, store, who, sha),
    )
    if given is None and state is None:
        return "nofile"
    return "seen" if given == data and state is not None and state.whole else "seen otherwise than it is"


def _unless_unknown(ask: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return ask(*arguments)
    except FileUnknown:
        return None


def _prove(world: World, case: Case) -> None:
    """The authors have shown to have the bytes."""
    store = world.office.store
    with store.write() as connection:
        for kind, id in case.records.items():
            data = case.data[kind]
            possession.prove(connection, store.tenant, hashlib.sha256(data).hexdigest(), [id], len(data))


_TRIES: dict[str, Callable[[World, Case], Outcomes]] = {
    "create": _create,
    "read": _read,
    "update": _update,
    "reassign": _reassign,
    "recreate": partial(_plainly, "create", "recreate", again="又"),
    "attach": _attach,
    "write_file": _write_file,
    "read_file": _read_file,
    "delete": partial(_plainly, "delete", "delete"),
    "read_deleted": _read_deleted,
    "restore": partial(_plainly, "restore", "restore"),
}
