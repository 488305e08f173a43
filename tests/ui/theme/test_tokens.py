"""Style files give exactly the known tokens."""

import json
import re
from pathlib import Path

import pytest

from tests.ui.conftest import RESOURCES
from ui.theme.tokens import TOKENS, TokenFileError, Tokens, load_tokens

ROOT = RESOURCES.parent
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
NAMED = re.compile(r"QColor\(\s*[\"'0-9]|Qt\.GlobalColor\.(?!transparent)\w+")


def write(folder: Path, colours: dict[str, str]) -> Path:
    file = folder / "odd.json"
    file.write_text(json.dumps(colours), encoding="utf-8")
    return file


def light() -> dict[str, str]:
    loaded: dict[str, str] = json.loads((RESOURCES / "styles" / "light.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", ["light", "dark"])
def test_each_file_gives_every_token(name: str) -> None:
    tokens = load_tokens(RESOURCES / "styles" / f"{name}.json")
    assert all(tokens[token].isValid() for token in TOKENS)


def test_values_are_those_of_the_design() -> None:
    tokens = load_tokens(RESOURCES / "styles" / "light.json")
    assert tokens["accent"].name() == "#1f5fae"
    assert tokens["stage.review"].name() == "#642478"
    assert tokens["scrim"].alpha() == 0x73, "45 %"
    assert load_tokens(RESOURCES / "styles" / "dark.json")["bg.selection"].name() == "#213b59"


def test_a_missing_token_is_named(tmp_path: Path) -> None:
    colours = light()
    del colours["focus"]
    with pytest.raises(TokenFileError, match=r"odd\.json: missing focus") as caught:
        load_tokens(write(tmp_path, colours))
    assert caught.value.code == "theme.token_file"


def test_an_unknown_token_is_named(tmp_path: Path) -> None:
    with pytest.raises(TokenFileError, match="unknown brand"):
        load_tokens(write(tmp_path, light() | {"brand": "#112233"}))


def test_a_word_that_is_no_colour_is_named(tmp_path: Path) -> None:
    with pytest.raises(TokenFileError, match="not a colour: line"):
        load_tokens(write(tmp_path, light() | {"line": "greyish"}))


def test_a_colour_handed_out_can_be_changed_without_harm() -> None:
    tokens = load_tokens(RESOURCES / "styles" / "light.json")
    tokens["accent"].setAlpha(3)
    assert tokens["accent"].alpha() == 255


def test_css_carries_the_alpha() -> None:
    tokens: Tokens = load_tokens(RESOURCES / "styles" / "light.json")
    assert tokens.css("on.accent") == "rgba(255, 255, 255, 255)"
    assert tokens.css("scrim").endswith(", 115)")


def test_code_names_tokens_never_colours() -> None:
    files = sorted((ROOT / "ui").rglob("*.py"))
    assert len(files) > 30
    guilty = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if HEX.search(line) or NAMED.search(line):
                guilty.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()}")
    assert guilty == []


def test_the_stylesheet_names_tokens_never_colours() -> None:
    template = (RESOURCES / "styles" / "outpost.qss").read_text(encoding="utf-8")
    assert HEX.findall(re.sub(r"QFrame#line", "", template)) == []
    assert "rgb" not in template
