"""The few words the widgets have of their own: in both languages, all used, none missing."""

import ast
import json
import re
import string
from pathlib import Path

import pytest

from app.i18n import LANGUAGES
from tests.ui.conftest import RESOURCES

SOURCES = (RESOURCES.parent / "ui" / "widgets", RESOURCES.parent / "ui" / "theme")
USERS = (*SOURCES, RESOURCES.parent / "ui" / "components")
HAN = re.compile(r"[\u4e00-\u9fff]")


def words(language: str) -> dict[str, str]:
    file = RESOURCES / "i18n" / language / "ui_widgets.json"
    loaded: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def files(sources: tuple[Path, ...] = SOURCES) -> list[Path]:
    return [file for source in sources for file in source.rglob("*.py") if "gallery" not in file.parts]


def used_keys() -> set[str]:
    """Keys as written in the code; the states of the chip are put together there."""
    keys = set()
    for file in files(USERS):
        keys |= set(re.findall(r'"(widgets\.[a-z_.]+)"', file.read_text(encoding="utf-8")))
    return keys | {f"widgets.status_{state}" for state in ("online", "offline", "syncing")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_used_is_there_and_every_key_there_is_used(language: str) -> None:
    assert words(language).keys() == used_keys()


def test_both_languages_take_the_same_values() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    chinese, english = words("zh_CN"), words("en")
    assert {key: places(text) for key, text in chinese.items()} == {
        key: places(text) for key, text in english.items()
    }


def test_english_has_no_chinese_and_chinese_no_exclamation_marks() -> None:
    assert not [text for text in words("en").values() if HAN.search(text)]
    assert not [text for text in words("zh_CN").values() if "！" in text or "!" in text]


def test_widgets_are_language_free() -> None:
    guilty = []
    for file in files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        notes = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        guilty += [
            f"{file.name}:{node.lineno} {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in notes
            and HAN.search(node.value)
        ]
    assert guilty == []


def test_widgets_know_nothing_of_the_product() -> None:
    imports = re.compile(r"^from (?:app|sync)\.(?!i18n)", re.MULTILINE)
    assert [file.name for file in files() if imports.search(file.read_text(encoding="utf-8"))] == []
