"""Meetings, applications, verdicts and services for the demo's projects, dated from today."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.i18n import Translator
from app.services.approvals import file_approval, record_step
from app.services.desk import Desk
from app.services.meetings import plan_meeting, put_on_agenda, record_outcome, sitting
from app.services.records import required_row
from app.services.reviews import give_verdict, start_service
from app.store.reading import Filter

SAMPLE = "approvals.json"
_LIVE = ("negotiating", "assessed", "approved", "signed", "landed", "construction")


def hold_meetings(desk: Desk, samples: Path, translator: Translator) -> None:
    """One meeting held with outcomes, one to come, two applications under way; nothing without projects."""
    told: dict[str, Any] = json.loads((samples / SAMPLE).read_text(encoding="utf-8"))
    ids = desk.store.ids("project", filters=[Filter("stage", "in", _LIVE)], sort=(("name", False),))
    if len(ids) < len(told["outcomes"]) + 1:
        return
    today, language = desk.today(), translator.language
    held, _ = plan_meeting(desk, _dated(told["held"], today), language=language)
    put_on_agenda(desk, held, ids[: len(told["outcomes"])], told["argument"])
    for item, outcome in zip(sitting(desk, held).items, told["outcomes"], strict=True):
        assigned = [_dated(one, today) for one in outcome.get("assignments", ())]
        record_outcome(
            desk,
            item.row.id,
            outcome["outcome"],
            opinion=outcome["opinion"],
            assignments=assigned,
            language=language,
        )
    coming, _ = plan_meeting(desk, _dated(told["coming"], today), language=language)
    for id, application in zip(ids, told["applications"], strict=False):
        case = _dated(application["case"], today)
        if required_row(desk, "project", id)["land"] is not None:
            case.pop("land")  # what the project says of its land is what is applied for
        made, _ = file_approval(desk, id, case)
        for step in application["steps"]:
            record_step(desk, made, _dated(step, today), language=language)
    put_on_agenda(desk, coming, ids[:1])
    for item, verdict in told["verdicts"].items():
        give_verdict(desk, ids[0], item, verdict, language=language)
    for item, service in told["services"].items():
        start_service(desk, ids[0], item, _dated(service, today), language=language)


def _dated(values: dict[str, Any], today: date) -> dict[str, Any]:
    """Days in the sample are told from today: ``-8`` is eight days ago."""
    return {
        name: today + timedelta(days=value) if name.endswith("_on") else value
        for name, value in values.items()
    }
