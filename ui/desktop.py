"""The composition root: builds and wires every object of an opened profile's desktop; no globals."""

import gc
import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.i18n import Translator
from app.lasting import started
from app.services.desk import Desk
from app.services.drafts import new_draft
from app.store.store import Store
from sync.client.watched import Watch
from ui.background.change_hub import ChangeHub
from ui.background.database_thread import DatabaseThread
from ui.background.garbage import Garbage
from ui.background.rest import Rest
from ui.background.sync_worker import SyncWorker
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context, Parts
from ui.context.headquarters import Headquarters, SyncRunner, Timetable
from ui.context.preferences import IN_THE_OPEN, SETTING, Choices, Preferences, kept_choices, stored_choices
from ui.main_window import MainWindow
from ui.pages.doorstep import Wish
from ui.pages.last_seen import LastSeenKeeper
from ui.theme.theme import THEMES, Mode, Theme

if TYPE_CHECKING:
    from app.profile import Profile

_log = logging.getLogger(__name__)
READ_AHEAD_AFTER = 1000  # milliseconds, when the first page is there


@dataclass
class Running:
    """What must be ended with the window, in this order."""

    worker: SyncWorker
    database: DatabaseThread
    context: Context
    garbage: Garbage
    rest: Rest

    def stop(self) -> None:
        """No further sync, every write finished, nothing decrypted left behind."""
        self.rest.stop()
        self.context.close()
        self.worker.stop(timeout=5)
        self.database.shutdown()
        self.garbage.stop()


def build_desktop(
    profile: Path,
    store: Store,
    *,
    settings: Preferences,
    sync_runner: SyncRunner,
    translator: Translator,
    theme: Theme,
) -> MainWindow:
    """Wire one profile's desktop. ``window.running.stop()`` ends its threads; closing the window does too.

    Args:
        profile: the profile's folder.
        settings: the looks in force, applied here.
    """
    from app.profile import ACTOR

    theme.set_words(translator)
    apply_looks(theme, settings)
    desk = Desk(store, str(store.settings.get(ACTOR, "")))
    database, hub = DatabaseThread(), ChangeHub()
    ctx = Context(Parts(desk, database, hub, theme, settings, sync_runner, profile))
    settings.keep_through(lambda work: ctx.read(work, lambda _none: None))
    timetable = Timetable(waiting_for_enrolment=sync_runner.enrolled() is None)
    permission = _Permission(ctx)
    watch = Watch()
    worker = SyncWorker(lambda: sync_runner.run(allow_deletions=permission.take(), watch=watch), timetable)
    monitor = SyncMonitor(ctx, worker, timetable, watch)
    window = MainWindow(ctx, monitor)
    rest = Rest(database, store.rest, window)
    window.running = Running(worker, database, ctx, Garbage(window), rest)
    database.failed.connect(ctx.trouble)
    ctx.bug_met.connect(lambda error: _tell_bug(theme, window, error))
    ctx.looks_asked.connect(lambda: _look_again(window, theme, settings))
    worker.start()
    window.closed.connect(window.running.stop)
    return window


def let_go(window: MainWindow) -> None:
    """End a desktop in a process that goes on, and let go of what is connected to it and would hold it."""
    window.close()
    window.running.stop()
    for one in (window.ctx, window.monitor, window.ctx.database, window.ctx.hub):
        one.deleteLater()


def _tell_bug(theme: Theme, window: MainWindow, error: BaseException) -> None:
    _log.error("unexpected", exc_info=error)
    show_bug(theme, window, error)


class _Permission:
    """Whether the next run may delete what the deletion brake held back; given once, for one run."""

    def __init__(self, ctx: Context) -> None:
        self._given = False
        ctx.sync_asked.connect(self._give)

    def _give(self, allow: bool) -> None:
        self._given = self._given or allow

    def take(self) -> bool:
        given, self._given = self._given, False
        return given


def apply_looks(theme: Theme, settings: Preferences) -> None:
    """Dress the application as chosen."""
    theme.set_percent(settings.choices.text_size)
    theme.set_density(settings.density)
    theme.set_mode(settings.mode)


