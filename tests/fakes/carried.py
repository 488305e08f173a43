"""A headquarters that is reached by files, and laptops that are enrolled with it by their own keys."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from app.store.store import Store
from sync.client.address import parse_address
from sync.client.device import keep_enrolment, own_key
from sync.hq.enrolment import enrol
from sync.hq.packages import answer_package
from sync.hq.scopes import Principal
from sync.hq.tables import OPERATION
from sync.protocol.messages import EnrolRequest
from tests.fakes.direct_gateway import DirectGateway
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, open_laptop


@dataclass
class Place:
    """A headquarters and laptops that may carry files to it."""

    folder: Path
    hq: Headquarters

    def join(self, store: Store, name: str) -> DirectGateway:
        """Enrol a store with its own key; what comes back is the network, when there is one."""
        with store.replica() as replica:
            public = own_key(replica).public_text
        asked = EnrolRequest(self.hq.code(name), f"{name}的电脑", public)
        reply = enrol(self.hq.store, asked, now=self.hq.now, randomness=self.hq.randomness)
        with store.replica() as replica:
            keep_enrolment(replica, parse_address("http://127.0.0.1:1"), "", reply)
        who = Principal(reply.device_id, reply.user_id, reply.user, "officer", reply.unit_id)
        return DirectGateway(self.hq.store, who, self.hq.clock, self.hq.randomness)

    def laptop(self, name: str) -> Laptop:
        """A laptop of ``name``."""
        laptop = open_laptop(self.folder, name, self.hq.gateway("somebody"))
        laptop.gateway = self.join(laptop.store, name)
        return laptop

    def answer(self, data: bytes) -> bytes:
        """What headquarters writes for a laptop's file."""
        return answer_package(self.hq.store, data, self.hq.clock, self.hq.randomness)

    def operations(self) -> int:
        """How many operations headquarters ever took."""
        with self.hq.store.read() as connection:
            return connection.execute(select(func.count()).select_from(OPERATION)).scalar_one()
