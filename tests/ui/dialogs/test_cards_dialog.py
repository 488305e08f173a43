"""A phone book dropped on the window: every card beside who is here already, chosen, taken in, undone."""

import quopri
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.rules.vcards import read_cards
from app.services.records import create_record
from tests.fakes.desktops import Desktop
from ui.dialogs.cards_dialog import NEW, SKIP, CardsDialog, write_cards

CTRL = Qt.KeyboardModifier.ControlModifier


def quoted(text: str, charset: str) -> str:
    return quopri.encodestring(text.encode(charset)).decode("ascii").replace("=\n", "")


def old_phone(name: str, charset: str, *numbers: str) -> str:
    """A card as phones of 2010 wrote it."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:2.1",
        f"N;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{quoted(name, charset)}",
    ]
    return "\r\n".join([*lines, *(f"TEL;CELL:{number}" for number in numbers), "END:VCARD", ""])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "通讯录.vcf"
    cards = [
        old_phone("徐慧琴", "gbk", "13600770001", "0564-3321234"),
        old_phone("宋启明", "utf-8", "13600770002"),
        old_phone("徐慧琴", "gbk", "13600770001"),
        old_phone("单志远", "gbk", "13600770003", "1.37E+10"),
    ]
    path.write_text("".join(cards), encoding="ascii")
    return path


def opened(desktop: Desktop, book: Path) -> CardsDialog:
    desktop.listed("contacts")
    desktop.window.desk_actions.take_files([str(book)])
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, CardsDialog)
    desktop.settle()
    return dialog


def cells(dialog: CardsDialog, at: int) -> list[str]:
    return [cell.text for cell in dialog.table.lines.lines[at].cells]


def test_who_is_here_stands_beside_the_card_and_is_not_taken_again(desktop: Desktop, book: Path) -> None:
    create_record(desktop.desk, "contact", {"name": "宋启明", "phones": "13600770002", "title": "总经理"})
    dialog = opened(desktop, book)
    assert [cells(dialog, at)[0] for at in range(4)] == ["徐慧琴", "宋启明", "徐慧琴", "单志远"]
    assert cells(dialog, 0)[2] == "136 0077 0001、0564-3321234" and cells(dialog, 0)[3] == "—"
    assert cells(dialog, 1)[3] == "宋启明 · 136 0077 0002" and cells(dialog, 1)[4] == "不导入  ▾"
    assert "第 1 张" in cells(dialog, 2)[3], "the same person twice in the file"
    assert dialog.table.lines.lines[3].cells[2].tooltip == "存入备注：1.37E+10"
    assert "新增 2 人" in dialog.summary.text() and "不导入 2 人" in dialog.summary.text()


def test_chosen_cards_are_one_undo(desktop: Desktop, book: Path) -> None:
    known, _ = create_record(desktop.desk, "contact", {"name": "宋启明", "phones": "13600770002"})
    before = len(desktop.desk.store.ids("contact"))
    dialog = opened(desktop, book)
    menu = dialog.ask_choice(1)
    assert [action.text() for action in menu.actions()] == ["新增", "补充到 宋启明", "不导入"]
    menu.actions()[1].trigger()
    assert "补充已有 1 人" in dialog.summary.text()
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is None and desktop.window.toast.text == "已从电话簿导入 3 人"
    assert len(desktop.desk.store.ids("contact")) == before + 2
    desktop.window.ctx.undo()
    desktop.settle()
    assert len(desktop.desk.store.ids("contact")) == before
    row = desktop.desk.store.get("contact", known)
    assert row is not None and row["note"] is None


def test_nobody_and_everybody(desktop: Desktop, book: Path) -> None:
    dialog = opened(desktop, book)
    dialog.choose_all(SKIP)
    assert dialog.choices == [SKIP] * 4 and not dialog.accept_button.isEnabled()
    dialog.choose_all(NEW)
    assert dialog.choices == [NEW, NEW, SKIP, NEW], "the card that stands twice is not taken twice"
    dialog.table.setFocus()
    dialog.table.setCurrentIndex(dialog.table.lines.index(2, 0))
    asked: list[int] = []
    dialog.table.asked.disconnect()
    dialog.table.asked.connect(asked.append)
    desktop.key(Qt.Key.Key_F2)
    assert asked == [2]


def test_a_file_without_cards_says_what_to_do(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "空.vcf"
    path.write_text("nothing", encoding="ascii")
    dialog = opened(desktop, path)
    assert dialog.stack.currentWidget() is dialog.trouble and not dialog.accept_button.isEnabled()


def test_the_selection_goes_out_as_a_phone_book(desktop: Desktop, tmp_path: Path) -> None:
    page = desktop.listed("contacts")
    ids = list(page.table.ids())[:2]
    page.table.choose(ids)
    out = tmp_path / "出.vcf"
    write_cards(desktop.window.ctx, page.row_actions.chosen_or_listed(), out)
    desktop.settle()
    assert len(read_cards(out.read_bytes())) == 2 and "2" in desktop.window.toast.text
    write_cards(desktop.window.ctx, ids, tmp_path / "nowhere" / "出.vcf")
    desktop.settle()
    assert "无法写入" in desktop.window.toast.text
