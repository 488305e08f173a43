"""Both languages are complete, alike and used: the keys the code names are the keys there are."""

import ast
import json
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from app.i18n import LANGUAGES, catalogue
from tests.architecture.source_tree import PRODUCT, ROOT, nodes, python_files, shown

# Keys built from data at run time; each with what completes it.
DYNAMIC_PREFIXES = {
    "field.": "kind and field name, from the registry",
    "choice.": "kind, field name and choice, from the registry",
}
TRANSLATING = {"tr", "_tr", "Reason"}
# The name each language has for itself, and the words one types for a unit: Chinese in both.
SAME_IN_BOTH = ("ui.language.", "ui.unit.written.")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+|ui\.language\.zh_CN")
EXAMPLE = re.compile(r"\{\{.*?\}\}")  # a JSON object as one would type it
FULL_WIDTH_NEEDED = re.compile(r"[\u4e00-\u9fff][,;:!?](\s|$)|[！!]")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def template(node: ast.JoinedStr) -> str:
    """A regular expression for what an f-string can become."""
    return "".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[^ ]+" for v in node.values)


def strings() -> Iterator[ast.Constant | ast.JoinedStr]:
    for path in python_files(*PRODUCT):
        yield from (n for n in nodes(path) if isinstance(n, ast.Constant | ast.JoinedStr))


def translated() -> Iterator[tuple[str, ast.expr]]:
    """Where ``tr`` is called, and its first argument."""
    for path in python_files(*PRODUCT):
        for node in nodes(path):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in TRANSLATING:
                    yield shown(path, node.lineno), node.args[0]


def named_keys(keys: set[str]) -> set[str]:
    """Those of ``keys`` that some string of the product is, or can become."""
    literal, templates = set(), set()
    for node in strings():
        if isinstance(node, ast.JoinedStr):
            templates.add(template(node))
        elif isinstance(node.value, str):
            literal.add(node.value)
    # Only templates that fix at least one whole part of a key say anything.
    telling = [re.compile(t) for t in templates if re.match(r"[a-z_]+\\\.", t)]
    return {key for key in keys if key in literal or any(pattern.fullmatch(key) for pattern in telling)}


def test_languages_have_the_same_keys() -> None:
    chinese, english = (set(catalogue(language)) for language in LANGUAGES)
    assert (chinese - english, english - chinese) == (set(), set())


def test_languages_have_the_same_files() -> None:
    chinese, english = ({p.name for p in (ROOT / "resources/i18n" / name).iterdir()} for name in LANGUAGES)
    assert chinese == english


def test_texts_ask_for_the_same_values() -> None:
    chinese, english = (catalogue(language) for language in LANGUAGES)
    differ = {
        key: (placeholders(text), placeholders(english.get(key, text)))
        for key, text in chinese.items()
        if placeholders(text) != placeholders(english.get(key, text))
    }
    assert differ == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_every_key_is_well_formed(language: str) -> None:
    texts = catalogue(language)
    assert [key for key, text in texts.items() if not text.strip() or not KEY.fullmatch(key)] == []


def test_chinese_is_punctuated_in_chinese_and_calm() -> None:
    texts = {key: EXAMPLE.sub("", text) for key, text in catalogue("zh_CN").items()}
    assert {key: text for key, text in texts.items() if FULL_WIDTH_NEEDED.search(text)} == {}


def test_english_is_english() -> None:
    """It may quote Chinese (what to type, a unit, the name of a form), but is not made of it."""
    foreign = {
        key: text
        for key, text in catalogue("en").items()
        if len(re.findall(r"[\u4e00-\u9fff]", text)) > len(re.findall(r"[A-Za-z]", text))
        and not key.startswith(SAME_IN_BOTH)
    }
    assert foreign == {}


def test_every_key_the_code_names_exists() -> None:
    keys = set(catalogue("zh_CN"))
    missing = []
    for place, argument in translated():
        if isinstance(argument, ast.Constant) and argument.value not in keys:
            missing.append(f"{place} {argument.value!r}")
        if isinstance(argument, ast.JoinedStr):
            pattern = re.compile(template(argument))
            if not any(pattern.fullmatch(key) for key in keys):
                missing.append(f"{place} {pattern.pattern}")
    assert missing == []


def test_every_key_is_used() -> None:
    keys = {key for key in catalogue("zh_CN") if not key.startswith(tuple(DYNAMIC_PREFIXES))}
    assert sorted(keys - named_keys(keys)) == []


def test_every_declared_prefix_is_needed() -> None:
    keys = set(catalogue("zh_CN"))
    assert [p for p in DYNAMIC_PREFIXES if not any(key.startswith(p) for key in keys)] == []


def test_no_file_repeats_a_key() -> None:
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for path in sorted((ROOT / "resources/i18n" / language).glob("*.json")):
            pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
            for key, _ in pairs:
                assert key not in seen, f"{key} stands in {seen[key]} and {shown(path)}"
                seen[key] = shown(path)
