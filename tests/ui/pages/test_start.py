"""From an empty folder to an open desktop, and every way that can go wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Translator
from app.profile import ACTOR, Profile, create_profile, open_profile
from tests.fakes.desktops import said_by
from tests.ui.menus import choose, close_menu, menu_key, open_menu, right_click, texts
from ui.pages.doorstep import Wish
from ui.pages.first_run_view import JOIN, FirstRunView
from ui.pages.start import Start
from ui.pages.start_views import PassphraseView, StartView, TroubleView
from ui.theme.theme import Theme

SECRET = "correct horse battery"
PATIENCE = 30_000


class Began:
    """A start on a folder; the desktop it opens is an empty window, which is ready when it is told to be."""

    def __init__(self, bot: QtBot, theme: Theme, app: QApplication, folder: Path) -> None:
        self.bot, self.profiles = bot, list[Profile]()
        self.desktop = self.window = QWidget()
        self.wishes: list[Wish] = []
        self.filled = True
        self.start = Start(theme, folder, self._open, app, needs=__name__)
        bot.addWidget(self.desktop)
        bot.addWidget(self.start.window)

    def _open(self, profile: Profile) -> "Began":
        self.profiles.append(profile)
        return self

    def ready(self) -> bool:
        return self.filled

    def fulfil(self, wish: Wish) -> None:
        self.wishes.append(wish)

    def view(self, kind: type[StartView]) -> StartView:
        """The view of this kind, once it is shown."""
        self.bot.waitUntil(lambda: isinstance(self.start.view, kind), timeout=PATIENCE)
        assert self.start.view is not None
        return self.start.view

    def until_open(self) -> Profile:
        self.bot.waitUntil(lambda: bool(self.profiles), timeout=PATIENCE)
        return self.profiles[0]

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true, timeout=PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def began(qtbot: QtBot, theme: Theme, qapp: QApplication, folder: Path) -> Iterator[Began]:
    one = Began(qtbot, theme, qapp, folder)
    yield one
    one.start.stop()
    if one.start.doorstep is not None:
        one.start.doorstep.leave()
    for profile in one.profiles:
        profile.close()
    theme.set_words(Translator())


def first_run(began: Began, *, keyring: bool = False) -> FirstRunView:
    began.start.window.show()
    return began.start.show_first_run(keyring)


# ---- first run
def test_an_empty_folder_begins_with_the_first_run(began: Began) -> None:
    began.start.begin()
    texts = [text for _, text in said_by(began.view(FirstRunView))]
    assert "本系统严禁存储、处理涉密信息" in texts and "欢迎使用招商前哨" in texts


def test_a_name_and_a_passphrase_make_a_profile(began: Began, folder: Path) -> None:
    view = first_run(began)
    view.name.set_raw("陈立")
    view.first.set_raw(SECRET)
    view.again.set_raw(SECRET)
    view.begin()
    profile = began.until_open()
    assert profile.store.settings.get(ACTOR) == "陈立"
    assert began.desktop.isVisible() and not began.start.window.isVisible()
    profile.close()
    reopened = open_profile(folder, passphrase_source=lambda: SECRET)
    reopened.close()


def test_what_is_missing_is_said_at_its_row(began: Began) -> None:
    view = first_run(began)
    view.first.set_raw("short")
    view.begin()
    assert view.name_row.error == "请填写姓名，历史里要写明是谁做的修改"
    assert "12" in view.first_row.error
    view.name.set_raw("陈立")
    view.first.set_raw(SECRET)
    view.again.set_raw(SECRET + "x")
    view.begin()
    assert view.again_row.error == "两次输入的口令不同，请重新输入"
    assert view.first.raw() == SECRET and not began.profiles


def test_with_a_keyring_no_passphrase_is_asked(began: Began) -> None:
    view = first_run(began, keyring=True)
    texts = [text for _, text in said_by(view)]
    assert "数据加密保存，密钥由系统钥匙串保管" in texts and "口令" not in texts


def test_a_refused_invitation_keeps_the_profile_and_can_go_on_alone(began: Began) -> None:
    view = first_run(began)
    view.name.set_raw("陈立")
    view.first.set_raw(SECRET)
    view.again.set_raw(SECRET)
    view.keep(("陈立", JOIN))
    view.enrol.url.set_raw("http://hq.example.gov.cn")
    view.enrol.code.set_raw("ABCD")
    view.begin()
    began.until(lambda: bool(view.enrol.rows["url"].error))
    assert view.enrol.isVisible() and view.button.isEnabled()
    view.keep(("陈立", "alone"))
    view.begin()
    began.until_open()


def test_the_language_changes_and_what_was_typed_stays(began: Began) -> None:
    view = first_run(began)
    view.name.set_raw("Chen Li")
    view.language_chosen.emit("en")
    again = began.start.view
    assert isinstance(again, FirstRunView) and again is not view
    assert "Welcome to Outpost" in [text for _, text in said_by(again)]
    assert again.name.raw() == "Chen Li"


# ---- opening
@pytest.fixture
def made(folder: Path) -> Path:
    create_profile(folder, actor="陈立", passphrase=SECRET).close()
    return folder


def test_a_wrong_passphrase_is_said_and_the_right_one_opens(began: Began, made: Path) -> None:
    began.start.begin()
    view = began.view(PassphraseView)
    assert isinstance(view, PassphraseView)
    view.button.click()
    assert view.row.error == "请输入口令"
    view.field.set_raw("not the passphrase")
    view.button.click()
    began.until(lambda: "口令" in view.row.error and view.row.error != "请输入口令")
    assert view.button.isEnabled()
    view.field.set_raw(SECRET)
    view.button.click()
    assert began.until_open().desk.actor == "陈立"


def test_a_file_that_is_no_database_has_its_own_window(began: Began, made: Path) -> None:
    database = next(made.glob("*.db"))
    database.write_bytes(b"this is no database" * 500)
    began.start.begin()
    view = began.view(PassphraseView)
    assert isinstance(view, PassphraseView)
    view.field.set_raw(SECRET)
    view.button.click()
    trouble = began.view(TroubleView)
    assert isinstance(trouble, TroubleView)
    assert trouble.error.code in ("not_a_database", "wrong_key")
    assert "没有做任何改动" in trouble.sentence
    assert database.read_bytes().startswith(b"this is no database")


def test_a_damaged_slot_is_said_at_once_and_can_be_tried_again(began: Began, made: Path) -> None:
    slot = made / "keyslot.json"
    kept = slot.read_bytes()
    slot.write_bytes(b"{")
    began.start.begin()
    trouble = began.view(TroubleView)
    assert isinstance(trouble, TroubleView)
    assert "密钥文件已损坏" in [text for _, text in said_by(trouble)]
    slot.write_bytes(kept)
    trouble.button.click()
    began.view(PassphraseView)


def test_a_folder_that_cannot_be_made_is_said(
    qtbot: QtBot, theme: Theme, qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    began = Began(qtbot, theme, qapp, tmp_path / "file" / "profile")
    view = first_run(began)
    view.name.set_raw("陈立")
    view.first.set_raw(SECRET)
    view.again.set_raw(SECRET)
    view.begin()
    began.until(lambda: "无法写入" in view.note.text())
    assert view.button.isEnabled() and not began.profiles
    began.start.stop()


# ---- its menus
@pytest.mark.parametrize("key", [Qt.Key.Key_Menu, Qt.Key.Key_F10])
def test_the_menu_keys_show_the_menu_of_a_field(began: Began, key: Qt.Key) -> None:
    view = shown(began)
    assert "粘贴" in texts(menu_key(view.name.line, key))
    close_menu()


def test_words_of_the_window_are_copied_for_whoever_helps(began: Began) -> None:
    view = shown(began)
    label = next(one for one in view.findChildren(QLabel) if one.text() == "欢迎使用招商前哨")
    window = began.start.window
    choose(right_click(window, label.mapTo(window, label.rect().center())), "复制文字")
    assert QGuiApplication.clipboard().text() == "欢迎使用招商前哨"


def test_bare_ground_has_nothing_to_offer(began: Began) -> None:
    window = shown(began).window()
    how = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(window, QContextMenuEvent(how, QPoint(2, 2), window.mapToGlobal(QPoint(2, 2))))
    assert open_menu() is None


def shown(began: Began) -> FirstRunView:
    view = began.start.show_first_run(keyring=True)
    began.start.window.show()
    return view
