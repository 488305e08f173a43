"""Rates of fulfilment and of targets done (systems.md C6, C3): one measure over another."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.policy.cases import FactUnknown, FactUnusable, read_value
from app.policy.facts import Fact, FactKind, Unit
from app.policy.pack import Pack
from app.policy.shapes import MEASURES
from app.policy.table import Row
from app.rules.rounding import percent

_COUNTS = ("signed", "fulfilled", "started", "producing", "landed")


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate, unrounded; None where there is nothing to divide by."""

    row: Row
    value: Fraction | None

    @property
    def text(self) -> str:
        """In percent as shown, rounded half up from the unrounded value; “—” where nothing was signed."""
        places = self.row.results["places"]
        assert isinstance(places, Decimal)
        return percent(self.value, int(places))


def rates(pack: Pack, raw: Mapping[str, object]) -> tuple[Rate, ...]:
    """Every rate of the pack whose two measures are told; sums in 万元 or 万美元, or with their unit.

    Raises:
        FactUnknown, FactUnusable, NoSuchTable: as they say.
    """
    told = {name: _measure(pack, name, value) for name, value in raw.items()}
    found = []
    for row in pack.table("rates").rows:
        over, under = str(row.results["over"]), str(row.results["under"])
        if over in told and under in told:
            found.append(Rate(row, told[over] / told[under] if told[under] else None))
    return tuple(found)


def _measure(pack: Pack, name: str, value: object) -> Fraction:
    if name not in MEASURES:
        raise FactUnknown(field=name, name=name, known=", ".join(MEASURES))
    if isinstance(value, Decimal) and name not in _COUNTS:
        return Fraction(value)  # corrections may have taken back more than a window holds: below zero
    foreign = Unit.WAN_USD if name.startswith("foreign") else Unit.WAN
    unit = Unit.ITEMS if name in _COUNTS else foreign
    found = read_value(pack, Fact(name, FactKind.NUMBER, unit), value)
    if not isinstance(found, Fraction):
        raise FactUnusable(field=name, name=name, written=str(value)[:40], wanted=unit.value)
    return found
