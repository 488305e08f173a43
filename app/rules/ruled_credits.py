"""What a ruling on a case 撞单 makes of a project's credits (systems.md A14: credit is shared as ruled).

A ruling says whose an enterprise is, in percent, so it says it of each credit alike. It is read from the case
whenever something is counted, and kept nowhere else. Credits that were agreed by hand before it give way;
those agreed afterwards stand, and name the ruling that they go beyond, until there is another one. No clock
is asked: that of the laptop which agreed and that of headquarters need not be the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.reasons import Reason
from app.rules.attribution import Credit
from app.rules.claims import percent_of

BEYOND = "beyond"
"""In a project's credits: credit → the mark of the ruling in force when it was agreed by hand."""
Shares = Mapping[str, str]
"""Unit → percent as text; 100 together."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruled case: ``shares``: unit's name → percent above zero, 100 together; ``way``: one of RULINGS."""

    case: str
    title: str
    way: str
    shares: Mapping[str, int]
    ruled_at: datetime
    ruled_by: str
    reason: str

    @property
    def mark(self) -> str:
        """What tells it from another ruling, on this case or another."""
        return " ".join([self.case, *sorted(f"{unit}:{percent}" for unit, percent in self.shares.items())])

    @property
    def day(self) -> date:
        """The day in China."""
        return (self.ruled_at.astimezone(UTC) + timedelta(hours=8)).date()


@dataclass(frozen=True, slots=True)
class Credits:
    """Who has which credit of a project. ``ruling``: the one in force; ``ruled``: the credits that follow it,
    ``beyond``: those that were agreed by hand after it.
    """

    shares: Mapping[Credit, Shares]
    ruling: Ruling | None = None
    ruled: tuple[Credit, ...] = ()
    beyond: tuple[Credit, ...] = ()

    @property
    def told(self) -> dict[str, dict[str, str]] | None:
        """As a project's field keeps them; None where nobody ruled or agreed on any."""
        return {credit.value: dict(shares) for credit, shares in self.shares.items()} or None

    @property
    def why(self) -> list[Reason]:
        """The ruling that they follow, and that something was agreed after it."""
        if self.ruling is None:
            return []
        one = self.ruling
        shares = {
            language: between.join(f"{unit or '—'} {percent}%" for unit, percent in one.shares.items())
            for language, between in (("zh", "、"), ("en", ", "))
        }
        told = {"title": one.title, "shares": shares, "by": one.ruled_by or "—", "day": one.day.isoformat()}
        ruled = [Reason("rules.funds.credit_ruled", told)] if self.ruled else []
        return ruled + ([Reason("rules.funds.credit_beyond", told)] if self.beyond else [])


def ruling_of(case: Mapping[str, Any]) -> Ruling | None:
    """The ruling of a case, by the values of its row; None while it is open, or tells no whole."""
    if case["status"] != "ruled" or case["ruled_at"] is None:
        return None
    parties = case["parties"] if isinstance(case["parties"], list) else []
    shares: dict[str, int] = {}
    for party in parties:
        if share := percent_of(case["shares"], party["unit_id"]):
            name = str(party["unit"] or "")
            shares[name] = shares.get(name, 0) + share
    if sum(shares.values()) != 100:
        return None
    id, title, way, by, reason = (
        str(case[name] or "") for name in ("case_id", "title", "ruling", "ruled_by", "reason")
    )
    return Ruling(id, title, way, shares, case["ruled_at"], by, reason)


def claims_of(case: Mapping[str, Any]) -> list[str]:
    """The ids of the claims that met in a case."""
    parties = case["parties"] if isinstance(case["parties"], list) else []
    return [claim["id"] for party in parties for claim in party["claims"]]


def in_force(rulings: Iterable[Ruling]) -> Ruling | None:
    """Of several the latest one."""
    return max(rulings, key=lambda one: (one.ruled_at, one.case), default=None)


def credits_of(kept: object, ruling: Ruling | None) -> Credits:
    """Who has which credit of a project whose field keeps ``kept``, with ``ruling`` in force."""
    given = kept if isinstance(kept, dict) else {}
    agreed = {credit: told for credit in Credit if isinstance(told := given.get(credit.value), dict) and told}
    if ruling is None:
        return Credits(agreed)
    beyond = tuple(credit for credit in agreed if _goes_beyond(given, credit, ruling))
    ruled = tuple(credit for credit in Credit if credit not in beyond)
    percents = {unit: str(percent) for unit, percent in ruling.shares.items()}
    shares = {credit: agreed[credit] if credit in beyond else percents for credit in Credit}
    return Credits(shares, ruling, ruled, beyond)


def agreed(
    kept: object, credit: Credit, shares: Mapping[str, str], ruling: Ruling | None
) -> dict[str, Any] | None:
    """What the field keeps once ``shares`` were agreed for ``credit``; none take the agreement back."""
    found = dict(kept) if isinstance(kept, dict) else {}
    before = found.pop(BEYOND, None)
    before = before if isinstance(before, dict) else {}
    marks = {name: mark for name, mark in before.items() if name != credit.value}
    found.pop(credit.value, None)
    if shares:
        found[credit.value] = dict(shares)
        if ruling is not None:
            marks[credit.value] = ruling.mark
    return (found | ({BEYOND: marks} if marks else {})) or None


def _goes_beyond(given: Mapping[str, Any], credit: Credit, ruling: Ruling) -> bool:
    marks = given.get(BEYOND)
    return isinstance(marks, dict) and marks.get(credit.value) == ruling.mark
