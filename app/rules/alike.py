"""Which cases a pack cannot tell apart: what its tables answer for one of them they answer for all.

Thousands of projects fall into a few such classes, so that the rules need to be asked once for each.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.policy.conditions import Band
from app.policy.facts import FactKind
from app.policy.pack import Pack

Key = tuple[object, ...]


class Alike:
    """Sorts cases by all that some tables of a pack ask of them.

    ``places``: the facts that a case tells, in order, with the decimals that their whole numbers hold
    (``{"investment": 6}``: 万元 to one fen). A number is known by the edges between which it lies, words and
    yes or no by themselves; what no table asks is not looked at.
    """

    def __init__(self, pack: Pack, tables: Sequence[str], places: Mapping[str, int]) -> None:
        asked = {
            fact.name: fact.kind is FactKind.NUMBER
            for name in tables
            if name in pack.tables
            for fact in pack.table(name).facts
        }
        self._looked: list[tuple[int, list[int] | None]] = [
            (at, _edges(pack, tables, name, 10 ** places[name]) if asked[name] else None)
            for at, name in enumerate(places)
            if name in asked
        ]

    def key(self, values: Sequence[object]) -> Key:
        """The class of a case, by its values in the order of ``places``; None: not told."""
        return tuple(
            [
                values[at] if edges is None or values[at] is None else _slot(edges, values[at])
                for at, edges in self._looked
            ]
        )


def _slot(edges: list[int], value: object) -> int:
    """Below, on or above each edge."""
    assert isinstance(value, int)
    return bisect_left(edges, value) + bisect_right(edges, value)


def _edges(pack: Pack, tables: Sequence[str], fact: str, scale: int) -> list[int]:
    """Every edge that a table draws, and 0, below which no number is taken."""
    found = {Fraction(0)}
    for name in tables:
        for row in pack.tables[name].rows if name in pack.tables else ():
            band = row.conditions.get(fact)
            if isinstance(band, Band):
                found |= {edge * scale for edge in (band.low, band.high) if edge is not None}
    # Between two whole numbers an edge parts them as well from the lower one on: values are whole.
    return sorted({edge.numerator // edge.denominator for edge in found})
