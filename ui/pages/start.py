"""From a folder to an open desktop: first run, passphrase, trouble, each in one small window.

Somebody waits for it, so everything large is loaded behind what can be shown already.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from app.errors import OutpostError
from app.i18n import Translator
from app.profile_settings import opens_by_itself, read_settings
from app.rules.clock import CHINA
from ui.background.database_thread import DatabaseThread
from ui.pages.doorstep import FRAME, Doorstep, Handover, Opened
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.profile import Profile
    from app.store.raw import FirstLook
    from ui.background.loading import Loading
    from ui.pages.first_run_view import Beginning, FirstRunView
    from ui.pages.start_views import PassphraseView, StartView, TroubleView
    from ui.pages.start_window import StartWindow

_log = logging.getLogger(__name__)


class _Unlocked(NamedTuple):
    """The key of a store, a first look into it, and what that found to have been seen last."""

    key: bytes
    look: "FirstLook"
    seen: Any


class _Loaded(NamedTuple):
    """An open profile, and the modules that the main thread has to load for its desktop."""

    profile: "Profile"
    modules: list[str]


class Start(QObject):
    """Opens or makes the profile in ``folder``, then calls ``open_desktop`` with it.

    Keys are derived, files opened and most modules loaded on a thread, so that the window never freezes.
    """

    def __init__(
        self,
        theme: Theme,
        folder: Path,
        open_desktop: Callable[["Profile"], Opened],
        parent: QObject,
        *,
        needs: str,
    ) -> None:
        """``needs`` is the module that ``open_desktop`` needs loaded."""
        super().__init__(parent)
        self._theme, self._folder = theme, folder
        self._open_desktop, self._needs = open_desktop, needs
        self._loading: Loading | None = None
        self._handover: Handover | None = None
        self._begun = ""  # typed on the doorstep of a profile that then did not open
        self._thread = DatabaseThread(self)
        self._made: Profile | None = None
        self._window: StartWindow | None = None
        self.view: StartView | None = None
        self.doorstep: Doorstep | None = None

    @property
    def window(self) -> "StartWindow":
        """The window of the questions; made when there is one."""
        from ui.pages.start_window import StartWindow

        if self._window is None:
            self._window = StartWindow(self._theme)
        return self._window

    def begin(self) -> None:
        """Look at the folder and go on from there."""
        if opens_by_itself(self._folder):  # a slot that says so and is not sound is told of when it is opened
            # A frame later: the first one is out, and what was typed meanwhile is seen, before the thread
            # that opens holds up both.
            self._step_in().drawn.connect(lambda: QTimer.singleShot(FRAME, lambda: self._open(None)))
            return
        from app import keyslot

        if not keyslot.exists(self._folder):
            self._ask_keyring()
            return
        try:
            keyslot.slot_mode(self._folder)
        except keyslot.KeySlotError as error:
            self.show_trouble(error)
            return
        self._ask_passphrase()

    def stop(self) -> None:
        """End the thread, and what follows on it."""
        if self._loading is not None:
            self._loading.stop()
        if self._handover is not None:
            self._handover.stop()
        self._thread.shutdown()

    # ---- first run
    def _ask_keyring(self) -> None:
        from app import credentials

        def done(keyring: bool) -> None:
            self.show_first_run(keyring)

        self._thread.submit(credentials.available, done, self._failed)

    def show_first_run(self, keyring: bool) -> "FirstRunView":
        """Ask for a name, the way to work, and a passphrase where it is needed."""
        from ui.pages.first_run_view import FirstRunView

        view = FirstRunView(self._theme, keyring=keyring)

        def speak(language: str) -> None:
            typed = view.typed()
            self._theme.set_words(Translator(language))
            self.window.setWindowTitle(self._theme.words.tr("ui.product"))
            self.show_first_run(keyring).keep(typed)

        view.language_chosen.connect(speak)
        view.begun.connect(self._make)
        self._show(view)
        return view

    def _make(self, beginning: "Beginning") -> None:
        """Make the profile, then join; a refused invitation leaves the made profile to try again with."""
        from app.profile import create_profile
        from ui.context.headquarters import Headquarters

        folder, language = self._folder, self._theme.words.language
        assert self.view is not None
        self.view.set_busy(self._theme.words.tr("ui.start.working"))

        def work() -> "Profile":
            if self._made is None:
                self._made = create_profile(
                    folder, actor=beginning.name, passphrase=beginning.passphrase, language=language
                )
            else:
                self._made.rename_actor(beginning.name)
            if beginning.invitation is not None:
                joined = Headquarters(self._made.store).enrol(beginning.invitation)
                self._made.rename_actor(joined.user or beginning.name)
            return self._made

        self._thread.submit(work, self._opened, self._not_made)

    def _not_made(self, error: BaseException) -> None:
        from ui.pages.first_run_view import FirstRunView

        if isinstance(error, OutpostError) and isinstance(self.view, FirstRunView):
            self.view.show_trouble(error, self._sentence(error))
        else:
            self._failed(error)

    # ---- opening
    def _ask_passphrase(self) -> "PassphraseView":
        from ui.pages.start_views import PassphraseView

        view = PassphraseView(self._theme)
        view.given.connect(self._open)
        self._show(view)
        return view

    def _open(self, passphrase: str | None) -> None:
        if self.view is not None:
            self.view.set_busy(self._theme.words.tr("ui.start.opening"))
        folder = self._folder

        def unlock() -> _Unlocked:
            from app import keyslot
            from app.store.raw import DATABASE_NAME, LAST_SEEN, FirstLook

            key = keyslot.load_key(folder, passphrase)
            look = FirstLook(folder / DATABASE_NAME, key)
            return _Unlocked(key, look, look.kept(LAST_SEEN))

        self._thread.submit(unlock, self._unlocked, self._not_opened)

    def _step_in(self) -> Doorstep:
        """Show the first page, to be written on while the rest is opened."""
        looks = read_settings(self._folder)
        self._theme.set_percent(looks.text_size)
        self.doorstep = Doorstep(self._theme, looks)
        self.doorstep.line.setText(self._begun)
        self.doorstep.show()
        self._leave_window()
        return self.doorstep

    def _leave_window(self) -> None:
        if self._window is not None:
            self._window.close()

    def _unlocked(self, unlocked: _Unlocked) -> None:
        """Fill the first page as it was, and open the store and load the desktop behind it."""
        from ui.background.loading import load_ahead
        from ui.context.last_seen import from_kept

        if self.doorstep is None:
            self._step_in()
        seen, folder, needs = from_kept(unlocked.seen), self._folder, self._needs
        if self.doorstep is not None and seen is not None and seen.language == self._theme.words.language:
            self.doorstep.show_seen(seen, datetime.now(CHINA).date())

        def work() -> _Loaded:
            from app.profile import open_with_key

            try:
                profile = open_with_key(folder, unlocked.key)
            finally:
                unlocked.look.close()
            return _Loaded(profile, load_ahead(needs))

        self._thread.submit(work, self._load_rest, self._not_opened)

    def _load_rest(self, loaded: _Loaded) -> None:
        """Qt's part of what a desktop is made of, between one key and the next."""
        from ui.background.loading import Loading

        self._loading = Loading(loaded.modules, lambda: self._opened(loaded.profile), self._not_opened, self)

    def _not_opened(self, error: BaseException) -> None:
        from ui.pages.start_views import PassphraseView

        if isinstance(error, OutpostError) and error.code == "wrong_passphrase":
            view = self.view if isinstance(self.view, PassphraseView) else self._ask_passphrase()
            view.show_trouble(self._sentence(error))
        else:
            self._failed(error)

    def _opened(self, profile: "Profile") -> None:
        self._made = None
        desktop = self._open_desktop(profile)
        if self.doorstep is not None:
            self._handover = Handover(self.doorstep, desktop, self)
            self.doorstep = None
        else:
            desktop.window.show()
        self._leave_window()

    # ---- trouble
    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self.show_trouble(error)
        else:
            raise error  # a bug: the report dialog of the application shows it

    def show_trouble(self, error: OutpostError) -> "TroubleView":
        """A window of its own for what keeps the profile from opening."""
        from ui.pages.start_views import TroubleView

        _log.info("the profile does not open: %s", error.code)
        view = TroubleView(self._theme, error, self._sentence(error), str(self._folder))
        view.again.connect(self.begin)
        view.folder_asked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        self._show(view)
        return view

    def _show(self, view: "StartView") -> None:
        self.view = view
        self.window.show_view(view)
        self.window.show()
        if self.doorstep is not None:
            self._begun = self.doorstep.wished().line
            self.doorstep.leave()
            self.doorstep = None

    def _sentence(self, error: OutpostError) -> str:
        words = self._theme.words
        return words.tr(error.key, **error.params) if words.has(error.key) else str(error)
