"""In every table of every shipped pack exactly one row answers any case: at each edge, and at random."""

import itertools
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.conditions import Band
from app.policy.coverage import troubles
from app.policy.facts import Fact, FactKind, Value
from app.policy.pack import Pack
from app.policy.shapes import SHAPES
from app.policy.shipped import shipped_names, shipped_pack
from app.policy.table import Row, Table, failures

STEP = Fraction(1, 1_000_000)  # the smallest step of money: one fen in 万元
TABLES = [
    (name, table) for name in shipped_names() for table in shipped_pack(name).tables if SHAPES[table].decides
]


def answers(table: Table, case: dict[str, Value]) -> list[Row]:
    """Every row that the case does not contradict; ``case`` tells all facts."""
    return [row for row in table.rows if not failures(row, case)]


def edges(table: Table, fact: Fact) -> list[Fraction]:
    bands = [row.conditions[fact.name] for row in table.rows]
    found = {Fraction(0), *(edge for band in bands if isinstance(band, Band) for edge in band.edges())}
    return sorted(found)


def around(edge: Fraction) -> Iterator[Fraction]:
    yield from (value for value in (edge - STEP, edge, edge + STEP) if value >= 0)


def choices(pack: Pack, table: Table, fact: Fact) -> list[Value]:
    """Every word, yes and no, every edge and the smallest step to either side of it."""
    if fact.kind is FactKind.FLAG:
        return [True, False]
    if fact.kind is FactKind.WORD:
        return list(pack.words[fact.words])
    return [value for edge in edges(table, fact) for value in around(edge)]


def cases(pack: Pack, table: Table, facts: tuple[Fact, ...], rows: list[Row]) -> Iterator[dict[str, Value]]:
    """Every combination, but of facts that the rows left do not ask for only one value."""
    if not facts:
        yield {}
        return
    fact, *rest = facts
    values = choices(pack, table, fact)
    if all(str(row.conditions[fact.name]) == "*" for row in rows):
        values = values[:1]
    for value in values:
        left = [row for row in rows if row.conditions[fact.name].holds(value)]
        for case in cases(pack, table, tuple(rest), left):
            yield {fact.name: value, **case}


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_exactly_one_row_answers_at_every_edge_and_beside_it(name: str, table: str) -> None:
    pack = shipped_pack(name)
    rules = pack.table(table)
    tried = 0
    for case in cases(pack, rules, rules.facts, list(rules.rows)):
        (row,) = answers(rules, case)
        decision = rules.decide(case)
        assert decision.row is row
        assert len(decision.others) == len(rules.rows) - 1
        assert all(why for _, why in decision.others)
        tried += 1
    assert tried >= len(rules.rows)


@given(st.data())
def test_exactly_one_row_answers_any_case(data: st.DataObject) -> None:
    name, table = data.draw(st.sampled_from(TABLES))
    pack = shipped_pack(name)
    rules = pack.table(table)
    case: dict[str, Value] = {}
    for fact in rules.facts:
        if fact.kind is FactKind.NUMBER:
            anything = st.fractions(min_value=0, max_value=10**7, max_denominator=10**6)
            case[fact.name] = data.draw(st.one_of(anything, st.sampled_from(edges(rules, fact))))
        else:
            case[fact.name] = data.draw(st.sampled_from(choices(pack, rules, fact)))
    assert len(answers(rules, case)) == 1


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.integers(0, 4),
)
def test_the_check_agrees_with_trying_every_number(cuts: list[int], lower: list[bool], drop: int) -> None:
    """A chain of bands with one left out: the check finds trouble just where trying finds it."""
    land = Fact("land", FactKind.NUMBER)
    found = bands(sorted(cuts), lower)
    kept = [band for at, band in enumerate(found) if at != drop]
    place = shipped_pack("panan").table("routes").place
    rows = [Row(str(at), {"land": band}, {}, "", place) for at, band in enumerate(kept)]
    numbers = [Fraction(at, 2) for at in range(16)]
    whole = all(sum(band.holds(number) for band in kept) == 1 for number in numbers)
    assert (not list(troubles([land], rows, {}))) == whole


def bands(cuts: list[int], lower: list[bool]) -> list[Band]:
    """Bands that fill the number line; ``lower``: whether each edge belongs to the band below it."""
    first = Band(None, False, Fraction(cuts[0]), lower[0])
    middle = [
        Band(Fraction(low), not lower[at], Fraction(high), lower[at + 1])
        for at, (low, high) in enumerate(itertools.pairwise(cuts))
    ]
    last = Band(Fraction(cuts[-1]), not lower[len(cuts) - 1], None, False)
    return [one for one in [first, *middle, last] if one.holds(sample(one))]


def sample(band: Band) -> Fraction:
    """A number inside, if there is one from 0 up."""
    low, high = band.low or Fraction(0), band.high
    return low + 1 if high is None else (low + high) / 2
