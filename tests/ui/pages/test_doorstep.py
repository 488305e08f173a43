"""The first page while the desktop is being opened: as it was left, and nothing typed on it is lost."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import ui.desktop
from app.i18n import FIRST, Translator
from app.profile import Profile, create_profile
from app.profile_settings import SLOT_NAME, ProfileSettings, read_settings
from app.services.records import create_record
from app.store.raw import DATABASE_NAME, LAST_SEEN, FirstLook
from tests.fakes.desktops import Desktop
from tests.fakes.keyrings import MemoryKeyring, using
from tests.fakes.stores import KEY
from ui.context.last_seen import LastSeen, as_kept, from_kept
from ui.desktop import OpenedDesktop
from ui.dialogs.capture_dialog import CaptureDialog
from ui.pages.doorstep import Doorstep, Handover, Wish
from ui.pages.last_seen import LastSeenKeeper, seen
from ui.pages.start import Start
from ui.pages.start_views import TroubleView
from ui.pages.today_page import TodayPage
from ui.theme.theme import Theme

PATIENCE = 30_000
ROOT = Path(ui.desktop.__file__).parents[1]


class Behind:
    """A desktop that is ready when it is told to be."""

    def __init__(self) -> None:
        self.window, self.filled, self.wishes = QWidget(), False, list[Wish]()

    def ready(self) -> bool:
        return self.filled

    def fulfil(self, wish: Wish) -> None:
        self.wishes.append(wish)


@pytest.fixture
def last(desktop: Desktop) -> LastSeen:
    step = {"title": "看地块", "due_on": "2026-11-20", "owner": desktop.desk.actor}
    create_record(desktop.desk, "next_step", step)
    page = desktop.page("today")
    assert isinstance(page, TodayPage)
    return seen(desktop.window.ctx, desktop.window.rail, page)


@pytest.fixture
def doorstep(qtbot: QtBot, theme: Theme) -> Iterator[Doorstep]:  # the robot clears the screen: first
    one = Doorstep(theme, ProfileSettings())
    one.show()
    yield one
    if isValid(one):
        one.leave()


def compose(doorstep: Doorstep, text: str) -> None:
    QApplication.sendEvent(doorstep.line, QInputMethodEvent(text, []))


def test_what_was_seen_comes_back_from_what_is_kept(last: LastSeen) -> None:
    assert from_kept(as_kept(last)) == last
    assert last.tasks and last.figures[0].label
    odd: list[object] = [None, [], {"day": "2026-11-20"}, {**as_kept(last), "tasks": 3}]
    assert [from_kept(one) for one in odd] == [None] * 4


def test_it_is_filled_as_it_was_left(doorstep: Doorstep, last: LastSeen) -> None:
    doorstep.show_seen(last, date.fromisoformat(last.day))
    assert doorstep.title.text() == last.title
    assert doorstep.rail.person.name == last.person[0]
    assert {name: doorstep.rail.count(name) for name in last.counts} == last.counts
    assert last.tasks[0].title in doorstep.tasks.accessibleDescription()
    doorstep.grab()


def test_figures_share_the_row_and_the_first_is_whole(doorstep: Doorstep, last: LastSeen) -> None:
    doorstep.resize(1366, 768)
    doorstep.show_seen(last, date.fromisoformat(last.day))
    doorstep.grab()  # which lays it out
    boxes = [doorstep.figures.box(number) for number in range(len(last.figures))]
    assert boxes[0].left() == 0 and doorstep.figures.width() - boxes[-1].right() < len(boxes) + 1
    assert all(one.right() < other.left() for one, other in pairwise(boxes))
    assert boxes[0].width() > 2 * boxes[1].width()


def test_on_another_day_it_says_of_which_it_is(doorstep: Doorstep, last: LastSeen) -> None:
    doorstep.show_seen(last, date(2031, 5, 6))
    assert doorstep.title.text() == f"截至{last.title}"
    doorstep.grab()


def test_a_task_of_it_can_be_asked_for(doorstep: Doorstep, last: LastSeen) -> None:
    doorstep.resize(1366, 768)
    doorstep.show_seen(last, date.fromisoformat(last.day))
    row = doorstep.tasks._row(0)
    QTest.mouseClick(doorstep.tasks, Qt.MouseButton.LeftButton, pos=row.center())
    assert doorstep.wished().record == (last.tasks[0].kind, last.tasks[0].id)


def test_pages_can_be_asked_for_by_keys_and_by_the_rail(doorstep: Doorstep, qtbot: QtBot) -> None:
    doorstep.activateWindow()
    QTest.keyClick(doorstep, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert doorstep.wished().page == "companies" == doorstep.rail.current()
    doorstep.rail.selected.emit("funds")
    assert doorstep.wished().page == "funds"


def test_the_desktop_waits_for_a_word_that_is_being_typed(
    doorstep: Doorstep, qtbot: QtBot, qapp: QApplication
) -> None:
    behind = Behind()
    qtbot.addWidget(behind.window)
    Handover(doorstep, behind, qapp)
    behind.filled = True
    QTest.keyClicks(doorstep.line, "ab")
    compose(doorstep, "ni hao")
    qtbot.wait(600)
    assert not behind.window.isVisible()
    compose(doorstep, "")
    qtbot.waitUntil(behind.window.isVisible, timeout=PATIENCE)
    assert behind.wishes == [Wish(line="ab")]
    qtbot.waitUntil(lambda: not isValid(doorstep), timeout=PATIENCE)


def test_the_desktop_waits_until_it_has_something_to_show(
    doorstep: Doorstep, qtbot: QtBot, qapp: QApplication
) -> None:
    behind = Behind()
    qtbot.addWidget(behind.window)
    Handover(doorstep, behind, qapp)
    qtbot.wait(200)
    assert doorstep.isVisible() and not behind.window.isVisible()
    behind.filled = True
    qtbot.waitUntil(behind.window.isVisible, timeout=PATIENCE)


def test_with_a_line_begun_it_does_not_close_before_somebody_keeps_it(doorstep: Doorstep) -> None:
    doorstep.line.setText("拜访恒力")
    assert not doorstep.close() and doorstep.isVisible()
    doorstep.line.clear()
    assert doorstep.close()


def test_what_was_begun_goes_on_in_the_desktop(desktop: Desktop) -> None:
    opened = OpenedDesktop(desktop.window)
    assert opened.ready()
    opened.fulfil(Wish(line="今天拜访恒力电子张总", page="funds"))
    desktop.settle()
    top = desktop.window.sheets.top
    assert isinstance(top, CaptureDialog) and top.line.toPlainText() == "今天拜访恒力电子张总"
    assert desktop.window.rail.current() == "funds"
    desktop.window.sheets.close_all()
    company, _ = create_record(desktop.desk, "company", {"name": "恒力电子"})
    opened.fulfil(Wish(record=("company", company), search="恒"))
    desktop.settle()
    assert desktop.window.top.search.text() == "恒" and desktop.window._trail[-1] == ("company", company)


def test_it_is_kept_once_and_again_only_when_it_is_another(desktop: Desktop) -> None:
    looks: list[dict[str, object]] = []
    desktop.page("today")
    keeper = LastSeenKeeper(desktop.window, lambda **found: looks.append(found), desktop.window)
    keeper.keep()
    desktop.settle()
    settings = desktop.desk.store.settings
    kept = from_kept(settings.get(LAST_SEEN))
    assert kept is not None and kept.language == "zh_CN" and looks[0].keys() == {"place"}
    settings.remove(LAST_SEEN)
    keeper.keep()
    desktop.settle()
    assert settings.get(LAST_SEEN) is None and len(looks) == 1


# ---- from a folder
@pytest.fixture
def bound(tmp_path: Path) -> Iterator[Path]:
    with using(MemoryKeyring()):
        create_profile(tmp_path / "profile", actor="陈立", passphrase=None).close()
        yield tmp_path / "profile"


def begun(theme: Theme, qapp: QApplication, folder: Path, profiles: list[Profile], behind: Behind) -> Start:
    def opened(profile: Profile) -> Behind:
        profiles.append(profile)
        return behind

    start = Start(theme, folder, opened, qapp, needs=__name__)
    start.begin()
    return start


def test_a_profile_of_the_keyring_opens_behind_its_first_page(
    qtbot: QtBot, theme: Theme, qapp: QApplication, bound: Path
) -> None:
    behind, profiles = Behind(), list[Profile]()
    qtbot.addWidget(behind.window)
    start = begun(theme, qapp, bound, profiles, behind)
    doorstep = start.doorstep
    assert doorstep is not None and doorstep.isVisible()
    QTest.keyClicks(doorstep.line, "ab")
    qtbot.waitUntil(lambda: bool(profiles), timeout=PATIENCE)
    behind.filled = True
    qtbot.waitUntil(behind.window.isVisible, timeout=PATIENCE)
    assert behind.wishes == [Wish(line="ab")]
    start.stop()
    profiles[0].close()


def test_what_was_begun_is_there_again_when_it_opens_at_the_second_try(
    qtbot: QtBot, theme: Theme, qapp: QApplication, bound: Path
) -> None:
    slot, behind, profiles = bound / SLOT_NAME, Behind(), list[Profile]()
    sound = slot.read_bytes()
    slot.write_text(json.dumps({**json.loads(sound), "sealed": "AAAA"}), encoding="utf-8")
    start = begun(theme, qapp, bound, profiles, behind)
    assert start.doorstep is not None
    QTest.keyClicks(start.doorstep.line, "ab")
    qtbot.waitUntil(lambda: isinstance(start.view, TroubleView), timeout=PATIENCE)
    qtbot.addWidget(start.window)
    assert isinstance(start.view, TroubleView)
    slot.write_bytes(sound)
    start.view.button.click()
    assert start.doorstep.line.text() == "ab"
    qtbot.addWidget(behind.window)
    behind.filled = True
    qtbot.waitUntil(behind.window.isVisible, timeout=PATIENCE)
    assert behind.wishes == [Wish(line="ab")]
    start.stop()
    profiles[0].close()


def test_a_first_look_sees_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    look = FirstLook(tmp_path / DATABASE_NAME, KEY)
    assert look.kept(LAST_SEEN) is None and not (tmp_path / DATABASE_NAME).exists()
    (tmp_path / DATABASE_NAME).write_bytes(b"this is no database" * 500)
    look = FirstLook(tmp_path / DATABASE_NAME, KEY)
    assert look.kept(LAST_SEEN) is None
    look.close()


def test_looks_in_the_open_are_read_without_the_store(tmp_path: Path) -> None:
    profile = create_profile(tmp_path / "profile", actor="陈立", passphrase="correct horse battery")
    profile.change_settings(text_size=150, rail_folded=True, place="AAAA")
    profile.close()
    looks = read_settings(tmp_path / "profile")
    assert (looks.text_size, looks.rail_folded, looks.place) == (150, True, "AAAA")


@pytest.mark.parametrize("place", ["A", "AAAA", "没有"])
def test_an_odd_note_of_its_place_keeps_nobody_out(theme: Theme, place: str) -> None:
    one = Doorstep(theme, ProfileSettings(place=place))
    assert (one.width(), one.height()) == (1366, 768)
    one.leave()


# ---- how little it takes
LIGHT = """
import sys
from ui.main import leave_sources_unread
import PySide6.QtWidgets
leave_sources_unread()
import ui.starting
print(sorted(name for name in sys.modules if name.split(".")[0] in ("sqlalchemy", "msgspec", "keyring",
      "cryptography", "sqlcipher3", "requests") and "." not in name), len(sys.modules))
import ui.desktop, linecache
print(sum(name.startswith(sys.argv[1]) for name in linecache.cache))
"""


def test_nothing_large_is_loaded_before_the_first_page(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, str(ROOT)], capture_output=True, text=True, check=True
    )
    modules, sources = done.stdout.splitlines()
    large, _, count = modules.rpartition(" ")
    assert large == "[]"
    assert int(count) < 260
    assert int(sources) < 10  # of hundreds; PySide keeps in memory what it reads


def test_the_first_page_speaks_from_the_first_texts(qtbot: QtBot, theme: Theme) -> None:
    words = Translator("en")
    theme.set_words(words)
    one = Doorstep(theme, ProfileSettings())
    qtbot.addWidget(one)
    assert len(words._texts) < 600, FIRST
    theme.set_words(Translator())
