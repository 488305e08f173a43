"""The money on the page of today: in words and figures, by keyboard and menu, empty, in another unit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.rules.amounts import Unit
from app.services.fund_entries import enter
from app.services.records import create_record
from app.services.scores.bulletins import publish
from app.store.work import ROLE, UNIT_NAME
from tests.fakes.desktops import CHINESE, Desktop, make_desktop, said_by
from tests.fakes.scored import goal, signed
from ui.components.today_cards import EntryRow
from ui.components.today_money import EntriesCard
from ui.pages.funds_page import FundsPage
from ui.pages.today_page import TodayPage
from ui.theme.theme import Theme

NORTH, SOUTH = "县功镇", "磻溪镇"


def become(desktop: Desktop, role: str, unit: str = "") -> None:
    with desktop.desk.store.replica() as replica:
        replica.set(ROLE, role)
        replica.set(UNIT_NAME, unit)


def fund(desktop: Desktop, *, targets: bool = True) -> dict[str, str]:
    """7,500 万元 of 1.2 亿 and 9,500 of 1.2 亿."""
    desk, ids = desktop.desk, {}
    counted = {"counted_kind": "manufacturing", "landed_at": "here", "contract_amount": "5亿"}
    for unit, booked in ((NORTH, {"2026-03": "6000", "2026-11": "1500"}), (SOUTH, {"2026-10": "9500"})):
        ids[unit] = signed(desk, f"{unit}一厂", unit, "5亿", **counted)
        for month, amount in booked.items():
            enter(desk, {"project_id": ids[unit], "month": month, "amount": amount})
        if targets:
            goal(desk, unit, "funds_in_place", "1.2亿")
    return ids


def opened(desktop: Desktop) -> TodayPage:
    page = desktop.page("today")
    assert isinstance(page, TodayPage)
    page.refresh_money()
    desktop.settle()
    return page


def lines(card: EntriesCard) -> list[str]:
    return [row.accessibleName() for row in card.rows]


def test_without_targets_it_says_what_is_in_place_and_where_to_set_them(desktop: Desktop) -> None:
    fund(desktop, targets=False)
    page = opened(desktop)
    assert page.money.accessibleName() == "到位资金（本年） 1.70 亿元 还没有下达年度任务"
    assert not page.money.bar.isVisible()
    assert lines(page.gap) == ["还没有下达年度任务"]
    page.gap.rows[0].setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert (desktop.window.page.name, desktop.window.page.current_tab()) == ("scores", "goals")


def test_a_new_desk_has_words_where_figures_would_be(desktop: Desktop) -> None:
    page = opened(desktop)
    said = [text for _, text in said_by(page)]
    assert page.money.accessibleName().startswith("到位资金（本年） 0")
    assert "近两个月总部没有新的发布" in said and page.news.rows == []
    assert [bar.value for bar in page.months.plot.parts()] == [0] * 6


def test_the_city_against_the_clock(desktop: Desktop) -> None:
    fund(desktop)
    page = opened(desktop)
    assert page.money.accessibleName() == (
        "到位资金（本年） · 全部单位 1.70 / 2.40 亿元 完成 70.8%，低于时序 12.5 个百分点"
    )
    assert page.money.bar.isVisible()
    assert lines(page.gap) == [
        *("距年度任务 0.70 亿元", "追上时序 0.30 亿元"),
        *("低于时序的单位 2 / 2 个", "落后最多：县功镇 0.25 亿元"),
    ]
    page.gap.rows[3].setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert desktop.window.page.name == "scores"
    assert any("县功镇" in text for _, text in said_by(desktop.window.page))


def test_an_officer_sees_the_own_unit_and_the_next_place_as_published(desktop: Desktop) -> None:
    fund(desktop)
    become(desktop, "hq")
    publish(desktop.desk)
    become(desktop, "officer", NORTH)
    page = opened(desktop)
    assert page.money.accessibleName() == (
        "到位资金（本年） · 县功镇 0.75 / 1.20 亿元 完成 62.5%，低于时序 20.8 个百分点"
    )
    assert lines(page.gap) == [
        *("距年度任务 0.45 亿元", "追上时序 0.25 亿元", "距第 1 名（磻溪镇），11-20 通报 0.20 亿元"),
    ]
    assert lines(page.news)[0].startswith("11-20 招商通报已发布")
    page.news.rows[0].setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert desktop.window.page.name == "scores"
    become(desktop, "officer", SOUTH)
    assert lines(opened(desktop).gap)[-1] == "名次，11-20 通报 第 1 名"


def test_a_booked_line_moves_the_page_and_keeps_the_keyboard(desktop: Desktop) -> None:
    ids = fund(desktop)
    page = opened(desktop)
    held = page.gap.rows[2]
    page.gap.rows[2].setFocus()
    _, changes = enter(desktop.desk, {"project_id": ids[NORTH], "month": "2026-11", "amount": "0.0001"})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert page.gap.rows[2] is held and held.hasFocus(), "no line says anything else"
    _, changes = enter(desktop.desk, {"project_id": ids[NORTH], "month": "2026-11", "amount": "1000"})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert page.money.accessibleName().startswith("到位资金（本年） · 全部单位 1.80 / 2.40 亿元")
    assert lines(page.gap)[0] == "距年度任务 0.60 亿元"
    assert page.gap.rows[2] is held and held.hasFocus(), "rows that look the same take the new words"
    _, changes = enter(desktop.desk, {"project_id": ids[SOUTH], "month": "2026-11", "amount": "3000"})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert lines(page.gap)[1:] == ["低于时序的单位 1 / 2 个", "落后最多：县功镇 0.15 亿元"]
    assert page.gap.rows[2].hasFocus(), "on the line of the same place"
    _, changes = enter(desktop.desk, {"project_id": ids[NORTH], "month": "2026-11", "amount": "9000"})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert lines(page.gap) == ["距年度任务 已完成"] and page.gap.rows[0].hasFocus()


def test_the_unit_switch_reaches_every_figure(desktop: Desktop) -> None:
    fund(desktop)
    page = opened(desktop)
    assert page.has_amounts()
    desktop.preferences.set(unit=Unit.WAN.value)
    page.set_unit()
    assert "17,000 / 24,000 万元" in page.money.accessibleName()
    assert lines(page.gap)[0] == "距年度任务 7000 万元"
    assert page.months.plot.parts()[-1].words == "2026-11 到位资金 1500 万元"


def test_a_bar_opens_the_sheet_of_its_month(desktop: Desktop) -> None:
    fund(desktop)
    page = opened(desktop)
    plot = page.months.plot
    assert [bar.tick for bar in plot.parts()] == ["6月", "7月", "8月", "9月", "10月", "11月"]
    assert [bar.strong for bar in plot.parts()] == [False] * 5 + [True]
    plot.setFocus()
    plot.current = 4
    desktop.key(Qt.Key.Key_Return)
    funds = desktop.window.page
    assert isinstance(funds, FundsPage) and funds.month_label.text() == "2026-10"
    assert funds.current_tab() == "sheet"


def test_every_card_leads_on_by_keyboard_and_menu(desktop: Desktop) -> None:
    fund(desktop)
    page = opened(desktop)
    page.money.setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert desktop.window.page.name == "funds"
    for card, name in ((page.months, "funds"), (page.gap, "scores")):
        desktop.page("today")
        card.header.link_clicked.emit()
        desktop.settle()
        assert desktop.window.page.name == name
    desktop.page("today")
    menus = [page.money.menu(), *(row.menu() for row in page.gap.rows)]
    for menu in menus:
        texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
        assert texts == ["打开", "复制文字"]
    menus[1].actions()[1].trigger()
    assert "0.70 亿元" in QGuiApplication.clipboard().text()


def test_what_comes_in_next_opens_its_project(desktop: Desktop) -> None:
    ids = fund(desktop)
    deed = {"title": "投资合同", "deed": "contract", "signed_on": "2026-02-01", "project_id": ids[NORTH]}
    under, _ = create_record(desktop.desk, "contract", deed)
    values = {"title": "第1期", "due_on": "2026-12-13", "amount": "3.2亿", "contract_id": under}
    create_record(desktop.desk, "instalment", {**values, "project_id": ids[NORTH]})
    page = opened(desktop)
    last = page.gap.rows[-1]
    assert last.accessibleName() == "最近可入账：县功镇一厂，12-13 3.20 亿元"
    last.setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert desktop.window.page.name == "record"


@pytest.fixture
def english(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, profile_folder, language="en")


def test_in_english(english: Desktop) -> None:
    fund(english)
    become(english, "hq")
    publish(english.desk)
    page = opened(english)
    assert page.money.accessibleName().endswith("70.8% done, 12.5 points behind the clock")
    names = {NORTH, SOUTH}
    for card in (page.money, page.months, page.gap, page.news):
        for where, text in said_by(card):
            for name in names:
                text = text.replace(name, "")
            assert not CHINESE.search(text), f"{where}: {text}"
    assert [bar.tick for bar in page.months.plot.parts()][-2:] == ["October", "November"]
    assert all(isinstance(row, EntryRow) for row in page.news.rows) and page.news.rows
