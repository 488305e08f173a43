"""Scenario ``power`` (trust.md R6): the power fails under a client whose store lies on its own ext4.

Shutting the file system down without flushing its log takes away everything that was not synced. Two controls
that sync less must lose something: otherwise the test could not see a loss.
"""

import fcntl
import os
import struct
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.store.errors import StoreError
from tests.faults import acknowledged
from tests.faults.acknowledged import Saved
from tests.faults.laptops import LaptopOnDisk, lost, new_laptop, unreadable, unsound
from tests.faults.outcome import Outcome, Setting
from tests.faults.processes import fresh_client
from tests.faults.tools import eatmydata

EXT4_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
IMAGE_BYTES = 200 * 1024 * 1024
PATIENCE = 30.0


@dataclass(frozen=True)
class Disk:
    """An ext4 file system in a file."""

    image: Path
    mount_point: Path

    def make(self) -> None:
        """Format and mount it."""
        self.mount_point.mkdir()
        with self.image.open("wb") as file:
            file.truncate(IMAGE_BYTES)
        _run("mkfs.ext4", "-q", "-F", str(self.image))
        self.mount()

    def mount(self) -> None:
        """Bring it up, replaying its journal."""
        _run("mount", "-o", "loop", str(self.image), str(self.mount_point))

    def unmount(self) -> None:
        """Take it down; a device that is still let go of is waited for."""
        for _ in range(300):
            if (
                subprocess.run(["umount", str(self.mount_point)], capture_output=True, check=False).returncode
                == 0
            ):
                return
            time.sleep(0.1)
        _run("umount", str(self.mount_point))

    def cut_power(self) -> None:
        """Nothing reaches the image from here on; what the file system had not synced is gone."""
        handle = os.open(self.mount_point, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(handle)


@dataclass
class Series:
    """Some cuts of the same kind in a row. ``weaker`` and ``library`` are what a control changes.

    ``short``: a control has shown enough with the first cut that loses something.
    """

    name: str
    cuts: int
    weaker: str = ""
    library: Path | None = None
    short: bool = False
    saved: list[Saved] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)
    cuts_that_lost: int = 0
    acknowledged: int = 0
    attachments: int = 0

    @property
    def is_control(self) -> bool:
        """Whether it must lose something."""
        return bool(self.weaker or self.library)


def power(setting: Setting) -> Iterator[Outcome]:
    """The product, then both controls."""
    library = eatmydata()
    for series in (
        Series("product", setting.pick(2, 50)),
        Series("control_normal", setting.pick(8, 15), weaker="NORMAL", short=setting.quick),
        Series("control_eatmydata", setting.pick(8, 10), library=library, short=setting.quick),
    ):
        began = time.monotonic()
        folder = setting.folder / series.name
        folder.mkdir()
        _run_series(setting, series, folder)
        yield _outcome(series, round(time.monotonic() - began))


def _outcome(series: Series, seconds: int) -> Outcome:
    figures = {
        "cuts": series.cuts,
        "acknowledged": series.acknowledged,
        "attachments": series.attachments,
        "lost": len(series.missing),
        "cuts_that_lost": series.cuts_that_lost,
        "damaged": len(series.damaged),
        "seconds": seconds,
    }
    if not series.acknowledged:
        return Outcome(f"power.{series.name}", figures, ["nothing was saved: the test is blind"])
    if not series.is_control:
        return Outcome(f"power.{series.name}", figures, series.missing + series.damaged + series.bugs)
    blind = [] if series.missing or series.damaged else ["nothing was lost: the test is blind"]
    return Outcome(f"power.{series.name}", figures, blind)


def _run_series(setting: Setting, series: Series, folder: Path) -> None:
    disk = Disk(folder / "image", folder / "disk")
    disk.make()
    chance = setting.random(f"power {series.name}")
    try:
        laptop, generation = new_laptop(disk.mount_point / "0", "周敏"), 0
        for number in range(series.cuts):
            if series.short and series.cuts_that_lost:
                break
            _cut(series, disk, laptop, folder / f"{number}.acks", number, chance.uniform(0.0, 0.5))
            if not _checked(series, laptop):
                generation += 1
                laptop = new_laptop(disk.mount_point / str(generation), "周敏")
                series.saved.clear()
    finally:
        disk.unmount()


def _cut(series: Series, disk: Disk, laptop: LaptopOnDisk, acks: Path, number: int, seconds: float) -> None:
    """Let a client save until ``seconds`` after its first save, then cut."""
    os.sync()  # only what this life writes is at stake
    environment = dict(os.environ) | ({"LD_PRELOAD": str(series.library)} if series.library else {})
    orders = laptop.orders(str(acks), f"{series.name}{number}", weaker_sync=series.weaker)
    client = fresh_client(orders, environment=environment, stderr=subprocess.DEVNULL)
    waited = time.monotonic() + PATIENCE
    while not (acks.exists() and acks.stat().st_size) and time.monotonic() < waited:
        time.sleep(0.005)
    time.sleep(seconds)
    told = acks.read_bytes()  # before the cut begins: a save that meets it may return either way
    disk.cut_power()
    client.kill()
    client.wait()
    disk.unmount()
    disk.mount()
    lines = acknowledged.parsed(told)
    series.bugs += acknowledged.bugs(acknowledged.read(acks))
    fresh = acknowledged.saved(lines)
    series.acknowledged += len(fresh)
    series.saved += fresh
    series.attachments += sum(1 for edit in fresh if edit.sha256)


def _checked(series: Series, laptop: LaptopOnDisk) -> bool:
    """Look for everything told so far; False where the store does not open."""
    try:
        with laptop.opened() as store:
            damaged, missing = unsound(store), lost(store, series.saved, None)
            missing += unreadable(store, series.saved)
    except StoreError as error:
        series.damaged.append(f"does not open: {error}")
        return False
    series.damaged += damaged
    series.missing += missing
    series.cuts_that_lost += bool(missing)
    return not missing and not damaged


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
