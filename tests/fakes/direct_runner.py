"""The desktop's way to a real headquarters in the same process."""

from dataclasses import dataclass, field

from app.store.store import Store
from sync.client.attachments import sync_files
from sync.client.engine import sync_once
from sync.client.watched import Watch, Watched
from sync.hq.device_states import device_states
from sync.protocol.messages import DevicesReply
from sync.protocol.times import milliseconds
from tests.fakes.direct_gateway import DirectGateway
from ui.context.headquarters import Enrolled, Invitation, RunOutcome


@dataclass
class DirectRunner:
    """``store`` is set as the desktop opens it; ``watches`` are those of the runs so far."""

    gateway: DirectGateway
    unit: str
    store: Store | None = None
    watches: list[Watch] = field(default_factory=list)

    def enrolled(self) -> Enrolled | None:
        who = self.gateway.principal
        return Enrolled("https://hq.example", who.user, self.unit, who.device_id)

    def enrol(self, invitation: Invitation) -> Enrolled:
        raise NotImplementedError(invitation)

    def devices(self) -> DevicesReply:
        gateway = self.gateway
        now = milliseconds(gateway.clock())
        return DevicesReply(now, device_states(gateway.hq, gateway.principal))

    def run(self, *, allow_deletions: bool = False, watch: Watch | None = None) -> RunOutcome:
        assert self.store is not None
        self.watches.append(watch or Watch())
        way, store = Watched(self.gateway, self.watches[-1]), self.store
        report = sync_once(store, way, store.clock, store.randomness, allow_deletions=allow_deletions)
        files = sync_files(store, way) if report.error is None else None
        return RunOutcome(report, files.error if files is not None else None)
