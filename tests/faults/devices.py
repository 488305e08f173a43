"""Many light laptops in one process, a thread each: they edit, sync, and come back until all is sent."""

import contextlib
import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from app.store.store import Store
from sync.client.device import Enrolment, enrolment
from sync.client.engine import sync_once
from sync.client.errors import Busy, Offline, Timeout
from sync.client.http_gateway import HttpGateway
from tests.fakes.hq_process import utc_now
from tests.faults.laptops import LaptopOnDisk

EDITS = 20
EDITS_AT_ONCE = 5
AWAY_SECONDS = 2.0  # before a device looks again whether headquarters is back
_RESULT = "life.json"


class Life(msgspec.Struct):
    """What became of one device; ``failed`` counts runs by the code of their known error."""

    runs: int = 0
    failed: dict[str, int] = {}
    wrong: list[str] = []
    finished: bool = False


def live_together(folders: Sequence[str], seed: int, end: float) -> None:
    """Let the laptops in ``folders`` live until each has sent its edits, or until the moment ``end``."""
    threads = [threading.Thread(target=_live, args=(Path(folder), seed, end)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def read_life(folder: Path) -> Life:
    """What became of the laptop in ``folder``; an unfinished life where nothing was told."""
    path = folder / _RESULT
    return msgspec.json.decode(path.read_bytes(), type=Life) if path.exists() else Life()


def _live(folder: Path, seed: int, end: float) -> None:
    laptop, life = LaptopOnDisk(f"人{folder.name}", folder), Life()
    chance = random.Random(f"{seed} {laptop.name}")
    with laptop.opened() as store:
        known = enrolment(store)
        for first in range(0, EDITS, EDITS_AT_ONCE):
            for number in range(first, first + EDITS_AT_ONCE):
                with store.write(actor=laptop.name, label="create") as work:
                    work.create("company", {"name": f"{laptop.name}的公司{number}"})
            _send(life, store, known, chance, end)
        life.finished = not store.counts().pending
    (folder / _RESULT).write_bytes(msgspec.json.encode(life))


def _send(life: Life, store: Store, known: Enrolment, chance: random.Random, end: float) -> None:
    """Sync until nothing waits, coming back later where headquarters is away or asks for it."""
    with contextlib.closing(HttpGateway(known)) as gateway:
        while store.counts().pending and time.time() < end:
            report = sync_once(store, gateway, utc_now, random.SystemRandom())
            life.runs += 1
            if report.error is None:
                continue
            life.failed[report.error.code] = life.failed.get(report.error.code, 0) + 1
            if not isinstance(report.error, Offline | Timeout | Busy):
                life.wrong.append(str(report.error))
            wait = report.error.retry_after if isinstance(report.error, Busy) else AWAY_SECONDS
            time.sleep(wait * (1 + chance.random() / 2))
