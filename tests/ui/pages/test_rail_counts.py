"""The counts of the rail: a change counts only what it can touch, and none is lost behind another."""

from PySide6.QtWidgets import QAbstractButton

from app.services.alerts import alerts, lit_count, snooze
from app.services.records import create_record, delete_records
from tests.fakes.desktops import Desktop


def test_a_change_counts_only_the_lists_it_can_touch(desktop: Desktop) -> None:
    actions = desktop.window.desk_actions
    assert actions.rail_counts({"company"}) == {"companies": 3}
    assert actions.rail_counts({"contact"}).keys() == {"today", "circles", "contacts"}
    assert actions.rail_counts({"fund_entry"}) == {}
    assert actions.rail_counts().items() >= {"leads": 2, "projects": 6, "visits": 2, "trips": 1}.items()


def test_lists_changed_one_behind_the_other_are_all_counted(desktop: Desktop) -> None:
    for kind, values in (
        ("company", {"name": "恒力电子"}),
        ("trip", {"title": "长三角", "starts_on": "2026-11-20"}),
    ):
        desktop.window.ctx.hub.publish(create_record(desktop.desk, kind, values)[1])
    desktop.settle()
    rail = {button.accessibleName() for button in desktop.window.rail.findChildren(QAbstractButton)}
    assert {"企业客商 4", "行程 2"} <= rail, "the second count swallowed the first"


def rail_says(desktop: Desktop) -> str:
    rail = desktop.window.rail.findChildren(QAbstractButton)
    return next(one.accessibleName() for one in rail if one.accessibleName().startswith("预警"))


def test_the_lights_that_are_on_are_counted_beside_their_page(desktop: Desktop) -> None:
    desk, hub = desktop.desk, desktop.window.ctx.hub
    before = lit_count(desk)
    assert rail_says(desktop) == (f"预警 {before}" if before else "预警")
    values = {"title": "送图纸", "due_on": "2026-11-01", "side": "ours", "promised_on": "2026-10-01"}
    id, made = create_record(desk, "promise", values)
    hub.publish(made)
    desktop.settle()
    assert rail_says(desktop) == f"预警 {before + 1}"
    (alert,) = [one for one in alerts(desk) if one.on == ("promise", id)]
    hub.publish(snooze(desk, alert, "2026-12-01", "等图纸会审")[1])
    desktop.settle()
    assert rail_says(desktop) == (f"预警 {before}" if before else "预警"), (
        "one that is put off is out of sight"
    )
    hub.publish(delete_records(desk, [("promise", id)]))
    desktop.settle()
    assert lit_count(desk) == before
