"""People who come home 返乡创业 and the projects they find, by fair (A15)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.rules.start_up_fair import FairFigures, fair_figures
from app.services.desk import Desk

_STEPS = ("fair", "startup_id", "matched_on", "intent_on", "intent_amount", "started_on")


@dataclass(frozen=True, slots=True)
class Fairs:
    """The figures of all, and of each fair by its name (``""``: people of no fair); all share a library."""

    whole: FairFigures
    by_fair: Mapping[str, FairFigures]


def fairs(desk: Desk) -> Fairs:
    """Count what the store holds."""
    projects = len(desk.store.ids("startup"))
    people = desk.store.fields("returnee", desk.store.ids("returnee"), _STEPS)
    names = sorted({one["fair"] or "" for one in people.values()}, key=lambda name: (name == "", name))
    by_fair = {
        name: fair_figures(projects, [one for one in people.values() if (one["fair"] or "") == name])
        for name in names
    }
    return Fairs(fair_figures(projects, people.values()), by_fair)
