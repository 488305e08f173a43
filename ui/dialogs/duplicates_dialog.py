"""查重: the pairs that may be one, of the whole store or of one record."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.services.duplicates import Candidate, ask_again, dismiss, duplicates_of, find_duplicates
from ui.components.duplicate_card import DuplicateCard
from ui.components.record_source import referred
from ui.components.sheet import Sheets
from ui.context.context import Context, Said
from ui.dialogs.merge_dialog import MergeDialog, Prepared, prepare
from ui.theme.type_scale import Role
from ui.widgets.card import EmptyState
from ui.widgets.dialog import Dialog
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import SegmentedControl

WIDTH, HEIGHT = 880, 560
SHOWN = 60
ALL = "all"
SCOPES = (ALL, "company", "contact")


@dataclass(frozen=True)
class Found:
    """The pairs, and the names of what their records point at."""

    pairs: list[Candidate]
    names: dict[str, str]


class DuplicatesDialog(Dialog):
    """Stays open while one pair after the other is merged or put aside; ``id``: only what resembles it."""

    def __init__(self, ctx: Context, sheets: Sheets, kind: str = "", id: str = "") -> None:
        super().__init__(
            ctx.theme,
            ctx.tr("ui.duplicates.title"),
            accept=ctx.tr("ui.duplicates.close"),
            width=WIDTH,
        )
        self._ctx, self._sheets, self._id = ctx, sheets, id
        self.kind = kind if id else ALL
        self.cards: list[DuplicateCard] = []
        self.cancel_button.hide()
        self._lay_out(kind)
        ctx.hub.subscribe(self, {"company", "contact"}, self._changed)
        self.look()

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(WIDTH), self._ctx.theme.px(HEIGHT))

    def _lay_out(self, kind: str) -> None:
        ctx, px = self._ctx, self._ctx.theme.px
        head = QHBoxLayout()
        self.scopes = SegmentedControl(
            ctx.theme, [(one, ctx.tr(f"ui.duplicates.scope.{one}")) for one in SCOPES]
        )
        self.scopes.changed.connect(self.set_scope)
        if self._id:
            self.scopes.hide()
        if kind and not self._id:
            self.scopes.set_current(kind)
            self.kind = kind
        self.counted = Label("", Role.META, "text.2")
        head.addWidget(self.scopes)
        head.addStretch(1)
        head.addWidget(self.counted)
        nest(self.body, head)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(8))
        self._list = QVBoxLayout()
        self._list.setSpacing(px(8))
        nest(column, self._list)
        self.empty = EmptyState(ctx.theme, ctx.tr("ui.duplicates.none"))
        self.empty.hide()
        column.addWidget(self.empty)
        column.addStretch(1)
        area = Scrolled(content)
        area.setMinimumHeight(px(240))
        self.body.addWidget(area, 1)

    def set_scope(self, kind: str) -> None:
        """Only one kind, or all."""
        self.kind = kind
        self.look()

    # ---- reading
    def look(self) -> None:
        """Search again, on the database thread."""
        ctx, kind, id = self._ctx, self.kind, self._id
        self.note.setText(ctx.tr("ui.duplicates.looking"))

        def search() -> Found:
            if id:
                pairs = duplicates_of(ctx.desk, kind, id)
            else:
                pairs = find_duplicates(ctx.desk, SCOPES[1:] if kind == ALL else (kind,))
            rows = [row for one in pairs[:SHOWN] for row in (one.first, one.second)]
            return Found(pairs, ctx.names([pair for row in rows for pair in referred(row)]))

        ctx.read(search, self._show, key=("scan", id_of(self)), owner=self)

    def _changed(self, _changes: ChangeSet) -> None:
        self.look()

    def _show(self, found: Found) -> None:
        ctx = self._ctx
        clear_layout(self._list)
        self.cards = [DuplicateCard(ctx, one, found.names) for one in found.pairs[:SHOWN]]
        for card in self.cards:
            card.compared.connect(self.compare)
            card.dismissed.connect(self.dismiss)
            self._list.addWidget(card)
        self.empty.setVisible(not found.pairs)
        self.counted.setText(ctx.tr("ui.duplicates.count", count=len(found.pairs)) if found.pairs else "")
        key = "ui.duplicates.more" if len(found.pairs) > SHOWN else "ui.duplicates.note"
        self.note.setText(ctx.tr(key, count=SHOWN))

    # ---- acting
    def compare(self, keep: str, drop: str) -> None:
        """Put two side by side over this list."""
        ctx = self._ctx
        card = next(one for one in self.cards if {keep, drop} == set(one.candidate.pair))
        kind = card.candidate.kind

        def shown(prepared: Prepared) -> None:
            self._sheets.show(MergeDialog(ctx, prepared))

        ctx.read(lambda: prepare(ctx, kind, keep, drop), shown, owner=self)

    def dismiss(self, first: str, second: str) -> None:
        """不是重复; a toast takes it back."""
        ctx, pair = self._ctx, (first, second)

        def back() -> None:
            ctx.read(lambda: ask_again(ctx.desk, pair), lambda _none: self.look(), owner=self)

        def told(_none: None) -> None:
            ctx.said.emit(Said(ctx.tr("ui.duplicates.put_aside"), link=ctx.tr("ui.undo"), act=back))
            self.look()

        ctx.read(lambda: dismiss(ctx.desk, pair), told, owner=self)


def id_of(dialog: QWidget) -> int:
    """Names a dialog among the keyed queries of the database thread."""
    return id(dialog)
