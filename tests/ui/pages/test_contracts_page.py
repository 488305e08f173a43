"""合同台账: the register of all contracts and of their instalments, from the rail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.contracts import instalment_paid
from app.services.desk import Desk
from app.services.records import create_record
from tests.fakes.desktops import Desktop, make_desktop
from ui.pages.group_page import GroupPage
from ui.pages.list_page import ListPage
from ui.theme.theme import Theme


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, profile_folder)


def give(desk: Desk) -> dict[str, str]:
    """Two contracts of one project, the older one with two instalments; ids by title."""
    project = desk.store.ids("project", find="煤矸石")[0]
    made = {}
    for title, deed, day in (
        ("投资合同", "contract", "2026-06-01"),
        ("补充协议", "supplement", "2026-09-01"),
    ):
        values = {"title": title, "project_id": project, "deed": deed, "signed_on": day, "amount": "1亿"}
        made[title] = create_record(desk, "contract", values)[0]
    for title, day in (("第2期", "2027-07-01"), ("第1期", "2026-07-01")):
        values = {"title": title, "project_id": project, "contract_id": made["投资合同"], "due_on": day}
        made[title] = create_record(desk, "instalment", {**values, "amount": "3000"})[0]
    return made


def part(desktop: Desktop, tab: str) -> ListPage:
    page = desktop.page("contracts", tab)
    assert isinstance(page, GroupPage) and isinstance(page.part, ListPage)
    return page.part


def test_the_latest_contract_first_and_what_is_due_next(desktop: Desktop) -> None:
    made = give(desktop.desk)
    page = part(desktop, "deeds")
    assert page.table.ids() == [made["补充协议"], made["投资合同"]]
    page = part(desktop, "instalments")
    assert page.table.ids() == [made["第1期"], made["第2期"]]
    instalment_paid(desktop.desk, made["第1期"])
    page = part(desktop, "instalments/paid")
    assert page.table.ids() == [made["第1期"]]
    assert page.new_kind == "instalment"


def test_a_contract_leads_to_its_page_and_back_to_its_list(desktop: Desktop) -> None:
    give(desktop.desk)
    page = desktop.record("contract", "补充协议")
    assert page.current_tab() == "overview"
