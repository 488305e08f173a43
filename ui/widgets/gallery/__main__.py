"""``python -m ui.widgets.gallery --out DIR``: every widget in both themes at 100 % and 150 %, as pictures."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

import resources
from app.i18n import Translator
from ui.models.window_table import WindowTable
from ui.theme.theme import Mode, Theme
from ui.widgets.gallery import controls, forms, lists
from ui.widgets.grid.grid import Grid
from ui.widgets.toast import Toast

PAGES: dict[str, tuple[Callable[[Theme], QWidget], QSize]] = {
    "controls": (controls.page, QSize(1366, 900)),
    "forms": (forms.page, QSize(1500, 900)),
    "lists": (lists.page, QSize(1000, 600)),
}
LOOKS = tuple((mode, percent) for mode in (Mode.LIGHT, Mode.DARK) for percent in (100, 150))


def take_pictures(theme: Theme, out: Path) -> list[Path]:
    """Write one PNG per page and look into ``out``; returns them."""
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    theme.set_reduced_motion(True)
    for mode, percent in LOOKS:
        theme.set_percent(percent)
        theme.set_mode(mode)
        for name, (build, size) in PAGES.items():
            page = build(theme)
            page.resize(size * (percent / 100))
            page.show()
            _settle(page)
            written.append(_save(page, out / f"{name}-{mode.value}-{percent}.png"))
            if name == "lists":
                for kind, window in lists.pop_ups(theme, page):
                    written.append(_save(window, out / f"{kind}-{mode.value}-{percent}.png"))
                    window.hide()
            page.hide()
            page.deleteLater()
            # There is no event loop here that would do it.
            QApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    return written


def _settle(page: QWidget) -> None:
    """Read the rows a shown grid asked for, and say something."""
    # Layouts and scroll bars come to rest through posted events.
    QApplication.sendPostedEvents()
    grid = page.findChild(Grid, "grid")
    if grid is None:
        return
    grid.grab()
    model = grid.model()
    if isinstance(model, WindowTable):
        model.fetch()
    toast = page.findChild(Toast, "toast")
    if toast is not None:
        toast.say("正威集团 地址：已采用总部的值", "撤销", lambda: None, hint="Ctrl+Z")


def _save(widget: QWidget, file: Path) -> Path:
    if not widget.grab().save(str(file)):
        raise OSError(f"cannot write {file}")
    return file


def main() -> int:
    """Take the pictures and say where they are; exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m ui.widgets.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    out: Path = parser.parse_args().out
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme = Theme(app, Translator(), Path(resources.__file__).parent)
    take_pictures(theme, out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
