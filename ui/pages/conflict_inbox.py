"""The conflict inbox: cards at the left, the current one open at the right, two clicks from the chip."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.model.field import Type
from app.model.registry import KINDS
from sync.client.conflicts import OpenConflict, open_conflicts, resolve, take
from ui.components.conflict_card import ConflictCard
from ui.components.conflict_list import ConflictList
from ui.components.page import Surface
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import EmptyState
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label

LIST_WIDTH = 316


@dataclass(frozen=True)
class _Found:
    conflicts: list[OpenConflict]
    names: Mapping[str, str]


class ConflictInbox(QWidget):
    """Keys: Up and Down choose a card, Ctrl+Enter takes what is chosen in it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._found = _Found([], {})
        self._current = ""
        self.card: ConflictCard | None = None
        px = ctx.theme.px
        self._stack = QStackedLayout(self)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = self._left = Surface(ctx)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        self._waiting = Label("", Role.META, "text.2")
        self._waiting.setContentsMargins(px(20), 0, px(16), 0)
        column.addWidget(self._waiting)
        self.list = ConflictList(ctx)
        self.list.chosen.connect(self.show_card)
        column.addWidget(self.list, 1)
        row.addWidget(left)
        row.addWidget(self._right(), 1)
        self._stack.addWidget(both)
        self._stack.addWidget(EmptyState(ctx.theme, ctx.tr("ui.empty.conflicts")))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.accept)

    def _right(self) -> QScrollArea:
        px = self._ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(16), px(16), px(20), px(16))
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        return scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(min(self._ctx.theme.px(LIST_WIDTH), self.width() // 3))

    # ---- showing
    def refresh(self) -> None:
        """Read the open cards again on the database thread."""
        ctx = self._ctx
        ctx.read(lambda: _read(ctx), self._take, key=("conflicts", id(self)), owner=self)

    def _take(self, found: _Found) -> None:
        self._found = found
        conflicts = found.conflicts
        self._waiting.setText(self._ctx.tr("ui.conflict.waiting", count=len(conflicts)))
        self.list.show_conflicts(conflicts)
        self._stack.setCurrentIndex(0 if conflicts else 1)
        ids = [one.id for one in conflicts]
        if ids:
            self.show_card(self._current if self._current in ids else ids[0])
        else:
            self._current, self.card = "", None
            clear_layout(self._place)

    def show_card(self, id: str) -> None:
        """Open one card at the right."""
        conflict = next(one for one in self._found.conflicts if one.id == id)
        if self.card is not None and self.card.conflict == conflict and self._current == id:
            self.list.set_current(id)
            return
        self._current = id
        self.list.set_current(id)
        clear_layout(self._place)
        self.card = ConflictCard(self._ctx, conflict, self._found.names)
        self.card.resolved.connect(self._resolve)
        self.card.taken.connect(self._take_side)
        self._place.addWidget(self.card)

    def show_again(self) -> None:
        """The unit was changed."""
        self.card = None
        self._take(self._found)

    # ---- settling
    def accept(self) -> None:
        """Ctrl+Enter."""
        if self.card is not None:
            self.card.accept()

    def _resolve(self, id: str, choices: dict[str, str]) -> None:
        ctx = self._ctx
        self._settle(id, lambda: resolve(ctx.desk.store, id, choices, ctx.desk.actor))

    def _take_side(self, id: str, side: str) -> None:
        ctx = self._ctx
        self._settle(id, lambda: take(ctx.desk.store, id, side, ctx.desk.actor))

    def _settle(self, id: str, work: Callable[[], None]) -> None:
        conflict = next(one for one in self._found.conflicts if one.id == id)
        touched = {("conflict", id)}
        if conflict.target is not None:
            touched.add((conflict.target.kind, conflict.target.id))
        changes = ChangeSet(frozenset(touched))
        name = self._ctx.formats.title(conflict.target) if conflict.target else ""
        said = self._ctx.tr("ui.said.resolved", name=name)
        self._ctx.change(work, changes=lambda _none: changes, said=said)


def _read(ctx: Context) -> _Found:
    conflicts = open_conflicts(ctx.desk.store)
    wanted: list[tuple[str, str]] = []
    for conflict in conflicts:
        if conflict.target is None:
            continue
        fields = KINDS[conflict.target.kind].fields
        for entry in conflict.entries:
            field = fields.get(entry.field)
            if field is not None and field.type in (Type.REFERENCE, Type.REFERENCES):
                for value in (entry.before, entry.mine, entry.hq):
                    wanted += [
                        (field.target, one) for one in ([value] if isinstance(value, str) else value or ())
                    ]
    return _Found(conflicts, ctx.names(wanted))
