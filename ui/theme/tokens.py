"""Colour tokens: the only names code may use for a colour.

The values live in ``resources/styles/light.json`` and ``dark.json`` (one flat object, token to ``#RRGGBB`` or
``#AARRGGBB``); a file that lacks a token or holds an unknown one is refused as a whole.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtGui import QColor

Token = Literal[
    "bg.app",
    "bg.rail",
    "bg.panel",
    "bg.sunken",
    "bg.hover",
    "bg.selection",
    "text.1",
    "text.2",
    "text.3",
    "text.disabled",
    "accent",
    "accent.hover",
    "accent.soft",
    "on.accent",
    "line",
    "border",
    "border.strong",
    "focus",
    "success",
    "success.soft",
    "warn",
    "warn.soft",
    "danger",
    "danger.soft",
    "stage.lead",
    "stage.review",
    "stage.sign",
    "stage.build",
    "stage.yield",
    "toast.bg",
    "toast.text",
    "toast.link",
    "scrim",
    "shadow.low",
    "shadow.high",
]

TOKENS: tuple[Token, ...] = get_args(Token)


class TokenFileError(ValueError):
    """A style file that does not give exactly the known tokens, each a colour."""

    code = "theme.token_file"

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path.name}: {problem}")
        self.path = path
        self.problem = problem


class Tokens:
    """The colours of one theme, by token."""

    def __init__(self, colours: Mapping[Token, QColor]) -> None:
        self._colours = dict(colours)

    def __getitem__(self, token: Token) -> QColor:
        """Return a fresh ``QColor``; the caller may change it."""
        return QColor(self._colours[token])

    def css(self, token: Token) -> str:
        """Return ``rgba(r, g, b, a)`` as a Qt stylesheet writes it."""
        colour = self._colours[token]
        return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"


def load_tokens(path: Path) -> Tokens:
    """Read one style file.

    Raises:
        TokenFileError: a token is missing, unknown, or not a colour.
    """
    raw: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    if missing := set(TOKENS) - raw.keys():
        raise TokenFileError(path, f"missing {', '.join(sorted(missing))}")
    if unknown := raw.keys() - set(TOKENS):
        raise TokenFileError(path, f"unknown {', '.join(sorted(unknown))}")
    colours = {token: QColor(raw[token]) for token in TOKENS}
    if wrong := sorted(token for token, colour in colours.items() if not colour.isValid()):
        raise TokenFileError(path, f"not a colour: {', '.join(wrong)}")
    return Tokens(colours)
