"""Scenario ``disk`` (trust.md R8, R9): a disk that fails now and then, and one that is full for a while."""

import os
import queue
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from app.store.errors import DiskFull, DiskTrouble, StoreError
from tests.fakes.hq_process import HqProcess, new_process
from tests.faults import acknowledged
from tests.faults.acknowledged import Line, Refused, Saved
from tests.faults.client import STANDARD_OUTPUT
from tests.faults.laptops import (
    LaptopOnDisk,
    join,
    lost,
    new_laptop,
    operations_at,
    sync_until_quiet,
    unlike_headquarters,
    unreadable,
    unsound,
)
from tests.faults.outcome import Outcome, Setting
from tests.faults.processes import fresh_client

EIO_EVERY = 37
ENOSPC_EVERY = 53  # a save takes some 40 writes, so most saves fail, as on a disk that is all but full
FAILURES = {
    "failing_both": {"EIO_EVERY": "11", "ENOSPC_EVERY": "397"},
    "failing_sync": {"EIO_EVERY": str(EIO_EVERY)},
    "failing_write": {"ENOSPC_EVERY": str(ENOSPC_EVERY)},
}
TMPFS_BYTES = 3 * 1024 * 1024
BALLAST_BYTES = 3 * 512 * 1024
SAVES_AFTER = 5  # a save takes about 100 KB of the log, which is folded in only at 4 MB
PATIENCE = 120.0
EXPECTED = frozenset({DiskFull.code, DiskTrouble.code})
SOURCE = Path(__file__).with_name("failing_disk.c")


def disk(setting: Setting) -> Iterator[Outcome]:
    """Failing syncs, failing writes, both at once; then a full disk."""
    shim = _compiled(setting.folder)
    headquarters = new_process(setting.folder / "hq")
    headquarters.start()
    try:
        for name, environment in list(FAILURES.items())[: setting.pick(1, len(FAILURES))]:
            yield _failing(setting, headquarters, shim, name, environment)
    finally:
        headquarters.stop()
    yield _full(setting)


def _compiled(folder: Path) -> Path:
    library = folder / "failing_disk.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


# --- a disk that fails now and then --------------------------------------------------------------------


def _failing(
    setting: Setting, headquarters: HqProcess, shim: Path, name: str, environment: dict[str, str]
) -> Outcome:
    began = time.monotonic()
    laptop = new_laptop(setting.folder / name, f"人{name}")
    join(laptop, headquarters.inside, headquarters.url)
    orders = laptop.orders(STANDARD_OUTPUT, name, online=True, saves=setting.pick(40, 1000))
    preloaded = {**os.environ, **environment, "LD_PRELOAD": str(shim)}
    client = fresh_client(orders, environment=preloaded, stdout=subprocess.PIPE)
    try:
        told, _ = client.communicate(timeout=600)
    finally:
        client.kill()
    lines = acknowledged.parsed(told)
    violations = [f"the process ended with {client.returncode}"] if client.returncode else []
    violations += _unexpected(lines) + acknowledged.bugs(lines)
    sync_until_quiet(laptop)
    everything = operations_at(headquarters.inside)
    edits = acknowledged.saved(lines)
    with laptop.opened() as store:
        violations += unsound(store) + lost(store, edits, everything) + unreadable(store, edits)
    violations += unlike_headquarters(laptop, headquarters.inside)
    figures = _figures(lines) | {"violations": len(violations), "seconds": round(time.monotonic() - began)}
    if len(_refusals(lines)) < 2:
        violations.append("hardly anything failed: the test is blind")
    return Outcome(f"disk.{name}", figures, violations)


def _refusals(lines: Sequence[Line]) -> list[Refused]:
    return [line for line in lines if isinstance(line, Refused)]


def _unexpected(lines: Sequence[Line]) -> list[str]:
    """Errors of other classes, and those without a sentence in each language."""
    wrong = [line for line in _refusals(lines) if line.code not in EXPECTED or not all(line.sentences)]
    return [f"{line.code}: {line.sentences}" for line in wrong]


def _figures(lines: Sequence[Line]) -> dict[str, object]:
    codes = Counter(line.code for line in _refusals(lines))
    return {"acknowledged": len(acknowledged.saved(list(lines))), **dict(sorted(codes.items()))}


# --- a full disk ---------------------------------------------------------------------------------------


class Listener:
    """Reads what a client tells while it lives."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._told: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._stream = stream
        self.lines: list[Line] = []
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        for line in self._stream:
            self._told.put(line)

    def close(self) -> None:
        """Let go, once the client has ended."""
        self._listening.join()
        self._stream.close()

    def until(self, kind: type[Line], count: int) -> bool:
        """Wait for ``count`` more lines of ``kind``; False where they do not come."""
        end = time.monotonic() + PATIENCE
        while count > 0:
            try:
                text = self._told.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                return False
            self.lines += acknowledged.parsed(text)
            count -= isinstance(self.lines[-1], kind)
        return True


def _full(setting: Setting) -> Outcome:
    began = time.monotonic()
    mount_point = setting.folder / "tmpfs"
    mount_point.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(mount_point)], check=True
    )
    try:
        violations, lines = _filled(mount_point)
    finally:
        subprocess.run(["umount", "-l", str(mount_point)], check=True)
    figures = _figures(lines) | {"violations": len(violations), "seconds": round(time.monotonic() - began)}
    return Outcome("disk.full", figures, violations)


def _filled(mount_point: Path) -> tuple[list[str], list[Line]]:
    """Fill the disk, free some of it, fill it again: what is wrong, and everything that was told."""
    ballast = mount_point / "ballast"
    ballast.write_bytes(bytes(BALLAST_BYTES))
    laptop = new_laptop(mount_point / "laptop", "周敏")
    orders = laptop.orders(STANDARD_OUTPUT, "full", largest_file=2000)
    client = fresh_client(orders, stdout=subprocess.PIPE)
    assert client.stdout is not None
    listener, violations = Listener(client.stdout), []
    if not listener.until(Refused, 30):
        violations.append("the disk was never full")
    ballast.unlink()
    if not listener.until(Saved, SAVES_AFTER):
        violations.append("it did not go on after space was freed")
    if not listener.until(Refused, 30) or client.poll() is not None:
        violations.append("it did not stay until the disk was full again")
    client.kill()
    client.wait()
    listener.close()
    violations += _unexpected(listener.lines) + acknowledged.bugs(listener.lines)
    return violations + _after_filling(laptop, acknowledged.saved(listener.lines)), listener.lines


def _after_filling(laptop: LaptopOnDisk, edits: list[Saved]) -> list[str]:
    """The laptop opened again on the full disk, as after a restart."""
    try:
        with laptop.opened() as store:
            return unsound(store) + lost(store, edits, None) + unreadable(store, edits)
    except StoreError as error:
        return [f"does not open on the full disk: {error}"]
