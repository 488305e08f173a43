"""The open page of alerts after one changed row, in a process of its own, without a screen.

``python -m tests.bench.year_page FOLDER`` prints one line of JSON: milliseconds from the commit until the
page shows what is right.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from app.model.changes import ChangeSet
from app.services.alerts import Alert
from app.services.records import change_record
from tests.bench.desktop import _desktop, _wait

TIMES = 8


def _main(folder: Path) -> None:
    window = _desktop(folder)
    _wait(lambda: not window.ctx.database.busy)
    page = window.open_page("alerts")
    _wait(lambda: page.ready() and not window.ctx.database.busy)
    lit = [one for one in page.alerts if one.light == "signed_not_landed"][: TIMES + 1]
    times = [_changed(window, page, one) for one in lit]
    print(json.dumps(times[1:]), flush=True)  # the first one warms up
    os._exit(0)


def _changed(window: Any, page: Any, alert: Alert) -> float:
    """A signed project has landed: its light goes out."""
    id, committed = alert.opens[1], list[float]()

    def told(changes: ChangeSet) -> ChangeSet:
        committed.append(time.perf_counter())
        return changes

    landed = {"stage": "landed", "stage_on": "2026-11-19", "obligation_on": "2026-11-18"}
    window.ctx.change(lambda: change_record(window.ctx.desk, "project", id, landed), changes=told)
    _wait(lambda: bool(committed) and alert not in page.alerts)
    page.repaint()
    return (time.perf_counter() - committed[0]) * 1000


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
