"""Plans an import: pure, repeatable with corrections, nothing written (systems.md A1, A3, Duplicates)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.rules.names import PersonFacts
from app.services.ledger.choices import RowChooser
from app.services.ledger.columns import choose_columns
from app.services.ledger.companies import gather_companies
from app.services.ledger.drafts import RowDraft, TableReader, row_texts
from app.services.ledger.duplicates import KnownIndex
from app.services.ledger.known import Known, KnownBatch
from app.services.ledger.mappings import Mapped, Mappings, signature
from app.services.ledger.notices import gather_notices
from app.services.ledger.preview import (
    Choice,
    Corrections,
    Notice,
    PlannedCompany,
    PlannedRow,
    PlannedTable,
    Tally,
)
from app.services.ledger.reading import Ledger
from app.services.ledger.tables import Layout, Leftover, Table, find_tables
from app.services.ledger.vocabulary import KINDS, Units

# Contacts come before projects, so that a project's row finds the people the file describes elsewhere.
IMPORT_ORDER = {"company": 0, "contact": 1, "project": 2}


@dataclass(frozen=True, slots=True)
class Request:
    """What a plan is made from; kept for planning again with other corrections."""

    ledger: Ledger
    layout: Layout
    known: KnownIndex
    mappings: Mappings
    today: date
    before: KnownBatch | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import would do. ``tables`` and their rows stand in the file's order."""

    tables: tuple[PlannedTable, ...]
    companies: Mapping[str, PlannedCompany]  # by identity
    leftovers: tuple[Leftover, ...]
    notices: tuple[Notice, ...]
    counts: Mapping[str, Tally]  # by kind of record
    imported_before: KnownBatch | None
    corrections: Corrections
    request: Request = field(repr=False, compare=False)

    @property
    def file_name(self) -> str:
        """The file's name, without folders."""
        return self.request.ledger.name

    @property
    def sha256(self) -> str:
        """The file's hash, in hexadecimal."""
        return self.request.ledger.sha256

    @property
    def rows(self) -> tuple[PlannedRow, ...]:
        """The rows of all tables."""
        return tuple(row for table in self.tables for row in table.rows)


def make_plan(
    ledger: Ledger,
    known: Known,
    *,
    today: date,
    mappings: Mappings | None = None,
    corrections: Corrections | None = None,
) -> Plan:
    """Plan the import of ``ledger`` into what ``known`` holds.

    Args:
        today: the day that words like 上周 and dates without a year count from.
        mappings: what tables with the same headings were taken for before.
    """
    before = known.batch(ledger.sha256)
    request = Request(ledger, find_tables(ledger.workbook), KnownIndex(known), mappings or {}, today, before)
    return _planned(request, corrections or Corrections())


def replan(plan: Plan, corrections: Corrections) -> Plan:
    """The same file planned again; ``corrections`` replaces the earlier ones."""
    return _planned(plan.request, corrections)


def _planned(request: Request, corrections: Corrections) -> Plan:
    tables: list[PlannedTable] = []
    drafted: dict[str, list[RowDraft]] = {}
    for table in request.layout.tables:
        reader = _reader(request, corrections, table)
        drafted[table.key] = reader.rows()
        hidden = table.sheet in request.layout.hidden
        tables.append(PlannedTable(table, reader.kind, reader.columns, (), hidden))
    _look_ahead(request.known, [row for rows in drafted.values() for row in rows])
    companies = gather_companies((row for rows in drafted.values() for row in rows), request.known)
    chooser = RowChooser(request.known, companies, corrections.choices, request.before is not None)
    planned: dict[str, tuple[PlannedRow, ...]] = {}
    for one in sorted(tables, key=lambda t: IMPORT_ORDER[t.kind]):
        taken = [row for row in drafted[one.key] if not row.problem]
        planned[one.key] = tuple(chooser.plan(row, one.kind) for row in taken)
    refused = [row for rows in drafted.values() for row in rows if row.problem]
    tables = [replace(one, rows=planned[one.key]) for one in tables]
    leftovers = [*request.layout.leftovers]
    leftovers += [Leftover(row.sheet, row.number, "refused", row_texts(row.cells)) for row in refused]
    return Plan(
        tables=tuple(tables),
        companies=companies.companies,
        leftovers=tuple(leftovers),
        notices=gather_notices(tables, refused, request.layout, request.before),
        counts=_counts(tables, companies.companies),
        imported_before=request.before,
        corrections=corrections,
        request=request,
    )


def _look_ahead(known: KnownIndex, rows: Iterable[RowDraft]) -> None:
    """Have everything that the rows may duplicate looked up in one go."""
    companies: set[tuple[str, str]] = set()
    people: set[PersonFacts] = set()
    projects: set[str] = set()
    for row in rows:
        companies |= {(name, "") for name in row.companies}
        for draft in row.drafts:
            match draft.kind:
                case "company":
                    companies.add((draft.title, str(draft.values.get("credit_code") or "")))
                case "contact":
                    people.add(PersonFacts(draft.title, tuple(draft.values.get("phones") or ())))
                case "project":
                    projects.add(draft.title)
    known.look_ahead(companies, people, projects)


def _reader(request: Request, corrections: Corrections, table: Table) -> TableReader:
    remembered = request.mappings.get(signature(table), Mapped())
    kind = corrections.kinds.get(table.key) or remembered.kind or table.kind
    if kind not in KINDS:
        kind = table.kind
    columns = choose_columns(
        table,
        kind,
        remembered=remembered.targets if kind == remembered.kind else {},
        corrected={number: to for (key, number), to in corrections.columns.items() if key == table.key},
    )
    unit = corrections.units.get(table.key)
    units = Units(unit, table.units.land) if unit else table.units
    return TableReader(table, kind, columns, units, request.today)


def _counts(tables: Iterable[PlannedTable], companies: Mapping[str, PlannedCompany]) -> dict[str, Tally]:
    counts: dict[str, Tally] = {}
    live: set[str] = set()
    for table in tables:
        for row in table.rows:
            if row.choice is not Choice.SKIP:
                live.add(row.key)
            for record in row.records:
                kind = record.draft.kind
                counts[kind] = _counted(counts.get(kind, Tally()), record.choice)
    for company in companies.values():
        if company.draft or not company.rows:
            continue  # counted with its own row
        wanted = any(key in live for key in company.rows)
        choice = Choice.SKIP if not wanted else Choice.MERGE if company.existing else Choice.NEW
        counts["company"] = _counted(counts.get("company", Tally()), choice)
    return counts


def _counted(tally: Tally, choice: Choice) -> Tally:
    match choice:
        case Choice.NEW:
            return replace(tally, new=tally.new + 1)
        case Choice.MERGE:
            return replace(tally, merged=tally.merged + 1)
        case Choice.SKIP:
            return replace(tally, skipped=tally.skipped + 1)
