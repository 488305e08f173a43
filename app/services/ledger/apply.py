"""Carries out a plan: one unit of work, so that one undo takes the whole import back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.rules.text import clean_text, one_line
from app.services.desk import Desk
from app.services.ledger.drafts import Draft, RowDraft, row_texts
from app.services.ledger.duplicates import company_identity
from app.services.ledger.errors import NothingToImport, StalePlan
from app.services.ledger.mappings import load_mappings, remember
from app.services.ledger.merging import filled_fields
from app.services.ledger.plan import IMPORT_ORDER, Plan, make_plan
from app.services.ledger.preview import Choice, Corrections, Notice, PlannedDraft, Tally
from app.services.ledger.reading import Ledger
from app.services.ledger.store_known import StoreKnown
from app.services.records import DEFAULTS
from app.store.work import UnitOfWork

LABEL = "import_ledger"
LEFTOVER_PIECE = 150_000  # characters; what is more goes to further batch records


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``counts`` by kind of record; ``notices`` are the plan's."""

    batch_id: str
    counts: Mapping[str, Tally]
    notices: tuple[Notice, ...]
    changes: ChangeSet


def plan_import(desk: Desk, ledger: Ledger, corrections: Corrections | None = None) -> Plan:
    """Plan the import of a file that was read, against this desk's store and remembered columns."""
    return make_plan(
        ledger,
        StoreKnown(desk.store),
        today=desk.today(),
        mappings=load_mappings(desk.store.settings),
        corrections=corrections,
    )


def import_ledger(desk: Desk, plan: Plan) -> ImportResult:
    """Import what ``plan`` says, keep the file itself with the batch, and remember corrected columns.

    Raises:
        NothingToImport: every row is skipped, or there is none.
        StalePlan: a record to merge into was deleted since; nothing was written.
        StoreError: the disk refuses; nothing was written.
    """
    if all(row.choice is Choice.SKIP for row in plan.rows):
        raise NothingToImport(name=plan.file_name)
    content = plan.request.ledger.content
    desk.store.files.put([content])
    with desk.store.write(actor=desk.actor, label=LABEL) as work:
        run = _Import(work, plan)
        batch_id = run.run()
    _remember(desk, plan)
    return ImportResult(batch_id, run.tallies(), plan.notices, work.changes)


def _remember(desk: Desk, plan: Plan) -> None:
    corrected = {key for key, _ in plan.corrections.columns} | set(plan.corrections.kinds)
    for table in plan.tables:
        if table.key in corrected:
            remember(desk.store.settings, table.table, table.kind, table.columns)


