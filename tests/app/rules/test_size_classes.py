"""Counts by size, pre-registered apart from verified (C4)."""

from decimal import Decimal

from app.policy.shipped import shipped_pack
from app.rules.size_classes import SizedProject, Tally, size_classes

PACK = shipped_pack("panan")


def found(*projects: SizedProject) -> dict[str, tuple[Tally, Tally]]:
    return {one.row.id: (one.waiting, one.verified) for one in size_classes(PACK, projects)}


def test_the_lower_edge_belongs_to_the_class() -> None:
    below, at = Decimal("9999.999999"), Decimal(10_000)
    classes = found(SizedProject(below, verified=True), SizedProject(at, verified=True))
    assert classes["from_1_yi"] == (Tally(), Tally(1, at))


def test_what_waits_is_apart_from_what_is_verified() -> None:
    waits = SizedProject(Decimal(30_000), pre_registered=True)
    done = SizedProject(Decimal(40_000), pre_registered=True, verified=True)
    neither = SizedProject(Decimal(50_000))
    classes = found(waits, done, neither)
    assert classes["from_3_yi"] == (Tally(1, Decimal(30_000)), Tally(1, Decimal(40_000)))
    assert classes["from_5_yi"] == (Tally(), Tally())


def test_the_headline_count_asks_for_manufacturing() -> None:
    size = Decimal(70_000)
    classes = found(SizedProject(size, "manufacturing", verified=True), SizedProject(size, "services"))
    assert classes["large_manufacturing"][1] == Tally(1, size)
    assert classes["from_5_yi"][1].count == 1
