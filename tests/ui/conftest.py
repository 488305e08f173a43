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
    if theme.motion_ms:
        theme.set_reduced_motion(True)
    if theme.density is not Density.NORMAL:
        theme.set_density(Density.NORMAL)
    # Dressing the application again takes a while: only after a test that undressed it.
    if theme.percent != 100:
        theme.set_percent(100)
    if theme.mode is not Mode.LIGHT:
        theme.set_mode(Mode.LIGHT)
