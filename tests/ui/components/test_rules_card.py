"""The settings' card on rules: what holds, where it came from, and what is not gone by."""

from app.model.rulebooks import PACK
from tests.fakes.desktops import Desktop
from tests.fakes.rulebooks import STRANGER, arrive, pack_files, trust
from ui.pages.settings_page import SettingsPage
from ui.widgets.label import Label


def said(desktop: Desktop) -> str:
    """All that the card says."""
    page = desktop.window.open_page("settings")
    assert isinstance(page, SettingsPage)
    page.rules.load()
    desktop.settle()
    return "\n".join(label.text() for label in page.rules.findChildren(Label))


def test_the_shipped_pack_is_called_so(desktop: Desktop) -> None:
    assert "按“通用”第 1 版判断" in said(desktop) and "程序自带" in said(desktop)


def test_a_published_pack_is_told_with_its_day(desktop: Desktop) -> None:
    trust(desktop.desk.store)
    arrive(desktop.desk.store, PACK, "panan", pack_files("panan"))
    words = said(desktop)
    assert "按“磐安县”第 1 版判断，2022-10-10 起生效" in words and "签名无误" in words


def test_forged_and_unreadable_rules_are_told(desktop: Desktop) -> None:
    store = desktop.desk.store
    trust(store)
    arrive(store, PACK, "panan", pack_files("panan"), key=STRANGER)
    arrive(store, PACK, "town", pack_files("town") | {"new.toml": "[tomorrow]\nx = 1\n"}, version=2)
    words = said(desktop)
    assert "“panan”第 1 版的签名不是总部的" in words and "“town”第 2 版这个版本的程序读不懂" in words
    assert "按“通用”" in words
