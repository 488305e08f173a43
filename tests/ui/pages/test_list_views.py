"""视图 in a list: kept, chosen, changed, shared with the unit, dropped."""

from PySide6.QtCore import Qt

from app.store.reading import Filter
from tests.fakes.desktops import Desktop
from ui.pages.list_layouts import BOARD, GRID
from ui.pages.list_page import ListPage

KEY = Qt.Key


def arranged(desktop: Desktop) -> ListPage:
    """A list that shows something of its own: filter, order, columns."""
    page = desktop.listed("projects")
    page.filters.set_filters([Filter("stage", "in", ("signed", "landed"))])
    page.grid.sort_by([column.key for column in page.table.columns].index("investment"))
    page.grid.set_hidden_columns({"responsible_unit"})
    desktop.settle()
    return page


def lines(page: ListPage) -> list[str]:
    return [action.text() for action in page.views.menu().actions() if action.text()]


def test_a_view_brings_back_filters_order_columns_and_layout(desktop: Desktop) -> None:
    page = arranged(desktop)
    page.layouts.choose(BOARD, "channel")
    desktop.settle()
    page.views.save("签约落地", False)
    desktop.settle()
    assert page.views.button.text() == "签约落地"
    page.views.choose(None)
    desktop.settle()
    assert page.table.rowCount() == 6 and page.layouts.layout == GRID and not page.grid.hidden_columns()
    page.views.choose(page.views.views[0])
    desktop.settle()
    assert page.table.rowCount() == 2 and page.table.query.order == (("investment", False),)
    assert page.grid.hidden_columns() == {"responsible_unit"}
    assert (page.layouts.layout, page.layouts.by) == (BOARD, "channel")


def test_a_view_that_was_left_says_so_and_can_be_brought_up_to_date(desktop: Desktop) -> None:
    page = arranged(desktop)
    page.views.save("签约", False)
    desktop.settle()
    page.filters.set_filters([])
    desktop.settle()
    assert page.views.button.text() == "签约（已改）"
    page.views.update_current()
    desktop.settle()
    assert page.views.button.text() == "签约" and page.views.views[0].state.filters == ()


def test_a_shared_view_goes_to_the_unit_and_undo_brings_it_back(desktop: Desktop) -> None:
    page = arranged(desktop)
    page.views.save("签约", False)
    desktop.settle()
    page.views.share_current()
    desktop.settle()
    assert [view.shared for view in page.views.views] == [True]
    assert "签约\t本单位" in lines(page)
    assert desktop.desk.store.counts().pending > 0, "it waits to be sent"
    page.views.drop_current()
    desktop.settle()
    assert page.views.views == [] and desktop.window.toast.text == "已删除视图“签约”"
    desktop.window.ctx.undo()
    desktop.settle()
    assert [view.name for view in page.views.views] == ["签约"]


def test_the_name_is_asked_for_in_place(desktop: Desktop) -> None:
    page = arranged(desktop)
    popup = page.views.ask_name()
    popup.keep()
    assert popup.isVisible(), "a view without a name is not kept"
    popup.field.set_value("我的视图")
    popup.share.setChecked(True)
    popup.keep()
    desktop.settle()
    assert [(view.name, view.shared) for view in page.views.views] == [("我的视图", True)]


def test_views_of_one_list_are_not_those_of_another(desktop: Desktop) -> None:
    page = arranged(desktop)
    page.views.save("签约", True)
    desktop.settle()
    assert desktop.listed("leads").views.views == []
    page.views.drop_current()
    desktop.settle()
    assert lines(page)[0] == "默认"


def test_ones_own_view_that_was_dropped_comes_back_from_the_toast(desktop: Desktop) -> None:
    page = arranged(desktop)
    page.views.save("签约", False)
    desktop.settle()
    kept = page.views.views[0]
    page.views.drop_current()
    desktop.settle()
    assert page.views.views == [] and desktop.window.toast.text == "已删除视图“签约”"
    act = desktop.window.toast._act
    assert act is not None
    act()
    desktop.settle()
    assert page.views.views == [kept] and page.views.current == kept
