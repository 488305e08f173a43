"""Lists of target enterprises 拟招引企业 from a paste or a file: matched with whom we know (A12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.errors import OutpostError
from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.blocks import Block
from app.rules.credit_code import CreditCodeError, parse_credit_code
from app.rules.folding import fold
from app.rules.reference import load
from app.services.desk import Desk
from app.services.duplicates import likely_same
from app.services.ledger.columns import label_scores
from app.services.ledger.duplicates import company_identity
from app.services.ledger.grid import Workbook
from app.services.ledger.tables import find_tables
from app.services.ledger.vocabulary import KNOWN, normal_heading
from app.services.records import add_record
from app.services.targets import visited_firms
from app.store.reading import Filter

MOST = 5_000  # enterprises of one list
CODE = "credit_code"
_TAKEN = ("name", "industry", "city", "assigned_unit", "assigned_to", "why", "note")


class NoEnterprises(OutpostError):
    """Nothing that looks like the name of an enterprise."""

    code = "no_enterprises"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One enterprise of a list. ``company``: the one we know; ``listed``: a target of that list already, or
    a line before; ``bad_code``: a credit code that cannot be one, kept in the note.
    """

    values: Mapping[str, str]
    credit_code: str = ""
    company: Row | None = None
    listed: bool = False
    visited: bool = False
    bad_code: str = ""

    @property
    def by_code(self) -> bool:
        """Whether its credit code says which firm it is, not its name alone."""
        return (
            self.company is not None
            and bool(self.credit_code)
            and self.company["credit_code"] == self.credit_code
        )

    @property
    def name(self) -> str:
        """The enterprise's name as the list has it."""
        return self.values["name"]


@dataclass(frozen=True, slots=True)
class NextVisit:
    """Who goes next to a target's firm, and when; ``people`` as the visit names them."""

    day: date
    people: tuple[str, ...]
    visit_id: str


def lines_of_block(block: Block) -> list[dict[str, str]]:
    """Field → text of every line of a paste; without headings the first column holds names."""
    if not block:
        return []
    heads = {place: field for place, cell in enumerate(block[0]) if (field := _field_of(cell))}
    named = "name" in heads.values() and len(block) > 1
    places = heads if named else {0: "name"}
    found = [{field: line[place].strip() for place, field in places.items()} for line in block[named:]]
    return [{field: text for field, text in line.items() if text} for line in found if line.get("name")]


def lines_of_file(workbook: Workbook) -> list[dict[str, str]]:
    """As ``lines_of_block``, of every table of a file; a sheet without headings is read as a paste."""
    layout = find_tables(workbook)
    found: list[dict[str, str]] = []
    for table in layout.tables:
        heads = {place: field for place, label in table.labels.items() if (field := _field_of(label))}
        for row in table.rows:
            line = {field: row.cells[place].text for place, field in heads.items() if place in row.cells}
            found += [line] if line.get("name") else []
    for sheet in workbook.sheets:
        if sheet.name in layout.without_table:
            found += lines_of_block([[line[at].text for at in sorted(line)] for line in sheet.rows if line])
    return found


def list_called(desk: Desk, name: str) -> str:
    """The id of the list of that name, "" where there is none."""
    ids = desk.store.ids("target_list", filters=[Filter("name", "eq", name.strip())]) if name.strip() else []
    return ids[0] if ids else ""


def plan_list(desk: Desk, lines: Sequence[Mapping[str, str]], *, list_id: str = "") -> list[Wanted]:
    """What a list would bring; nothing is written.

    Raises:
        NoEnterprises: there is none in it.
    """
    if not lines:
        raise NoEnterprises()
    there = _listed(desk, list_id)
    found = []
    for line in lines[:MOST]:
        one = _wanted(desk, line)
        identity = company_identity(one.name)
        found.append(replace(one, listed=identity in there))
        there.add(identity)
    visited = visited_firms(desk, {one.company.id for one in found if one.company is not None})
    return [replace(one, visited=one.company is not None and one.company.id in visited) for one in found]


