"""Merging two records: both side by side, a choice where they differ, and what will follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.model.field import Type
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.merging import DROP, KEEP, Difference, How
from app.services.errors import InvalidRecord
from app.services.merging import MergePreview, merge_records, preview_merge
from ui.components.record_source import referred
from ui.context.context import Context
from ui.context.formats import EMPTY
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.card import Icon, Note
from ui.widgets.conflict_choice import ConflictChoice
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

WIDTH = 880
LINE, LABEL = 48, 120
_UNSHOWN = (Type.DATA,)


@dataclass(frozen=True)
class Prepared:
    """What the dialog shows, read in one go on the database thread."""

    preview: MergePreview
    names: Mapping[str, str]


def prepare(ctx: Context, kind: str, keep: str, drop: str) -> Prepared:
    """Read both records, their differences and the names of what they point at."""
    preview = preview_merge(ctx.desk, kind, keep, drop)
    return Prepared(preview, ctx.names([*referred(preview.keep), *referred(preview.drop)]))


class MergeDialog(WritingDialog):
    """The fuller or newer value is preselected; one undo takes everything back."""

    def __init__(
        self, ctx: Context, prepared: Prepared, *, on_merged: Callable[[], None] | None = None
    ) -> None:
        kind = prepared.preview.keep.kind
        super().__init__(
            ctx,
            ctx.tr("ui.merge.title", kind=ctx.formats.kind(kind)),
            ctx.tr("ui.merge.accept"),
            width=WIDTH,
        )
        self._kind, self._on_merged = kind, on_merged
        self.groups: dict[str, QButtonGroup] = {}
        self._lay_out()
        self.swap_button = Button(ctx.theme, ctx.tr("ui.merge.swap"), icon="arrow-left-right")
        self.swap_button.clicked.connect(self.swap)
        self.add_button(self.swap_button)
        self.note.setText(ctx.tr("ui.merge.undoable"))
        self.show_pair(prepared)

    def _lay_out(self) -> None:
        self._head = QVBoxLayout()
        nest(self.body, self._head)
        self.area = Scrolled()
        self.body.addWidget(self.area, 1)
        note = Note(self._ctx.theme, "link")
        self.following = note.words
        self.body.addWidget(note)

    # ---- showing
    def show_pair(self, prepared: Prepared) -> None:
        """Show two records, the one to keep at the left."""
        self.prepared = prepared
        preview = prepared.preview
        for group in self.groups.values():
            group.deleteLater()
        self.groups = {}
        head = self._columns()
        gap = QWidget()
        gap.setFixedWidth(self._ctx.theme.px(LABEL))
        head.addWidget(gap, 0, 0)
        head.addWidget(self._named("ui.merge.keep", preview.keep), 0, 1)
        head.addWidget(self._named("ui.merge.drop", preview.drop), 0, 2)
        clear_layout(self._head)
        self._head.addWidget(_holding(head))
        shown = [one for one in preview.differences if one.field.type not in _UNSHOWN and one.field.form]
        lines = self._columns()
        for line, one in enumerate(shown):
            self._add_line(lines, line, one)
        if not shown:
            lines.addWidget(Label(self._ctx.tr("ui.merge.alike"), tone="text.2", wrap=True), 0, 0, 1, 3)
        lines.setRowStretch(len(shown) + 1, 1)
        self.area.setWidget(_holding(lines))
        self.area.setMinimumHeight(self._ctx.theme.px(min(LINE * max(1, len(shown)), 320)))
        self.following.setText(self._what_follows())

    def _columns(self) -> QGridLayout:
        """What the field is called, the kept record's value, the other's."""
        px, grid = self._ctx.theme.px, QGridLayout()
        grid.setContentsMargins(0, 0, px(4), 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        for column, stretch in enumerate((0, 1, 1)):
            grid.setColumnStretch(column, stretch)
        return grid

    def _named(self, key: str, row: Row) -> QWidget:
        ctx, holder = self._ctx, QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(2))
        column.addWidget(Label(ctx.tr(key), Role.META, "text.2"))
        column.addWidget(ElidedLabel(ctx.formats.title(row), Role.BODY_BOLD))
        by = row["created_by"] or row.changed_by or ctx.tr("ui.history.somebody")
        changed = ctx.formats.moment(row.changed_at)
        column.addWidget(ElidedLabel(ctx.tr("ui.merge.origin", by=by, at=changed), Role.META, "text.3"))
        return holder

    def _add_line(self, grid: QGridLayout, line: int, one: Difference) -> None:
        ctx, formats = self._ctx, self._ctx.formats
        label = ElidedLabel(formats.label(one.field), tone="text.2")
        label.setFixedWidth(ctx.theme.px(LABEL))
        grid.addWidget(label, line, 0)
        if one.how is How.JOINED:
            words = self._words(one, one.value)
            grid.addWidget(self._joined(words), line, 1, 1, 2)
            return
        group = self.groups[one.field.name] = QButtonGroup(self)
        for number, (side, value) in enumerate(((KEEP, one.keep), (DROP, one.drop))):
            words = self._words(one, value) or EMPTY
            choice = ConflictChoice(ctx.theme, words)
            choice.setAccessibleName(f"{formats.label(one.field)} {words}")
            group.addButton(choice, number)
            choice.setChecked(side == one.side)
            grid.addWidget(choice, line, number + 1)

    def _joined(self, words: str) -> QWidget:
        ctx, holder = self._ctx, QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, ctx.theme.px(6), 0, ctx.theme.px(6))
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(Icon(ctx.theme, "merge", "text.2", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(ctx.tr("ui.merge.joined", value=words), wrap=True), 1)
        return holder

    def _words(self, one: Difference, value: Any) -> str:
        words = self._ctx.formats.value(one.field, value, self.prepared.names)
        return words if one.how is How.JOINED else words.replace("\n", " ")

    def _what_follows(self) -> str:
        ctx, preview = self._ctx, self.prepared.preview
        keep = ctx.formats.title(preview.keep)
        counted = [
            ctx.tr("ui.merge.count", count=count, kind=ctx.formats.kind(kind))
            for kind, count in preview.pointing.items()
        ]
        if not counted:
            return ctx.tr("ui.merge.follows_nothing", name=keep)
        return ctx.tr("ui.merge.follows", what=ctx.formats.listed(counted), name=keep)

    # ---- acting
    def swap(self) -> None:
        """Keep the other one."""
        ctx, preview = self._ctx, self.prepared.preview
        kind, keep, drop = self._kind, preview.drop.id, preview.keep.id
        ctx.read(lambda: prepare(ctx, kind, keep, drop), self.show_pair, owner=self)

    def choices(self) -> dict[str, Any]:
        """The value chosen for each field that asks."""
        asked = {one.field.name: one for one in self.prepared.preview.differences}
        return {
            name: asked[name].keep if group.checkedId() == 0 else asked[name].drop
            for name, group in self.groups.items()
        }

    def writing(self) -> Writing:
        ctx, kind, preview, choices = self._ctx, self._kind, self.prepared.preview, self.choices()
        keep, drop = preview.keep, preview.drop
        said = ctx.tr("ui.merge.said", drop=ctx.formats.title(drop), keep=ctx.formats.title(keep))
        return Writing(lambda: merge_records(ctx.desk, kind, keep.id, drop.id, choices), said)

    def written(self) -> None:
        if self._on_merged is not None:
            self._on_merged()

    def refused(self, error: InvalidRecord) -> None:
        problem = error.problems[0]
        label = self._ctx.formats.label(KINDS[self._kind].fields[problem.field])
        self.say_wrong(f"{label}：{self._ctx.formats.reason(problem.reason)}")


def _holding(grid: QGridLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(grid)
    return holder
