"""Search as one types: grouped, phones in the row, arrows and Enter, never a stale answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.i18n import Translator
from app.services.records import create_record
from tests.fakes.desktops import Desktop
from tests.fakes.statements import asked
from tests.ui.menus import choose, right_click, texts
from ui.components.ground_menu import GroundMenu
from ui.components.search_popup import MOST, ORDER, SearchBox, lines_of
from ui.pages.detail_page import DetailPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def search(desktop: Desktop) -> SearchBox:
    desktop.key(Qt.Key.Key_K, CTRL)
    assert desktop.window.top.search.hasFocus()
    return desktop.window.top.search


def test_initials_find_a_person_with_the_phone(desktop: Desktop, search: SearchBox) -> None:
    desktop.letters("qzy")
    assert search.list.isVisible()
    lines = search.list.lines
    assert (lines[0].id, lines[0].text) == ("", "联系人")
    assert lines[1].text == "仇志远"
    assert lines[1].detail == "青岛啤酒股份有限公司  投资部总经理  138 0013 8000"


def test_results_are_grouped_people_first(desktop: Desktop, search: SearchBox) -> None:
    desktop.letters("q")
    headings = [line.text for line in search.list.lines if not line.id]
    assert headings == ["联系人", "企业客商", "线索和项目", "走访", "下一步", "行程"][: len(headings)]


def test_the_firms_of_all_people_found_are_read_at_once(desktop: Desktop) -> None:
    desk, ctx = desktop.desk, desktop.window.ctx
    for n in range(5):
        firm, _ = create_record(desk, "company", {"name": f"万向{n}"})
        create_record(desk, "contact", {"name": f"鲁冠{n}", "company_id": firm})
    hits = desk.store.find("鲁冠", limit=MOST, kinds=ORDER)
    with asked() as told:
        lines = lines_of(ctx, hits)
    assert [line.detail for line in lines if line.id] == [f"万向{n}" for n in (4, 3, 2, 1, 0)]
    assert len(told.on("company")) == 1


def test_arrows_pass_headings_and_enter_opens(desktop: Desktop, search: SearchBox) -> None:
    desktop.write("青岛啤酒")
    kinds = [line.kind for line in search.list.lines if line.id]
    assert kinds[0] == "company" or kinds[0] == "contact"
    wanted = next(
        n for n, line in enumerate(one for one in search.list.lines if one.id) if line.kind == "project"
    )
    for _ in range(wanted):
        desktop.key(Qt.Key.Key_Down)
    desktop.key(Qt.Key.Key_Return)
    page = desktop.window.page
    assert isinstance(page, DetailPage) and page.id == desktop.id("project", "青岛啤酒15")
    assert search.text() == "" and not search.list.isVisible()


def test_what_an_input_method_wrote_with_other_characters_is_found_by_its_sound(
    desktop: Desktop, search: SearchBox
) -> None:
    desktop.write("氢岛皮酒")
    lines = search.list.lines
    assert (lines[0].id, lines[0].text) == ("", "没有写作“氢岛皮酒”的，读音相同的有")
    assert "青岛啤酒股份有限公司" in {line.text for line in lines if line.kind == "company"}
    desktop.key(Qt.Key.Key_Return)
    assert isinstance(desktop.window.page, DetailPage)


def test_nothing_found_is_said(desktop: Desktop, search: SearchBox) -> None:
    desktop.letters("zzzz")
    assert [line.text for line in search.list.lines] == ["没有找到“zzzz”"]
    desktop.key(Qt.Key.Key_Return)
    assert search.text() == "zzzz"


def test_escape_closes_then_empties_then_leaves(desktop: Desktop, search: SearchBox) -> None:
    desktop.letters("q")
    desktop.key(Qt.Key.Key_Escape)
    assert not search.list.isVisible() and search.text() == "q"
    desktop.key(Qt.Key.Key_Escape)
    assert search.text() == ""
    desktop.key(Qt.Key.Key_Escape)
    assert not search.hasFocus()


def test_only_the_latest_words_are_answered(desktop: Desktop, search: SearchBox) -> None:
    for text in ("q", "qd", "qdpj"):
        search.setText(text)
        search.search(text)
    desktop.settle()
    assert all("仇志远" not in line.text for line in search.list.lines)
    assert any("青岛啤酒" in line.text for line in search.list.lines)


def test_enter_belongs_to_the_input_method_while_it_composes(desktop: Desktop, search: SearchBox) -> None:
    desktop.letters("q")
    page = desktop.window.page
    QApplication.sendEvent(search, QInputMethodEvent("qing", []))
    desktop.key(Qt.Key.Key_Return)
    assert desktop.window.page is page and search.list.isVisible()


def test_a_click_elsewhere_closes_the_list(desktop: Desktop, search: SearchBox) -> None:
    desktop.letters("q")
    desktop.window.page.setFocus()
    assert not search.list.isVisible()


def test_a_result_is_copied_or_opened_from_its_menu(desktop: Desktop, search: SearchBox) -> None:
    desktop.letters("qzy")
    view = search.list.view
    heading, found = (view.visualRect(view.model().index(row, 0)).center() for row in (0, 1))
    assert isinstance(right_click(view, heading), GroundMenu)
    phone = next(one for one in texts(right_click(view, found)) if one.startswith("复制电话"))
    choose(right_click(view, found), phone)
    assert QGuiApplication.clipboard().text() == "138 0013 8000"
    desktop.settle()
    desktop.letters("q")
    choose(right_click(view, view.visualRect(view.model().index(1, 0)).center()), "打开")
    desktop.settle()
    assert isinstance(desktop.window.page, DetailPage) and not search.list.isVisible()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", ORDER)
def test_every_kind_that_is_found_has_a_heading(kind: str, language: str) -> None:
    assert Translator(language).tr(f"ui.search.{kind}")


def test_bodies_and_targets_stand_under_their_own_headings(desktop: Desktop, search: SearchBox) -> None:
    create_record(desktop.desk, "organisation", {"name": "苏州云溪商会", "kind": "chamber"})
    create_record(desktop.desk, "target", {"name": "云溪罐头"})
    desktop.write("云溪")
    lines = [(line.text, bool(line.id)) for line in search.list.lines]
    assert [one for one in lines if "商会" in one[0]] == [("商会与机构", False), ("苏州云溪商会", True)]
    assert ("目标企业", False) in lines and ("云溪罐头", True) in lines


@pytest.mark.parametrize(("words", "first"), [("仇总", "仇志远"), ("曾代表", "曾国强"), ("小单", "单晓雯")])
def test_people_are_found_as_one_speaks_of_them(
    desktop: Desktop, search: SearchBox, words: str, first: str
) -> None:
    create_record(desktop.desk, "contact", {"name": "仇兰", "title": "科员"})
    desktop.write(words)
    people = [line.text for line in search.list.lines if line.kind == "contact" and line.id]
    assert people[0] == first
    assert all(name[0] == first[0] for name in people)


def test_words_that_address_nobody_find_nobody(desktop: Desktop, search: SearchBox) -> None:
    desktop.write("王总")
    assert [line.text for line in search.list.lines] == ["没有找到“王总”"]
