"""Commands about claims 首报 and cases 撞单: claim, check, claims, clashes, rule."""

from collections.abc import Sequence
from typing import Any

from app.services.claims import check_claim, claim_reminders
from app.services.claims import claim as claim_enterprise
from app.services.clashes import Case, Party, clash_case, clash_cases, rule_clash
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterUnusable
from ui.cli.session import Session


def claim(session: Session, arguments: Arguments) -> Answer:
    """Report first on a company, or on the investor of a project."""
    given = {name: arguments[name] for name in ("channel", "evidence") if arguments[name]}
    id, _ = claim_enterprise(session.desk, arguments["kind"], arguments["id"], given)
    return {"id": id, "record": shapes.record(required_row(session.desk, "claim", id))}


def check(session: Session, arguments: Arguments) -> Answer:
    """Who has the enterprise of a name or code, by this laptop's registry; works without a network."""
    found = check_claim(session.desk, arguments["text"], arguments["credit_code"])
    until = found.until.isoformat() if found.until else None
    answer = {"verdict": found.verdict, "state": found.state, "units": list(found.units), "until": until}
    return {**answer, "name": found.name or None}


def reminders(session: Session, _: Arguments) -> Answer:
    """This unit's protections that end soon."""
    return {
        "reminders": [
            {"days_left": one.days_left, "last": one.last, "record": shapes.record(one.claim)}
            for one in claim_reminders(session.desk)
        ]
    }


def clashes(session: Session, _: Arguments) -> Answer:
    """Every case on this laptop, open ones first."""
    return {"clashes": [_case(case) for case in clash_cases(session.desk)]}


def rule(session: Session, arguments: Arguments) -> Answer:
    """Rule on a case; headquarters takes it from its own people only."""
    case = clash_case(session.desk, arguments["case"])
    landing = arguments["landing_unit"]
    rule_clash(
        session.desk,
        case.id,
        ruling=arguments["ruling"],
        shares=_shares(case, arguments["shares"]),
        reason=arguments["reason"],
        landing_unit=_unit(case, landing) if landing else None,
    )
    return {"clash": _case(clash_case(session.desk, case.id))}


def _shares(case: Case, given: Sequence[str]) -> dict[str, int]:
    """``UNIT=N`` texts as unit id → percent."""
    found: dict[str, int] = {}
    for text in given:
        unit, _, percent = text.rpartition("=")
        if not percent.isdecimal():
            raise ParameterUnusable(field="shares", command="rule", name="--share", wanted="UNIT=N")
        found[_unit(case, unit)] = int(percent)
    return found


def _unit(case: Case, name: str) -> str:
    """The id of a party by its unit's name or id; what names none is left to the rules to refuse."""
    return next((party.unit_id for party in case.parties if name in (party.unit, party.unit_id)), name)


def _case(case: Case) -> dict[str, Any]:
    row = case.row
    return {
        "id": case.id,
        "title": row["title"],
        "status": row["status"],
        "opened_at": shapes.moment(row["opened_at"]),
        "parties": [_party(party) for party in case.parties],
        "ruling": row["ruling"],
        "landing_unit": case.unit(row["landing_unit"]) or None,
        "reason": row["reason"],
        "ruled_by": row["ruled_by"],
        "ruled_at": shapes.moment(row["ruled_at"]),
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "unit": party.unit,
        "claimants": list(party.claimants),
        "number": party.number,
        "claimed_at": shapes.moment(party.claimed_at),
        "received_at": shapes.moment(party.received_at),
        "flags": list(party.flags),
        "share": party.share,
        "timeline": [
            {"day": told.day.isoformat(), "what": told.what, "detail": told.detail} for told in party.timeline
        ],
    }
