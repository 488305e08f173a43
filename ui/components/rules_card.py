"""The card of the settings that says by which rules this laptop goes."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.model.rulebooks import PACK
from app.policy.pack import Pack
from app.services.policy import Published, pack_of, published
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest


class RulesCard(Card):
    """Which pack is in force, where it came from, and what was published but is not gone by."""

    def __init__(self, ctx: Context, opened: Callable[[Pack], object]) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.rules.card"))
        self._ctx, self._opened = ctx, opened
        self._lines = QVBoxLayout()
        nest(self.body, self._lines)
        ctx.hub.published.connect(lambda _changes: self.load())
        self.load()

    def load(self) -> None:
        """Read it again."""
        desk = self._ctx.desk

        def read() -> tuple[Pack, list[Published]]:
            return pack_of(desk), published(desk)

        self._ctx.read(read, lambda found: self._show(*found), owner=self, key="rules")

    def _show(self, pack: Pack, books: list[Published]) -> None:
        ctx = self._ctx
        clear_layout(self._lines)
        told = {"version": pack.version, "day": ctx.formats.day(pack.effective)}
        name = pack.name.said(ctx.words.language)
        self._lines.addWidget(Label(ctx.tr("ui.rules.in_force", name=name, **told), wrap=True))
        self._lines.addWidget(Label(self._origin(pack, books), Role.META, "text.3", wrap=True))
        for one in books:
            if one.trouble:
                row = {"title": one.row["title"] or one.book.name, "version": one.book.version}
                self._lines.addWidget(Label(ctx.tr(f"ui.rules.{one.trouble}", **row), tone="warn", wrap=True))
        line = QHBoxLayout()
        self.button = Button(ctx.theme, ctx.tr("ui.rules.open"), icon="layers")
        self.button.clicked.connect(lambda: self._opened(pack))
        line.addWidget(self.button)
        line.addStretch(1)
        nest(self._lines, line)

    def _origin(self, pack: Pack, books: list[Published]) -> str:
        for one in books:
            if one.book.about == PACK and (one.book.name, one.book.version) == (pack.id, pack.version):
                at = self._ctx.formats.moment(one.row["created_at"])
                return self._ctx.tr("ui.rules.published", at=at)
        return self._ctx.tr("ui.rules.shipped")
