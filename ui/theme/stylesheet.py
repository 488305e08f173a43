"""Fills ``resources/styles/outpost.qss`` with the colours, lengths and type sizes in force."""

import re
from collections.abc import Callable

from ui.theme.tokens import TOKENS, Token, Tokens
from ui.theme.type_scale import Role

_PLACE = re.compile(r"\$\(([^()]+)\)")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)px(-\d+)?")
"""A length at 100 %, less what a border takes, which is not scaled."""
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")

IconFile = Callable[[str, Token], str]
"""Gives the path of an icon file drawn in a token's colour."""


class StylesheetError(ValueError):
    """The template asks for something that is neither a token, a length, a type size nor an icon."""

    code = "theme.stylesheet"

    def __init__(self, place: str) -> None:
        super().__init__(f"the stylesheet asks for $({place})")
        self.place = place


def as_token(name: str) -> Token:
    """Check a name read from a file.

    Raises:
        StylesheetError: it is not a token.
    """
    for token in TOKENS:
        if token == name:
            return token
    raise StylesheetError(name)


def fill(template: str, tokens: Tokens, scale: float, icon_file: IconFile) -> str:
    """Return the stylesheet for ``tokens`` at ``scale`` (1.0 = 100 %).

    Raises:
        StylesheetError: a placeholder is not understood.
    """

    def replace(match: re.Match[str]) -> str:
        place = match[1]
        if length := _LENGTH.fullmatch(place):
            return f"{round(float(length[1]) * scale) + int(length[2] or 0)}px"
        if points := _POINTS.fullmatch(place):
            return f"{float(points[1]) * scale:g}pt"
        if place.startswith("icon:"):
            _, name, token = place.split(":")
            return icon_file(name, as_token(token))
        return tokens.css(as_token(place))

    return _PLACE.sub(replace, template) + text_rules(tokens, scale)


def text_rules(tokens: Tokens, scale: float) -> str:
    """One rule per type role and per tone, for labels that carry them as properties."""
    lines = [
        f'QLabel[role="{role.css_name}"] {{ font-size: {role.points * scale:g}pt;'
        f" font-weight: {700 if role.bold else 400}; }}"
        for role in Role
    ]
    lines += [f'QLabel[tone="{token}"] {{ color: {tokens.css(token)}; }}' for token in TOKENS]
    return "\n".join(lines)
