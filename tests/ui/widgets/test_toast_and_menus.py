"""Toast, menus, column chooser, conflict boxes and progress: timing, links, keyboard, both looks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.row_sources import CountingRows, SameThread
from tests.ui.widgets.keyboard import click, press
from tests.ui.widgets.pictures import has_colour, put
from ui.models.columns import CellKind, Column, check_column, plain
from ui.models.window_table import WindowTable
from ui.theme.theme import Mode, Theme
from ui.widgets.button import Button
from ui.widgets.conflict_choice import ConflictChoice
from ui.widgets.grid.column_chooser import ColumnChooser
from ui.widgets.grid.grid import Grid
from ui.widgets.menu import Menu
from ui.widgets.progress_strip import ProgressBar, ProgressStrip
from ui.widgets.toast import TOAST_MS, Toast

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
MODES = [Mode.LIGHT, Mode.DARK]


# ---- toast


@pytest.fixture
def toast(theme: Theme, host: QWidget) -> Toast:
    return Toast(theme, host)


def link_spot(toast: Toast, theme: Theme, text: str) -> QPoint:
    words = theme.metrics(bold=True).horizontalAdvance(text)
    return QPoint(8 + theme.px(40) + words + theme.px(20) + theme.px(6), toast.height() // 2)


def timer_of(toast: Toast) -> QTimer:
    return next(one for one in toast.children() if isinstance(one, QTimer))


@pytest.mark.parametrize("mode", MODES)
def test_a_toast_is_the_other_way_round_than_the_page(theme: Theme, toast: Toast, mode: Mode) -> None:
    theme.set_mode(mode)
    toast.say("已记走访", "撤销", lambda: None)
    image = toast.grab().toImage()
    assert image.pixelColor(toast.width() - 20, toast.height() // 2) == theme.color("toast.bg")
    assert has_colour(image, theme.color("toast.text"))
    assert has_colour(image, theme.color("toast.link"))
    toast.say("已复制 3 行")
    assert not has_colour(toast.grab().toImage(), theme.color("toast.link")), "no link, nothing to click"


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_its_size_follows_the_text(theme: Theme, toast: Toast, percent: int) -> None:
    theme.set_percent(percent)
    toast.say("已记走访")
    assert toast.height() == theme.px(40) + 16
    narrow = toast.width()
    toast.say("已记走访", "撤销", lambda: None, hint="Ctrl+Z")
    words = theme.metrics(bold=True).horizontalAdvance("撤销")
    assert toast.width() > narrow + words


def test_a_new_message_starts_the_time_anew(toast: Toast) -> None:
    toast.say("一")
    timer = timer_of(toast)
    timer.start(10)
    toast.say("二")
    assert timer.isActive()
    assert timer.remainingTime() > TOAST_MS - 1000


def test_the_link_of_an_older_message_is_gone_with_it(theme: Theme, toast: Toast) -> None:
    done: list[str] = []
    toast.say("已删除甲", "撤销", lambda: done.append("甲"))
    toast.say("已删除乙", "撤销", lambda: done.append("乙"))
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, NONE, link_spot(toast, theme, "已删除乙"))
    assert done == ["乙"]


def test_a_message_without_a_link_stays_when_clicked(theme: Theme, toast: Toast) -> None:
    toast.say("已复制 3 行")
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, NONE, toast.rect().center())
    assert toast.text == "已复制 3 行"


def test_the_action_may_itself_say_something(theme: Theme, toast: Toast) -> None:
    toast.say("已删除", "撤销", lambda: toast.say("已恢复"))
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, NONE, link_spot(toast, theme, "已删除"))
    assert toast.text == "已恢复"


def test_the_pointer_becomes_a_hand_over_the_link_only(theme: Theme, toast: Toast) -> None:
    toast.say("已删除", "撤销", lambda: None)
    QTest.mouseMove(toast, link_spot(toast, theme, "已删除"))
    assert toast.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(toast, QPoint(14, toast.height() // 2))
    assert toast.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_it_leaves_the_focus_where_it_is(theme: Theme, host: QWidget, toast: Toast) -> None:
    button = Button(theme, "删除")
    put(host, button)
    button.setFocus()
    toast.say("已删除", "撤销", lambda: None)
    assert button.hasFocus()
    assert toast.accessibleName() == "已删除"


# ---- menus


def test_menu_lines_have_icons_hints_and_reasons(theme: Theme, host: QWidget) -> None:
    menu, ran = Menu(theme, host), list[str]()
    lines = [
        menu.add("打开", lambda: ran.append("open"), icon="external-link", hint="F2"),
        menu.add("删除", lambda: ran.append("delete"), icon="trash", danger=True),
        menu.add("推进", lambda: ran.append("move"), enabled=False, why_not="缺合同"),
    ]
    assert [line.text() for line in lines] == ["打开\tF2", "删除", "推进"]
    assert [line.icon().isNull() for line in lines] == [False, False, True]
    assert [line.isEnabled() for line in lines] == [True, True, False]
    assert lines[2].toolTip() == "缺合同"
    assert menu.toolTipsVisible()


def test_a_danger_line_has_a_danger_icon(theme: Theme, host: QWidget) -> None:
    menu = Menu(theme, host)
    usual, danger = (menu.add("删除", list, icon="trash", danger=wild) for wild in (False, True))

    def drawn(action: QAction) -> QImage:
        return action.icon().pixmap(16, 16).toImage()

    assert has_colour(drawn(danger), theme.color("danger"))
    assert not has_colour(drawn(usual), theme.color("danger"))


def test_a_menu_is_walked_by_keys(theme: Theme, host: QWidget) -> None:
    menu, ran = Menu(theme, host), list[str]()
    menu.add("打开", lambda: ran.append("open"))
    menu.add("推进", lambda: ran.append("move"), enabled=False)
    menu.add("归档", lambda: ran.append("archive"))
    menu.popup(host.mapToGlobal(QPoint(10, 10)))
    for _ in range(2):
        press(menu, KEY.Key_Down)
    if menu.activeAction() is menu.actions()[1]:  # some styles stop at disabled lines
        press(menu, KEY.Key_Return)
        press(menu, KEY.Key_Down)
    press(menu, KEY.Key_Return)
    assert ran == ["archive"]
    menu.close()


# ---- column chooser


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme) -> Grid:
    columns = [
        check_column(),
        Column("name", "项目名称", plain("name"), 200, CellKind.NAME),
        Column("phone", "电话", plain("phone"), 120, priority=2),
        Column("total", "总投资", plain("total"), 100, CellKind.AMOUNT, 1),
    ]
    model = WindowTable(CountingRows(5), columns, SameThread())
    model.refresh()
    made = Grid(theme, model)
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    return made


def chooser_of(theme: Theme, grid: Grid) -> ColumnChooser:
    model = grid.model()
    assert isinstance(model, WindowTable)
    return ColumnChooser(theme, grid, model)


def test_the_chooser_shows_what_is_shown(theme: Theme, grid: Grid) -> None:
    grid.set_hidden_columns({"phone"})
    boxes = chooser_of(theme, grid).boxes
    assert {key: box.isChecked() for key, box in boxes.items()} == {
        "name": True,
        "phone": False,
        "total": True,
    }
    assert [box.text() for box in boxes.values()] == ["项目名称", "电话", "总投资"]


def test_a_column_hidden_for_want_of_room_is_not_hidden_by_the_user(theme: Theme, grid: Grid) -> None:
    grid.resize(360, 300)
    assert "phone" not in [column.key for column in grid.shown_columns()]
    assert grid.hidden_columns() == set()
    assert chooser_of(theme, grid).boxes["phone"].isChecked()
    grid.resize(800, 300)
    assert "phone" in [column.key for column in grid.shown_columns()], "it comes back with the room"


def test_the_chooser_is_worked_by_keys(qtbot: QtBot, theme: Theme, grid: Grid) -> None:
    chooser = chooser_of(theme, grid)
    chooser.open_under(grid)
    first = chooser.boxes["phone"]
    assert chooser.focusWidget() is first, "the first that can be changed"
    press(first, KEY.Key_Space)
    assert grid.hidden_columns() == {"phone"}
    assert chooser.isVisible(), "it stays open for the next"
    press(first, KEY.Key_Space)
    assert grid.hidden_columns() == set()
    press(chooser, KEY.Key_Escape)
    assert not chooser.isVisible()


def test_it_hangs_under_its_button_at_the_right(theme: Theme, grid: Grid) -> None:
    chooser = chooser_of(theme, grid)
    chooser.open_under(grid)
    corner = grid.mapToGlobal(QPoint(grid.width(), grid.height()))
    assert chooser.x() + chooser.width() == corner.x()
    assert chooser.y() >= corner.y()
    chooser.close()


# ---- conflict boxes


def boxes(theme: Theme, host: QWidget, *values: tuple[str, str]) -> tuple[list[ConflictChoice], QButtonGroup]:
    group = QButtonGroup(host)
    made = [ConflictChoice(theme, value, reason) for value, reason in values]
    for box in made:
        group.addButton(box)
    put(host, *made)
    return made, group


def test_one_side_is_chosen_at_a_time(theme: Theme, host: QWidget) -> None:
    (mine, theirs), _ = boxes(theme, host, ("5.20 亿元", "附合同"), ("5.00 亿元", ""))
    for box in (mine, theirs, mine):
        click(box)
        assert (mine.isChecked(), theirs.isChecked()) == (box is mine, box is theirs)


def test_a_side_is_chosen_by_the_keyboard(theme: Theme, host: QWidget) -> None:
    (mine, theirs), _ = boxes(theme, host, ("5.20 亿元", ""), ("5.00 亿元", ""))
    mine.setFocus()
    press(mine, KEY.Key_Space)
    assert mine.isChecked()
    theirs.setFocus()
    press(theirs, KEY.Key_Space)
    assert (mine.isChecked(), theirs.isChecked()) == (False, True)


@pytest.mark.parametrize("mode", MODES)
def test_the_chosen_side_is_more_than_a_colour(theme: Theme, host: QWidget, mode: Mode) -> None:
    theme.set_mode(mode)
    (box, other), _ = boxes(theme, host, ("5.20 亿元", "附合同"), ("5.00 亿元", ""))
    before = box.grab().toImage()
    box.setChecked(True)
    chosen = box.grab().toImage()
    assert has_colour(chosen, theme.color("on.accent")) and not has_colour(before, theme.color("accent"))
    assert chosen.pixelColor(box.width() - 12, box.height() // 2) == theme.color("accent.soft")
    assert other.grab().toImage().pixelColor(other.width() - 12, 8) == theme.color("bg.panel")


def test_a_value_with_a_reason_is_higher(theme: Theme, host: QWidget) -> None:
    (mine, theirs), _ = boxes(theme, host, ("5.20 亿元", "附合同"), ("5.00 亿元", ""))
    assert (mine.sizeHint().height(), theirs.sizeHint().height()) == (62, 40)


def test_a_long_value_is_told_in_full(theme: Theme, host: QWidget) -> None:
    long = "对方同意分两期供地，要求明确交地时间，并由省国资委协调资源配置问题" * 2
    (box, short), _ = boxes(theme, host, (long, "陈立 11-20"), ("同意", "总部"))
    assert box.hasHeightForWidth() and not short.hasHeightForWidth()
    assert box.heightForWidth(200) > box.heightForWidth(600) > 62, "every line of it is shown"
    assert box.accessibleName() == f"{long} 陈立 11-20"
    assert short.toolTip() == ""
    short.resize(60, 62)
    assert short.toolTip() == "同意\n总部", "a short one that is cut is told by its tooltip"


def test_what_differs_is_marked(theme: Theme, host: QWidget) -> None:
    plain, marked = ConflictChoice(theme, "用地六十亩"), ConflictChoice(theme, "用地六十亩", spans=((2, 4),))
    images = []
    for choice in (plain, marked):
        choice.resize(300, 60)
        images.append(choice.grab().toImage())
    ground = theme.color("warn.soft")
    found = [
        any(image.pixelColor(x, y) == ground for x in range(300) for y in range(0, 40, 2)) for image in images
    ]
    assert found == [False, True]


# ---- progress


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("share", "shown"), [(-1.0, 0.0), (0.0, 0.0), (0.25, 0.25), (1.0, 1.0), (7.0, 1.0)])
def test_a_bar_is_never_fuller_than_full(
    qtbot: QtBot, theme: Theme, share: float, shown: float, mode: Mode
) -> None:
    theme.set_mode(mode)
    bar = ProgressBar(theme)
    qtbot.addWidget(bar)
    bar.resize(200, 14)
    bar.set_share(share)
    assert bar.share == shown
    image = bar.grab().toImage()
    for x in (20, 100, 180):
        expected = theme.color("accent" if x < 200 * shown else "border")
        assert image.pixelColor(x, 7) == expected


@pytest.mark.parametrize(("tick", "at"), [(0.0, 0), (0.5, 100), (1.0, 198), (3.0, 198)])
def test_a_tick_says_how_much_time_has_gone(qtbot: QtBot, theme: Theme, tick: float, at: int) -> None:
    bar = ProgressBar(theme)
    qtbot.addWidget(bar)
    bar.resize(200, 14)
    bar.set_share(0.3, tick)
    assert bar.grab().toImage().pixelColor(at, 0) == theme.color("text.1")
    bar.set_share(0.3)
    assert bar.grab().toImage().pixelColor(at, 0) != theme.color("text.1"), "none without time"


def test_progress_without_a_way_to_stop_has_no_button(theme: Theme, host: QWidget) -> None:
    strip = ProgressStrip(theme)
    put(host, strip)
    strip.set_progress(20, 15, "附件 20/15")
    assert strip.findChildren(QPushButton) == []
    assert (strip.bar.share, strip.accessibleName()) == (1.0, "附件 20/15")
    assert "附件 20/15" in [label.text() for label in strip.findChildren(QLabel)]


@pytest.mark.parametrize("make", [ProgressBar, ProgressStrip])
def test_progress_takes_no_focus(qtbot: QtBot, theme: Theme, make: Callable[[Theme], QWidget]) -> None:
    widget = make(theme)
    qtbot.addWidget(widget)
    assert widget.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_long_sentence_takes_more_lines_and_stays_in_the_window(theme: Theme, toast: Toast) -> None:
    window = toast.parentWidget()
    assert window is not None
    toast.say("磁盘已满，刚才的内容没有保存。请腾出空间后再试，已有数据不受影响。" * 6)
    assert toast.width() <= window.width()
    assert toast.height() > theme.px(40) + 16 + 20
