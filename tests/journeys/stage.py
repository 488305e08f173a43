"""Where journeys are made: a store of the size of journeys.md, and a whole desktop on it."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.i18n import Translator
from app.model.values import Document
from app.rules.enterprise import enterprise_keys, registry_id
from app.services.desk import Desk
from app.services.indexing import ChineseIndexing
from app.store.replica import Incoming
from app.store.store import Store
from app.store.turns import interpreter_shared
from tests.bench.data import GIVEN, PLACES, SURNAMES, TRADES, contact, project
from tests.fakes.desks import ACTOR_NAME, TickingClock, empty_store
from tests.fakes.desktops import ScriptedRunner
from tests.fakes.stores import KEY
from ui.context.preferences import Choices, Preferences
from ui.desktop import build_desktop
from ui.main_window import MainWindow
from ui.starting import make_theme

BATCH = 1000
TODAY = date(2026, 11, 20)
MADE_AT = 1_770_000_000_000
SOMEBODY = "王建国"
"""Somebody whose telephone is looked for."""
TAKEN = "恒力电子"
"""A firm that another unit has."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many records of each kind."""

    company: int
    contact: int
    project: int
    visit: int
    next_step: int
    registry: int


FULL = Size(20_000, 100_000, 20_000, 200_000, 40_000, 5_000)
SMALL = Size(60, 200, 60, 200, 60, 20)


def grow(store: Store, size: Size, seconds: float) -> bool:
    """Bring the store nearer to its size; False when the time was over before it was reached.

    It goes on where it left off: the ids follow from the numbers.
    """
    end = time.monotonic() + seconds
    for kind, wanted in ((name, getattr(size, name)) for name in Size.__slots__):
        there = len(store.ids(kind))
        while there < wanted:
            if time.monotonic() > end:
                return False
            some = range(there, min(there + BATCH, wanted))
            with store.replica() as replica:
                replica.write(kind, [_incoming(kind, number, size) for number in some])
            there = some.stop
    while store.late_indexing.some():
        if time.monotonic() > end:
            return False
    return True


def id_of(kind: str, number: int) -> str:
    """The id of the record of that number, time-ordered as laptops make them."""
    dice = random.Random(f"{kind} {number}")
    return f"0190{number:08x}"[:8] + f"-{number & 0xFFFF:04x}-7000-8000-{dice.randrange(1 << 48):012x}"


def _incoming(kind: str, number: int, size: Size) -> Incoming:
    id, doc = _MAKERS[kind](number, size)
    return Incoming(id or id_of(kind, number), number + 1, doc, False, doc, False, False, MADE_AT, "周敏")


Made = tuple[str, Document]


def _company(number: int, _: Size) -> Made:
    dice = random.Random(f"company {number}")
    name = "".join(dice.sample(PLACES, 3)) + dice.choice(TRADES) + f"{number}有限公司"
    return "", {"name": name, "city": dice.choice(("上海", "苏州", "深圳", "杭州"))}


def _contact(number: int, size: Size) -> Made:
    dice = random.Random(f"contact {number}")
    doc = contact(dice, number) | {"company_id": id_of("company", number % size.company)}
    if number == 0:
        doc["name"] = SOMEBODY
    every = {"contact_every_days": dice.choice((30, 60, 90, 180))} if number % 10 == 0 else {}
    return "", doc | every


def _project(number: int, size: Size) -> Made:
    dice = random.Random(f"project {number}")
    return "", project(dice, number) | {"investor_id": id_of("company", number % size.company)}


def _visit(number: int, size: Size) -> Made:
    day = TODAY - timedelta(days=number % 1500 - 5)
    return "", {
        "subject": f"洽谈{number}",
        "kind": "outward",
        "visited_on": day.isoformat(),
        "company_id": id_of("company", number % size.company),
        "contact_ids": [id_of("contact", number % size.contact)],
        "created_by": "周敏",
        "content": "对方关心用地和用电，约定下周再谈。",
    }


def _step(number: int, size: Size) -> Made:
    day = TODAY - timedelta(days=number % 400 - 60)
    done = {"done_on": day.isoformat()} if number % 50 else {}
    owner = ACTOR_NAME if number % 5 == 0 else "周敏"
    company = id_of("company", number % size.company)
    return "", {
        "title": f"回复{number}",
        "due_on": day.isoformat(),
        "owner": owner,
        "company_id": company,
    } | done


def _registered(number: int, _: Size) -> Made:
    name = TAKEN if number == 0 else "".join(random.Random(f"registry {number}").sample(GIVEN + SURNAMES, 4))
    key = enterprise_keys(name)[0]
    until = (TODAY + timedelta(days=30)).isoformat()
    doc = {
        "title": name,
        "key": key,
        "state": "protected",
        "holders": ["县功镇"],
        "holder_ids": ["x"],
        "until": until,
    }
    return registry_id(key), doc


_MAKERS: dict[str, Callable[[int, Size], Made]] = {
    "company": _company,
    "contact": _contact,
    "project": _project,
    "visit": _visit,
    "next_step": _step,
    "registry": _registered,
}


def opened(folder: Path) -> Store:
    """The store in ``folder``; chance is new each time, because a kept store is changed again and again."""
    return Store.open(
        folder / "store.db",
        KEY,
        clock=TickingClock(),
        randomness=random.SystemRandom(),
        indexing=ChineseIndexing(),
    )


def prepared(folder: Path, size: Size, seconds: float = float("inf")) -> bool:
    """Make or go on making the store in ``folder``; whether it is done."""
    store = opened(folder) if (folder / "store.db").exists() else empty_store(folder)
    try:
        return grow(store, size, seconds)
    finally:
        store.close()


@contextmanager
def on_stage(folder: Path) -> Iterator[tuple[MainWindow, Desk]]:
    """A shown desktop on the store in ``folder``, without a screen; it ends with the block."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    store, words = opened(folder), Translator("zh_CN")
    settings = Preferences(Choices(mode="light", language="zh_CN"))
    theme = make_theme(app, words)
    window = build_desktop(
        folder, store, settings=settings, sync_runner=ScriptedRunner(), translator=words, theme=theme
    )
    try:
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowExposed(window)
        with interpreter_shared():  # as the desktop runs
            yield window, window.ctx.desk
    finally:
        window.close()
        window.running.stop()
        store.close()
