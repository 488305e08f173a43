"""Commands on assessment and approval: approval, meeting, review, service."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import OutpostError
from app.model.approvals import GATES
from app.policy.explaining import conditions_said
from app.reports.approval_form import write_approval_form
from app.reports.minutes import write_minutes
from app.rules.approvals import computed
from app.rules.counting import Placed
from app.services import approvals, meetings, reviews
from app.services.policy import pack_of
from app.services.records import required_row
from app.services.route_words import route_said
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session

_Act = Callable[[Session, str, Mapping[str, Any]], Answer]


def approval(session: Session, arguments: Arguments) -> Answer:
    """The route of a project, an application, its steps, who is waited for."""
    if arguments["what"] == "waiting":
        found = approvals.open_approvals(session.desk)
        return {"approvals": [_application(session, one) for one in found]}
    if arguments["what"] == "form":
        row = required_row(session.desk, approvals.APPROVAL, _needed(arguments, "id", "approval form", "ID"))
        target = Path(_needed(arguments, "file", "approval form", "--file"))
        route = route_said(row.values, session.translator, pack_of(session.desk))
        write_approval_form(session.desk.store, row.id, route, target, session.translator)
        return {"file": str(target)}
    act: _Act = {
        "route": _route,
        "file": _file,
        "step": _step,
        "show": _show,
        "withdraw": _withdraw,
    }[arguments["what"]]
    return _on_one(session, arguments, "approval", act)


def meeting(session: Session, arguments: Arguments) -> Answer:
    """Plan a meeting, put projects on its agenda, record an outcome, read minutes."""
    if arguments["what"] == "plan":
        made, _ = meetings.plan_meeting(
            session.desk, arguments["values"] or {}, language=session.translator.language
        )
        return _sitting(meetings.sitting(session.desk, made))
    if arguments["what"] == "list":
        return {"meetings": [_sitting(one) for one in meetings.sittings(session.desk)]}
    if arguments["what"] == "minutes":
        row = required_row(session.desk, meetings.MEETING, _needed(arguments, "id", "meeting minutes", "ID"))
        target = Path(_needed(arguments, "file", "meeting minutes", "--file"))
        write_minutes(session.desk.store, row.id, target, session.translator)
        return {"file": str(target)}
    act: _Act = {"agenda": _agenda, "outcome": _outcome, "show": _show_meeting}[arguments["what"]]
    return _on_one(session, arguments, "meeting", act)


def review(session: Session, arguments: Arguments) -> Answer:
    """What the pack asks of a project at the entry gate and before assessment, and the verdicts."""
    id, item = arguments["id"], arguments["item"]
    if arguments["what"] == "set":
        if not item:
            raise ParameterMissing(field="item", command="review set", name="--item")
        given = arguments["values"] or {}
        reviews.give_verdict(session.desk, id, item, given, language=session.translator.language)
    project = required_row(session.desk, "project", id)
    return {
        gate: [_asked(session, one) for one in reviews.review_items(session.desk, project, gate)]
        for gate in GATES
    }


def service(session: Session, arguments: Arguments) -> Answer:
    """Take on a service for a project, finish one, list a project's with their limits."""
    desk, id, what = session.desk, arguments["id"], arguments["what"]
    if what == "start":
        if not arguments["item"]:
            raise ParameterMissing(field="item", command="service start", name="--item")
        given, language = arguments["values"] or {}, session.translator.language
        made, _ = reviews.start_service(desk, id, arguments["item"], given, language=language)
        return {"id": made, "record": shapes.record(required_row(desk, reviews.SERVICE, made))}
    if what == "done":
        return {"changed": shapes.changed(reviews.finish_service(desk, id, arguments["on"]))}
    required_row(desk, "project", id)
    return {"services": [_served(one) for one in reviews.services_of(desk, id)]}


def _needed(arguments: Arguments, name: str, command: str, flag: str) -> str:
    if not arguments[name]:
        raise ParameterMissing(field=name, command=command, name=flag)
    return str(arguments[name])


def _on_one(session: Session, arguments: Arguments, command: str, act: _Act) -> Answer:
    if not arguments["id"]:
        raise ParameterMissing(field="id", command=f"{command} {arguments['what']}", name="ID")
    return act(session, arguments["id"], arguments["values"] or {})


