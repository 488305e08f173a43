"""Commands on targets, scores and ranks: scores, rank, target."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.policy.pack import Pack
from app.policy.table import Row as Rule
from app.rules.indicators import Mark
from app.rules.ranking import NotRanked
from app.rules.rounding import half_up
from app.rules.targets import Owner, Progress
from app.services.records import checked_values, required_row
from app.services.scores import standing
from app.services.scores.board import (
    COMPOSITE,
    POINTS,
    Board,
    Line,
    Ranking,
    WhatIf,
    board,
    entries,
    marks,
    what_if,
)
from app.services.scores.goals import GOAL, goals, set_goal
from app.services.scores.ledger import Entry
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session


def scores(session: Session, arguments: Arguments) -> Answer:
    """The board of a period; with ``owner`` one line with its ledger, and with values what if."""
    found = _board(session, arguments)
    answer: Answer = {
        "by": found.owner_kind.value,
        "period": found.kind,
        "first": found.window.first.isoformat(),
        "last": found.window.last.isoformat(),
        "pack": {"id": found.pack.id, "version": found.pack.version},
    }
    if not (owner := arguments["owner"]):
        return answer | {"lines": [_line(found, line, session) for line in found.lines]}
    line = found.line(owner)
    if line is None:
        raise NotRanked(owner=owner)
    answer |= {"line": _line(found, line, session)}
    answer["ledger"] = [_entry(found.pack, one, session) for one in entries(session.desk, found, owner)]
    if told := marks(found, owner):
        answer["indicators"] = [_indicator(found.pack, one, session) for one in told]
    answer["missing"] = {id: _missing(one, owner) for id, one in found.rankings.items()}
    if arguments["values"]:
        values = checked_values(session.desk, "project", arguments["values"], complete=False)
        answer["what_if"] = _what_if(found, what_if(found, owner, values, found.window.last))
    return answer


def rank(session: Session, arguments: Arguments) -> Answer:
    """Who stands where, with the movement since last month and last year."""
    found = _board(session, arguments)
    wanted = arguments["ranking"]
    chosen = {wanted: found.ranking(wanted)} if wanted else found.rankings
    return {
        "first": found.window.first.isoformat(),
        "last": found.window.last.isoformat(),
        "rankings": [
            {"id": id, "name": _name(found.pack, id, session), "places": _places(one)}
            for id, one in chosen.items()
        ],
    }


def target(session: Session, arguments: Arguments) -> Answer:
    """List and set targets; offices in their terms; merit suggested and decided; rewards."""
    return _TARGETS[arguments["what"]](session, arguments)


# ---- the board
def _board(session: Session, arguments: Arguments) -> Board:
    return board(
        session.desk,
        owner=Owner(arguments["owners"]),
        kind=arguments["period"],
        on=_day(session, arguments["on"]),
    )


def _day(session: Session, text: str | None) -> date | None:
    if not text:
        return None
    day: date = checked_values(session.desk, "project", {"stage_on": text}, complete=False)["stage_on"]
    return day


def _line(found: Board, line: Line, session: Session) -> Answer:
    return {
        "owner": line.owner,
        "points": _plain(line.points),
        "unscored": line.unscored,
        "figures": {name: _plain(value) for name, value in sorted(line.figures.items())},
        "rates": {
            id: {"name": found.pack.word("rate", id).said(session.translator.language), "shown": rate.text}
            for id, rate in line.rates.items()
        },
        "targets": [_progress(one) for one in line.targets],
        "quotas": [_progress(one) for one in line.quotas],
        "ranks": {
            id: place.rank if (place := one.place(line.owner)) else None for id, one in found.rankings.items()
        },
    }


def _progress(one: Progress) -> Answer:
    return {
        "owner": one.target.owner,
        "measure": one.target.measure,
        "target": _plain(one.target.amount),
        "first": one.period.start.isoformat(),
        "last": one.period.end.isoformat(),
        "done": _plain(one.done),
        "share": one.share_text,
        "ahead": one.ahead_text,
        "missing": _plain(one.missing),
        "forecast": None if one.forecast is None else _plain(half_up(one.forecast, one.places)),
        "source": one.row.source,
    }


def _entry(pack: Pack, one: Entry, session: Session) -> Answer:
    return {
        "project": {"id": one.row.id, "name": one.row["name"]} if one.row else None,
        "about": one.about,
        "day": one.day.isoformat() if one.day else None,
        "points": _plain(one.points),
        "before_sharing": _plain(one.whole),
        "missing": one.missing,
        "rule": _rule(pack, one.rule, session),
        "credits": shapes.credits(one.credits, session.translator) if one.credits else None,
    }


def _indicator(pack: Pack, one: Mark, session: Session) -> Answer:
    """One indicator: its figure, what it went by, its points of the full ones."""
    shown = {"figure": one.figure, "points": one.points, "full": one.full, "low": one.low, "high": one.high}
    return {
        "name": pack.word("indicator", one.row.id).said(session.translator.language),
        "method": one.method,
        **{name: None if value is None else _plain(half_up(value, 4)) for name, value in shown.items()},
        "rank": one.rank,
        "step": one.step.id if one.step is not None else None,
        "rule": _rule(pack, one.row, session),
    }


def _rule(pack: Pack, rule: Rule | None, session: Session) -> Answer | None:
    if rule is None:
        return None
    document = pack.source_text(rule.source, session.translator.language)
    return {"id": rule.id, "source": rule.source, "document": document}


def _missing(ranking: Ranking, owner: str) -> Answer | None:
    found = ranking.next_place(owner)
    if found is None:
        return None
    return {"rank": found.rank, "ahead": list(found.ahead), "missing": _plain(half_up(found.missing, 4))}


def _what_if(found: Board, then: WhatIf) -> Answer:
    return {
        "points": _plain(then.points),
        "total": _plain(then.line.points),
        "ranks": {id: {"now": now, "then": after} for id, (now, after) in then.places.items()},
        "targets": [_progress(one) for one in then.line.targets],
    }


def _places(one: Ranking) -> list[Answer]:
    return [
        {
            "owner": place.owner,
            "rank": place.rank,
            "tied": place.tied,
            "figure": None if place.figure is None else _plain(half_up(place.figure, 4)),
            "risen": one.risen(place.owner),
            "risen_in_year": one.risen_in_year(place.owner),
        }
        for place in one.places
    ]


def _name(pack: Pack, id: str, session: Session) -> str:
    if id == POINTS:
        return session.translator.tr("scores.points")
    if id == COMPOSITE:
        return session.translator.tr("scores.composite")
    return pack.word("ranking", id).said(session.translator.language)


# ---- targets and what follows from them
def _list(session: Session, arguments: Arguments) -> Answer:
    return {"targets": [shapes.record(one.row) for one in goals(session.desk)]}


def _set(session: Session, arguments: Arguments) -> Answer:
    id, _ = set_goal(session.desk, _values(arguments, "target set"))
    return {"id": id, "record": shapes.record(required_row(session.desk, GOAL, id))}


def _terms(session: Session, arguments: Arguments) -> Answer:
    found = standing.terms(session.desk, _day(session, arguments["on"]))
    return {
        "terms": [
            {
                "office": shapes.record(one.row),
                "progress": _progress(one.progress) if one.progress else None,
                "staff": one.staff.row.results["verdict"] if one.staff else None,
            }
            for one in found
        ]
    }


def _merit(session: Session, arguments: Arguments) -> Answer:
    day = _day(session, arguments["on"]) or session.desk.today()
    return {
        "year": day.year,
        "units": [
            {
                "unit": one.unit,
                "suggested": one.suggestion.verdict,
                "why": one.suggestion.why,
                "source": one.suggestion.decision.row.source,
                "projects": [{"id": row.id, "name": row["name"]} for row in one.projects],
                "decided": [shapes.record(row) for row in one.decided],
            }
            for one in standing.merits(session.desk, day.year)
        ],
    }


def _decide(session: Session, arguments: Arguments) -> Answer:
    id, _ = standing.decide_merit(session.desk, _values(arguments, "target decide"))
    return {"id": id, "record": shapes.record(required_row(session.desk, "merit", id))}


def _rewards(session: Session, arguments: Arguments) -> Answer:
    return {
        "rewards": [
            {
                "introduction": shapes.record(one.introduction),
                "project": one.project["name"],
                "paid": one.reward.paid,
                "amount": _plain(one.reward.amount),
                "why": one.reward.decision.row.results.get("why"),
                "source": one.reward.decision.row.source,
            }
            for one in standing.rewards(session.desk)
        ]
    }


def _last(session: Session, arguments: Arguments) -> Answer:
    ranking = arguments["ranking"] or "contract_capital"
    found = standing.last_in_rank(session.desk, ranking, _day(session, arguments["on"]))
    return {
        "ranking": ranking,
        "last": [
            {
                "unit": one.unit,
                "quarters": one.quarters,
                "verdict": one.decision.row.results["verdict"],
                "source": one.decision.row.source,
            }
            for one in found
        ],
    }


_TARGETS: Mapping[str, Callable[[Session, Arguments], Answer]] = {
    "list": _list,
    "set": _set,
    "terms": _terms,
    "merit": _merit,
    "decide": _decide,
    "rewards": _rewards,
    "last": _last,
}
WHATS: Sequence[str] = tuple(_TARGETS)


def _values(arguments: Arguments, command: str) -> Mapping[str, Any]:
    if not arguments["values"]:
        raise ParameterMissing(field="values", command=command, name="--json")
    values: Mapping[str, Any] = arguments["values"]
    return values


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
