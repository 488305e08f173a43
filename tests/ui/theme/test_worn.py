"""Which theme an application wears: the pictures a style sheet names go with the theme that drew them."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

import resources
from app.i18n import Translator
from ui.theme.theme import Mode, Theme


def worn(*themes: Theme) -> list[bool]:
    return [one.worn for one in themes]


def test_a_theme_knows_that_another_dressed_the_application(qapp: QApplication, theme: Theme) -> None:
    other = Theme(qapp, Translator(), Path(resources.__file__).parent)
    assert worn(theme, other) == [True, False]
    other.set_mode(Mode.LIGHT)
    assert worn(theme, other) == [False, True]
    theme.apply()
    assert worn(theme, other) == [True, False]
