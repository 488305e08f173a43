"""From a folder to an open desktop: first run, passphrase, trouble, each in one small window."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import OutpostError
from app.i18n import Translator
from ui.background.database_thread import DatabaseThread
from ui.components.ground_menu import GroundMenu, words_at
from ui.context.headquarters import Headquarters
from ui.pages.start_views import Beginning, FirstRunView, PassphraseView, StartView, TroubleView
from ui.theme.theme import Theme
from ui.widgets.card import Box
from ui.widgets.inspector import clear_layout
from ui.widgets.offering import MenuKeys, show_menu

if TYPE_CHECKING:
    from app.profile import Profile

WIDTH = 640
_log = logging.getLogger(__name__)


class StartWindow(QWidget):
    """One card in the middle of a calm ground."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        px = theme.px
        self.setWindowTitle(theme.words.tr("ui.product"))
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(px(24), px(24), px(24), px(24))
        self._card = Box(theme, radius=12)
        self._place = QVBoxLayout(self._card)
        self._place.setContentsMargins(px(32), px(24), px(32), px(24))
        outer.addStretch(2)
        outer.addWidget(self._card)
        outer.addStretch(3)
        content.setMaximumWidth(px(WIDTH + 48))  # wrapped lines are measured at the width they get
        scroll = QScrollArea()
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scroll)
        self.resize(px(880), px(720))
        self.menu_keys = MenuKeys(self)

    def show_view(self, view: StartView) -> None:
        """Put another view on the card."""
        clear_layout(self._place)
        self._place.addWidget(view)
        view.show()
        view.focusNextChild()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy the words there, as somebody who asks for help wants to; fields have a menu of their own."""
        menu, words = GroundMenu(self._theme, self), words_at(self, event)
        if words:
            copy = QGuiApplication.clipboard().setText
            menu.add(self._theme.words.tr("ui.ground.copy"), lambda: copy(words), icon="copy")
        show_menu(self, event, menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("bg.app"))


class Start(QObject):
    """Opens or makes the profile in ``folder``, then calls ``open_desktop`` with it.

    Keys are derived and files opened on a thread, so that the window never freezes.
    """

    def __init__(
        self, theme: Theme, folder: Path, open_desktop: Callable[["Profile"], QWidget], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme, self._folder, self._open_desktop = theme, folder, open_desktop
        self._thread = DatabaseThread(self)
        self._made: Profile | None = None
        self.window = StartWindow(theme)
        self.view: StartView | None = None

    def begin(self) -> None:
        """Look at the folder and go on from there."""
        from app.keyslot import KeySlotError, slot_mode
        from app.profile import exists

        if not exists(self._folder):
            self._ask_keyring()
            return
        try:
            mode = slot_mode(self._folder)
        except KeySlotError as error:
            self.show_trouble(error)
            return
        if mode == "passphrase":
            self._ask_passphrase()
        else:
            self._open(None)

    def stop(self) -> None:
        """End the thread; a profile that was made but not opened yet is closed."""
        self._thread.shutdown()

    # ---- first run
    def _ask_keyring(self) -> None:
        from app import credentials

        def done(keyring: bool) -> None:
            self.show_first_run(keyring)

        self._thread.submit(credentials.available, done, self._failed)

    def show_first_run(self, keyring: bool) -> FirstRunView:
        """Ask for a name, the way to work, and a passphrase where it is needed."""
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

    def _make(self, beginning: Beginning) -> None:
        """Make the profile, then join; a refused invitation leaves the made profile to try again with."""
        from app.profile import create_profile

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
        if isinstance(error, OutpostError) and isinstance(self.view, FirstRunView):
            self.view.show_trouble(error, self._sentence(error))
        else:
            self._failed(error)

    # ---- opening
    def _ask_passphrase(self) -> PassphraseView:
        view = PassphraseView(self._theme)
        view.given.connect(self._open)
        self._show(view)
        return view

    def _open(self, passphrase: str | None) -> None:
        from app.profile import open_profile

        if self.view is not None:
            self.view.set_busy(self._theme.words.tr("ui.start.opening"))
        folder = self._folder
        self._thread.submit(
            lambda: open_profile(folder, passphrase_source=lambda: passphrase), self._opened, self._not_opened
        )

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, OutpostError) and error.code == "wrong_passphrase":
            view = self.view if isinstance(self.view, PassphraseView) else self._ask_passphrase()
            view.show_trouble(self._sentence(error))
        else:
            self._failed(error)

    def _opened(self, profile: "Profile") -> None:
        self._made = None
        desktop = self._open_desktop(profile)
        desktop.show()
        self.window.close()

    # ---- trouble
    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self.show_trouble(error)
        else:
            raise error  # a bug: the report dialog of the application shows it

    def show_trouble(self, error: OutpostError) -> TroubleView:
        """A window of its own for what keeps the profile from opening."""
        _log.info("the profile does not open: %s", error.code)
        view = TroubleView(self._theme, error, self._sentence(error), str(self._folder))
        view.again.connect(self.begin)
        view.folder_asked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        self._show(view)
        return view

    def _show(self, view: StartView) -> None:
        self.view = view
        self.window.show_view(view)
        self.window.show()

    def _sentence(self, error: OutpostError) -> str:
        words = self._theme.words
        return words.tr(error.key, **error.params) if words.has(error.key) else str(error)
