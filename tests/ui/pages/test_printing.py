"""What Ctrl+P and F8 take from the page one is on; what the preview does with it."""

import gc
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QApplication

from app.services.records import create_record
from tests.fakes.desktops import Desktop
from ui.dialogs.preview_dialog import PreviewDialog
from ui.pages.printing import ROWS, list_html, record_html, stood_on
from ui.theme.theme import Mode
from ui.widgets.button import Button

CTRL = Qt.KeyboardModifier.ControlModifier


def previewed(desktop: Desktop) -> PreviewDialog:
    desktop.settle()
    top = desktop.window.sheets.top
    assert isinstance(top, PreviewDialog)
    return top


@pytest.mark.parametrize("name", ["leads", "projects", "companies", "contacts", "visits", "trips", "steps"])
def test_every_list_is_printed_as_it_is_shown(desktop: Desktop, name: str) -> None:
    page = desktop.listed(name)
    desktop.key(Qt.Key.Key_P, CTRL)
    dialog = previewed(desktop)
    shown = page.table.ids()
    title = desktop.desk.store.get(page.spec.kind, shown[0])
    assert title is not None and str(title[page.kind.title_field]) in dialog.html
    assert f"共 {len(shown)} 行" in dialog.html
    assert dialog.printer.pageLayout().orientation() is QPageLayout.Orientation.Landscape


def test_filters_and_hidden_columns_hold_on_paper(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    page.filters.find_line.setText("青岛")
    page.filters.changed.emit()
    desktop.settle()
    desktop.key(Qt.Key.Key_P, CTRL)
    dialog = previewed(desktop)
    assert "青岛啤酒" in dialog.html and "正威" not in dialog.html


def test_a_list_without_rows_says_that_there_is_nothing(desktop: Desktop) -> None:
    page = desktop.listed("promises")
    assert not page.table.rowCount()
    desktop.key(Qt.Key.Key_P, CTRL)
    desktop.settle()
    assert desktop.window.sheets.top is None
    assert desktop.window.toast.text == "这里没有可打印的内容"


def test_a_long_list_says_how_much_of_it_is_printed(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    (id,) = desktop.desk.store.ids("company", find="正威")
    text = list_html(ctx, "company", "企业", [id] * (ROWS + 1), set())
    assert f"只打印前 {ROWS} 行" in text and f"共 {ROWS + 1} 行" in text


def test_records_without_a_brief_are_printed_with_their_facts(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    values = {"title": "<方案>", "side": "ours", "promised_on": "2026-11-01", "owner": "陈立"}
    id = create_record(desktop.desk, "promise", values)[0]
    text = record_html(ctx, "promise", id)
    assert "&lt;方案&gt;" in text and "陈立" in text and "了结日期" not in text
    desktop.window.open_record("promise", id)
    desktop.settle()
    desktop.key(Qt.Key.Key_P, CTRL)
    assert "陈立" in previewed(desktop).html
    assert record_html(ctx, "promise", "no-such-record")


def test_the_current_row_of_a_list_is_what_one_stands_on(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    id = desktop.id("company", "正威")
    page.grid.set_current_id(id)
    assert stood_on(page) == ("company", id)
    desktop.key(Qt.Key.Key_F8)
    assert "正威集团有限公司" in previewed(desktop).html
    assert stood_on(desktop.page("settings")) == ("", "")


def test_a_button_of_the_page_makes_the_brief_too(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    next(one for one in page.header.findChildren(Button) if one.text() == "一页纸").click()
    dialog = previewed(desktop)
    assert dialog.name.startswith("一页纸 ")
    dialog.preview.updatePreview()
    assert dialog.pages >= 1


def test_ctrl_p_on_a_firm_is_its_brief(desktop: Desktop) -> None:
    desktop.record("contact", "仇志远")
    desktop.key(Qt.Key.Key_P, CTRL)
    assert "青岛啤酒" in previewed(desktop).html


def test_keys_of_paper_rest_while_a_dialog_is_open(desktop: Desktop) -> None:
    desktop.record("company", "正威")
    form = desktop.window.desk_actions.new_record("company", {})
    desktop.key(Qt.Key.Key_F8)
    desktop.settle()
    assert desktop.window.sheets.top is form


def test_the_pdf_carries_the_day_in_its_name_and_closes_the_preview(desktop: Desktop, tmp_path: Path) -> None:
    desktop.listed("companies")
    desktop.key(Qt.Key.Key_P, CTRL)
    dialog = previewed(desktop)
    assert dialog.name == f"企业客商 {date(2026, 11, 20).isoformat()}"
    file = tmp_path / f"{dialog.name}.pdf"
    dialog.save(file)
    desktop.settle()
    assert file.stat().st_size > 1000 and desktop.window.sheets.top is None
    assert desktop.window.toast.text == f"已写入 {file.name}"


def test_what_cannot_be_written_is_said_and_the_preview_stays(desktop: Desktop, tmp_path: Path) -> None:
    desktop.listed("companies")
    desktop.key(Qt.Key.Key_P, CTRL)
    dialog = previewed(desktop)
    dialog.save(tmp_path / "no" / "such" / "folder.pdf")
    desktop.settle()
    assert desktop.window.sheets.top is dialog
    assert "无法读写文件" in desktop.window.toast.text


def test_the_pages_stay_in_the_preview_when_garbage_is_cleared_away(desktop: Desktop) -> None:
    """Opened by its key the preview takes the keyboard, which is given on in the order of reading."""
    desktop.listed("companies")
    desktop.key(Qt.Key.Key_F8)
    dialog = previewed(desktop)
    named = QApplication.focusWidget()
    assert named is not None and named.accessibleName() == "打印预览"
    del named
    desktop.key(Qt.Key.Key_Tab)
    gc.collect()
    layout = dialog.preview.layout()
    assert layout is not None and layout.count() == 1
    shades = {dialog.preview.grab().toImage().pixelColor(x, 200).lightness() for x in range(0, 700, 2)}
    assert 255 in shades and min(shades) < 100, "white paper with words on it"


def test_a_dark_desktop_previews_black_words_on_white_paper(desktop: Desktop) -> None:
    desktop.theme.set_mode(Mode.DARK)
    dialog = PreviewDialog(desktop.window.ctx, "<p>" + "█" * 400 + "</p>", "样张")
    desktop.window.sheets.show(dialog)
    desktop.settle()
    image = dialog.preview.grab().toImage()
    spots = [(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    tones = Counter(image.pixelColor(x, y).lightness() for x, y in spots)
    assert tones[255] > len(spots) // 3, "the paper is white"
    assert tones[0] > len(spots) // 100, "the words are black"
