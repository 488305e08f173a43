"""The theme every widget test wears: light, 100 %, no motion, Chinese."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from app.i18n import Translator
from ui.theme.theme import Density, Mode, Theme

RESOURCES = Path(resources.__file__).parent


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    """One theme for the whole run: reading fonts takes a while."""
    return Theme(qapp, Translator(), RESOURCES)


@pytest.fixture
def theme(dressed: Theme) -> Iterator[Theme]:
    """The theme in its starting state, whatever the test before did to it."""
    _reset(dressed)
    yield dressed
    _reset(dressed)


def _reset(theme: Theme) -> None:
    theme.set_reduced_motion(True)
    theme.set_density(Density.NORMAL)
    if (theme.mode, theme.percent) != (Mode.LIGHT, 100) or not theme.row_height:
        theme.set_percent(100)
    theme.set_mode(Mode.LIGHT)
