"""Scenario ``busy`` (trust.md R10): four writers, a reader, a sync and a copy on one profile at once.

Two writers are threads of the desktop's process and two are processes of their own, as when an import runs
on the command line beside the open window.
"""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app.errors import OutpostError
from app.services.desk import Desk
from app.store.store import Store
from app.store.turns import interpreter_shared
from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.http_gateway import HttpGateway
from tests.fakes.hq_process import HqProcess, new_process, utc_now
from tests.faults import acknowledged
from tests.faults.acknowledged import Saved
from tests.faults.client import Editor, work
from tests.faults.laptops import (
    LaptopOnDisk,
    join,
    lost,
    new_laptop,
    operations_at,
    sync_until_quiet,
    unlike_headquarters,
    unsound,
)
from tests.faults.outcome import Outcome, Setting
from tests.faults.processes import forking, killed, started

INSIDE, BESIDE = 2, 2  # writers in the desktop's process, and in others
PAUSE = 0.05  # seconds between the saves of one writer: a fast importer, four times over
START = 60  # seconds at most until the writers beside have saved something
USUAL, WORST = 0.1, 1.0  # seconds a save may take: 99 of 100, and every one


@dataclass
class Seen:
    """What the threads of the desktop came to."""

    saved: list[Saved] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)


def busy(setting: Setting) -> Iterator[Outcome]:
    """Everything at once for some seconds; nobody may be turned away."""
    headquarters = new_process(setting.folder / "hq")
    headquarters.start()
    try:
        yield _crowded(setting, headquarters)
    finally:
        headquarters.stop()


def _crowded(setting: Setting, headquarters: HqProcess) -> Outcome:
    source, laptop = (new_laptop(setting.folder / name, name) for name in ("写者", "读者"))
    for one in (source, laptop):
        join(one, headquarters.inside, headquarters.url)
    with source.opened() as store, store.write(actor=source.name, label="import") as unit:
        for number in range(setting.pick(200, 5000)):
            unit.create("company", {"name": f"公司{number}", "note": f"备注{number}" * 20})
    sync_until_quiet(source)
    books = [setting.folder / f"{number}.acks" for number in range(BESIDE)]
    context = forking()
    beside = [
        started(context, work, laptop.orders(str(book), f"旁{number}", pause=PAUSE))
        for number, book in enumerate(books)
    ]
    violations: list[str] = []

    def stop_beside() -> None:
        """Before the sync is waited for: it goes on while somebody saves."""
        ended = [number for number, one in enumerate(beside) if not killed(one)]
        violations.extend(f"writer {number} ended by itself" for number in ended)

    _until_at_work(books)
    seen = _inside(setting, laptop, stop_beside)
    lines = [line for book in books for line in acknowledged.read(book)]
    refused = [line for line in lines if isinstance(line, acknowledged.Refused)]
    violations += acknowledged.bugs(lines) + seen.errors + [f"refused: {one.code}" for one in refused]
    saved = seen.saved + acknowledged.saved(lines)
    with laptop.opened() as store:
        violations += unsound(store) + lost(store, saved, operations_at(headquarters.inside))
    sync_until_quiet(laptop)
    violations += unlike_headquarters(laptop, headquarters.inside)
    return _outcome(setting, seen, saved, violations)


def _until_at_work(books: list[Path]) -> None:
    """Starting a process takes its time; only then there are four writers."""
    until = time.monotonic() + START
    while time.monotonic() < until and not all(book.exists() and book.stat().st_size for book in books):
        time.sleep(PAUSE)


def _outcome(setting: Setting, seen: Seen, saved: list[Saved], violations: list[str]) -> Outcome:
    took = sorted(seen.took)
    usual, worst = took[int(0.99 * len(took))], took[-1]
    figures = {
        "acknowledged": len(saved),
        **seen.done,
        "p50_ms": round(1000 * took[len(took) // 2], 1),
        "p99_ms": round(1000 * usual, 1),
        "worst_ms": round(1000 * worst, 1),
        "violations": len(violations),
    }
    if min(seen.done.values()) == 0 or len(saved) <= len(seen.saved):
        violations.append("not everybody was busy: the test is blind")
    if not setting.quick and (usual > USUAL or worst > WORST):  # only a gate that has the machine to itself
        violations.append(f"saving took too long: {usual:.3f} s for 99 of 100, {worst:.3f} s at worst")
    return Outcome("busy", figures, violations)


def _inside(setting: Setting, laptop: LaptopOnDisk, stop_beside: Callable[[], None]) -> Seen:
    """The desktop's process: writers, a reader, a sync and a copy, a thread each."""
    seen, over = Seen(), threading.Event()
    with (
        interpreter_shared(),
        laptop.opened() as store,
        contextlib.closing(HttpGateway(enrolment(store))) as gateway,
    ):
        tasks: dict[str, Callable[[], object]] = {
            **{f"writer{number}": _writer(store, laptop, number, seen) for number in range(INSIDE)},
            "reads": partial(_read, store),
            "syncs": partial(_sync, store, gateway),
            "copies": partial(_copy, store, setting),
        }
        threads = [
            threading.Thread(target=_again, args=(name, task, seen, over)) for name, task in tasks.items()
        ]
        for thread in threads:
            thread.start()
        time.sleep(setting.pick(2, 30))
        over.set()
        stop_beside()
        for thread in threads:
            thread.join()
    return seen


def _again(name: str, task: Callable[[], object], seen: Seen, over: threading.Event) -> None:
    """Do it until it is over; what goes wrong is told."""
    seen.done[name] = 0
    while not over.is_set():
        try:
            task()
        except OutpostError as error:
            seen.errors.append(f"{name}: {error.code} {error.params}")
        except Exception as error:  # noqa: BLE001 - a thread that dies quietly would hide what we look for
            seen.errors.append(f"{name}: {error!r}")
        seen.done[name] += 1
        over.wait(PAUSE if name != "copies" else 10 * PAUSE)


def _writer(store: Store, laptop: LaptopOnDisk, number: int, seen: Seen) -> Callable[[], object]:
    editor = Editor(Desk(store, laptop.name), laptop.orders("", f"窗{number}", largest_file=1000))

    def save() -> None:
        began = time.perf_counter()
        seen.saved.append(editor.save())
        seen.took.append(time.perf_counter() - began)

    return save


def _read(store: Store) -> None:
    """What a list and a search read."""
    store.rows("company", store.ids("company", sort=(("name", False),))[:100])
    store.find("公司1")


def _sync(store: Store, gateway: HttpGateway) -> None:
    report = sync_once(store, gateway, utc_now, random.SystemRandom())
    if report.error is not None:
        raise report.error


def _copy(store: Store, setting: Setting) -> None:
    target = setting.folder / "copy.db"
    target.unlink(missing_ok=True)
    store.copy_to(target)
