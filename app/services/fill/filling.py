"""Fills somebody else's form with our records: map its columns once, and next month it fills itself.

Their file is never touched: a new one is written, with their looks, their formulas and their lists, and what
could not be filled is told column by column and line by line.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import msgspec

from app.i18n import Translator
from app.model.field import Type
from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.services.desk import Desk
from app.services.fill.errors import NothingToFill, TemplateLocked, WouldOverwrite
from app.services.fill.form import Form, find_forms, held_record, texts_of
from app.services.fill.job import Fill, Look, Put, Seen, Written
from app.services.fill.remembered import recalled, remember
from app.services.fill.sources import BLANK, SERIAL, fields_of, guessed
from app.services.fill.values import Column, Values
from app.services.fill.writing import Done, Job, work_on
from app.services.ledger.child import in_child
from app.services.ledger.errors import DamagedLedger
from app.services.ledger.export import PAGE, replace_file
from app.services.ledger.grid import column_letter
from app.services.ledger.reading import Ledger
from app.services.ledger.vocabulary import Units, units_of_heading

SECONDS = 60.0
SAMPLES = 3
_CHINESE = re.compile("[\u3400-\u9fff]")
_LOST = {
    "pivots": "fill.lost.pivots",
    "slicers": "fill.lost.slicers",
    "controls": "fill.lost.controls",
    "shapes": "fill.lost.shapes",
}
_SUMMED = (Type.MONEY, Type.LAND, Type.INTEGER)


@dataclass(frozen=True, slots=True)
class FillPlan:
    """A form of a file and what its columns take in. ``recalled``: as it was filled the last time."""

    ledger: Ledger
    forms: tuple[Form, ...]
    form: Form
    kind: str
    columns: tuple[Column, ...]
    seen: Seen
    recalled: bool

    @property
    def filled(self) -> tuple[Column, ...]:
        """The columns that something is written into."""
        return tuple(one for one in self.columns if why_not(one) is None)

    @property
    def language(self) -> str:
        """The language of its headings."""
        return "zh_CN" if _CHINESE.search("".join(self.form.labels.values())) else "en"


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


def why_not(column: Column) -> Reason | None:
    """Why nothing is written into a column; None where something is."""
    if column.facts.formula:
        return Reason("fill.column.formula")
    if column.source == BLANK:
        return Reason("fill.column.hidden" if column.facts.hidden else "fill.column.blank")
    return Reason("fill.column.locked") if column.facts.locked else None


def plan_fill(desk: Desk, ledger: Ledger, kind: str, *, key: str = "") -> FillPlan:
    """Look at a form that is to take in records of ``kind``; ``key`` chooses one of several in the file.

    Raises:
        TemplateFormat, NoHeadings, LedgerError: it is no form that can be filled.
    """
    forms = find_forms(ledger)
    form = next((one for one in forms if one.key == key), None) or _best(forms, kind)
    numbers = tuple(sorted(form.labels))
    look = Look(form.sheet, form.first, form.last, form.open, numbers)
    done = _done(ledger, Job(ledger.content, look=look))
    assert done.seen is not None
    form = replace(form, last=max(done.seen.last, form.first))
    facts = done.seen.facts
    left_out = frozenset(number for number, one in facts.items() if one.hidden or one.covered)
    known = recalled(desk.store.settings, form, kind)
    sources = known if known is not None else guessed(form, kind, left_out)
    columns = tuple(
        Column(
            number,
            form.labels[number],
            sources[number],
            units_of_heading(form.labels[number]).over(form.units),
            facts[number],
        )
        for number in numbers
        if not facts[number].covered
    )
    return FillPlan(ledger, forms, form, kind, columns, done.seen, known is not None)


def with_sources(plan: FillPlan, sources: Mapping[int, str]) -> FillPlan:
    """The plan with what the user says columns take in; a source is free elsewhere then."""
    taken = {source for source in sources.values() if source != BLANK}
    columns = tuple(
        replace(one, source=sources[one.number])
        if one.number in sources
        else replace(one, source=BLANK)
        if one.source in taken
        else one
        for one in plan.columns
    )
    return replace(plan, columns=columns)


def with_units(plan: FillPlan, number: int, units: Units) -> FillPlan:
    """The plan with other units for the figures of one column."""
    columns = tuple(replace(one, units=units) if one.number == number else one for one in plan.columns)
    return replace(plan, columns=columns)


def samples(desk: Desk, plan: FillPlan, ids: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Column → what the first records would put there, as texts."""
    rows = desk.store.rows(plan.kind, list(ids[:SAMPLES]))
    values = Values(desk.store, plan.kind, rows, Translator(plan.language))
    return {
        column.number: tuple(
            str(at) if column.source == SERIAL else (put[1] if (put := values.given(row, column).put) else "")
            for at, row in enumerate(rows, start=1)
        )
        for column in plan.filled
    }


