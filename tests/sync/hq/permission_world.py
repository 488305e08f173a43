"""An office with somebody for every role and relation of the permission table, and what they try."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.rules.enterprise import enterprise_keys, registry_id
from sync.hq import clashes, directory, possession
from sync.hq.errors import DeviceRevoked, FileUnknown
from sync.hq.exchange import handle_exchange
from sync.hq.files import file_state, give_piece, take_piece
from sync.hq.records import load
from sync.hq.scopes import Principal
from sync.hq.tables import AUDIT, OPERATION, TENANT, USER
from sync.hq.tokens import authenticate, give_nonce, give_token
from sync.protocol.judge import Held
from sync.protocol.messages import Action, Operation, Request, Verdict
from tests.sync.hq.keys import DeviceKey
from tests.sync.hq.office import Laptop, Office
from tests.sync.hq.permission_table import LASTING

_SAMPLES: dict[Type, Any] = {
    Type.TEXT: "样本",
    Type.LONG_TEXT: "样本",
    Type.INTEGER: 3,
    Type.DATE: "2026-03-02",
    Type.TIMESTAMP: "2026-03-02T01:00:00.000Z",
}
REFUSED = {
    "hq.refused.out_of_scope": "scope",
    "hq.refused.hq_field": "fixed",
    "hq.refused.card": "card",
    "hq.refused.append_only": "kept",
    "hq.refused.ruling_role": "ruler",
}


@dataclass
class Person:
    """Somebody with a laptop who asks headquarters as the web does: by a token, checked at every request."""

    office: Office
    token: str

    @property
    def principal(self) -> Principal:
        """Who this is at this moment.

        Raises:
            DeviceRevoked.
        """
        return authenticate(self.office.store, self.token, now=self.office.now)

    @property
    def laptop(self) -> Laptop:
        """A laptop that holds nothing yet."""
        return Laptop(self.office, self.principal)

    def says(
        self, action: Action, kind: str, id: str, fields: dict[str, Any] | None = None, *, base: int = 0
    ) -> tuple[Verdict, Operation]:
        """Push one operation, reading nothing."""
        operation = self.laptop.operation(action, kind, id, fields, base=base)
        request = Request(schema=1, ops=(operation,))
        office = self.office
        reply = handle_exchange(office.store, self.principal, request, office.clock, office.randomness)
        return reply.verdicts[0], operation


@dataclass
class Case:
    """One person and one record of every kind in one relation to them."""

    actor: Person
    records: dict[str, str]
    data: dict[str, bytes]


@dataclass
class World:
    """The office; cases are made when first asked for."""

    office: Office
    _cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    _keys: int = 0

    def __post_init__(self) -> None:
        self.clerk = self.person("hq", "")  # sees everything, belongs nowhere, sets the stage

    def person(self, role: str, unit: str) -> Person:
        """Somebody new, enrolled and signed in."""
        office, tenant = self.office, self.office.store.tenant
        self._keys += 1
        key = DeviceKey(self._keys)
        moment: dict[str, Any] = {"now": office.now, "randomness": office.randomness}
        with office.store.write() as connection:
            user = directory.add_user(
                connection, tenant, f"人{self._keys}", role=role, unit_id=unit, **moment
            )
            device = directory.add_device(connection, tenant, user.id, "pc", key.public, **moment)
        nonce = give_nonce(office.store, device, **moment).nonce
        return Person(office, give_token(office.store, key.token_request(device, nonce), **moment).token)

    def case(self, role: str, relation: str) -> Case:
        """The person of this role, and the records in this relation."""
        if (role, relation) not in self._cases:
            self._cases[role, relation] = self._made(role, relation)
        return self._cases[role, relation]

    def _made(self, role: str, relation: str) -> Case:
        office = self.office
        actor = self.person(role, office.north)
        owner = {
            "same": lambda: self.person("officer", office.north),
            "other": lambda: self.person("officer", office.south),
            "none": lambda: self.person("leader", ""),
        }.get(relation, lambda: actor)()
        case = Case(actor, {}, {})
        for kind in KINDS:
            case.records[kind] = id = owner.laptop.new_id()
            case.data[kind] = id.encode() * 20
            if kind == "conflict":
                case.records[kind] = self._clash(owner)
                continue
            if kind in ("clash", "registry"):  # headquarters made them when the claim came
                case.records[kind] = self._made_of_claims(kind, owner, case.records["claim"])
                continue
            verdict, _ = owner.says("create", kind, id, values(kind, case.data[kind]))
            assert verdict.status == "applied", verdict
        self._happen(actor, relation)
        return case

    def _happen(self, actor: Person, relation: str) -> None:
        """What befalls the actor after the records were made."""
        office, who = self.office, actor.principal
        with office.store.write() as connection:
            if relation == "moved":
                place = (USER.c.tenant == office.store.tenant, USER.c.id == who.user_id)
                connection.execute(update(USER).where(*place).values(unit=office.south))
            if relation == "revoked":
                directory.revoke(connection, office.store.tenant, who.device_id, now=office.now)

    def _clash(self, owner: Person) -> str:
        """A conflict card on a record of the owner's."""
        id = owner.laptop.new_id()
        made, _ = owner.says("create", "project", id, values("project", b"x"))
        owner.says("update", "project", id, {"name": ("样本", "甲")}, base=made.rev)
        clash, _ = self.clerk.says("update", "project", id, {"name": ("样本", "乙")}, base=made.rev)
        assert clash.card
        return clash.card

    def _made_of_claims(self, kind: str, owner: Person, claim: str) -> str:
        """The registry's row of the owner's claim, or the owner's row of the case that a rival opens."""
        held = self.held("claim", claim)
        assert held is not None
        if kind == "registry":
            return registry_id(enterprise_keys(held.doc["title"])[0])
        rival = self.person(
            "officer", self.office.south if held.unit != self.office.south else self.office.north
        )
        rival.says(
            "create", "claim", rival.laptop.new_id(), {**values("claim", b"r"), "title": held.doc["title"]}
        )
        held = self.held("claim", claim)
        assert held is not None and held.doc["state"] == "clash"
        return clashes.party_row_id(held.doc["case_id"], held.unit)

    def bury(self, kind: str, id: str) -> None:
        """Have the record deleted, if it is not: there is nothing to restore otherwise. Cards stay."""
        held = self.held(kind, id)
        if kind not in LASTING and held is not None and not held.deleted:
            assert self.clerk.says("delete", kind, id, base=held.rev)[0].status == "applied"

    # --- what is there ---------------------------------------------------------------------------------

    def held(self, kind: str, id: str) -> Held | None:
        """The record at headquarters."""
        with self.office.store.write() as connection:
            return load(connection, self.office.store.tenant, [(kind, id)]).get((kind, id))

    def mark(self) -> tuple[int, int]:
        """The revision, which moves with any change of any record, and the length of the audit."""
        tenant = self.office.store.tenant
        with self.office.store.read() as connection:
            rev = connection.execute(select(TENANT.c.rev).where(TENANT.c.id == tenant)).scalar_one()
            lines = select(func.count()).select_from(AUDIT).where(AUDIT.c.tenant == tenant)
            return rev, connection.execute(lines).scalar_one()

    def last_audited(self) -> tuple[str, str, str, str]:
        """Action, object, result and device of the newest line."""
        columns = (AUDIT.c.action, AUDIT.c.object, AUDIT.c.result, AUDIT.c.device)
        with self.office.store.read() as connection:
            row = connection.execute(select(*columns).order_by(AUDIT.c.seq.desc()).limit(1)).one()
        return row.action, row.object, row.result, row.device

    def logged(self, op_id: str) -> tuple[str, str]:
        """Status and reason under which an operation is remembered."""
        with self.office.store.read() as connection:
            query = select(OPERATION.c.status, OPERATION.c.reason).where(OPERATION.c.op_id == op_id)
            row = connection.execute(query).one()
        return row.status, row.reason


def values(kind: str, data: bytes) -> dict[str, Any]:
    """A record of ``kind`` with all it needs, that names the file ``data`` whether or not it may have one."""
    needed = {name: _sample(spec) for name, spec in KINDS[kind].fields.items() if spec.required}
    if kind == "claim":
        needed["title"] = f"样本{hashlib.sha256(data).hexdigest()}"  # nobody else's enterprise
    return needed | {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def _sample(spec: Field) -> Any:
    if spec.choices:
        return spec.choices[0]
    return "0" * 64 if spec.format is Format.SHA256 else _SAMPLES[spec.type]


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
    laptop = case.actor.laptop
    laptop.pull()
    visible = laptop.held.get((kind, case.records[kind]))
    if visible is None:
        return "unseen"
    held = world.held(kind, case.records[kind])
    assert held is not None and visible == (held.rev, held.deleted, held.doc)
    return "seen"


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
