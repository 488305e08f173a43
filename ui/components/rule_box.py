"""“以后同类冲突照此处理”: ticked for single fields, told in words before anything is kept."""

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.model.registry import KINDS
from sync.client.conflict_rules import Rule, Side
from sync.client.conflicts import MINE
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.label import Label
from ui.widgets.switches import SegmentedControl

AS_CHOSEN, NEWER = "chosen", "newer"


class RuleBox(QWidget):
    """One tick opens it; then a tick for each field and whether the side chosen or the newer value wins."""

    def __init__(self, ctx: Context, kind: str, names: list[str]) -> None:
        super().__init__()
        self._ctx, self._kind = ctx, kind
        px = ctx.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self.box = QCheckBox(ctx.tr("ui.rule.tick"))
        self.box.toggled.connect(self._open)
        column.addWidget(self.box)
        self._more = QWidget()
        flow = FlowLayout(self._more, px(12))
        self.fields: dict[str, QCheckBox] = {}
        for name in names:
            tick = self.fields[name] = QCheckBox(ctx.formats.label(KINDS[kind].fields[name]))
            tick.setChecked(True)
            flow.addWidget(tick)
        choices = [(AS_CHOSEN, ctx.tr("ui.rule.chosen")), (NEWER, ctx.tr("ui.rule.newer"))]
        self.how = SegmentedControl(ctx.theme, choices, small=True)
        flow.addWidget(self.how)
        column.addWidget(self._more)
        self._hint = Label(ctx.tr("ui.rule.hint"), Role.META, "text.3", wrap=True)
        column.addWidget(self._hint)
        self._open(False)

    def rules(self, choices: Mapping[str, str]) -> list[Rule]:
        """What was ticked; a field with a value of its own has no side to keep."""
        if not self.box.isChecked():
            return []
        newer = self.how.current() == NEWER
        found: list[Rule] = []
        for name, tick in self.fields.items():
            side: Side = "newer" if newer else "mine" if choices.get(name) == MINE else "hq"
            if tick.isChecked() and (newer or choices.get(name)):
                found.append(Rule(self._kind, name, side))
        return found

    def _open(self, on: bool) -> None:
        self._more.setVisible(on)
        self._hint.setVisible(on)
