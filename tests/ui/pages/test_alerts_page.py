"""The page of alerts: cards by light, the way to the record, putting one off with a reason."""

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.reasons import Reason
from app.services.alerts import Alert
from app.services.late_updates import LIGHT, Deduction
from app.services.records import change_record, create_record
from tests.fakes.desktops import Desktop, StrayWindows, make_desktop, said_by
from tests.fakes.lives import give_life
from ui.components.alert_cards import FEW, LitGroup
from ui.dialogs.snooze_dialog import SnoozeDialog
from ui.main_window import MainWindow
from ui.pages.alerts_page import AlertsPage, told_of
from ui.theme.theme import Theme
from ui.widgets.label import ElidedLabel


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with lives in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        give_life(made.desk)
        yield made


def test_no_part_of_a_row_flashes_up_as_a_window(desktop: Desktop, qapp: QApplication) -> None:
    watch = StrayWindows(qapp, (MainWindow,))
    try:
        assert len(opened(desktop).shown()) > 3
    finally:
        watch.stop()
    assert watch.seen == []


def opened(desktop: Desktop, tab: str = "") -> AlertsPage:
    page = desktop.page("alerts", tab)
    assert isinstance(page, AlertsPage)
    return page


def words(page: AlertsPage) -> str:
    return "\n".join(text for _, text in said_by(page))


def test_every_light_says_why(desktop: Desktop) -> None:
    page = opened(desktop)
    assert {"leader_not_on_site", "node_overdue"} <= page.cards.keys()
    said = words(page)
    assert "领导未到场" in said and "包联领导 5 周没有到场" in said and "项目公司注册" in said
    assert page.status()[0][0].startswith("红 ")


def test_a_row_leads_to_its_record(desktop: Desktop) -> None:
    page = opened(desktop)
    row = page.cards["node_overdue"].rows[0]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    desktop.settle()
    assert desktop.window.page.name == "record"
    desktop.window.go_back()
    desktop.settle()
    row = opened(desktop).cards["leader_not_on_site"].rows[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_one_is_put_off_with_a_reason_and_comes_back_by_undo(desktop: Desktop) -> None:
    page = opened(desktop)
    before = len(page.shown())
    desktop.click(page.cards["leader_not_on_site"].rows[0].later)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, SnoozeDialog)
    dialog.bindings["until"].editor.set_raw("2026-12-01")
    dialog.accept()
    desktop.settle()
    assert desktop.window.sheets.top is dialog, "no reason is given"
    dialog.bindings["reason"].editor.set_raw("领导住院")
    dialog.accept()
    desktop.until(lambda: len(page.shown()) == before - 1)
    page.which.set_current("put_off")
    page._show()
    desktop.settle()
    assert "领导住院" in words(page) and len(page.shown()) == 1
    desktop.window.ctx.undo()
    desktop.until(lambda: page.shown() == [])
    assert "没有预警" in words(page)


def test_many_of_one_light_are_shown_when_asked(desktop: Desktop) -> None:
    for number in range(FEW + 5):
        given = {"name": f"项目{number:02}", "stage": "signed", "contract_on": "2026-01-01"}
        create_record(desktop.desk, "project", given)
    page = opened(desktop)
    card = page.cards["signed_not_landed"]
    assert len(card.rows) == FEW
    card.header.link_clicked.emit()
    assert len(page.cards["signed_not_landed"].rows) >= FEW + 5


def test_only_the_red_ones(desktop: Desktop) -> None:
    page = opened(desktop, "red")
    assert page.current_tab() == "red"
    assert {one.level for one in page.shown()} == {"red"}


def test_a_change_makes_only_the_rows_anew_that_it_touches(desktop: Desktop) -> None:
    page = opened(desktop)
    before = {light: list(card.rows) for light, card in page.cards.items()}
    cards, late = dict(page.cards), before["node_overdue"][0]
    changes = change_record(desktop.desk, "node", late.alert.on[1], {"done_on": "2026-07-01"})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    rest = page.cards.get("node_overdue")
    assert (rest.rows if rest else []) == [row for row in before["node_overdue"] if row is not late]
    for light in before.keys() - {"node_overdue"}:
        assert page.cards[light] is cards[light] and page.cards[light].rows == before[light], light
    places = [page._cards.indexOf(card) for card in page.cards.values()]
    assert places == list(range(len(page.cards)))
    page.which.set_current("red")
    page._show()
    assert all(row.alert.level == "red" for card in page.cards.values() for row in card.rows)


