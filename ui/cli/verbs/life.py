"""Commands on a project's life: stage, plan, key-lists, leader."""

from collections.abc import Mapping
from typing import Any

from app.model.row import Row
from app.rules.requirements import Line
from app.rules.stage_moves import Checked, stage_of
from app.rules.stages import ORDER, Stage, parse_stage
from app.services import key_lists, life, node_plans, teams
from app.services.policy import pack_of
from app.services.records import checked_values, required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session


def stage(session: Session, arguments: Arguments) -> Answer:
    """What is missing for a stage, a move to it, the moves there were."""
    return {"check": _check, "move": _move, "moves": _moves}[arguments["what"]](session, arguments)


def plan(session: Session, arguments: Arguments) -> Answer:
    """Make a node plan, tick a node off, count nodes."""
    return {"make": _make_plan, "done": _done, "count": _count}[arguments["what"]](session, arguments)


def lists(session: Session, arguments: Arguments) -> Answer:
    """Show the four lists, put a project on one, take it off."""
    what, name = arguments["what"], arguments["list"]
    if what == "show":
        return {"lists": [_list(one) for one in key_lists.key_lists(session.desk)]}
    id = _needed(arguments, "id", f"key-lists {what}", "ID")
    _needed(arguments, "list", f"key-lists {what}", "--list")
    given = {"reason": arguments["reason"] or ""}
    if what == "put":
        made, _ = key_lists.put_on_list(session.desk, id, name, since=arguments["on"], **given)
        return {"id": made, "record": shapes.record(required_row(session.desk, "listing", made))}
    changes = key_lists.take_off_list(session.desk, id, name, on=arguments["on"], **given)
    return {"changed": shapes.changed(changes)}


def leader(session: Session, arguments: Arguments) -> Answer:
    """Put a leader in charge; without a name tell who answers for the project."""
    id = arguments["id"]
    if arguments["name"]:
        given = {"name": arguments["name"], "post": arguments["post"] or "", "since": arguments["on"] or ""}
        kept = {name: value for name, value in given.items() if value}
        teams.put_in_charge(session.desk, id, kept)
    return {
        "team": [
            {
                "record": shapes.record(duty.row),
                "current": duty.current,
                "last_visit": duty.owed.last.isoformat() if duty.owed and duty.owed.last else None,
                "weeks_owed": duty.owed.weeks if duty.owed else None,
                "light": duty.owed.light or None if duty.owed else None,
            }
            for duty in teams.team_of(session.desk, id)
        ]
    }


# ---- stages
def _check(session: Session, arguments: Arguments) -> Answer:
    row = required_row(session.desk, "project", arguments["id"])
    after = _stage(arguments["to"]) if arguments["to"] else life.next_stage(stage_of(row.values))
    if after is None:
        return {"stage": row["stage"], "to": None, "lines": []}
    checked = life.check_move(session.desk, row.id, after, arguments["values"] or {})
    return {"stage": row["stage"], "to": after.value, **_checked(session, checked)}


def _move(session: Session, arguments: Arguments) -> Answer:
    after = _stage(_needed(arguments, "to", "stage move", "--to"))
    made = life.move_stage(
        session.desk,
        arguments["id"],
        after,
        on=arguments["on"],
        reason=arguments["reason"] or "",
        exit_reason=arguments["exit_reason"] or "",
        facts=arguments["values"] or {},
    )
    return {"id": made.id, "record": shapes.record(required_row(session.desk, "stage_move", made.id))}


def _moves(session: Session, arguments: Arguments) -> Answer:
    desk, id = session.desk, required_row(session.desk, "project", arguments["id"]).id
    answer: Answer = {"moves": [shapes.record(row) for row in life.moves_of(desk.store, id)]}
    if arguments["on"]:
        day = checked_values(desk, "project", {"stage_on": arguments["on"]}, complete=False)["stage_on"]
        on = life.stage_on_day(desk, id, day)
        answer |= {"day": day.isoformat(), "stage": on.value if on else None}
    return answer


def _checked(session: Session, checked: Checked) -> Answer:
    return {
        "allowed": checked.move.allowed,
        "direction": checked.move.direction.value,
        "reason_missing": checked.move.reason_missing,
        "lines": [_line(session, line) for line in checked.lines],
    }


def _line(session: Session, line: Line) -> Answer:
    pack, tr = pack_of(session.desk), session.translator
    return {
        "id": line.requirement.id,
        "says": pack.word("requirement", line.requirement.id).said(tr.language),
        "met": line.met,
        "why": tr.tr(line.why.key, **line.why.params),
        "kind": line.requirement.kind,
        "field": line.requirement.field or None,
        "source": line.requirement.row.source,
    }


def _stage(written: str) -> Stage:
    """A stage by its code or by the word officers use.

    Raises:
        StageUnknown, StageEmpty: it is none.
    """
    return Stage(written) if written in ORDER else parse_stage(written).stage


# ---- plans
def _make_plan(session: Session, arguments: Arguments) -> Answer:
    id = _needed(arguments, "id", "plan make", "ID")
    end = _needed(arguments, "end", "plan make", "--end")
    draft = node_plans.draft_plan(session.desk, arguments["plan"], end)
    language = session.translator.language
    node_plans.make_plan(session.desk, id, arguments["plan"], end, language=language)
    nodes = node_plans.nodes_of(session.desk, id)
    return {"nodes": [shapes.record(row) for row in nodes], "unpublished": list(draft.unpublished)}


def _done(session: Session, arguments: Arguments) -> Answer:
    id = _needed(arguments, "id", "plan done", "ID")
    changes = node_plans.complete_node(session.desk, id, arguments["on"])
    return {"changed": shapes.changed(changes)}


def _count(session: Session, arguments: Arguments) -> Answer:
    return {
        "by": arguments["by"],
        "counts": [
            {"name": name, "total": one.total, "done": one.done, "due": one.due, "overdue": one.overdue}
            for name, one in node_plans.node_tallies(session.desk, arguments["by"])
        ],
    }


# ---- lists
def _list(one: key_lists.KeyList) -> Answer:
    return {
        "list": one.name,
        "investment": format(one.investment, "f"),
        "unknown": one.unknown,
        "projects": [_entry(entry, project) for entry, project in one.entries],
    }


def _entry(entry: Row, project: Row) -> Answer:
    return {"since": entry["since"].isoformat(), "project": shapes.record(project)}


def _needed(arguments: Mapping[str, Any], name: str, command: str, flag: str) -> str:
    if not arguments[name]:
        raise ParameterMissing(field=name, command=command, name=flag)
    return str(arguments[name])
