"""Whether a proposed record is there already, or twice in the same file."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from app.reasons import Reason
from app.rules.folding import fold
from app.rules.names import (
    SIMILAR,
    PersonFacts,
    bare_person_name,
    company_key,
    person_duplicate_reasons,
    person_key,
    project_key,
)
from app.services.ledger.known import Known, KnownCompany, KnownContact, KnownProject

_NOISE = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
# Below this length one changed character already makes two names less alike than SIMILAR.
_SHORTEST_SIMILAR = 9


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
    """The store's records by their keys, built once for one plan."""

    def __init__(self, known: Known) -> None:
        self._companies: dict[str, KnownCompany] = {}
        self._codes: dict[str, KnownCompany] = {}
        self._company_keys: dict[str, KnownCompany] = {}
        for company in known.companies():
            self._companies.setdefault(company_identity(company.name), company)
            self._company_keys.setdefault(company_key(company.name), company)
            if company.credit_code:
                self._codes.setdefault(company.credit_code, company)
        self._long_keys = [key for key in self._company_keys if len(key) >= _SHORTEST_SIMILAR]
        self._people = PeopleIndex(known.contacts())
        self._projects: dict[str, list[KnownProject]] = defaultdict(list)
        for project in known.projects():
            self._projects[project_key(project.name)].append(project)
        self._long_projects = [key for key in self._projects if len(key) >= _SHORTEST_SIMILAR]

    def company(self, name: str, credit_code: str = "") -> Likeness | None:
        """The company that is or resembles the one called ``name``."""
        if credit_code and (found := self._codes.get(credit_code)):
            return _likeness(found.id, found.name, Sameness.SAME)
        if found := self._companies.get(company_identity(name)):
            apart = credit_code and found.credit_code and credit_code != found.credit_code
            return _likeness(found.id, found.name, Sameness.SIMILAR if apart else Sameness.SAME)
        key = company_key(name)
        near = self._company_keys.get(key) if key else None
        if near is None and (best := _nearest(key, self._long_keys)):
            near = self._company_keys[best]
        return _likeness(near.id, near.name, Sameness.SIMILAR) if near else None

    def contact(self, facts: PersonFacts) -> Likeness | None:
        """The contact that is or resembles this person."""
        found = self._people.find(facts)
        return _likeness(found[0].id, found[0].name, found[1]) if found else None

    def project(self, name: str, investor: str) -> Likeness | None:
        """The project of this name: the same one unless both name different investors."""
        candidates = self._projects.get(project_key(name), [])
        for project in candidates:
            if not _differ(project.investor, investor):
                return _likeness(project.id, project.name, Sameness.SAME)
        if not candidates and (best := _nearest(project_key(name), self._long_projects)):
            candidates = [one for one in self._projects[best] if not _differ(one.investor, investor)]
        return _likeness(candidates[0].id, candidates[0].name, Sameness.SIMILAR) if candidates else None


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


def _nearest(key: str, keys: list[str]) -> str | None:
    if len(key) < _SHORTEST_SIMILAR:
        return None
    best = process.extractOne(key, keys, scorer=Levenshtein.normalized_similarity, score_cutoff=SIMILAR)
    return best[0] if best else None


def _likeness(id: str, title: str, sameness: Sameness) -> Likeness:
    return Likeness(id, title, sameness, Reason(f"import.warn.{sameness}", {"name": title}))
