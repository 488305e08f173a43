"""Scenario ``hq`` (trust.md R12): headquarters dies between commits and replies, under many devices."""

import contextlib
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import select

from app.store.store import Store
from sync.client.address import parse_address
from sync.client.device import DeviceKey, Enrolment, enrolment, keep_enrolment, own_key
from sync.client.engine import sync_once
from sync.client.errors import Busy, Offline, Timeout
from sync.client.http_gateway import HttpGateway
from sync.hq import directory
from sync.hq.tables import OPERATION
from sync.protocol.messages import EnrolReply
from tests.fakes.headquarters import UNIT, Headquarters, open_headquarters
from tests.fakes.hq_process import utc_now
from tests.faults.laptops import (
    LaptopOnDisk,
    new_laptop,
    outbox_of,
    sync_until_quiet,
    unlike_headquarters,
    unsound,
)
from tests.faults.outcome import Outcome, Setting
from tests.faults.supervisor import Supervisor

DEATHS = 1 / 40
EDITS = 20
EDITS_AT_ONCE = 4
AWAY_SECONDS = 2.0  # before a device looks again whether headquarters is back
PATIENCE = 900.0  # seconds for everybody to finish


@dataclass
class Device:
    """One laptop among the many and what became of it."""

    laptop: LaptopOnDisk
    runs: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    finished: bool = False


def hq(setting: Setting) -> Iterator[Outcome]:
    """Every device makes edits and syncs until all are acknowledged, while headquarters dies and returns."""
    began = time.monotonic()
    inside = open_headquarters(setting.folder / "hq", clock=utc_now)
    serving = Supervisor(setting.folder / "hq", deaths=DEATHS if not setting.quick else 1 / 8)
    try:
        devices = _devices(setting, inside, serving.url)
        _run_all(devices, setting)
    finally:
        serving.stop()
    violations = _alike(setting, devices, inside)
    yield _outcome(devices, inside, serving, began, violations)
    inside.store.close()


def _devices(setting: Setting, inside: Headquarters, url: str) -> list[Device]:
    """Copies of one empty store, each enrolled as a device of its own, straight into the directory."""
    template = new_laptop(setting.folder / "template", "样机")
    devices, replies = [], []
    inside.code("人")
    with inside.store.write() as connection:
        (user,) = directory.users(connection, inside.store.tenant)
        for number in range(setting.pick(6, 300)):
            laptop = LaptopOnDisk(f"人{number}", setting.folder / "devices" / str(number))
            shutil.copytree(template.folder, laptop.folder)
            key = DeviceKey.generate()
            device = directory.add_device(
                connection,
                inside.store.tenant,
                user.id,
                laptop.name,
                key.public_text,
                now=inside.now,
                randomness=random.SystemRandom(),
            )
            replies.append(
                (laptop, key, EnrolReply(device, user.id, user.name, user.unit, UNIT, "测试招商局"))
            )
            devices.append(Device(laptop))
    for laptop, key, reply in replies:
        with laptop.opened() as store, store.replica() as replica:
            replica.set("device_key", key.to_text())
            assert own_key(replica).public_text == key.public_text
            keep_enrolment(replica, parse_address(url), "", reply)
    return devices


def _run_all(devices: Sequence[Device], setting: Setting) -> None:
    end = time.monotonic() + PATIENCE
    threads = [threading.Thread(target=_live, args=(device, end, setting), daemon=True) for device in devices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))


def _live(device: Device, end: float, setting: Setting) -> None:
    chance = setting.random(device.laptop.name)
    with device.laptop.opened() as store:
        known = enrolment(store)
        for first in range(0, EDITS, EDITS_AT_ONCE):
            for number in range(first, first + EDITS_AT_ONCE):
                with store.write(actor=device.laptop.name, label="create") as work:
                    work.create("company", {"name": f"{device.laptop.name}的公司{number}"})
            _send(device, store, known, chance, end)
        device.finished = not store.counts().pending


def _send(device: Device, store: Store, known: Enrolment, chance: random.Random, end: float) -> None:
    """Sync until nothing waits, coming back later where headquarters is away or asks for it."""
    with contextlib.closing(HttpGateway(known)) as gateway:
        while store.counts().pending and time.monotonic() < end:
            report = sync_once(store, gateway, utc_now, random.SystemRandom())
            device.runs += 1
            if report.error is None:
                continue
            device.failed[report.error.code] += 1
            if not isinstance(report.error, Offline | Timeout | Busy):
                device.wrong.append(f"{device.laptop.name}: {report.error}")
            wait = report.error.retry_after if isinstance(report.error, Busy) else AWAY_SECONDS
            time.sleep(wait * (1 + chance.random() / 2))


def _alike(setting: Setting, devices: Sequence[Device], inside: Headquarters) -> list[str]:
    """Some of the devices sync once more with a headquarters in good health: they hold what it holds."""
    serving, found = Supervisor(setting.folder / "hq"), []
    try:
        for device in devices[:: max(1, len(devices) // 5)]:
            with device.laptop.opened() as store, store.replica() as replica:
                replica.set("hq_url", serving.url)
            sync_until_quiet(device.laptop)
            found += unlike_headquarters(device.laptop, inside)
            with device.laptop.opened() as store:
                found += unsound(store)
    finally:
        serving.stop()
    return found


def _outcome(
    devices: Sequence[Device],
    inside: Headquarters,
    serving: Supervisor,
    began: float,
    violations: list[str],
) -> Outcome:
    taken = _companies_at(inside)
    wanted = {f"{device.laptop.name}的公司{number}" for device in devices for number in range(EDITS)}
    violations += [f"lost: {name}" for name in sorted(wanted - taken.keys())]
    violations += [f"taken {count} times: {name}" for name, count in taken.items() if count != 1]
    violations += [text for device in devices for text in device.wrong]
    violations += [f"{device.laptop.name} did not finish" for device in devices if not device.finished]
    operations = 0
    for device in devices:
        with device.laptop.opened() as store:
            own = outbox_of(store)
            operations += len(own)
            violations += [f"{device.laptop.name}: {item}" for item in own if item.operation.state != "acked"]
    failed = sum((device.failed for device in devices), Counter[str]())
    figures = {
        "devices": len(devices),
        "edits": len(wanted),
        "distinct_at_hq": len(taken),
        "operations": operations,
        "deaths": serving.deaths,
        "runs": sum(device.runs for device in devices),
        **dict(sorted(failed.items())),
        "violations": len(violations),
        "seconds": round(time.monotonic() - began),
    }
    if not serving.deaths:
        violations.append("headquarters never died: the test is blind")
    return Outcome("hq", figures, violations)


def _companies_at(inside: Headquarters) -> Counter[str]:
    """How many operations created a company of each name."""
    with inside.store.read() as connection:
        rows = connection.execute(select(OPERATION.c.fields).where(OPERATION.c.action == "create"))
        return Counter(str(msgspec.json.decode(row.fields)["name"][1]) for row in rows)
