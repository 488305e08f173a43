"""A visit's photos as proof in lists: a cell in a few words, what a list is narrowed to (feature 24)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.model.row import Row
from app.rules.photo_proof import LEVELS, OTHER_DAY, PLACED, SAME_DAY, PhotoProof, level_of, proof_words
from app.services.proofs import WANTED, proofs_by_visit
from ui.components.pick_filter import PickFilter
from ui.context.context import Context
from ui.models.columns import Level

_LIGHTS: Mapping[str, Level] = {PLACED: "green", SAME_DAY: "green", OTHER_DAY: "yellow"}


@dataclass(frozen=True, slots=True)
class ProofShown:
    """A visit's photos in a few words, their light, and each of them for the tooltip."""

    text: str
    level: Level | None
    whole: str


def proofs_shown(ctx: Context, rows: Sequence[Row]) -> dict[str, ProofShown]:
    """The proof of visits by id, of those that have photos."""
    found = proofs_by_visit(ctx.desk, rows)
    return {id: _shown(ctx, photos) for id, photos in found.items() if photos}


def proof_names(ctx: Context) -> list[str]:
    """Whatever a cell of a list may say."""
    return [ctx.tr(f"proof.level.{one}") for one in LEVELS]


def _shown(ctx: Context, photos: Sequence[PhotoProof]) -> ProofShown:
    level = level_of(photos)
    whole = "\n".join(proof_words(one, ctx.words) for one in photos)
    return ProofShown(ctx.tr(f"proof.level.{level}"), _LIGHTS.get(level), whole)


class ProofFilter(PickFilter):
    """Which visits a list shows, by their photos."""

    def __init__(self, ctx: Context, choose: Callable[[str], None]) -> None:
        super().__init__(ctx, ctx.tr("ui.proof.all"), "ui.proof.by", choose)

    def choices(self) -> dict[str, str]:
        """Everything, photos of the day, of each level, and visits without."""
        ctx = self._ctx
        words = {one: ctx.tr(f"ui.proof.wanted.{one}") for one in WANTED if one != SAME_DAY}
        return {"": ctx.tr("ui.proof.all"), **words}
