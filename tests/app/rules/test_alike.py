"""Cases that a pack cannot tell apart, at its edges and the smallest step beside them."""

from decimal import Decimal

import pytest

from app.policy.shipped import shipped_pack
from app.rules.alike import Alike
from app.rules.recognition import standards

DEFAULT, CHUZHOU = shipped_pack("default"), shipped_pack("chuzhou")
TABLES = ("coefficients", "placement")


def test_numbers_are_known_by_the_edges_they_lie_between() -> None:
    alike = Alike(DEFAULT, TABLES, {"investment": 6})
    edge = 3000 * 10**6
    slots = [alike.key([value]) for value in (-1, 0, 1, edge - 1, edge, edge + 1, 10**15)]
    assert slots[2] == slots[3] and slots[5] == slots[6]
    assert len(set(slots)) == 5
    assert alike.key([None]) == (None,)


def test_words_are_known_by_themselves_and_what_nobody_asks_is_not_looked_at() -> None:
    alike = Alike(DEFAULT, TABLES, {"kind": 0, "stars": 0, "guaranteed_return": 0})
    assert alike.key(["farming", 5, 1]) == alike.key(["farming", 3, 1]) == ("farming", 1)
    assert alike.key(["farming", 5, 0]) != alike.key(["farming", 5, 1])


def test_a_table_that_the_pack_has_not_asks_nothing() -> None:
    assert Alike(DEFAULT, ["no_such_table"], {"kind": 0}).key(["farming"]) == ()


@pytest.mark.parametrize("kind", sorted(CHUZHOU.words["kind"]))
def test_alike_is_counted_alike(kind: str) -> None:
    """Whatever class a case falls into, the pack counts all of them the same."""
    places = {"fixed_assets": 6, "investment": 6, "floor_area": 0, "stars": 0}
    alike = Alike(CHUZHOU, TABLES, places)
    found: dict[object, set[tuple[object, ...]]] = {}
    for fixed in (0, 1, 99_999_999, 100_000_000, 100_000_001, 3 * 10**10, 10**13):
        for area in (0, 1999, 2000, 2001, 20_000, 50_001):
            for stars in (3, 4, 5):
                values = {"fixed_assets": wan(fixed), "investment": wan(fixed * 2)}
                facts = {"kind": kind, "floor_area": area, "stars": stars, "legal_person": True, **values}
                one = standards(CHUZHOU, facts)
                key = alike.key([fixed, fixed * 2, area, stars])
                found.setdefault(key, set()).add((one.coefficient, one.basis, one.unit_share))
    assert all(len(answers) == 1 for answers in found.values())


def wan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-6)
