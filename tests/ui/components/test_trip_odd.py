"""Trips on the desktop where something is odd: planned twice, called off, turned round, English."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.records import create_record, delete_records
from app.services.trips import mark_visit, plan_visits, view_trip
from tests.fakes.desks import empty_store
from tests.fakes.desktops import CHINESE, Desktop, make_desktop, said_by
from tests.ui.menus import texts
from ui.components.outings_view import OutingsView, load_counts
from ui.components.promises_card import CLOSED_SHOWN, PromisesCard
from ui.components.snapshot import load_snapshot
from ui.components.trip_calendar import TripCalendar, load_month
from ui.components.trip_cards import ItineraryCard, owed_cards, result_card
from ui.dialogs.record_dialog import RecordDialog
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.month_calendar import MonthCalendar
from ui.widgets.plots.tile_map import TileMap

TODAY = date(2026, 11, 20)


def trip(desktop: Desktop, **values: object) -> str:
    given: dict[str, object] = {"title": "长三角", "starts_on": "2026-11-18", "ends_on": "2026-11-21"}
    return create_record(desktop.desk, "trip", {**given, **values})[0]


def card_of(desktop: Desktop, id: str) -> ItineraryCard:
    page = desktop.window.open_record("trip", id)
    desktop.settle()
    return page.findChildren(ItineraryCard)[-1]


def words(root: QWidget) -> str:
    return "\n".join(text for _, text in said_by(root))


def test_what_is_said_of_planning_is_what_was_planned(desktop: Desktop) -> None:
    id = trip(desktop)
    beer, zhengwei = desktop.id("company", "青岛啤酒"), desktop.id("company", "正威")
    card_of(desktop, id).plan([beer])
    desktop.settle()
    assert desktop.window.toast.text == "已安排 1 家走访"
    card_of(desktop, id).plan([beer, zhengwei, zhengwei])
    desktop.settle()
    assert desktop.window.toast.text == "已安排 1 家走访"  # one of them was there
    card_of(desktop, id).plan([beer, zhengwei])
    desktop.settle()
    assert desktop.window.toast.text == "这些企业都已在行程里"
    assert len(view_trip(desktop.desk, id).visits) == 2


def test_what_was_called_off_leaves_neither_projects_nor_promises(desktop: Desktop) -> None:
    id, ctx = trip(desktop), desktop.window.ctx
    firm = desktop.id("company", "韩国清洁")
    (off,), _ = plan_visits(desktop.desk, id, [firm])
    told = {"title": "给用水方案", "side": "ours", "promised_on": "2026-11-19", "visit_id": off}
    create_record(desktop.desk, "promise", told)

    def said() -> str:
        snapshot = load_snapshot(ctx, "trip", id)
        assert snapshot is not None
        cards = [result_card(ctx, snapshot), owed_cards(ctx, snapshot)]
        for card in cards:
            desktop.bot.addWidget(card)
            card.show()
        return "\n".join(words(card) for card in cards)

    assert "煤矸石" in said() and "给用水方案" in said()
    mark_visit(desktop.desk, off, "called_off")
    assert "煤矸石" not in said() and "给用水方案" not in said()


def test_a_new_promise_of_a_trip_hangs_on_a_visit_that_stands(desktop: Desktop) -> None:
    id, ctx = trip(desktop), desktop.window.ctx
    firms = [desktop.id("company", name) for name in ("青岛啤酒", "正威", "韩国清洁")]
    off, gone, kept = plan_visits(desktop.desk, id, firms)[0]
    mark_visit(desktop.desk, off, "called_off")
    delete_records(desktop.desk, [("visit", gone)])
    snapshot = load_snapshot(ctx, "trip", id)
    assert snapshot is not None
    asked: list[dict[str, object]] = []
    ctx.new_asked.connect(lambda _kind, first: asked.append(first))
    cards = owed_cards(ctx, snapshot)
    desktop.bot.addWidget(cards)
    next(one for one in cards.findChildren(Button) if one.text() == "记承诺").click()
    assert asked == [{"visit_id": kept}]
    assert isinstance(desktop.window.sheets.top, RecordDialog)


def test_a_province_counts_once_a_trip_and_only_when_one_was_there(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    before = dict(load_counts(ctx, "quarter").provinces)
    trip(desktop, cities=["苏州", "南京", "江苏无锡", "杭州"])
    trip(desktop, cities=["苏州", "某地"])
    trip(desktop, cities=["西安"], starts_on="2026-11-21", ends_on=None)  # tomorrow
    trip(desktop, cities=["西安"], called_off=True)
    found = load_counts(ctx, "quarter").provinces
    rise = {code: count - before.get(code, 0) for code, count in found.items()}
    assert {code: count for code, count in rise.items() if count} == {"320000": 2, "330000": 1}
    view = OutingsView(ctx)
    desktop.bot.addWidget(view)
    view.show()
    view.span.set_current("quarter")
    view.refresh()
    desktop.settle()
    assert f"江苏 {found['320000']} 次" in view.findChildren(TileMap)[-1].accessibleName()


def test_a_trip_whose_end_is_before_its_beginning_is_on_its_first_day(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    id = trip(desktop, title="写反了", starts_on="2026-11-26", ends_on="2026-11-02")
    assert id in {row.id for row in load_month(ctx, date(2026, 11, 26), date(2026, 11, 26)).trips}
    made = TripCalendar(ctx)
    desktop.bot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    made.refresh()
    desktop.settle()
    month = made.findChildren(MonthCalendar)[0]
    assert [one.text for one in month.on_day(date(2026, 11, 26))] == ["写反了"]
    assert all(box.width() > 0 for week in range(5) for _, box in month._bars(week) if box is not None)
    month.set_day(date(2026, 11, 26))
    assert "写反了" in words(made)
    assert card_of(desktop, id).lines == []


def test_open_promises_come_first_and_only_the_last_closed_are_shown(desktop: Desktop) -> None:
    ctx, desk = desktop.window.ctx, desktop.desk
    told: dict[str, object] = {"side": "ours", "promised_on": "2026-01-01"}
    ids = []
    for n in range(1, CLOSED_SHOWN + 3):
        closed = {"title": f"旧{n}", "closed_on": date(2026, 2, n), "outcome": "kept"}
        ids.append(create_record(desk, "promise", told | closed)[0])
    for title, due in (("无期", None), ("后", "2026-12-20"), ("迟", "2026-11-19"), ("近", "2026-11-20")):
        ids.append(create_record(desk, "promise", {**told, "title": title, "due_on": due})[0])
    card = PromisesCard(ctx, desk.store.rows("promise", ids), {})
    desktop.bot.addWidget(card)
    card.show()
    names = [row.box.accessibleName() for row in card.rows]
    assert names == ["迟", "近", "后", "无期", *(f"旧{n}" for n in range(CLOSED_SHOWN + 2, 2, -1))]
    assert [row.box.isChecked() for row in card.rows] == [False] * 4 + [True] * CLOSED_SHOWN
    assert "逾期 11-19" in words(card) and "11-20 到期" in words(card) and "没有期限" in words(card)
    # What is open can be closed in three ways; what is closed can only be opened again.
    assert texts(card.rows[0].menu())[1:4] == ["已兑现", "对方不再要求", "未兑现"]
    assert texts(card.rows[4].menu()) == ["打开", "重新打开", "复制文字", "删除"]
    assert "没有承诺" in words(_shown(desktop, PromisesCard(ctx, [], {})))


def _shown(desktop: Desktop, card: PromisesCard) -> PromisesCard:
    desktop.bot.addWidget(card)
    card.show()
    return card


@pytest.fixture
def english(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Desktop]:
    empty_store(tmp_path).close()
    yield from make_desktop(qtbot, theme, tmp_path, language="en")


def test_calendar_counts_and_plan_are_whole_in_english(english: Desktop) -> None:
    ctx, desk = english.window.ctx, english.desk
    id = create_record(desk, "trip", {"title": "Delta", "starts_on": TODAY, "cities": ["Suzhou"]})[0]
    firm = create_record(desk, "company", {"name": "Acme"})[0]
    create_record(desk, "squad", {"name": "First", "leader": "Li"})
    plan_visits(desk, id, [firm])
    for view in (TripCalendar(ctx), OutingsView(ctx)):
        english.bot.addWidget(view)
        view.resize(1100, 700)
        view.show()
        view.refresh()
        english.settle()
        left = [text for text in words(view).splitlines() if CHINESE.search(text)]
        assert left == [], type(view).__name__
    card = card_of(english, id)
    assert card.lines[0].accessibleName().endswith("Acme Planned") and not CHINESE.search(words(card))
