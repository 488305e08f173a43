"""A whole desktop on a copy of the sample store, and the hands of its user."""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Translator
from app.model.changes import SYNC, ChangeSet
from app.reasons import Reason
from app.services.desk import Desk
from app.services.indexing import ChineseIndexing
from app.store.store import Store
from sync.client.errors import NotEnrolled, RequestRefused, SyncError
from sync.client.gateway import Traffic
from sync.client.report import SyncReport, Tally
from sync.client.watched import Watch
from sync.protocol.messages import DevicesReply
from tests.fakes.desks import TickingClock
from tests.fakes.direct_runner import DirectRunner
from tests.fakes.stores import KEY
from ui.components.page import Page
from ui.context.headquarters import Enrolled, Invitation, RunOutcome, SyncRunner
from ui.context.preferences import Choices, Preferences
from ui.desktop import build_desktop, let_go
from ui.main_window import MainWindow
from ui.pages.detail_page import DetailPage
from ui.pages.list_page import ListPage
from ui.theme.theme import Theme

PATIENCE_MS = 30_000  # on a slow machine with much to do
BREATH_MS, CALM = 2, 8  # at rest: so many moments one after the other
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
RAW_KEY = re.compile(r"\b(?:ui|field|kind|choice|import|error|rules|widgets|export)\.[a-z_]+(?:\.[a-z_]+)*\b")


@dataclass
class ScriptedRunner:
    """Plays a headquarters: enrolled or not, each run ends as the script says (an error, or well)."""

    who: Enrolled | None = None
    errors: list[SyncError | None] = field(default_factory=list)
    refusal: SyncError | None = None
    runs: list[bool] = field(default_factory=list)
    known_devices: DevicesReply | None = None
    brake: SyncError | None = None  # every run ends with it until deletions are allowed

    def enrolled(self) -> Enrolled | None:
        return self.who

    def enrol(self, invitation: Invitation) -> Enrolled:
        if self.refusal is not None:
            raise self.refusal
        self.who = Enrolled(invitation.url, "陈立", "驻沪招商分局")
        return self.who

    def devices(self) -> DevicesReply:
        if self.known_devices is None:
            raise RequestRefused(Reason("error.not_allowed"), 403)
        return self.known_devices

    def run(self, *, allow_deletions: bool = False, watch: Watch | None = None) -> RunOutcome:
        if self.who is None:
            raise NotEnrolled()
        self.runs.append(allow_deletions)
        self.brake = None if allow_deletions else self.brake
        error = self.brake or (self.errors.pop(0) if self.errors else None)
        now = datetime.now(UTC)
        changes = ChangeSet(frozenset(), SYNC)
        return RunOutcome(SyncReport("run", now, now, Tally(sent=1), Traffic(), changes, error=error))


def opened(folder: Path) -> Store:
    """The store in ``folder``, opened."""
    return Store.open(
        folder / "store.db",
        KEY,
        clock=TickingClock(datetime(2026, 11, 20, 1, 0, tzinfo=UTC)),
        randomness=random.Random(11),
        indexing=ChineseIndexing(),
    )


