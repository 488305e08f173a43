"""Columns copied from a spreadsheet laid over the monthly sheet: every line checked, none lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.model.changes import ChangeSet
from app.reasons import Reason
from app.rules.amounts import AmountEmpty, AmountError, Unit, is_bare, parse_amount
from app.rules.blocks import Block, read_block
from app.rules.folding import fold, fold_width
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
    single: Component | None = None,
) -> PastedFigures:
    """Check what was copied. With names of projects in a column of it they say which line is whose.

    Without names the lines are those of the sheet from ``row`` on. The columns of figures are what their
    headings say, else ``components`` in order (one alone is ``single``), line numbers left out; a first line
    of headings is passed over, and the unit that a column's own names is that of its bare figures, else what
    all of them name, else ``unit``. Nothing is written.
    """
    block = read_block(text)
    names = _names(sheet)
    named = _name_column(block, names)
    figures = _figure_columns(block, named)
    begin = 1 if _is_heading(block, named, figures, names) else 0
    figures = _without_numbers(block, figures, named, begin)
    headings = block[0] if begin else [""] * (len(block[0]) if block else 0)
    if len(figures) == 1 and single is not None:
        components = (single,)
    figures = _with_empty(block[begin:], figures, named, len(components))
    placed = _placed([headings[place] for place in figures], components)
    figures, components = [figures[at] for at in placed], list(placed.values())
    lines, beyond = block[begin:], 0
    if named < 0:
        beyond = max(len(lines) - (len(sheet.lines) - row), 0)
        lines = lines[: len(sheet.lines) - row]
    columns, counted = [], []
    for component, place in zip(components, figures, strict=False):
        word = _unit_word(headings[place]) or _unit_word("".join(headings))
        counted.append(_UNITS.get(word, unit))
        if named < 0:
            given = [
                (sheet.lines[row + at].project, _with_unit(line[place], word), "")
                for at, line in enumerate(lines)
            ]
        else:
            given = [
                (_found(names, line[named]), _with_unit(line[place], word), line[named])
                for line in lines
                if line[named].strip() or line[place].strip()
            ]
        found = _checked(desk, sheet.month, source, component, given, counted[-1])
        columns.append(PastedColumn(component, found))
    return PastedFigures(sheet.month, source, tuple(columns), beyond, counted[0] if counted else unit)


def book_pasted(desk: Desk, pasted: PastedFigures) -> ChangeSet:
    """Book every figure that can be taken, all columns as one step of undo."""
    figures = [(column.component, line) for column in pasted.columns for line in column.lines]
    return book_figures(desk, pasted.month, pasted.source, figures)


_SEVERAL = "several"
# What a column of figures is called in the sheets that come from elsewhere.
_CALLED = {
    Component.LAND: re.compile(r"土地|出让|land", re.IGNORECASE),
    Component.FIXED: re.compile(r"固定|固投|fixed", re.IGNORECASE),
    Component.WORKING: re.compile(r"营运|运营|实缴|注册资本|paid.?in", re.IGNORECASE),
}
_SUM = re.compile(r"合计|总计|累计|total|sum", re.IGNORECASE)
_UNITS = {"万元": Unit.WAN, "亿元": Unit.YI, "元": Unit.YUAN}
_CURRENCY = "美元|港元|港币|欧元|日元|英镑|澳元"
# 元 alone is a unit only in brackets or after 单位: there are words with it.
_UNIT_WORD = re.compile(rf"(?:百万|千万|万|千|亿)(?:元|{_CURRENCY})|{_CURRENCY}|(?<=[(:])元|(?<=单位)元")
_NUMBERS = re.compile(r"序号?|编号|行号|no\.?|#|№")


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


def _placed(headings: Sequence[str], components: Sequence[Component]) -> dict[int, Component]:
    """Which component each column of figures is, by its place.

    What no heading tells are the rest of ``components`` in their order; a column of sums is none of them.
    """
    told = [[one for one, words in _CALLED.items() if words.search(heading)] for heading in headings]
    called = {at: ones[0] for at, ones in enumerate(told) if len(ones) == 1}
    if len(set(called.values())) < len(called):  # two of a name: the headings tell nothing
        called = {}
    rest = [one for one in components if one not in called.values()]
    others = [at for at, words in enumerate(headings) if at not in called and not _SUM.search(words)]
    return dict(sorted((called | dict(zip(others, rest, strict=False))).items()))


def _with_empty(lines: Block, figures: list[int], named: int, wanted: int) -> list[int]:
    """With the columns that are empty this month, or those after them would move up into their place."""
    width = len(lines[0]) if lines else 0
    empty = [at for at in range(width) if at != named and not any(line[at].strip() for line in lines)]
    return sorted({*figures, *empty}) if len({*figures, *empty}) == wanted else figures


def _without_numbers(block: Block, figures: Sequence[int], named: int, begin: int) -> list[int]:
    """``figures`` without columns that number the lines: called so, or before the names and counting up."""
    if begin and (called := [at for at in figures if _NUMBERS.fullmatch(_key(block[0][at]))]):
        others = [at for at in range(len(block[0])) if at != named and at not in called]
        return [at for at in figures if at not in called] or others[:1]
    kept = [at for at in figures if at > named or not _counts_up([line[at] for line in block[begin:]])]
    return kept or list(figures)


def _counts_up(cells: Sequence[str]) -> bool:
    """1, 2, 3 …, or a part of it; a single line counts nothing."""
    told = [cell.strip() for cell in cells if cell.strip()]
    if len(told) < 2 or not all(re.fullmatch(r"[0-9]{1,6}", cell) for cell in told):
        return False
    return all(int(after) == int(one) + 1 for one, after in pairwise(told))


def _unit_word(headings: str) -> str:
    """The unit that headings name, such as 万元 or 万美元; "" where they name none, or several."""
    named = set(_UNIT_WORD.findall("".join(fold_width(headings).split())))
    return named.pop() if len(named) == 1 else ""


def _with_unit(text: str, word: str) -> str:
    """``text`` with the unit of its heading where it is bare and the unit is none that figures count in."""
    return f"{text.strip()}{word}" if word and word not in _UNITS and is_bare(text) else text


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
