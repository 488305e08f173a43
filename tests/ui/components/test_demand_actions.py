"""Asks of firms here on the desktop: a tab of targets and chains, leads raised by a key (feature 80)."""

from app.services.records import create_record
from tests.fakes.desktops import Desktop
from ui.components.demand_actions import add_demand_lines
from ui.widgets.menu import Menu


def test_a_lead_is_raised_and_the_ask_closed_from_its_menu(desktop: Desktop) -> None:
    firm, _ = create_record(desktop.desk, "company", {"name": "星澜储能"})
    told = {"name": "湿法隔膜", "side": "upstream", "company_id": firm}
    id, _ = create_record(desktop.desk, "demand", told)
    desktop.window.open_page("pursuit", "demands")
    desktop.settle()
    menu = Menu(desktop.window.ctx.theme)
    add_demand_lines(desktop.window.ctx, menu, [id])
    lines = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert list(lines) == ["提出线索", "已满足", "撤回"]
    lines["提出线索"].trigger()
    desktop.settle()
    lines["已满足"].trigger()
    desktop.settle()
    row = desktop.desk.store.rows("demand", [id])[0]
    assert row["state"] == "met" and len(row["project_ids"]) == 1
    menu = Menu(desktop.window.ctx.theme)
    add_demand_lines(desktop.window.ctx, menu, [id])
    assert len(menu.actions()) == 1