class _Import:
    """One import under way."""

    def __init__(self, work: UnitOfWork, plan: Plan) -> None:
        self._work = work
        self._plan = plan
        self._batch = ""
        self._ids: dict[str, str] = {}  # draft key → record id
        self._companies: dict[str, str] = {}  # identity → record id
        self._done: Counter[tuple[str, Choice]] = Counter()

    def run(self) -> str:
        """Write everything; answers the batch's id."""
        about = {"file_name": self._name, "sha256": self._plan.sha256}
        self._batch = self._work.create("import_batch", about)
        for table in sorted(self._plan.tables, key=lambda t: IMPORT_ORDER[t.kind]):
            for planned in table.rows:
                for record in planned.records:
                    self._record(planned.row, record)
        self._keep_leftovers()
        self._keep_file()
        return self._batch

    def tallies(self) -> dict[str, Tally]:
        """What was done, by kind."""
        kinds = dict.fromkeys(kind for kind, _ in self._done)
        return {
            kind: Tally(*(self._done[kind, choice] for choice in (Choice.NEW, Choice.MERGE, Choice.SKIP)))
            for kind in kinds
        }

    @property
    def _name(self) -> str:
        return one_line(clean_text(self._plan.file_name).text)[:255] or self._plan.sha256[:12]

    def _record(self, row: RowDraft, planned: PlannedDraft) -> None:
        draft, into = planned.draft, self._ids.get(planned.into, planned.into)
        if planned.choice is Choice.SKIP:
            self._done[draft.kind, Choice.SKIP] += 1
            return
        values = {**draft.values, **self._links(row, draft)}
        # A merge into a contact of the same file whose own row is skipped makes that contact here.
        if planned.choice is Choice.MERGE and not self._is_draft_key(into):
            self._merge(draft, into, values)
            self._ids[draft.key] = into
        else:
            self._ids[draft.key] = self._create(draft, values)
            if planned.into:
                self._ids[planned.into] = self._ids[draft.key]

    def _is_draft_key(self, key: str) -> bool:
        return not key or "!" in key

    def _create(self, draft: Draft, values: dict[str, Any]) -> str:
        whole = {**DEFAULTS.get(draft.kind, {}), **values}
        whole |= {"source": draft.source, "batch_id": self._batch}
        if draft.note_text:
            whole["note"] = draft.note_text
        self._done[draft.kind, Choice.NEW] += 1
        return self._work.create(draft.kind, whole)

    def _merge(self, draft: Draft, id: str, values: Mapping[str, Any]) -> None:
        row = self._work.row(draft.kind, id)
        if row is None or row.deleted:
            raise StalePlan(name=self._plan.file_name, title=draft.title)
        if changed := filled_fields(row, draft, values):
            self._work.update(draft.kind, id, changed)
        self._done[draft.kind, Choice.MERGE] += 1

    def _links(self, row: RowDraft, draft: Draft) -> dict[str, Any]:
        links: dict[str, Any] = {}
        companies = [self._company(row, name) for name in row.companies]
        if companies and draft.kind == "project":
            links["investor_id"] = companies[0]
        if companies and draft.kind == "contact":
            links["company_id"] = companies[0]
        if contacts := [self._ids[key] for key in draft.contacts if key in self._ids]:
            links["contact_ids"] = list(dict.fromkeys(contacts))
        return links

    def _company(self, row: RowDraft, name: str) -> str:
        """The id of a company that a row names: described in the file, known before, or made now."""
        identity = company_identity(name)
        if identity not in self._companies:
            planned = self._plan.companies[identity]
            if planned.draft in self._ids:
                self._companies[identity] = self._ids[planned.draft]
            elif planned.existing:
                self._companies[identity] = planned.existing
                self._done["company", Choice.MERGE] += 1
            else:
                values = {"name": planned.name, "source": row.company_source, "batch_id": self._batch}
                self._companies[identity] = self._work.create("company", values)
                self._done["company", Choice.NEW] += 1
        return self._companies[identity]

    def _keep_leftovers(self) -> None:
        counts = {
            kind: {"new": tally.new, "merged": tally.merged, "skipped": tally.skipped}
            for kind, tally in self.tallies().items()
        }
        first, *more = [*_pieces(self._leftover_lines())] or [""]
        self._work.update("import_batch", self._batch, {"counts": counts, "leftovers": first or None})
        for text in more:
            about = {"file_name": self._name, "counts": {"continues": self._batch}, "leftovers": text}
            self._work.create("import_batch", about)

    def _leftover_lines(self) -> Iterator[str]:
        """Every line of the file that became no record, with its place."""
        lines = [(left.sheet, left.row, left.text) for left in self._plan.leftovers]
        lines += [
            (planned.row.sheet, planned.row.number, row_texts(planned.row.cells))
            for planned in self._plan.rows
            if planned.choice is Choice.SKIP
        ]
        order = {sheet.name: at for at, sheet in enumerate(self._plan.request.ledger.workbook.sheets)}
        for sheet, row, text in sorted(lines, key=lambda line: (order.get(line[0], 0), line[1])):
            yield clean_text(f"[{sheet}!{row}] {text}").text

    def _keep_file(self) -> None:
        ledger = self._plan.request.ledger
        values = {
            "parent_kind": "import_batch",
            "parent_id": self._batch,
            "name": self._name,
            "sha256": ledger.sha256,
            "size": len(ledger.content),
            "media_type": _media_type(ledger.name),
        }
        self._work.create("attachment", values)


_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}


def _media_type(name: str) -> str:
    return _MEDIA.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """The lines joined to texts of at most ``LEFTOVER_PIECE`` characters; a longer line is cut."""
    assert KINDS["import_batch"].fields["leftovers"].max_length >= LEFTOVER_PIECE
    piece = ""
    for line in lines:
        while len(piece) + len(line) >= LEFTOVER_PIECE:
            if piece:
                yield piece
                piece = ""
            if len(line) >= LEFTOVER_PIECE:
                yield line[:LEFTOVER_PIECE]
                line = line[LEFTOVER_PIECE:]
        piece = f"{piece}\n{line}" if piece else line
    if piece:
        yield piece
