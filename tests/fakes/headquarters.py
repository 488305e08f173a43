"""A real headquarters with its people, without HTTP, for tests of everything that meets it."""

import base64
import random
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.hq import directory
from sync.hq.enrolment import enrol, invite
from sync.hq.exchange import Clock
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.protocol.messages import EnrolRequest
from sync.protocol.times import milliseconds
from tests.fakes.direct_gateway import DirectGateway
from tests.fakes.founding import found
from tests.fakes.virtual_time import VirtualClock

UNIT = "驻苏州联络处"


RULERS = frozenset({"林主任", "孙科长"})  # people of headquarters itself


def role_of(user: str) -> str:
    """What somebody is, by name."""
    return "hq" if user in RULERS else "officer"


@dataclass
class Headquarters:
    """``database`` is a PostgreSQL URL, or "" for a file in the folder."""

    store: HqStore
    clock: Clock
    randomness: random.Random

    def gateway(self, user: str) -> DirectGateway:
        """A new device of ``user``, an officer of the one unit, or one of ``RULERS``."""
        return DirectGateway(self.store, self.device(user), self.clock, self.randomness)

    def device(self, user: str) -> Principal:
        """Enrol one more device; the person is made with the first."""
        key = Ed25519PrivateKey.from_private_bytes(self.randomness.randbytes(32))
        public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
        reply = enrol(
            self.store,
            EnrolRequest(self.code(user), f"{user}的电脑", public),
            now=self.now,
            randomness=self.randomness,
        )
        return Principal(reply.device_id, reply.user_id, reply.user, role_of(user), reply.unit_id)

    def code(self, user: str) -> str:
        """A one-time code for ``user``; the person is made with the first."""
        tenant, now, randomness = self.store.tenant, self.now, self.randomness
        with self.store.write() as connection:
            units = {unit.name: unit.id for unit in directory.units(connection, tenant)}
            if UNIT not in units:
                unit = directory.add_unit(connection, tenant, UNIT, now=now, randomness=randomness)
                units[UNIT] = unit.id
            people = {one.name: one for one in directory.users(connection, tenant)}
            if user not in people:
                people[user] = directory.add_user(
                    connection,
                    tenant,
                    user,
                    role=role_of(user),
                    unit_id=units[UNIT],
                    now=now,
                    randomness=randomness,
                )
            return invite(connection, tenant, people[user], now=now, randomness=randomness).code

    @property
    def now(self) -> int:
        """Its clock in milliseconds."""
        return milliseconds(self.clock())


def open_headquarters(folder: Path, *, database: str = "", clock: Clock | None = None) -> Headquarters:
    """A new headquarters in ``folder``."""
    clock, randomness = clock or VirtualClock(), random.Random("headquarters")
    store = found(folder, database=database, now=milliseconds(clock()), randomness=randomness)
    return Headquarters(store, clock, randomness)
