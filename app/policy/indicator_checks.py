"""What the columns of an indicator must say for its method (feature 56); a fault names the line."""

import itertools
from decimal import Decimal

from app.policy.faults import Findings
from app.policy.shapes import INDICATOR_METHODS
from app.policy.table import Row, Table

# Method → the columns it needs, and those it may have; whatever else is filled in would mean nothing.
_NEEDED = {"efficacy": ("base", "span"), "share": ("per",), "ranks": ("step",), "steps": ()}
_MAY = {
    "efficacy": ("per", "low", "high", "floor", "cap"),
    "share": ("floor", "cap"),
    "ranks": ("per", "floor"),
    "steps": ("per",),
}
_OWN = ("per", "base", "span", "low", "high", "step", "floor", "cap")
assert set(_NEEDED) == set(_MAY) == set(INDICATOR_METHODS)


def check_indicators(indicators: Table, steps: Table | None, findings: Findings) -> None:
    """Every row has what its method asks for and nothing else; bands and bounds are the right way round."""
    for row in indicators.rows:
        method = str(row.results["method"])
        for column in _NEEDED[method]:
            if row.results.get(column) is None:
                findings.add("indicator_needs", row.place, id=row.id, method=method, column=column)
        for column in _OWN:
            if row.results.get(column) is not None and column not in (*_NEEDED[method], *_MAY[method]):
                findings.add("indicator_unused", row.place, id=row.id, method=method, column=column)
        _check_order(row, "low", "high", findings, equal=False)
        _check_order(row, "floor", "cap", findings, equal=True)
        if method == "ranks":
            _check_order(row, "floor", "full", findings, equal=True)
        if method == "steps" and not _steps_of(row.id, steps):
            findings.add("indicator_without_steps", row.place, id=row.id)
    _check_steps(indicators, steps, findings)


def _check_order(row: Row, less: str, more: str, findings: Findings, *, equal: bool) -> None:
    low, high = row.results.get(less), row.results.get(more)
    if isinstance(low, Decimal) and isinstance(high, Decimal) and (low > high or (low == high and not equal)):
        told = {"less": less, "more": more, "low": low, "high": high}
        findings.add("indicator_reversed", row.place, id=row.id, **told)


def _steps_of(id: str, steps: Table | None) -> list[Row]:
    return [row for row in steps.rows if row.results["indicator"] == id] if steps is not None else []


def _check_steps(indicators: Table, steps: Table | None, findings: Findings) -> None:
    """A higher step gives more, and each belongs to an indicator that goes by steps."""
    by_steps = [row.id for row in indicators.rows if row.results["method"] == "steps"]
    for row in steps.rows if steps is not None else ():
        if row.results["indicator"] not in by_steps:
            findings.unknown("step_of_nothing", row.place, str(row.results["indicator"]), by_steps)
    for id in by_steps:
        own = sorted(_steps_of(id, steps), key=lambda row: row.results["from"] or Decimal(0))
        for below, above in itertools.pairwise(own):
            same = below.results["from"] == above.results["from"]
            if same or below.results["points"] >= above.results["points"]:  # type: ignore[operator]
                findings.add("steps_not_rising", above.place, id=above.id, before=below.id)
