"""The page of scores at its edges: nothing to score, ties, no figure, broken input, English, the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.records import delete_records
from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.scored import goal, score_year, signed
from ui.pages.scores_page import ScoresPage
from ui.theme.theme import Theme


@pytest.fixture
def english(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    for made in make_desktop(qtbot, theme, profile_folder, language="en"):
        score_year(made.desk)
        yield made


def emptied(desktop: Desktop) -> None:
    store = desktop.desk.store
    delete_records(desktop.desk, [("project", id) for id in store.ids("project")])


def opened(desktop: Desktop, tab: str = "") -> ScoresPage:
    page = desktop.page("scores", tab)
    assert isinstance(page, ScoresPage)
    desktop.settle()
    return page


def words(page: ScoresPage) -> str:
    return "\n".join(text for _, text in said_by(page))


def test_nothing_to_score_says_what_to_record(desktop: Desktop) -> None:
    emptied(desktop)
    page = opened(desktop)
    assert page.standings.rows == [] and page.missing is None
    assert "还没有可以考核的项目" in words(page)
    assert page.header.count.text() == "" and page.status()[0][0] == "2026-01-01 至 2026-11-20"
    goal(desktop.desk, "县功镇", "signed", "3")
    page.refresh()
    desktop.settle()
    desktop.settle()
    (row,) = page.standings.rows
    assert (row.name, row.figure) == ("县功镇", "0 分") and "还没有可以考核的项目" not in words(page)
    assert "0.00%" in words(page) and "这个周期没有签约项目" in words(page)


def test_ties_and_whoever_has_no_figure(desktop: Desktop) -> None:
    emptied(desktop)
    for unit in ("甲镇", "乙镇"):
        signed(desktop.desk, f"{unit}厂", unit, "1亿", contract_amount="3000")
    signed(desktop.desk, "丙厂", "丙镇", "", contract_amount="500")
    goal(desktop.desk, "甲镇", "funds_in_place", "1000")
    page = opened(desktop, "甲镇")
    assert [(row.rank, row.figure) for row in page.standings.rows] == [
        ("1", "4 分"),
        ("1", "4 分"),
        ("3", "0 分"),
    ]
    assert "并列第 1 名" in words(page) and "（县功镇）" not in words(page)
    page.rank_by("funds_of_target")
    rows = {row.name: row for row in page.standings.rows}
    assert rows["甲镇"].rank == "1" and rows["甲镇"].behind and rows["甲镇"].tick is not None
    assert (rows["乙镇"].rank, rows["乙镇"].figure, rows["乙镇"].note) == ("—", "—", "")
    page.standings.chosen.emit("丙镇")
    desktop.settle()
    said = words(page)
    assert "1 个签约项目信息不全" in said and "第 3 名，到第 1 名还差 4 分（" in said


def test_what_if_says_what_it_cannot_read_and_keeps_what_was_typed(desktop: Desktop) -> None:
    emptied(desktop)
    signed(desktop.desk, "甲厂", "甲镇", "1亿", contract_amount="3000")
    page = opened(desktop, "甲镇")
    assert page.missing is not None
    page.missing.bindings["investment"].editor.set_raw("许多")
    page.missing.ask.click()
    desktop.settle()
    assert page.missing.answer.text() == ""
    assert page.missing.bindings["investment"].editor.raw() == "许多"
    page.missing.bindings["investment"].editor.set_raw("3亿")
    page.missing.ask.click()
    assert page.missing.answer.text() == "得分 +5，共 9 分"


def test_the_arrows_open_the_next_owner(desktop: Desktop) -> None:
    emptied(desktop)
    for unit, amount in (("甲镇", "5亿"), ("乙镇", "1亿")):
        signed(desktop.desk, f"{unit}厂", unit, amount, contract_amount=amount)
    page = opened(desktop)
    assert "甲镇厂" in words(page) and "乙镇厂" not in words(page)
    page.standings.setFocus()
    QTest.keyClick(page.standings, Qt.Key.Key_Down)
    desktop.settle()
    assert "乙镇厂" in words(page) and "甲镇厂" not in words(page)
    assert "第 2 名，到第 1 名还差 6 分（甲镇）" in words(page)
    page.refresh()
    desktop.settle()
    desktop.settle()
    assert "乙镇厂" in words(page), "a change elsewhere does not close what is open"


def test_everything_in_english(english: Desktop) -> None:
    page = opened(english, "县功镇")
    said = words(page)
    for one in ("Valuable leads: 陈经理", "What is missing", "First place", "points against the clock"):
        assert one in said, one
    assert page.standings.rows[0].figure == "24 points"
    page.standings.chosen.emit("磻溪镇")
    english.settle()
    assert "Place 2; 14 points to place 1 (县功镇)" in words(page)
