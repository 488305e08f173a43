"""The page of a record that follows what changes shows what one opened afresh shows, and keeps the rest."""

import random
from collections import Counter

import pytest
from PySide6.QtWidgets import QWidget

from app.services.records import create_record
from tests.fakes.desktops import Desktop, said_by
from tests.ui.pages.changing import Happening
from ui.components.life_cards import NodesCard
from ui.components.record_cards import StepsCard
from ui.pages.detail_page import TABS, DetailPage

Said = Counter[tuple[str, str]]


def said(desktop: Desktop, page: DetailPage, tabs: tuple[str, ...]) -> dict[str, Said]:
    """All that can be read on each tab."""
    found = {}
    for tab in tabs:
        page.show_tab(tab)
        desktop.settle()
        found[tab] = Counter(said_by(page))
    page.show_tab(tabs[0])
    return found


def afresh(desktop: Desktop, page: DetailPage) -> DetailPage:
    made = DetailPage(page.ctx)
    desktop.bot.addWidget(made)
    made.resize(page.size())
    made.show()
    made.open_record(page.kind, page.id)
    desktop.until(made.ready)
    desktop.until(lambda: not made.filling())
    return made


@pytest.mark.parametrize("seed", range(2))
def test_a_project_that_is_followed(desktop: Desktop, seed: int) -> None:
    dice = random.Random(f"record {seed}")
    others = [create_record(desktop.desk, "project", {"name": f"乙项目{n}"})[0] for n in range(3)]
    page = desktop.record("project", "煤矸石")
    happening = Happening(desktop, dice, page.id, others)
    done = []
    for _ in range(8):
        done.append(happening.something())
        fresh = afresh(desktop, page)
        assert said(desktop, page, ("overview",)) == said(desktop, fresh, ("overview",)), done
        fresh.close()
    fresh = afresh(desktop, page)
    assert said(desktop, page, TABS["project"]) == said(desktop, fresh, TABS["project"]), done
    fresh.close()


def card(page: DetailPage, kind: type[QWidget]) -> QWidget:
    return next(one for one in page.overview.findChildren(kind) if one.isVisible())


def test_cards_that_tell_the_same_stay(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    happening = Happening(desktop, random.Random(1), page.id, [])
    nodes, steps, facts = card(page, NodesCard), card(page, StepsCard), page.overview.facts
    happening.move({"leader": "某人"})
    desktop.settle()
    assert (card(page, NodesCard), card(page, StepsCard), page.overview.facts) == (nodes, steps, facts)
    assert facts is not None and facts.rows["leader"].value.label.text() == "某人"
    happening.stepped()
    desktop.settle()
    assert card(page, NodesCard) is nodes and card(page, StepsCard) is not steps
    page.set_unit()
    desktop.settle()
    assert card(page, NodesCard) is not nodes, "amounts are written otherwise"


def test_the_next_record_is_shown_anew(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    facts = page.overview.facts
    other = desktop.record("project", "氢能源")
    assert other is page and page.overview.facts is not facts
    fresh = afresh(desktop, page)
    assert said(desktop, page, TABS["project"]) == said(desktop, fresh, TABS["project"])
    fresh.close()
