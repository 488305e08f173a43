"""The counts of the rail: a change counts only what it can touch, and none is lost behind another."""

from PySide6.QtWidgets import QAbstractButton

from app.services.records import create_record
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
