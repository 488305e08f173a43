"""The words that head columns in ledgers (``ledger_headings.json``), and which field each stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from app.i18n import LANGUAGES, catalogue
from app.model.registry import KINDS as RECORD_KINDS
from app.rules.amounts import Unit
from app.rules.folding import fold, fold_width
from app.rules.land import LandUnit
from app.rules.reference import load

# Targets that are no field of the record itself.
INVESTOR = "investor"  # a project's company, by name → ``investor_id``
EMPLOYER = "employer"  # a contact's company, by name → ``company_id``
PERSON = "person"  # someone to talk to about a project → a contact
PERSON_PHONE = "person_phone"
CHANNEL_NOTE = "channel_note"  # the channel and remarks in one cell
NOTE = "note"
SERIAL = "serial"  # a running number: kept in ``source`` only

KINDS = ("project", "contact", "company")
_LINKS = {"investor_id": INVESTOR, "company_id": EMPLOYER, "contact_ids": PERSON}

EXACT = 100
KNOWN = 80  # a heading with this score is surely one


def normal_heading(text: str) -> str:
    """A heading without units, brackets, blanks, punctuation and 其中."""
    bare = re.sub(r"[(\[【][^)\]】]*[)\]】]|/[^/]*$", "", fold_width(text))
    bare = re.sub(r"[\s:,。、.*★·_-]+|^其中", "", bare) or re.sub(r"\s+", "", fold_width(text))
    return fold(bare.removeprefix("其中"))


@cache
def vocabulary(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Target → the normalised words that head its columns, the product's own labels included.

    A kind that no ledger is imported into has its labels only.
    """
    words: Mapping[str, list[str]] = load("ledger_headings")["words"].get(kind, {})
    found = {target: [normal_heading(word) for word in some] for target, some in words.items()}
    for field in RECORD_KINDS[kind].form_fields:
        target = _LINKS.get(field.name, field.name)
        if target in _in_words(kind) or (target == field.name and field.target):
            continue
        labels = [catalogue(language).get(field.label_key, "") for language in LANGUAGES]
        found[target] = [*found.get(target, []), *(normal_heading(label) for label in labels if label)]
    return {target: tuple(dict.fromkeys(some)) for target, some in found.items()}


def _in_words(kind: str) -> frozenset[str]:
    """The fields that keep another one as it was written (总投资（原文）)."""
    return frozenset(field.words for field in RECORD_KINDS[kind].fields.values() if field.words)


@cache
def _labels_of_words(kind: str) -> Mapping[str, str]:
    """Label → field, for the fields in words: only our own exports have them, so only the label counts."""
    fields = RECORD_KINDS[kind].fields
    return {
        _literal(catalogue(language)[fields[name].label_key]): name
        for language in LANGUAGES
        for name in _in_words(kind)
    }


def _literal(heading: str) -> str:
    return fold(re.sub(r"\s", "", heading))


@dataclass(frozen=True, slots=True)
class Units:
    """The units of bare figures; ``currency`` is not ``CNY`` where the words say dollars."""

    money: Unit | None = None
    land: LandUnit | None = None
    currency: str = "CNY"

    def over(self, wider: "Units") -> "Units":
        """These units, and ``wider``'s where these say nothing: a heading's win over the sheet's."""
        if self.money is None:
            return Units(wider.money, self.land or wider.land, wider.currency)
        return Units(self.money, self.land or wider.land, self.currency)


@lru_cache(maxsize=4096)
def heading_scores(kind: str, heading: str) -> Mapping[str, int]:
    """Every target of ``kind`` that ``heading`` may stand for, with a score of 1 to 100, best first."""
    word = normal_heading(heading)
    if in_words := _labels_of_words(kind).get(_literal(heading)):
        return {in_words: EXACT}
    if not word:
        return {}
    found = {
        target: best
        for target, words in vocabulary(kind).items()
        if (best := max(_likeness(word, known) for known in words)) > 0
    }
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _likeness(word: str, known: str) -> int:
    if word == known:
        return EXACT
    shorter, longer = sorted((word, known), key=len)
    if len(shorter) >= 2 and shorter in longer:
        ending = 5 if longer.endswith(shorter) else 0  # 计划总投资 ends in what it is
        return min(99, 55 + ending + round(40 * len(shorter) / len(longer)))
    from rapidfuzz import fuzz  # here: only who reads a file needs it

    ratio = fuzz.ratio(word, known)
    return round(ratio * 0.75) if ratio >= 70 else 0


def is_heading(text: str) -> bool:
    """Whether ``text`` is a word that heads a column in any kind of ledger."""
    if len(text) > 30:
        return False
    return any(max(heading_scores(kind, text).values(), default=0) >= KNOWN for kind in KINDS)


def kind_of_headings(headings: list[str]) -> str:
    """Which kind of record a table with these headings holds."""

    def weight(kind: str) -> int:
        words = {normal_heading(heading) for heading in headings}
        telling = sum(1 for word in load("ledger_headings")["telling"][kind] if word in words)
        best = sum(max(heading_scores(kind, heading).values(), default=0) for heading in headings)
        return best + 60 * telling

    return max(KINDS, key=lambda kind: (weight(kind), -KINDS.index(kind)))


_MONEY = re.compile(r"(?P<size>亿|万|10,000 )?(?P<currency>美元|美金|欧元|港元|港币|日元|元(?!素)|yuan)")
_LAND = (
    (LandUnit.SQUARE_KILOMETRE, re.compile("平方公里|平方千米|k㎡|km2", re.IGNORECASE)),
    (LandUnit.HECTARE, re.compile("公顷")),
    (LandUnit.SQUARE_METRE, re.compile("平方米|平米|㎡|m2|m²", re.IGNORECASE)),
    (LandUnit.MU, re.compile("亩")),
)
_CURRENCY = {"美": "USD", "欧": "EUR", "港": "HKD", "日": "JPY", "元": "CNY", "y": "CNY"}
_MONEY_UNIT = {"亿": Unit.YI, "万": Unit.WAN, "10,000 ": Unit.WAN, None: Unit.YUAN}
_BRACKETED = re.compile(r"[(\[【]([^)\]】]*)[)\]】]|[/,]\s*([^/,]*)$")
_SHEET_UNIT = re.compile(r"单\s*位\s*:\s*((?:(?!单\s*位\s*:).)*)")


def units_in_words(text: str) -> Units:
    """The units that ``text`` (``万元、亩``) names."""
    money = _MONEY.search(text)
    unit = _MONEY_UNIT.get(money["size"]) if money else None
    currency = _CURRENCY[money["currency"][0]] if money else "CNY"
    land = next((unit for unit, pattern in _LAND if pattern.search(text)), None)
    return Units(unit, land, currency)


def units_of_heading(heading: str) -> Units:
    """The units in a heading such as ``总投资(亿元)`` or ``用地/亩``."""
    heading = fold_width(heading)
    parts = [a or b for a, b in _BRACKETED.findall(heading)]
    tail = re.search(r"(?:亿|万)(?:美)?元$|亩$", heading)
    return units_in_words(" ".join([*parts, tail.group() if tail else ""]))


def units_of_line(text: str) -> Units:
    """The units in a title row such as ``填报单位:市招商局  单位:万元、亩``."""
    found = Units()
    for words in _SHEET_UNIT.findall(fold_width(text)):
        found = found.over(units_in_words(words))
    return found