def _look_again(window: MainWindow, theme: Theme, settings: Preferences) -> None:
    """The user chose another language or text size: build the window anew."""
    theme.set_words(Translator(settings.language))
    apply_looks(theme, settings)
    window.rebuild()


def profile_preferences(profile: "Profile") -> Preferences:
    """The looks kept with a profile; changes go to its file and its store."""
    stored = profile.store.settings.get(SETTING, {})
    open_ = profile.settings
    mode = THEMES.get(open_.theme, Mode.AUTO).value
    looks = {"text_size": open_.text_size, "rail_collapsed": open_.rail_folded}
    looks |= {
        name: stored[name] for name in looks if name in stored
    }  # a profile of before they lay in the open
    choices = kept_choices({"language": open_.language, "mode": mode, **looks}, stored)
    if looks.keys() & stored.keys():
        _keeper(profile)(choices, frozenset(stored))
    return Preferences(choices, _keeper(profile))


def _keeper(profile: "Profile") -> Callable[[Choices, frozenset[str]], None]:
    names = {mode.value: theme for theme, mode in THEMES.items()}

    def keep(choices: Choices, changed: frozenset[str]) -> None:
        if changed & set(IN_THE_OPEN):
            profile.change_settings(
                language=choices.language,
                theme=names[choices.mode],
                text_size=choices.text_size,
                rail_folded=choices.rail_collapsed,
            )
        if changed - set(IN_THE_OPEN):
            profile.store.settings.set(SETTING, stored_choices(choices))

    return keep


def demo_scenes(window: MainWindow) -> Sequence[tuple[str, Callable[[], QWidget]]]:
    """States worth a picture, by name; call one, let the event loop run, take the picture of what it gave."""
    from ui.scenes import scenes

    return scenes(window)


class OpenedDesktop:
    """A profile's desktop that is built and not shown yet."""

    def __init__(self, window: MainWindow) -> None:
        self.window: QWidget = window
        self._window = window

    def ready(self) -> bool:
        """Whether its first page has something to show."""
        return self._window.page.ready()

    def fulfil(self, wish: Wish) -> None:
        """Go on with what was begun before it was there."""
        window, ctx = self._window, self._window.ctx
        if wish.page:
            window.open_page(wish.page)
        if wish.record is not None:
            window.open_record(*wish.record)
        if wish.search:
            window.top.search.setFocus()
            window.top.search.setText(wish.search)
            window.top.search.textEdited.emit(wish.search)
        if wish.line.strip():
            ctx.capture_asked.emit(new_draft(ctx.desk, wish.line))


def open_desktop(profile: "Profile", theme: Theme, ending: ExitStack) -> OpenedDesktop:
    """The desktop of an opened profile; closed at the end, and its log begins."""
    from app.logs import logging_to

    gc.collect()  # what loading left over would be kept as well
    ending.enter_context(started())  # what was loaded for it is not looked through again
    ending.callback(profile.close)
    ending.enter_context(logging_to(profile.paths.logs))
    settings = profile_preferences(profile)
    window = build_desktop(
        profile.paths.folder,
        profile.store,
        settings=settings,
        sync_runner=Headquarters(profile.store),
        translator=Translator(settings.language),
        theme=theme,
    )
    ending.callback(window.running.stop)
    LastSeenKeeper(window, profile.change_settings, window)
    QTimer.singleShot(READ_AHEAD_AFTER, window, lambda: read_ahead(window))
    return OpenedDesktop(window)


def read_ahead(window: MainWindow) -> None:
    """Load the dictionaries before the first search, save or sheet of funds has to wait 0.3 s for them."""
    ctx = window.ctx
    ctx.read(ctx.desk.store.indexing.ready, lambda _none: None, glance=True)


def show_bug(theme: Theme, parent: QWidget, error: BaseException) -> None:
    """A copyable report over the window."""
    from ui.dialogs.bug_dialog import BugDialog

    dialog = BugDialog(theme, error)
    if isinstance(parent, MainWindow):
        parent.sheets.show(dialog)
    else:
        dialog.setParent(parent, dialog.windowFlags())
        dialog.open()