def test_rows_of_a_card_follow_their_alerts(desktop: Desktop) -> None:
    """Whatever comes, goes or reads otherwise: the rows are those of a card that was never another."""
    for number in range(FEW + 5):
        given = {"name": f"项目{number:02}", "stage": "signed", "contract_on": "2026-01-01"}
        create_record(desktop.desk, "project", given)
    page = opened(desktop)
    card = page.cards["signed_not_landed"]
    lit = [one for one in page.shown() if one.light == "signed_not_landed"]
    dice = random.Random(7)
    for turn in range(12):
        some = sorted(dice.sample(lit, dice.randrange(1, len(lit))), key=lambda one: one.title)
        some[0] = replace(some[0], title=f"改名{turn}")
        kept = {row.alert.on: row for row in card.rows if row.alert in some[:FEW]}
        card.show_alerts(LitGroup(some), whole=False)
        assert [row.alert for row in card.rows] == some[:FEW]
        assert all(kept.get(row.alert.on, row) is row for row in card.rows)
        assert [card.body.indexOf(row) for row in card.rows] == [*range(1, len(card.rows) + 1)]
        desktop.settle()
        told = words(page)
        assert (f"显示全部 {len(some)} 条" in told) == (len(some) > FEW)
        assert f"改名{turn}" in told and f"改名{turn - 1}" not in told


def test_the_keyboard_stays_where_it_was(desktop: Desktop) -> None:
    given = {"name": "项目", "stage": "signed", "contract_on": "2026-01-01"}
    id, _ = create_record(desktop.desk, "project", given)
    create_record(desktop.desk, "project", given | {"name": "甲项目"})
    page = opened(desktop)
    rows = page.cards["signed_not_landed"].rows
    stays = next(row for row in rows if row.alert.opens[1] != id)
    stays.setFocus()
    changes = change_record(desktop.desk, "project", id, {"contract_on": desktop.desk.today()})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert all(one.opens[1] != id or one.light != "signed_not_landed" for one in page.shown())
    assert desktop.window.focusWidget() is stays


def test_names_stand_below_each_other_in_either_language(
    qtbot: QtBot, theme: Theme, profile_folder: Path
) -> None:
    for desktop in make_desktop(qtbot, theme, profile_folder, language="en"):
        give_life(desktop.desk)
        rows = [row for card in opened(desktop).cards.values() for row in card.rows]
        starts = {row.findChildren(ElidedLabel)[0].x() for row in rows}
        assert {row.alert.level for row in rows} == {"red", "yellow"} and len(starts) == 1


def test_what_late_updates_cost_stands_below_their_lights(desktop: Desktop) -> None:
    """A preview by unit, as the pack says (002 §4(1)); it goes with the lights."""
    page = opened(desktop)
    late = [
        Alert(LIGHT, "red", Reason("alert.project_not_updated"), "project", "x", title="", unit="", rank=0)
    ]
    told = [Deduction("县功镇", 2, Decimal("1.0"), 1, Decimal("0.5")), Deduction("", 1, Decimal("0.5"))]
    page._take(told_of(late, told))
    card = page.cards[LIGHT]
    assert not card.note.isHidden()
    said = [
        "县功镇 2 个项目扣 1 分",
        "县功镇 1 个项目月底前不更新将扣 0.5 分",
        "未填责任单位 1 个项目扣 0.5 分",
    ]
    assert card.note.text() == "扣分预估：" + "、".join(said)
    page._take(told_of(late, [Deduction(f"{at}镇", 1, Decimal(1)) for at in range(FEW + 3)]))
    assert card.note.text().endswith("、另有 3 个单位")
    page._take(told_of(late, []))
    assert card.note.isHidden()
