"""The outing statistics as a spreadsheet: one sheet by leader, one by unit (A8)."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

from app.i18n import Translator
from app.rules.outings import Tally

COLUMNS = ("trips", "days", "principal_trips", "delegations", "visits", "proved", "firms", "leads")
_NAME_WIDTH, _WIDTH = 24, 14


def outing_workbook(
    counts: Mapping[str, Sequence[Tally]], first: date, last: date, translator: Translator
) -> bytes:
    """``counts`` by ``leader`` and ``unit``; texts stay text, nothing is a formula."""
    from xlsxwriter import Workbook  # here: most never write one

    tr, out = translator.tr, io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for by, lines in counts.items():
            sheet = book.add_worksheet(tr(f"trips.by.{by}"))
            sheet.write_string(0, 0, tr("trips.span", first=first.isoformat(), last=last.isoformat()))
            heads = [tr(f"trips.by.{by}"), *(tr(f"trips.column.{name}") for name in COLUMNS)]
            sheet.write_row(1, 0, heads, bold)
            for at, line in enumerate(lines, start=2):
                sheet.write_string(at, 0, line.name or tr("trips.nobody"))
                sheet.write_row(at, 1, [getattr(line, name) for name in COLUMNS])
            sheet.set_column(0, 0, _NAME_WIDTH)
            sheet.set_column(1, len(COLUMNS), _WIDTH)
            sheet.freeze_panes(2, 1)
    return out.getvalue()
