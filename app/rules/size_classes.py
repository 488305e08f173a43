"""Projects counted by size, those pre-registered 预入库 apart from those verified 核定 (systems.md C4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.policy.pack import Pack
from app.policy.table import Row

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class SizedProject:
    """What the classes ask for; ``kind``: a word of the pack or "". A verified one was pre-registered too."""

    investment: Decimal
    kind: str = ""
    pre_registered: bool = False
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and their investment in 万元."""

    count: int = 0
    investment: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class SizeClass:
    """One class: ``waiting`` are pre-registered and not verified yet; ``verified`` and they share nobody."""

    row: Row
    waiting: Tally
    verified: Tally


def size_classes(pack: Pack, projects: Iterable[SizedProject]) -> list[SizeClass]:
    """Every class of the pack in its order. The lower edge belongs to the class; classes may overlap."""
    known = list(projects)
    table = pack.tables.get("sizes")
    return [_class(row, known) for row in table.rows] if table else []


def _class(row: Row, projects: Iterable[SizedProject]) -> SizeClass:
    least, kinds = row.results["investment"], row.results.get("kinds") or ()
    assert isinstance(least, Decimal) and isinstance(kinds, tuple)
    inside = [one for one in projects if one.investment >= least and (not kinds or one.kind in kinds)]
    waiting = [one for one in inside if one.pre_registered and not one.verified]
    return SizeClass(row, _tally(waiting), _tally([one for one in inside if one.verified]))


def _tally(projects: list[SizedProject]) -> Tally:
    return Tally(len(projects), sum((one.investment for one in projects), ZERO))
