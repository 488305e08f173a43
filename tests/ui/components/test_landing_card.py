"""The card that proposes where a lead should land (feature 6)."""

from app.services.records import create_record
from tests.fakes.desktops import Desktop
from tests.fakes.rulebooks import rule_by_the_demo
from ui.components.landing_card import LandingCard
from ui.widgets.button import Button


def test_places_are_ranked_with_reasons_and_one_is_chosen(desktop: Desktop) -> None:
    rule_by_the_demo(desktop.desk.store)
    lead = {"name": "轴承", "investment": "2亿", "responsible_unit": "招商局", "landing_unit": "高新区管委会"}
    id, _ = create_record(desktop.desk, "project", lead)
    page = desktop.window.open_record("project", id)
    desktop.settle()
    (card,) = page.findChildren(LandingCard)
    assert card.lines[0] == "1. 高新区 计入考核 · 由园区提出选址" or card.lines[0].startswith(
        "1. 高新区 计入考核"
    )
    assert card.lines[3].startswith("其他地方 不计入考核") and "同等计分" in card.lines[4]
    buttons = {one.text(): one for one in card.findChildren(Button)}
    buttons["记首报和落地各 100%"].click()
    desktop.settle()
    (card,) = (one for one in page.findChildren(LandingCard) if one.isVisible())
    assert card.lines[4].startswith("引进和落地已各记功劳")
    next(one for one in card.findChildren(Button) if one.text() == "选这里").click()
    desktop.settle()
    row = desktop.desk.store.rows("project", [id])[0]
    assert row["landed_at"] == "gaoxin" and row["credits"]["landing"] == {"高新区管委会": "100"}
