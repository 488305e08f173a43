"""延续关系 on the page of a project: both directions, why it counts or not, in two languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.records import change_record, create_record
from tests.fakes.desks import sample_desk
from tests.fakes.desktops import Desktop, copied, make_desktop, said_by
from ui.components.continued_card import ContinuedCard
from ui.components.record_cards import LinkRow
from ui.pages.detail_page import DetailPage
from ui.theme.theme import Theme

PROJECT = "煤矸石"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("continued")
    sample_desk(made).store.close()
    return made


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, folder: Path, tmp_path: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, copied(folder, tmp_path / "profile"))


def cards(page: DetailPage) -> list[ContinuedCard]:
    return [one for one in page.findChildren(ContinuedCard) if one.isVisible()]


def words(root: QWidget) -> str:
    return "\n".join(text for _, text in said_by(root))


def followed(desktop: Desktop, page: DetailPage, **values: object) -> str:
    given = {"name": "二线扩产", "continues": "owner", "follows_id": page.id, "added_amount": "1200"}
    id, _ = create_record(desktop.desk, "project", given | values)
    page.refresh()
    desktop.settle()
    return id


def test_both_pages_lead_to_each_other_and_say_how_it_counts(desktop: Desktop) -> None:
    page = desktop.record("project", PROJECT)
    assert cards(page) == []
    first, id = page.id, followed(desktop, page)
    (card,) = cards(page)
    assert "后续项目（更换业主）" in words(card) and "二线扩产" in words(card) and "不另算" not in words(card)
    (row,) = card.findChildren(LinkRow)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    desktop.settle()
    page = desktop.record("project", "二线扩产")
    assert page.id == id
    (card,) = cards(page)
    told = words(card)
    for said in ("前面的项目（更换业主）", "煤矸石", "金额只算新增的 1200 万元", "到位资金不计"):
        assert said in told, said
    change_record(desktop.desk, "project", id, {"continues": "second_phase", "added_amount": ""})
    page.refresh()
    desktop.settle()
    told = words(cards(page)[0])
    assert "算一个新项目" in told and "请填写新增金额" in told and first != id


def test_the_link_is_among_the_facts_that_people_edit(desktop: Desktop) -> None:
    page = desktop.record("project", PROJECT)
    told = words(page)
    for label in ("延续方式", "前面的项目", "新增金额", "新增外资"):
        assert label in told, label


def test_it_is_in_english_too(qtbot: QtBot, theme: Theme, folder: Path, tmp_path: Path) -> None:
    for desktop in make_desktop(qtbot, theme, copied(folder, tmp_path / "profile"), language="en"):
        page = desktop.record("project", PROJECT)
        followed(desktop, page, continues="", follows_id=page.id)
        assert "Later project (sort not chosen)" in words(cards(page)[0])
