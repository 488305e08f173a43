"""Memory of the whole desktop on a store of the size of journeys.md, and of a bare window of its library.

``python -m tests.bench.memory WHAT FOLDER`` is the process that is measured, and prints JSON: what it holds
at each of its moments. WHAT is ``bare`` or ``desktop``: the program on a profile whose key the keyring has,
when there is a line to write on; when nothing is under way any more, that is everything indexed, judged and
read ahead; and when quick capture and the search were used.

What is private to the process is told beside the whole: libraries and fonts are in memory once for all
programs that use them.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.store.raw import DATABASE_NAME
from tests.bench.desktop import begun, main, opened, start, told, typed, until
from tests.bench.figures import Figure, median

if TYPE_CHECKING:
    from tests.journeys.stage import Size

WANTED = 2.5  # times a bare window
QUIET = 6.0  # seconds in which nothing began: longer than ``ui.background.rest`` waits
LINE = "今天 苏州 拜访 恒力云溪 张总 13800000000 谈二期3亿 要50亩 下周三回访"
SOUGHT = "wjg"
MB = 1e6


def measure(folder: Path, size: "Size", *, runs: int, quiet: float = QUIET) -> list[Figure]:
    """Make the store, then start the processes in turn; at rest is what did nothing for ``quiet`` seconds."""
    from tests.journeys.stage import prepared  # it loads the whole desktop, which is not to be measured

    folder.mkdir()
    prepared(folder, size)
    for file in folder.glob("store.db*"):  # where the program looks for it
        file.rename(folder / file.name.replace("store.db", DATABASE_NAME))
    told(start("first", folder))
    bare, desktop = [], []
    for _ in range(runs):
        bare.append(told(start("bare", folder, __name__)))
        desktop.append(told(start("desktop", folder, __name__, str(quiet))))
    of = f"{size.contact:,} contacts, {size.visit:,} visits"
    moments = (
        ("memory when there is a line to write on", "line", None),
        (f"memory at rest, {of}", "rest", WANTED),
        ("memory after capture and search", "used", None),
    )
    found = []
    for name, moment, wanted in moments:
        for kind, note, limit in (("rss", "", wanted), ("uss", ", private alone", None)):
            floor = median([one["window"][kind] for one in bare])
            ours = median([one[moment][kind] for one in desktop])
            found.append(Figure(name + note, ours, floor, "MB", "a bare window", wanted=limit))
    return found


# --- in the process that is measured -------------------------------------------------------------------


def _bare(_: Path, _quiet: float) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("招商前哨"))
    window.resize(1366, 768)
    window.show()
    until(window.isVisible)
    window.grab()
    del application
    return {"window": held()}


def _desktop(folder: Path, quiet: float) -> dict[str, Any]:
    from contextlib import ExitStack

    doorstep = begun(folder, ExitStack())
    typed(doorstep.line)
    moments = {"line": held()}
    doorstep.line.clear()
    window = opened()
    _rest(window, quiet)
    window.grab()
    moments["rest"] = held()
    _use(window, quiet)
    _rest(window, quiet)
    moments["used"] = held()
    return moments


def _rest(window: Any, quiet: float) -> None:
    """Until nothing was under way for a while."""
    import time

    since = time.perf_counter()

    def rested() -> bool:
        nonlocal since
        if window.ctx.database.busy or not window.page.ready():
            since = time.perf_counter()
        return time.perf_counter() - since > quiet

    until(rested)


def _use(window: Any, quiet: float) -> None:
    """Type a line into quick capture and leave it; search for somebody by initials."""
    from ui.dialogs.capture_dialog import CaptureDialog

    window.ctx.capture_asked.emit(None)
    until(lambda: isinstance(window.sheets.top, CaptureDialog))
    dialog = window.sheets.top
    _rest(window, quiet)
    for end in range(1, len(LINE) + 1):
        dialog.line.setPlainText(LINE[:end])
        until(lambda: not window.ctx.database.busy)
    dialog.line.clear()
    dialog.reject()
    search = window.top.search
    for end in range(1, len(SOUGHT) + 1):
        search.setText(SOUGHT[:end])
        search.textEdited.emit(SOUGHT[:end])
        until(lambda: not window.ctx.database.busy)
    search.clear()


def held() -> dict[str, float]:
    """MB in memory: the whole, and what no other process shares."""
    import psutil

    found = psutil.Process().memory_full_info()
    return {"rss": found.rss / MB, "uss": found.uss / MB}


if __name__ == "__main__":
    what, where, *more = sys.argv[1:]
    measured = {"bare": _bare, "desktop": _desktop}[what]
    main(lambda folder: measured(folder, float(more[0]) if more else QUIET), Path(where))
