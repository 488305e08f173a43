"""Several offices and their people: real laptops and a real headquarters, in one process, for scopes."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sync.hq import directory, memberships
from sync.hq.store import HqStore
from sync.hq.transfer import Transferred, transfer
from sync.protocol.messages import Reply, Request
from sync.protocol.times import milliseconds
from tests.fakes.direct_gateway import DirectGateway
from tests.fakes.founding import found
from tests.fakes.laptops import Laptop, open_laptop
from tests.fakes.virtual_time import VirtualClock


@dataclass
class AskedGateway(DirectGateway):
    """Headquarters looks up anew at every request who speaks, as on the web. ``replies`` are all of them."""

    replies: list[Reply] = field(default_factory=list)

    def exchange(self, request: Request) -> Reply:
        with self.hq.read() as connection:
            found = directory.principal(connection, self.hq.tenant, self.principal.device_id)
        assert found is not None
        self.principal = found
        self.replies.append(super().exchange(request))
        return self.replies[-1]


@dataclass
class Offices:
    """``units`` are ids by name; people and laptops are made on first use."""

    folder: Path
    store: HqStore
    clock: VirtualClock
    randomness: random.Random
    units: dict[str, str] = field(default_factory=dict)
    laptops: dict[str, Laptop] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> int:
        """Headquarters' clock in milliseconds."""
        return milliseconds(self.clock())

    def unit(self, name: str, *, squad: bool = False) -> str:
        """The id of the office or squad called ``name``."""
        if name not in self.units:
            with self.store.write() as connection:
                self.units[name] = directory.add_unit(
                    connection,
                    self.store.tenant,
                    name,
                    sort="squad" if squad else "office",
                    now=self.now,
                    randomness=self.randomness,
                ).id
        return self.units[name]

    def laptop(self, user: str, unit: str = "", *, role: str = "officer") -> Laptop:
        """The laptop of ``user``."""
        if user in self.laptops:
            return self.laptops[user]
        tenant, unit_id = self.store.tenant, self.unit(unit) if unit else ""
        with self.store.write() as connection:
            person = directory.add_user(
                connection,
                tenant,
                user,
                role=role,
                unit_id=unit_id,
                now=self.now,
                randomness=self.randomness,
            )
            device = directory.add_device(
                connection, tenant, person.id, "pc", "", now=self.now, randomness=self.randomness
            )
            principal = directory.principal(connection, tenant, device)
        assert principal is not None
        self.users[user] = person.id
        gateway = AskedGateway(self.store, principal, self.clock, self.randomness)
        self.laptops[user] = open_laptop(self.folder, user, gateway)
        return self.laptops[user]

    def transfer(self, kind: str, id: str, unit: str) -> Transferred:
        """Give a record with all that belongs to it to another unit."""
        self.unit(unit)
        return transfer(self.store, kind, id, unit, now=self.now)

    def move(self, user: str, unit: str) -> None:
        """Make ``unit`` the user's own."""
        unit_id = self.unit(unit)
        with self.store.write() as connection:
            memberships.move_user(connection, self.store.tenant, self.users[user], unit_id, now=self.now)

    def grant(self, user: str, unit: str) -> None:
        """Open ``unit`` to the user."""
        unit_id = self.unit(unit)
        with self.store.write() as connection:
            memberships.grant(connection, self.store.tenant, self.users[user], unit_id, now=self.now)

    def revoke_grant(self, user: str, unit: str) -> None:
        """Close ``unit`` to the user."""
        unit_id = self.unit(unit)
        with self.store.write() as connection:
            memberships.revoke_grant(connection, self.store.tenant, self.users[user], unit_id, now=self.now)

    def settle(self, *users: str) -> None:
        """Sync everybody, or these, until nobody has anything to say; every digest agrees at the end."""
        for _ in range(2):
            for user in users or list(self.laptops):
                self.laptops[user].synced()


def answered(laptop: Laptop) -> list[Reply]:
    """Everything headquarters said to the laptop."""
    assert isinstance(laptop.gateway, AskedGateway)
    return laptop.gateway.replies


@contextmanager
def opened_offices(folder: Path, database: str = "") -> Iterator[Offices]:
    """A new headquarters in ``folder``; everything is closed at the end."""
    clock, randomness = VirtualClock(), random.Random("offices")
    store = found(folder / "hq", database=database, now=milliseconds(clock()), randomness=randomness)
    offices = Offices(folder, store, clock, randomness)
    try:
        yield offices
    finally:
        for laptop in offices.laptops.values():
            laptop.store.close()
        store.close()
