"""Formulas after lines were put in below a line: what lies below moves, sums up to that line grow."""

import re
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_CELL = r"\$?[A-Za-z]{1,3}\$?\d+"
_REFERENCE = re.compile(
    rf"(?P<sheet>(?:'(?:[^']|'')+'|[^'!:]+)!)?(?P<one>{_CELL}|\$?\d+(?=:))(?::(?P<two>{_CELL}|\$?\d+))?"
)
_ROW = re.compile(r"(\$?)(\d+)$")


@dataclass(frozen=True, slots=True)
class Inserted:
    """``count`` lines put in below line ``last`` of ``sheet``."""

    sheet: str
    last: int
    count: int

    def row(self, row: int) -> int:
        """Where a line stands afterwards."""
        return row + self.count if row > self.last else row

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where a run of lines stands afterwards; one that ended at ``last`` takes the new ones in."""
        if last == self.last and first <= last:
            return first, last + self.count
        return self.row(first), self.row(last)

    def formula(self, text: str, own_sheet: str) -> str:
        """A formula (``=SUM(C5:C9)``) of a cell on ``own_sheet`` afterwards."""
        tokens = Tokenizer(text)
        return "=" + "".join(self._token(token, own_sheet) for token in tokens.items)

    def reference(self, text: str, own_sheet: str) -> str:
        """A single reference, or several with commas, afterwards (a print area, a name)."""
        return self.formula(f"={text}", own_sheet)[1:]

    def _token(self, token: Token, own_sheet: str) -> str:
        value = str(token.value)
        if token.type != Token.OPERAND or token.subtype != Token.RANGE or "[" in value:
            return value
        match = _REFERENCE.fullmatch(value)
        if match is None:
            return value
        sheet = (match["sheet"] or "")[:-1].strip("'").replace("''", "'") or own_sheet
        if sheet != self.sheet:
            return value
        one, two = match["one"], match["two"]
        if two is None:
            return (match["sheet"] or "") + _with_row(one, self.row(_row(one)))
        first, last = self.span(_row(one), _row(two))
        return f"{match['sheet'] or ''}{_with_row(one, first)}:{_with_row(two, last)}"


def covers(formula: str, letter: str, first: int, last: int) -> bool:
    """Whether a sum of one column takes all of ``first`` to ``last`` in; True of any other formula."""
    spans = []
    for token in Tokenizer(formula).items:
        match = _REFERENCE.fullmatch(str(token.value)) if token.subtype == Token.RANGE else None
        if match is None or not match["two"] or match["sheet"]:
            continue
        if re.sub(r"[$\d]", "", match["one"]).upper() == letter:
            spans.append((_row(match["one"]), _row(match["two"])))
    return not spans or any(one <= first and last <= two for one, two in spans)


def _row(reference: str) -> int:
    found = _ROW.search(reference)
    return int(found[2]) if found else 0


def _with_row(reference: str, row: int) -> str:
    return _ROW.sub(lambda found: f"{found[1]}{row}", reference)
