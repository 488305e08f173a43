"""One conflict: field by field what was before, mine and headquarters', one of them chosen."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from app.model.registry import KINDS
from sync.client.conflicts import HQ, MINE, Entry, OpenConflict
from ui.components.signs import stage_sign
from ui.context.context import Context
from ui.context.formats import EMPTY
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Box, Card, Icon, Line
from ui.widgets.conflict_choice import ConflictChoice
from ui.widgets.label import ElidedLabel, Label

LEAST_WIDE = 560


class ConflictCard(Card):
    """Headquarters' value is preselected; nothing is lost whatever is chosen."""

    resolved = Signal(str, dict)
    """Take these sides by field for the card with this id."""
    taken = Signal(str, str)
    """Take one side as a whole: a deletion, or restoring with the edits."""

    def __init__(self, ctx: Context, conflict: OpenConflict, names: Mapping[str, str]) -> None:
        super().__init__(ctx.theme)
        self._ctx, self.conflict, self._names = ctx, conflict, names
        self.groups: dict[str, QButtonGroup] = {}
        self._lines: list[list[QWidget]] = []
        self._narrow: bool | None = None
        self._grid = QGridLayout()
        self.body.setContentsMargins(*(ctx.theme.px(n) for n in (20, 16, 20, 16)))
        self.body.setSpacing(ctx.theme.px(12))
        self.body.addLayout(self._head())
        self.body.addWidget(Line())
        if conflict.reason == "delete":
            self._lay_out_deletion()
        else:
            self._lay_out_fields()

    @property
    def choices(self) -> dict[str, str]:
        """The side chosen for each field."""
        return {name: MINE if group.checkedId() == 0 else HQ for name, group in self.groups.items()}

    def choose_all(self, side: str) -> None:
        """全部用我的, 全部用总部."""
        for group in self.groups.values():
            group.button(0 if side == MINE else 1).setChecked(True)
        self._count()

    def accept(self) -> None:
        """采用所选; of a deletion, what headquarters has."""
        if self.conflict.reason == "delete":
            self.taken.emit(self.conflict.id, HQ)
        else:
            self.resolved.emit(self.conflict.id, self.choices)

    # ---- parts
    def _head(self) -> QHBoxLayout:
        ctx, target = self._ctx, self.conflict.target
        head = QHBoxLayout()
        head.setSpacing(ctx.theme.px(12))
        name = ctx.formats.title(target) if target is not None else self.conflict.card["title"] or ""
        head.addWidget(ElidedLabel(name, Role.TITLE))
        if target is not None and (stage := stage_sign(ctx, target)) is not None:
            head.addWidget(stage)
        head.addStretch(1)
        if target is not None:
            text = ctx.tr("ui.conflict.open", kind=ctx.formats.kind(target.kind))
            button = Button(ctx.theme, text, ButtonKind.QUIET, icon="external-link", small=True)
            button.clicked.connect(lambda: ctx.record_asked.emit(target.kind, target.id))
            head.addWidget(button)
        return head

    def _lay_out_fields(self) -> None:
        ctx, px = self._ctx, self._ctx.theme.px
        bulk = QHBoxLayout()
        bulk.setSpacing(px(8))
        bulk.addWidget(ElidedLabel(ctx.tr("ui.conflict.whole"), Role.META, "text.2"))
        for side, key in ((MINE, "ui.conflict.all_mine"), (HQ, "ui.conflict.all_hq")):
            button = Button(ctx.theme, ctx.tr(key), small=True)
            button.clicked.connect(lambda _=False, side=side: self.choose_all(side))
            bulk.addWidget(button)
        bulk.addStretch(1)
        self._counted = ElidedLabel("", Role.META, "text.2")
        bulk.addWidget(self._counted)
        self.body.addLayout(bulk)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(10))
        self._lines = [self._header(), *(self._row(entry) for entry in self.conflict.entries)]
        self.body.addLayout(self._grid)
        self._arrange(narrow=False)
        self.body.addWidget(self._reassurance())
        self.body.addLayout(self._foot())
        self._count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < self._ctx.theme.px(LEAST_WIDE))

    def _arrange(self, *, narrow: bool) -> None:
        """Four columns; in a narrow card the two sides stand under the field and what was before."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        stretches = (1, 1, 0, 0) if narrow else (2, 4, 5, 5)
        for column, stretch in enumerate(stretches):
            self._grid.setColumnStretch(column, stretch)
        for line, cells in enumerate(self._lines):
            for column, cell in enumerate(cells):
                place = (line * 2 + column // 2, column % 2) if narrow else (line, column)
                self._grid.addWidget(cell, *place)

    def _header(self) -> list[QWidget]:
        ctx, card = self._ctx, self.conflict.card
        mine = "ui.conflict.mine" if card["author"] == ctx.desk.actor else "ui.conflict.theirs"
        heads = (
            (ctx.tr("ui.conflict.field"), ""),
            (ctx.tr("ui.conflict.before"), ""),
            (ctx.tr(mine), self._who(card["author"], card["authored_at"])),
            (ctx.tr("ui.conflict.hq"), self._who(card["other"], card["other_at"])),
        )
        cells: list[QWidget] = []
        for column, (title, who) in enumerate(heads):
            holder = QWidget()
            cell = QHBoxLayout(holder)
            cell.setContentsMargins(0, 0, 0, 0)
            cell.setSpacing(ctx.theme.px(6))
            cell.addWidget(
                Label(
                    title, Role.META if not column else Role.BODY_BOLD, "text.2" if not column else "text.1"
                )
            )
            if who:
                cell.addWidget(ElidedLabel(who, Role.META, "text.2"))
            cell.addStretch(1)
            cells.append(holder)
        return cells

    def _who(self, by: str | None, at: Any) -> str:
        return " · ".join(part for part in (by or "", self._ctx.formats.clock(at) if at else "") if part)

    def _row(self, entry: Entry) -> list[QWidget]:
        ctx = self._ctx
        label, before, mine, hq = self._words(entry)
        cells: list[QWidget] = [ElidedLabel(label, tone="text.2"), Label(before, tone="text.1", wrap=True)]
        group = self.groups[entry.field] = QButtonGroup(self)
        for number, value in ((0, mine), (1, hq)):
            choice = ConflictChoice(ctx.theme, value)
            choice.setToolTip(value)
            group.addButton(choice, number)
            cells.append(choice)
        group.button(1).setChecked(True)
        group.idToggled.connect(lambda _id, _on: self._count())
        return cells

    def _words(self, entry: Entry) -> tuple[str, str, str, str]:
        target, formats = self.conflict.target, self._ctx.formats
        field = KINDS[target.kind].fields.get(entry.field) if target is not None else None
        if field is None:
            return entry.field, str(entry.before or EMPTY), str(entry.mine or EMPTY), str(entry.hq or EMPTY)
        before, mine, hq = (
            formats.value(field, value, self._names) or EMPTY
            for value in (entry.before, entry.mine, entry.hq)
        )
        return formats.label(field), before, mine, hq

    def _reassurance(self) -> QWidget:
        ctx, px = self._ctx, self._ctx.theme.px
        box = Box(ctx.theme, fill="bg.sunken", border=None, radius=6)
        row = QHBoxLayout(box)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(8))
        row.addWidget(Icon(ctx.theme, "clock", "text.2", 14))
        row.addWidget(Label(ctx.tr("ui.conflict.nothing_lost"), tone="text.2", wrap=True), 1)
        return box

    def _foot(self) -> QHBoxLayout:
        ctx = self._ctx
        foot = QHBoxLayout()
        foot.addStretch(1)
        accept = Button(ctx.theme, ctx.tr("ui.conflict.accept"), ButtonKind.PRIMARY, hint="Ctrl+Enter")
        accept.clicked.connect(self.accept)
        self.accept_button = accept
        foot.addWidget(accept)
        return foot

    def _lay_out_deletion(self) -> None:
        ctx, card = self._ctx, self.conflict.card
        deleted_here = self.conflict.target is not None and self.conflict.target.deleted
        key = "ui.conflict.deleted_at_hq" if deleted_here else "ui.conflict.deleted_by_other"
        who = card["other"] or ctx.tr("ui.history.somebody")
        self.body.addWidget(Label(ctx.tr(key, by=who), wrap=True))
        for entry in self.conflict.entries:
            label, before, mine, _hq = self._words(entry)
            line = QHBoxLayout()
            name = ElidedLabel(label, tone="text.3")
            name.setFixedWidth(ctx.theme.px(128))
            line.addWidget(name)
            line.addWidget(Label(f"{before} → {mine}", wrap=True), 1)
            self.body.addLayout(line)
        self.body.addWidget(self._reassurance())
        foot = QHBoxLayout()
        foot.setSpacing(ctx.theme.px(8))
        foot.addStretch(1)
        restore = Button(ctx.theme, ctx.tr("ui.conflict.restore"))
        restore.clicked.connect(lambda: self.taken.emit(self.conflict.id, MINE))
        keep = Button(ctx.theme, ctx.tr("ui.conflict.keep_deleted"), ButtonKind.PRIMARY, hint="Ctrl+Enter")
        keep.clicked.connect(lambda: self.taken.emit(self.conflict.id, HQ))
        self.restore_button, self.accept_button = restore, keep
        foot.addWidget(restore, 0, Qt.AlignmentFlag.AlignRight)
        foot.addWidget(keep)
        self.body.addLayout(foot)

    def _count(self) -> None:
        mine = sum(1 for side in self.choices.values() if side == MINE)
        total = len(self.groups)
        self._counted.setText(self._ctx.tr("ui.conflict.counted", count=total, mine=mine, hq=total - mine))
