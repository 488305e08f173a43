"""What a fair for people coming home brought (systems.md A15): matched, intents and their sum, started."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class FairFigures:
    """Projects in the library, people registered and matched, intents and their worth in 万元, started.

    ``unknown`` intents have no amount: the sum is at least what it says.
    """

    projects: int
    people: int
    matched: int
    intents: int
    intent_amount: Decimal
    unknown: int
    started: int


def fair_figures(projects: int, people: Iterable[Mapping[str, Any]]) -> FairFigures:
    """Count ``people`` (values of returnees) against a library of so many projects.

    A later step implies the earlier: whoever started was matched, if not always through an intent.
    """
    registered = list(people)
    intents = [one for one in registered if one.get("intent_on") or one.get("intent_amount") is not None]
    amounts = [one["intent_amount"] for one in intents if one.get("intent_amount") is not None]
    return FairFigures(
        projects=projects,
        people=len(registered),
        matched=sum(_matched(one) for one in registered),
        intents=len(intents),
        intent_amount=sum(amounts, Decimal(0)),
        unknown=len(intents) - len(amounts),
        started=sum(one.get("started_on") is not None for one in registered),
    )


def _matched(one: Mapping[str, Any]) -> bool:
    told = ("startup_id", "matched_on", "intent_on", "intent_amount", "started_on")
    return any(one.get(name) is not None for name in told)
