"""Every contrast the design promises, computed again from the tokens (WCAG 2.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from tests.ui.conftest import RESOURCES
from ui.theme.contrast import contrast, luminance
from ui.theme.tokens import Token, Tokens, load_tokens

AA_TEXT, AA_CONTROL = 4.5, 3.0
STAGES: tuple[Token, ...] = ("stage.lead", "stage.review", "stage.sign", "stage.build", "stage.yield")

# foreground, background, light, dark: the figures of the design.
PROMISED: list[tuple[Token, Token, float, float]] = [
    ("text.1", "bg.panel", 15.65, 13.69),
    ("text.1", "bg.selection", 12.72, 9.58),
    ("text.2", "bg.panel", 7.56, 8.54),
    ("text.2", "bg.rail", 6.38, 9.65),
    ("text.2", "bg.selection", 6.14, 5.98),
    ("text.3", "bg.panel", 6.18, 6.49),
    ("text.3", "bg.rail", 5.22, 7.33),
    ("text.3", "bg.selection", 5.03, 4.54),
    ("accent", "bg.panel", 6.35, 7.44),
    ("accent", "accent.soft", 5.47, 5.93),
    ("accent", "bg.selection", 5.16, 5.21),
    ("on.accent", "accent", 6.35, 7.90),
    ("success", "bg.panel", 5.85, 7.98),
    ("success", "success.soft", 5.10, 6.42),
    ("success", "bg.selection", 4.75, 5.58),
    ("warn", "bg.panel", 5.93, 8.24),
    ("warn", "warn.soft", 5.24, 6.62),
    ("warn", "bg.selection", 4.82, 5.77),
    ("danger", "bg.panel", 6.54, 7.26),
    ("danger", "danger.soft", 5.50, 6.32),
    ("danger", "bg.selection", 5.31, 5.08),
    ("border.strong", "bg.panel", 3.49, 3.92),
    ("focus", "bg.panel", 4.52, 5.86),
    ("focus", "bg.selection", 3.68, 4.10),
]
CONTROLS = ("border.strong", "focus")
# Pairs the widgets also put together.
ALSO_TEXT: list[tuple[Token, Token]] = [
    ("text.1", "bg.hover"),
    ("text.2", "bg.hover"),
    ("text.2", "bg.sunken"),
    ("text.3", "bg.app"),
    ("text.2", "accent.soft"),
    ("text.1", "warn.soft"),
    ("text.1", "accent.soft"),
    ("on.accent", "accent.hover"),
    ("toast.text", "toast.bg"),
    ("toast.link", "toast.bg"),
]


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest) -> tuple[str, Tokens]:
    name: str = request.param
    return name, load_tokens(RESOURCES / "styles" / f"{name}.json")


@pytest.mark.parametrize(("ink", "ground", "in_light", "in_dark"), PROMISED)
def test_promised_contrast(
    look: tuple[str, Tokens], ink: Token, ground: Token, in_light: float, in_dark: float
) -> None:
    name, tokens = look
    measured = contrast(tokens[ink], tokens[ground])
    assert measured == pytest.approx(in_light if name == "light" else in_dark, abs=0.006)
    assert measured >= (AA_CONTROL if ink in CONTROLS else AA_TEXT)


@pytest.mark.parametrize(("ink", "ground"), ALSO_TEXT)
def test_other_pairs_are_readable(look: tuple[str, Tokens], ink: Token, ground: Token) -> None:
    _, tokens = look
    assert contrast(tokens[ink], tokens[ground]) >= AA_TEXT


@pytest.mark.parametrize(
    ("ground", "in_light", "in_dark"), [("bg.panel", 5.59, 6.86), ("bg.selection", 4.54, 4.80)]
)
def test_worst_stage(look: tuple[str, Tokens], ground: Token, in_light: float, in_dark: float) -> None:
    name, tokens = look
    worst = min(contrast(tokens[stage], tokens[ground]) for stage in STAGES)
    assert worst == pytest.approx(in_light if name == "light" else in_dark, abs=0.006)
    assert worst >= AA_TEXT


def test_ends_of_the_scale() -> None:
    assert contrast(QColor(0, 0, 0), QColor(255, 255, 255)) == pytest.approx(21)
    assert luminance(QColor(0, 0, 0)) == 0
    assert luminance(QColor(255, 255, 255)) == pytest.approx(1)


BYTE = st.integers(0, 255)


@given(st.tuples(BYTE, BYTE, BYTE), st.tuples(BYTE, BYTE, BYTE))
def test_contrast_is_symmetric_and_bounded(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    there, back = contrast(QColor(*one), QColor(*other)), contrast(QColor(*other), QColor(*one))
    assert there == back
    assert 1 <= there <= 21.0001
