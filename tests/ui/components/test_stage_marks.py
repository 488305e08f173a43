"""The glyph of each stage, and what comes after it."""

import pytest

from app.rules.stages import Stage
from ui.components.stage_marks import MOVING, next_stage, stage_mark


def test_the_pie_grows_by_a_tenth_with_every_stage() -> None:
    assert [stage_mark(stage).step for stage in MOVING] == list(range(1, 11))


def test_two_stages_share_a_hue() -> None:
    tones = [stage_mark(stage).tone for stage in MOVING]
    assert tones[0::2] == tones[1::2] and len(set(tones)) == 5


@pytest.mark.parametrize(
    ("stage", "pace"), [("paused", "paused"), ("lost", "lost"), ("from_a_newer_version", "paused")]
)
def test_what_does_not_move_has_its_own_sign(stage: str, pace: str) -> None:
    assert stage_mark(stage).pace == pace


def test_the_next_stage_ends_with_the_last() -> None:
    assert next_stage("signed") is Stage.LANDED
    assert [next_stage(stage) for stage in ("on_books", "paused", "lost", "")] == [None] * 4
