"""A card beside what was read of it; without a reader the fields are typed and the picture is kept."""

from pathlib import Path

import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from app.rules.business_cards import CardLine
from app.services.records import create_record
from tests.fakes.desktops import Desktop
from ui.dialogs.card_dialog import CardDialog

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(600, 360, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    path = tmp_path / "名片.png"
    assert image.save(str(path))
    return path


def opened(desktop: Desktop, picture: Path) -> CardDialog:
    desktop.listed("contacts")
    desktop.window.desk_actions.take_files([str(picture)])
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, CardDialog)
    return dialog


def test_fields_are_shown_with_how_sure_they_are_and_kept(desktop: Desktop, picture: Path) -> None:
    dialog = opened(desktop, picture)
    dialog.take_lines(
        [
            CardLine("苏州恒力电子有限公司", 0.98),
            CardLine("钱伟 董事长", 0.7),
            CardLine("手机：13812345678", 0.5),
        ]
    )
    desktop.settle()
    assert [dialog._text(name) for name in ("name", "company", "title")] == [
        "钱伟",
        "苏州恒力电子有限公司",
        "董事长",
    ]
    shown = {name: light.accessibleName() for name, light in dialog.lights.items() if light.isVisible()}
    assert shown["company"] == "93%" and shown["phones"] == "50%" and "wechat" not in shown
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is None
    row = desktop.row("contact", "钱伟")
    assert row["phones"] == ["+8613812345678"] and row["company_id"]
    attachments = desktop.desk.store.rows("attachment", desktop.desk.store.ids("attachment"))
    assert [one["name"] for one in attachments if one["parent_id"] == row.id] == ["名片.png"]
    desktop.window.ctx.undo()
    desktop.settle()
    assert desktop.desk.store.ids("contact", find="钱伟") == []


def test_without_a_name_a_draft_with_its_picture_is_kept(desktop: Desktop, picture: Path) -> None:
    dialog = opened(desktop, picture)
    assert not dialog.picture.pixmap().isNull()
    desktop.click(dialog.accept_button)
    assert desktop.window.sheets.top is None
    assert desktop.desk.store.ids("contact", find="名片")


def test_a_number_that_is_none_is_told_and_typed_text_stays(desktop: Desktop, picture: Path) -> None:
    dialog = opened(desktop, picture)
    dialog.fields["phones"].setFocus()
    desktop.letters("12")
    desktop.click(dialog.accept_button)
    assert "●" in dialog.summary.text() and dialog._text("phones") == "12"
    assert desktop.window.sheets.top is dialog


def test_who_is_here_already_is_told(desktop: Desktop, picture: Path) -> None:
    create_record(desktop.desk, "contact", {"name": "钱伟", "phones": ["13812345678"]})
    dialog = opened(desktop, picture)
    dialog.take_lines([CardLine("钱伟"), CardLine("13812345678")])
    desktop.settle()
    assert "钱伟" in dialog.summary.text()


def test_from_the_clipboard_and_from_nothing(desktop: Desktop, tmp_path: Path) -> None:
    desktop.listed("contacts")
    image = QImage(60, 36, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    QGuiApplication.clipboard().setImage(image)
    desktop.window.desk_actions.read_card(None)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, CardDialog)
    dialog.reject()
    desktop.window.desk_actions.read_card(tmp_path / "nowhere.png")
    desktop.settle()
    assert desktop.window.toast.text, "a file that is gone says so"


def test_a_photograph_of_a_telephone_stands_upright_beside_its_fields(
    desktop: Desktop, tmp_path: Path
) -> None:
    stored = Image.new("RGB", (360, 600), "white")
    note = stored.getexif()
    note[ExifTags.Base.Orientation] = 6
    path = tmp_path / "名片.jpg"
    stored.save(path, exif=note)
    shown = opened(desktop, path).picture.pixmap()
    assert shown.width() > shown.height()
