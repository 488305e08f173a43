"""Columns copied from a spreadsheet laid over the monthly sheet: every line checked, none lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.model.changes import ChangeSet
from app.reasons import Reason
from app.rules.amounts import AmountEmpty, AmountError, Unit, parse_amount
from app.rules.blocks import Block, read_block
from app.rules.folding import fold
from app.rules.fund_ledger import Component, Source
from app.services.desk import Desk
from app.services.funds import CheckedFigure, Sheet, book_figures, check_figures


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """One column of figures, line by line as it was copied."""

    component: Component
    lines: tuple[CheckedFigure, ...]


@dataclass(frozen=True, slots=True)
class PastedFigures:
    """Columns for one month and source; ``beyond``: lines below the end of the sheet.

    ``unit``: what bare figures count in.
    """

    month: date
    source: Source
    columns: tuple[PastedColumn, ...]
    beyond: int = 0
    unit: Unit = Unit.WAN

    @property
    def changing(self) -> int:
        """Figures that will be booked."""
        return sum(line.changes for column in self.columns for line in column.lines)

    @property
    def refused(self) -> int:
        """Lines that cannot be taken."""
        return sum(line.reason is not None for column in self.columns for line in column.lines)


def check_pasted(
    desk: Desk,
    sheet: Sheet,
    text: str,
    *,
    source: Source,
    components: Sequence[Component],
    row: int = 0,
    unit: Unit = Unit.WAN,
) -> PastedFigures:
    """Check what was copied. With names of projects in a column of it they say which line is whose.

    Without names the lines are those of the sheet from ``row`` on. The columns of figures are ``components``
    in order; a first line of headings is passed over, and the unit it names is that of bare figures, else
    ``unit``. Nothing is written.
    """
    block = read_block(text)
    names = _names(sheet)
    named = _name_column(block, names)
    figures = _figure_columns(block, named)[: len(components)]
    begin = 1 if _is_heading(block, named, figures, names) else 0
    if begin:
        unit = _unit_of("".join(block[0]), unit)
    lines, beyond = block[begin:], 0
    if named < 0:
        beyond = max(len(lines) - (len(sheet.lines) - row), 0)
        lines = lines[: len(sheet.lines) - row]
    columns = []
    for component, place in zip(components, figures, strict=False):
        if named < 0:
            given = [(sheet.lines[row + at].project, line[place], "") for at, line in enumerate(lines)]
        else:
            given = [
                (_found(names, line[named]), line[place], line[named])
                for line in lines
                if line[named].strip() or line[place].strip()
            ]
        columns.append(PastedColumn(component, _checked(desk, sheet.month, source, component, given, unit)))
    return PastedFigures(sheet.month, source, tuple(columns), beyond, unit)


def book_pasted(desk: Desk, pasted: PastedFigures) -> ChangeSet:
    """Book every figure that can be taken, all columns as one step of undo."""
    figures = [(column.component, line) for column in pasted.columns for line in column.lines]
    return book_figures(desk, pasted.month, pasted.source, figures)


_SEVERAL = "several"
_UNITS = {"万元": Unit.WAN, "亿元": Unit.YI, "单位：元": Unit.YUAN, "（元）": Unit.YUAN}


def _names(sheet: Sheet) -> dict[str, str]:
    """Folded name → project's id; the same name twice is nobody's."""
    found: dict[str, str] = {}
    for line in sheet.lines:
        key = _key(line.name)
        found[key] = _SEVERAL if key in found else line.project
    return found


def _key(name: str) -> str:
    return "".join(fold(name).split())


def _found(names: dict[str, str], name: str) -> str:
    return names.get(_key(name), "")


def _name_column(block: Block, names: dict[str, str]) -> int:
    """The column in which most names of projects stand; -1 where there is none."""
    width = len(block[0]) if block else 0
    hits = [sum(1 for line in block if line[at].strip() and _key(line[at]) in names) for at in range(width)]
    most = max(hits, default=0)
    return hits.index(most) if most else -1


def _figure_columns(block: Block, named: int) -> list[int]:
    """The columns that hold figures; where none can be read, the first that is not the names'."""
    width = len(block[0]) if block else 0
    places = [at for at in range(width) if at != named]
    with_figures = [at for at in places if any(_is_figure(line[at]) for line in block)]
    return with_figures or places[:1]


def _is_figure(text: str) -> bool:
    try:
        parse_amount(text, Unit.WAN, allow_negative=True)
    except AmountEmpty:
        return False
    except AmountError:
        return False
    return True


def _is_heading(block: Block, named: int, figures: Sequence[int], names: dict[str, str]) -> bool:
    """Whether the first line names the columns: no figure in it, and no project."""
    if len(block) < 2 or any(_is_figure(block[0][at]) for at in figures):
        return False
    words = [block[0][at] for at in figures if block[0][at].strip()]
    return bool(words) if named < 0 else _key(block[0][named]) not in names


def _unit_of(headings: str, otherwise: Unit) -> Unit:
    """The unit that headings name; ``otherwise`` where they name none, or several."""
    named = [unit for word, unit in _UNITS.items() if word in headings]
    return named[0] if len(named) == 1 else otherwise


def _checked(
    desk: Desk,
    month: date,
    source: Source,
    component: Component,
    given: Sequence[tuple[str, str, str]],
    unit: Unit,
) -> tuple[CheckedFigure, ...]:
    known = [(id, text) for id, text, _ in given if id not in ("", _SEVERAL)]
    checked = iter(check_figures(desk, month, source, component, known, unit=unit))
    return tuple(
        next(checked) if id not in ("", _SEVERAL) else _nobody(id, text, name) for id, text, name in given
    )


def _nobody(id: str, text: str, name: str) -> CheckedFigure:
    why = Reason("funds.why.several_projects" if id else "funds.why.no_project", {"text": name.strip()[:40]})
    return CheckedFigure("", name.strip(), text, reason=why)
