"""What is measured: our figure, the floor of the same run on the same machine, and what is wanted of both."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """``ours`` and ``floor`` in ``unit``; ``wanted``: the largest ratio, ``limit``: ours at most."""

    name: str
    ours: float
    floor: float
    unit: str
    against: str
    wanted: float | None = None
    limit: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def met(self) -> bool | None:
        """Whether it is as wanted; None where nothing was."""
        if self.wanted is None and self.limit is None:
            return None
        return (self.wanted is None or self.ratio <= self.wanted) and (
            self.limit is None or self.ours <= self.limit
        )


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table."""
    lines = [f"{'':<48}{'ours':>12}{'floor':>12}{'ratio':>8}  {'wanted':<16}floor is"]
    for one in figures:
        wanted = [f"≤ {one.wanted:g} ×"] if one.wanted is not None else []
        wanted += [f"≤ {one.limit:g} {one.unit}"] if one.limit is not None else []
        mark = {True: "✓", False: "✗", None: " "}[one.met]
        ours, floor = (f"{value:,.2f} {one.unit}" for value in (one.ours, one.floor))
        ratio = f"{one.ratio:.2f}" if one.floor else "–"
        line = f"{mark} {one.name:<46}{ours:>12}{floor:>12}{ratio:>8}  {', '.join(wanted):<16}{one.against}"
        lines.append(line)
    return "\n".join(lines)


def milliseconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def worst_of_twenty(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]
