"""People from here, bodies, targets and a chain for the demo (``resources/samples/circles.json``)."""

import json
from pathlib import Path
from typing import Any

from app.services.desk import Desk
from app.services.records import create_record


def meet_people(desk: Desk, samples: Path) -> None:
    """Record them; ``@name`` is what was recorded under that name, ``@project`` the first project."""
    made = {"project": next(iter(sorted(desk.store.ids("project"))), "")}

    def known(value: Any) -> Any:
        if isinstance(value, list):
            return [known(one) for one in value]
        return made[value[1:]] if isinstance(value, str) and value.startswith("@") else value

    for name, kind, values in json.loads((samples / "circles.json").read_text(encoding="utf-8")):
        id, _ = create_record(desk, kind, {field: known(value) for field, value in values.items()})
        made[name] = id
