"""Asks of firms here: listed by when they are due, raised to leads, closed, handed over (feature 80)."""

from datetime import date

import pytest

from app.services.demands import close, demands, raise_leads
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.handing_over import hand_over, in_hand
from app.services.records import create_record, undo


def ask(desk: Desk, name: str, **more: object) -> str:
    told = {"name": name, "side": "upstream", "company_id": firm(desk), **more}
    return create_record(desk, "demand", told)[0]


def firm(desk: Desk) -> str:
    found = desk.store.ids("company")
    return (
        found[0] if found else create_record(desk, "company", {"name": "星澜储能", "industry": "新能源"})[0]
    )


def test_the_soonest_due_comes_first_and_what_is_over_stays_out(desk: Desk) -> None:
    late, soon, some_day = (
        ask(desk, "隔膜", due_on="2027-03-31"),
        ask(desk, "芯片", due_on="2026-12-01"),
        ask(desk, "x"),
    )
    over = ask(desk, "冷链", state="met")
    assert [one.row.id for one in demands(desk)] == [soon, late, some_day]
    assert over in [one.row.id for one in demands(desk, everything=True)]
    with pytest.raises(InvalidRecord):
        create_record(desk, "demand", {"name": "隔膜", "side": "upstream"})


def test_a_lead_says_who_needs_what_and_is_tied_to_the_ask_as_one_undo(desk: Desk) -> None:
    node, _ = create_record(desk, "chain_node", {"name": "隔膜", "chain": "新能源电池"})
    id = ask(desk, "湿法隔膜", chain_node_id=node, volume="年需 8,000 万平方米")
    (lead,), _ = raise_leads(desk, [id])
    row = desk.store.rows("project", [lead])[0]
    assert (row["name"], row["channel"], row["industry"]) == ("湿法隔膜", "business", "新能源电池")
    assert row["summary"] == "湿法隔膜 → 星澜储能\n年需 8,000 万平方米"
    (asked,) = demands(desk)
    assert asked.row["state"] == "talking" and [one.id for one in asked.leads] == [lead]
    customer = ask(desk, "储能集成商", side="downstream")
    (other,), _ = raise_leads(desk, [customer])
    assert desk.store.rows("project", [other])[0]["summary"] == "星澜储能 → 储能集成商"
    undo(desk)
    assert all(one.row["project_ids"] in (None, [lead]) for one in demands(desk))


def test_an_ask_is_closed_today_and_passes_to_a_successor_while_it_is_open(desk: Desk) -> None:
    id, done = ask(desk, "隔膜", kept_by="周敏"), ask(desk, "芯片", kept_by="周敏")
    close(desk, done, "met")
    row = desk.store.rows("demand", [done])[0]
    assert (row["state"], row["closed_on"]) == ("met", desk.today())
    assert [one.id for one in in_hand(desk, "周敏").rows["demand"]] == [id]
    hand_over(desk, "周敏", "王芳")
    assert desk.store.rows("demand", [id])[0]["kept_by"] == "王芳"


def test_a_reception_that_is_planned_passes_on_its_coordinator(desk: Desk) -> None:
    told = {"title": "星澜考察", "starts_on": date(2027, 3, 3), "handler": "周敏"}
    planned, held = (
        create_record(desk, "reception", {**told, "state": one})[0] for one in ("planned", "held")
    )
    hand_over(desk, "周敏", "王芳")
    assert [row["handler"] for row in desk.store.rows("reception", [planned, held])] == ["王芳", "周敏"]
