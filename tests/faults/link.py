"""Scenario ``link`` (trust.md R13): the first sync of a large ledger over a slow link that breaks."""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import msgspec

from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.errors import MalformedAnswer, Offline, Timeout
from sync.client.http_gateway import HttpGateway
from tests.fakes.headquarters import open_headquarters
from tests.fakes.hq_process import utc_now
from tests.faults.laptops import LaptopOnDisk, join, new_laptop, unlike_headquarters, unsound
from tests.faults.mortal_hq import Asked
from tests.faults.outcome import Outcome, Setting
from tests.faults.relay import Link, Relay
from tests.faults.supervisor import Supervisor

BAD = Link(delay=0.2, rate=256_000 / 8, loss=0.05, reset=0.05, cut=20.0, tear=20_000, wider=10)
QUICK = Link(delay=0.01, rate=200_000, loss=0.05, reset=0.05, cut=0, tear=1_000, wider=4)
PATIENCE = 900.0
BREAKS = (Offline, Timeout, MalformedAnswer)
WORDS = [
    "恒力",
    "石化",
    "新材料",
    "智能",
    "装备",
    "生物",
    "医药",
    "半导体",
    "光伏",
    "储能",
    "物流",
    "食品",
    "纺织",
    "苏州",
    "吴江",
    "昆山",
    "园区",
    "集团",
    "科技",
    "股份",
]


@dataclass(frozen=True)
class Journey:
    """How a laptop came through: runs of the sync, those that broke, seconds."""

    runs: int
    broken: Counter[str]
    seconds: float
    wrong: list[str]


def link(setting: Setting) -> Iterator[Outcome]:
    """One laptop sends up everything it has, another takes it all down, both over the bad link."""
    inside = open_headquarters(setting.folder / "hq", clock=utc_now)
    log = setting.folder / "asked.jsonl"
    serving = Supervisor(setting.folder / "hq", log=log)
    try:
        writer, reader = (new_laptop(setting.folder / name, name) for name in ("写者", "读者"))
        for laptop in (writer, reader):
            join(laptop, inside, serving.url)
        _fill(writer, setting)
        for name, laptop in (("up", writer), ("down", reader)):
            before = len(_asked(log))
            relay = Relay(("127.0.0.1", serving.port), QUICK if setting.quick else BAD, setting.random(name))
            try:
                _reroute(laptop, relay.url)
                journey = _travel(laptop)
            finally:
                relay.stop()
            asked = _asked(log)[before:]
            violations = journey.wrong + unlike_headquarters(laptop, inside) + _again(asked, journey)
            with laptop.opened() as store:
                violations += unsound(store)
            yield Outcome(f"link.{name}", _figures(journey, asked, relay), violations)
    finally:
        serving.stop()
        inside.store.close()


def _reroute(laptop: LaptopOnDisk, url: str) -> None:
    with laptop.opened() as store, store.replica() as replica:
        replica.set("hq_url", url)


def _fill(laptop: LaptopOnDisk, setting: Setting) -> None:
    """A ledger as it is imported: one unit of work for every 250 leads."""
    chance = setting.random("ledger")
    with laptop.opened() as store:
        for first in range(0, setting.pick(1000, 5000), 250):
            with store.write(actor=laptop.name, label="import") as work:
                for number in range(first, first + 250):
                    work.create("project", _lead(chance, number))


def _lead(chance: random.Random, number: int) -> dict[str, object]:
    def said(words: int) -> str:
        return "".join(chance.choice(WORDS) for _ in range(words))

    return {
        "name": f"{said(3)}项目{number}",
        "stage": "lead",
        "industry": said(2),
        "investment": Decimal(chance.randrange(100, 500_000)),
        "place": said(3),
        "responsible_unit": said(2),
        "summary": said(40),
        "note": f"{chance.getrandbits(160):x} {said(20)}",
    }


def _travel(laptop: LaptopOnDisk) -> Journey:
    """Sync again and again until a run goes through with nothing left."""
    began, runs, wrong = time.monotonic(), 0, []
    broken: Counter[str] = Counter()
    with laptop.opened() as store, contextlib.closing(HttpGateway(enrolment(store))) as gateway:
        while time.monotonic() < began + PATIENCE:
            report = sync_once(store, gateway, utc_now, random.SystemRandom())
            runs += 1
            if report.error is None and not report.waiting:
                break
            if report.error is not None:
                broken[report.error.code] += 1
                if not isinstance(report.error, BREAKS):
                    wrong.append(f"unexpected: {report.error}")
            time.sleep(0.1)
        else:
            wrong.append("it did not come through")
    return Journey(runs, broken, time.monotonic() - began, wrong)


def _asked(log: Path) -> list[Asked]:
    if not log.exists():
        return []
    lines = log.read_bytes().split(b"\n")[:-1]
    return [msgspec.json.decode(line, type=Asked) for line in lines]


def _batches_again(asked: Sequence[Asked]) -> int:
    """Batches that held an operation headquarters had answered before."""
    seen: set[str] = set()
    again = 0
    for one in asked:
        again += not seen.isdisjoint(one.ops)
        seen.update(one.ops)
    return again


def _pages_again(asked: Sequence[Asked]) -> int:
    """Pages with rows that were asked for from a place asked from before."""
    large = [one.cursor for one in asked if not one.ops and one.reply > 2000]
    return len(large) - len(set(large))


def _again(asked: Sequence[Asked], journey: Journey) -> list[str]:
    breaks = sum(journey.broken.values())
    found = []
    if _batches_again(asked) > breaks:
        found.append(f"{_batches_again(asked)} batches were sent again after {breaks} breaks")
    if _pages_again(asked) > breaks:
        found.append(f"{_pages_again(asked)} pages were sent again after {breaks} breaks")
    if not breaks:
        found.append("the link never broke: the test is blind")
    return found


def _figures(journey: Journey, asked: Sequence[Asked], relay: Relay) -> dict[str, object]:
    return {
        "seconds": round(journey.seconds, 1),
        "runs": journey.runs,
        "broken": sum(journey.broken.values()),
        "exchanges": len(asked),
        "batches_again": _batches_again(asked),
        "pages_again": _pages_again(asked),
        **vars(relay.happened),
    }
