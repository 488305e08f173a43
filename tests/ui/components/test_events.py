"""The timeline in words."""

import pytest

from app.services.records import create_record
from app.services.trips import mark_visit
from tests.fakes.desktops import Desktop
from ui.components.events import timeline_entries
from ui.components.snapshot import load_snapshot


@pytest.mark.parametrize(
    ("state", "title", "icon"),
    [
        ("planned", "计划 · 外出拜访 · 看地块", "calendar"),
        ("made", "外出拜访 · 看地块", "map-pin"),
        ("called_off", "已取消 · 外出拜访 · 看地块", "x"),
    ],
)
def test_a_visit_says_whether_it_is_planned_made_or_called_off(
    desktop: Desktop, state: str, title: str, icon: str
) -> None:
    ctx, firm = desktop.window.ctx, desktop.id("company", "正威")
    values = {"subject": "看地块", "visited_on": "2026-11-21", "company_id": firm}
    visit, _ = create_record(desktop.desk, "visit", values)
    mark_visit(desktop.desk, visit, state)
    snapshot = load_snapshot(ctx, "company", firm)
    assert snapshot is not None
    (entry,) = [one for one in timeline_entries(ctx, snapshot) if one.key == f"visit:{visit}"]
    assert (entry.title, entry.icon) == (title, icon)


@pytest.mark.parametrize(
    ("kind", "icon"), [("call", "phone"), ("message", "message-square"), ("inward", "office")]
)
def test_how_they_met_has_its_own_sign_once_it_took_place(desktop: Desktop, kind: str, icon: str) -> None:
    ctx, firm = desktop.window.ctx, desktop.id("company", "正威")
    values = {"subject": "谈用水", "visited_on": "2026-11-19", "company_id": firm, "kind": kind}
    visit, _ = create_record(desktop.desk, "visit", values)
    snapshot = load_snapshot(ctx, "company", firm)
    assert snapshot is not None
    entry = next(one for one in timeline_entries(ctx, snapshot) if one.key == f"visit:{visit}")
    assert entry.icon == icon
