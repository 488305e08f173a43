"""Commands on the lights of supervision: alerts."""

from app.services.alerts import SNOOZE, Alert, put_off
from app.services.alerts import alerts as lit
from app.services.late_updates import deductions
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session


def alerts(session: Session, arguments: Arguments) -> Answer:
    """List what is lit, red first; or put one off."""
    if arguments["what"] == "snooze":
        given = {"light": arguments["light"], "until": arguments["until"], "reason": arguments["reason"]}
        given |= {"parent_kind": arguments["record_kind"], "parent_id": arguments["id"]}
        id, _ = put_off(session.desk, {name: value for name, value in given.items() if value})
        return {"id": id, "record": shapes.record(required_row(session.desk, SNOOZE, id))}
    found = [one for one in lit(session.desk) if arguments["all"] or one.put_off is None]
    wanted = [one for one in found if arguments["light"] in (None, one.light)]
    told = [
        {
            "unit": one.unit,
            "missed": one.missed,
            "points": f"{one.points:f}",
            "pending": one.pending,
            "coming": f"{one.coming:f}",
        }
        for one in deductions(session.desk, found)
    ]
    return {"alerts": [_alert(one, session) for one in wanted], "deductions": told}


def _alert(one: Alert, session: Session) -> Answer:
    tr = session.translator.tr
    return {
        "light": one.light,
        "name": tr(f"alert.{one.light}"),
        "level": one.level,
        "says": tr(one.why.key, **one.why.params),
        "on": {"kind": one.on[0], "id": one.on[1]},
        "opens": {"kind": one.opens[0], "id": one.opens[1]},
        "title": one.title,
        "unit": one.unit,
        "put_off": shapes.record(one.put_off) if one.put_off else None,
    }
