"""时间轴: the list's own rows on one time axis."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.store.reading import Filter
from tests.fakes.desktops import Desktop
from ui.components.columns import ROW
from ui.components.project_timeline import ProjectTimeline
from ui.components.stage_marks import stage_mark
from ui.pages.list_layouts import GRID, TIMELINE
from ui.pages.list_page import ListPage

KEY = Qt.Key


def timeline_of(desktop: Desktop) -> tuple[ListPage, ProjectTimeline]:
    page = desktop.listed("projects")
    page.layouts.choose(TIMELINE)
    desktop.settle()
    page.layouts.focus()
    desktop.settle()
    assert page.layouts.timeline is not None and page.layouts.timeline.isVisible()
    return page, page.layouts.timeline


FIELDS = ("reported_on", "assessed_on", "approved_on", "contract_on", "site_on", "started_on")
DATED = (*FIELDS, "completed_on", "produced_on", "on_books_on", "stage_on")


def life(
    desktop: Desktop, timeline: ProjectTimeline, stage: str, **days: date
) -> list[tuple[str, date, date]]:
    """The bars of a project in ``stage`` that knows these days and no others."""
    row = desktop.row("project", "煤矸石")
    row = replace(row, values={**row.values, **dict.fromkeys(DATED), "stage": stage, **days})
    line = timeline.lifeline({**row.values, ROW: row})
    assert line.mark == stage_mark(stage)
    return [(span.word, span.start, span.end) for span in line.spans]


def test_every_stage_is_a_bar_from_its_day_to_the_next_ones(desktop: Desktop) -> None:
    _, timeline = timeline_of(desktop)
    first, second, third = date(2025, 2, 3), date(2025, 5, 6), date(2025, 9, 1)
    days = {"reported_on": first, "contract_on": second, "started_on": third, "stage_on": third}
    assert life(desktop, timeline, "construction", **days) == [
        ("线索", first, second),
        ("签约", second, third),
        ("开工", third, desktop.window.ctx.today()),
    ]


def test_a_day_filled_in_afterwards_is_no_way_back_and_a_move_back_is(desktop: Desktop) -> None:
    _, timeline = timeline_of(desktop)
    signed, later = date(2025, 5, 6), date(2025, 8, 1)
    late = {"contract_on": signed, "reported_on": later}
    assert life(desktop, timeline, "signed", **late) == [("签约", signed, desktop.window.ctx.today())]
    back = life(desktop, timeline, "negotiating", contract_on=signed, stage_on=later)
    assert [word for word, *_ in back] == ["签约", "在谈"]


def test_a_stage_without_a_day_stands_behind_the_last_that_has_one(desktop: Desktop) -> None:
    _, timeline = timeline_of(desktop)
    found = life(desktop, timeline, "completed", contract_on=date(2025, 5, 6))
    assert [word for word, *_ in found] == ["签约 → 竣工"]
    assert life(desktop, timeline, "lead") == []
    lost = life(desktop, timeline, "lost", contract_on=date(2025, 5, 6))
    assert [word for word, *_ in lost] == ["签约 → 流失/退回"]


def test_filters_and_the_keyboard_are_the_lists_own(desktop: Desktop) -> None:
    page, timeline = timeline_of(desktop)
    assert timeline.lines.hasFocus()
    desktop.key(KEY.Key_Down)
    assert timeline.lines.current_id() == page.table.id_at(1) == page.grid.current_id()
    page.filters.set_filters([Filter("stage", "in", ("signed",))])
    desktop.settle()
    assert timeline.lines.model().rowCount() == page.table.rowCount() == 1
    desktop.key(KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert len(page.table.chosen()) == 1
    page.layouts.choose(GRID)
    desktop.settle()
    assert page.grid.isVisible()


def test_left_and_right_move_the_axis_by_half_a_year(desktop: Desktop) -> None:
    _, timeline = timeline_of(desktop)
    year = desktop.window.ctx.today().year
    assert timeline.first == date(year - 1, 1, 1)
    desktop.key(KEY.Key_Left)
    assert timeline.first == date(year - 2, 7, 1)
    desktop.key(KEY.Key_Right)
    desktop.key(KEY.Key_Right)
    assert timeline.first == date(year - 1, 7, 1)
    assert timeline.span.text() == f"{year - 1}-07 至 {year + 1}-06"
    timeline.show_today()
    assert timeline.first == date(year - 1, 1, 1)


def test_the_axis_runs_from_its_first_day_to_its_last(desktop: Desktop) -> None:
    _, timeline = timeline_of(desktop)
    lines = timeline.lines
    area = lines.axis()
    assert lines.x_of(lines.first) == area.left() and lines.x_of(lines.last) == area.left() + area.width()
    assert lines.x_of(date(1990, 1, 1)) == area.left()
    assert [month.month for month in lines.months()] == [1, 4, 7, 10] * 2


def test_it_is_remembered_and_only_projects_have_it(desktop: Desktop) -> None:
    page, _ = timeline_of(desktop)
    desktop.settle()
    assert desktop.window.ctx.settings.get("layout.projects", None)["layout"] == TIMELINE
    assert page.view_state().layout == TIMELINE
    other = desktop.listed("contacts")
    other.layouts.choose(TIMELINE)
    assert other.layouts.layout == GRID and other.layouts.timeline is None


@pytest.mark.parametrize("width", [700, 1366])
def test_it_is_drawn_at_any_width(desktop: Desktop, width: int) -> None:
    _, timeline = timeline_of(desktop)
    timeline.lines.resize(width, 400)
    picture = timeline.lines.grab().toImage()
    assert len({picture.pixelColor(x, y).name() for x in range(0, width, 3) for y in range(0, 200, 5)}) > 4
