"""People from here, targets and chains in English; what a survey leads to; ties told from either side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import resources
from app.services.records import create_record, required_row
from app.store.reading import Filter
from tests.fakes.desktops import RAW_KEY, Desktop, make_desktop, said_by
from ui.cli.demo.circles import meet_people
from ui.components.reach_cards import TiesCard
from ui.components.record_cards import LinkRow
from ui.components.surveys.survey import ShareRow
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.chain_page import ChainPage
from ui.pages.group_page import GroupPage
from ui.pages.surveyed_list import SurveyedList
from ui.theme.theme import Theme

SAMPLES = Path(resources.__file__).parent / "samples"


@pytest.fixture
def english(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    for made in make_desktop(qtbot, theme, profile_folder, language="en"):
        meet_people(made.desk, SAMPLES)
        yield made


def part(desktop: Desktop, name: str, tab: str) -> object:
    page = desktop.page(name, tab)
    assert isinstance(page, GroupPage)
    desktop.settle()
    desktop.settle()
    return page.part


def surveyed(desktop: Desktop, name: str, tab: str) -> SurveyedList:
    found = part(desktop, name, tab)
    assert isinstance(found, SurveyedList)
    return found


SURVEYS = {
    ("circles", "natives/whole"): (
        "2 of 6 people lack nothing",
        "33.3%",
        "Possible duplicates",
        "By hometown",
    ),
    ("circles", "organisations/agents"): ("1 under contract", "2 under contract", "Projects introduced"),
    ("circles", "returnees/fairs"): ("Projects in the library", "Matched", "Started", "All"),
    ("pursuit", "targets/coverage"): (
        "3 of 6 contacted, 1 landed",
        "50.0%",
        "Not contacted yet",
        "By person",
    ),
}


def test_surveys_speak_english_and_no_key_is_left(english: Desktop) -> None:
    for (name, tab), words in SURVEYS.items():
        said = [text for _, text in said_by(surveyed(english, name, tab).survey)]
        assert [word for word in words if word not in said] == [], tab
        assert [text for text in said if RAW_KEY.search(text)] == []
    page = part(english, "pursuit", "chains")
    assert isinstance(page, ChainPage)
    assert page.status() == [("8 positions, 4 gaps", False)]
    page.graph.choose(english.id("chain_node", "隔膜"))
    assert page.graph.accessibleName() == "隔膜 Gap: nobody here Wanted: 湿法隔膜"


def test_what_nobody_pursues_is_one_click_away_and_stays_after_the_survey(english: Desktop) -> None:
    page = surveyed(english, "pursuit", "targets/coverage")

    def open_row(said: str) -> None:
        found = {row.accessibleName(): row for row in page.survey.findChildren(ShareRow)}
        found[said].opened.emit()
        english.settle()

    open_row("Nobody assigned 0/1 0.0%")
    assert page.filters.filters == (Filter("assigned_to", "empty"),)
    assert english.titles(page) == ["漳州丰源罐头"]
    page.set_scope("coverage")
    english.settle()
    open_row("陈立 1/2 50.0%")
    assert page.filters.filters == (Filter("assigned_to", "eq", "陈立"),)
    assert sorted(english.titles(page)) == ["宜宾恒熙隔膜", "湖州锐锂正极材料有限公司"]


def test_a_chain_that_is_gone_leaves_the_one_in_view(english: Desktop) -> None:
    page = part(english, "pursuit", "chains")
    assert isinstance(page, ChainPage)
    page.arrive("没有的链")
    assert page.current_tab() == "新能源电池" and page.status() == [("8 positions, 4 gaps", False)]
    page.graph.choose(english.id("chain_node", "隔膜"))
    page.lead.click()
    english.settle()
    dialog = english.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "project"


# The tie of the other to the one, and what it is called on the page of the one and of the other.
FIRMS = [
    ("supplier", "供应商", "客户"),
    ("customer", "客户", "供应商"),
    ("subsidiary", "子公司", "上级公司"),
    ("partner", "合作伙伴", "合作伙伴"),
    ("competitor", "竞争对手", "竞争对手"),
]
PEOPLE = [
    ("officer", "任职单位", "任职人员"),
    ("classmate", "同学", "同学"),
    ("relative", "亲属", "亲属"),
]


def ties(desktop: Desktop, kind: str, id: str) -> list[str]:
    card = TiesCard(desktop.window.ctx, required_row(desktop.desk, kind, id))
    desktop.bot.addWidget(card)
    desktop.settle()
    return sorted(row.accessibleName() for row in card.findChildren(LinkRow))


def test_each_tie_has_its_word_on_either_side(desktop: Desktop) -> None:
    desk = desktop.desk
    one, _ = create_record(desk, "company", {"name": "星澜"})
    person, _ = create_record(desk, "contact", {"name": "徐慧芳"})
    for tie, here, there in FIRMS:
        other, _ = create_record(desk, "company", {"name": f"企业{tie}"})
        create_record(desk, "relation", {"tie": tie, "company_id": one, "to_company_id": other})
        assert f"企业{tie} {here}" in ties(desktop, "company", one)
        assert ties(desktop, "company", other) == [f"星澜 {there}"]
    for tie, here, there in PEOPLE:
        kind = "organisation" if tie == "officer" else "contact"
        values = {"name": f"对方{tie}"} | ({"kind": "chamber"} if kind == "organisation" else {})
        other, _ = create_record(desk, kind, values)
        create_record(desk, "relation", {"tie": tie, "contact_id": person, f"to_{kind}_id": other})
        assert f"对方{tie} {here}" in ties(desktop, "contact", person)
        assert ties(desktop, kind, other) == [f"徐慧芳 {there}"]
    assert len(ties(desktop, "company", one)) == len(FIRMS)
