"""The queue of approvals and the four lists follow what changes, and show what one opened afresh shows."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.model.changes import ChangeSet
from app.services.approvals import file_approval, open_approvals, record_step
from app.services.key_lists import key_lists, put_on_list, take_off_list
from app.services.records import change_record, create_record, delete_records, restore_records
from app.services.reviews import finish_service, open_services, start_service
from tests.fakes.approvals import give_approvals
from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.lives import give_life
from ui.components.approval_cards import ServiceLine
from ui.components.four_lists import FourLists
from ui.components.record_cards import LinkRow
from ui.pages.approvals_page import APPROVAL_TABS, ApprovalsPage
from ui.pages.projects_page import ProjectsPage
from ui.pages.rail_lists import LISTS
from ui.theme.theme import Theme

Ways = dict[str, Callable[[], ChangeSet]]


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with lives and approvals in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        give_life(made.desk)
        give_approvals(made.desk)
        yield made


def said(root: QWidget) -> Counter[tuple[str, str]]:
    return Counter(said_by(root))


def happens(desktop: Desktop, dice: random.Random, ways: Ways) -> str:
    """One of these, or undoing or doing again what happened last; its name."""
    name = dice.choice([*ways, "undo", "redo"])
    ctx = desktop.window.ctx
    if name in ways:
        ctx.change(ways[name], changes=lambda changes: changes, failed=lambda _refused: None)
    else:
        (ctx.undo if name == "undo" else ctx.redo)()
    desktop.settle()
    return name


def of_approvals(desktop: Desktop, dice: random.Random) -> Ways:
    desk, project = desktop.desk, desktop.id("project", "氢能源")
    passed = {"outcome": "passed", "who": "王县长", "decided_on": "2026-11-19"}
    waiting, running = open_approvals(desk), open_services(desk)
    ways: Ways = {
        "filed": lambda: file_approval(desk, project, {"land": "20", "filed_on": "2026-11-17"})[1],
        "served": lambda: start_service(desk, project, "registration", {"started_on": "2026-11-09"})[1],
        "renamed": lambda: change_record(desk, "project", project, {"name": f"氢能源{dice.randrange(9)}"}),
    }
    if waiting:
        id = dice.choice(waiting).row.id
        ways |= {
            "passed": lambda: record_step(desk, id, passed),
            "amount": lambda: change_record(desk, "approval", id, {"title": f"申请{dice.randrange(9)}"}),
        }
    if running:
        ways["finished"] = partial(finish_service, desk, dice.choice(running).row.id)
    return ways


@pytest.mark.parametrize("seed", range(2))
def test_approvals_that_are_followed(desktop: Desktop, seed: int) -> None:
    dice = random.Random(f"approvals {seed}")
    page = desktop.page("approvals")
    assert isinstance(page, ApprovalsPage)
    done = []
    for _ in range(8):
        done.append(happens(desktop, dice, of_approvals(desktop, dice)))
        fresh = ApprovalsPage(page.ctx)
        desktop.bot.addWidget(fresh)
        fresh.resize(page.size())
        fresh.show()
        fresh.arrive()
        desktop.until(fresh.ready)
        for tab in APPROVAL_TABS:
            page.show_tab(tab)
            fresh.show_tab(tab)
            desktop.settle()
            assert said(page) == said(fresh), (tab, done)
        fresh.close()
    assert len(set(done)) > 2


def test_lines_that_tell_the_same_stay(desktop: Desktop) -> None:
    page = desktop.page("approvals", "services")
    lines = page.findChildren(ServiceLine)
    project = desktop.id("project", "青岛啤酒15")
    given = {"started_on": "2026-11-09"}
    desktop.window.ctx.change(
        lambda: start_service(desktop.desk, project, "registration", given)[1], changes=lambda made: made
    )
    desktop.settle()
    assert lines and {*lines} < {*page.findChildren(ServiceLine)}


def of_lists(desktop: Desktop, dice: random.Random, ids: list[str]) -> Ways:
    desk, id = desktop.desk, dice.choice(ids)
    name = dice.choice([one.name for one in key_lists(desk)])
    told = {"investment": str(dice.randrange(1, 9)), "name": f"乙项目{dice.randrange(9)}"}
    row = desk.store.get("project", id)
    assert row is not None
    return {
        "put": lambda: put_on_list(desk, id, name)[1],
        "put again": lambda: put_on_list(desk, id, name)[1],
        "taken": partial(take_off_list, desk, id, name),
        "changed": partial(change_record, desk, "project", id, told),
        "gone or back": partial(restore_records if row.deleted else delete_records, desk, [("project", id)]),
        "overdue": lambda: create_record(
            desk, "node", {"project_id": id, "title": "开工", "planned_on": "2026-09-01"}
        )[1],
    }


@pytest.mark.parametrize("seed", range(2))
def test_four_lists_that_are_followed(desktop: Desktop, seed: int) -> None:
    dice = random.Random(f"lists {seed}")
    page = desktop.page("projects", LISTS)
    assert isinstance(page, ProjectsPage)
    ids = [create_record(desktop.desk, "project", {"name": f"乙项目{n}"})[0] for n in range(2)]
    ids.append(desktop.id("project", "煤矸石"))
    done = []
    for _ in range(10):
        done.append(happens(desktop, dice, of_lists(desktop, dice, ids)))
        fresh = FourLists(page.ctx)
        desktop.bot.addWidget(fresh)
        fresh.resize(page.lists.size())
        fresh.show()
        fresh.refresh()
        desktop.until(lambda fresh=fresh: bool(fresh.cards))  # type: ignore[misc]
        assert said(page.lists) == said(fresh), done
        order = [[row.accessibleName() for row in one.findChildren(LinkRow)] for one in (page.lists, fresh)]
        assert Counter(order[0]) == Counter(order[1])
        fresh.close()
    assert len(set(done)) > 2
