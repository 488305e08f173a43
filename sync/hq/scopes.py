"""Who may see and change what: one answer for push, pull and files (docs/adr, scopes).

A scope maps every unit to a level. ``full``: records are seen whole and may be changed; ``masked``: they are
seen without people's numbers and may not be changed; ``none``: they do not exist for this person.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, false, true

from app.model import record

Role = Literal["officer", "leader", "hq"]
ROLES: tuple[Role, ...] = ("officer", "leader", "hq")
Level = Literal["none", "masked", "full"]

SCOPES = 512  # different ones whose statements are kept ready; there are about as many as units
# The unit of records that every laptop holds: headquarters makes them, or its people do (``homes``).
EVERYBODY = record.EVERYBODY


@dataclass(frozen=True, slots=True)
class Principal:
    """The device that speaks, and the person whose it is. ``unit_id`` is empty for people without a unit.

    ``granted`` are the units and squads opened to the person beside the own unit; ``liaison`` says that
    units are among them: a leader's liaison units (联系单位).
    """

    device_id: str
    user_id: str
    user: str
    role: str
    unit_id: str
    granted: frozenset[str] = frozenset()
    liaison: bool = False


@dataclass(frozen=True)
class Scope:
    """The units in ``full`` have that level, every other one the level ``rest``."""

    full: frozenset[str] = frozenset()
    rest: Level = "none"

    @cached_property
    def mark(self) -> str:
        """Twelve hexadecimal digits that stand for the content."""
        return hashlib.sha256(self.encoded()).hexdigest()[:12]

    def encoded(self) -> bytes:
        """The content as JSON, the same for equal scopes."""
        return msgspec.json.encode([self.rest, sorted(self.full)])

    def level(self, unit: str) -> Level:
        """How records of ``unit`` are seen."""
        return "full" if unit in self.full or unit == EVERYBODY else self.rest

    def covers(self, unit: str) -> bool:
        """Whether records of ``unit`` are seen at all."""
        return self.level(unit) != "none"

    def writes(self, unit: str) -> bool:
        """Whether records of ``unit`` may be changed."""
        return self.level(unit) == "full"

    def clause(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition that keeps the rows that are seen, for a column of unit ids."""
        return true() if self.rest != "none" else column.in_(sorted(self.full | {EVERYBODY}))

    def full_clause(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition that keeps the rows that are seen whole."""
        return true() if self.rest == "full" else column.in_(sorted(self.full | {EVERYBODY}))

    def masked_clause(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition that keeps the rows that are seen masked."""
        outside = column.not_in(sorted(self.full | {EVERYBODY}))
        return outside if self.rest == "masked" else false()


EVERYTHING = Scope(rest="full")


def decoded(body: bytes) -> Scope:
    """The scope that ``Scope.encoded`` wrote."""
    rest, full = msgspec.json.decode(body, type=tuple[Level, list[str]])
    return Scope(frozenset(full), rest)


def scope(principal: Principal) -> Scope:
    """What ``principal`` may see and change.

    Headquarters and leaders: everything in full; a leader with liaison units those in full, the rest masked.
    Officers: their own unit and what was opened to them.
    """
    own = principal.granted | {principal.unit_id}
    if principal.role == "hq" or (principal.role == "leader" and not principal.liaison):
        return EVERYTHING
    return Scope(own, "masked" if principal.role == "leader" else "none")
