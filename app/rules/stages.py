"""The twelve stages of a project (systems.md B1) and the words officers use for them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.reasons import Reason
from app.rules.folding import fold_width, simplify
from app.rules.reference import load
from app.rules.refusals import RuleError


class Stage(StrEnum):
    """In the order of a project's life; the last two leave it."""

    LEAD = "lead"
    NEGOTIATING = "negotiating"
    ASSESSED = "assessed"
    APPROVED = "approved"
    SIGNED = "signed"
    LANDED = "landed"
    CONSTRUCTION = "construction"
    COMPLETED = "completed"
    PRODUCING = "producing"
    ON_BOOKS = "on_books"
    PAUSED = "paused"
    LOST = "lost"


ORDER: dict[str, int] = {stage: place for place, stage in enumerate(Stage)}


class StageUnknown(RuleError):
    """No stage goes by this word."""

    code = "stage.unknown"


class StageEmpty(RuleError):
    """No stage was written."""

    code = "stage.empty"


@dataclass(frozen=True, slots=True)
class StageRead:
    """A stage, and ``note`` when the word says more or less than the stage (拟开工: landed, start
    planned).
    """

    stage: Stage
    text: str
    note: Reason | None = None


def called_lead(stage: Stage) -> bool:
    """Whether people say 线索 (until it is assessed) rather than 项目 (B1).

    A paused or lost record is called 项目: what it was before is in its history.
    """
    return stage in (Stage.LEAD, Stage.NEGOTIATING)


def is_active(stage: Stage) -> bool:
    """Whether the project still moves through its life (not paused, not lost)."""
    return stage not in (Stage.PAUSED, Stage.LOST)


def parse_stage(raw: object) -> StageRead:
    """The stage an officer's word means; codes (``landed``) are taken too.

    Raises:
        StageEmpty: nothing was written.
        StageUnknown: no such word; nothing is guessed.
    """
    text = "" if raw is None else str(raw).strip()
    word = re.sub(r"\s+", "", simplify(fold_width(text))).lower()
    if not word.strip("-—/"):
        raise StageEmpty(text)
    if word in ORDER:
        return StageRead(Stage(word), text)
    words: dict[str, str] = load("stage_words")["words"]
    remarks: dict[str, str] = load("stage_words")["remarks"]
    trimmed = re.sub(r"^(?:项目|已经?|正在|现已?|现在|目前)+|(?:项目|阶段|状态|了)+$", "", word)
    for candidate in (word, trimmed, trimmed.removesuffix("中"), trimmed.removeprefix("完成")):
        if candidate in words:
            remark = remarks.get(candidate)
            note = Reason(f"rules.stage.{remark}", {"text": text}) if remark else None
            return StageRead(Stage(words[candidate]), text, note)
    raise StageUnknown(text)
