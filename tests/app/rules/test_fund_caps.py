"""A fund of 200 million, half of it at most for one project (systems.md C11), to the last fen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_pack
from app.rules.fund_balances import Commitment, balances

FEN = Decimal("0.000001")
PANAN, DEFAULT = shipped_pack("panan"), shipped_pack("default")


def given_to(project: str, amount: str, stake: str = "equity", fund: str = "industry") -> Commitment:
    return Commitment(fund, project, stake, Decimal(amount))


@pytest.mark.parametrize(
    ("amounts", "over"),
    [
        (["10000"], False),
        (["10000.000001"], True),
        (["9999.999999", "0.000001"], False),
        (["9999.999999", "0.000002"], True),
        (["12000", "-2000"], False),
    ],
)
def test_the_cap_itself_is_allowed(amounts: list[str], over: bool) -> None:
    stakes = ("equity", "seed")  # both count together
    lines = [given_to("p", amount, stakes[at % 2]) for at, amount in enumerate(amounts)]
    (found,) = balances(PANAN, lines)
    assert bool(found.over) is over
    assert not over or found.over == (("p", sum(map(Decimal, amounts))),)


@pytest.mark.parametrize(
    ("last", "left"), [("10000", "0"), ("9999.999999", "0.000001"), ("10000.000001", "-0.000001")]
)
def test_the_last_of_the_fund(last: str, left: str) -> None:
    (found,) = balances(PANAN, [given_to("p", "10000"), given_to("q", last)])
    assert found.left == Decimal(left) and found.committed + found.left == 20_000


def test_funds_of_a_pack_are_apart_and_in_its_order() -> None:
    lines = [given_to("p", "10000"), given_to("p", "1", fund="guidance")]
    guidance, industry = balances(DEFAULT, lines)
    assert [guidance.fund, industry.fund] == ["guidance", "industry"]
    assert [guidance.committed, industry.committed] == [1, 10_000]
    assert not guidance.over and not industry.over  # two funds may give what one may not
    assert all(one.row.source for one in (guidance, industry))


@given(st.lists(st.tuples(st.sampled_from("pqr"), st.decimals("-9999", "9999", places=6)), max_size=12))
def test_a_balance_is_size_less_all_that_was_given(rows: list[tuple[str, Decimal]]) -> None:
    lines = [given_to(project, f"{amount:f}") for project, amount in rows]
    (found,) = balances(PANAN, lines)
    assert found.left == 20_000 - sum((amount for _, amount in rows), Decimal(0))
    assert found.projects == len({project for project, _ in rows})
    assert all(has > 10_000 for _, has in found.over)
    assert balances(PANAN, lines[::-1])[0].left == found.left
