"""Whether exactly one row of a decision table answers every possible case.

Every number line is cut at the edges that the rows name, into the edges themselves and the open stretches
between them; within one piece all rows answer alike, so one sample of each piece tells about all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.policy.conditions import Anything, Band, Condition, number_text
from app.policy.facts import Fact, FactKind, Value
from app.policy.table import Row

Vocabularies = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A piece of the space of cases that no row answers, or more than one; ``case`` describes the piece."""

    rows: tuple[Row, ...]
    case: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a fact's values that all rows treat alike, with one sample of it."""

    sample: Value | None
    text: str


def troubles(facts: Sequence[Fact], rows: Sequence[Row], words: Vocabularies) -> Iterator[Trouble]:
    """Every gap (no rows) and every overlap (two rows or more)."""
    yield from _walk(tuple(facts), tuple(rows), words, ())


def _walk(
    facts: tuple[Fact, ...], rows: tuple[Row, ...], words: Vocabularies, told: tuple[str, ...]
) -> Iterator[Trouble]:
    if not rows or not facts:
        if len(rows) != 1:
            yield Trouble(rows, ", ".join(told))
        return
    fact, *rest = facts
    conditions = [row.conditions[fact.name] for row in rows]
    seen: dict[tuple[Row, ...], list[str]] = {}
    for piece in pieces(fact, conditions, words):
        left = tuple(row for row in rows if _meets(row.conditions[fact.name], piece))
        seen.setdefault(left, []).append(piece.text)
    for left, texts in seen.items():
        named = tuple(text for text in [" / ".join(text for text in texts[:3] if text)] if text)
        yield from _walk(tuple(rest), left, words, told + named)


def pieces(fact: Fact, conditions: Sequence[Condition], words: Vocabularies) -> Iterator[Piece]:
    """The values of ``fact`` cut so that each of ``conditions`` holds for all of a piece or for none."""
    if all(isinstance(condition, Anything) for condition in conditions):
        yield Piece(None, "")
    elif fact.kind is FactKind.FLAG:
        yield Piece(True, f"{fact.name} = yes")
        yield Piece(False, f"{fact.name} = no")
    elif fact.kind is FactKind.WORD:
        yield from (Piece(word, f"{fact.name} = {word}") for word in words.get(fact.words, ()))
    else:
        bands = [condition for condition in conditions if isinstance(condition, Band)]
        yield from _stretches(fact.name, sorted({Fraction(0), *(e for band in bands for e in band.edges())}))


def _stretches(name: str, edges: Sequence[Fraction]) -> Iterator[Piece]:
    for at, edge in enumerate(edges):
        yield Piece(edge, f"{name} = {number_text(edge)}")
        if at + 1 < len(edges):
            after = edges[at + 1]
            text = f"{number_text(edge)} < {name} < {number_text(after)}"
            yield Piece((edge + after) / 2, text)
        else:
            yield Piece(edge + 1, f"{name} > {number_text(edge)}")


def _meets(condition: Condition, piece: Piece) -> bool:
    return piece.sample is None or condition.holds(piece.sample)
