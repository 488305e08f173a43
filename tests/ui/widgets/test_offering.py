"""One way to every menu: the right button at its place, the keys at the place of the keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QWidget

from tests.ui.menus import choose, close_menu, line, menu_key, open_menu, right_click, texts, unexplained
from ui.theme.theme import Theme
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit, TextEdit
from ui.widgets.menu import Menu
from ui.widgets.offering import MenuKeys, Offering, menu_spot
from ui.widgets.quiet_table import QuietTable


class Row(Offering, QWidget):
    """A line with a box, words and one verb."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.done = theme, 0
        self.box, self.words = QCheckBox(self), Label("恒力电子", parent=self)
        row = QHBoxLayout(self)
        row.addWidget(self.box)
        row.addWidget(self.words)

    def menu(self) -> Menu | None:
        menu = Menu(self._theme, self)
        menu.add("完成", self._finish)
        menu.add("打开", lambda: None, enabled=False, why_not="已经打开")
        return menu

    def _finish(self) -> None:
        self.done += 1


class Silent(Row):
    def menu(self) -> Menu | None:
        return None


@pytest.fixture
def window(host: QWidget) -> Iterator[QWidget]:
    keys = MenuKeys(host)
    yield host
    close_menu()
    keys.deleteLater()


def put(window: QWidget, widget: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def test_the_right_button_on_any_part_of_a_line_shows_the_menu_of_the_line(
    window: QWidget, theme: Theme
) -> None:
    row = Row(theme, window)
    put(window, row)
    for part in (row, row.words, row.box):
        menu = right_click(part)
        assert menu.parentWidget() is row
        choose(menu, "完成")
    assert row.done == 3 and open_menu() is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Menu, Qt.Key.Key_F10])
def test_the_keyboard_shows_it_below_what_it_is_on_with_a_line_marked(
    window: QWidget, theme: Theme, key: Qt.Key
) -> None:
    row = Row(theme, window)
    put(window, row)
    menu = menu_key(row.box, key)
    assert menu.activeAction().text() == "完成"
    assert menu.pos() == menu_spot(row)
    assert not unexplained(menu)


def test_asking_twice_shows_one_menu(window: QWidget, theme: Theme) -> None:
    row = Row(theme, window)
    put(window, row)
    first = menu_key(row.box)
    window.findChildren(MenuKeys)[0].ask()
    assert open_menu() is first


def test_a_line_that_has_nothing_to_offer_leaves_it_to_what_is_around(window: QWidget, theme: Theme) -> None:
    outer = Row(theme, window)
    put(window, outer)
    inner = Silent(theme, outer)
    inner.show()
    assert right_click(inner.words).parentWidget() is outer


def test_the_button_of_a_line_shows_the_same_menu_below_itself(window: QWidget, theme: Theme) -> None:
    row = Row(theme, window)
    put(window, row)
    row.offer_under(row.box)
    menu = open_menu()
    assert menu is not None and texts(menu) == ["完成", "打开"]
    assert menu.pos() == row.box.mapToGlobal(QPoint(0, row.box.height()))


# ---- what can be typed into
def test_typing_is_cut_pasted_and_undone_by_the_menu(window: QWidget, theme: Theme) -> None:
    edit = LineEdit(theme, "恒力电子")
    put(window, edit)
    menu = menu_key(edit)
    assert line(menu, "剪切").toolTip() == "先选中文字" and not unexplained(menu)
    choose(menu, "全选")
    choose(right_click(edit), "剪切")
    assert edit.text() == "" and QGuiApplication.clipboard().text() == "恒力电子"
    choose(right_click(edit), "粘贴")
    choose(right_click(edit), "粘贴")
    choose(right_click(edit), "撤销输入")
    assert edit.text() == "恒力电子"
    edit.setSelection(0, 2)
    choose(right_click(edit), "删除所选")
    assert edit.text() == "电子"


def test_several_lines_have_the_same_menu(window: QWidget, theme: Theme) -> None:
    edit = TextEdit(theme)
    put(window, edit)
    edit.setPlainText("谈二期\n要50亩")
    choose(menu_key(edit), "全选")
    choose(right_click(edit), "复制")
    assert QGuiApplication.clipboard().text() == "谈二期\n要50亩"
    choose(right_click(edit), "删除所选")
    assert edit.toPlainText() == ""
    choose(right_click(edit), "撤销输入")
    assert edit.toPlainText() == "谈二期\n要50亩"


def test_a_passphrase_is_not_copied_and_read_only_text_not_changed(window: QWidget, theme: Theme) -> None:
    secret, fixed = LineEdit(theme, "open sesame"), LineEdit(theme, "91320500")
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    fixed.setReadOnly(True)
    for edit in (secret, fixed):
        put(window, edit)
        edit.selectAll()
    menu = right_click(secret)
    assert [line(menu, one).isEnabled() for one in ("剪切", "复制")] == [False, False]
    assert line(menu, "复制").toolTip() == "口令不能复制"
    menu.close()
    menu = right_click(fixed)
    assert line(menu, "复制").isEnabled()
    assert line(menu, "粘贴").toolTip() == line(menu, "剪切").toolTip() == "只读，不能在这里修改"


# ---- the table of a preview
def test_a_preview_copies_a_cell_a_row_or_all_of_it(window: QWidget, theme: Theme) -> None:
    table = QuietTable(theme)
    model = QStandardItemModel(2, 2)
    model.setHorizontalHeaderLabels(["名称", "金额"])
    for row, words in enumerate((("恒力电子", "3.00"), ("青岛\n海岳", "5.00"))):
        for column, word in enumerate(words):
            model.setItem(row, column, QStandardItem(word))
    table.setModel(model)
    put(window, table)
    spot = table.visualRect(model.index(1, 1)).center()
    choose(right_click(table, spot), "复制这一格")
    assert QGuiApplication.clipboard().text() == "5.00"
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    choose(menu_key(table), "复制这一行")
    assert QGuiApplication.clipboard().text() == "青岛 海岳\t5.00"
    choose(menu_key(table), "复制整张表")
    assert QGuiApplication.clipboard().text() == "名称\t金额\n恒力电子\t3.00\n青岛 海岳\t5.00"
    model.removeRows(0, 2)
    assert not unexplained(menu_key(table))
