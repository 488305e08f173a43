"""Columns of figures from the clipboard over the monthly sheet: each checked, then booked as one step."""

from collections.abc import Sequence

from app.rules.fund_ledger import Component, Source
from app.services.fund_pasting import PastedFigures, book_pasted, check_pasted
from app.services.funds import CheckedFigure, Sheet
from ui.components.checked_table import CheckedTable, Line, Shown, changed_words
from ui.components.fund_words import component_word, month_word, source_word
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.label import Label


class FundPasteDialog(WritingDialog):
    """Lines that cannot be taken say why and are left out; Ctrl+Enter books the rest."""

    def __init__(
        self,
        ctx: Context,
        sheet: Sheet,
        text: str,
        source: Source,
        components: Sequence[Component],
        row: int,
        single: Component | None = None,
    ) -> None:
        """``components``: what the columns are in order; ``single``: what one alone is."""
        title = ctx.tr("ui.funds.paste.title", month=month_word(sheet.month), source=source_word(ctx, source))
        super().__init__(ctx, title, ctx.tr("ui.funds.book"), width=760, size=(900, 560))
        self.pasted: PastedFigures | None = None
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.summary)
        self.table = CheckedTable(ctx, title)
        self.body.addWidget(self.table, 1)
        self.accept_button.setEnabled(False)
        unit = ctx.formats.unit
        ctx.read(
            lambda: check_pasted(
                ctx.desk,
                sheet,
                text,
                source=source,
                components=components,
                row=row,
                unit=unit,
                single=single,
            ),
            self._show,
            owner=self,
        )

    def _show(self, pasted: PastedFigures) -> None:
        ctx, self.pasted = self._ctx, pasted
        unit = ctx.formats.unit_name
        titles = [
            ctx.tr("ui.funds.column.project"),
            *(
                ctx.tr("ui.funds.heading", title=component_word(ctx, one.component), unit=unit)
                for one in pasted.columns
            ),
        ]
        self.table.show_lines(titles, self._lines(pasted))
        counted = ctx.tr(f"ui.unit.{pasted.unit.value}")
        told = {"changing": pasted.changing, "refused": pasted.refused, "unit": counted}
        said = [ctx.tr("ui.funds.paste.summary", **told)]
        if pasted.beyond:
            said.append(ctx.tr("ui.funds.paste.beyond", count=pasted.beyond))
        self.summary.setText("".join(said))
        self.accept_button.setEnabled(pasted.changing > 0)

    def _lines(self, pasted: PastedFigures) -> list[Line]:
        """One line of the table for every line that was copied."""
        count = max((len(column.lines) for column in pasted.columns), default=0)
        return [
            Line(
                str(at),
                [
                    Shown(pasted.columns[0].lines[at].name or "—"),
                    *(self._cell(column.lines[at]) for column in pasted.columns),
                ],
            )
            for at in range(count)
        ]

    def _cell(self, figure: CheckedFigure) -> Shown:
        formats = self._ctx.formats
        if figure.reason is not None:
            reason = formats.reason(figure.reason)
            return Shown(f"{figure.text}  {reason}", "danger", "danger.soft", "red", reason)
        if not figure.changes:
            return Shown(formats.amount(figure.before), "text.3")
        before = "" if figure.before is None else formats.amount(figure.before)
        return Shown(changed_words(self._ctx, before, formats.amount(figure.after)), "text.1", "accent.soft")

    def writing(self) -> Writing | None:
        ctx, pasted = self._ctx, self.pasted
        if pasted is None or not pasted.changing:
            return None
        return Writing(lambda: book_pasted(ctx.desk, pasted), ctx.tr("ui.said.booked", count=pasted.changing))
