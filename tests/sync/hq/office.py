"""What the tests of headquarters say in one line: a laptop pushes, pulls, and sees what is there."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from app.model.identity import operation_id, record_id
from app.model.values import Document, digests_check
from sync.hq import digests, directory
from sync.hq.exchange import handle_exchange
from sync.hq.records import load
from sync.hq.scopes import Principal, scope
from sync.hq.store import HqStore
from sync.hq.tables import RECORD
from sync.protocol.judge import Held
from sync.protocol.messages import DELETED, LEFT_SCOPE, ROW_HEAD, Action, Operation, Reply, Request, Verdict
from sync.protocol.times import milliseconds
from tests.fakes.founding import found
from tests.fakes.virtual_time import VirtualClock

NEW: dict[str, Any] = {"name": "新能源项目", "stage": "lead"}


@dataclass
class Laptop:
    """One device: its cursor and what it holds of headquarters' records."""

    office: "Office"
    principal: Principal
    cursor: str = ""
    mark: str = ""
    held: dict[tuple[str, str], tuple[int, bool, Document]] = field(default_factory=dict)
    last: Reply | None = None

    def operation(
        self, action: Action, kind: str, record: str, fields: dict[str, Any] | None = None, *, base: int = -1
    ) -> Operation:
        """``fields`` hold (before, after) or just the value after an empty one; base −1: as held."""
        rev = self.held.get((kind, record), (0, False, {}))[0]
        pairs = {n: v if isinstance(v, tuple) else (None, v) for n, v in (fields or {}).items()}
        at = milliseconds(self.office.clock())
        identity = operation_id(self.office.randomness)
        return Operation(identity, kind, record, action, rev if base < 0 else base, at, pairs)

    def new_id(self) -> str:
        return record_id(milliseconds(self.office.clock()), self.office.randomness)

    def exchange(self, *operations: Operation, **settings: Any) -> Reply:
        """One round trip; keeps cursor, hello mark and rows."""
        request = Request(schema=1, cursor=self.cursor, hello=self.mark, ops=operations)
        request = msgspec.structs.replace(request, **settings)
        office = self.office
        reply = handle_exchange(office.store, self.principal, request, office.clock, office.randomness)
        self.last, self.cursor = reply, reply.cursor
        if reply.hello is not None:
            self.mark = reply.hello.mark
        self._withdraw(reply)
        for operation, verdict in zip(operations, reply.verdicts, strict=True):
            assert verdict.op_id == operation.op_id
            if verdict.exact:
                self._apply(operation, verdict)
        for rows in reply.kinds:
            for row in rows.rows:
                if row[2] & LEFT_SCOPE:
                    self.held.pop((rows.kind, row[0]), None)
                    continue
                values = zip(rows.fields, row[ROW_HEAD:], strict=True)
                doc = {name: value for name, value in values if value is not None}
                self.held[rows.kind, row[0]] = (row[1], bool(row[2] & DELETED), doc)
        return reply

    def _withdraw(self, reply: Reply) -> None:
        """Drop the records of units that headquarters says must not be held."""
        for key, (_, _, doc) in list(self.held.items()):
            unit, keep = doc.get("unit_id", ""), reply.keep_units
            if unit in reply.left_units or (keep is not None and unit not in keep):
                del self.held[key]

    def _apply(self, operation: Operation, verdict: Verdict) -> None:
        """What a laptop does with its own operation when headquarters changed nothing beyond it."""
        key = (operation.kind, operation.id)
        _, deleted, doc = self.held.get(key, (0, False, {}))
        doc = dict(doc)
        for name, (_, after) in operation.fields.items():
            doc[name] = after
        doc = {name: value for name, value in doc.items() if value is not None}
        gone = operation.action == "delete" or (deleted and operation.action != "restore")
        self.held[key] = (verdict.rev, gone, doc)

    def say(
        self, action: Action, record: str, fields: dict[str, Any] | None = None, *, kind: str = "project"
    ) -> Verdict:
        """Push one operation, made on what is held."""
        return self.exchange(self.operation(action, kind, record, fields)).verdicts[0]

    def create(self, fields: dict[str, Any] | None = None, *, kind: str = "project") -> str:
        """A new record; returns its id."""
        record = self.new_id()
        assert self.say("create", record, fields or NEW, kind=kind).status == "applied"
        return record

    def pull(self) -> int:
        """Read everything new; returns the number of pages."""
        pages = 1
        while self.exchange().more:
            pages += 1
        return pages

    def doc(self, record: str, kind: str = "project") -> Document:
        return self.held[kind, record][2]

    def cards(self) -> list[Document]:
        """The conflict cards held that are not deleted."""
        return [doc for (kind, _), (_, gone, doc) in self.held.items() if kind == "conflict" and not gone]

    def check(self) -> str:
        """The digest of what is held."""
        live = {key: Held(doc, deleted=gone) for key, (_, gone, doc) in self.held.items()}
        return digests_check(digests.computed(live))


@dataclass
class Office:
    """The store, its clock, and the two units."""

    store: HqStore
    clock: VirtualClock
    randomness: random.Random
    north: str = ""
    south: str = ""

    @property
    def now(self) -> int:
        return milliseconds(self.clock())

    def laptop(self, user: str, *, role: str = "officer", unit: str = "") -> Laptop:
        """A new device of ``user``, who is made on first use; officers are of the north unless told."""
        tenant = self.store.tenant
        with self.store.write() as connection:
            people = {one.name: one for one in directory.users(connection, tenant)}
            if user not in people:
                place = unit or (self.north if role == "officer" else "")
                people[user] = directory.add_user(
                    connection,
                    tenant,
                    user,
                    role=role,
                    unit_id=place,
                    now=self.now,
                    randomness=self.randomness,
                )
            device = directory.add_device(
                connection, tenant, people[user].id, "pc", "", now=self.now, randomness=self.randomness
            )
            principal = directory.principal(connection, tenant, device)
        assert principal is not None
        return Laptop(self, principal)

    def records(self) -> dict[tuple[str, str], Held]:
        """Everything headquarters holds."""
        with self.store.read() as connection:
            query = select(RECORD.c.kind, RECORD.c.id).where(RECORD.c.tenant == self.store.tenant)
            keys = [(kind, record) for kind, record in connection.execute(query)]
        with self.store.write() as connection:
            return load(connection, self.store.tenant, keys)

    def assert_digests_hold(self, laptop: Laptop) -> None:
        """The kept digests equal those of the records, whole and within the laptop's scope."""
        visible = scope(laptop.principal)
        with self.store.read() as connection:
            kept = digests.read(connection, self.store.tenant, visible)
        computed = digests.computed(self.records(), visible)
        assert {k: v for k, v in kept.items() if v != (0, 0)} == computed


def open_office(folder: Path, database: str) -> Office:
    """A new headquarters in ``folder`` with two units."""
    clock, randomness = VirtualClock(), random.Random(folder.name)
    now = milliseconds(clock())
    store = found(folder, database=database, now=now, randomness=randomness)
    with store.write() as connection:
        names = [
            directory.add_unit(connection, store.tenant, name, now=now, randomness=randomness).id
            for name in ("北方处", "南方处")
        ]
    return Office(store, clock, randomness, *names)
