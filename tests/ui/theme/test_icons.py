"""Icons exist, are tinted, sharp and kept."""

import pytest
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import RESOURCES
from ui.theme.icons import IconSet, UnknownIcon
from ui.theme.theme import Mode, Theme

# fmt: off
NEEDED = [
    "calendar-check", "inbox", "building", "users", "map-pin", "layers", "clipboard-check", "banknote",
    "alert-triangle", "bar-chart", "file-text", "target", "factory", "refresh-cw", "plus", "pencil",
    "chevron-right", "chevron-left", "chevron-down", "chevron-up", "x", "more-horizontal", "cloud-off",
    "cloud", "arrow-left-right", "arrow-up", "arrow-down", "download", "upload", "columns", "filter",
    "printer", "paperclip", "check", "minus", "shield", "undo", "redo", "trash", "rotate-ccw", "history",
    "link", "image", "settings", "sun", "moon", "lock", "phone", "mail", "clock", "user", "briefcase",
    "plane", "luggage", "search", "calendar", "flag", "info",
]
# fmt: on


@pytest.fixture
def icons(qapp: QApplication) -> IconSet:
    return IconSet(RESOURCES / "icons")


def inks(pixmap: QPixmap) -> set[tuple[int, int, int]]:
    """The colours of the nearly opaque pixels."""
    image = pixmap.toImage()
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colours = [image.pixelColor(x, y) for x, y in spots]
    return {(c.red(), c.green(), c.blue()) for c in colours if c.alpha() > 250}


def test_every_icon_of_the_pictures_is_there(icons: IconSet) -> None:
    assert set(NEEDED) <= set(icons.names())
    assert len(icons.names()) >= 45


@pytest.mark.parametrize("name", IconSet(RESOURCES / "icons").names())
def test_every_file_draws_something_in_the_colour_asked_for(icons: IconSet, name: str) -> None:
    drawn = inks(icons.pixmap(name, QColor(10, 200, 30), 24, 2.0))
    assert drawn
    # Blending rounds a channel up or down by one.
    assert all(abs(r - 10) <= 1 and abs(g - 200) <= 1 and abs(b - 30) <= 1 for r, g, b in drawn)


def test_the_device_ratio_gives_more_pixels_not_a_larger_icon(icons: IconSet) -> None:
    sharp = icons.pixmap("search", QColor(0, 0, 0), 16, 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (32, 2.0)
    assert sharp.deviceIndependentSize().width() == 16


def test_a_picture_is_drawn_once(icons: IconSet) -> None:
    first = icons.pixmap("search", QColor(1, 2, 3), 16)
    assert icons.pixmap("search", QColor(1, 2, 3), 16).cacheKey() == first.cacheKey()
    assert icons.pixmap("search", QColor(1, 2, 4), 16).cacheKey() != first.cacheKey()


def test_the_stroke_is_that_of_the_design(icons: IconSet) -> None:
    assert 'stroke-width="2.333"' in icons.svg("search", QColor(0, 0, 0))


def test_a_misspelt_name_is_raised(icons: IconSet) -> None:
    with pytest.raises(UnknownIcon, match="serach"):
        icons.pixmap("serach", QColor(0, 0, 0), 16)


def test_a_menu_icon_has_a_disabled_look(theme: Theme) -> None:
    icon = theme.icon("trash", "danger")
    normal, disabled = icon.pixmap(16), icon.pixmap(16, QIcon.Mode.Disabled)
    assert inks(normal) != inks(disabled)


def test_icons_change_with_the_theme(theme: Theme) -> None:
    in_light = inks(theme.pixmap("check", "accent"))
    theme.set_mode(Mode.DARK)
    assert inks(theme.pixmap("check", "accent")) != in_light


def test_the_licence_is_beside_them() -> None:
    text = (RESOURCES / "licenses" / "lucide.txt").read_text(encoding="utf-8")
    assert "ISC License" in text and "Lucide" in text
