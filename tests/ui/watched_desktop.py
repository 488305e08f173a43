"""``python -m tests.ui.watched_desktop pages FOLDER``: the program, from its start through all of its pages.

Prints as JSON what of Qt's it saw come about on another thread than the main one, and how many pages it
showed.
"""

import builtins
import sys
import threading
from pathlib import Path
from typing import Any

from tests.bench.desktop import begun, main, opened, until

QTS = ("ui", "PySide6", "shiboken6")
elsewhere: list[str] = []


def watch() -> None:
    """Note every module of Qt's, and every class made of one of its types, that comes about on a thread."""
    plain = builtins.__build_class__

    def building(body: Any, name: str, *bases: Any, **more: Any) -> Any:
        if any(type(one).__module__.startswith("Shiboken") for one in bases):
            note(f"class {name}")
        return plain(body, name, *bases, **more)

    def importing(event: str, of: tuple[Any, ...]) -> None:
        if event == "import" and of[0].partition(".")[0] in QTS:
            note(of[0])

    builtins.__build_class__ = building  # type: ignore[assignment]
    sys.addaudithook(importing)


def note(what: str) -> None:
    if threading.current_thread() is not threading.main_thread():
        elsewhere.append(what)


def pages(folder: Path) -> dict[str, Any]:
    from contextlib import ExitStack

    watch()
    begun(folder, ExitStack())
    window = opened()
    for name in window.page_names():
        window.open_page(name)
        until(lambda: not window.ctx.database.busy and window.page.ready())
    return {"elsewhere": elsewhere, "pages": len(window.page_names())}


if __name__ == "__main__":
    main({"pages": pages}[sys.argv[1]], Path(sys.argv[2]))
