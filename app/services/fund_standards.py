"""What a project says of itself so that its funds count: kind and place in the pack's words, credits."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.model.changes import ChangeSet
from app.reasons import Reason
from app.rules.attribution import Credit
from app.rules.rounding import percent
from app.rules.ruled_credits import agreed
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_records import FACTS, PROJECT
from app.services.policy import pack_of
from app.services.records import checked_values, required_row
from app.services.ruled_credits import rulings

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
    """Agree who has one credit of a project, as ``share_credits`` does."""
    return share_credits(desk, project, {credit.value: shares})


def share_credits(desk: Desk, project: str, given: Mapping[str, object]) -> ChangeSet:
    """Agree who has which credits of a project, all or none: credit → unit → percent as typed, 100 together.

    {} for a credit takes back what was agreed. It stands above a ruling on a case that is in force by then; a
    later ruling replaces it.

    Raises:
        InvalidRecord: no such credit, or they do not make 100 %. RecordNotFound: no such project.
    """
    row = required_row(desk, PROJECT, project)
    if given.keys() - {*Credit}:
        known = ", ".join(Credit)
        raise InvalidRecord([Problem("credits", Reason("funds.why.no_credit", {"known": known}))])
    kept, ruling = row["credits"], rulings(desk).of.get(project)
    for name, shares in given.items():
        kept = agreed(kept, Credit(name), _checked(shares), ruling)
    return _keep(desk, project, {"credits": kept})


def _checked(shares: object) -> dict[str, str]:
    """Unit → percent without its sign."""
    pairs = shares.items() if isinstance(shares, dict) else {"": str(shares)}.items()
    told = {str(unit).strip(): str(text).strip().rstrip("%％") for unit, text in pairs}
    percents = [_percent(text) for text in told.values()]
    whole = sum(percents, Fraction(0))
    if told and (whole != 100 or min(percents) < 0 or "" in told):
        total = percent(whole / 100, 2)
        raise InvalidRecord([Problem("credits", Reason("funds.why.shares", {"total": total}))])
    return told


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
