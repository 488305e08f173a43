"""The measuring itself: every figure comes about, and what does not depend on the machine is as wanted."""

from pathlib import Path

import msgspec
import pytest

from tests.bench.__main__ import PARTS, figures, main
from tests.bench.figures import Figure, median, table, worst_of_twenty
from tests.bench.laptops import made

TINY = {
    "contacts": 200,
    "projects": 200,
    "synced": 120,
    "rounds": 1,
    "crowd": 120,
    "runs": 1,
    "listed": 500,
    "year": 300,
    "visits": 400,
    "every": 4,
    "quiet": 1,
}


@pytest.mark.timeout(400)  # a dozen desktops are started, which a busy machine takes its time for
def test_every_figure_comes_about(tmp_path: Path) -> None:
    told: list[str] = []
    found = figures(TINY, tmp_path, told.append, [part for part in PARTS if part != "memory"])
    names = " ".join(one.name for one in found)
    for part in (
        "search",
        "save",
        "start to a line to write on",
        "open list",
        "scroll",
        "sort by stage, unit, 500 projects",
        "board by stage with sums",
        "rates, scores, ranks and alerts",
        "board and alerts after a line of funds",
        *(f"the page of {page} after" for page in ("alerts", "lists", "project")),
        "records up",
        "records down",
        "changes",
        "memory",
        "records up, 150 ms away",
        "records down, 150 ms away",
    ):
        assert part in names
    assert [one.name for one in found if one.ours <= 0] == []
    assert {one.name for one in found if one.floor <= 0} == {"nothing to sync, both ways"}
    idle = next(one for one in found if one.name.startswith("nothing"))
    assert idle.met
    assert len(table(found).splitlines()) == len(found) + 1
    assert len(told) == 8


def test_memory_is_told_at_every_moment(tmp_path: Path) -> None:
    told: list[str] = []
    found = figures(TINY, tmp_path, told.append, ["memory"])
    assert told == ["memory with 200 contacts, 40 projects and 400 visits"]
    assert [one.name for one in found] == [
        f"memory {moment}{part}"
        for moment in (
            "when there is a line to write on",
            "at rest, 200 contacts, 400 visits",
            "after capture and search",
        )
        for part in ("", ", private alone")
    ]
    whole, private = found[::2], found[1::2]
    assert all(0 < part.ours < one.ours for part, one in zip(private, whole, strict=True))
    assert [one.wanted for one in found if one.wanted] == [2.5]


def test_one_part_alone(tmp_path: Path) -> None:
    told: list[str] = []
    found = figures(TINY, tmp_path, told.append, ["store"])
    assert told == ["a store of 200 contacts and 200 projects", "searching, saving"]
    assert found and all("search" in one.name or "save" in one.name for one in found)


def test_a_part_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["synch"])
    assert "no such part: synch" in capsys.readouterr().err
    assert set(PARTS) == {"store", "desktop", "memory", "lists", "year", "sync", "crowd", "distance"}


def test_synced_projects_are_of_the_size_of_the_reference() -> None:
    sizes = [len(msgspec.json.encode(doc)) for doc in made(1000)]
    assert sum(sizes) / len(sizes) == pytest.approx(484, rel=0.01)  # sync.md, Budgets
    assert max(sizes) < 1.05 * 484


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
