"""The desktop on a profile that is open already: the demo's way to the screen."""

import sys

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.i18n import Translator
from app.profile import Profile
from ui.context.headquarters import Headquarters
from ui.desktop import build_desktop, let_go, profile_preferences
from ui.starting import make_theme
from ui.widgets.focus_ring import FocusRing


def show(profile: Profile, translator: Translator) -> int:
    """Show the desktop until its window is closed; return Qt's exit code."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme = make_theme(application, translator)
    window = build_desktop(
        profile.paths.folder,
        profile.store,
        settings=profile_preferences(profile),
        sync_runner=Headquarters(profile.store),
        translator=translator,
        theme=theme,
    )
    ring = FocusRing(application, theme)
    window.show()
    try:
        return application.exec()
    finally:
        ring.deleteLater()
        let_go(window)
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
