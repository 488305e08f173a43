"""Journey 5: two laptops and a headquarters make a conflict; two clicks settle it, undo brings it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.records import change_record
from sync.client.conflict_rules import kept_rules
from tests.fakes.desktops import Desktop, make_desktop
from tests.fakes.direct_runner import DirectRunner
from tests.fakes.headquarters import UNIT, open_headquarters
from tests.fakes.laptops import Laptop, open_laptop
from ui.pages.sync_centre import SyncCentre
from ui.theme.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


class Clicks(QObject):
    """Counts the presses of the left button that reach a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            self.count += 1
        return False


@dataclass
class Office:
    """The officer's desktop, a colleague's laptop, and a company that both know."""

    desktop: Desktop
    colleague: Laptop
    company: str

    def sync(self) -> None:
        before = len(self.desktop.desk.store.sync_runs(200))
        self.desktop.key(Qt.Key.Key_F5)
        self.desktop.until(lambda: len(self.desktop.desk.store.sync_runs(200)) > before)
        self.desktop.until(lambda: not self.desktop.window.monitor.syncing)

    def clash(self, company: str, mine: str, theirs: str, *, name: str = "city") -> None:
        self.colleague.synced()
        self.colleague.update("company", company, **{name: theirs})
        self.colleague.synced()
        change_record(self.desktop.desk, "company", company, {name: mine})
        self.sync()

    @property
    def centre(self) -> SyncCentre:
        page = self.desktop.window.page
        assert isinstance(page, SyncCentre)
        return page


@pytest.fixture
def office(qtbot: QtBot, theme: Theme, profile_folder: Path, tmp_path: Path) -> Iterator[Office]:
    hq = open_headquarters(tmp_path / "hq")
    runner = DirectRunner(hq.gateway("陈立"), UNIT)
    colleague = open_laptop(tmp_path, "李四", hq.gateway("李四"))
    for desktop in make_desktop(qtbot, theme, profile_folder, runner=runner):
        made = Office(desktop, colleague, desktop.id("company", "青岛啤酒"))
        made.sync()
        yield made
    colleague.store.close()
    hq.store.close()


def test_a_conflict_is_settled_in_two_clicks_and_undone(office: Office) -> None:
    desktop = office.desktop
    office.clash(office.company, mine="城阳", theirs="崂山")
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 1)
    assert desktop.row("company", "青岛啤酒")["city"] == "崂山"
    clicks = Clicks()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(clicks)

    desktop.click(desktop.window.top.chip.conflicts_part)
    card = office.centre.inbox.card
    assert card is not None
    desktop.click(card.whole_buttons["mine"])
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 0)

    app.removeEventFilter(clicks)
    assert clicks.count == 2
    assert desktop.row("company", "青岛啤酒")["city"] == "城阳"
    desktop.key(Qt.Key.Key_Z, CTRL)
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 1)
    assert desktop.row("company", "青岛啤酒")["city"] == "崂山"
    desktop.key(Qt.Key.Key_Y, CTRL)
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 0)
    office.sync()
    office.colleague.synced()
    assert office.colleague.value("company", office.company, "city") == "城阳"


def test_a_value_of_ones_own_is_checked_and_taken(office: Office) -> None:
    desktop = office.desktop
    office.clash(office.company, mine="城阳", theirs="崂山")
    desktop.page("sync", "conflicts")
    card = office.centre.inbox.card
    assert card is not None and card.fields is not None
    own = card.fields.own["city"]
    desktop.click(own.link)
    own.binding.editor.setFocus()
    own.binding.restore("市北")
    own.choice.setChecked(True)
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 0)
    assert desktop.row("company", "青岛啤酒")["city"] == "市北"


def test_a_rule_settles_the_next_one_with_a_toast_and_undo(office: Office) -> None:
    desktop = office.desktop
    office.clash(office.company, mine="城阳", theirs="崂山")
    desktop.page("sync", "conflicts")
    card = office.centre.inbox.card
    assert card is not None and card.rule_box is not None
    card.rule_box.box.setChecked(True)
    desktop.click(card.whole_buttons["mine"])
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 0)
    assert [rule.side for rule in kept_rules(desktop.desk.store)] == ["mine"]
    office.sync()

    office.clash(desktop.id("company", "正威"), mine="宝安", theirs="南山")
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 0)
    desktop.until(lambda: desktop.window.toast.text == "按规则处理了 1 处冲突")
    assert desktop.row("company", "正威")["city"] == "宝安"
    desktop.key(Qt.Key.Key_Z, CTRL)
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 1)
    page = desktop.page("sync", "conflicts")
    assert isinstance(page, SyncCentre)
    page.inbox.show_past(True)
    assert len(page.inbox.shown) == 1


def test_later_keeps_the_card_and_goes_on(office: Office) -> None:
    desktop = office.desktop
    office.clash(office.company, mine="城阳", theirs="崂山")
    office.clash(desktop.id("company", "正威"), mine="宝安", theirs="南山")
    desktop.page("sync", "conflicts")
    inbox = office.centre.inbox
    first = inbox.card
    assert first is not None
    desktop.click(first.later_button)
    assert inbox.card is not None and inbox.card.conflict.id != first.conflict.id
    assert desktop.window.monitor.counts.conflicts == 2
