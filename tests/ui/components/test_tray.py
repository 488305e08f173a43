"""The sign in the tray brings the window up with the line in it."""

from PySide6.QtWidgets import QSystemTrayIcon

from tests.fakes.desktops import Desktop
from ui.dialogs.capture_dialog import CaptureDialog


def test_a_click_opens_quick_capture_even_from_a_minimised_window(desktop: Desktop) -> None:
    desktop.window.showMinimized()
    desktop.window.tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    desktop.settle()
    assert isinstance(desktop.window.sheets.top, CaptureDialog)
    assert desktop.window.isVisible() and not desktop.window.isMinimized()


def test_the_menu_says_what_it_does_in_the_language_in_force(desktop: Desktop) -> None:
    texts = [action.text().split("\t")[0] for action in desktop.window.tray.menu.actions() if action.text()]
    assert texts == ["快速录入", "打开招商前哨", "退出"]
    desktop.window.tray.menu.actions()[0].trigger()
    desktop.settle()
    assert isinstance(desktop.window.sheets.top, CaptureDialog)


def test_no_tray_no_sign(desktop: Desktop) -> None:
    assert desktop.window.tray.icon.isVisible() == QSystemTrayIcon.isSystemTrayAvailable()
