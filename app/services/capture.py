"""A line of notes, once its chips are settled, becomes records in one step (journeys.md 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.capture.names import family_length, is_addressed
from app.rules.capture.promised import promised_day, promising_side
from app.rules.capture.slots import Capture, Chip, NextStep, Slot
from app.rules.names import Match
from app.services.desk import Desk
from app.services.duplicates import likely_same
from app.services.errors import NothingCaptured
from app.services.foreseen import Foreseen
from app.services.records import add_record, write_visit
from app.services.sounding import firm_sounding_like
from app.store.reading import Filter
from app.store.work import UnitOfWork

SURE = frozenset({Match.CREDIT_CODE, Match.PHONE, Match.NAME, Match.NAME_CITY})
CLOSED = frozenset({"on_books", "paused", "lost"})  # stages a new figure does not belong to
TITLE_LENGTH = 200
_WITHIN = (Slot.STEP, Slot.PROMISE)
_PROJECT_SUBJECTS = ("项目", "基地", "生产线", "产线", "产业园", "工厂", "总部", "中心", "期")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person at the keyboard settled: ids of records by the value of their chip, "" for a new one.

    What is not named is found by name. ``project``: the id of one to link, "" for a new one, None: as found.
    """

    companies: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The ids of what a line became, what the visit is of first; ``changes`` is one undo."""

    companies: tuple[str, ...]
    contacts: tuple[str, ...]
    visit: str | None
    project: str | None
    steps: tuple[str, ...]
    promises: tuple[str, ...]
    changes: ChangeSet


def save_capture(
    desk: Desk, capture: Capture, chosen: Chosen | None = None, files: Sequence[Mapping[str, Any]] = ()
) -> Saved:
    """Make of a line its firms, people, visit, project, next steps and promises, as one undo.

    The whole line stays as the visit's content, else in the notes of the steps, the project or the firm.
    ``files`` (``attaching.kept_file``) hang on the visit, else on the first of those there is.

    Raises:
        NothingCaptured: no chip makes a record. InvalidRecord: a value is refused; nothing was written.
    """
    saving = _Saving(desk, capture, chosen or Chosen())
    if not saving.worth:
        raise NothingCaptured
    with desk.store.write(actor=desk.actor, label="capture") as work:
        ids = saving.write(work)
        saving.attach(work, files, *ids)
    return Saved(*ids, work.changes)


def foresee(desk: Desk, capture: Capture, chosen: Chosen | None = None) -> Foreseen:
    """Look at what ``save_capture`` would do; nothing is written."""
    return _Saving(desk, capture, chosen or Chosen()).foresee()


_Made = tuple[tuple[str, ...], tuple[str, ...], str | None, str | None, tuple[str, ...], tuple[str, ...]]


class _Saving:
    """One line on its way into the store."""

    def __init__(self, desk: Desk, capture: Capture, chosen: Chosen) -> None:
        self._desk = desk
        self._capture = capture
        self._chosen = chosen
        self._companies: dict[str, str] = {}
        self._new_companies: set[str] = set()
        self._contacts: dict[Chip, str] = {}

    @property
    def worth(self) -> bool:
        """Whether there is anything to make a record of."""
        made_of = (Slot.COMPANY, Slot.STEP, Slot.PROMISE)
        return any(self._of(slot) for slot in made_of) or self._is_visit()

    def write(self, work: UnitOfWork) -> _Made:
        """The ids of the companies, the contacts, the visit, the project, the steps, and the promises."""
        for chip in self._of(Slot.COMPANY):
            if chip.value not in self._companies:
                self._companies[chip.value] = self._company(work, chip.value)
        for chip in self._of(Slot.PERSON):
            if id := self._contact(work, chip):
                self._contacts[chip] = id
        project = self._project(work)
        visit = self._visit(work, project)
        steps = tuple(self._step(work, chip, project, visit) for chip in self._of(Slot.STEP))
        promises = tuple(self._promise(work, chip, project, visit) for chip in self._of(Slot.PROMISE))
        main = self._main_company()
        if visit is None and not steps and not promises and main:
            self._note(work, main)
        companies = tuple(sorted(set(self._companies.values()), key=lambda id: id != main))
        contacts = tuple(dict.fromkeys(self._contacts.values()))
        return companies, contacts, visit, project, steps, promises

    def foresee(self) -> Foreseen:
        """What ``write`` would do."""
        store = self._desk.store
        companies: dict[str, Row | None] = {}
        alike: dict[str, int] = {}
        sounding: dict[str, str] = {}
        for chip in self._of(Slot.COMPANY):
            id, alike[chip.value] = self._same_company(chip.value)
            if not id and chip.value not in self._chosen.companies:
                sounding[chip.value] = firm_sounding_like(store, chip.value)
            companies[chip.value] = store.get("company", id) if id else None
            self._companies[chip.value] = id or chip.value
            self._new_companies |= set() if id else {chip.value}
        people: dict[str, Row | None] = {}
        for chip in self._of(Slot.PERSON):
            if (id := self._same_contact(chip)) or self._is_made(chip):
                people[chip.value] = store.get("contact", id) if id else None
        main, trip = self._main_company(), self._trip(self._capture.first(Slot.DATE) or self._desk.today())
        meant = main is not None and self._means_project()
        project = self._open_project(main) if main is not None and meant else None
        known_trip = store.get("trip", trip) if trip and self._is_visit() else None
        found = companies, alike, sounding, people, project, meant, known_trip
        return Foreseen(self.worth, self._is_visit(), *found)

    def attach(
        self,
        work: UnitOfWork,
        files: Sequence[Mapping[str, Any]],
        companies: Sequence[str],
        _contacts: Sequence[str],
        visit: str | None,
        project: str | None,
        steps: Sequence[str],
        promises: Sequence[str],
    ) -> None:
        """Hang files on what the line is about first of all."""
        made = [("visit", visit), ("project", project)]
        made += [("next_step", id) for id in steps] + [("promise", id) for id in promises]
        made += [("company", id) for id in companies]
        kind, id = next((kind, id) for kind, id in made if id)
        for file in files:
            add_record(self._desk, work, "attachment", {"parent_kind": kind, "parent_id": id, **file})

    # --- the line ----------------------------------------------------------------------------------------

    def _of(self, slot: Slot) -> list[Chip]:
        return [chip for chip in self._capture.chips if chip.slot is slot]

    def _holder(self, chip: Chip) -> Chip | None:
        """The step or promise in which a chip lies."""
        for held in self._capture.chips:
            if (
                held.slot in _WITHIN
                and held.start <= chip.start
                and chip.end <= held.end
                and held is not chip
            ):
                return held
        return None

    def _main_company(self) -> str | None:
        """The firm the line is about: the first that no step or promise names, else the first."""
        chips = self._of(Slot.COMPANY)
        chip = next((one for one in chips if self._holder(one) is None), chips[0] if chips else None)
        return self._companies.get(chip.value) if chip else None

    def _is_visit(self) -> bool:
        """They met: it says how, or on what day with whom."""
        with_whom = self._of(Slot.COMPANY) or self._of(Slot.PERSON)
        return bool(self._of(Slot.KIND) or (self._of(Slot.DATE) and with_whom))

    # --- firms and people --------------------------------------------------------------------------------

    def _company(self, work: UnitOfWork, name: str) -> str:
        id, _ = self._same_company(name)
        if not id:
            id = add_record(self._desk, work, "company", {"name": name})
            self._new_companies.add(id)
        return id

    def _same_company(self, name: str) -> tuple[str, int]:
        """The firm that is meant, "" for a new one; and how many are called so."""
        chosen = self._chosen.companies.get(name)
        if chosen is not None:
            return chosen, 1
        same = [row for row, why in likely_same(self._desk, "company", {"name": name}) if why.match in SURE]
        whole = [row for row in same if row["name"] == name]
        return next((row.id for row in whole or same), ""), len(whole or same)

    def _contact(self, work: UnitOfWork, chip: Chip) -> str | None:
        """The person: chosen, known at the firm or by the whole name, or new. A bare 张总 stays text."""
        if (id := self._same_contact(chip)) or not self._is_made(chip):
            return id or None
        phones, company = self._phones(chip), self._employer(chip)
        title = chip.text.removeprefix(chip.value)
        values = {"name": chip.value, "company_id": company, "phones": phones, "title": title}
        return add_record(self._desk, work, "contact", _given(values))

    def _is_made(self, chip: Chip) -> bool:
        return bool(self._employer(chip) or self._phones(chip)) or chip.value in self._chosen.people

    def _same_contact(self, chip: Chip) -> str:
        """The person that is meant, "" for a new one."""
        chosen = self._chosen.people.get(chip.value)
        if chosen is not None:
            return chosen
        return self._known_contact(chip.value, self._phones(chip), self._employer(chip))

    def _phones(self, person: Chip) -> list[str]:
        return [phone.value for phone in self._of(Slot.PHONE) if self._owner(phone) is person]

    def _owner(self, phone: Chip) -> Chip | None:
        """The person named last before a number."""
        return max(
            (c for c in self._of(Slot.PERSON) if c.end <= phone.start), key=lambda c: c.end, default=None
        )

    def _employer(self, person: Chip) -> str | None:
        """The firm named last before a person, else the first behind."""
        chips = self._of(Slot.COMPANY)
        before = [chip for chip in chips if chip.end <= person.start]
        chip = before[-1] if before else chips[0] if chips else None
        return self._companies[chip.value] if chip else None

    def _known_contact(self, name: str, phones: Sequence[str], company: str | None) -> str:
        """Who has the number and may be called so, else of this name or the only one of the surname at the
        firm; where no firm is named, the only one of the whole name.
        """
        if phones:
            same = likely_same(self._desk, "contact", {"name": name, "phones": phones, "company_id": company})
            numbered = (row for row, why in same if why.match is Match.PHONE)
            if by_phone := next((row.id for row in numbered if _may_be(name, row["name"])), ""):
                return by_phone
        if company is None and not is_addressed(name):
            named = self._rows("contact", Filter("name", "eq", name))
            return named[0].id if len(named) == 1 else ""
        if company is None or company in self._new_companies:
            return ""
        colleagues = self._rows("contact", Filter("company_id", "eq", company))
        whole = [row.id for row in colleagues if row["name"] == name]
        family = name[: family_length(name)]
        alike = [row.id for row in colleagues if is_addressed(name) and row["name"].startswith(family)]
        return (whole or (alike if len(alike) == 1 else [""]))[0]

    def _rows(self, kind: str, *filters: Filter) -> list[Row]:
        return self._desk.store.rows(kind, self._desk.store.ids(kind, filters=filters))

    # --- visit, project, steps ---------------------------------------------------------------------------

    def _visit(self, work: UnitOfWork, project: str | None) -> str | None:
        read = self._capture
        if not self._is_visit():
            return None
        met = [id for chip, id in self._contacts.items() if self._holder(chip) is None]
        values = {
            "visited_on": read.first(Slot.DATE) or self._desk.today(),
            "kind": read.first(Slot.KIND) or "outward",
            "subject": (read.first(Slot.SUBJECT) or read.rest or read.line)[:TITLE_LENGTH],
            "company_id": self._main_company() or self._firm_of(met),
            "project_id": project,
            "contact_ids": list(dict.fromkeys(met)),
            "trip_id": self._trip(read.first(Slot.DATE) or self._desk.today()),
            "our_people": read.values(Slot.OURS),
            "place": read.first(Slot.PLACE),
            "content": read.line,
            "promised": "\n".join(read.values(Slot.PROMISE)),
        }
        return write_visit(self._desk, work, _given(values))

    def _firm_of(self, people: Sequence[str]) -> str | None:
        firms = {row["company_id"] for row in self._desk.store.rows("contact", people)}
        return firms.pop() if len(firms) == 1 else None

    def _trip(self, day: date) -> str | None:
        """The trip under way on the day that one is on oneself."""
        desk = self._desk
        trips = desk.store.rows("trip", desk.store.agenda.under_way(day))
        own = (row.id for row in trips if desk.actor in (row["leader"], *(row["members"] or ())))
        return next(own, None)

    def _project(self, work: UnitOfWork) -> str | None:
        """An open project of the firm gets what it does not have yet; else there is a new one."""
        company = self._main_company()
        if company is None or not self._means_project():
            return None
        subject = self._capture.first(Slot.SUBJECT) or ""
        values = {**self._figures(), "channel": self._capture.first(Slot.CHANNEL)}
        open_ = self._open_project(company)
        if open_ is not None:
            missing = {name: value for name, value in values.items() if value and open_[name] in (None, "")}
            if missing:
                work.update("project", open_.id, missing)
            return open_.id
        name = next(name for name, id in self._companies.items() if id == company)
        values |= {"name": f"{name} {subject}".strip()[:TITLE_LENGTH], "investor_id": company}
        values |= {"contact_ids": list(self._contacts.values()), "summary": self._capture.line}
        return add_record(self._desk, work, "project", _given(values))

    def _means_project(self) -> bool:
        subject = self._capture.first(Slot.SUBJECT) or ""
        chosen = self._chosen.project is not None
        return chosen or bool(self._figures()) or subject.endswith(_PROJECT_SUBJECTS)

    def _note(self, work: UnitOfWork, company: str) -> None:
        """Keep the line with its firm, where no other record holds it."""
        row = work.row("company", company)
        before = row["note"] if row is not None else None
        work.update("company", company, {"note": "\n".join(filter(None, (before, self._capture.line)))})

    def _figures(self) -> dict[str, Any]:
        """Amount and land, the first of each."""
        found: dict[str, Any] = {}
        for slot, name, words in (
            (Slot.AMOUNT, "investment", "investment_words"),
            (Slot.FOREIGN, "foreign_investment", "foreign_words"),
            (Slot.LAND, "land", ""),
        ):
            chip = next(iter(self._of(slot)), None)
            if chip is not None:
                found |= {name: chip.value} | ({words: chip.text} if words else {})
        return found

    def _open_project(self, company: str) -> Row | None:
        if self._chosen.project is not None:
            return self._desk.store.get("project", self._chosen.project) if self._chosen.project else None
        if company in self._new_companies:
            return None
        own = self._rows("project", Filter("investor_id", "eq", company))
        return next((row for row in own if row["stage"] not in CLOSED), None)

    def _step(self, work: UnitOfWork, chip: Chip, project: str | None, visit: str | None) -> str:
        step: NextStep = chip.value
        values = {"title": step.title[:TITLE_LENGTH], "due_on": step.due}
        return add_record(self._desk, work, "next_step", _given(values | self._ties(chip, project, visit)))

    def _promise(self, work: UnitOfWork, chip: Chip, project: str | None, visit: str | None) -> str:
        """What was promised goes to the ledger of promises; ours and theirs are both seen to by us."""
        words, today = str(chip.value).strip(), self._desk.today()
        values = {
            "title": words[:TITLE_LENGTH],
            "side": promising_side(self._capture, chip),
            "promised_on": self._capture.first(Slot.DATE) or today,
            "due_on": promised_day(words, today),
        }
        return add_record(self._desk, work, "promise", _given(values | self._ties(chip, project, visit)))

    def _ties(self, chip: Chip, project: str | None, visit: str | None) -> dict[str, Any]:
        """What a step or promise hangs on: whom it names itself, else whom the line is about."""
        firm = next((c for c in self._of(Slot.COMPANY) if self._holder(c) is chip), None)
        person = next((id for c, id in self._contacts.items() if self._holder(c) is chip), None)
        return {
            "owner": self._desk.actor,
            "company_id": self._companies[firm.value] if firm else self._main_company(),
            "contact_id": person,
            "project_id": project,
            "visit_id": visit,
            "note": "" if visit else self._capture.line,
        }


def _may_be(name: str, known: str | None) -> bool:
    """Not somebody of another surname: offices and couples share a telephone."""
    families = [one[: family_length(one)] for one in (name, known or "")]
    return not all(families) or families[0] == families[1]


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
