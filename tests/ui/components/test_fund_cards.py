"""What a project's page says of who has its credits: by hand, by a ruling, by hand after the ruling."""

from datetime import timedelta

import pytest

from app.rules.attribution import Credit
from app.services.claims import claim
from app.services.fund_standards import share_credit
from app.services.recognised import project_funds
from app.services.records import required_row
from tests.fakes.clash_cases import BAOJI, NAMES, SHANGHAI, party
from tests.fakes.desks import NOW
from tests.fakes.desktops import Desktop, said_by
from ui.components.fund_cards import CountsCard


def said(desktop: Desktop, id: str) -> list[str]:
    row = required_row(desktop.desk, "project", id)
    card = CountsCard(desktop.window.ctx, row, project_funds(desktop.desk, row))
    desktop.bot.addWidget(card)
    card.show()
    return [text for _, text in said_by(card)]


@pytest.fixture
def project(desktop: Desktop) -> str:
    """A project whose investor its unit claimed."""
    store = desktop.desk.store
    ids = store.ids("project")
    return next(row.id for row in store.rows("project", ids) if row["investor_id"])


def rule(desktop: Desktop, project: str) -> None:
    made, _ = claim(desktop.desk, "project", project)
    parties = [party(SHANGHAI, "周敏", NOW, 1), party(BAOJI, "赵国平", NOW, 2)]
    parties[0]["claims"][0]["id"] = made
    shares = [{"unit_id": SHANGHAI, "percent": 60}, {"unit_id": BAOJI, "percent": 40}]
    row = {"title": "青岛啤酒", "case_id": "case", "parties": parties, "opened_at": NOW, "status": "ruled"}
    row |= {"ruling": "shared", "shares": shares, "ruled_by": "陈主任", "ruled_at": NOW - timedelta(days=1)}
    with desktop.desk.store.write(actor="总部", label="sync") as work:
        work.create("clash", row)


def test_whose_the_credits_are_is_said_with_the_reason(desktop: Desktop, project: str) -> None:
    share_credit(desktop.desk, project, Credit.LANDING, {"甲局": "60", "乙局": "40"})
    by_hand = "落地：甲局 60%、乙局 40%"
    assert by_hand in said(desktop, project)
    rule(desktop, project)
    ruled = f"按撞单裁定计功：{NAMES[SHANGHAI]} 60%、{NAMES[BAOJI]} 40%（青岛啤酒，陈主任，2026-11-19）"
    now = said(desktop, project)
    assert ruled in now and by_hand not in now
    share_credit(desktop.desk, project, Credit.LANDING, {"甲局": "60", "乙局": "40"})
    now = said(desktop, project)
    assert ruled in now and by_hand in now
    assert any(one.startswith("裁定后另有约定，以约定为准") for one in now)
