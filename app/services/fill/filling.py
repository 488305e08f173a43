"""Fills somebody else's form with our records: map its columns once, and next month it fills itself.

Their file is never touched: a new one is written, with their looks, their formulas and their lists, and what
could not be filled is told column by column and line by line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from app.i18n import Translator
from app.model.field import Type
from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.rules.amounts import Unit
from app.services.desk import Desk
from app.services.fill.errors import NothingToFill, TemplateLocked, WouldOverwrite
from app.services.fill.form import held_record, texts_of
from app.services.fill.job import Fill, Put, Written
from app.services.fill.plan import FillPlan, child_work, rows_of, takes_money, why_not
from app.services.fill.remembered import remember
from app.services.fill.sources import SERIAL, fields_of
from app.services.fill.values import Column, Values
from app.services.fill.writing import Job
from app.services.ledger.export import replace_file
from app.services.ledger.grid import column_letter

_LOST = {
    "pivots": "fill.lost.pivots",
    "slicers": "fill.lost.slicers",
    "controls": "fill.lost.controls",
    "shapes": "fill.lost.shapes",
}
_SUMMED = (Type.MONEY, Type.LAND, Type.INTEGER)


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell that stayed empty: its column, the record's title, its line in the filled form, and why."""

    column: Column
    title: str
    row: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written where. ``left``: titles of records that the form had no room for. ``replaced``: what
    stood in its lines before, with their numbers.
    """

    path: Path
    rows: int
    cells: int
    columns: tuple[tuple[Column, Reason], ...]
    gaps: tuple[Gap, ...]
    notes: tuple[Reason, ...]
    left: tuple[str, ...]
    replaced: tuple[tuple[int, str], ...]

    @property
    def whole(self) -> bool:
        """Whether every column of every record was filled."""
        return not self.columns and not self.gaps and not self.left


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be written: a line of cells for each record, and the gaps in them."""

    plan: FillPlan
    lines: tuple[tuple[Put, ...], ...]
    gaps: tuple[Gap, ...]
    left: tuple[str, ...]


def prepare(desk: Desk, plan: FillPlan, ids: Sequence[str]) -> Prepared:
    """Read the records and keep in mind what the form's columns take in.

    Raises:
        NothingToFill: no column takes anything in, or there is no record.
        TemplateLocked: every cell to fill is locked.
    """
    if not plan.filled:
        locked = any(one.facts.locked for one in plan.columns)
        raise (TemplateLocked if locked else NothingToFill)(name=plan.ledger.name)
    if not ids:
        raise NothingToFill(name=plan.ledger.name)
    room = plan.form.last - plan.form.first + 1
    taken = list(ids) if plan.seen.may_grow else list(ids[:room])
    rows = rows_of(desk, plan.kind, taken)
    left = tuple(_title(row) for row in rows_of(desk, plan.kind, ids[len(taken) :]))
    lines, gaps = _lines(desk, plan, rows)
    remember(desk.store.settings, plan.form, plan.kind, {one.number: one.source for one in plan.columns})
    return Prepared(plan, tuple(lines), gaps, left)


def write_form(prepared: Prepared, path: Path) -> Filled:
    """Write the filled form to ``path``. Needs no store: it may take a moment, so let it run beside.

    Raises:
        WouldOverwrite: ``path`` is there already.
        LedgerError: the file could not be worked on, or not written.
    """
    plan = prepared.plan
    if path.exists():
        raise WouldOverwrite(name=path.name, path=str(path))
    written = child_work(plan.ledger, Job(plan.ledger.content, fill=_order(plan, prepared.lines))).written
    assert written is not None
    replace_file(path, written.content)
    cells = sum(put is not None for line in prepared.lines for put in line)
    untouched = tuple((one, why) for one in plan.columns if (why := why_not(one)) is not None)
    replaced = tuple(
        (row, texts_of(line)) for row, line in sorted(plan.form.records.items()) if held_record(line)
    )
    notes = _notes(plan, written, replaced)
    return Filled(path, len(prepared.lines), cells, untouched, prepared.gaps, notes, prepared.left, replaced)


