"""The board of assessment: what headquarters published, and beside it what a laptop of one unit knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.scores.bulletins import latest
from app.store.work import ROLE, UNIT_NAME
from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.scored import score_year, signed
from ui.components.bulletin_cards import BulletinCard
from ui.components.score_cards import MissingCard, TargetsCard
from ui.pages.score_tab import ScoreTab
from ui.pages.scores_page import GOALS, LEADS, MERIT, ScoresPage
from ui.theme.theme import Theme
from ui.widgets.button import Button


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with a year of scores in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        score_year(made.desk)
        yield made


def become(desktop: Desktop, role: str, unit: str = "") -> None:
    with desktop.desk.store.replica() as replica:
        replica.set(ROLE, role)
        replica.set(UNIT_NAME, unit)


def opened(desktop: Desktop, tab: str = "") -> ScoresPage:
    page = desktop.page("scores", tab)
    assert isinstance(page, ScoresPage)
    desktop.settle()
    return page


def words(page: ScoresPage) -> str:
    return "\n".join(text for _, text in said_by(page))


def published(desktop: Desktop) -> ScoresPage:
    """Published by headquarters' laptop; then this is one of an officer of 县功镇."""
    become(desktop, "hq")
    page = opened(desktop)
    page.publish_button.click()
    desktop.settle()
    become(desktop, "officer", "县功镇")
    page.refresh()
    desktop.settle()
    return page


def test_one_button_publishes_and_undo_takes_it_back(desktop: Desktop) -> None:
    become(desktop, "hq")
    page = opened(desktop)
    assert page.publish_button.isVisible()
    assert latest(desktop.desk, "year") is None
    page.publish_button.click()
    desktop.settle()
    assert latest(desktop.desk, "year") is not None
    assert "上次通报" in page.publish_button.toolTip()
    desktop.window.ctx.undo()
    desktop.settle()
    assert latest(desktop.desk, "year") is None


@pytest.mark.parametrize("role", ["", "officer", "leader"])
def test_others_are_not_offered_it(desktop: Desktop, role: str) -> None:
    become(desktop, role)
    page = opened(desktop)
    assert not page.publish_button.isVisible()
    page.publish_button.publish()
    desktop.settle()
    assert latest(desktop.desk, "year") is None


def test_it_is_offered_on_the_board_alone(desktop: Desktop) -> None:
    become(desktop, "hq")
    page = opened(desktop, GOALS)
    assert not page.publish_button.isVisible()
    page.show_tab("board")
    assert page.publish_button.isVisible()


def test_the_city_stands_over_the_board(desktop: Desktop) -> None:
    page = opened(desktop)
    shown = dict(page.source.city.shown)
    live = page.told
    assert live is not None and live.city is not None
    assert shown["全市签约"] == f"{live.city.signed} 个" and shown["到资率"] == live.city.rate_text
    assert page.source.city.isVisible() and not page.source.notice.isVisible()


def test_an_officer_sees_what_was_published_and_the_own_figures_apart(desktop: Desktop) -> None:
    page = published(desktop)
    said = words(page)
    assert "总部" in said and "通报" in said and "本机实时" in said
    first = page.standings.rows[0]
    assert (first.key, first.rank, first.figure) == ("县功镇", "1", "24 分")
    assert first.name == "县功镇（本）"
    assert len(page.findChildren(BulletinCard)) == len(page.findChildren(TargetsCard)) == 1
    assert page.findChildren(MissingCard) == [], "who is next is not for this laptop to say"

    signed(desktop.desk, "辛厂", "县功镇", "5亿", contract_amount="5亿")
    page.refresh()
    desktop.settle()
    assert page.standings.rows[0].figure == "24 分", "as it was published"
    line = page.found.line("县功镇") if page.found else None
    assert line is not None and line.points == 34
    assert "34 分" in words(page)


def test_of_another_unit_only_what_was_published_is_shown(desktop: Desktop) -> None:
    page = published(desktop)
    page.standings.chosen.emit("磻溪镇")
    desktop.settle()
    assert len(page.findChildren(BulletinCard)) == 1 and page.findChildren(TargetsCard) == []
    assert "250.00%" in words(page)
    page.rank_by("contract_capital")
    assert page.standings.rows[0].key == "磻溪镇" and page.standings.rows[0].note.startswith("250.00%")


def test_with_nothing_published_the_own_figures_have_no_rank(desktop: Desktop) -> None:
    become(desktop, "officer", "县功镇")
    page = opened(desktop)
    assert "总部还没有发布这个周期的通报" in words(page)
    assert [(row.key, row.rank, row.figure) for row in page.standings.rows] == [("县功镇", "—", "24 分")]
    assert not page.source.city.isVisible()


def test_the_leaders_of_a_bulletin_are_ranked_and_persons_stay_the_own_ones(desktop: Desktop) -> None:
    page = published(desktop)
    page.whose.set_current("person")
    page.refresh()
    desktop.settle()
    assert [(row.key, row.rank) for row in page.standings.rows] == [("陈经理", "—")]


def test_other_tabs_say_nothing_of_units_that_are_not_here(desktop: Desktop) -> None:
    page = published(desktop)
    page.show_tab(GOALS)
    desktop.settle()
    part = page.part
    assert part is not None and {"县功镇", "磻溪镇"} <= part.rows.keys(), "targets are everybody's"
    assert part.note_of(part.rows["县功镇"]) != part.note_of(part.rows["磻溪镇"])
    assert "250.00%" in part.note_of(part.rows["磻溪镇"]), "as published"
    page.show_tab(MERIT)
    desktop.settle()
    assert page.part is not None and "磻溪镇" not in page.part.rows


def offered(part: ScoreTab) -> list[str]:
    return [one.text() for one in part.findChildren(Button) if one.isVisible()]


@pytest.mark.parametrize("tab", [GOALS, LEADS, MERIT])
@pytest.mark.parametrize("role", ["officer", "leader"])
def test_what_headquarters_writes_is_read_by_others_who_are_told_so(
    desktop: Desktop, tab: str, role: str
) -> None:
    become(desktop, "hq")
    page = opened(desktop, tab)
    part = page.part
    assert part is not None
    writing, told = offered(part), part.hint.text()
    assert len(writing) >= 1 and "总部" not in told
    become(desktop, role, "县功镇")
    part.refresh()
    desktop.settle()
    assert "总部" in part.hint.text(), "who writes it is said"
    assert len(offered(part)) < len(writing)
    id = next(iter(part.rows), "")
    part.edit(id)
    if tab != LEADS:
        part.add()
    assert desktop.window.sheets.top is None, "no key opens what is not offered"
    become(desktop, "hq")
    part.refresh()
    desktop.settle()
    assert offered(part) == writing, "offered again to who may"


def names(page: ScoresPage) -> list[str]:
    return [row.name for row in page.standings.rows]


def test_of_many_units_only_the_own_one_is_marked(desktop: Desktop) -> None:
    page = published(desktop)
    assert [name for name in names(page) if "（本）" in name] == ["县功镇（本）"]
    become(desktop, "officer", "市招商局")  # an office of headquarters that holds everybody's projects
    page.refresh()
    desktop.settle()
    assert len(names(page)) >= 3 and not any("（本）" in name for name in names(page))
    become(desktop, "hq", "磻溪镇")
    page.refresh()
    desktop.settle()
    assert [name for name in names(page) if "（本）" in name] == ["磻溪镇（本）"]
    page.whose.set_current("person")
    page.refresh()
    desktop.settle()
    assert not any("（本）" in name for name in names(page))
