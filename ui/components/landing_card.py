"""落地建议: where a lead should land, with reasons; equal credit to finder and lander (feature 6)."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.landing import BY_CONSENT, FREE, OUT, UNKNOWN, Platform, platform_words, rule_words
from app.services.landing import Landing, share_equally, take, units_of
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Icon
from ui.widgets.label import Label
from ui.widgets.nesting import nest

_SIGNS: dict[str, tuple[str, Token]] = {
    FREE: ("check", "success"),
    BY_CONSENT: ("shield", "warn"),
    UNKNOWN: ("minus", "text.3"),
    OUT: ("x", "text.3"),
}


class LandingCard(Card):
    """Every place with why it stands where it does; those that count can be taken."""

    def __init__(self, ctx: Context, project: Row, found: Landing) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.landing.card"))
        self._ctx, self._project = ctx, project
        self.lines: list[str] = []
        number = 0
        for one in found.platforms:
            number += one.good
            self._add(found, one, number if one.good else 0)
        if found.equal is not None:
            self._add_equal(found)

    def _add(self, found: Landing, one: Platform, number: int) -> None:
        ctx, pack = self._ctx, found.pack
        name = pack.word("place", one.word).said(ctx.words.language)
        row, words, head = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        row.setSpacing(ctx.theme.px(8))
        words.setSpacing(ctx.theme.px(2))
        row.addWidget(Icon(ctx.theme, *_SIGNS[one.standing], 14), 0, Qt.AlignmentFlag.AlignTop)
        title = ctx.tr("ui.landing.place", number=number, name=name) if number else name
        head.addWidget(Label(title, Role.BODY_BOLD if number == 1 else Role.BODY, wrap=True), 1)
        if self._project["landed_at"] == one.word:
            head.addWidget(Label(ctx.tr("ui.landing.chosen"), Role.META, "accent"))
        elif one.good:
            button = Button(ctx.theme, ctx.tr("ui.landing.take"), ButtonKind.LINK)
            button.clicked.connect(lambda: self._take(one.word, name))
            head.addWidget(button)
        nest(words, head)
        said = ctx.tr("ui.dot").join(platform_words(pack, one, ctx.words))
        told = Label(said, Role.META, "text.2", wrap=True)
        told.setToolTip(rule_words(pack, one, ctx.words))
        words.addWidget(told)
        nest(row, words, 1)
        nest(self.body, row)
        self.lines.append(f"{title} {said}")

    def _add_equal(self, found: Landing) -> None:
        """Who found it and who lands it have the same points."""
        ctx, (brought, landing) = self._ctx, units_of(self._project)
        assert found.equal is not None
        source = found.pack.source_text(found.equal.source, ctx.words.language)
        both = bool(brought and landing and brought != landing)
        key = "shared" if found.shared else "equal" if both else "two_units"
        said = ctx.tr(f"ui.landing.{key}", brought=brought or "—", landing=landing or "—", source=source)
        self.body.addWidget(Label(said, Role.META, "text.2", wrap=True))
        self.lines.append(said)
        if both and not found.shared:
            button = Button(ctx.theme, ctx.tr("ui.landing.share"), ButtonKind.LINK)
            button.clicked.connect(self._share)
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _take(self, word: str, name: str) -> None:
        ctx, id = self._ctx, self._project.id
        self._change(lambda: take(ctx.desk, id, word), ctx.tr("ui.landing.said.taken", name=name))

    def _share(self) -> None:
        ctx, id = self._ctx, self._project.id
        self._change(lambda: share_equally(ctx.desk, id), ctx.tr("ui.landing.said.shared"))

    def _change(self, work: Callable[[], ChangeSet], said: str) -> None:
        self._ctx.change(work, changes=lambda changes: changes, said=said)
