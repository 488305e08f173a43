"""On-site proof 现场凭证: what a visit's photos say, as a card of its page (feature 24)."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.model.row import Row
from app.rules.photo_proof import (
    OTHER_DAY,
    PLACED,
    SAME_DAY,
    UNDATED,
    PhotoProof,
    doubts,
    proof_words,
    proofs,
)
from app.services.records import change_record
from ui.components.snapshot import Snapshot
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Icon
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest

_SIGNS: Mapping[str, tuple[str, Token]] = {
    PLACED: ("check", "success"),
    SAME_DAY: ("check", "success"),
    OTHER_DAY: ("alert-triangle", "warn"),
    UNDATED: ("minus", "text.3"),
}


@dataclass(frozen=True)
class VisitProof:
    """What the card tells: the photos, and the firm that has yet to say where it is."""

    photos: tuple[PhotoProof, ...]
    firm: Row | None


def proof_of(snapshot: Snapshot) -> VisitProof:
    """Of the record of ``snapshot``, a visit."""
    row = snapshot.row
    files = [one for one in snapshot.referring if one.kind == "attachment" and one["parent_id"] == row.id]
    firm = next((one for one in snapshot.linked if one.id == row["company_id"]), None)
    place = firm["coordinates"] if firm is not None else None
    found = proofs([(one.id, one.values) for one in files], row["visited_on"], place)
    return VisitProof(tuple(found), firm if place is None else None)


class ProofCard(Card):
    """Each photo with its day and place, what should be looked at, and what no photo proves."""

    def __init__(self, ctx: Context, proof: VisitProof) -> None:
        photos = proof.photos
        super().__init__(ctx.theme, ctx.tr("ui.proof.card"), count=str(len(photos)) if photos else "")
        self._ctx, self.lines = ctx, list[str]()
        if not photos:
            self.body.addWidget(Label(ctx.tr("ui.proof.none"), tone="text.3", wrap=True))
            return
        for one in photos:
            self._add(one, proof.firm)
        for words in doubts(photos, ctx.words):
            self.body.addWidget(Label(words, tone="warn", wrap=True))
            self.lines.append(words)
        said = [ctx.tr("proof.unproven")]
        if proof.firm is not None and any(one.coordinates for one in photos):
            said.append(ctx.tr("proof.no_firm_place"))
        self.body.addWidget(Label(" ".join(said), Role.META, "text.3", wrap=True))

    def _add(self, one: PhotoProof, firm: Row | None) -> None:
        ctx = self._ctx
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(Icon(ctx.theme, *_SIGNS[one.level], 14), 0, Qt.AlignmentFlag.AlignTop)
        said = proof_words(one, ctx.words)
        said = f"{said[:1].upper()}{said[1:]}"
        words.addWidget(Label(said, wrap=True))
        told = ctx.tr("ui.dot").join(part for part in (one.name, one.camera) if part)
        words.addWidget(ElidedLabel(told, Role.META, "text.3"))
        self.lines.append(said)
        nest(row, words, 1)
        nest(self.body, row)
        if one.coordinates is not None and firm is not None:
            take = Button(ctx.theme, ctx.tr("ui.proof.take_place"), ButtonKind.LINK)
            place = one.coordinates.stored
            take.clicked.connect(lambda: _place_firm(ctx, firm, place))
            self.body.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)


def _place_firm(ctx: Context, firm: Row, place: str) -> None:
    said = ctx.tr("ui.proof.said.place", name=ctx.formats.title(firm))
    ctx.change(
        lambda: change_record(ctx.desk, "company", firm.id, {"coordinates": place}),
        changes=lambda changes: changes,
        said=said,
    )
