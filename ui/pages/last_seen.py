"""Keeps what the first page shows, and where the window is, for the start after this one."""

import base64
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QByteArray, QObject, QTimer

from app.store.raw import LAST_SEEN
from ui.components.agenda_words import opens
from ui.components.page import Page
from ui.context.context import Context
from ui.context.last_seen import Figure, LastSeen, Task, as_kept
from ui.pages.places import BOTTOM, GROUPS
from ui.pages.today_page import TodayPage
from ui.widgets.rail import Rail

LOOK_EVERY = 5000  # milliseconds
TASKS = 24


def seen(ctx: Context, rail: Rail, page: TodayPage) -> LastSeen:
    """What is to be seen now."""
    places = (*BOTTOM, *(name for group in GROUPS for name in group))
    return LastSeen(
        day=ctx.today().isoformat(),
        language=ctx.theme.words.language,
        title=page.title.text(),
        counts={name: count for name in places if (count := rail.count(name))},
        person=(rail.person.name, rail.person.post),
        figures=tuple(Figure(*card.shown) for card in (page.money, *page.figures.values())),
        heading=ctx.tr("ui.today.todo"),
        count=page.todo.header.count(),
        tasks=_tasks(ctx, page),
    )


def _tasks(ctx: Context, page: TodayPage) -> tuple[Task, ...]:
    rows = page.lists[0].rows[:TASKS]
    return tuple(
        Task(
            *opens(row.line),
            when=row.told.when,
            day=ctx.formats.short_day(row.line.due),
            tone=row.told.tone,
            title=row.told.title,
            detail=row.told.detail,
            badge=row.told.badge,
        )
        for row in rows
    )


class Desktop(Protocol):
    """What is looked at."""

    ctx: Context
    rail: Rail

    def first_page(self) -> Page: ...

    def saveGeometry(self) -> QByteArray: ...


class LastSeenKeeper(QObject):
    """Keeps it now and then, where it is another than before, and when the window closes."""

    def __init__(self, window: Desktop, keep_place: Callable[..., None], parent: QObject) -> None:
        """``keep_place`` takes ``place`` of the settings in the open."""
        super().__init__(parent)
        self._window, self._keep_place = window, keep_place
        self._kept: tuple[Any, Any] = (None, None)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.keep)
        self._timer.start()
        window.ctx.closing.connect(self.keep)

    def keep(self) -> None:
        """Keep what is to be seen, and where the window is, if anything in them is new."""
        window, ctx = self._window, self._window.ctx
        page = window.first_page()
        if not isinstance(page, TodayPage) or not page.ready():
            return
        kept, place = as_kept(seen(ctx, window.rail, page)), self._place()
        before, self._kept = self._kept, (kept, place)
        if kept != before[0]:
            ctx.read(lambda: ctx.settings.set(LAST_SEEN, kept), lambda _none: None)
        if place != before[1]:
            ctx.read(lambda: self._keep_place(place=place), lambda _none: None)

    def _place(self) -> str:
        return base64.b64encode(self._window.saveGeometry().data()).decode("ascii")
