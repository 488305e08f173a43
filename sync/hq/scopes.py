"""Who may see and change what: one answer for push, pull and files."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, true

Role = Literal["officer", "leader", "hq"]
ROLES: tuple[Role, ...] = ("officer", "leader", "hq")

EVERYBODY = "*"  # the unit of records that every laptop holds; only headquarters makes them


@dataclass(frozen=True, slots=True)
class Principal:
    """The device that speaks, and the person whose it is. ``unit_id`` is empty for people without a unit."""

    device_id: str
    user_id: str
    user: str
    role: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of units; ``units`` None stands for all of them. ``mark`` changes when the set does."""

    units: frozenset[str] | None
    mark: str

    def covers(self, unit: str) -> bool:
        """Whether a record of ``unit`` lies within."""
        return self.units is None or unit in self.units or unit == EVERYBODY

    def clause(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition that keeps the rows within, for a column of unit ids."""
        return true() if self.units is None else column.in_(sorted(self.units | {EVERYBODY}))


def scope(principal: Principal) -> Scope:
    """What ``principal`` may see and change: leaders and headquarters all, others their own unit."""
    if principal.role in ("leader", "hq"):
        return Scope(None, "*")
    return Scope(frozenset({principal.unit_id}), principal.unit_id)
