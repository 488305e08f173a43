"""Links to several records."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.desktops import Desktop
from ui.components.lookup import finder, linked
from ui.components.refs_field import RefsField, as_links
from ui.widgets.button import IconButton
from ui.widgets.suggestions import Suggestion


@pytest.fixture
def refs(desktop: Desktop) -> RefsField:
    field = RefsField(desktop.window.ctx, finder(desktop.window.ctx, "contact", desktop))
    field.setParent(desktop.window.page)
    field.resize(400, 100)
    field.show()
    return field


def test_a_person_is_found_picked_and_shown_as_a_chip(desktop: Desktop, refs: RefsField) -> None:
    changed: list[bool] = []
    refs.changed.connect(lambda: changed.append(True))
    refs.line.line.setFocus()
    desktop.letters("sxw")
    QTest.keyClick(refs.line.line, Qt.Key.Key_Return)
    assert refs.value() == [desktop.id("contact", "单晓雯")] and changed
    assert refs.raw() == "" and [link.text for link in refs.links()] == ["单晓雯"]


def test_the_same_person_is_linked_once(refs: RefsField) -> None:
    refs.add(Suggestion("1", "甲"))
    refs.add(Suggestion("1", "甲"))
    assert refs.value() == ["1"]


def test_a_chip_is_removed_by_its_cross(refs: RefsField) -> None:
    refs.set_value([Suggestion("1", "甲"), Suggestion("2", "乙")])
    cross = next(one for one in refs.findChildren(IconButton) if "甲" in one.accessibleName())
    cross.click()
    assert refs.value() == ["2"]


def test_text_that_is_nobody_is_a_problem(refs: RefsField) -> None:
    refs.set_raw("无此人")
    assert "无此人" in refs.problem() and refs.value() == []


def test_only_links_are_taken(refs: RefsField) -> None:
    with pytest.raises(TypeError):
        refs.set_value("甲")


def test_links_of_a_draft_and_of_a_record(desktop: Desktop) -> None:
    assert as_links([["1", "甲"], ["odd"]]) == [Suggestion("1", "甲")]
    id = desktop.id("contact", "仇志远")
    found = linked(desktop.window.ctx, "contact", [id, "gone"])
    assert [one.text for one in found] == ["仇志远", "（记录已不在）"]
    assert found[0].detail == "投资部总经理  138 0013 8000"


def test_without_words_the_newest_are_offered(desktop: Desktop) -> None:
    rows: list[Suggestion] = []
    finder(desktop.window.ctx, "contact", desktop)("", rows.extend)
    desktop.until(lambda: len(rows) == 3)
