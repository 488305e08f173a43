"""The measuring itself: every figure comes about, and what does not depend on the machine is as wanted."""

from pathlib import Path

from tests.bench.__main__ import figures
from tests.bench.figures import Figure, median, table, worst_of_twenty

TINY = {"contacts": 200, "projects": 200, "synced": 120, "crowd": 120, "runs": 1, "listed": 500}


def test_every_figure_comes_about(tmp_path: Path) -> None:
    told: list[str] = []
    found = figures(TINY, tmp_path, told.append)
    names = " ".join(one.name for one in found)
    for part in (
        "search",
        "save",
        "window",
        "open list",
        "scroll",
        "sort by stage, unit, 500 projects",
        "board by stage with sums",
        "records up",
        "records down",
        "changes",
        "memory",
        "records up, 150 ms away",
        "records down, 150 ms away",
    ):
        assert part in names
    assert all(one.ours > 0 for one in found)
    assert all(one.floor > 0 for one in found if one.name != "nothing to sync, both ways")
    idle = next(one for one in found if one.name.startswith("nothing"))
    assert idle.met
    assert len(table(found).splitlines()) == len(found) + 1
    assert len(told) == 7


def test_ratios_and_what_is_wanted() -> None:
    slow = Figure("slow", 10, 2, "ms", "x", wanted=4)
    assert (slow.ratio, slow.met) == (5, False)
    assert Figure("fast", 10, 5, "ms", "x", wanted=4, limit=20).met
    assert Figure("large", 30, 10, "ms", "x", wanted=4, limit=20).met is False
    assert Figure("free", 10, 5, "ms", "x").met is None
    shown = table([slow, Figure("nothing", 1, 0, "KB", "y")])
    assert "✗ slow" in shown and "≤ 4 ×" in shown and "–" in shown


def test_percentiles() -> None:
    assert median([3, 1, 2]) == 2
    assert worst_of_twenty(list(range(100))) == 95
    assert worst_of_twenty([7]) == 7
