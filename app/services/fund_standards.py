"""What a project says of itself so that its funds count: kind and place in the pack's words, credits."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.model.changes import ChangeSet
from app.reasons import Reason
from app.rules.attribution import Credit
from app.rules.rounding import percent
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_records import FACTS, PROJECT
from app.services.policy import pack_of
from app.services.records import checked_values, required_row

# Field of a project → vocabulary of the pack that its word is of.
WORDS: Mapping[str, str] = {"counted_kind": "kind", "brought_by": "brought_by", "landed_at": "place"}
ASKED = (*(name for name in FACTS if name not in ("investment", "land")), "landing_unit")


def asked_facts(desk: Desk) -> tuple[str, ...]:
    """The fields of a project that the pack's tables of counting and placement ask for, in order."""
    pack = pack_of(desk)
    tables = [pack.tables[name] for name in ("coefficients", "placement") if name in pack.tables]
    asked = {fact.name for table in tables for fact in table.facts}
    found = [name for name in ASKED if FACTS.get(name) in asked]
    return (*found, "landing_unit") if "placement" in pack.tables else tuple(found)


def set_standards(desk: Desk, project: str, raw: Mapping[str, Any]) -> ChangeSet:
    """Say what a project is counted as; words are those of the pack.

    Raises:
        InvalidRecord: a word the pack does not have, or a value is refused. RecordNotFound: no such project.
    """
    required_row(desk, PROJECT, project)
    values = checked_values(desk, PROJECT, {name: raw[name] for name in ASKED if name in raw}, complete=False)
    words = pack_of(desk).words
    problems = [
        Problem(name, Reason("funds.why.unknown_word", {"known": ", ".join(words.get(vocabulary, {}))}))
        for name, vocabulary in WORDS.items()
        if values.get(name) and values[name] not in words.get(vocabulary, {})
    ]
    if problems:
        raise InvalidRecord(problems)
    return _keep(desk, project, values)


def share_credit(desk: Desk, project: str, credit: Credit, shares: Mapping[str, str]) -> ChangeSet:
    """Rule who has a credit of a project: unit → percent as typed, 100 together; {} takes the ruling back.

    Raises:
        InvalidRecord: they do not make 100 %. RecordNotFound: no such project.
    """
    row = required_row(desk, PROJECT, project)
    kept = {unit.strip(): _percent(text) for unit, text in shares.items()}
    whole = sum(kept.values(), Fraction(0))
    if kept and (whole != 100 or any(share < 0 for share in kept.values()) or "" in kept):
        total = percent(whole / 100, 2)
        raise InvalidRecord([Problem("credits", Reason("funds.why.shares", {"total": total}))])
    given = dict(row["credits"]) if isinstance(row["credits"], dict) else {}
    given[credit.value] = {unit.strip(): text.strip().rstrip("%％") for unit, text in shares.items()}
    found = {name: told for name, told in given.items() if told}
    return _keep(desk, project, {"credits": found or None})


def _percent(text: str) -> Fraction:
    try:
        return Fraction(text.strip().rstrip("%％"))
    except (ValueError, ZeroDivisionError):
        shown = {"total": text.strip()[:20] or "—"}
        raise InvalidRecord([Problem("credits", Reason("funds.why.shares", shown))]) from None


def _keep(desk: Desk, project: str, values: Mapping[str, Any]) -> ChangeSet:
    with desk.store.write(actor=desk.actor, label="count.funds") as work:
        work.update(PROJECT, project, values)
    return work.changes
