"""What funds have left (C11)."""

from decimal import Decimal

from app.policy.shipped import shipped_pack
from app.rules.fund_balances import Commitment, balances


def given(project: str, amount: int, stake: str = "equity", fund: str = "industry") -> Commitment:
    return Commitment(fund, project, stake, Decimal(amount))


def test_pan_ans_fund_of_two_hundred_million() -> None:
    (found,) = balances(shipped_pack("panan"), [given("p", 6000), given("q", 3000, "seed")])
    assert [found.size, found.cap, found.committed, found.left] == [20_000, 10_000, 9000, 11_000]
    assert found.by_stake == {"equity": 6000, "seed": 3000} and (found.projects, found.over) == (2, ())


def test_one_project_above_the_cap_is_named_and_more_than_there_is_goes_below_zero() -> None:
    lines = [given("p", 6000), given("p", 4001), given("q", 10_000)]
    (found,) = balances(shipped_pack("panan"), lines)
    assert found.over == (("p", Decimal(10_001)),) and found.left == -1


def test_what_is_taken_back_counts_and_unknown_funds_do_not() -> None:
    lines = [given("p", 6000), given("p", -1000), given("p", 5, fund="dreams")]
    (found,) = balances(shipped_pack("panan"), lines)
    assert [found.committed, found.projects] == [5000, 1]
