"""What is settled without asking: how often, and each rule in words with a link that ends it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.registry import KINDS
from sync.client.conflict_rules import Rule
from sync.client.conflicts import BY_RULE, OpenConflict
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest

MOST = 6


class RuleList(QWidget):
    """Stands below the cards; nothing of it is seen while there is no rule."""

    forgotten = Signal(object)
    """Ask again instead of this ``Rule``."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        px = ctx.theme.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20), 0, px(16), 0)
        self._column.setSpacing(px(4))

    def show_rules(self, rules: Sequence[Rule], settled: Sequence[OpenConflict]) -> None:
        """Replace every line."""
        clear_layout(self._column)
        ruled = sum(
            isinstance(one.card["chosen"], dict) and bool(one.card["chosen"].get(BY_RULE)) for one in settled
        )
        self.setVisible(bool(rules or ruled))
        if not rules and not ruled:
            return
        tr = self._ctx.tr
        title = tr("ui.rule.settled", count=ruled) if ruled else tr("ui.rule.kept", count=len(rules))
        self._column.addWidget(Label(title, Role.BODY_BOLD))
        for rule in rules[:MOST]:
            nest(self._column, self._line(rule))

    def _line(self, rule: Rule) -> QHBoxLayout:
        ctx = self._ctx
        field = KINDS[rule.kind].fields.get(rule.field) if rule.kind in KINDS else None
        label = ctx.formats.label(field) if field is not None else rule.field
        kind = ctx.formats.kind(rule.kind) if rule.kind in KINDS else rule.kind
        words = ctx.tr(f"ui.rule.line.{rule.side}", kind=kind, field=label)
        line = QHBoxLayout()
        line.setSpacing(ctx.theme.px(8))
        line.addWidget(ElidedLabel(words, Role.META, "text.2"), 1)
        forget = Button(ctx.theme, ctx.tr("ui.rule.forget"), ButtonKind.LINK)
        forget.setAccessibleName(f"{ctx.tr('ui.rule.forget')} {words}")
        forget.clicked.connect(lambda: self.forgotten.emit(rule))
        line.addWidget(forget)
        return line
