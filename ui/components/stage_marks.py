"""Which glyph and colour a project's stage wears: two stages share a hue (looks.md, stage tokens)."""

from app.rules.stages import ORDER, Stage, is_active
from ui.models.columns import StageMark
from ui.theme.tokens import Token

_TONES: tuple[Token, ...] = ("stage.lead", "stage.review", "stage.sign", "stage.build", "stage.yield")
MOVING = tuple(stage for stage in Stage if is_active(stage))


def stage_mark(stage: str) -> StageMark:
    """The glyph of a stage; a stage that only a newer version knows looks paused."""
    if stage == Stage.LOST:
        return StageMark(0, "stage.lead", "lost")
    if stage not in ORDER or not is_active(Stage(stage)):
        return StageMark(0, "stage.lead", "paused")
    place = MOVING.index(Stage(stage))
    return StageMark(place + 1, _TONES[place // 2])


def next_stage(stage: str) -> Stage | None:
    """The stage after this one; None at the end of the life and outside it."""
    if stage not in MOVING or stage == MOVING[-1]:
        return None
    return MOVING[MOVING.index(Stage(stage)) + 1]
