"""Whole numbers of fen come out as the plain rules' decimals, to the last fen."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_pack
from app.rules.attribution import Carried, Credit, attribute
from app.rules.attribution import split as plain_split
from app.rules.counted_parts import part, split, weights
from app.rules.fund_ledger import Component, Figures, Told
from app.rules.recognition import Standards, standards
from app.rules.rounding import half_up

AMOUNTS = st.integers(-(10**13), 10**13)
PACK = shipped_pack("default")
FACTS = {"kind": "manufacturing", "guaranteed_return": False}


def wan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-6)


@given(AMOUNTS, st.fractions(0, 3, max_denominator=1000))
def test_a_part_is_rounded_half_away_from_zero(amount: int, share: Fraction) -> None:
    assert part(amount, share.as_integer_ratio()) == half_up(amount * share, 0)


def test_edges_of_rounding() -> None:
    assert [part(amount, (1, 2)) for amount in (-3, -2, -1, 0, 1, 2, 3)] == [-2, -1, -1, 0, 1, 1, 2]
    assert [part(amount, (1, 3)) for amount in (1, 2, 4, 5)] == [0, 1, 1, 2]
    assert part(7, (0, 1)) == 0


@given(AMOUNTS, st.lists(st.integers(0, 10_000), min_size=1, max_size=6).filter(any))
def test_splitting_is_the_plain_rule(amount: int, weight: list[int]) -> None:
    shares = {f"{at}局": Fraction(one, sum(weight)) for at, one in enumerate(weight)}
    found = split(amount, shares)
    assert {name: wan(one) for name, one in found.items()} == plain_split(wan(amount), shares)
    assert sum(found.values()) == amount


@given(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), st.sampled_from(["manufacturing", "finance", "real_estate"]))
def test_a_month_counts_as_the_standards_say(amounts: tuple[int, int, int], kind: str) -> None:
    told = {one: Told(unit=wan(amount)) for one, amount in zip(Component, amounts, strict=True)}
    found = standards(PACK, FACTS | {"kind": kind})
    own, county = weights(PACK, found).of(amounts)
    assert (wan(own), county) == (found.for_unit(Figures(told, {})), 0)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["70%", "1/3", "12.5%"]))
def test_shares_of_unit_and_county(amount: int, share: str) -> None:
    coefficient = Decimal("0.7")
    third = Decimal("0.3333") if share == "1/3" else Decimal(share.rstrip("%")) / 100
    found = Standards(coefficient, "actual", third, third / 2, standards(PACK, {}).why)
    month = Figures({Component.LAND: Told(unit=wan(amount))}, {})
    own, county = weights(PACK, found).of((amount, 0, 0))
    assert (wan(own), wan(county)) == (found.for_unit(month), found.for_county(month))


@given(AMOUNTS)
def test_credits_carry_what_the_pack_says(amount: int) -> None:
    ruled = {"甲局": Fraction(2, 3), "乙局": Fraction(1, 3)}
    rulings = {Credit.LANDING: ruled, Credit.FIRST_REPORT: {"丙镇": Fraction(1)}}
    how = weights(PACK, standards(PACK, FACTS))
    whole = {one: {"丁局": Fraction(1)} for one in Credit} | rulings
    wanted: dict[str, Decimal] = {}
    for parts in attribute(PACK, Carried.AMOUNTS, wan(amount), whole).values():
        for unit, one in parts.items():
            wanted[unit] = wanted.get(unit, Decimal(0)) + one
    found = how.by_unit(amount, rulings, "丁局")
    assert {unit: wan(one) for unit, one in found.items()} == {u: one for u, one in wanted.items() if one}
    assert how.by_unit(amount, {}, "丁局") == ({"丁局": amount} if amount else {})