# ---- approvals
def _route(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    desk, tr = session.desk, session.translator
    project = required_row(desk, "project", id)
    values = approvals.case_values(desk, project, raw)
    approvals.route_of(desk, id, raw)  # a case that no row answers is told as what it is
    fields = computed(pack_of(desk), values)
    placement = approvals.placement_of(desk, project)
    return {
        "route": {
            "id": fields["route"],
            **asdict(route_said({**values, **fields}, tr, pack_of(desk))),
            **fields["basis"],
        },
        "placement": _placed(session, placement.placed) if placement.placed else None,
        "placement_missing": _trouble(session, placement.trouble),
    }


def _trouble(session: Session, error: OutpostError | None) -> str | None:
    return None if error is None else session.tr(f"error.{error.code}", **error.params)


def _placed(session: Session, placed: Placed) -> Answer:
    pack, tr = pack_of(session.desk), session.translator
    row = placed.decision.row
    why = row.results.get("why")
    return {
        "counts": placed.counts,
        "site": pack.word("site", placed.site).said(tr.language) if placed.site else None,
        "why": pack.word("why", str(why)).said(tr.language) if why else None,
        "rule": conditions_said(pack, row, tr),
        "source": pack.source_text(row.source, tr.language),
    }


def _file(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    made, _ = approvals.file_approval(session.desk, id, raw)
    return _told(session, made)


def _step(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    approvals.record_step(session.desk, id, raw, language=session.translator.language)
    return _told(session, id)


def _withdraw(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    approvals.withdraw_approval(session.desk, id, str(raw.get("reason") or ""))
    return _told(session, id)


def _show(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    return _told(session, id)


def _told(session: Session, id: str) -> Answer:
    row = required_row(session.desk, approvals.APPROVAL, id)
    return _application(session, approvals.application(session.desk, row))


def _application(session: Session, one: approvals.Application) -> Answer:
    stands = one.standing
    return {
        "id": one.row.id,
        "record": shapes.record(one.row),
        "route": asdict(route_said(one.row.values, session.translator, pack_of(session.desk))),
        "state": stands.state,
        "next": approvals.step_word(session.desk, stands.step, session.translator.language) or None,
        "since": stands.since.isoformat() if stands.since else None,
        "waited": one.waited,
        "steps": [shapes.record(step) for step in one.steps],
    }


# ---- meetings
def _agenda(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    projects = [str(one) for one in raw.get("projects") or ()]
    if projects:
        meetings.put_on_agenda(session.desk, id, projects, str(raw.get("argument") or ""))
        return _sitting(meetings.sitting(session.desk, id))
    row = required_row(session.desk, meetings.MEETING, id)
    found = meetings.candidates(session.desk, row["body"])
    return {
        "candidates": [
            {"waits": one.waits, "special": one.special, "project": shapes.record(one.project)}
            for one in found
        ]
    }


def _outcome(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    desk = session.desk
    meetings.record_outcome(
        desk,
        id,
        str(raw.get("outcome") or ""),
        opinion=str(raw.get("opinion") or ""),
        assignments=[one for one in raw.get("assignments") or () if isinstance(one, Mapping)],
        language=session.translator.language,
    )
    item = required_row(desk, meetings.ITEM, id)
    return _sitting(meetings.sitting(desk, item["meeting_id"]))


def _show_meeting(session: Session, id: str, raw: Mapping[str, Any]) -> Answer:
    return _sitting(meetings.sitting(session.desk, id))


def _sitting(one: meetings.Sitting) -> Answer:
    items = [
        {
            "id": item.row.id,
            "record": shapes.record(item.row),
            "assignments": [shapes.record(row) for row in item.assignments],
        }
        for item in one.items
    ]
    return {"id": one.row.id, "record": shapes.record(one.row), "items": items, "undecided": one.undecided}


# ---- reviews and services
def _asked(session: Session, one: reviews.Asked) -> Answer:
    pack, said = pack_of(session.desk), session.translator.language
    threshold = one.rule.results.get("threshold") if one.rule else None
    return {
        "item": one.item or None,
        "name": pack.word("review", one.item).said(said) if one.rule else one.row and one.row["title"],
        "threshold": pack.word("threshold", str(threshold)).said(said) if threshold else None,
        "source": one.rule.source if one.rule else None,
        "verdict": one.row["verdict"] if one.row else None,
        "record": shapes.record(one.row) if one.row else None,
    }


def _served(one: reviews.Served) -> Answer:
    limit = one.limit
    told = {"due_on": limit.due_on.isoformat(), "left": limit.left, "late": limit.late, "done": limit.done}
    return {"record": shapes.record(one.row), **told}
