"""The desktop measured in processes of its own, without a screen: start, opening a list, scrolling it.

``python -m tests.bench.desktop WHAT FOLDER`` prints one line of JSON when it is done. WHAT is ``bare`` (a
window of the same library with a label), ``window`` (our desktop until its first page is there) or ``lists``.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, median, worst_of_twenty

RUNS = 5
SCROLLS = 60
TICK = 1  # milliseconds
PATIENCE = 60.0  # seconds
START = 1.5  # times a bare window, journeys.md
FRAME = 16.7  # milliseconds


def measure(folder: Path, *, runs: int = RUNS) -> list[Figure]:
    """Start the processes in turn, so that a busy moment of the machine meets both kinds."""
    bare, window = [], []
    for _ in range(runs):
        bare.append(_timed("bare", folder))
        window.append(_timed("window", folder))
    told = _told(_start("lists", folder))
    projects = f"{told['projects']:,} projects"
    return [
        Figure(
            "window to the page of today", median(window), median(bare), "s", "a bare window", wanted=START
        ),
        Figure(
            f"open list, {projects}", told["open"], told["open_floor"], "ms", "ids by name and 100 rows, read"
        ),
        Figure(
            f"scroll a page, {projects} (p50)",
            median(told["scroll"]),
            median(told["scroll_floor"]),
            *("ms", "QTableView on rows in memory"),
        ),
        Figure(
            f"scroll a page, {projects} (p95)",
            worst_of_twenty(told["scroll"]),
            worst_of_twenty(told["scroll_floor"]),
            *("ms", "QTableView on rows in memory"),
        ),
    ]


def _timed(what: str, folder: Path) -> float:
    """Seconds from starting the process until it says that it is ready."""
    started = time.perf_counter()
    process = _start(what, folder)
    assert process.stdout is not None
    process.stdout.readline()
    took = time.perf_counter() - started
    _told(process)
    return took


def _start(what: str, folder: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "tests.bench.desktop", what, str(folder)]
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE)


def _told(process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    out, _ = process.communicate(timeout=PATIENCE * 4)
    assert process.returncode == 0, out
    lines = out.splitlines()
    return json.loads(lines[-1]) if lines else {}


# --- in the process that is measured -------------------------------------------------------------------


def _main(what: str, folder: Path) -> None:
    found = {"bare": _bare, "window": _window, "lists": _lists}[what](folder)
    print(json.dumps(found), flush=True)
    os._exit(0)  # what the interpreter does at its end is not measured, and holds up the next run


def _bare(_: Path) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("招商前哨"))
    window.resize(1366, 768)
    window.show()
    _wait(window.isVisible)
    window.grab()
    del application
    return {}


def _window(folder: Path) -> dict[str, Any]:
    window = _desktop(folder)
    _wait(lambda: not window.ctx.database.busy and window.page.ready())
    window.grab()
    return {}


def _lists(folder: Path) -> dict[str, Any]:
    window = _desktop(folder)
    _wait(lambda: not window.ctx.database.busy)
    started = time.perf_counter()
    page = window.open_page("projects")
    _wait(lambda: not window.ctx.database.busy and _filled(page.grid))
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
    from app.store.database import DATABASE_NAME
    from app.store.store import Store
    from tests.fakes.stores import KEY
    from ui.context.headquarters import Headquarters
    from ui.context.preferences import Choices, Preferences
    from ui.main import build_desktop, make_theme

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


def _wait(ready: Callable[[], bool]) -> None:
    """Run Qt until ``ready``."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer()
    deadline = time.perf_counter() + PATIENCE

    def look() -> None:
        if ready() or time.perf_counter() > deadline:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(TICK)
    loop.exec()
    assert ready()


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
        if database is not None:
            _wait(lambda: _filled(grid))
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
    _wait(view.isVisible)
    return view


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
