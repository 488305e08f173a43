"""The conflict inbox: cards at the left, the current one open at the right, two clicks from the chip."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.model.field import Type
from app.model.registry import KINDS
from app.services.errors import InvalidRecord
from app.services.records import checked_values
from sync.client.conflict_rules import Applied, Rule, forget_rule, keep_rules, kept_rules, resolve_with
from sync.client.conflicts import OpenConflict, Own, open_conflicts, settled_conflicts, take
from ui.components.conflict_card import ConflictCard
from ui.components.conflict_list import ConflictList
from ui.components.page import Surface
from ui.components.record_menu import add_buttons
from ui.components.rule_list import RuleList
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import EmptyState
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

LIST_WIDTH = 316


@dataclass(frozen=True)
class _Found:
    conflicts: Sequence[OpenConflict]
    names: Mapping[str, str]
    settled: Sequence[OpenConflict]
    rules: Sequence[Rule]


class ConflictInbox(QWidget):
    """Keys: Up and Down choose a card, Ctrl+Enter takes what is chosen in it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._found = _Found((), {}, (), ())
        self._current = ""
        self._past = False
        self.card: ConflictCard | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_left())
        row.addWidget(self._make_right(), 1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.accept)

    def _make_left(self) -> QWidget:
        ctx, px = self._ctx, self._ctx.theme.px
        left = self._left = Surface(ctx)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, px(8), 0, px(12))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setContentsMargins(px(20), 0, px(16), 0)
        self._waiting = ElidedLabel("", Role.BODY_BOLD, "text.1")
        head.addWidget(self._waiting)
        head.addStretch(1)
        self.past_link = Button(ctx.theme, "", ButtonKind.LINK)
        self.past_link.clicked.connect(lambda: self.show_past(not self._past))
        head.addWidget(self.past_link)
        nest(column, head)
        self.list = ConflictList(ctx)
        self.list.chosen.connect(self.show_card)
        self.list.add_verbs = self.add_verbs
        column.addWidget(self.list, 1)
        self.rule_list = RuleList(ctx)
        self.rule_list.forgotten.connect(self._forget)
        column.addWidget(self.rule_list)
        return left

    def _make_right(self) -> Scrolled:
        px = self._ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(16), px(16), px(20), px(16))
        self._place = QVBoxLayout()
        nest(column, self._place)
        self._empty = EmptyState(self._ctx.theme, "")
        column.addWidget(self._empty)
        column.addStretch(1)
        scroll = Scrolled(content)
        return scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(min(self._ctx.theme.px(LIST_WIDTH), self.width() // 3))

    # ---- showing
    def refresh(self) -> None:
        """Read the cards again on the database thread."""
        ctx = self._ctx
        ctx.read(lambda: _read(ctx), self._take, key=("conflicts", id(self)), owner=self)

    def show_past(self, past: bool) -> None:
        """曾冲突: what was settled, by whom or by which rule; or back to what waits."""
        self._past, self._current, self.card = past, "", None
        self._take(self._found)

    @property
    def shown(self) -> Sequence[OpenConflict]:
        """The cards listed now."""
        return self._found.settled if self._past else self._found.conflicts

    def _take(self, found: _Found) -> None:
        self._found, ctx = found, self._ctx
        key, other = (
            ("ui.conflict.past", "ui.conflict.to_open")
            if self._past
            else ("ui.conflict.waiting", "ui.conflict.to_past")
        )
        self._waiting.setText(ctx.tr(key, count=len(self.shown)))
        self.past_link.setText(ctx.tr(other, count=len(found.conflicts if self._past else found.settled)))
        self.past_link.setVisible(bool(found.settled) or self._past)
        self.rule_list.show_rules(found.rules, found.settled)
        self.list.show_conflicts(self.shown)
        ids = [one.id for one in self.shown]
        self._empty.setVisible(not ids)
        self._empty.set_sentence(ctx.tr("ui.empty.settled" if self._past else "ui.empty.conflicts"))
        if ids:
            self.show_card(self._current if self._current in ids else ids[0])
        else:
            self._current, self.card = "", None
            clear_layout(self._place)

    def show_card(self, id: str) -> None:
        """Open one card at the right."""
        conflict = next(one for one in self.shown if one.id == id)
        if self.card is not None and self.card.conflict == conflict and self._current == id:
            self.list.set_current(id)
            return
        self._current = id
        self.list.set_current(id)
        clear_layout(self._place)
        self.card = ConflictCard(self._ctx, conflict, self._found.names, settled=self._past)
        self.card.resolved.connect(self._resolve)
        self.card.taken.connect(self._take_side)
        self.card.put_off.connect(self.go_on)
        self._place.addWidget(self.card)

    def add_verbs(self, menu: Menu, id: str) -> None:
        """What the buttons of the open card do, and the way to its record."""
        if self.card is not None and self.card.conflict.id == id:
            add_buttons(menu, self.card.verbs)
            target = self.card.conflict.target
            if target is not None:
                open_it = partial(self._ctx.record_asked.emit, target.kind, target.id)
                menu.add(self._ctx.tr("ui.action.open"), open_it, icon="external-link")

    def show_again(self) -> None:
        """The unit was changed."""
        self.card = None
        self._take(self._found)

    def go_on(self, id: str) -> None:
        """稍后: to the next card; this one stays."""
        ids = [one.id for one in self.shown]
        self.show_card(ids[(ids.index(id) + 1) % len(ids)])

    # ---- settling
    def accept(self) -> None:
        """Ctrl+Enter."""
        if self.card is not None:
            self.card.accept()

    def _resolve(self, id: str) -> None:
        ctx, card = self._ctx, self.card
        conflict = next(one for one in self._found.conflicts if one.id == id)
        if card is None or card.fields is None or conflict.target is None:
            return
        kind, rules = conflict.target.kind, card.rules()
        sides: dict[str, Any] = {name: side for name, side in card.choices.items() if side}
        typed = card.fields.typed

        def work() -> Applied:
            own = {
                name: Own(one) for name, one in checked_values(ctx.desk, kind, typed, complete=False).items()
            }
            store, enrolled = ctx.desk.store, ctx.runner.enrolled()
            device = enrolled.device_id if enrolled is not None else ""
            applied = resolve_with(store, id, sides | own, rules, ctx.desk.actor, device)
            keep_rules(store, rules)
            return applied

        def refused(error: InvalidRecord) -> None:
            card.show_problems(error.problems)

        ctx.change(
            work,
            changes=lambda done: done.changes,
            done=lambda done: self._say(conflict, done),
            refused=refused,
        )

    def _take_side(self, id: str, side: str) -> None:
        ctx = self._ctx
        self._settle(id, lambda: take(ctx.desk.store, id, side, ctx.desk.actor))

    def _settle(self, id: str, work: Callable[[], None]) -> None:
        conflict = next(one for one in self._found.conflicts if one.id == id)
        touched = {("conflict", id)}
        if conflict.target is not None:
            touched.add((conflict.target.kind, conflict.target.id))
        changes = ChangeSet(frozenset(touched))
        said = self._ctx.tr("ui.said.resolved", name=self._title(conflict))
        self._ctx.change(work, changes=lambda _none: changes, said=said)

    def _say(self, conflict: OpenConflict, applied: Applied) -> None:
        key = "ui.said.resolved.more" if applied.by_rule else "ui.said.resolved"
        said = self._ctx.tr(key, name=self._title(conflict), count=applied.by_rule)
        self._ctx.say(said, undo=True)

    def _title(self, conflict: OpenConflict) -> str:
        return self._ctx.formats.title(conflict.target) if conflict.target else ""

    def _forget(self, rule: Rule) -> None:
        ctx = self._ctx
        ctx.read(lambda: forget_rule(ctx.desk.store, rule), lambda _none: self.refresh())


def _read(ctx: Context) -> _Found:
    store = ctx.desk.store
    conflicts, settled = open_conflicts(store), settled_conflicts(store)
    wanted: list[tuple[str, str]] = []
    for conflict in (*conflicts, *settled):
        if conflict.target is not None:
            wanted += _named(conflict, conflict.target.kind)
    return _Found(conflicts, ctx.names(wanted), settled, kept_rules(store))


def _named(conflict: OpenConflict, kind: str) -> list[tuple[str, str]]:
    """(kind, id) of every record that a value of the card points at."""
    found: list[tuple[str, str]] = []
    for entry in conflict.entries:
        field = KINDS[kind].fields.get(entry.field)
        if field is not None and field.type in (Type.REFERENCE, Type.REFERENCES):
            for value in (entry.before, entry.mine, entry.hq):
                found += [(field.target, one) for one in ([value] if isinstance(value, str) else value or ())]
    return found
