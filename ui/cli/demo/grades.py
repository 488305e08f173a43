"""What the demo's projects are graded by: of some everything, of others little; one lead is barred."""

import json
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

from app.services.desk import Desk
from app.services.records import change_record, create_record

SAMPLE = "grades.json"


def grade_samples(desk: Desk, samples: Path) -> None:
    """Fill in the projects that tell their investment, the largest first.

    ``output`` in the sample is for each 万元 invested; land that a project has stays as it is.
    """
    told: dict[str, Any] = json.loads((samples / SAMPLE).read_text(encoding="utf-8"))
    ids = desk.store.ids("project", sort=(("investment", True),))
    rows = [row for row in desk.store.rows("project", ids) if row["investment"]]
    for row, given in zip(rows, cycle(told["told"]), strict=False):
        values = {name: value for name, value in given.items() if name != "land" or row["land"] is None}
        if "output" in values:
            values["output"] = f"{row['investment'] * Decimal(values['output']):.0f}"
        change_record(desk, "project", row.id, values)
    create_record(desk, "project", told["barred"])
