"""Two offices report one enterprise on their own screens, headquarters rules on its own: all by hand."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sync.client.engine import sync_once
from sync.client.gateway import Gateway
from sync.client.watched import Watch
from sync.protocol.messages import DevicesReply
from tests.fakes.desks import empty_store
from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.offices import Offices, opened_offices
from tests.ui.conftest import dressed, qtbot, theme  # noqa: F401 (fixtures)
from ui.components.ruling_form import RulingForm
from ui.context.headquarters import Enrolled, Invitation, RunOutcome
from ui.dialogs.claim_dialog import ClaimDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.clashes_page import ClashesPage
from ui.theme.theme import Theme
from ui.widgets.button import Button

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class OfficeRunner:
    """The sync of one desktop through the real engine; the store comes with the desktop."""

    user: str
    unit: str
    gateway: Gateway
    desktop: Desktop | None = None
    there: threading.Event = field(default_factory=threading.Event)

    def enrolled(self) -> Enrolled | None:
        return Enrolled("https://hq", self.user, self.unit)

    def enrol(self, invitation: Invitation) -> Enrolled:
        raise AssertionError("it is enrolled")

    def devices(self) -> DevicesReply:
        raise AssertionError("nobody asks")

    def run(self, *, allow_deletions: bool = False, watch: Watch | None = None) -> RunOutcome:
        assert self.there.wait(60), "a desktop syncs by itself when it opens, before it is handed to the test"
        assert self.desktop is not None
        store = self.desktop.desk.store
        return RunOutcome(sync_once(store, self.gateway, store.clock, store.randomness))


@dataclass
class Office:
    """One person's desktop, opened again and again on the same profile."""

    bot: QtBot
    theme: Theme
    folder: Path
    runner: OfficeRunner
    randomness: random.Random

    @contextmanager
    def opened(self) -> Iterator[Desktop]:
        """The window, synced before and after what is done in it."""
        self.runner.there.clear()
        for desktop in make_desktop(self.bot, self.theme, self.folder, runner=self.runner):
            desktop.desk.store.randomness = self.randomness  # every laptop has its own chance
            self.runner.desktop = desktop
            self.runner.there.set()
            self._sync(desktop)
            yield desktop
            self._sync(desktop)

    def _sync(self, desktop: Desktop) -> None:
        monitor, before = desktop.window.monitor, len(desktop.desk.store.sync_runs())
        desktop.key(Qt.Key.Key_F5)
        desktop.until(lambda: len(desktop.desk.store.sync_runs()) > before and not monitor.syncing)
        assert monitor.error is None


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as opened:
        yield opened


def office(
    offices: Offices, bot: QtBot, looks: Theme, user: str, unit: str = "", *, role: str = "officer"
) -> Office:
    folder = offices.folder / f"desk-{user}"
    folder.mkdir()
    empty_store(folder).close()
    gateway = offices.laptop(user, unit, role=role).gateway
    return Office(bot, looks, folder, OfficeRunner(user, unit, gateway), random.Random(user))


def report(desktop: Desktop, name: str) -> None:
    """Record a company and report it first, by the form and the button."""
    dialog = desktop.window.desk_actions.new_record("company", {})
    assert isinstance(dialog, RecordDialog)
    dialog.form.bindings["name"].editor.setFocus()
    desktop.write(name)
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.record("company", name)
    press(desktop, "首报")
    claim = desktop.window.sheets.top
    assert isinstance(claim, ClaimDialog)
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is None


def press(desktop: Desktop, text: str) -> None:
    buttons = desktop.window.findChildren(Button)
    desktop.click(next(one for one in buttons if one.text() == text and one.isVisible()))


def rule(form: RulingForm, desktop: Desktop) -> None:
    form.choose("shared")
    for editor, percent in zip(form.shares.values(), ("60", "40"), strict=True):
        editor.line.setFocus()
        editor.line.selectAll()
        desktop.letters(percent)
    form.reason.edit.setFocus()
    desktop.write("先报者六成")
    desktop.click(form.accept_button)


def test_from_two_screens_offline_to_a_ruling_on_both(
    offices: Offices,
    qtbot: QtBot,  # noqa: F811
    theme: Theme,  # noqa: F811
) -> None:
    north = office(offices, qtbot, theme, "张三", "北方处")
    south = office(offices, qtbot, theme, "李四", "南方处")
    ruler = office(offices, qtbot, theme, "陈主任", role="hq")
    names = {"张三": "合肥华清光学科技有限公司", "李四": "华清光学科技股份有限公司"}
    for one in (north, south):
        with one.opened() as desktop:
            report(desktop, names[one.runner.user])
    with north.opened() as desktop:
        strip = desktop.record("company", "华清").overview.claims
        assert strip.sentences().startswith("撞单：北方处、南方处都首报了这家企业")

    with ruler.opened() as desktop:
        page = desktop.page("clashes")
        assert isinstance(page, ClashesPage) and page.card is not None and page.card.form is not None
        rule(page.card.form, desktop)

    for one in (north, south):
        with one.opened() as desktop:
            strip = desktop.record("company", "华清").overview.claims
            assert strip.sentences() == "撞单已裁定：按比例分成：北方处 60%、南方处 40% 理由：先报者六成"
            page = desktop.page("clashes")
            assert isinstance(page, ClashesPage) and page.card is not None and page.card.form is None
            assert any("陈主任" in text for _, text in said_by(page.card))
