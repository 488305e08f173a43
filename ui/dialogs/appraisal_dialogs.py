"""Questionnaires of the service appraisal: a sheet checked before it is kept, and those of one department."""

from datetime import date

from app.model.row import Row
from app.rules.blocks import Block
from app.services.scores.appraisal_sheet import CheckedMark, CheckedSheet, check_marks, keep_marks
from app.services.scores.appraised import marks_of
from ui.components.checked_table import CheckedTable, Line, Shown, changed_words
from ui.components.plain_table import PlainTable
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.models.columns import CellKind, Column, plain
from ui.theme.type_scale import Role
from ui.widgets.dialog import Dialog
from ui.widgets.label import Label

HEIGHT = 340


class MarksPasteDialog(WritingDialog):
    """What cannot be taken says why and is left out; Ctrl+Enter keeps the rest."""

    def __init__(self, ctx: Context, starts_on: date, block: Block) -> None:
        title = ctx.tr("ui.appraisals.paste")
        super().__init__(ctx, title, ctx.tr("ui.appraisals.keep"), width=720, size=(940, 560))
        self._starts_on = starts_on
        self.sheet: CheckedSheet = check_marks(ctx.desk, starts_on, block)
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.summary)
        self.table = CheckedTable(ctx, title)
        self.body.addWidget(self.table, 1)
        self._show()

    def _show(self) -> None:
        ctx, sheet = self._ctx, self.sheet
        titles = [ctx.tr(f"ui.appraisals.{name}") for name in ("unit", "rater", "given", "copies")]
        self.table.show_lines(titles, [self._line(at, one) for at, one in enumerate(sheet.lines)])
        replaced = sum(one.changes and one.before is not None for one in sheet.lines)
        told = {"changing": sheet.changing, "replaced": replaced, "refused": sheet.refused}
        layout = ctx.tr(f"ui.appraisals.summary.{sheet.layout or 'none'}")
        self.summary.setText(layout + (ctx.tr("ui.appraisals.summary", **told) if sheet.layout else ""))
        self.accept_button.setEnabled(sheet.changing > 0)

    def _line(self, at: int, one: CheckedMark) -> Line:
        ctx = self._ctx
        rater = Shown(one.rater or ctx.tr("ui.appraisals.tally"), "text.2")
        cells = [Shown(one.unit or "—"), rater]
        if one.reason is not None:
            why = ctx.formats.reason(one.reason)
            return Line(str(at), [*cells, Shown(one.given), Shown(why, "danger", "danger.soft", "red", why)])
        known = one.before
        tone, ground = ("text.1", "accent.soft") if one.changes else ("text.3", None)
        given = changed_words(ctx, str(known["given"]), one.given) if known is not None else one.given
        copies = changed_words(ctx, str(known["copies"] or 1), str(one.copies)) if known else str(one.copies)
        if known is not None and not one.changes:
            given, copies = one.given, str(one.copies)
        cells += [Shown(given, tone, ground), Shown(copies, tone, ground)]  # type: ignore[arg-type]
        return Line(str(at), cells)

    def writing(self) -> Writing | None:
        ctx, sheet, starts_on = self._ctx, self.sheet, self._starts_on
        if not sheet.changing:
            return None
        said = ctx.tr("ui.said.appraisal_marks", count=sheet.changing)
        return Writing(lambda: keep_marks(ctx.desk, starts_on, sheet.lines), said)


class MarksDialog(Dialog):
    """Who gave a department which mark; a double click opens one to correct it."""

    def __init__(self, ctx: Context, starts_on: date, unit: str) -> None:
        title = ctx.tr("ui.appraisals.marks.title", unit=unit)
        super().__init__(ctx.theme, title, accept=ctx.tr("ui.bulletins.close"), width=640)
        self._ctx = ctx
        self.cancel_button.hide()
        self.marks = [row for row in marks_of(ctx.desk, starts_on) if row["name"] == unit]
        self.body.addWidget(Label(ctx.tr("ui.appraisals.marks.hint"), Role.META, "text.2", wrap=True))
        columns = [
            Column("rater", ctx.tr("ui.appraisals.rater"), plain("rater"), 220, CellKind.NAME),
            Column("given", ctx.tr("ui.appraisals.given"), plain("given"), 140),
            Column("copies", ctx.tr("ui.appraisals.copies"), plain("copies"), 80),
        ]
        self.table = PlainTable(ctx, columns, ctx.tr("ui.appraisals.marks.none"))
        self.table.setFixedHeight(ctx.theme.px(HEIGHT))
        self.table.grid.setAccessibleName(title)
        self.table.show_rows([self._row(row) for row in self.marks])
        self.table.opened.connect(self.go_to)
        self.body.addWidget(self.table)

    def _row(self, row: Row) -> dict[str, object]:
        rater = row["rater"] or self._ctx.tr("ui.appraisals.tally")
        return {"id": row.id, "rater": rater, "given": row["given"], "copies": str(row["copies"] or 1)}

    def go_to(self, id: str) -> None:
        """Go to one."""
        self.accept()
        self._ctx.record_asked.emit("appraisal_mark", id)
