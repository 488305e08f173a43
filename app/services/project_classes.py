"""What the rules of counting say of projects, asked once for all that a pack cannot tell apart."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from app.model.columns import LAND_PLACES, MONEY_PLACES
from app.policy.pack import Pack
from app.rules.alike import Alike, Key
from app.rules.project_facts import FIELDS
from app.rules.recognition import Standards
from app.services.desk import Desk
from app.services.fund_records import FACTS, KEPT_FIELDS, PROJECT
from app.services.published_lines import as_told
from app.services.recognised import Measures

# What the rules ask besides of a project that follows on an earlier one (feature 30).
_CONTINUED = (
    "continues",
    "contract_on",
    *(name for name in FIELDS.values() if name not in (*FACTS, "continues")),
)
OF_PROJECT = ("unit_id", "responsible_unit", "landing_unit", "credits", *FACTS, *_CONTINUED)
"""The fields of a project that its counting depends on."""
RAW = tuple[Any, ...]
"""A project's id and ``OF_PROJECT`` as the file keeps them; there may be more behind."""
_TABLES = ("coefficients", "placement")
_PLACES = {"investment": MONEY_PLACES, "land": LAND_PLACES, "added_amount": MONEY_PLACES}
FIRST_FACT = 1 + OF_PROJECT.index(next(iter(FACTS)))
_FACTS_END = FIRST_FACT + len(FACTS)
_CONTINUES = 1 + OF_PROJECT.index("continues")
_END = 1 + len(OF_PROJECT)
_CREDITS = OF_PROJECT.index("credits")
Class = tuple[str, int, Key]


class ProjectClasses:
    """Good as long as no pack is new."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._measures = desk, Measures()
        self._alike: dict[tuple[str, int], tuple[Alike, dict[Key, tuple[Class, Standards]]]] = {}

    def of(
        self, pack: Pack, row: RAW, fixed: int, kept: Mapping[str, Any] | None = None
    ) -> tuple[Class, Standards]:
        """The class of a project with ``fixed`` fen of fixed assets in place, and what holds for all of it.

        ``kept``: what a published month says of it, where ``row`` is already as it was then (``as_kept``).
        """
        alike, known = self._alike.get((pack.id, pack.version)) or self._of_pack(pack)
        fixed = max(fixed, 0)
        key = alike.key((*row[FIRST_FACT:_FACTS_END], fixed))
        if row[_CONTINUES]:
            # What follows on another is few and each by itself: it goes by its amounts and its own day.
            key = (*key, *row[FIRST_FACT:_END])
        found = known.get(key)
        if found is None:
            (whole,) = self._desk.store.rows(PROJECT, [row[0]])
            then = whole if kept is None else as_told(whole, kept, KEPT_FIELDS)
            told = self._measures.of(pack, then, Decimal(fixed).scaleb(-MONEY_PLACES))
            found = known[key] = (pack.id, pack.version, key), told
        return found

    def _of_pack(self, pack: Pack) -> tuple[Alike, dict[Key, tuple[Class, Standards]]]:
        """What its tables cannot tell apart, and the classes that were met."""
        places = {fact: _PLACES.get(fact, 0) for fact in FACTS.values()} | {"fixed_assets": MONEY_PLACES}
        found = self._alike[pack.id, pack.version] = Alike(pack, _TABLES, places), {}
        return found


def as_kept(row: RAW, told: Mapping[str, Any]) -> RAW:
    """The raw row as it was when a month was published, from what that keeps."""
    values = [told.get(name) for name in OF_PROJECT[1:]]
    credits = values[_CREDITS - 1]
    values[_CREDITS - 1] = None if credits is None else msgspec.json.encode(credits)
    raw = (_raw(name, value) for name, value in zip(OF_PROJECT[1:], values, strict=True))
    return (*row[:2], *raw, *row[_END:])


def _raw(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value.scaleb(_PLACES[name]))
    return value.isoformat() if isinstance(value, date) else value
