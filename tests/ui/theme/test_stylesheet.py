"""The template is filled with what is in force, and complains about what it does not know."""

import pytest

from tests.ui.conftest import RESOURCES
from ui.theme.stylesheet import StylesheetError, as_token, fill, text_rules
from ui.theme.tokens import TOKENS, Token, Tokens, load_tokens
from ui.theme.type_scale import Role


@pytest.fixture
def tokens() -> Tokens:
    return load_tokens(RESOURCES / "styles" / "light.json")


def icon_file(name: str, token: Token) -> str:
    return f"/icons/{name}-{token}.svg"


def test_lengths_and_types_follow_the_text_size(tokens: Tokens) -> None:
    filled = fill("a { width: $(14px); font-size: $(9.75pt); }", tokens, 1.5, icon_file)
    assert filled.startswith("a { width: 21px; font-size: 14.625pt; }")


def test_a_half_pixel_is_rounded_after_scaling(tokens: Tokens) -> None:
    assert fill("$(7.5px)", tokens, 1.5, icon_file).startswith("11px")
    assert fill("$(7.5px)", tokens, 2.0, icon_file).startswith("15px")


def test_a_border_is_taken_off_after_scaling(tokens: Tokens) -> None:
    assert fill("$(32px-2)", tokens, 1.5, icon_file).startswith("46px")


def test_colours_and_icons(tokens: Tokens) -> None:
    filled = fill("$(accent) $(icon:check:on.accent)", tokens, 1.0, icon_file)
    assert filled.startswith("rgba(31, 95, 174, 255) /icons/check-on.accent.svg")


@pytest.mark.parametrize("place", ["brand", "12", "px", "icon:check:pink"])
def test_an_unknown_place_is_an_error(tokens: Tokens, place: str) -> None:
    with pytest.raises(StylesheetError) as caught:
        fill(f"a {{ color: $({place}); }}", tokens, 1.0, icon_file)
    assert caught.value.code == "theme.stylesheet"
    assert caught.value.place in place


def test_the_real_template_fills_completely(tokens: Tokens) -> None:
    template = (RESOURCES / "styles" / "outpost.qss").read_text(encoding="utf-8")
    filled = fill(template, tokens, 1.0, icon_file)
    assert "$(" not in filled
    assert filled.count("{") == filled.count("}")


def test_every_role_and_tone_has_its_rule(tokens: Tokens) -> None:
    rules = text_rules(tokens, 1.0)
    assert 'QLabel[role="meta"] { font-size: 9.75pt; font-weight: 400; }' in rules
    assert 'QLabel[role="figure"] { font-size: 18pt; font-weight: 700; }' in rules
    assert rules.count("[role=") == len(Role)
    assert rules.count("[tone=") == len(TOKENS)


def test_as_token_checks() -> None:
    assert as_token("text.2") == "text.2"
    with pytest.raises(StylesheetError):
        as_token("text.9")
