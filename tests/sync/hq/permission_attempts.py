"""What every person of the permission table tries with every record, and what becomes of it."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from app.rules.masking import masked
from sync.hq import clashes, possession
from sync.hq.errors import DeviceRevoked, FileUnknown
from sync.hq.files import file_state, give_piece, take_piece
from sync.hq.scopes import Principal, scope
from sync.protocol.judge import Held
from sync.protocol.messages import Action
from tests.sync.hq.permission_table import LASTING
from tests.sync.hq.permission_world import REFUSED, Case, World, values


def attempt(world: World, case: Case, kind: str, action: str) -> str:
    """Try one action and say what became of it; a refusal that left a trace in the records is an error."""
    before, target = world.mark(), world.held(kind, case.records[kind])
    try:
        outcome = _TRIES[action](world, case, kind)
    except DeviceRevoked:
        outcome = "out"
    except FileUnknown:
        outcome = "nofile"
    if outcome not in ("done", "mine", "there"):
        after = world.mark()
        assert after[0] == before[0] and world.held(kind, case.records[kind]) == target, "left a trace"
        assert after[1] == before[1] + (outcome in REFUSED.values()), "audited wrongly"
    return outcome


def _pushed(
    world: World, case: Case, kind: str, action: Action, fields: dict[str, Any] | None = None, id: str = ""
) -> str:
    id = id or case.records[kind]
    before = world.held(kind, id)
    verdict, operation = case.actor.says(action, kind, id, fields, base=before.rev if before else 0)
    if verdict.status == "refused":
        assert world.logged(operation.op_id) == ("refused", verdict.reason)
        device, code = case.actor.principal.device_id, verdict.reason.removeprefix("hq.refused.")
        assert world.last_audited() == ("push", id, code, device)
        return REFUSED[verdict.reason]
    assert verdict.status == "applied", verdict
    after = world.held(kind, id)
    assert after is not None and after != before
    return "done"


def _create(world: World, case: Case, kind: str) -> str:
    id, actor = case.actor.laptop.new_id(), case.actor.principal
    like = world.held(kind, case.records[kind])
    assert like is not None
    claimed = {name: like.doc[name] for name in ("unit_id", "created_by") if name in like.doc}
    forged = values(kind, b"new") | {"unit_id": world.office.south, "created_by": "冒名"} | claimed
    outcome = _pushed(world, case, kind, "create", forged, id)
    if outcome != "done":
        assert world.held(kind, id) is None
        return outcome
    made = world.held(kind, id)
    assert made is not None
    assert (made.doc["created_by"], made.by) == (actor.user, actor.user)
    return _where(made, actor, forged["unit_id"])


def _attach(world: World, case: Case, kind: str) -> str:
    id, actor = case.actor.laptop.new_id(), case.actor.principal
    target = world.held(kind, case.records[kind])
    hung = values("attachment", b"hung") | {"parent_kind": kind, "parent_id": case.records[kind]}
    _pushed(world, case, "attachment", "create", hung, id)
    made = world.held("attachment", id)
    assert made is not None and target is not None
    assert world.held(kind, case.records[kind]) == target, "attaching changes nothing of the record"
    return _where(made, actor, target.unit)


def _where(made: Held, actor: Principal, there: str) -> str:
    assert made.doc.get("unit_id", "") == made.unit
    if made.unit == actor.unit_id:
        return "mine"
    assert made.unit == there
    return "there"


def _read(world: World, case: Case, kind: str) -> str:
    laptop = case.laptop
    laptop.principal = case.actor.principal
    laptop.pull()
    visible = laptop.held.get((kind, case.records[kind]))
    if visible is None:
        return "unseen"
    held = world.held(kind, case.records[kind])
    assert held is not None
    whole = scope(laptop.principal).writes(held.unit)
    doc = held.doc if whole else masked(kind, held.doc)
    assert visible == (held.rev, held.deleted, doc) and (whole or "13800138000" not in str(visible))
    return "seen" if whole else "veiled"


def _read_deleted(world: World, case: Case, kind: str) -> str:
    """As ``read``; the record has been deleted by now, by the actor or by the clerk (cards stay)."""
    held = world.held(kind, case.records[kind])
    assert held is not None and held.deleted is (kind not in LASTING)
    return _read(world, case, kind)


def _update(world: World, case: Case, kind: str) -> str:
    fields = {"status": ("open", "resolved")} if kind == "conflict" else {"remark": (None, "改")}
    if kind == "clash":
        held = world.held(kind, case.records[kind])
        assert held is not None
        units = clashes.units_of(held.doc)
        shares = [{"unit_id": unit, "percent": 50} for unit in units]
        ruling = {"status": ("open", "ruled"), "ruling": "shared", "reason": "同时到访", "shares": shares}
        return _pushed(world, case, kind, "update", ruling)
    return _pushed(world, case, kind, "update", fields)


def _reassign(world: World, case: Case, kind: str) -> str:
    held = world.held(kind, case.records[kind])
    assert held is not None
    elsewhere = world.office.south if held.unit == world.office.north else world.office.north
    return _pushed(world, case, kind, "update", {"unit_id": (held.unit or None, elsewhere)})


def _write_file(world: World, case: Case, kind: str) -> str:
    data, store = case.data[kind], world.office.store
    sha = hashlib.sha256(data).hexdigest()
    _prove(world, case, kind, sha)  # headquarters had the bytes and lost them: who gives them again?
    try:
        take_piece(store, case.actor.principal, sha, 0, data)
    except FileUnknown:
        left = store.blobs.staging.offset(case.actor.principal.device_id, sha)
        assert left == 0, "a refused piece was kept"
        raise
    assert store.blobs.size(sha) == len(data)
    return "done"


def _prove(world: World, case: Case, kind: str, sha: str) -> None:
    """The author has shown to have the bytes."""
    store = world.office.store
    with store.write() as connection:
        possession.prove(connection, store.tenant, sha, [case.records[kind]], len(case.data[kind]))


def _read_file(world: World, case: Case, kind: str) -> str:
    data, store = case.data[kind], world.office.store
    sha = hashlib.sha256(data).hexdigest()
    who = case.actor.principal
    if store.blobs.size(sha) is None:  # it is there, whoever may have it
        store.blobs.staging.append("clerk", sha, 0, data)
        store.blobs.staging.finish("clerk", sha, partial(store.blobs.put, sha))
    _prove(world, case, kind, sha)
    try:
        assert give_piece(store, who, sha, 0, 1000) == data
    except FileUnknown:
        with pytest.raises(FileUnknown):
            file_state(store, who, sha)
        raise
    assert file_state(store, who, sha).whole
    return "seen"


_TRIES: dict[str, Callable[[World, Case, str], str]] = {
    "create": _create,
    "read": _read,
    "update": _update,
    "reassign": _reassign,
    "recreate": lambda world, case, kind: _pushed(world, case, kind, "create", {"again": "又"}),
    "attach": _attach,
    "write_file": _write_file,
    "read_file": _read_file,
    "delete": lambda world, case, kind: _pushed(world, case, kind, "delete"),
    "read_deleted": _read_deleted,
    "restore": lambda world, case, kind: _pushed(world, case, kind, "restore"),
}
