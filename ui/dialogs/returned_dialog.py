"""A spreadsheet of ours that came back: three colours say who changed what; chosen lines are one undo."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtWidgets import QHBoxLayout

from app.model.registry import KINDS
from app.rules.three_way import Standing
from app.services.errors import InvalidRecord
from app.services.ledger.returned import (
    CHANGED,
    GONE,
    NEW,
    REFUSED,
    Comparison,
    ReturnedCell,
    ReturnedRow,
    apply_returned,
)
from ui.components.checked_rows import shown_cell
from ui.components.checked_table import CheckedTable, Line, Shown
from ui.components.columns import heading
from ui.context.context import Context
from ui.context.formats import Names
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Box
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest

GROUNDS: dict[Standing, Token] = {
    Standing.THERE: "accent.soft",
    Standing.HERE: "success.soft",
    Standing.BOTH: "warn.soft",
}


class ReturnedDialog(WritingDialog):
    """What both sides changed and what is missing in the file is not ticked to begin with."""

    def __init__(self, ctx: Context, file: str, comparison: Comparison, names: Names) -> None:
        title = ctx.tr("ui.returned.title", name=PurePath(file).name)
        super().__init__(ctx, title, ctx.tr("ui.returned.accept"), width=960, size=(1080, 600))
        self.comparison, self._names = comparison, names
        self._fields = _fields(comparison)
        self.summary = Label(self._counts(), Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.summary)
        nest(self.body, self._legend())
        self.table = CheckedTable(ctx, title)
        self.body.addWidget(self.table, 1)
        self.table.lines.chosen_changed.connect(self._tell)
        fields = KINDS[comparison.sent.kind].fields
        self.table.show_lines(
            [
                ctx.formats.label(fields[KINDS[comparison.sent.kind].title_field]),
                ctx.tr("ui.returned.what"),
                *(heading(ctx, fields[name]) for name in self._fields),
            ],
            [self._line(row) for row in comparison.rows],
        )
        self._tell()

    # ---- showing
    def _counts(self) -> str:
        ctx, rows = self._ctx, self.comparison.rows
        parts = [
            ctx.tr(f"ui.returned.count.{what}", count=count)
            for what in (CHANGED, NEW, GONE, REFUSED)
            if (count := sum(1 for row in rows if row.what == what))
        ]
        if both := sum(1 for row in rows if row.both):
            parts.append(ctx.tr("ui.returned.count.both", count=both))
        return ctx.formats.listed([*parts, ctx.tr("ui.returned.count.same", count=self.comparison.same)])

    def _legend(self) -> QHBoxLayout:
        ctx, px = self._ctx, self._ctx.theme.px
        legend = QHBoxLayout()
        legend.setSpacing(px(6))
        for standing, ground in GROUNDS.items():
            swatch = Box(ctx.theme, fill=ground, radius=3)
            swatch.setFixedSize(px(14), px(14))
            legend.addWidget(swatch)
            legend.addWidget(ElidedLabel(ctx.tr(f"ui.returned.{standing}"), Role.META, "text.2"))
            legend.addSpacing(px(8))
        legend.addStretch(1)
        for on, key in ((True, "ui.returned.all"), (False, "ui.returned.none")):
            button = Button(ctx.theme, ctx.tr(key), ButtonKind.QUIET, small=True)
            button.clicked.connect(lambda _checked=False, on=on: self.choose_all(on))
            legend.addWidget(button)
        return legend

    def choose_all(self, on: bool) -> None:
        """Tick every line that can be written, or none."""
        self.table.lines.choose([row.key for row in self.comparison.rows if row.appliable], on=on)

    def _line(self, row: ReturnedRow) -> Line:
        reason = self._ctx.formats.reason(row.reason) if row.reason is not None else ""
        what = self._ctx.tr(f"ui.returned.{row.what}")
        state = Shown(reason or what, "danger" if reason else "text.2", light="red" if reason else None)
        title = Shown(row.title or "—", tooltip=f"{row.title} · {row.number}" if row.number else row.title)
        by_field = {cell.checked.field: cell for cell in row.cells}
        cells = [self._cell(row, by_field.get(name), name) for name in self._fields]
        chosen = None if not row.appliable else row.what == NEW or (row.what == CHANGED and not row.both)
        return Line(row.key, [title, state, *cells], chosen)

    def _cell(self, row: ReturnedRow, cell: ReturnedCell | None, name: str) -> Shown:
        if row.what == NEW:
            given = row.values.get(name)
            return Shown(self._new_words(name, given), ground="accent.soft" if given else None)
        if cell is None:
            return Shown("")
        shown = shown_cell(self._ctx, self.comparison.sent.kind, cell.checked, self._names)
        where = self._ctx.tr(f"ui.returned.{cell.standing}")
        tooltip = "\n".join(part for part in (where, shown.tooltip or shown.text) if part)
        ground = shown.ground if cell.checked.reason is not None else GROUNDS[cell.standing]
        sign = "yellow" if cell.standing is Standing.BOTH and shown.light is None else shown.light
        return Shown(shown.text, "text.1" if shown.tone == "text.3" else shown.tone, ground, sign, tooltip)

    def _new_words(self, name: str, given: object) -> str:
        if given is None:
            return ""
        field = KINDS[self.comparison.sent.kind].fields[name]
        if isinstance(given, list):
            return self._ctx.formats.listed([self._names.get(str(one), str(one)) for one in given])
        if isinstance(given, str) and given in field.choices:
            return self._ctx.formats.choice(field, given)
        return self._names.get(str(given), str(given))

    # ---- writing
    def _tell(self) -> None:
        chosen = len(self.table.lines.chosen)
        self.note.setText(self._ctx.tr("ui.returned.chosen", count=chosen))
        self.accept_button.setEnabled(chosen > 0)

    def writing(self) -> Writing | None:
        chosen = sorted(self.table.lines.chosen)
        if not chosen:
            return None
        ctx, comparison = self._ctx, self.comparison
        said = ctx.tr("ui.said.returned", count=len(chosen))
        return Writing(lambda: apply_returned(ctx.desk, comparison, chosen), said)

    def refused(self, error: InvalidRecord) -> None:
        self.summary.set_tone("danger")
        self.summary.setText(f"● {self._ctx.sentence(error)}")


def _fields(comparison: Comparison) -> Sequence[str]:
    """Every field that some line is about, in the order of the file; the title stands in front anyway."""
    named = {cell.checked.field for row in comparison.rows for cell in row.cells}
    named |= {name for row in comparison.rows if row.what == NEW for name in row.values}
    renamed = any(
        cell.checked.field == KINDS[comparison.sent.kind].title_field
        for row in comparison.rows
        for cell in row.cells
    )
    title = KINDS[comparison.sent.kind].title_field
    return [name for name in comparison.sent.fields if name in named and (renamed or name != title)]


def linked_in(comparison: Comparison) -> list[tuple[str, str]]:
    """(kind, id) of every record that the lines name."""
    fields = KINDS[comparison.sent.kind].references
    pairs: list[tuple[str, str]] = []
    for row in comparison.rows:
        named = {cell.checked.field: (cell.checked.before, cell.checked.after) for cell in row.cells}
        for field in fields:
            for value in (*named.get(field.name, ()), row.values.get(field.name)):
                ids = [value] if isinstance(value, str) else value or ()
                pairs += [(field.target, id) for id in ids]
    return pairs
