"""Commands on records that may be one and the same: list them, merge two, say that two are not the same."""

from typing import Any

from app.model.pointing import MERGEABLE
from app.services import records
from app.services.duplicates import Candidate, dismiss, find_duplicates
from app.services.errors import KindNotMerged
from app.services.merging import merge_records, preview_merge
from app.store.work import known_kind
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing, ParameterUnusable
from ui.cli.session import Session


def duplicates(session: Session, arguments: Arguments) -> Answer:
    """``list [KIND]``, ``merge KIND KEEP DROP`` or ``differ KIND ID ID``."""
    if arguments["what"] == "list":
        return _list(session, arguments)
    first, second = _two(arguments)
    if arguments["what"] == "differ":
        dismiss(session.desk, (first, second))
        return {"differ": [first, second]}
    return _merge(session, arguments["kind"], first, second, arguments["values"] or {})


def _list(session: Session, arguments: Arguments) -> Answer:
    kinds = MERGEABLE
    if arguments["kind"]:
        kinds = (known_kind(arguments["kind"]).name,)
        if arguments["kind"] not in MERGEABLE:
            raise KindNotMerged(kind=arguments["kind"], known=", ".join(MERGEABLE))
    found = find_duplicates(session.desk, kinds, limit=arguments["limit"])
    return {"duplicates": [_shape(session, one) for one in found]}


def _shape(session: Session, one: Candidate) -> dict[str, Any]:
    say = session.translator.tr
    return {
        "kind": one.kind,
        "ids": [one.first.id, one.second.id],
        "titles": [shapes.title(one.first), shapes.title(one.second)],
        "score": round(one.score, 4),
        "reasons": [
            {"match": str(why.match), "text": say(why.reason.key, **why.reason.params)} for why in one.reasons
        ],
    }


def _two(arguments: Arguments) -> tuple[str, str]:
    """The two records named.

    Raises:
        ParameterMissing, ParameterUnusable: there are not exactly two, or no kind.
    """
    for name, shown in (("kind", "KIND"), ("ids", "ID")):
        if not arguments[name]:
            raise ParameterMissing(field=name, command="duplicates", name=shown)
    if len(arguments["ids"]) != 2:
        raise ParameterUnusable(field="ids", command="duplicates", name="ID", wanted="KEEP DROP")
    known_kind(arguments["kind"])
    first, second = arguments["ids"]
    return first, second


def _merge(session: Session, kind: str, keep: str, drop: str, choices: dict[str, Any]) -> Answer:
    moved = preview_merge(session.desk, kind, keep, drop).pointing
    changes = merge_records(session.desk, kind, keep, drop, choices)
    return {
        "record": shapes.record(records.required_row(session.desk, kind, keep)),
        "merged": drop,
        "repointed": dict(moved),
        "changed": shapes.changed(changes),
    }
