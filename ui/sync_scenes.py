"""The tabs of the sync centre; on the first one there is something to be sent."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.services.records import change_record
from app.store.reading import Filter
from ui.main_window import MainWindow
from ui.pages.sync_centre import TABS

SyncScene = Callable[[MainWindow], QWidget]


def _tab(tab: str, window: MainWindow) -> QWidget:
    window.open_page("sync", tab)
    return window


def _pending(window: MainWindow) -> QWidget:
    """Steps that were just done: the next sync begins a moment after the last of them."""
    desk = window.ctx.desk
    for id in desk.store.ids("next_step", filters=[Filter("done_on", "empty")])[:2]:
        done = partial(change_record, desk, "next_step", id, {"done_on": desk.today()})
        window.ctx.change(done, changes=lambda changes: changes)
    return _tab("pending", window)


SYNC_SCENES: tuple[tuple[str, SyncScene], ...] = (
    ("sync-pending", _pending),
    *((f"sync-{tab}", partial(_tab, tab)) for tab in TABS if tab != "pending"),
)
