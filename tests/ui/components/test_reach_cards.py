"""How we reach somebody, on the page of the one sought."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import resources
from tests.fakes.desktops import Desktop, make_desktop, said_by
from ui.cli.demo.circles import meet_people
from ui.components.reach_cards import TiesCard, WaysCard
from ui.components.record_cards import LinkRow
from ui.dialogs.record_dialog import RecordDialog
from ui.theme.theme import Theme

SAMPLES = Path(resources.__file__).parent / "samples"


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with the demo's people in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        meet_people(made.desk, SAMPLES)
        yield made


def test_the_way_to_a_firm_leads_over_a_classmate(desktop: Desktop) -> None:
    page = desktop.record("company", "锐锂正极")
    desktop.settle()
    (card,) = page.findChildren(WaysCard)
    (row,) = card.findChildren(LinkRow)[:1]
    assert row.accessibleName() == "徐慧琴 同学 单志远 → 同单位 湖州锐锂正极材料有限公司"
    row.opened.emit()
    desktop.settle()
    assert page.kind == "contact"


def test_relations_are_told_from_either_side(desktop: Desktop) -> None:
    page = desktop.record("company", "锐锂正极")
    desktop.settle()
    (card,) = page.findChildren(TiesCard)
    assert "星澜储能（云溪）有限公司 客户" in [row.accessibleName() for row in card.findChildren(LinkRow)]
    card.header.link_clicked.emit()
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "relation"
    assert dialog.form.bindings["company_id"].given() == page.id


def test_nobody_to_introduce_us_says_what_to_do(desktop: Desktop) -> None:
    page = desktop.record("contact", "孟宪国")
    desktop.settle()
    said = [text for card in page.findChildren(WaysCard) for _, text in said_by(card)]
    assert any("还没有找到能引荐的人" in text for text in said)


def test_a_supplier_of_a_firm_here_becomes_a_lead(desktop: Desktop) -> None:
    page = desktop.record("company", "星澜储能")
    desktop.settle()
    (card,) = page.findChildren(TiesCard)
    row = next(one for one in card.findChildren(LinkRow) if "供应商" in one.accessibleName())
    menu = row.menu()
    next(action for action in menu.actions() if action.text() == "提出线索").trigger()
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "project"
    assert dialog.form.bindings["channel"].given() == "business"
    assert dialog.form.bindings["investor_id"].given() == desktop.id("company", "锐锂正极")
    assert "锐锂正极" in str(dialog.form.bindings["summary"].given())
