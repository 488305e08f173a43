"""The figures of a fair, beginning with the source's own (systems.md A15)."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.rules.start_up_fair import fair_figures

DAY = date(2026, 2, 20)


def test_the_sources_fair() -> None:
    """205 projects, 81 people matched, 39 intents worth 1,200 万, 25 started (004 text 5)."""
    people: list[dict[str, Any]] = [{"startup_id": "s", "matched_on": DAY} for _ in range(81)]
    for number, one in enumerate(people[:39]):
        one["intent_on"] = DAY
        one["intent_amount"] = Decimal("30") if number < 38 else Decimal("60")
    for one in people[:25]:
        one["started_on"] = DAY
    people += [{"wish": "养羊"} for _ in range(40)]
    found = fair_figures(205, people)
    assert (found.projects, found.people, found.matched, found.intents) == (205, 121, 81, 39)
    assert (found.intent_amount, found.unknown, found.started) == (Decimal(1200), 0, 25)


def test_a_later_step_implies_that_somebody_was_matched() -> None:
    found = fair_figures(0, [{"started_on": DAY}, {"intent_on": DAY}, {}])
    assert (found.matched, found.intents, found.unknown, found.started) == (2, 1, 1, 1)
    assert found.intent_amount == 0


def test_an_intent_of_nothing_is_one() -> None:
    assert fair_figures(1, [{"intent_amount": Decimal(0)}]).intents == 1
