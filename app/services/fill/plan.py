"""What a form would take in: looked at in a child process, columns guessed or known from the last time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from app.i18n import Translator
from app.model.field import Type
from app.model.row import Row
from app.reasons import Reason
from app.rules.amounts import Unit
from app.services.desk import Desk
from app.services.fill.form import Form, find_forms, held_record
from app.services.fill.job import Look, Seen
from app.services.fill.remembered import recalled
from app.services.fill.sources import BLANK, SERIAL, fields_of, guessed
from app.services.fill.values import Column, Values
from app.services.fill.writing import Done, Job, work_on
from app.services.ledger.child import in_child
from app.services.ledger.errors import DamagedLedger, LedgerError
from app.services.ledger.export import PAGE
from app.services.ledger.reading import Ledger
from app.services.ledger.vocabulary import units_of_heading

SECONDS = 60.0
_CHINESE = re.compile("[\u3400-\u9fff]")
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Looked:
    """A form of a file and what its insides say, before anybody asked the store."""

    ledger: Ledger
    forms: tuple[Form, ...]
    form: Form
    kind: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class FillPlan:
    """A form of a file and what its columns take in. ``recalled``: as it was filled the last time.

    ``bare_unit``: the unit of money where the form names none; None: 万元, which is then said.
    """

    ledger: Ledger
    forms: tuple[Form, ...]
    form: Form
    kind: str
    columns: tuple[Column, ...]
    seen: Seen
    recalled: bool
    bare_unit: Unit | None = None

    @property
    def bare_money(self) -> bool:
        """Whether a column takes money in and names no unit."""
        return any(takes_money(self.kind, one) and one.units.money is None for one in self.columns)

    @property
    def filled(self) -> tuple[Column, ...]:
        """The columns that something is written into."""
        return tuple(one for one in self.columns if why_not(one) is None)

    @property
    def language(self) -> str:
        """The language of its headings."""
        return "zh_CN" if _CHINESE.search("".join(self.form.labels.values())) else "en"


def why_not(column: Column) -> Reason | None:
    """Why nothing is written into a column; None where something is."""
    if column.facts.formula:
        return Reason("fill.column.formula")
    if column.source == BLANK:
        return Reason("fill.column.hidden" if column.facts.hidden else "fill.column.blank")
    return Reason("fill.column.locked") if column.facts.locked else None


def look_at(ledger: Ledger, kind: str, *, key: str = "") -> Looked:
    """Look into a form that is to take in records of ``kind``; ``key`` chooses one of several in the file.

    Needs no store: it may take a moment, so let it run beside.

    Raises:
        TemplateFormat, NoHeadings, LedgerError: it is no form that can be filled.
    """
    forms = find_forms(ledger)
    form = next((one for one in forms if one.key == key), None) or _best(forms, kind)
    look = Look(form.sheet, form.first, form.last, form.open, tuple(sorted(form.labels)))
    seen = child_work(ledger, Job(ledger.content, look=look)).seen
    assert seen is not None
    return Looked(ledger, forms, replace(form, last=max(seen.last, form.first)), kind, seen)


def plan_of(desk: Desk, looked: Looked) -> FillPlan:
    """What its columns take in: as the last time, else by the headings."""
    form, facts = looked.form, looked.seen.facts
    left_out = frozenset(number for number, one in facts.items() if one.hidden or one.covered)
    known = recalled(desk.store.settings, form, looked.kind)
    sources = known if known is not None else guessed(form, looked.kind, left_out)
    columns = tuple(
        Column(
            number,
            form.labels[number],
            sources[number],
            units_of_heading(form.labels[number]).over(form.units),
            facts[number],
        )
        for number in sorted(form.labels)
        if not facts[number].covered
    )
    return FillPlan(looked.ledger, looked.forms, form, looked.kind, columns, looked.seen, known is not None)


def plan_fill(desk: Desk, ledger: Ledger, kind: str, *, key: str = "") -> FillPlan:
    """Both at once; raises as ``look_at``."""
    return plan_of(desk, look_at(ledger, kind, key=key))


def takes_money(kind: str, column: Column) -> bool:
    """Whether a column takes an amount of money in."""
    if column.source in (BLANK, SERIAL):
        return False
    field, further = fields_of(kind, column.source)
    return (further or field).type is Type.MONEY


def asks_to_be_filled(desk: Desk, ledger: Ledger, kind: str) -> bool:
    """Whether a file is rather a form to fill than a ledger to import: empty, or filled once before."""
    try:
        forms = find_forms(ledger)
    except LedgerError:
        return False
    if any(recalled(desk.store.settings, form, kind) is not None for form in forms):
        return True
    return not any(held_record(line) for form in forms for line in form.records.values())


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


def with_money_unit(plan: FillPlan, unit: Unit) -> FillPlan:
    """The plan with ``unit`` for the figures of money whose columns name none."""
    return replace(plan, bare_unit=unit)


def samples(desk: Desk, plan: FillPlan, ids: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Column → what the first records would put there, as texts."""
    rows = desk.store.rows(plan.kind, list(ids[:SAMPLES]))
    values = Values(desk.store, plan.kind, rows, Translator(plan.language), plan.bare_unit or Unit.WAN)
    return {
        column.number: tuple(
            str(at) if column.source == SERIAL else (put[1] if (put := values.given(row, column).put) else "")
            for at, row in enumerate(rows, start=1)
        )
        for column in plan.filled
    }


def _best(forms: Sequence[Form], kind: str) -> Form:
    """The form that most columns of ``kind`` fit into."""
    return max(
        forms, key=lambda one: sum(source not in (BLANK, SERIAL) for source in guessed(one, kind).values())
    )


def rows_of(desk: Desk, kind: str, ids: Sequence[str]) -> list[Row]:
    """The records, page by page, in that order."""
    pages = (list(ids[at : at + PAGE]) for at in range(0, len(ids), PAGE))
    return [row for page in pages for row in desk.store.rows(kind, page)]


def child_work(ledger: Ledger, job: Job) -> Done:
    """Have a child process work on the file.

    Raises:
        LedgerError: it cannot.
    """
    answer = in_child(work_on, msgspec.msgpack.encode(job), name=ledger.name, seconds=SECONDS)
    done = msgspec.msgpack.decode(answer, type=Done)
    if done.trouble:
        raise DamagedLedger(name=ledger.name, reason=done.trouble)
    return done
