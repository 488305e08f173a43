"""Finding records that may be one and the same: for a record, for what is being typed, in the whole store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from app.model.pointing import MERGEABLE
from app.model.row import Row
from app.rules import duplicate_keys
from app.rules.names import (
    CompanyFacts,
    DuplicateReason,
    Match,
    PersonFacts,
    company_duplicate_reasons,
    person_duplicate_reasons,
)
from app.services.desk import Desk
from app.services.duplicate_facts import company_facts, person_facts
from app.store.nominating import Filed
from app.store.store import Store

FIELDS = {"company": ("name", "credit_code", "phones", "city"), "contact": ("name", "phones", "company_id")}
SETTING = "not_duplicates"  # of this laptop alone: a matter of what one wants to be shown
CROWD = 40  # records under one key: a hotline, a very common name; the newest are compared
_ORDER = {match: place for place, match in enumerate(Match)}

Facts = CompanyFacts | PersonFacts
Pair = tuple[str, str]


@dataclass(frozen=True)
class Candidate:
    """Two records that may be one, and why: the strongest reason first. ``second`` is the newer."""

    first: Row
    second: Row
    reasons: tuple[DuplicateReason, ...]

    @property
    def kind(self) -> str:
        """The kind of both."""
        return self.first.kind

    @property
    def score(self) -> float:
        """1 where a key is the same, else how alike the names are."""
        return self.reasons[0].score

    @property
    def pair(self) -> Pair:
        """Both ids, in order."""
        return _pair(self.first.id, self.second.id)


def find_duplicates(desk: Desk, kinds: Sequence[str] = MERGEABLE, *, limit: int = 500) -> list[Candidate]:
    """The likeliest duplicates of the whole store, surest first, without pairs said not to be the same."""
    found: list[tuple[Any, str, Pair, tuple[DuplicateReason, ...]]] = []
    for kind in kinds:
        pairs = _nominated(desk.store, kind) - dismissed(desk)
        facts = _facts(desk.store, kind, {id for pair in pairs for id in pair})
        for pair in pairs:
            if reasons := _reasons(facts, *pair):
                order = _ORDER[reasons[0].match], -reasons[0].score, pair
                found.append((order, kind, pair, reasons))
    found.sort(key=lambda one: one[0])
    return _with_rows(desk.store, [(kind, pair, reasons) for _, kind, pair, reasons in found[:limit]])


def duplicates_of(desk: Desk, kind: str, id: str) -> list[Candidate]:
    """The records that may be the same as this one, surest first; ``first`` is this one."""
    if kind not in MERGEABLE or id not in (own := _facts(desk.store, kind, [id])):
        return []
    out = {other for pair in dismissed(desk) if id in pair for other in pair}
    others = _looked_up(desk.store, kind, own[id]) - out - {id}
    facts = _facts(desk.store, kind, others) | own
    found = [(other, reasons) for other in others if (reasons := _reasons(facts, id, other))]
    found.sort(key=lambda one: (_ORDER[one[1][0].match], -one[1][0].score, one[0]))
    return _with_rows(desk.store, [(kind, (id, other), reasons) for other, reasons in found])


def likely_same(
    desk: Desk, kind: str, values: Mapping[str, Any], *, limit: int = 5
) -> list[tuple[Row, DuplicateReason]]:
    """Records that may be the one being typed, each with its strongest reason; ``values`` by field.

    Telephone numbers that are not E.164 yet say nothing.
    """
    if kind not in MERGEABLE:
        return []
    typed = {name: values.get(name) for name in FIELDS[kind]}
    typed["phones"] = tuple(one for one in typed["phones"] or () if isinstance(one, str))
    own = _own_facts(desk.store, kind, typed)
    facts = _facts(desk.store, kind, _looked_up(desk.store, kind, own))
    found = [(id, why[0]) for id, one in facts.items() if (why := _compared(own, one))]
    found.sort(key=lambda one: (_ORDER[one[1].match], -one[1].score, one[0]))
    reasons = dict(found[:limit])
    return [(row, reasons[row.id]) for row in desk.store.rows(kind, list(reasons))]


# --- pairs that are not the same ---------------------------------------------------------------------------


def dismissed(desk: Desk) -> frozenset[Pair]:
    """The pairs that somebody at this laptop said are not the same."""
    kept = desk.store.settings.get(SETTING, [])
    return frozenset(_pair(*one) for one in kept if isinstance(one, list) and len(one) == 2)


def dismiss(desk: Desk, pair: Pair) -> None:
    """Remember that two records are not the same; a setting of this laptop, never sent."""
    _keep(desk, dismissed(desk) | {_pair(*pair)})


def ask_again(desk: Desk, pair: Pair) -> None:
    """Forget that two records were said not to be the same."""
    _keep(desk, dismissed(desk) - {_pair(*pair)})


def _keep(desk: Desk, pairs: Iterable[Pair]) -> None:
    desk.store.settings.set(SETTING, [list(pair) for pair in sorted(pairs)])


def _pair(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)


# --- nominating --------------------------------------------------------------------------------------------


def _looked_up(store: Store, kind: str, facts: Facts) -> set[str]:
    if isinstance(facts, CompanyFacts):
        keys = duplicate_keys.company_probes(facts)
    else:
        keys = duplicate_keys.person_keys(facts)
    return {id for ids in store.filed(kind, keys).values() for id in ids[:CROWD]}


def _nominated(store: Store, kind: str) -> set[Pair]:
    """Every pair that shares a key, or one of which is looked up where the other is filed."""
    filed = store.filed(kind)
    pairs: set[Pair] = set()
    for key, ids in filed.items():
        if not duplicate_keys.is_piece(key):
            pairs |= {_pair(*two) for two in combinations(ids[:CROWD], 2)}
    return pairs | set(_by_pieces(filed))


def _by_pieces(filed: Filed) -> Iterator[Pair]:
    """Names that differ in a character or two: the name of a record is one of its own keys."""
    named: dict[str, list[str]] = defaultdict(list)
    for key, ids in filed.items():
        if name := duplicate_keys.name_in(key):
            named[name] += ids[:CROWD]
    for name, ids in named.items():
        for key in duplicate_keys.piece_probes(name):
            for other in filed.get(key, ())[:CROWD]:
                yield from (_pair(id, other) for id in ids if id != other)


# --- comparing ---------------------------------------------------------------------------------------------


def _facts(store: Store, kind: str, ids: Iterable[str]) -> dict[str, Facts]:
    """What is compared of the live ones among ``ids``."""
    found = store.fields(kind, list(ids), FIELDS[kind])
    if kind == "company":
        return {id: company_facts(values) for id, values in found.items()}
    employers = _employers(store, found.values())
    return {id: person_facts(one, employers.get(one["company_id"], "")) for id, one in found.items()}


def _own_facts(store: Store, kind: str, values: Mapping[str, Any]) -> Facts:
    if kind == "company":
        return company_facts(values)
    return person_facts(values, _employers(store, [values]).get(values["company_id"], ""))


def _employers(store: Store, people: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    ids = {one["company_id"] for one in people if one["company_id"]}
    return {id: one["name"] or "" for id, one in store.fields("company", ids, ["name"]).items()}


def _reasons(facts: Mapping[str, Facts], first: str, second: str) -> tuple[DuplicateReason, ...]:
    if first not in facts or second not in facts:
        return ()
    return _compared(facts[first], facts[second])


def _compared(first: Facts, second: Facts) -> tuple[DuplicateReason, ...]:
    if isinstance(first, CompanyFacts) and isinstance(second, CompanyFacts):
        return company_duplicate_reasons(first, second)
    assert isinstance(first, PersonFacts) and isinstance(second, PersonFacts)
    return person_duplicate_reasons(first, second)


def _with_rows(
    store: Store, found: Sequence[tuple[str, Pair, tuple[DuplicateReason, ...]]]
) -> list[Candidate]:
    rows: dict[str, Row] = {}
    for kind in MERGEABLE:
        wanted = {id for one, pair, _ in found if one == kind for id in pair}
        rows |= {row.id: row for row in store.rows(kind, sorted(wanted))}
    return [
        Candidate(rows[pair[0]], rows[pair[1]], reasons)
        for _, pair, reasons in found
        if pair[0] in rows and pair[1] in rows
    ]
