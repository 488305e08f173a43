"""Quick capture: a line becomes records with one key, is set right by Tab, and is never lost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.rules.capture.slots import Slot
from app.services.drafts import drafts
from app.services.records import create_record
from tests.fakes.clash_cases import BAOJI, NAMES, become, register
from tests.fakes.desktops import Desktop
from ui.components.capture_words import PROJECT
from ui.dialogs.capture_dialog import CaptureDialog

CTRL = Qt.KeyboardModifier.ControlModifier
LINE = "今天 拜访 青岛啤酒 仇总 谈纯生项目2亿 要50亩 下周三回访"
CHAT = "微信聊天\n张总 恒力电子：我们打算投3亿\n陈立：好的，下周三回访"
NEW = "今天 苏州 拜访 恒力电子 张总 谈二期3亿 下周三回访"


def opened(desktop: Desktop, line: str = "") -> CaptureDialog:
    desktop.key(Qt.Key.Key_N, CTRL)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, CaptureDialog)
    if line:
        desktop.write(line)
    return dialog


def told(dialog: CaptureDialog) -> dict[str, str]:
    return {shown.what: shown.value for shown in dialog.readings.shown()}


def origins(dialog: CaptureDialog) -> dict[str, str]:
    return {shown.what: shown.origin for shown in dialog.readings.shown()}


def counts(desktop: Desktop) -> list[int]:
    kinds = ("company", "contact", "visit", "project", "next_step", "attachment")
    return [len(desktop.desk.store.ids(kind)) for kind in kinds]


def newest(desktop: Desktop, kind: str) -> dict[str, object]:
    return dict(desktop.desk.store.rows(kind, desktop.desk.store.ids(kind)[:1])[0].values)


def test_one_line_and_one_key_save_everything_and_one_key_takes_it_back(desktop: Desktop) -> None:
    before = counts(desktop)
    dialog = opened(desktop, NEW)
    assert QApplication.focusWidget() is dialog.line
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is None
    assert [now - then for now, then in zip(counts(desktop), before, strict=True)] == [1, 1, 1, 1, 1, 0]
    visit = newest(desktop, "visit")
    assert (visit["content"], visit["visited_on"], visit["place"]) == (NEW, date(2026, 11, 20), "苏州")
    assert desktop.window.toast.text == "已保存走访：恒力电子 · 张总"
    assert drafts(desktop.desk) == []
    desktop.key(Qt.Key.Key_Z, CTRL)
    assert counts(desktop) == before


def test_what_is_read_is_shown_with_where_it_is_from(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    assert told(dialog) == {
        Slot.KIND: "外出拜访",
        Slot.DATE: "11月20日 星期五",
        Slot.COMPANY: "青岛啤酒股份有限公司",
        Slot.PERSON: "仇总",
        Slot.AMOUNT: "2.00 亿元",
        Slot.LAND: "50 亩",
        Slot.SUBJECT: "纯生项目",
        Slot.STEP: "回访 · 11月25日 星期三",
        PROJECT: "青岛啤酒15万吨纯生啤酒项目",
    }
    said = origins(dialog)
    assert (said[Slot.COMPANY], said[Slot.PERSON]) == ("库里已有", "仇志远  138 0013 8000")
    assert (said[Slot.AMOUNT], said[PROJECT]) == ("= 20,000 万元", "并入已有项目")
    words = [LINE[start:end] for start, end in dialog.line.marks]
    assert {"今天", "拜访", "青岛啤酒", "仇总", "50亩", "下周三回访"} <= set(words)
    assert (dialog.badge.text(), dialog.accept_button.text()) == ("走访", "保存走访")


def test_the_day_and_the_way_are_assumed_and_may_be_said(desktop: Desktop) -> None:
    dialog = opened(desktop, "恒力电子 张总 电话")
    assert origins(dialog)[Slot.DATE] == "没写，按惯例"
    row = dialog.readings.row_of(Slot.DATE)
    assert row is not None
    row.chip.setFocus()
    desktop.write("昨天")
    desktop.key(Qt.Key.Key_Tab)
    assert (told(dialog)[Slot.DATE], origins(dialog)[Slot.DATE]) == ("11月19日 星期四", "已改")
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert newest(desktop, "visit")["visited_on"] == date(2026, 11, 19)


def test_tab_goes_through_the_chips_and_typing_sets_them_right(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    reached = []
    for _ in dialog.readings.shown():
        desktop.key(Qt.Key.Key_Tab)
        reached.append(
            next(row.shown.what for row in dialog.readings.rows if row.chip.hasFocus() and row.shown)
        )
    assert reached == [shown.what for shown in dialog.readings.shown()]
    amount = dialog.readings.row_of(Slot.AMOUNT)
    assert amount is not None
    amount.chip.setFocus()
    desktop.write("3.5亿")
    desktop.key(Qt.Key.Key_Return, CTRL)  # saves what is still in the chip, too
    project = desktop.row("project", "纯生")
    assert project["investment"] == Decimal(20000)  # the project had one already
    assert desktop.window.sheets.top is None


def test_a_wrong_reading_goes_with_backspace_and_stays_text(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    land = dialog.readings.row_of(Slot.LAND)
    assert land is not None
    land.chip.setFocus()
    desktop.key(Qt.Key.Key_Backspace)
    assert Slot.LAND not in told(dialog)
    assert dialog.line.toPlainText() == LINE and "50亩" in dialog.reading.capture.rest
    assert "50亩" not in [LINE[start:end] for start, end in dialog.line.marks]


def test_what_cannot_be_read_stays_in_the_chip_with_what_to_write(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    row = dialog.readings.row_of(Slot.AMOUNT)
    assert row is not None
    row.chip.setFocus()
    desktop.write("很多")
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is dialog
    assert "不是能识别的金额" in row.origin.text() and row.chip.text() == "很多"


def test_a_choice_is_picked_by_its_pinyin(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    row = dialog.readings.row_of(Slot.KIND)
    assert row is not None
    row.chip.setFocus()
    desktop.letters("dh")
    assert [one.text for one in row.chip.list.rows()] == ["电话"]
    desktop.key(Qt.Key.Key_Return)
    assert told(dialog)[Slot.KIND] == "电话"


def test_another_firm_and_another_person_are_picked_from_the_store(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    row = dialog.readings.row_of(Slot.COMPANY)
    assert row is not None
    row.chip.setFocus()
    desktop.letters("zw")
    assert row.chip.list.rows()[0].text == "正威集团有限公司"
    desktop.key(Qt.Key.Key_Return)
    assert told(dialog)[Slot.COMPANY] == "正威集团有限公司"
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert newest(desktop, "visit")["company_id"] == desktop.id("company", "正威")


def test_a_new_project_instead_of_the_open_one(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    row = dialog.readings.row_of(PROJECT)
    assert row is not None
    row.chip.setFocus()
    desktop.settle()
    assert [one.action for one in row.chip.list.rows()] == [False, True]
    desktop.key(Qt.Key.Key_Down)
    desktop.key(Qt.Key.Key_Return)
    assert told(dialog)[PROJECT] == "新建项目"
    before = counts(desktop)[3]
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert counts(desktop)[3] == before + 1


def test_esc_puts_the_line_away_and_it_comes_back(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    row = dialog.readings.row_of(Slot.LAND)
    assert row is not None
    row.chip.setFocus()
    desktop.key(Qt.Key.Key_Backspace)
    desktop.key(Qt.Key.Key_Escape)
    assert desktop.window.sheets.top is None
    assert [draft.text for draft in drafts(desktop.desk)] == [LINE]
    again = opened(desktop)
    assert again.line.toPlainText() == LINE and Slot.LAND not in told(again)
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert drafts(desktop.desk) == []


def test_a_line_is_kept_a_moment_after_the_last_key(desktop: Desktop) -> None:
    opened(desktop, LINE)
    desktop.until(lambda: [draft.text for draft in drafts(desktop.desk)] == [LINE])


def test_another_line_is_begun_over_the_first(desktop: Desktop) -> None:
    dialog = opened(desktop, LINE)
    desktop.key(Qt.Key.Key_N, CTRL)
    assert desktop.window.sheets.top is dialog and dialog.line.toPlainText() == ""
    desktop.write(NEW)
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert [draft.text for draft in drafts(desktop.desk)] == [LINE]


def test_it_opens_over_another_dialog(desktop: Desktop) -> None:
    desktop.window.desk_actions.new_record("company", {})
    desktop.settle()
    assert isinstance(opened(desktop), CaptureDialog)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backspace])
def test_nothing_acts_while_text_is_composed(desktop: Desktop, key: Qt.Key) -> None:
    dialog = opened(desktop, NEW)
    before = counts(desktop)
    QApplication.sendEvent(dialog.line, QInputMethodEvent("hui'fang", []))
    desktop.key(key, CTRL if key is Qt.Key.Key_Return else Qt.KeyboardModifier.NoModifier)
    assert desktop.window.sheets.top is dialog and QApplication.focusWidget() is dialog.line
    assert counts(desktop) == before and dialog.line.toPlainText() == NEW


def test_nothing_acts_in_a_chip_while_text_is_composed(desktop: Desktop) -> None:
    dialog = opened(desktop, NEW)
    row = dialog.readings.row_of(Slot.COMPANY)
    assert row is not None
    row.chip.setFocus()
    QApplication.sendEvent(row.chip, QInputMethodEvent("heng", []))
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        desktop.key(key)
    assert told(dialog)[Slot.COMPANY] == "恒力电子" and desktop.window.sheets.top is dialog


def test_enter_breaks_the_line_and_saves_nothing(desktop: Desktop) -> None:
    dialog = opened(desktop, NEW)
    before = counts(desktop)
    desktop.key(Qt.Key.Key_Return)
    desktop.write("还要用电保障")
    assert dialog.line.toPlainText() == f"{NEW}\n还要用电保障" and counts(desktop) == before
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert newest(desktop, "visit")["content"] == f"{NEW}\n还要用电保障"


def test_what_says_nothing_is_not_saved_and_stays(desktop: Desktop) -> None:
    dialog = opened(desktop, "天气不错")
    before = counts(desktop)
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is dialog and counts(desktop) == before
    assert "没有保存" in desktop.window.toast.text


def _picture() -> QMimeData:
    mime = QMimeData()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    mime.setImageData(image)
    return mime


def _chat() -> QMimeData:
    mime = QMimeData()
    mime.setText("张总 恒力电子:\n我们打算投3亿\n\n陈立:\n好的，下周三回访\n")
    return mime


def _page() -> QMimeData:
    mime = QMimeData()
    mime.setText("恒力电子\u200b拟扩产，总投资3亿元")
    mime.setData("chromium/x-source-url", b"https://example.org/news")
    return mime


@pytest.mark.parametrize(
    ("pasted", "name", "note", "line"),
    [
        (_picture, "粘贴的图片", "粘贴的图片", ""),
        (
            _chat,
            "微信聊天",
            "微信聊天：张总 恒力电子、陈立",
            "微信聊天\n张总 恒力电子：我们打算投3亿\n陈立：好的，下周三回访",
        ),
        (_page, "网页", "网页：https://example.org/news", "恒力电子拟扩产，总投资3亿元"),
    ],
)
def test_what_is_pasted_is_kept_with_its_source(
    desktop: Desktop, pasted: Callable[[], QMimeData], name: str, note: str, line: str
) -> None:
    dialog = opened(desktop)
    dialog.line.insertFromMimeData(pasted())
    desktop.settle()
    assert dialog.line.toPlainText() == line
    if not line:
        desktop.write(NEW)
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.sheets.top is None)
    kept = newest(desktop, "attachment")
    assert str(kept["name"]).startswith(name) and kept["note"] == note
    if not line:
        assert kept["media_type"] == "image/png" and kept["thumbnail_sha256"]


def test_cells_of_a_spreadsheet_come_as_words_though_a_picture_of_them_lies_beside(desktop: Desktop) -> None:
    dialog = opened(desktop)
    mime = _picture()
    mime.setText("今天拜访恒力电子\t意向3亿")
    dialog.line.insertFromMimeData(mime)
    desktop.settle()
    assert "恒力电子" in dialog.line.toPlainText() and dialog.strip.files == []


def test_dropped_files_hang_on_the_visit_and_one_can_be_taken_off(desktop: Desktop, tmp_path: Path) -> None:
    dialog = opened(desktop, NEW)
    files = [tmp_path / name for name in ("地块.pdf", "多余.pdf")]
    for file in files:
        file.write_bytes(b"%PDF " + file.name.encode())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in [*files, tmp_path / "没有.pdf"]])
    dialog.line.insertFromMimeData(mime)
    desktop.settle()
    assert "没有.pdf" in desktop.window.toast.text
    before = counts(desktop)[5]
    dialog.strip._drop(dialog.draft().files[1])
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert counts(desktop)[5] == before + 1 and newest(desktop, "attachment")["name"] == "地块.pdf"


def test_files_dropped_on_the_window_go_with_the_line(desktop: Desktop, tmp_path: Path) -> None:
    dialog = opened(desktop, NEW)
    file = tmp_path / "地块.pdf"
    file.write_bytes(b"%PDF")
    desktop.window.desk_actions.take_files([str(file)])
    desktop.settle()
    assert [one["name"] for one in dialog.draft().files] == ["地块.pdf"]


def test_two_firms_of_one_name_are_told_apart(desktop: Desktop) -> None:
    for name in ("江苏恒力电子有限公司", "浙江恒力电子有限公司"):
        create_record(desktop.desk, "company", {"name": name})
    dialog = opened(desktop, NEW)
    assert "有 2 家同名" in origins(dialog)[Slot.COMPANY]


def test_a_firm_that_others_have_shows_the_strip(desktop: Desktop) -> None:
    dialog = opened(desktop, NEW)
    assert dialog.claims.isHidden()
    become(desktop.desk)
    register(desktop.desk, "恒力电子")
    desktop.write(" ")
    assert not dialog.claims.isHidden() and NAMES[BAOJI] in dialog.claims.sentences()


def test_a_very_long_paste_is_read_as_far_as_is_quick_and_kept_whole(desktop: Desktop) -> None:
    dialog = opened(desktop, NEW + "，" + "说了很多话。" * 400)
    assert len(dialog.line.toPlainText()) > 2000
    assert told(dialog)[Slot.COMPANY] == "恒力电子"
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert str(newest(desktop, "visit")["content"]).endswith("说了很多话。")
