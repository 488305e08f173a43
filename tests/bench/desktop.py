"""The desktop measured in processes of its own, without a screen: start, opening a list, scrolling it.

``python -m tests.bench.desktop WHAT FOLDER`` prints a line whenever there is something to stop a watch at,
and at the end one of JSON. WHAT is ``bare`` (a window of the same library with a label), ``line`` (the
program on a profile whose key the keyring has, until there is a line to write on), ``window`` (the same,
until the tasks are there as they were left, and until nothing is under way), ``first`` (the same, once, and
left) or ``lists``.
"""

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, median, worst_of_twenty

RUNS = 9
LINES = 3  # starts to a line for each start to the end: it is held to a limit, and they are short
SCROLLS = 60
TICK = 1  # milliseconds
PATIENCE = 300.0  # seconds: a large store that was just made is judged for the first time
READY = b"ready"
PROFILE = "0123456789abcdef0123456789abcdef"
START = 1.5  # times a bare window, journeys.md
FRAME = 16.7  # milliseconds


def measure(folder: Path, *, runs: int = RUNS) -> list[Figure]:
    """Start the processes in turn, so that a busy moment of the machine meets both kinds."""
    told(start("first", folder))
    bare, line, window = [], [], []
    for _ in range(runs):
        for _ in range(LINES):
            bare.append(_watched("bare", folder).seconds[0])
            line.append(_watched("line", folder).seconds[0])
        window.append(_watched("window", folder))
    floor = median(bare)
    lists = told(start("lists", folder))
    projects = f"{lists['projects']:,} projects"
    against = "a bare window"
    filled, settled = (median([one.seconds[n] for one in window]) for n in range(2))
    return [
        Figure("start to a line to write on", median(line), floor, "s", against, wanted=START),
        Figure("start to the tasks as they were left", filled, floor, "s", against),
        Figure("start to nothing under way", settled, floor, "s", against),
        Figure(
            f"open list, {projects}", lists["open"], lists["open_floor"], "ms", "ids by name, 100 rows read"
        ),
        Figure(
            f"scroll a page, {projects} (p50)",
            median(lists["scroll"]),
            median(lists["scroll_floor"]),
            *("ms", "QTableView on rows in memory"),
        ),
        Figure(
            f"scroll a page, {projects} (p95)",
            worst_of_twenty(lists["scroll"]),
            worst_of_twenty(lists["scroll_floor"]),
            *("ms", "QTableView on rows in memory"),
        ),
    ]


@dataclass(frozen=True)
class Watched:
    """Seconds from the start of a process to each of its lines, and what it told at its end."""

    seconds: list[float]
    told: dict[str, Any]


def _watched(what: str, folder: Path) -> Watched:
    started = time.perf_counter()
    seconds = []
    with start(what, folder) as process:
        assert process.stdout is not None
        while (line := process.stdout.readline().strip()) == READY:
            seconds.append(time.perf_counter() - started)
        process.stdout.read()
    assert process.returncode == 0, line
    return Watched(seconds, json.loads(line))


def start(what: str, folder: Path, module: str = __name__, *more: str) -> "subprocess.Popen[bytes]":
    """The process of ``module`` that measures ``what``."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "tests.fakes.keyrings.FileKeyring",
        "KEYRING_OF_TESTS": str(folder / "keyring"),
    }
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", module, what, str(folder), *more]
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE)


def told(process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    """What it printed at its end."""
    out, _ = process.communicate(timeout=PATIENCE * 4)
    assert process.returncode == 0, out
    lines = out.splitlines()
    return json.loads(lines[-1]) if lines else {}


# --- in the process that is measured -------------------------------------------------------------------


def main(measured: Callable[[Path], dict[str, Any]], folder: Path) -> None:
    """Print what was ``measured`` on the store in ``folder``, and end the process."""
    code = 1
    try:
        print(json.dumps(measured(folder)), flush=True)
        code = 0
    except Exception:  # noqa: BLE001 - told here, because threads that still run would keep the process
        traceback.print_exc()
    os._exit(code)  # what the interpreter does at its end is not measured, and holds up the next run


def _ready() -> None:
    print(READY.decode(), flush=True)


def _bare(_: Path) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("招商前哨"))
    window.resize(1366, 768)
    window.show()
    until(window.isVisible)
    window.grab()
    _ready()
    del application
    return {}


def _line(folder: Path) -> dict[str, Any]:
    from contextlib import ExitStack

    typed(begun(folder, ExitStack()).line)
    _ready()
    return {}


def _window(folder: Path) -> dict[str, Any]:
    from contextlib import ExitStack

    doorstep = begun(folder, ExitStack())
    typed(doorstep.line)
    until(lambda: doorstep.tasks.seen is not None)
    doorstep.grab()
    _ready()
    window = opened()
    until(lambda: not window.ctx.database.busy and window.page.ready())
    window.grab()
    _ready()
    return {}


def begun(folder: Path, ending: Any) -> Any:
    """The first page of the program on a profile, once it is on the screen."""
    from ui.main import start_desktop

    doorstep, drawn = start_desktop(folder, ending).doorstep, list[bool]()
    assert doorstep is not None
    doorstep.drawn.connect(lambda: drawn.append(True))
    until(lambda: bool(drawn))
    return doorstep


def typed(line: Any) -> None:
    """One key, and see it."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    assert line.isVisible()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(line, key)
    assert line.text() == "a"


