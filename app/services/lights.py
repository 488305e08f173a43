"""The lights of projects, for a window of a list at once."""

from collections.abc import Sequence

from app.model.row import Row
from app.rules.lights import Light, light_of
from app.services.alerts import project_lights
from app.services.desk import Desk


def lights_of(desk: Desk, projects: Sequence[Row]) -> dict[str, Light]:
    """The light of each of ``projects`` by id, from its alerts that nobody put off."""
    found = project_lights(desk, [row.id for row in projects])
    return {id: light_of((one.level, one.why) for one in lit) for id, lit in found.items()}
