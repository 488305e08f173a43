"""Scenario ``hq`` (trust.md R12): headquarters dies between commits and replies, under many devices."""

import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import select

from sync.client.address import parse_address
from sync.client.device import DeviceKey, keep_enrolment, own_key
from sync.hq import directory
from sync.hq.tables import OPERATION
from sync.protocol.messages import EnrolReply
from tests.fakes.headquarters import UNIT, Headquarters, open_headquarters
from tests.fakes.hq_process import utc_now
from tests.faults.devices import EDITS, Life, live_together, read_life
from tests.faults.laptops import (
    LaptopOnDisk,
    new_laptop,
    outbox_of,
    sync_until_quiet,
    unlike_headquarters,
    unsound,
)
from tests.faults.outcome import Outcome, Setting
from tests.faults.processes import forking, started
from tests.faults.supervisor import Supervisor

PUSHES_OF_A_LIFE = 40  # on average
DEVICES_OF_A_PROCESS = 15
PATIENCE = 900.0  # seconds for everybody to finish


@dataclass
class Device:
    """One laptop among the many and what became of it."""

    laptop: LaptopOnDisk
    life: Life = field(default_factory=Life)


def hq(setting: Setting) -> Iterator[Outcome]:
    """Every device makes edits and syncs until all are acknowledged, while headquarters dies and returns."""
    began = time.monotonic()
    inside = open_headquarters(setting.folder / "hq", clock=utc_now)
    chance, mean = setting.random("hq"), setting.pick(10, PUSHES_OF_A_LIFE)
    # Twice the mean at most, so that even a short run meets a death.
    serving = Supervisor(
        setting.folder / "hq", lives=lambda: min(1 + int(chance.expovariate(1 / mean)), 2 * mean)
    )
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
    """Spread them over processes: hundreds of threads in one interpreter would only wait for each other."""
    end = time.time() + PATIENCE
    context, processes = forking(), []
    for first in range(0, len(devices), DEVICES_OF_A_PROCESS):
        folders = [str(one.laptop.folder) for one in devices[first : first + DEVICES_OF_A_PROCESS]]
        processes.append(started(context, live_together, folders, setting.seed, end))
    for process in processes:
        process.join(max(0.0, end + 60 - time.time()))
        process.kill()
    for device in devices:
        device.life = read_life(device.laptop.folder)


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
    violations += [text for device in devices for text in device.life.wrong]
    violations += [f"{device.laptop.name} did not finish" for device in devices if not device.life.finished]
    operations = 0
    for device in devices:
        with device.laptop.opened() as store:
            own = outbox_of(store)
            operations += len(own)
            violations += [f"{device.laptop.name}: {item}" for item in own if item.operation.state != "acked"]
    failed = sum((Counter(device.life.failed) for device in devices), Counter[str]())
    figures = {
        "devices": len(devices),
        "edits": len(wanted),
        "distinct_at_hq": len(taken),
        "operations": operations,
        "deaths": serving.deaths,
        "runs": sum(device.life.runs for device in devices),
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