def opened() -> Any:
    """The real window, once it is shown."""
    from PySide6.QtWidgets import QApplication

    def there() -> list[Any]:
        found = [one for one in QApplication.topLevelWidgets() if type(one).__name__ == "MainWindow"]
        return [one for one in found if one.isVisible()]

    until(lambda: bool(there()))
    return there()[0]


def _first(folder: Path) -> dict[str, Any]:
    """Bound to the keyring, opened once and closed: what is left for the starts after it."""
    from contextlib import ExitStack

    from app import credentials, keyslot
    from app.profile_settings import SLOT_NAME
    from tests.fakes.stores import KEY
    from ui.main import start_desktop

    if not (folder / SLOT_NAME).exists():  # the stores of tests share one key
        credentials.store(PROFILE, os.urandom(credentials.SECRET_BYTES))
        keyslot._write(folder / SLOT_NAME, keyslot._sealed(KEY, PROFILE, None))

    with ExitStack() as ending:
        start_desktop(folder, ending)
        window = opened()
        until(lambda: not window.ctx.database.busy and window.page.ready())
        window.close()
    return {}


def _lists(folder: Path) -> dict[str, Any]:
    window = _desktop(folder)
    until(lambda: not window.ctx.database.busy)
    started = time.perf_counter()
    page = window.open_page("projects")
    until(lambda: not window.ctx.database.busy and _filled(page.grid))
    page.grid.viewport().repaint()
    opened = (time.perf_counter() - started) * 1000
    store = window.ctx.desk.store
    started = time.perf_counter()
    store.rows("project", store.ids("project", sort=(("name", False),))[:100])
    open_floor = (time.perf_counter() - started) * 1000
    return {
        "projects": len(store.ids("project")),
        "open": opened,
        "open_floor": open_floor,
        "scroll": _scrolled(page.grid, window.ctx.database),
        "scroll_floor": _scrolled(_plain_table(page.grid), None),
    }


def _desktop(folder: Path) -> Any:
    import random
    from datetime import UTC, datetime

    from PySide6.QtWidgets import QApplication

    from app.i18n import Translator
    from app.services.indexing import ChineseIndexing
    from app.store.raw import DATABASE_NAME
    from app.store.store import Store
    from tests.fakes.stores import KEY
    from ui.context.headquarters import Headquarters
    from ui.context.preferences import Choices, Preferences
    from ui.desktop import build_desktop
    from ui.starting import make_theme

    application = QApplication([])
    store = Store.open(
        folder / DATABASE_NAME,
        KEY,
        clock=lambda: datetime.now(UTC),
        randomness=random.SystemRandom(),
        indexing=ChineseIndexing(),
    )
    translator = Translator()
    window = build_desktop(
        folder,
        store,
        settings=Preferences(Choices(mode="light")),
        sync_runner=Headquarters(store),
        translator=translator,
        theme=make_theme(application, translator),
    )
    window.resize(1366, 768)
    window.show()
    return window


def until(ready: Callable[[], bool]) -> None:
    """Run Qt until ``ready``."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer, met = QEventLoop(), QTimer(), False
    deadline = time.perf_counter() + PATIENCE

    def look() -> None:
        nonlocal met
        met = met or ready()  # what comes after it may make it untrue again before the loop has ended
        if met or time.perf_counter() > deadline:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(TICK)
    loop.exec()
    assert met


def _filled(grid: Any) -> bool:
    """Whether every row in view has its values."""
    first, last = grid.rowAt(0), grid.rowAt(grid.viewport().height() - 1)
    rows = range(first, (last if last >= 0 else grid.model().rowCount() - 1) + 1)
    return first >= 0 and all(grid.model().values_at(row) is not None for row in rows)


def _scrolled(grid: Any, database: Any) -> list[float]:
    """Milliseconds from moving the scroll bar until what is in view is painted with its values."""
    import random

    bar, dice = grid.verticalScrollBar(), random.Random(4)
    times = []
    for _ in range(SCROLLS):
        target = dice.randrange(bar.maximum() + 1)
        started = time.perf_counter()
        bar.setValue(target)
        grid.viewport().repaint()
        if database is not None and not _filled(grid):
            until(lambda: _filled(grid))
            grid.viewport().repaint()
        times.append((time.perf_counter() - started) * 1000)
    return times


def _plain_table(like: Any) -> Any:
    """The library's own table on as many rows, all of them in memory."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    rows, columns = like.model().rowCount(), like.model().columnCount()

    class Plain(QAbstractTableModel):
        def rowCount(self, parent: Any = None) -> int:
            return int(rows)

        def columnCount(self, parent: Any = None) -> int:
            return int(columns)

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            return f"星澜新能源项目{index.row()}" if role == Qt.ItemDataRole.DisplayRole else None

    view = QTableView()
    view.setModel(Plain(view))
    view.setVerticalScrollMode(like.verticalScrollMode())
    view.resize(like.size())
    view.show()
    until(view.isVisible)
    return view


if __name__ == "__main__":
    processes = {"bare": _bare, "line": _line, "window": _window, "first": _first, "lists": _lists}
    main(processes[sys.argv[1]], Path(sys.argv[2]))
