"""What projects add to whose figures: taken off and added again, it is what a recount gives."""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_pack
from app.services.desk import Desk
from app.services.scores.counted import Amounts, Sums, Tallied
from app.store.counting import COUNTS, Counted
from tests.fakes.stores import new_desk

PACK = shipped_pack("default")
ALL = (1 << len(COUNTS)) - 1
SIGNED, LANDED = 1, 1 << COUNTS.index("landed")


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """No project at all, in two windows."""
    desk: Desk = new_desk(tmp_path_factory.mktemp("counted"))
    counting = desk.store.tallies.counting("unit", [], None, None)
    yield Tallied(counting, PACK, {}, {}, ({}, {}), ({}, {}))
    desk.store.close()


def project(dice: random.Random, id: str) -> Counted:
    bits = [dice.choice([0, SIGNED, LANDED, SIGNED | LANDED, dice.randint(0, ALL) | SIGNED]) for _ in "ab"]
    score, large = dice.choice(["small", "from_3000", ""]), dice.choice([None, "from_1_yi", "from_5000"])
    amount = dice.choice([None, 1, 10**12 + 1])
    return id, dice.choice(["甲局", "乙局", ""]), score, large, amount, dice.choice([None, 5]), *bits


def same(found: Tallied, wanted: Tallied) -> bool:
    return (found.projects, found.owners, found.sums) == (wanted.projects, wanted.owners, wanted.sums)


@given(st.randoms(use_true_random=False))
def test_any_changes_one_after_the_other_are_as_a_recount(nobody: Tallied, dice: random.Random) -> None:
    there = {id: project(dice, id) for id in "abcdefg"}
    found = nobody.with_projects((), list(there.values()))
    for _ in range(dice.randint(1, 6)):
        touched = dice.sample("abcdefghij", dice.randint(0, 4))
        left = {id for id in touched if dice.random() < 0.3}
        now = {id: project(dice, id) for id in touched if id not in left}
        there = {id: one for id, one in there.items() if id not in touched} | now
        found = found.with_projects(touched, list(now.values()))
        assert same(found, nobody.with_projects((), list(there.values())))


def signed(id: str, owner: str, score: str, amount: int | None, bits: int = SIGNED) -> Counted:
    return id, owner, score, None, amount, None, bits, 0


def sums(nobody: Tallied, projects: Sequence[Counted]) -> Sums:
    return nobody.with_projects((), projects).sums[0]["甲局"]


def test_points_money_and_what_tells_too_little(nobody: Tallied) -> None:
    some = [
        signed("a", "甲局", "small", 1),
        signed("b", "甲局", "small", None),
        signed("c", "甲局", "", 2_000_000),
    ]
    found = sums(nobody, [*some, signed("d", "乙局", "small", 7), signed("e", "甲局", "small", 9, LANDED)])
    table = PACK.tables["scores"].row("small")
    assert table is not None and isinstance(table.results["points"], Decimal)
    assert (found.points, found.unscored) == (2 * table.results["points"], 1)
    assert found.figures["contract_capital"] == Decimal("2.000001")
    assert found.figures["signed"] == 3 and found.figures["landed"] == 1


def test_who_has_no_project_in_a_window_is_not_in_it_but_is_somebody(nobody: Tallied) -> None:
    found = nobody.with_projects((), [signed("a", "甲局", "small", 1), signed("b", "乙局", "small", 1, 0)])
    assert [set(one) for one in found.sums] == [{"甲局"}, set()]
    assert found.owners == {"甲局": 1, "乙局": 1}
    gone = found.with_projects(["a"], [])
    assert gone.sums == ({}, {}) and gone.owners == {"乙局": 1}


def test_only_the_sums_of_whom_a_change_touches_are_made_anew(nobody: Tallied) -> None:
    before = nobody.with_projects((), [signed("a", "甲局", "small", 1), signed("b", "乙局", "small", 1)])
    after = before.with_projects(["a"], [signed("a", "甲局", "small", 5)])
    assert after.sums[0]["乙局"] is before.sums[0]["乙局"]
    assert before.sums[0]["甲局"].figures["contract_capital"] == Decimal("0.000001")


def test_asking_for_what_is_not_told_changes_nothing() -> None:
    found = Sums(Amounts({"signed": Decimal(1)}))
    assert found.figures["landed"] == 0 and "landed" not in found.figures
    both = replace(found, figures=Amounts(found.figures))
    both.add(Sums(Amounts({"landed": Decimal(2)}), Decimal(3), 4))
    assert both == Sums(Amounts({"signed": Decimal(1), "landed": Decimal(2)}), Decimal(3), 4)
    assert found == Sums(Amounts({"signed": Decimal(1)}))
