"""The monthly sheet as a spreadsheet: exact figures, sums as figures too, nothing a formula."""

import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from app.i18n import Translator
from app.model.registry import KINDS
from app.rules.fund_ledger import Component, Source
from app.rules.month_sheet import SheetLine
from app.rules.rounding import percent
from app.services.funds import Sheet
from app.services.ledger.export import replace_file
from app.services.ledger.sheet_writing import EXACT_DIGITS, SAFE_OPTIONS

Value = str | Decimal | None
_FIELDS = KINDS["fund_entry"].fields
_WIDTHS = (30, 18)


def export_sheet(sheet: Sheet, path: Path, translator: Translator, *, note: str = "") -> int:
    """Write the sheet to an ``.xlsx``, with a note beside its title; answer how many lines.

    Raises:
        ExportNotWritten: the file cannot be written; one that was there stays as it was.
    """
    replace_file(path, sheet_bytes(sheet, translator, note))
    return len(sheet.lines)


def sheet_bytes(sheet: Sheet, translator: Translator, note: str = "") -> bytes:
    """The file: a title with the month and unit, headings, the lines, and their sums."""
    from xlsxwriter import Workbook  # here: most never write one

    tr, out = translator.tr, io.BytesIO()
    with Workbook(out, {"in_memory": True, **SAFE_OPTIONS}) as book:
        page = book.add_worksheet(f"{sheet.month:%Y-%m}")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        text, number = (book.add_format({"num_format": one}) for one in ("@", "#,##0.######"))
        title = tr("export.funds.title", month=f"{sheet.month:%Y-%m}")
        page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        if note:
            page.write_string(0, 2, note.replace("\n", "  "), text)
        lines = [_line(line, translator) for line in sheet.lines]
        for at, words in enumerate(_headings(translator)):
            page.write_string(1, at, words, bold)
            page.set_column(at, at, _WIDTHS[at] if at < len(_WIDTHS) else 14)
        for row, values in enumerate([*lines, *_sums(sheet, translator)], start=2):
            for at, value in enumerate(values):
                if isinstance(value, Decimal) and len(value.as_tuple().digits) <= EXACT_DIGITS:
                    page.write_number(row, at, value, number)
                elif value is not None:
                    page.write_string(row, at, value if isinstance(value, str) else f"{value:f}", text)
        page.freeze_panes(2, 1)
    return out.getvalue()


def _headings(translator: Translator) -> list[str]:
    tr = translator.tr

    def money(words: str) -> str:
        return tr("export.money", label=words)

    sources = [tr(_FIELDS["source"].choice_key(one.value)) for one in Source]
    return [
        tr("ui.funds.column.project"),
        tr("ui.funds.column.unit"),
        money(tr("ui.funds.column.contract")),
        money(tr("ui.funds.column.before")),
        *(money(tr(_FIELDS["component"].choice_key(one.value))) for one in Component),
        money(tr("ui.funds.sum.total")),
        money(tr("ui.funds.sum.real_estate")),
        *(money(source) for source in sources),
        money(tr("ui.funds.column.difference")),
        money(tr("ui.funds.column.counted")),
        money(tr("ui.funds.column.cumulative")),
        tr("ui.funds.column.share"),
        tr("export.funds.why"),
    ]


def _line(line: SheetLine, translator: Translator) -> list[Value]:
    month, why = line.month, line.standards.why
    return [
        line.name,
        line.unit,
        line.contract,
        line.before,
        *(month.amount(one) for one in Component),
        month.total,
        month.real_estate,
        *(month.told(one) for one in Source),
        month.difference,
        None if line.standards.unknown else line.recognised,
        line.cumulative,
        percent(line.of_contract, 1),
        translator.tr(why.key, **why.params),
    ]


def _sums(sheet: Sheet, translator: Translator) -> Sequence[list[Value]]:
    """All of it, and of that what is no real estate: the month's total alone can be told apart so."""
    found, tr = sheet.sums, translator.tr
    told = [_told(sheet, source) for source in Source]
    whole: list[Value] = [tr("export.funds.sum"), "", found.contract, found.before]
    whole += [found.land, found.fixed, found.working, found.total, found.real_estate, *told]
    whole += [found.difference, found.recognised, found.cumulative]
    apart: list[Value] = [tr("ui.funds.sum.without_real_estate"), *([None] * 6), found.without_real_estate]
    return [whole, apart]


def _told(sheet: Sheet, source: Source) -> Decimal:
    return sum((line.month.told(source) or Decimal(0) for line in sheet.lines), Decimal(0))
