"""An office with somebody for every role and relation of the permission table, and what they try."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.rules.enterprise import enterprise_keys, registry_id
from sync.hq import clashes, directory, memberships, rulebooks
from sync.hq.exchange import handle_exchange
from sync.hq.records import Key, load
from sync.hq.scopes import Principal
from sync.hq.tables import AUDIT, OPERATION, TENANT
from sync.hq.tokens import authenticate, give_nonce, give_token
from sync.hq.transfer import transfer
from sync.protocol.judge import Held
from sync.protocol.messages import Action, Operation, Request, Verdict
from tests.sync.hq.keys import DeviceKey
from tests.sync.hq.office import Laptop, Office
from tests.sync.hq.permission_table import GOING_ALONG, LASTING

_SAMPLES: dict[Type, Any] = {
    Type.TEXT: "样本",
    Type.LONG_TEXT: "样本",
    Type.INTEGER: 3,
    Type.MONEY: "12.5",
    Type.DATE: "2026-03-02",
    Type.BOOLEAN: True,
    Type.DATA: {"电话": "13800138000"},
    Type.TIMESTAMP: "2026-03-02T01:00:00.000Z",
}
_FORMATS: dict[Format, Any] = {
    Format.SHA256: "0" * 64,
    Format.PHONE: ["+8613800138000"],
    Format.EMAIL: "chen@example.com",
    Format.BIRTHDAY: "1972-08-15",
    Format.COORDINATES: "31.30000,120.58000",
}
REFUSED = {
    "hq.refused.read_only": "reads",
    "hq.refused.out_of_scope": "scope",
    "hq.refused.hq_field": "fixed",
    "hq.refused.card": "card",
    "hq.refused.append_only": "kept",
    "hq.refused.ruling_role": "ruler",
    "hq.refused.hq_people": "ruler",
}
OF_HEADQUARTERS = frozenset({"conflict", "rulebook", "clash", "registry"})  # nobody sends them


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
    ) -> Verdict:
        """Push one operation."""
        return self.pushes([self.laptop.operation(action, kind, id, fields, base=base)])[0]

    def pushes(self, operations: Sequence[Operation]) -> tuple[Verdict, ...]:
        """Push some in one request, and read hardly anything."""
        request = Request(schema=1, ops=tuple(operations), page_bytes=1)
        office = self.office
        reply = handle_exchange(office.store, self.principal, request, office.clock, office.randomness)
        return reply.verdicts


@dataclass
class Case:
    """One person and one record of every kind in one relation to them."""

    role: str
    relation: str
    actor: Person
    records: dict[str, str]
    data: dict[str, bytes]

    @property
    def by_kind(self) -> dict[str, Key]:
        """The records' keys."""
        return {kind: (kind, id) for kind, id in self.records.items()}

    @cached_property
    def laptop(self) -> Laptop:
        """The person's laptop, that keeps what it has read."""
        return self.actor.laptop


