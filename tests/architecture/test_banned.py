"""What no file of ours may hold."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source_tree import docstrings, nodes, python_files, shown, text_files

# The regular expressions are written so that this file does not match them.
IN_PYTHON = {
    "mocks instead of real parts or fakes": r"unittest\.mock|\bMagicMock\b|\bmocker\b",
    "work left for later": r"\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b",
    "tests switched off": r"pytest\.(mark\.)?(skip|xfail|importorskip)|unittest\.skip",
    "a silenced checker without the code": r"#\s*(noqa|type:\s*ignore)(?![:\[])",
    "events processed by hand": r"\bprocessEvents\s*\(",
    "swallowed errors": r"suppress\((Base)?Exception\)|except[^:\n]*:\s*(pass\b|\.\.\.)",
}
IN_TEXT = {
    "host names of package registries": r"\b(pypi|pythonhosted|npmjs|deb\.debian|crates)\.(org|com|io)\b",
    "paths of one machine": r"(?<![\w.>)\]}/-])/(work|root|home/\w+|tmp|Users/\w+)/",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Pages of examples that show widgets with the words of the field; no user sees them.
SAMPLE_PAGES = "ui/widgets/gallery/"
HEX_COLOUR = re.compile(r"^#([0-9a-fA-F]{3}){1,2}$|^#[0-9a-fA-F]{8}$")


def hits(pattern: str, paths: list[Path]) -> list[str]:
    """``file:line text`` of every match."""
    found = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(pattern, text):
            found.append(f"{shown(path, text.count(chr(10), 0, match.start()) + 1)} {match.group()!r}")
    return found


def visible_strings(path: Path) -> list[ast.Constant]:
    """String constants of a file other than docstrings."""
    hidden = docstrings(path)
    strings = (n for n in nodes(path) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return [node for node in strings if id(node) not in hidden]


@pytest.mark.parametrize("reason", IN_PYTHON)
def test_no_python_file_holds(reason: str) -> None:
    assert hits(IN_PYTHON[reason], python_files()) == []


@pytest.mark.parametrize("reason", IN_TEXT)
def test_no_text_file_holds(reason: str) -> None:
    assert hits(IN_TEXT[reason], text_files()) == []


@pytest.mark.parametrize("reason", [*IN_PYTHON, *IN_TEXT])
def test_each_ban_finds_what_it_bans(reason: str) -> None:
    examples = {
        "mocks instead of real parts or fakes": "from unittest" + ".mock import patch",
        "work left for later": "# TO" + "DO: later",
        "tests switched off": "@pytest.mark" + ".skip",
        "a silenced checker without the code": "x = 1  # no" + "qa",
        "events processed by hand": "app.process" + "Events()",
        "swallowed errors": "except Exception" + ":\n    pass",
        "host names of package registries": "https://pypi" + ".org/simple",
        "paths of one machine": "open('/tm" + "p/x')",
    }
    assert re.search({**IN_PYTHON, **IN_TEXT}[reason], examples[reason])


def test_items_of_qts_layouts_get_no_wrapper_of_their_own() -> None:
    """``ui.widgets.nesting`` says why; of a layout of ours the items are its own."""
    found = hits(r"\.(addLayout|insertLayout)\(|(?<!_flow)\.itemAt\(", python_files("ui"))
    assert [one for one in found if not one.startswith("ui/widgets/nesting.py:")] == []
    assert {one.split(" ")[1] for one in found} == {"'.addLayout('", "'.insertLayout('", "'.itemAt('"}


def test_what_the_screen_says_is_translated() -> None:
    """No Chinese in the code of the desktop and of sync: it belongs into ``resources/i18n``."""
    paths = [path for path in python_files("ui", "sync") if not shown(path).startswith(SAMPLE_PAGES)]
    strings = ((path, node) for path in paths for node in visible_strings(path))
    assert [shown(path, node.lineno) for path, node in strings if CHINESE.search(str(node.value))] == []


def test_colours_have_names() -> None:
    """Colours live in ``resources/styles``; code names a token."""
    strings = ((path, node) for path in python_files("ui") for node in visible_strings(path))
    assert [shown(path, node.lineno) for path, node in strings if HEX_COLOUR.match(str(node.value))] == []
