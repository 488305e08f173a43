"""The page of scores: the board, one owner's cards, the ledger to the project, what if."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.rules.attribution import Credit
from app.rules.ruled_credits import Ruling, agreed, credits_of
from app.services.records import change_record, create_record
from app.services.scores.board import entries
from app.services.scores.ledger import Entry
from app.store.work import PACK
from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.scored import score_year
from ui.components.score_cards import FEW, LedgerCard
from ui.pages.scores_page import ScoresPage
from ui.theme.theme import Theme
from ui.widgets.button import Button


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with a year of scores in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        score_year(made.desk)
        yield made


def opened(desktop: Desktop, tab: str = "") -> ScoresPage:
    page = desktop.page("scores", tab)
    assert isinstance(page, ScoresPage)
    desktop.settle()
    return page


def entries_of(desktop: Desktop, page: ScoresPage) -> list[Entry]:
    assert page.found is not None
    return entries(desktop.desk, page.found, "县功镇")


def words(page: ScoresPage) -> str:
    return "\n".join(text for _, text in said_by(page))


def test_the_board_in_the_order_of_points(desktop: Desktop) -> None:
    page = opened(desktop)
    first, second = page.standings.rows[:2]
    assert (first.name, first.rank, first.figure) == ("县功镇", "1", "24 分"), "15 for what it had before"
    assert (second.name, second.rank, second.figure) == ("磻溪镇", "2", "10 分")
    page.rank_by("contract_capital")
    first = page.standings.rows[0]
    assert first.name == "磻溪镇" and first.note.startswith("250.00%") and first.tick is not None


def test_an_owner_down_to_each_rule(desktop: Desktop) -> None:
    page = opened(desktop)
    page.standings.chosen.emit("县功镇")
    desktop.settle()
    said = words(page)
    for one in (
        "有价值信息：陈经理",
        "总投资 < 3000 万元，租赁标准厂房：是（",
        "还差 0.90 亿元",
    ):
        assert one in said, one
    assert page.ledger is not None
    links = [one for one in page.ledger.findChildren(Button) if one.text() == "乙厂"]
    links[0].clicked.emit()
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_the_lines_of_points_stay_as_long_as_they_are_the_same(desktop: Desktop) -> None:
    page = opened(desktop)
    page.standings.chosen.emit("县功镇")
    desktop.settle()
    before = page.ledger
    assert before is not None
    (row, *_) = [entry.row for entry in entries_of(desktop, page) if entry.row is not None]
    ctx, desk = desktop.window.ctx, desktop.desk
    ctx.change(lambda: create_record(desk, "contact", {"name": "林虹"}), changes=itemgetter(1))
    desktop.settle()
    assert page.ledger is before
    ctx.change(lambda: change_record(desk, "project", row.id, {"name": "丙厂"}), changes=lambda made: made)
    desktop.settle()
    assert page.ledger is not before and "丙厂" in words(page)


def test_many_lines_of_points_are_shown_on_asking(desktop: Desktop) -> None:
    page = opened(desktop)
    assert page.found is not None
    lines = [Entry(None, None, Decimal(at), Decimal(at), None, about=f"干部{at}") for at in range(FEW + 3)]
    card = LedgerCard(desktop.window.ctx, page.found, lines)
    assert len(card.lines) == FEW
    card.header.link_clicked.emit()
    card.header.link_clicked.emit()
    assert len(card.lines) == FEW + 3


def test_points_shared_by_a_ruling_name_it(desktop: Desktop) -> None:
    page = opened(desktop)
    assert page.found is not None
    at = datetime(2026, 11, 10, tzinfo=UTC)
    ruling = Ruling("case", "青岛啤酒", "shared", {"县功镇": 60, "磻溪镇": 40}, at, "陈主任", "")
    kept = agreed(None, Credit.FIRST_TALKS, {"县功镇": "100"}, ruling)
    entry = Entry(None, None, Decimal(6), Decimal(10), None, credits=credits_of(kept, ruling))
    card = LedgerCard(desktop.window.ctx, page.found, [entry])
    desktop.bot.addWidget(card)
    card.show()
    said = [text for _, text in said_by(card)]
    assert "分享前 10 分" in said
    assert "按撞单裁定计功：县功镇 60%、磻溪镇 40%（青岛啤酒，陈主任，2026-11-10）" in said
    assert "裁定后另有约定，以约定为准（青岛啤酒，裁定于 2026-11-10）" in said


def test_a_project_without_an_amount_is_said(desktop: Desktop) -> None:
    page = opened(desktop, "unit")
    page.standings.chosen.emit("开发区")
    desktop.settle()
    said = words(page)
    assert "1 个签约项目信息不全" in said and "没有计分" in said


def test_what_one_more_project_would_change(desktop: Desktop) -> None:
    page = opened(desktop)
    page.standings.chosen.emit("磻溪镇")
    desktop.settle()
    assert page.missing is not None
    assert "第 2 名，到第 1 名还差 14 分（县功镇）" in words(page)
    page.missing.bindings["investment"].editor.set_raw("10亿")
    page.missing.ask.click()
    assert "得分 +15，共 25 分" in page.missing.answer.text()
    assert "得分第 2 名到第 1 名" in page.missing.answer.text()
    assert opened(desktop).standings.rows[0].name == "县功镇", "nothing was kept"


def test_what_was_typed_stays_while_others_change_and_no_figure_is_old(desktop: Desktop) -> None:
    """A sync may bring something any moment."""
    page = opened(desktop)
    page.standings.chosen.emit("磻溪镇")
    desktop.settle()
    card, ledger = page.missing, page.ledger
    assert card is not None
    card.bindings["investment"].editor.set_raw("10亿")
    card.ask.click()
    create_record(desktop.desk, "contact", {"name": "王强"})
    page.refresh()
    desktop.settle()
    assert page.missing is card and page.ledger is ledger
    assert card.bindings["investment"].editor.raw() == "10亿" and card.answer.text() == ""
    given = {"name": "新签项目", "stage": "signed", "contract_on": "2026-11-02", "investment": "100000"}
    create_record(desktop.desk, "project", given | {"responsible_unit": "磻溪镇"})
    page.refresh()
    desktop.settle()
    assert page.missing is not card and page.ledger is not ledger
    assert "第 2 名，到第 1 名还差 14 分（县功镇）" not in words(page)


def test_people_and_half_years(desktop: Desktop) -> None:
    page = opened(desktop, "person")
    names = [row.name for row in page.standings.rows]
    assert "陈经理" in names
    page.period.set_current("half")
    page.refresh()
    desktop.settle()
    assert page.found is not None and page.found.window.first.month == 7


def test_it_follows_a_change(desktop: Desktop) -> None:
    page = opened(desktop)
    id = desktop.id("project", "戊厂")
    changes = change_record(desktop.desk, "project", id, {"rented_factory": True})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    desktop.settle()
    figures = {row.name: row.figure for row in page.standings.rows}
    assert figures["开发区"] == "2 分"


def test_every_rate_of_the_pack_is_shown_for_a_unit(desktop: Desktop) -> None:
    """The funnel has its five; 资金到位率 and what a unit has of its targets stand below it."""
    with desktop.desk.store.replica() as replica:
        replica.set(PACK, "district")
    page = opened(desktop)
    page.standings.chosen.emit("县功镇")
    desktop.settle()
    said = said_by(page)
    texts = [text for _, text in said]
    for name in ("资金到位率", "合同引资占计划任务"):
        assert name in texts, name
    assert texts[texts.index("合同引资占计划任务") + 1] == "55%"  # 2,999 + 8,000 of 20,000
