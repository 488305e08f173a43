"""Settings take effect at once and are kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sync.client.errors import CodeRefused, PlainHttpRefused
from tests.fakes.desktops import Desktop, ScriptedRunner, make_desktop, opened, said_by
from tests.fakes.stores import KEY
from ui.pages.settings_page import SettingsPage
from ui.theme.theme import Density, Mode, Theme


def settings(desktop: Desktop, tab: str = "") -> SettingsPage:
    page = desktop.page("settings", tab)
    assert isinstance(page, SettingsPage)
    return page


def choose(control: object, text: str) -> None:
    """Press the segment that says ``text``."""
    from PySide6.QtWidgets import QAbstractButton, QWidget

    assert isinstance(control, QWidget)
    next(one for one in control.findChildren(QAbstractButton) if one.text() == text).click()


def test_the_theme_changes_at_once(desktop: Desktop) -> None:
    page = settings(desktop)
    choose(page.mode, "深色")
    assert desktop.theme.dark and desktop.preferences.mode is Mode.DARK
    choose(page.mode, "浅色")
    assert not desktop.theme.dark


def test_the_row_height_changes_at_once(desktop: Desktop) -> None:
    page = settings(desktop)
    choose(page.row_height, "紧凑")
    assert desktop.theme.density is Density.COMPACT
    projects = desktop.listed("projects")
    assert projects.grid.rowHeight(0) == 28


def test_the_language_changes_by_a_click(desktop: Desktop) -> None:
    page = settings(desktop)
    choose(page.language, "English")
    desktop.until(lambda: desktop.window.windowTitle() == "Outpost")
    assert isinstance(desktop.window.page, SettingsPage)
    choose(desktop.window.page.language, "中文")
    desktop.until(lambda: desktop.window.windowTitle() == "招商前哨")


@pytest.mark.parametrize("size", ["125%", "200%"])
def test_larger_text_makes_everything_larger(desktop: Desktop, size: str) -> None:
    page = settings(desktop)
    choose(page.text_size, size)
    desktop.until(lambda: desktop.theme.percent == int(size.rstrip("%")))
    projects = desktop.listed("projects")
    assert projects.grid.rowHeight(0) == desktop.theme.px(32)
    assert projects.table.rowCount() == 6


def test_the_unit_can_be_chosen_here_too(desktop: Desktop) -> None:
    page = settings(desktop)
    choose(page.unit, "万元")
    assert desktop.window.bottom.units.current() == "wan"
    desktop.window.set_unit("yuan")
    assert page.unit.current() == "yuan"


def test_a_backup_opens_with_the_same_key(desktop: Desktop, tmp_path: Path) -> None:
    page = settings(desktop)
    target = tmp_path / "backup" / "store.db"
    target.parent.mkdir()
    page.back_up(target)
    desktop.until(lambda: desktop.window.toast.text == "已备份到 store.db")
    copy = opened(target.parent)
    try:
        assert copy.content_hash() == desktop.desk.store.content_hash()
    finally:
        copy.close()
    assert KEY not in target.read_bytes()


# ---- joining headquarters
@pytest.fixture
def runner() -> ScriptedRunner:
    return ScriptedRunner()


@pytest.fixture
def lonely(qtbot: QtBot, theme: Theme, profile_folder: Path, runner: ScriptedRunner) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, profile_folder, runner=runner)


def fill(page: SettingsPage, url: str, code: str) -> None:
    assert page.form is not None
    page.form.url.set_raw(url)
    page.form.code.set_raw(code)


def test_joining_syncs_and_shows_who_one_is(lonely: Desktop, runner: ScriptedRunner) -> None:
    page = settings(lonely, "headquarters")
    fill(page, "https://hq.example", "ABCD-1234")
    page.join()
    lonely.until(lambda: runner.runs != [])
    assert "已连接：陈立，驻沪招商分局。总部地址 https://hq.example" in [text for _, text in said_by(page)]
    assert page.form is None


@pytest.mark.parametrize(
    ("error", "row"), [(CodeRefused(), "code"), (PlainHttpRefused(host="hq.example"), "url")]
)
def test_what_joining_refuses_is_said_at_its_row(
    lonely: Desktop, runner: ScriptedRunner, error: CodeRefused, row: str
) -> None:
    runner.refusal = error
    page = settings(lonely, "headquarters")
    fill(page, "http://hq.example", "WRONG")
    page.join()
    assert page.form is not None
    form = page.form
    lonely.until(lambda: bool(form.rows[row].error))
    assert page.join_button.isEnabled() and form.url.raw() == "http://hq.example"


def test_an_empty_invitation_is_not_sent(lonely: Desktop) -> None:
    page = settings(lonely, "headquarters")
    page.join()
    assert page.form is not None
    assert [page.form.rows[name].error != "" for name in ("url", "code")] == [True, True]


def test_says_what_it_is_and_under_which_licences(desktop: Desktop) -> None:
    texts = " ".join(text for _, text in said_by(settings(desktop)))
    for words in ("Apache-2.0", "LGPL-3.0", "OFL-1.1", "本系统严禁存储、处理涉密信息", str(desktop.folder)):
        assert words in texts, words
