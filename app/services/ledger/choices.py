"""Decides for every row whether it makes new records, fills existing ones, or is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.reasons import Reason
from app.rules.names import PersonFacts, project_key
from app.services.ledger.companies import CompanyList
from app.services.ledger.drafts import Draft, RowDraft
from app.services.ledger.duplicates import (
    KnownIndex,
    Likeness,
    PeopleIndex,
    Sameness,
    company_identity,
)
from app.services.ledger.known import KnownContact
from app.services.ledger.preview import Choice, PlannedDraft, PlannedRow


@dataclass
class RowChooser:
    """Walks the rows of a file in order, contacts' tables first, and remembers what it has seen."""

    known: KnownIndex
    companies: CompanyList
    chosen: Mapping[str, Choice]
    imported_before: bool
    _people: PeopleIndex = field(default_factory=PeopleIndex)
    _people_rows: dict[str, int] = field(default_factory=dict)
    _projects: dict[tuple[str, str], int] = field(default_factory=dict)
    _companies: dict[str, int] = field(default_factory=dict)

    def plan(self, row: RowDraft, kind: str) -> PlannedRow:
        """The row with its choice; warnings name what it duplicates."""
        likenesses = {draft.key: self._in_store(draft, row) for draft in row.drafts}
        main = [draft for draft in row.drafts if draft.kind == kind]
        twice = [warning for draft in main if (warning := self._in_file(draft, row))]
        alike, remarks = self._about(row, [(draft, likenesses[draft.key]) for draft in main])
        matched = [found for draft in main if (found := likenesses[draft.key])]
        allowed = (Choice.NEW, Choice.MERGE, Choice.SKIP) if matched else (Choice.NEW, Choice.SKIP)
        choice = self._choice(row.key, matched, allowed)
        records = [
            self._main(draft, choice, likenesses[draft.key])
            if draft.kind == kind
            else self._beside(draft, row, choice, likenesses[draft.key])
            for draft in row.drafts
        ]
        return PlannedRow(row, tuple(records), choice, allowed, (*twice, *alike), remarks)

    def _about(
        self, row: RowDraft, found: Sequence[tuple[Draft, Likeness | None]]
    ) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """Warnings and remarks about what the store has already; none where the file was imported before."""
        if self.imported_before:
            return (), ()
        warnings, remarks = [], []
        for draft, likeness in found:
            if likeness and likeness.sameness is Sameness.SAME and draft.kind != "project":
                remarks.append(likeness.reason)
            elif likeness:
                warnings.append(likeness.reason)
        warnings += [likeness.reason for likeness in self.companies.similar.get(row.key, ())]
        return tuple(warnings), tuple(remarks)

    def _choice(self, key: str, matched: Sequence[Likeness], allowed: tuple[Choice, ...]) -> Choice:
        wanted = self.chosen.get(key)
        if wanted in allowed:
            return wanted
        if self.imported_before:
            return Choice.SKIP
        same = any(found.sameness is Sameness.SAME for found in matched)
        return Choice.MERGE if same else Choice.NEW

    def _main(self, draft: Draft, choice: Choice, likeness: Likeness | None) -> PlannedDraft:
        if choice is Choice.MERGE and likeness is not None:
            return PlannedDraft(draft, choice, likeness.id, likeness)
        return PlannedDraft(draft, Choice.NEW if choice is Choice.MERGE else choice, "", likeness)

    def _beside(self, draft: Draft, row: RowDraft, choice: Choice, likeness: Likeness | None) -> PlannedDraft:
        """A contact named in a project's row: the one the store or this file knows already, or a new one."""
        if choice is Choice.SKIP:
            return PlannedDraft(draft, choice, "", likeness)
        facts = self._facts(draft, row)
        earlier = self._people.find(facts)
        if earlier and earlier[1] is Sameness.SAME:
            return PlannedDraft(draft, Choice.MERGE, earlier[0].id, likeness)
        self._people.add(KnownContact(draft.key, facts.name, facts.phones, facts.employer))
        if likeness and likeness.sameness is Sameness.SAME:
            return PlannedDraft(draft, Choice.MERGE, likeness.id, likeness)
        return PlannedDraft(draft, Choice.NEW, "", likeness)

    def _facts(self, draft: Draft, row: RowDraft) -> PersonFacts:
        employer = row.companies[0] if row.companies else ""
        return PersonFacts(draft.title, tuple(draft.values.get("phones") or ()), employer)

    def _in_store(self, draft: Draft, row: RowDraft) -> Likeness | None:
        if draft.kind == "contact":
            return self.known.contact(self._facts(draft, row))
        if draft.kind == "project":
            return self.known.project(draft.title, row.companies[0] if row.companies else "")
        return self.known.company(draft.title, str(draft.values.get("credit_code") or ""))

    def _in_file(self, draft: Draft, row: RowDraft) -> Reason | None:
        """A warning where an earlier row of the file says the same; remembers this one."""
        if draft.kind == "contact":
            facts = self._facts(draft, row)
            found = self._people.find(facts)
            earlier = self._people_rows.get(found[0].id) if found else None
            self._people.add(KnownContact(draft.key, facts.name, facts.phones, facts.employer))
            self._people_rows[draft.key] = row.number
        elif draft.kind == "project":
            investor = company_identity(row.companies[0]) if row.companies else ""
            place = project_key(draft.title), investor
            earlier = self._projects.get(place)
            self._projects.setdefault(place, row.number)
        else:
            identity = company_identity(draft.title)
            earlier = self._companies.get(identity)
            self._companies.setdefault(identity, row.number)
        if earlier is None:
            return None
        return Reason("import.warn.twice", {"name": draft.title, "row": earlier})
