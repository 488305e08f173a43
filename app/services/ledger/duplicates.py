"""Whether a proposed record is there already, or twice in the same file."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.reasons import Reason
from app.rules.duplicate_keys import company_probes, is_piece, person_keys, project_probes
from app.rules.folding import fold
from app.rules.names import (
    SIMILAR,
    CompanyFacts,
    PersonFacts,
    bare_person_name,
    company_key,
    person_duplicate_reasons,
    person_key,
    project_key,
    similarity,
)
from app.services.ledger.known import Known, KnownCompany, KnownContact, KnownProject

_NOISE = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")

K = TypeVar("K", KnownCompany, KnownContact, KnownProject)


class Sameness(StrEnum):
    """How alike a proposed record and an existing one are."""

    SAME = "same"  # to be merged unless the user says otherwise
    SIMILAR = "similar"  # to be created, with a warning


@dataclass(frozen=True, slots=True)
class Likeness:
    """An existing record that may be the proposed one, and why."""

    id: str
    title: str
    sameness: Sameness
    reason: Reason


def company_identity(name: str) -> str:
    """Equal for names that surely mean one company: the key of ``app.rules.names`` and what is in brackets.

    中国地质大学(武汉) and 中国地质大学 share a key, but an import must not decide that they are one.
    """
    key = company_key(name) or fold(name).strip()
    inside = "".join(_NOISE.sub("", content) for content in _BRACKETED.findall(fold(name)))
    return f"{key}|{inside}" if inside and inside not in key else key


class KnownIndex:
    """The store's records by their keys, looked up as they are asked for and then remembered for one plan."""

    def __init__(self, known: Known) -> None:
        self._companies = _Shelf(known.companies)
        self._contacts = _Shelf(known.contacts)
        self._projects = _Shelf(known.projects)

    def look_ahead(
        self,
        companies: Iterable[tuple[str, str]],
        contacts: Iterable[PersonFacts],
        projects: Iterable[str],
    ) -> None:
        """Look up at once what a whole file will ask for: names with credit codes, people, project names."""
        self._companies.fetch(key for one in companies for key in _company_probes(*one))
        self._contacts.fetch(key for facts in contacts for key in person_keys(facts))
        self._projects.fetch(key for name in projects for key in project_probes(name))

    def company(self, name: str, credit_code: str = "") -> Likeness | None:
        """The company that is or resembles the one called ``name``."""
        near = self._companies.under(_company_probes(name, credit_code))
        identity, key = company_identity(name), company_key(name)
        for found in near if credit_code else ():
            if found.credit_code == credit_code:
                return _likeness(found.id, found.name, Sameness.SAME)
        for found in near:
            if company_identity(found.name) == identity:
                apart = credit_code and found.credit_code and credit_code != found.credit_code
                return _likeness(found.id, found.name, Sameness.SIMILAR if apart else Sameness.SAME)
        best = _nearest(key, [(company_key(found.name), found) for found in near])
        return _likeness(best.id, best.name, Sameness.SIMILAR) if best else None

    def contact(self, facts: PersonFacts) -> Likeness | None:
        """The contact that is or resembles this person."""
        found = find_person(facts, self._contacts.under(person_keys(facts)))
        return _likeness(found[0].id, found[0].name, found[1]) if found else None

    def project(self, name: str, investor: str) -> Likeness | None:
        """The project of this name: the same one unless both name different investors."""
        key, near = project_key(name), self._projects.under(project_probes(name))
        candidates = [one for one in near if project_key(one.name) == key]
        for project in candidates:
            if not _differ(project.investor, investor):
                return _likeness(project.id, project.name, Sameness.SAME)
        if not candidates:
            others = [(project_key(one.name), one) for one in near if not _differ(one.investor, investor)]
            best = _nearest(key, others)
            candidates = [best] if best else []
        return _likeness(candidates[0].id, candidates[0].name, Sameness.SIMILAR) if candidates else None


class _Shelf(Generic[K]):
    """Records of one kind by key, each key looked up once."""

    def __init__(self, look_up: Callable[[Collection[str]], Mapping[str, Sequence[K]]]) -> None:
        self._look_up: Callable[[Collection[str]], Mapping[str, Sequence[K]]] = look_up
        self._found: dict[str, Sequence[K]] = {}

    def fetch(self, keys: Iterable[str]) -> None:
        if missing := {key for key in keys if key not in self._found}:
            self._found |= dict.fromkeys(missing, ()) | dict(self._look_up(missing))

    def under(self, keys: Collection[str]) -> list[K]:
        """Everybody under any of ``keys``, each once: the newest first, under exact keys before pieces."""
        self.fetch(keys)
        exact = sorted(keys, key=lambda key: (is_piece(key), key))
        return list({one.id: one for key in exact for one in self._found[key]}.values())


def _company_probes(name: str, credit_code: str) -> frozenset[str]:
    return company_probes(CompanyFacts(name, credit_code))


class PeopleIndex:
    """People by name and by number; serves the store's contacts and those of the file alike."""

    def __init__(self, people: Iterable[KnownContact] = ()) -> None:
        self._named: dict[str, list[KnownContact]] = defaultdict(list)
        self._phones: dict[str, list[KnownContact]] = defaultdict(list)
        for person in people:
            self.add(person)

    def add(self, person: KnownContact) -> None:
        """Make ``person`` findable."""
        self._named[bare_person_name(person.name)].append(person)
        for phone in person.phones:
            self._phones[phone].append(person)

    def find(self, facts: PersonFacts) -> tuple[KnownContact, Sameness] | None:
        """The first person who is this one, else the first who may be."""
        candidates = [*self._named.get(bare_person_name(facts.name), [])]
        candidates += [person for phone in facts.phones for person in self._phones.get(phone, [])]
        return find_person(facts, candidates)


def find_person(
    facts: PersonFacts, candidates: Iterable[KnownContact]
) -> tuple[KnownContact, Sameness] | None:
    """The first of ``candidates`` who is this one, else the first who may be."""
    similar = None
    for person in candidates:
        if _same_person(person, facts):
            return person, Sameness.SAME
        other = PersonFacts(person.name, person.phones, person.employer)
        if similar is None and person_duplicate_reasons(other, facts):
            similar = person
    return (similar, Sameness.SIMILAR) if similar else None


def _same_person(known: KnownContact, facts: PersonFacts) -> bool:
    """The same name, and the same number or employer, or neither has an employer to tell them apart."""
    if person_key(known.name) != person_key(facts.name):
        return False
    if set(known.phones) & set(facts.phones):
        return True
    apart = bool(known.phones) and bool(facts.phones)
    return company_identity(known.employer) == company_identity(facts.employer) and not apart


def _differ(first: str, second: str) -> bool:
    return bool(first) and bool(second) and company_identity(first) != company_identity(second)


def _nearest(key: str, others: Iterable[tuple[str, K]]) -> K | None:
    """The one whose key is most like ``key``, if it is like enough."""
    found = [(similarity(key, other), one) for other, one in others if key and other]
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= SIMILAR else None


def _likeness(id: str, title: str, sameness: Sameness) -> Likeness:
    return Likeness(id, title, sameness, Reason(f"import.warn.{sameness}", {"name": title}))