def fill_form(desk: Desk, plan: FillPlan, ids: Sequence[str], path: Path, *, template: Path) -> Filled:
    """Write the filled form to ``path`` and remember what its columns take in.

    Raises:
        NothingToFill: no column takes anything in, or there is no record.
        TemplateLocked: every cell to fill is locked.
        WouldOverwrite: ``path`` is there already.
        LedgerError: the file could not be worked on, or not written.
    """
    if path.exists() or (template.exists() and path.resolve() == template.resolve()):
        raise WouldOverwrite(name=path.name, path=str(path))
    if not plan.filled:
        locked = any(one.facts.locked for one in plan.columns)
        raise (TemplateLocked if locked else NothingToFill)(name=plan.ledger.name)
    if not ids:
        raise NothingToFill(name=plan.ledger.name)
    room = plan.form.last - plan.form.first + 1
    taken = list(ids) if plan.seen.may_grow else list(ids[:room])
    rows = _rows(desk, plan.kind, taken)
    left = [_title(row) for row in _rows(desk, plan.kind, ids[len(taken) :])]
    lines, gaps = _lines(desk, plan, rows)
    written = _done(plan.ledger, Job(plan.ledger.content, fill=_order(plan, lines))).written
    assert written is not None
    replace_file(path, written.content)
    remember(desk.store.settings, plan.form, plan.kind, {one.number: one.source for one in plan.columns})
    cells = sum(put is not None for line in lines for put in line)
    untouched = tuple((one, why) for one in plan.columns if (why := why_not(one)) is not None)
    replaced = tuple(
        (row, texts_of(line)) for row, line in sorted(plan.form.records.items()) if held_record(line)
    )
    return Filled(
        path, len(rows), cells, untouched, gaps, _notes(plan, written, replaced), tuple(left), replaced
    )


def beside(template: Path, desk: Desk, translator: Translator) -> Path:
    """A name beside the form that is still free."""
    name = translator.tr("fill.file_name", name=template.stem, day=f"{desk.today():%Y-%m-%d}")
    found, number = template.with_name(f"{name}{template.suffix}"), 2
    while found.exists():
        found, number = template.with_name(f"{name} {number}{template.suffix}"), number + 1
    return found


def _best(forms: Sequence[Form], kind: str) -> Form:
    """The form that most columns of ``kind`` fit into."""
    return max(
        forms, key=lambda one: sum(source not in (BLANK, SERIAL) for source in guessed(one, kind).values())
    )


def _rows(desk: Desk, kind: str, ids: Sequence[str]) -> list[Row]:
    pages = (list(ids[at : at + PAGE]) for at in range(0, len(ids), PAGE))
    return [row for page in pages for row in desk.store.rows(kind, page)]


def _title(row: Row) -> str:
    return str(row.values.get(KINDS[row.kind].title_field) or row.id)


def _lines(desk: Desk, plan: FillPlan, rows: Sequence[Row]) -> tuple[list[tuple[Put, ...]], tuple[Gap, ...]]:
    values = Values(desk.store, plan.kind, rows, Translator(plan.language))
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
    money = [one for one in plan.filled if one.source != SERIAL and _unit_assumed(plan.kind, one)]
    if money:
        places = "、".join(column_letter(one.number) for one in money)
        notes.append(Reason("fill.note.unit", {"places": places}))
    if plan.seen.protected:
        notes.append(Reason("fill.note.protected"))
    return (*notes, *(Reason(_LOST[word]) for word in plan.seen.lost))


def _unit_assumed(kind: str, column: Column) -> bool:
    field, further = fields_of(kind, column.source)
    return (further or field).type is Type.MONEY and column.units.money is None


def _done(ledger: Ledger, job: Job) -> Done:
    answer = in_child(work_on, msgspec.msgpack.encode(job), name=ledger.name, seconds=SECONDS)
    done = msgspec.msgpack.decode(answer, type=Done)
    if done.trouble:
        raise DamagedLedger(name=ledger.name, reason=done.trouble)
    return done