def take_list(
    desk: Desk, name: str, wanted: Sequence[Wanted], *, list_id: str = ""
) -> tuple[str, list[str], ChangeSet]:
    """Make targets of the chosen ones, in a new list of that name or the one told: one step of undo."""
    made: list[str] = []
    with desk.store.write(actor=desk.actor, label="import_targets") as work:
        into = list_id or add_record(desk, work, "target_list", {"name": name, "since": desk.today()})
        for one in wanted:
            values = {field: text for field, text in one.values.items() if field in _TAKEN}
            if one.bad_code:
                values["note"] = "\n".join(part for part in (values.get("note", ""), one.bad_code) if part)
            links = {"list_id": into, "company_id": one.company.id if one.company is not None else None}
            standing = "contacted" if one.visited else "not_yet"
            told = {**values, **links, "standing": standing}
            made.append(add_record(desk, work, "target", {k: v for k, v in told.items() if v}))
    return into, made, work.changes


def next_visits(desk: Desk, targets: Sequence[Row]) -> dict[str, NextVisit]:
    """Target's id → the next visit that is planned to its firm."""
    firms = sorted({row["company_id"] for row in targets if row["company_id"]})
    filters = [Filter("company_id", "in", firms), Filter("state", "eq", "planned")]
    ids = (
        desk.store.ids("visit", filters=[*filters, Filter("visited_on", "ge", desk.today())]) if firms else []
    )
    by_firm: dict[str, NextVisit] = {}
    for visit in sorted(desk.store.rows("visit", ids), key=lambda row: (row["visited_on"], row.id)):
        people = tuple(visit["our_people"] or ())
        by_firm.setdefault(visit["company_id"], NextVisit(visit["visited_on"], people, visit.id))
    return {row.id: by_firm[row["company_id"]] for row in targets if row["company_id"] in by_firm}


def _field_of(heading: str) -> str:
    """The field of a target that a heading stands for, ``credit_code``, or ""."""
    own = normal_heading(heading.rpartition("·")[2])
    words: Mapping[str, Sequence[str]] = load("form_headings")["words"]["target"]
    for source, headings in words.items():
        if own and own in (normal_heading(one) for one in headings):
            return CODE if source.endswith(CODE) else source
    best = {target: score for target, score in label_scores("company", heading).items() if score >= KNOWN}
    best |= {target: score for target, score in label_scores("target", heading).items() if score >= KNOWN}
    target = max(best, key=lambda one: best[one], default="")
    return target if target in (*_TAKEN, CODE) else ""


def _wanted(desk: Desk, line: Mapping[str, str]) -> Wanted:
    limits = KINDS["target"].fields
    values = {
        field: " ".join(text.split())[: limits[field].max_length or None]
        for field, text in line.items()
        if field in _TAKEN
    }
    raw = line.get(CODE, "")
    try:
        code = parse_credit_code(raw) if raw else ""
    except CreditCodeError:
        code = ""
    facts = {"name": values["name"], "credit_code": code}
    identity = company_identity(values["name"])
    near = [row for row, _ in likely_same(desk, "company", facts)]
    same = next((row for row in near if code and row["credit_code"] == code), None) or next(
        (
            row
            for row in near
            if company_identity(row["name"]) == identity
            and not (code and row["credit_code"] and row["credit_code"] != code)
        ),
        None,
    )
    return Wanted(values, code, same, bad_code="" if code else fold(raw))


def _listed(desk: Desk, list_id: str) -> set[str]:
    """The enterprises that the list has already."""
    ids = desk.store.ids("target", filters=[Filter("list_id", "eq", list_id)]) if list_id else []
    found = desk.store.fields("target", ids, ("name",))
    return {company_identity(one["name"]) for one in found.values() if one["name"]}