@dataclass
class Desktop:
    """A window, its desk, and ways to use and read them."""

    bot: QtBot
    window: MainWindow
    desk: Desk
    folder: Path
    theme: Theme
    preferences: Preferences

    # ---- waiting
    def settle(self) -> None:
        """Let everything asked of the database thread be answered and shown."""
        calm, patience = 0, monotonic() + PATIENCE_MS / 1000
        while calm < CALM:
            assert monotonic() < patience, "the desktop does not come to rest"
            breathe()
            calm = calm + 1 if self.still() else 0

    def still(self) -> bool:
        """Whether nothing is asked for now."""
        page, ctx = self.window.page, self.window.ctx
        filling = isinstance(page, DetailPage) and page.isVisible() and page.filling()
        return not (ctx.database.busy or ctx.hub.settling or filling)

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=PATIENCE_MS)
        self.settle()

    # ---- going
    def page(self, name: str, tab: str = "") -> Page:
        page = self.window.open_page(name, tab)
        self.settle()
        return page

    def listed(self, name: str) -> ListPage:
        page = self.page(name)
        assert isinstance(page, ListPage)
        return page

    def record(self, kind: str, words: str) -> DetailPage:
        page = self.window.open_record(kind, self.id(kind, words))
        self.settle()
        return page

    # ---- reading
    def id(self, kind: str, words: str) -> str:
        """The id of the record found by ``words``."""
        return self.desk.store.ids(kind, find=words)[0]

    def row(self, kind: str, words: str) -> Any:
        found = self.desk.store.get(kind, self.id(kind, words))
        assert found is not None
        return found

    def titles(self, page: ListPage) -> list[str]:
        """The names listed, in order."""
        kind = page.kind
        rows = self.desk.store.rows(kind.name, list(page.table.ids()))
        return [str(row[kind.title_field]) for row in rows]

    # ---- doing
    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def write(self, text: str) -> None:
        """Type where the keyboard is, as an input method hands over chosen words."""
        target = QApplication.focusWidget()
        assert target is not None
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(target, event)
        self.settle()

    def letters(self, text: str) -> None:
        """Type Latin letters and digits, one key each."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        self.settle()

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()


def breathe() -> None:
    """Let the event loop run for a moment, deferred deletions and all."""
    loop = QEventLoop()
    QTimer.singleShot(BREATH_MS, loop.quit)
    loop.exec()


def make_desktop(
    bot: QtBot,
    theme: Theme,
    folder: Path,
    *,
    language: str = "zh_CN",
    runner: SyncRunner | None = None,
    size: tuple[int, int] = (1366, 768),
) -> Iterator[Desktop]:
    """A shown desktop on the store in ``folder``; everything is ended afterwards."""
    store = opened(folder)
    if isinstance(runner, DirectRunner):
        runner.store = store  # before the window's first run
    preferences = Preferences(Choices(mode="light", language=language))
    window = build_desktop(
        folder,
        store,
        settings=preferences,
        sync_runner=runner or ScriptedRunner(),
        translator=Translator(language),
        theme=theme,
    )
    bot.addWidget(window)
    window.resize(*size)
    with bot.waitExposed(window):
        window.show()
        window.activateWindow()
    desktop = Desktop(bot, window, window.ctx.desk, folder, theme, preferences)
    desktop.settle()
    try:
        yield desktop
    finally:
        let_go(window)
        store.close()
        theme.set_words(Translator())


def copied(source: Path, target: Path) -> Path:
    """A copy of a closed store's folder."""
    shutil.copytree(source, target)
    return target


# ---- what the screen says
def said_by(root: QWidget) -> list[tuple[str, str]]:
    """(where, text) of everything visible in ``root``: labels, buttons, examples, tooltips, tables."""
    found: list[tuple[str, str]] = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        where = type(widget).__name__
        for name in ("text", "placeholderText", "toolTip", "accessibleName", "windowTitle", "toPlainText"):
            read = getattr(widget, name, None)
            if callable(read):
                found.append((f"{where}.{name}", str(read())))
            elif isinstance(read, str):
                found.append((f"{where}.{name}", read))
        if isinstance(widget, QAbstractItemView):
            found += _in_table(where, widget)
    return [(where, text) for where, text in found if text]


def _in_table(where: str, view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    for column in range(columns):
        yield f"{where}.header", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), 30)):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield f"{where}.cell", str(model.index(row, column).data(role) or "")


class StrayWindows(QObject):
    """Notes every window that shows itself besides those of ``allowed``: a flash on the user's screen."""

    def __init__(self, app: QApplication, allowed: tuple[type, ...]) -> None:
        super().__init__()
        self._app, self._allowed = app, allowed
        self.seen: list[str] = []
        app.installEventFilter(self)

    def stop(self) -> None:
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, self._allowed):
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False
