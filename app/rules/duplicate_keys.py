"""The keys under which records are filed so that duplicates are found without comparing everything.

Two records that ``app.rules.names`` finds alike share a key, or one is filed under a key that the other is
looked up by. Keys only nominate: the reasons decide.
"""

from collections.abc import Iterable, Iterator

from app.rules.folding import fold
from app.rules.names import (
    CompanyFacts,
    PersonFacts,
    bare_person_name,
    city_key,
    company_key,
    project_key,
    trimmed_company_name,
)
from app.rules.phones import is_mobile

VERSION = "1"  # raised when the same record gets other keys than before: stores then file everything anew

CODE, PHONE, NAME, BRAND, PIECE = "code", "phone", "name", "brand", "piece"
LONGEST = 64  # characters; names beyond that are compared by equality alone


def company_keys(facts: CompanyFacts) -> frozenset[str]:
    """Every key a company is filed under."""
    return frozenset({*_company_exact(facts), *_pieces(company_key(facts.name))})


def company_probes(facts: CompanyFacts) -> frozenset[str]:
    """Every key under which a company that may be the same one can be filed."""
    return frozenset({*_company_exact(facts), *piece_probes(company_key(facts.name))})


def person_keys(facts: PersonFacts) -> frozenset[str]:
    """Every key a person is filed under and looked up by: names are not enough alone, but few share one."""
    return frozenset({*_phones(facts.phones), *_keyed(NAME, bare_person_name(facts.name))})


def project_keys(name: str) -> frozenset[str]:
    """Every key a project is filed under."""
    key = project_key(name)
    return frozenset({*_keyed(NAME, key), *_pieces(key)})


def project_probes(name: str) -> frozenset[str]:
    """Every key under which a project of the same or a similar name can be filed."""
    key = project_key(name)
    return frozenset({*_keyed(NAME, key), *piece_probes(key)})


def is_piece(key: str) -> bool:
    """Whether a key stands for a part of a name, which says little by itself."""
    return key.startswith(f"{PIECE}:")


def name_in(key: str) -> str:
    """The normalised name in the key of a name; ``""`` of any other key."""
    kind, _, value = key.partition(":")
    return value if kind == NAME else ""


def _company_exact(facts: CompanyFacts) -> Iterator[str]:
    yield from _keyed(CODE, facts.credit_code)
    yield from _phones(facts.phones)
    yield from _keyed(NAME, company_key(facts.name) or fold(facts.name).strip())
    brand, city = trimmed_company_name(facts.name), city_key(facts)
    if brand and city:
        yield f"{BRAND}:{brand}|{city}"


def _phones(phones: Iterable[str]) -> Iterator[str]:
    return (f"{PHONE}:{phone}" for phone in phones if is_mobile(phone))


def _keyed(kind: str, value: str) -> Iterator[str]:
    if value:
        yield f"{kind}:{value}"


# --- names that differ in a character or two ----------------------------------------------------------------
# A name is cut into one piece more than the edits that a similar name may need (1 − edits ÷ length ≥ 0.88):
# one piece then stands unchanged in the similar name, shifted by no more than the edits before it (Li, Deng,
# Wang, Feng: Pass-Join, VLDB 2012). So short names have no pieces, those of a usual length two or three.


def _edits(length: int) -> int:
    """How many edits similar names may be apart, the longer having ``length`` characters."""
    return length * 12 // 100


def _cuts(length: int) -> int:
    """How many edits the furthest name similar to one of ``length`` characters is away."""
    return _edits(length * 100 // 88)


def _cut(length: int) -> list[tuple[int, int]]:
    """Start and length of the pieces of a name; the last ones are the longer."""
    count = _cuts(length) + 1
    short, longer = divmod(length, count)
    sizes = [short + (number >= count - longer) for number in range(count)]
    return [(sum(sizes[:number]), size) for number, size in enumerate(sizes)]


def _pieces(key: str) -> Iterator[str]:
    length = len(key)
    if length > LONGEST or not _cuts(length):
        return
    for number, (start, size) in enumerate(_cut(length)):
        yield f"{PIECE}:{length}.{number}:{key[start : start + size]}"


def piece_probes(key: str) -> Iterator[str]:
    """Where a name similar to ``key``, itself a normalised name, has one of its pieces filed."""
    own = len(key)
    for length in range(own * 88 // 100, own * 100 // 88 + 1):
        apart = _edits(max(own, length))
        if length > LONGEST or abs(own - length) > apart or not _cuts(length):
            continue
        for number, (start, size) in enumerate(_cut(length)):
            for at in _shifts(number, start, own - length, _cuts(length)):
                if 0 <= at <= own - size:
                    yield f"{PIECE}:{length}.{number}:{key[at : at + size]}"


def _shifts(number: int, start: int, longer: int, edits: int) -> range:
    """Where an unchanged piece can stand: at most ``number`` edits lie before it, the others behind it."""
    behind = edits - number
    return range(
        max(start - number, start + longer - behind), min(start + number, start + longer + behind) + 1
    )
