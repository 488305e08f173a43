"""Grades on the desktop: a project's card and the sign of what bars it, column and filter (feature 5)."""

import pytest

from app.services.records import create_record
from tests.fakes.desktops import Desktop, said_by
from tests.fakes.rulebooks import rule_by_the_demo
from ui.components.columns import GRADE
from ui.components.grade_signs import GradeCard, GradeFilter, GradeShown
from ui.pages.list_page import ListPage


@pytest.fixture
def barred(desktop: Desktop) -> str:
    rule_by_the_demo(desktop.desk.store)
    values = {"name": "电镀园", "investment": "2亿", "land": "100", "rd_share": "2"}
    return create_record(desktop.desk, "project", values)[0]


def leads(desktop: Desktop) -> ListPage:
    page = desktop.page("leads")
    assert isinstance(page, ListPage)
    return page


def test_the_card_tells_each_of_the_four_and_what_would_tell_the_unknown(
    desktop: Desktop, barred: str
) -> None:
    page = desktop.window.open_record("project", barred)
    desktop.settle()
    (card,) = page.findChildren(GradeCard)
    assert card.lines == [
        "负面清单“高耗能高污染”：项目名称里有“电镀”（云溪市招商引资考核办法（演示） §5）",
        "三类（4 高达到 1，2 项未知）",
        "投资强度 200 万元/亩，正好达到门槛（200 万元/亩）",
        "产出强度未知（门槛 300 万元/亩）：填写达产年产值",
        "科技含量 2%，还差 1%（门槛 3%）",
        "产业关联度未知（门槛 30%）：填写本地配套率（%）",
        "补齐后可达：一类",
    ]
    assert "负面清单" in "\n".join(text for _, text in said_by(page.header))


def test_lists_have_a_column_and_a_filter(desktop: Desktop, barred: str) -> None:
    page = leads(desktop)
    assert GRADE in [column.key for column in page.table.columns]
    shown = page.source.rows([barred])[0][GRADE]
    assert isinstance(shown, GradeShown) and (shown.text, shown.level) == ("负面清单", "red")
    before = page.table.rowCount()
    (tool,) = page.findChildren(GradeFilter)
    assert list(tool.choices().values()) == ["全部等级", "一类", "二类", "三类", "负面清单", "有未知项"]
    tool.choose("barred")
    desktop.settle()
    assert list(page.table.ids()) == [barred] and tool.text() == "分级：负面清单"
    page.grid.setCurrentIndex(page.table.index(0, 1))
    desktop.settle()
    assert "“电镀”" in "\n".join(text for _, text in said_by(page.inspector))
    tool.choose("")
    desktop.settle()
    assert page.table.rowCount() == before > 1


def test_where_the_rules_grade_nothing_nothing_is_shown(desktop: Desktop) -> None:
    values = {"name": "电镀园", "investment": "2亿", "land": "100"}
    id = create_record(desktop.desk, "project", values)[0]
    page = leads(desktop)
    assert GRADE not in [column.key for column in page.table.columns] and not page.findChildren(GradeFilter)
    shown = desktop.window.open_record("project", id)
    desktop.settle()
    assert shown.findChildren(GradeCard) == []
    assert "负面清单" not in "\n".join(text for _, text in said_by(shown.header))
