"""What is done from the search line: found by name or letters, offered to those who may, begun there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.fund_records import locks
from app.services.scores.bulletins import bulletins, publish
from app.store.work import ROLE
from tests.fakes.desktops import Desktop, make_desktop
from tests.fakes.scored import score_year
from ui.components.search_actions import ACTION, actions_called
from ui.dialogs.bulletins_dialog import BulletinsDialog
from ui.dialogs.lock_dialog import LockDialog
from ui.pages.funds_page import FundsPage
from ui.pages.scores_page import ScoresPage
from ui.theme.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with a year of scores in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        score_year(made.desk)
        yield made


def become(desktop: Desktop, role: str) -> None:
    with desktop.desk.store.replica() as replica:
        replica.set(ROLE, role)


def pick(desktop: Desktop, text: str) -> None:
    """Ctrl+K, the words, down to the action, Enter."""
    desktop.key(Qt.Key.Key_K, CTRL)
    desktop.write(text)
    found = [line for line in desktop.window.top.search.list.lines if line.id]
    for _ in range(next(at for at, line in enumerate(found) if line.kind == ACTION)):
        desktop.key(Qt.Key.Key_Down)
    desktop.key(Qt.Key.Key_Return)
    desktop.settle()


@pytest.mark.parametrize(
    ("role", "text", "wanted"),
    [
        ("hq", "通报", ["publish_bulletin", "earlier_bulletins"]),
        ("hq", "fbtb", ["publish_bulletin"]),
        ("hq", "fabu", ["publish_bulletin"]),
        ("hq", " 锁 账 ", ["lock_month"]),
        ("hq", "tb", []),
        ("hq", " ", []),
        ("officer", "通报", ["earlier_bulletins"]),
        ("officer", "锁账", []),
        ("", "锁账", ["lock_month"]),
    ],
)
def test_what_is_called_so_and_may_be_done(desktop: Desktop, role: str, text: str, wanted: list[str]) -> None:
    become(desktop, role)
    assert [id for id, _ in actions_called(desktop.window.ctx, text)] == wanted


def test_publishing_is_two_strokes_and_undone_by_one(desktop: Desktop) -> None:
    become(desktop, "hq")
    pick(desktop, "发布通报")
    page = desktop.window.page
    assert isinstance(page, ScoresPage) and page.publish_button.hasFocus()
    assert bulletins(desktop.desk) == [], "the search line itself publishes nothing"
    desktop.key(Qt.Key.Key_Space)
    desktop.settle()
    assert len(bulletins(desktop.desk)) == 1
    desktop.window.ctx.undo()
    desktop.settle()
    assert bulletins(desktop.desk) == []


def test_earlier_bulletins_are_shown_with_their_figures(desktop: Desktop) -> None:
    become(desktop, "hq")
    publish(desktop.desk)
    publish(desktop.desk, kind="half")
    become(desktop, "officer")
    pick(desktop, "以往通报")
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, BulletinsDialog)
    half, year = dialog.rows
    assert dialog.rows[half]["period"] == "half"
    dialog.show_bulletin(year)
    figures = dict(dialog.city.shown)
    assert figures["全市签约"] and "1. " in dialog.ranks.text()
    with desktop.desk.store.write(actor="总部", label="sync") as work:
        work.update("bulletin", year, {"boards": {"of": "a newer version"}})
    again = BulletinsDialog(desktop.window.ctx)
    desktop.bot.addWidget(again)
    again.show_bulletin(year)
    assert again.ranks.text() == "由更新的版本写成，请升级后查看" and again.city.isHidden()


def test_nothing_published_is_said(desktop: Desktop) -> None:
    pick(desktop, "以往通报")
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, BulletinsDialog)
    assert not dialog.rows and dialog.city.isHidden() and dialog.ranks.text() == ""


def test_a_month_is_published_by_its_own_dialog(desktop: Desktop) -> None:
    pick(desktop, "锁账")
    assert isinstance(desktop.window.page, FundsPage)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, LockDialog) and locks(desktop.desk) == []
    dialog.reject()
    page = desktop.page("funds", "locks")
    desktop.settle()
    assert page.current_tab() == "locks" and not isinstance(desktop.window.sheets.top, LockDialog)
