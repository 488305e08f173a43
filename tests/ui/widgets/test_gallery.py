"""Every widget in both looks: nothing default, nothing nameless, nothing cut off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import Mode, Theme
from ui.widgets.gallery import controls, forms, lists
from ui.widgets.gallery.__main__ import PAGES, take_pictures

BUILDERS: list[Callable[[Theme], QWidget]] = [controls.page, forms.page, lists.page]


@pytest.fixture(params=BUILDERS, ids=["controls", "forms", "lists"])
def build(request: pytest.FixtureRequest) -> Callable[[Theme], QWidget]:
    builder: Callable[[Theme], QWidget] = request.param
    return builder


def inside(page: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    yield from (one for one in page.findChildren(kind) if one.isVisibleTo(page))


def test_pictures_of_everything(theme: Theme, tmp_path: Path) -> None:
    files = take_pictures(theme, tmp_path)
    assert len(files) == 4 * (len(PAGES) + 3)
    for name, (_, size) in PAGES.items():
        looks = [QImage(str(tmp_path / f"{name}-{look}.png")) for look in ("light-100", "dark-100")]
        assert [look.width() for look in looks] == [size.width()] * 2
        assert looks[0] != looks[1]
        large = QImage(str(tmp_path / f"{name}-light-150.png"))
        assert large.width() == size.width() * 1.5


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_ground_is_the_theme_s(
    qtbot: QtBot, theme: Theme, build: Callable[[Theme], QWidget], mode: Mode
) -> None:
    theme.set_mode(mode)
    page = build(theme)
    qtbot.addWidget(page)
    page.resize(1366, 900)
    page.show()
    image = page.grab().toImage()
    corner = image.pixelColor(image.width() // 2, image.height() - 3).name()
    assert corner in {theme.color("bg.app").name(), theme.color("bg.panel").name()}


def test_whatever_the_keyboard_reaches_has_a_name(
    qtbot: QtBot, theme: Theme, build: Callable[[Theme], QWidget]
) -> None:
    page = build(theme)
    qtbot.addWidget(page)
    page.show()
    nameless = [
        type(one).__name__
        for one in inside(page, QAbstractButton)
        if isinstance(one, QAbstractButton) and not (one.text() or one.accessibleName())
    ]
    assert nameless == []


def too_small(page: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} {one.accessibleName()}"
        for kind in (QAbstractButton, QLineEdit)
        for one in inside(page, kind)
        if one.height() < one.minimumSizeHint().height() or one.width() < one.minimumSizeHint().width()
    ]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_buttons_and_lines_are_as_large_as_they_ask(
    qtbot: QtBot, theme: Theme, build: Callable[[Theme], QWidget], percent: int
) -> None:
    theme.set_percent(percent)
    page = build(theme)
    qtbot.addWidget(page)
    page.resize(round(1500 * percent / 100), round(900 * percent / 100))
    page.show()
    # The entries of the rail have their height when it has been laid out.
    qtbot.waitUntil(lambda: too_small(page) == [], timeout=2000)


def test_live_switching_leaves_no_old_colour(
    qtbot: QtBot, theme: Theme, build: Callable[[Theme], QWidget]
) -> None:
    page, fresh = build(theme), None
    qtbot.addWidget(page)
    page.resize(1366, 900)
    page.show()
    theme.set_mode(Mode.DARK)
    fresh = build(theme)
    qtbot.addWidget(fresh)
    for label, twin in zip(inside(page, QLabel), inside(fresh, QLabel), strict=True):
        label.ensurePolished()
        twin.ensurePolished()
        assert label.palette().windowText().color() == twin.palette().windowText().color()
    ground = page.grab().toImage().pixelColor(page.width() // 2, page.height() - 3).name()
    assert ground in {theme.color("bg.app").name(), theme.color("bg.panel").name()}


def test_menus_and_pop_ups_are_frameless(qtbot: QtBot, theme: Theme) -> None:
    host = lists.page(theme)
    qtbot.addWidget(host)
    host.resize(800, 500)
    host.show()
    for _, window in lists.pop_ups(theme, host):
        assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
        assert window.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        window.hide()
