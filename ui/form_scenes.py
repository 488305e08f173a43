"""Pictures of what goes into other offices' forms and comes from their files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QWidget

import resources
from app.rules.business_cards import CardLine
from ui.dialogs.card_dialog import CardDialog
from ui.dialogs.cards_dialog import CardsDialog
from ui.dialogs.targets_dialog import TargetsDialog
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage

FORMS = Path(resources.__file__).parent / "samples" / "forms"
SAMPLE = Path(resources.__file__).parent / "samples" / "people.json"
PAPER = 0xFFFFFF
FormScene = Callable[[MainWindow], QWidget]


def fill(window: MainWindow) -> QWidget:
    """The city's monthly form, dropped on the list of projects."""
    page = window.open_page("projects")
    assert isinstance(page, ListPage)
    ids = window.ctx.desk.store.ids("project", filters=page.source.scope.filters)
    window.desk_actions.fill_form(next(iter(sorted(FORMS.glob("*.xlsx")))), "project", ids)
    return window


def phone_book(window: MainWindow) -> QWidget:
    """A phone book dropped on the contacts; somebody stands in it twice."""
    window.open_page("contacts")
    window.sheets.show(CardsDialog(window.ctx, SAMPLE.with_name("phone_book.vcf")))
    return window


def target_list(window: MainWindow) -> QWidget:
    """A list of target enterprises pasted from WPS."""
    window.open_page("pursuit", "targets")
    dialog = TargetsDialog(window.ctx)
    window.sheets.show(dialog)
    dialog.name.setText(_sample()["target_list"])
    dialog.text.setPlainText(_sample()["targets"])
    return window


def business_card(window: MainWindow) -> QWidget:
    """A business card and what was read of it."""
    window.open_page("contacts")
    lines = [CardLine(text, sure) for text, sure in _sample()["card"]]
    dialog = CardDialog(window.ctx, _drawn(window, lines), "card.png")
    window.sheets.show(dialog)
    dialog.take_lines(lines)
    return window


def _drawn(window: MainWindow, lines: list[CardLine]) -> bytes:
    """The card itself, as a picture."""
    theme, image = window.ctx.theme, QImage(720, 432, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    painter = QPainter(image)  # whose pen is black: paper has no dark mode
    for at, line in enumerate(lines):
        font = theme.font(bold=at == 1)
        font.setPixelSize(36 if at == 1 else 26)
        painter.setFont(font)
        painter.drawText(QRectF(44, 36 + at * 62, 640, 50), line.text)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def _sample() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return found


FORM_SCENES: tuple[tuple[str, FormScene], ...] = (
    ("fill", fill),
    ("phone-book", phone_book),
    ("target-list", target_list),
    ("business-card", business_card),
)
