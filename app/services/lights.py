"""The lights of projects, for a window of a list at once."""

from collections.abc import Sequence

from app.model.row import Row
from app.rules.lights import Light, light_of
from app.services.alerts import project_lights
from app.services.desk import Desk
from app.store.changed import Changes

OF_ANY_PROJECT = frozenset({"rulebook", "alert_snooze"})
"""Kinds of which a change may light or put out a light of any project."""


def lights_of(desk: Desk, projects: Sequence[Row]) -> dict[str, Light]:
    """The light of each of ``projects`` by id, from its alerts that nobody put off."""
    found = project_lights(desk, [row.id for row in projects])
    return {id: light_of((one.level, one.why) for one in lit) for id, lit in found.items()}


def kept_lights(desk: Desk, projects: Sequence[Row]) -> dict[str, Light]:
    """The same, kept at the desk: only those that something changed for are judged again.

    Ask for them within ``Desk.looking``: what is judged meanwhile is of the same state of the store.
    """

    def renewed(known: dict[str, Light], changes: Changes) -> dict[str, Light] | None:
        if changes.kinds & OF_ANY_PROJECT:
            return None
        return {id: light for id, light in known.items() if id not in changes.projects}

    key = ("lights", desk.today())
    known = desk.memory.recall(desk.store.changed, key, dict[str, Light], renewed)
    known |= lights_of(desk, [row for row in projects if row.id not in known])
    return {row.id: known[row.id] for row in projects}