@dataclass
class World:
    """The office; cases are made when first asked for."""

    office: Office
    _cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    _keys: int = 0
    _place: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        office, tenant = self.office, self.office.store.tenant
        moment: dict[str, Any] = {"now": office.now, "randomness": office.randomness}
        with office.store.write() as connection:
            self.squad = directory.add_unit(connection, tenant, "小分队", sort="squad", **moment).id
            self.west = directory.add_unit(connection, tenant, "西方处", **moment).id
        self.clerk = self.person("hq", "")  # sees everything, belongs nowhere, sets the stage

    def person(self, role: str, unit: str) -> Person:
        """Somebody new, enrolled and signed in."""
        office, tenant = self.office, self.office.store.tenant
        self._keys += 1
        key = DeviceKey(self._keys)
        moment: dict[str, Any] = {"now": office.now, "randomness": office.randomness}
        with office.store.write() as connection:
            kept, opened = {"member": ("officer", self.squad), "liaison": ("leader", self.west)}.get(
                role, (role, "")
            )
            user = directory.add_user(
                connection, tenant, f"人{self._keys}", role=kept, unit_id=unit, **moment
            )
            if opened:
                memberships.grant(connection, tenant, user.id, opened, now=office.now)
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
            "squad": lambda: self.person("member", office.south),
            "liaison": lambda: self.person("officer", self.west),
            "other": lambda: self.person("officer", office.south),
            "none": lambda: self.person("leader", ""),
        }.get(relation, lambda: actor)()
        case = Case(role, relation, actor, {kind: owner.laptop.new_id() for kind in KINDS}, {})
        case.data = {kind: id.encode() * 20 for kind, id in case.records.items()}
        self._place = {"unit_id": self.squad} if relation == "squad" else {}
        self._create(case, owner)
        case.records["conflict"] = self._clash(owner)
        case.records["rulebook"] = self._published()
        for kind in ("clash", "registry"):  # headquarters made them when the claim came
            case.records[kind] = self._made_of_claims(kind, owner, case.records["claim"])
        self._happen(case, relation)
        return case

    def _create(self, case: Case, owner: Person) -> None:
        """Every record that somebody sends, from the owner, or for the owner by those who alone may."""
        unit = {"unit_id": owner.principal.unit_id or None} | self._place
        for who, of_hq, place in ((owner, False, self._place), (self.clerk, True, unit)):
            laptop = who.laptop
            verdicts = who.pushes(
                [
                    laptop.operation("create", kind, id, values(kind, case.data[kind]) | place, base=0)
                    for kind, id in case.records.items()
                    if kind not in OF_HEADQUARTERS and KINDS[kind].hq_people is of_hq
                ]
            )
            assert {one.status for one in verdicts} == {"applied"}, verdicts

    def _happen(self, case: Case, relation: str) -> None:
        """What befalls the actor or the records after these were made."""
        office, who = self.office, case.actor.principal
        for kind, id in case.records.items() if relation == "away" else ():
            if kind == "conflict":
                kind, id = "project", self.held(case.by_kind)[kind].doc["target_id"]
            stays = KINDS[kind].common and who.role == "hq"  # everybody's already
            if kind not in LASTING | GOING_ALONG and not stays:
                transfer(office.store, kind, id, office.south, now=office.now)
        with office.store.write() as connection:
            if relation == "moved":
                memberships.move_user(
                    connection, office.store.tenant, who.user_id, office.south, now=office.now
                )
            if relation == "revoked":
                directory.revoke(connection, office.store.tenant, who.device_id, now=office.now)

    def _clash(self, owner: Person) -> str:
        """A conflict card on a record of the owner's."""
        id = owner.laptop.new_id()
        made = owner.says("create", "project", id, values("project", b"x") | self._place)
        owner.says("update", "project", id, {"name": ("样本", "甲")}, base=made.rev)
        clash = self.clerk.says("update", "project", id, {"name": ("样本", "乙")}, base=made.rev)
        assert clash.card
        return clash.card

    def _published(self) -> str:
        """The one policy pack that headquarters published."""
        with self.office.store.write() as connection:
            draft = rulebooks.pack_draft("default")
            return rulebooks.publish(connection, self.office.store.tenant, draft, by="", now=self.office.now)

    def _made_of_claims(self, kind: str, owner: Person, claim: str) -> str:
        """The registry's row of the owner's claim, or the owner's row of the case that a rival opens."""
        held = self.held({claim: ("claim", claim)})[claim]
        if kind == "registry":
            return registry_id(enterprise_keys(held.doc["title"])[0])
        rival = self.person(
            "officer", self.office.south if held.unit != self.office.south else self.office.north
        )
        rival.says(
            "create", "claim", rival.laptop.new_id(), {**values("claim", b"r"), "title": held.doc["title"]}
        )
        held = self.held({claim: ("claim", claim)})[claim]
        assert held.doc["state"] == "clash"
        return clashes.party_row_id(held.doc["case_id"], held.unit)

    def bury(self, case: Case) -> None:
        """Have every record deleted that is not: there is nothing to restore otherwise. Cards stay."""
        laptop = self.clerk.laptop
        verdicts = self.clerk.pushes(
            [
                laptop.operation("delete", kind, case.records[kind], base=held.rev)
                for kind, held in self.held(case.by_kind).items()
                if kind not in LASTING and not held.deleted
            ]
        )
        assert {one.status for one in verdicts} <= {"applied"}, verdicts

    # --- what is there ---------------------------------------------------------------------------------

    def held(self, keys: Mapping[str, Key]) -> dict[str, Held]:
        """Those of some records that headquarters has, under the same names."""
        with self.office.store.write() as connection:
            found = load(connection, self.office.store.tenant, keys.values())
        return {name: found[key] for name, key in keys.items() if key in found}

    def mark(self) -> tuple[int, int]:
        """The revision, which moves with any change of any record, and the length of the audit."""
        tenant = self.office.store.tenant
        with self.office.store.read() as connection:
            rev = connection.execute(select(TENANT.c.rev).where(TENANT.c.id == tenant)).scalar_one()
            lines = select(func.count()).select_from(AUDIT).where(AUDIT.c.tenant == tenant)
            return rev, connection.execute(lines).scalar_one()

    def audited(self, after: int) -> list[tuple[str, ...]]:
        """Action, object, result and device of the lines after one, in order."""
        query = select(AUDIT.c.action, AUDIT.c.object, AUDIT.c.result, AUDIT.c.device).order_by(AUDIT.c.seq)
        with self.office.store.read() as connection:
            return [tuple(row) for row in connection.execute(query.where(AUDIT.c.seq > after))]

    def logged(self, operations: Iterable[Operation]) -> dict[str, tuple[str, str]]:
        """Status and reason under which operations are remembered, by their ids."""
        query = select(OPERATION.c.op_id, OPERATION.c.status, OPERATION.c.reason)
        query = query.where(OPERATION.c.op_id.in_([one.op_id for one in operations]))
        with self.office.store.read() as connection:
            return {row.op_id: (row.status, row.reason) for row in connection.execute(query)}


def values(kind: str, data: bytes) -> dict[str, Any]:
    """A record of ``kind`` with all it needs, that names the file ``data`` whether or not it may have one."""
    sha, fields = hashlib.sha256(data).hexdigest(), KINDS[kind].fields.items()
    needed = {name: _sample(spec, sha) for name, spec in fields if spec.required or spec.masked}
    if kind == "claim":
        needed["title"] = f"样本{sha}"  # nobody else's enterprise
    if kind == "month_lock":
        needed["month"] = "2001-01-01"  # and none that anything else is booked in
    return needed | {"sha256": sha, "size": len(data)}


def _sample(spec: Field, sha: str) -> Any:
    if spec.choices:
        return spec.choices[0]
    if spec.type is Type.REFERENCE:
        return f"01a1b2c3-0000-7000-8000-{sha[:12]}"  # a record that nobody has made, nor named
    sample = _FORMATS.get(spec.format, _SAMPLES.get(spec.type))
    return sample[0] if isinstance(sample, list) and spec.type is Type.TEXT else sample
