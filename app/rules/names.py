"""Keys of company and personal names, and why two records may be the same one (systems.md, Duplicates)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.reasons import Reason
from app.rules.divisions import city_of, find_divisions, leading_place
from app.rules.folding import fold
from app.rules.people import split_honorific
from app.rules.phones import display_phone, is_mobile, phone_tail
from app.rules.reference import load

SIMILAR = 0.88  # systems.md, Duplicates
_BRACKETED = re.compile(r"[(（\[【〔<《〈]([^()（）\[\]【】〔〕<>《》〈〉]*)[)）\]】〕>》〉]")
_NOISE = re.compile(r"[^\w]|_")
_SUFFIX = re.compile(
    r"(?:(?:控股)?(?:集团)?(?:股份)?有限(?:责任)?(?:总)?公司|(?:控股)?集团(?:总?公司)?|股份(?:总?公司)?|总公司|公司|"
    r"co\.?,?ltd\.?|company|limited|corporation|corp|incorporated|inc|llc|ltd|gmbh|plc)$"
)


class Match(StrEnum):
    """Why two records may be one, strongest first."""

    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    NAME = "name"
    NAME_CITY = "name_city"
    NAME_PHONE_TAIL = "name_phone_tail"
    NAME_EMPLOYER = "name_employer"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class DuplicateReason:
    """One reason; ``score`` is 1 for equal keys, else the similarity."""

    match: Match
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What is compared of a company; ``phones`` in E.164, ``city`` as written."""

    name: str
    credit_code: str = ""
    phones: tuple[str, ...] = ()
    city: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is compared of a person; ``employer`` is the company's name."""

    name: str
    phones: tuple[str, ...] = ()
    employer: str = ""


@cache
def _trade_words() -> tuple[str, ...]:
    return tuple(load("trade_words")["words"])  # longest first


def company_key(name: str) -> str:
    """The normalised name: width, traditional characters, brackets, company suffix and place prefix gone.

    A place stays where nothing but a trade would be left of the name (青岛啤酒). Idempotent; ``""`` for
    no name.
    """
    key = _keyed_name(name)
    while (shorter := _without_place(_without_suffix(key))) != key:
        key = shorter
    return key


def trimmed_company_name(name: str) -> str:
    """The brand alone: ``company_key`` without trailing trade words (森奥生物 → 森奥); compared within
    one city.
    """
    key = company_key(name)
    while True:
        word = next((w for w in _trade_words() if key.endswith(w) and len(key) - len(w) >= 2), "")
        if not word or find_divisions(key[: -len(word)]):  # 青岛啤酒: the place is not the brand
            return key
        key = key[: -len(word)]


def _keyed_name(name: str) -> str:
    text = fold(name)
    inner = _BRACKETED.sub(lambda match: _bracket_content(match[1]), text)
    return _NOISE.sub("", inner) or _NOISE.sub("", text)


def _bracket_content(content: str) -> str:
    place, _ = leading_place(content)
    return "" if place == content else content  # 坚瑞沃能(西安) is named without its place


def _without_suffix(key: str) -> str:
    shorter = _SUFFIX.sub("", key)
    return shorter if len(shorter) >= 2 else key


def _without_place(key: str) -> str:
    place, _ = leading_place(key)
    rest = key[len(place) :]
    if not place or len(rest) < 2 or _is_trade_only(rest):
        return key
    return rest


def _is_trade_only(text: str) -> bool:
    """Whether ``text`` consists of trade words (啤酒, 钢铁集团), so that it distinguishes nobody."""
    text = _without_suffix(text)
    while text:
        word = next((w for w in _trade_words() if text.startswith(w)), "")
        if not word:
            return False
        text = text[len(word) :]
    return True


def person_key(name: str) -> str:
    """The normalised personal name: width, traditional characters, spaces, hints in brackets gone.
    Idempotent.
    """
    text = fold(name)
    return _NOISE.sub("", _BRACKETED.sub("", text)) or _NOISE.sub("", text)


def project_key(name: str) -> str:
    """A project's name without blanks, punctuation, width and traditional characters."""
    return _NOISE.sub("", fold(name)) or fold(name).strip()


def similarity(first: str, second: str) -> float:
    """Edit similarity of two keys, 0 … 1 (1 − Levenshtein distance ÷ the longer length)."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(first, second)


def company_duplicate_reasons(first: CompanyFacts, second: CompanyFacts) -> tuple[DuplicateReason, ...]:
    """Why two companies may be one, strongest reason first; empty when nothing speaks for it.

    Two different credit codes outweigh equal names: then only codes and telephones are compared.
    """
    found: list[DuplicateReason] = []
    if first.credit_code and first.credit_code == second.credit_code:
        found.append(_reason(Match.CREDIT_CODE, value=first.credit_code))
    if shared := _shared_mobiles(first.phones, second.phones):
        found.append(_reason(Match.PHONE, value=display_phone(shared[0])))
    if first.credit_code and second.credit_code and first.credit_code != second.credit_code:
        return tuple(found)
    keys = company_key(first.name), company_key(second.name)
    if keys[0] and keys[0] == keys[1]:
        found.append(_reason(Match.NAME, value=second.name))
    elif _same_brand_and_city(first, second):
        found.append(_reason(Match.NAME_CITY, value=trimmed_company_name(second.name), city=city_key(second)))
    elif (score := similarity(*keys)) >= SIMILAR and all(keys):
        found.append(_reason(Match.SIMILAR, score, value=second.name, percent=int(score * 100)))
    return tuple(found)


def _same_brand_and_city(first: CompanyFacts, second: CompanyFacts) -> bool:
    brands = trimmed_company_name(first.name), trimmed_company_name(second.name)
    return bool(brands[0]) and brands[0] == brands[1] and city_key(first) == city_key(second) != ""


def city_key(facts: CompanyFacts) -> str:
    """The company's city by its short name, or the words themselves where they name none that is known;
    ``""`` when there are none.
    """
    for text in (facts.city, facts.name):
        if text and (city := city_of(fold(text))):
            return city.short
    return fold(facts.city).strip()


def person_duplicate_reasons(first: PersonFacts, second: PersonFacts) -> tuple[DuplicateReason, ...]:
    """Why two people may be one: the same mobile number, or the same name with the same number's tail or
    employer.
    """
    found: list[DuplicateReason] = []
    shared = _shared_mobiles(first.phones, second.phones)
    if shared:
        found.append(_reason(Match.PHONE, value=display_phone(shared[0])))
    if not person_key(first.name) or bare_person_name(first.name) != bare_person_name(second.name):
        return tuple(found)
    tails = {phone_tail(phone) for phone in first.phones} & {phone_tail(phone) for phone in second.phones}
    if tails and not shared:
        found.append(_reason(Match.NAME_PHONE_TAIL, value=second.name, tail=min(tails)))
    employers = company_key(first.employer), company_key(second.employer)
    if employers[0] and employers[0] == employers[1]:
        found.append(_reason(Match.NAME_EMPLOYER, value=second.name, employer=second.employer))
    return tuple(found)


def bare_person_name(name: str) -> str:
    """``person_key`` without the title it ends in: 张三 of 张三先生, but 王总 stays apart from 王女士."""
    key = person_key(name)
    bare = split_honorific(key)[0]
    return bare if len(bare) > 1 else key


def _shared_mobiles(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """The mobile numbers of both; a switchboard's number says nothing about who answers it."""
    return sorted(phone for phone in set(first) & set(second) if is_mobile(phone))


def _reason(match: Match, score: float = 1.0, **params: object) -> DuplicateReason:
    return DuplicateReason(match, score, Reason(f"rules.duplicate.{match}", params))