def fill_form(desk: Desk, plan: FillPlan, ids: Sequence[str], path: Path) -> Filled:
    """Both at once; raises as ``prepare`` and ``write_form``."""
    return write_form(prepare(desk, plan, ids), path)


def beside(template: Path, desk: Desk, translator: Translator) -> Path:
    """A name beside the form that is still free."""
    name = translator.tr("fill.file_name", name=template.stem, day=f"{desk.today():%Y-%m-%d}")
    found, number = template.with_name(f"{name}{template.suffix}"), 2
    while found.exists():
        found, number = template.with_name(f"{name} {number}{template.suffix}"), number + 1
    return found


def _title(row: Row) -> str:
    return str(row.values.get(KINDS[row.kind].title_field) or row.id)


def _lines(desk: Desk, plan: FillPlan, rows: Sequence[Row]) -> tuple[list[tuple[Put, ...]], tuple[Gap, ...]]:
    values = Values(desk.store, plan.kind, rows, Translator(plan.language), plan.bare_unit or Unit.WAN)
    lines, gaps = [], []
    for at, row in enumerate(rows):
        line: list[Put] = []
        for column in plan.filled:
            if column.source == SERIAL:
                line.append(("number", str(at + 1)))
                continue
            given = values.given(row, column)
            line.append(given.put)
            if given.reason is not None:
                gaps.append(Gap(column, _title(row), plan.form.first + at, given.reason))
        lines.append(tuple(line))
    return lines, tuple(gaps)


def _order(plan: FillPlan, lines: Sequence[tuple[Put, ...]]) -> Fill:
    form, kind = plan.form, KINDS[plan.kind]
    filled = plan.filled
    title = next((one.number for one in filled if one.source == kind.title_field), -1)
    sums = [
        one.number
        for one in filled
        if one.source != SERIAL
        and (fields_of(plan.kind, one.source)[1] or fields_of(plan.kind, one.source)[0]).type in _SUMMED
    ]
    taking = {one.number for one in filled}
    return Fill(
        sheet=form.sheet,
        first=form.first,
        last=form.last,
        total=form.total,
        columns=tuple(one.number for one in filled),
        kept=tuple(one.number for one in plan.columns if one.number not in taking),
        lines=tuple(lines),
        sums=tuple(sums),
        title=title,
        clear=tuple(row for row, line in sorted(form.records.items()) if held_record(line)),
        macros=PurePath(plan.ledger.name).suffix.lower() == ".xlsm",
    )


def _notes(plan: FillPlan, written: Written, replaced: Sequence[object]) -> tuple[Reason, ...]:
    """What the user should know about the form as a whole."""
    notes = []
    if written.added:
        notes.append(Reason("fill.note.added", {"count": written.added, "row": plan.form.last}))
    if replaced:
        notes.append(Reason("fill.note.replaced", {"count": len(replaced)}))
    if written.carried:
        notes.append(Reason("fill.note.carried", {"count": written.carried}))
    if written.dissolved:
        notes.append(Reason("fill.note.dissolved", {"places": "、".join(written.dissolved)}))
    if written.summed:
        notes.append(Reason("fill.note.summed", {"places": "、".join(written.summed)}))
    if written.uncovered:
        notes.append(Reason("fill.note.uncovered", {"places": "、".join(written.uncovered)}))
    money = [one for one in plan.filled if takes_money(plan.kind, one) and one.units.money is None]
    if money and plan.bare_unit is None:
        places = "、".join(column_letter(one.number) for one in money)
        notes.append(Reason("fill.note.unit", {"places": places}))
    if plan.seen.protected:
        notes.append(Reason("fill.note.protected"))
    return (*notes, *(Reason(_LOST[word]) for word in plan.seen.lost))
