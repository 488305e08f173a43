"""Gallery page of the grid, its pop-ups and the toast."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.models.window_table import WindowTable
from ui.theme.theme import Theme
from ui.widgets.gallery import samples
from ui.widgets.grid.column_chooser import ColumnChooser
from ui.widgets.grid.grid import Grid
from ui.widgets.line_edit import LineEdit
from ui.widgets.menu import Menu
from ui.widgets.suggestions import Suggestion, SuggestionList
from ui.widgets.toast import Toast


def page(theme: Theme) -> QWidget:
    """A list with ticks, a current row and a toast."""
    whole = QWidget()
    whole.setProperty("surface", "panel")
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    model = WindowTable(samples.SampleRows(), samples.columns(), samples.AtOnce(), badges=samples.standing)
    model.setParent(whole)
    grid = Grid(theme, model)
    grid.setObjectName("grid")
    column.addWidget(grid)
    grid.sort_by(7)
    model.choose(["p02", "p04", "p09"])
    grid.set_current_id("p04")
    toast = Toast(theme, whole)
    toast.setObjectName("toast")
    return whole


def pop_ups(theme: Theme, host: QWidget) -> list[tuple[str, QWidget]]:
    """Everything that opens over a page, shown over ``host``."""
    line = LineEdit(theme, "qd", host)
    line.setGeometry(20, 20, theme.px(440), theme.px(32))
    found = SuggestionList(theme, line)
    found.offer(
        [
            Suggestion("1", "青岛啤酒股份有限公司", "企业 · 科技工业园区", "building"),
            Suggestion("2", "仇(qiú)总", "138 0013 8000", "phone"),
            Suggestion("3", "青岛啤酒15万吨纯生啤酒项目", "在谈", "layers"),
            Suggestion("", "新建企业“qd”", action=True),
        ]
    )
    menu = Menu(theme, host)
    menu.add("打开", lambda: None, icon="external-link", hint="F2")
    menu.add("记走访", lambda: None, icon="pencil")
    menu.add("复制为表格", lambda: None, icon="copy", hint="Ctrl+C")
    menu.addSeparator()
    menu.add("推进阶段", lambda: None, icon="chevron-right", enabled=False, why_not="先补齐土地出让合同")
    menu.add("删除", lambda: None, icon="trash", hint="Del", danger=True)
    menu.popup(host.mapToGlobal(QPoint(40, 40)))
    model = WindowTable(samples.SampleRows(), samples.columns(), samples.AtOnce())
    chooser = ColumnChooser(theme, Grid(theme, model, host), model)
    chooser.open_under(line)
    return [("suggestions", found), ("menu", menu), ("columns", chooser)]
