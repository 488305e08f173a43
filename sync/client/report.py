"""What one run of the sync did, for the sync centre, the command line and the log."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from app.errors import OutpostError
from app.model.changes import ChangeSet
from app.store.store import Store
from sync.client.errors import Cancelled
from sync.client.gateway import Traffic

TROUBLE_RUNS = 50


@dataclass(frozen=True, slots=True)
class Trouble:
    """How many runs failed since the last that went through, and the code of the newest failure."""

    failures: int = 0
    code: str = ""


def recent_trouble(store: Store) -> Trouble:
    """How the last runs went; counted up to ``TROUBLE_RUNS``."""
    newest = store.sync_runs(1)
    if not newest or not newest[0].get("error"):
        return Trouble()  # nearly always
    codes = (str(run.get("error") or "") for run in store.sync_runs(TROUBLE_RUNS))
    codes = (code for code in codes if code != Cancelled.code)  # that was the person, not the network
    failed = list(takewhile(bool, codes))
    return Trouble(len(failed), failed[0]) if failed else Trouble()


@dataclass
class Tally:
    """Counted while a run goes on."""

    sent: int = 0  # operations that headquarters took
    received: int = 0  # rows that arrived
    conflicts: int = 0  # operations that became a conflict card
    refused: int = 0  # operations that came back
    parked: int = 0  # rows of kinds or with values that this version does not know, carried along


@dataclass(frozen=True)
class SyncReport:
    """How a run went. ``error`` is None when it went through; a known one leaves everything to go on from."""

    run: str
    started: datetime
    ended: datetime
    tally: Tally
    traffic: Traffic
    changes: ChangeSet  # what to tell the screens
    waiting: int = 0  # operations still in the outbox
    error: OutpostError | None = None

    @property
    def error_code(self) -> str:
        """``""`` when the run went through."""
        return self.error.code if self.error else ""

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return (self.ended - self.started).total_seconds()

    def summary(self) -> dict[str, int | float | str]:
        """The run as flat JSON, for the record of runs."""
        return {
            "run": self.run,
            "seconds": round(self.seconds, 3),
            "requests": self.traffic.requests,
            "up": self.traffic.up,
            "down": self.traffic.down,
            "sign_in_requests": self.traffic.sign_in_requests,
            "sign_in_up": self.traffic.sign_in_up,
            "sign_in_down": self.traffic.sign_in_down,
            "sent": self.tally.sent,
            "received": self.tally.received,
            "conflicts": self.tally.conflicts,
            "refused": self.tally.refused,
            "parked": self.tally.parked,
            "waiting": self.waiting,
            "error": self.error_code,
        }
