"""The page of a reception: seats by the keyboard and the mouse, ranks, guests, what is to be settled."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.receptions import add_person, view_reception
from app.services.records import create_record
from tests.fakes.desktops import Desktop, said_by
from ui.components.reception_cards import DaysCard, PeopleCard, SeatsCard
from ui.dialogs.preview_dialog import PreviewDialog
from ui.pages.detail_page import DetailPage
from ui.widgets.seating_plan import SeatingPlan

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def reception(desktop: Desktop) -> str:
    firm = desktop.id("company", "青岛啤酒")
    values = {"title": "啤酒来访", "starts_on": "2026-11-20", "leader": "陈国强", "company_id": firm}
    id = create_record(desktop.desk, "reception", values)[0]
    add_person(desktop.desk, id, {"name": "王芳", "side": "ours", "phone": "13800000001"})
    for name in ("客一", "客二"):
        add_person(desktop.desk, id, {"name": name, "side": "theirs"})
    stop = {"title": "座谈", "held_on": "2026-11-20", "time": "9:00", "until": "10:00", "owner": "王芳"}
    create_record(desktop.desk, "reception_stop", {**stop, "people": ["陈国强"], "reception_id": id})
    return id


def page_of(desktop: Desktop, id: str) -> DetailPage:
    page = desktop.window.open_record("reception", id)
    desktop.settle()
    return page


def plan_of(desktop: Desktop, id: str, shape: str = "round") -> SeatingPlan:
    card = page_of(desktop, id).findChildren(SeatsCard)[-1]
    card.switch.set_current(shape)
    card.show_shape(shape)
    return card.plans[shape]


def seated(desktop: Desktop, id: str, shape: str = "round") -> list[str]:
    view = view_reception(desktop.desk, id)
    names = {row.id: row["name"] for row in (*view.guests, *view.hosts)}
    return [names[one.person] for one in view.seats(shape)]


def test_the_page_tells_days_people_and_seats(desktop: Desktop, reception: str) -> None:
    page = page_of(desktop, reception)
    said = "\n".join(text for _, text in said_by(page))
    for wanted in ("座谈", "王芳负责", "来宾", "我方人员", "准备事项", "138 0000 0001"):
        assert wanted in said, wanted
    plan = plan_of(desktop, reception)
    assert "主1 陈国强" in plan.accessibleName() and "客1 客一" in plan.accessibleName()


def test_two_keys_exchange_two_seats_and_undo_takes_it_back(desktop: Desktop, reception: str) -> None:
    assert seated(desktop, reception) == ["陈国强", "客一", "王芳", "客二"]
    plan = plan_of(desktop, reception)
    plan.setFocus()
    assert plan.accessibleDescription() == "主1 陈国强"
    QTest.keyClick(plan, Qt.Key.Key_F2)
    card = page_of(desktop, reception).findChildren(SeatsCard)[-1]
    assert plan.held and "Esc" in card.told.text(), "what is read anew puts nobody down"
    QTest.keyClick(plan, Qt.Key.Key_Left)
    assert plan.accessibleDescription() == "客1 客一"
    QTest.keyClick(plan, Qt.Key.Key_Return)
    desktop.settle()
    assert seated(desktop, reception) == ["客一", "陈国强", "王芳", "客二"] and plan.held == ""
    desktop.window.ctx.undo()
    desktop.settle()
    assert seated(desktop, reception) == ["陈国强", "客一", "王芳", "客二"]


def test_escape_puts_down_who_was_taken_up(desktop: Desktop, reception: str) -> None:
    plan = plan_of(desktop, reception)
    for key, held in ((Qt.Key.Key_F2, True), (Qt.Key.Key_Escape, False), (Qt.Key.Key_F2, True)):
        QTest.keyClick(plan, key)
        assert bool(plan.held) is held
    QTest.keyClick(plan, Qt.Key.Key_F2)  # on the same seat: put down again
    assert plan.held == "" and seated(desktop, reception)[0] == "陈国强"


def test_a_seat_is_dragged_onto_another(desktop: Desktop, reception: str) -> None:
    plan = plan_of(desktop, reception, "long")
    before = seated(desktop, reception, "long")
    first, second = plan.rect_of(0).center(), plan.rect_of(1).center()
    QTest.mousePress(plan, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(plan, (first + second) / 2)
    QTest.mouseMove(plan, second)
    QTest.mouseRelease(plan, Qt.MouseButton.LeftButton, pos=second)
    desktop.settle()
    after = seated(desktop, reception, "long")
    assert after == [before[1], before[0], *before[2:]]
    card = page_of(desktop, reception).findChildren(SeatsCard)[-1]
    card.reset()
    desktop.settle()
    assert seated(desktop, reception, "long") == before


def test_the_menu_of_a_seat_takes_it_up_and_then_exchanges(desktop: Desktop, reception: str) -> None:
    plan = plan_of(desktop, reception)
    menu = plan.menu()
    assert menu is not None and [one.text().split("\t")[0] for one in menu.actions()][:2] == [
        "选中，准备互换",
        "打开",
    ]
    plan.take()
    again = plan.menu()
    assert again is not None and again.actions()[0].text().startswith("与 陈国强 互换")


def test_alt_and_an_arrow_change_the_rank_and_the_keyboard_stays(desktop: Desktop, reception: str) -> None:
    hosts = page_of(desktop, reception).findChildren(PeopleCard)[-1]
    second = hosts.lines[1]
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Up, ALT)
    desktop.settle()
    assert [row["name"] for row in view_reception(desktop.desk, reception).hosts] == ["王芳", "陈国强"]
    desktop.until(hosts.lines[0].hasFocus)


def test_guests_are_added_from_the_address_book(desktop: Desktop, reception: str) -> None:
    contact = desktop.desk.store.ids("contact")[0]
    guests = page_of(desktop, reception).findChildren(PeopleCard)[0]
    guests.add([contact])
    desktop.settle()
    assert view_reception(desktop.desk, reception).guests[-1]["contact_id"] == contact
    assert len(guests.lines) == 3


def test_the_same_leader_elsewhere_is_told_on_the_page(desktop: Desktop, reception: str) -> None:
    trip = {"title": "珠三角", "starts_on": "2026-11-19", "ends_on": "2026-11-21", "leader": "陈国强"}
    create_record(desktop.desk, "trip", trip)
    said = "\n".join(text for _, text in said_by(page_of(desktop, reception)))
    assert "陈国强 11-20 还有：珠三角" in said


def test_one_key_logs_the_visit_with_both_sides(desktop: Desktop, reception: str) -> None:
    page_of(desktop, reception)
    desktop.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()
    (visit,) = view_reception(desktop.desk, reception).visits
    assert visit["our_people"] == ["陈国强", "王芳"] and visit["visited_on"] == date(2026, 11, 20)
    assert visit["company_id"] == desktop.id("company", "青岛啤酒")


def test_f8_shows_the_plan_and_the_menu_the_card(desktop: Desktop, reception: str) -> None:
    for kind, wanted in (("reception", "啤酒来访接待方案"), ("reception.card", "啤酒来访 口袋卡")):
        desktop.window.ctx.brief_asked.emit(kind, reception)
        desktop.settle()
        top = desktop.window.sheets.top
        assert isinstance(top, PreviewDialog) and top.name == wanted and "座谈" in top.html
        top.reject()


def test_a_stop_opens_by_enter(desktop: Desktop, reception: str) -> None:
    line = page_of(desktop, reception).findChildren(DaysCard)[-1].lines[0]
    QTest.keyClick(line, Qt.Key.Key_Return)
    desktop.settle()
    page = desktop.window.page
    assert isinstance(page, DetailPage) and page.kind == "reception_stop"


def test_a_planned_visit_of_investors_becomes_a_reception(desktop: Desktop) -> None:
    visit = {"visited_on": "2026-11-25", "kind": "inward", "subject": "来考察", "our_people": ["陈国强"]}
    id = create_record(desktop.desk, "visit", visit)[0]
    page = desktop.window.open_record("visit", id)
    desktop.settle()
    (action,) = [one for one in page.header.menu(page.snapshot.row).actions() if "安排接待" in one.text()]  # type: ignore[union-attr]
    action.trigger()
    desktop.settle()
    shown = desktop.window.page
    assert isinstance(shown, DetailPage) and shown.kind == "reception"
    assert desktop.desk.store.rows("visit", [id])[0]["reception_id"] == shown.id
