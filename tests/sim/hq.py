"""Headquarters in the simulation: the real handlers on a real database, that dies and is restored."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

from sync.hq import directory
from sync.hq.blobs import FolderBlobs
from sync.hq.database import Database
from sync.hq.errors import BelongsToAnother, UnknownUnit
from sync.hq.exchange import handle_exchange, renew_epoch
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.hq.tokens import authenticate
from sync.hq.transfer import transfer
from sync.protocol import codec
from sync.protocol.arriving import Unread, decode_arrived
from tests.sim import memory
from tests.sim.faults import HqBug
from tests.sim.ground import TENANT, Edge, Ground, quiet
from tests.sim.people import POISON


class Hq:
    """One headquarters: it answers bytes with bytes, or is down."""

    def __init__(self, ground: Ground, randomness: random.Random, now: Callable[[], int], edge: Edge) -> None:
        self.ground = ground
        self.randomness = randomness
        self.now = now
        self.edge = edge
        self.revoked: set[str] = set()
        self.rescoped: set[str] = set()  # devices of people who were moved or given units
        self.log_at_revocation: set[str] = set()
        self.at_the_door: dict[str, Callable[[], None]] = {}  # done once, between the door and the handler
        self.backup: Any = None
        self.program: Callable[[], AbstractContextManager[None]] = nullcontext
        database, self.people = ground.fresh(edge)
        self._use(database)

    def _use(self, database: Database) -> None:
        self.database = database
        self._principals: dict[str, Principal | None] = {}  # until the administrator does something
        self.store = HqStore(database, FolderBlobs(memory.NOWHERE), TENANT)

    def answer(self, device: str, body: bytes, clock: Callable[[], Any]) -> bytes:
        """What headquarters answers to ``body`` from ``device``, which holds a token.

        Raises:
            OutpostError: as the handlers do. HqDown, HqBug: as they say.
        """
        with self.program():
            return self._answer(device, body, clock)

    def _answer(self, device: str, body: bytes, clock: Callable[[], Any]) -> bytes:
        principal = authenticate(self.store, device, now=self.now())
        request = decode_arrived(body)
        if any(_is_poison(operation) for operation in request.ops):
            raise HqBug
        if request.ops and device in self.at_the_door:
            self.at_the_door.pop(device)()
        reply = handle_exchange(self.store, principal, request, clock, self.randomness)
        return codec.encode(reply)

    def principal(self, device: str) -> Principal | None:
        """Who speaks through a device now; None for a withdrawn one."""
        if device not in self._principals:
            with self._quiet(), self.database.read() as connection:
                self._principals[device] = directory.principal(connection, TENANT, device)
        return self._principals[device]

    def back_up(self) -> None:
        """Keep a copy."""
        self.backup = self.ground.keep()

    def restore(self) -> None:
        """Go on from the copy, as after a disaster; the epoch is new."""
        self._use(self.ground.put_back(self.backup, quiet))
        self._quietly(lambda c: renew_epoch(c, TENANT, self.randomness, now=self.now()))
        for device in sorted(self.revoked):
            self._withdraw(device)
        self.database.edge = self.edge  # type: ignore[attr-defined]

    def revoke(self, device: str) -> None:
        """Withdraw a device."""
        self.revoked.add(device)
        self._withdraw(device)

    def _withdraw(self, device: str) -> None:
        self._quietly(lambda c: directory.revoke(c, TENANT, device, now=self.now()))
        self.log_at_revocation = self.logged()

    def change_membership(self, device: str, change: Callable[..., object], unit: str) -> None:
        """Move a device's person, or open or close a unit to them (``sync.hq.memberships``)."""
        self.rescoped.add(device)
        person = next(one.user_id for one in self.people if one.device_id == device)
        self._quietly(lambda c: change(c, TENANT, person, unit, now=self.now()))

    def open_squad(self) -> str:
        """A new squad; returns its id."""
        made: directory.Unit = self._quietly(
            lambda c: directory.add_unit(
                c, TENANT, "专班", sort="squad", now=self.now(), randomness=self.randomness
            )
        )
        return made.id

    def transfer(self, kind: str, id: str, unit: str) -> int:
        """Give a record to a unit; returns how many records went."""
        with self._quiet(), suppress(BelongsToAnother, UnknownUnit):
            return len(transfer(self.store, kind, id, unit, now=self.now()).moved)
        return 0

    def _quietly(self, change: Callable[[Any], Any]) -> Any:
        """Something the administrator does."""
        self._principals.clear()
        with self._quiet(), self.database.write() as connection:
            return change(connection)

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """No fault hits what is done now."""
        database: Any = self.database
        before, database.edge = database.edge, quiet
        try:
            yield
        finally:
            database.edge = before

    def logged(self) -> set[str]:
        """Every operation in the log."""
        return {op for (op,) in self.rows("SELECT op_id FROM operation")}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query finds, past everything under test."""
        return self.ground.rows(sql)


def _is_poison(operation: Unread) -> bool:
    return any(isinstance(after, str) and POISON in after for _, after in operation.fields.values())
