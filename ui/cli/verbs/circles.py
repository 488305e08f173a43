"""Commands on people from here, agents, fairs, targets and chains: what is missing, covered and due."""

from collections.abc import Callable, Mapping

from app.rules.completeness import Completeness
from app.rules.rounding import percent
from app.rules.target_coverage import Coverage
from app.services import agents, chains, fairs, natives, reaching, targets
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session


def circles(session: Session, arguments: Arguments) -> Answer:
    """``directory``, ``coverage``, ``agents``, ``fairs``, ``chains``; ``reach ID`` of a person or firm."""
    return _ASKED[arguments["what"]](session, arguments)


def _directory(session: Session, _: Arguments) -> Answer:
    found = natives.directory(session.desk)
    towns = {town: _whole(one) for town, one in found.by_hometown}
    return {**_whole(found.whole), "by_hometown": towns, "twice": [list(pair) for pair in found.twice]}


def _whole(one: Completeness) -> Answer:
    lacking = {gap.id: list(gap.fields) for gap in one.lacking}
    return {"people": one.total, "complete": one.complete, "share": percent(one.share, 1), "lacking": lacking}


def _coverage(session: Session, arguments: Arguments) -> Answer:
    found = targets.covered(session.desk, list_id=arguments["id"] or "")
    groups = {by: [_covered(one) for one in some] for by, some in found.groups.items()}
    whole = {"targets": found.whole.total, "contacted": found.whole.contacted, "landed": found.whole.landed}
    return {**whole, "share": percent(found.whole.share, 1), "by": groups, "waiting": list(found.open_ids)}


def _covered(one: Coverage) -> Answer:
    share = percent(one.share, 1)
    return {"name": one.name, "targets": one.total, "contacted": one.contacted, "share": share}


def _agents(session: Session, _: Arguments) -> Answer:
    kept = agents.agents_kept(session.desk)
    brought = agents.brought_by(session.desk)
    return {
        "units": [{"unit": one.unit, "agents": len(one.agents), "enough": one.enough} for one in kept],
        "brought": [
            {"record": shapes.record(one.row), "project": one.project.id, "owed": format(one.owed, "f")}
            for one in brought
        ],
    }


def _fairs(session: Session, _: Arguments) -> Answer:
    found = fairs.fairs(session.desk)
    names = ("projects", "people", "matched", "intents", "started")
    told = {name: getattr(found.whole, name) for name in names}
    return {**told, "intent_amount": format(found.whole.intent_amount, "f"), "fairs": list(found.by_fair)}


def _chains(session: Session, _: Arguments) -> Answer:
    return {
        "chains": [
            {
                "name": chain.name,
                "layers": [[place.row["name"] for place in layer] for layer in chain.layers],
                "gaps": [place.row["name"] for place in chain.places if place.gap],
            }
            for chain in chains.chains(session.desk)
        ]
    }


def _reach(session: Session, arguments: Arguments) -> Answer:
    if not arguments["id"]:
        raise ParameterMissing(field="id", command="circles reach", name="ID")
    kinds = [kind for kind in reaching.REACHABLE if session.desk.store.get(kind, arguments["id"])]
    row = required_row(session.desk, kinds[0] if kinds else "contact", arguments["id"])
    ways = reaching.ways_to(session.desk, row.kind, row.id)
    return {"ways": [{"over": [shapes.title(one) for one in way.rows], "by": list(way.whys)} for way in ways]}


_ASKED: Mapping[str, Callable[[Session, Arguments], Answer]] = {
    "directory": _directory,
    "coverage": _coverage,
    "agents": _agents,
    "fairs": _fairs,
    "chains": _chains,
    "reach": _reach,
}
