"""The look changes live for the whole application."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.i18n import Translator
from tests.ui.conftest import RESOURCES
from ui.theme.theme import MOTION_MS, Density, Mode, Theme
from ui.theme.type_scale import FAMILY, Role
from ui.widgets.label import Label


def test_dark_changes_palette_stylesheet_and_colours(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    light = theme.color("bg.panel")
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(Mode.DARK)
    assert theme.dark
    assert theme.color("bg.panel") != light
    assert qapp.palette().color(QPalette.ColorRole.Base) == theme.color("bg.panel")
    assert theme.tokens.css("border.strong") in qapp.styleSheet()


def test_fusion_is_the_style(qapp: QApplication, theme: Theme) -> None:
    theme.apply()
    assert "$(" not in qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorRole.PlaceholderText) == theme.color("text.3")
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == theme.color("text.disabled")


def test_auto_follows_the_system_and_a_fixed_choice_does_not(qapp: QApplication, theme: Theme) -> None:
    system = [Qt.ColorScheme.Dark]
    auto = Theme(qapp, Translator(), RESOURCES, system=lambda: system[0])
    changed = qapp.styleHints().colorSchemeChanged
    seen = [auto.dark]
    system[0] = Qt.ColorScheme.Light
    changed.emit(system[0])
    seen.append(auto.dark)
    auto.set_mode(Mode.DARK)
    changed.emit(system[0])
    seen.append(auto.dark)
    auto.set_mode(Mode.AUTO)
    seen.append(auto.dark)
    assert seen == [True, False, True, False]
    auto.deleteLater()


@pytest.mark.parametrize(("asked", "given"), [(50, 100), (100, 100), (150, 150), (200, 200), (400, 200)])
def test_text_size_stays_between_100_and_200(theme: Theme, asked: int, given: int) -> None:
    theme.set_percent(asked)
    assert theme.percent == given
    assert theme.px(32) == round(32 * given / 100)
    assert theme.font().pointSizeF() == pytest.approx(10.5 * given / 100)
    assert theme.pixmap("search", size=16).width() == theme.px(16)


def test_whoever_changes_a_font_changes_their_own(theme: Theme) -> None:
    theme.font().setPixelSize(99)
    assert theme.font().pointSizeF() == pytest.approx(10.5)


@pytest.mark.parametrize("density", list(Density))
def test_row_heights(theme: Theme, density: Density) -> None:
    theme.set_density(density)
    assert theme.row_height == {"COMPACT": 28, "NORMAL": 32, "RELAXED": 36}[density.name]
    theme.set_percent(200)
    assert theme.row_height == 2 * density.value


def test_motion_is_short_and_can_be_switched_off(theme: Theme) -> None:
    assert theme.motion_ms == 0
    theme.set_reduced_motion(False)
    assert theme.motion_ms in (0, MOTION_MS), "0 where the system asks for none"
    assert MOTION_MS <= 150


@pytest.mark.parametrize("role", list(Role))
def test_roles_have_two_weights_and_the_sizes_of_the_design(theme: Theme, role: Role) -> None:
    font = theme.font(role)
    assert font.weight() in (QFont.Weight.Normal, QFont.Weight.Bold)
    assert font.pointSizeF() in (9, 9.75, 10.5, 11.25, 12, 15, 18)
    assert not font.italic()


def test_figures_are_tabular(theme: Theme) -> None:
    metrics = theme.metrics()
    assert len({metrics.horizontalAdvance(digit * 6) for digit in "0123456789"}) == 1


def test_the_bundled_font_is_used(theme: Theme) -> None:
    assert theme.font().families()[0] == FAMILY
    assert theme.metrics().inFontUcs4(ord("项"))


def test_labels_follow_role_tone_and_text_size(qtbot: QtBot, theme: Theme) -> None:
    label = Label("到位资金", Role.META, "text.3")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().pointSizeF() == pytest.approx(9.75)
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.color("text.3")
    label.set_tone("danger")
    label.set_role(Role.PAGE_TITLE)
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.color("danger")
    assert label.font().pointSizeF() == pytest.approx(15)
    assert label.font().bold()
    theme.set_percent(200)
    label.ensurePolished()
    assert label.font().pointSizeF() == pytest.approx(30)


def test_a_label_never_reads_markup(qtbot: QtBot, theme: Theme) -> None:
    label = Label("<b>1 & 2</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    plain = QLabel("<b>1 & 2</b>")
    qtbot.addWidget(plain)
    assert label.sizeHint().width() > plain.sizeHint().width()


def test_quotes_are_half_as_wide_between_english_words(qapp: QApplication, theme: Theme) -> None:
    chinese = theme.metrics().horizontalAdvance("“")
    before = theme.words
    theme.set_words(Translator("en"))
    english = theme.metrics().horizontalAdvance("“")
    theme.set_words(before)
    assert english <= chinese * 0.6
    assert theme.metrics().horizontalAdvance("“") == chinese
