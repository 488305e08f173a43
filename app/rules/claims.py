"""Claims 首报 as rules: the chain that shows tampering, the protection, who stands where (systems.md A14)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from app.model.field import Merge, Type
from app.model.registry import KINDS
from app.model.values import document
from app.reasons import Reason

# systems.md A14: the defaults until a locality's pack sets its own.
PROTECTION_DAYS = 30
REMINDER_DAYS = (20, 27)
CLOCK_SLACK = timedelta(minutes=5)  # a clock that lies back no further says nothing

BROKEN = "broken_chain"  # the claim is not as it was written, or does not follow on the one before
GAP = "gap"  # claims of this laptop are missing before it
FORKED = "forked"  # another claim of this laptop has the same number: its store was copied or put back
CLOCK_BACK = "clock_back"  # made at a time before one at which the laptop had already heard from headquarters
FLAGS = (BROKEN, GAP, FORKED, CLOCK_BACK)

LIVE = ("received", "protected", "clash", "ruled", "transferred")


def chained_document(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the hash covers, in wire values: all that the laptop wrote, without where the claim hangs.

    The unit and the author are not in it: headquarters sets them. References may move when duplicates merge.
    """
    kind = KINDS["claim"]
    doc = document(kind, values)
    return {name: value for name, value in doc.items() if _is_chained(name)}


def _is_chained(name: str) -> bool:
    field = KINDS["claim"].fields[name]
    return name != "hash" and field.merge is not Merge.HQ and field.type is not Type.REFERENCE


def claim_hash(values: Mapping[str, Any]) -> str:
    """64 hexadecimal digits over a claim's Python values and, through ``previous``, over all before it."""
    body = msgspec.json.encode(chained_document(values), order="sorted")
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """A claim of the same laptop as headquarters holds it."""

    seq: int
    hash: str


def claim_flags(values: Mapping[str, Any], before: Iterable[Link]) -> list[str]:
    """What is noted on a claim for whoever rules on it; nothing is ever refused for it.

    ``before``: the claims of the same laptop received so far, in any order.
    """
    links = {link.seq: link.hash for link in before}
    seq = values["seq"] or 0
    found = []
    wrong = values["hash"] != claim_hash(values) or seq < 1 or (seq == 1) != (not values["previous"])
    if wrong or (seq - 1 in links and links[seq - 1] != values["previous"]):
        found.append(BROKEN)
    if seq > 1 and seq - 1 not in links:
        found.append(GAP)
    if seq in links:
        found.append(FORKED)
    seen = values["hq_seen_at"]
    if seen is not None and values["claimed_at"] < seen - CLOCK_SLACK:
        found.append(CLOCK_BACK)
    return found


def broken_links(claims: Sequence[Mapping[str, Any]]) -> list[int]:
    """The sequence numbers at which a laptop's claims, in their order, do not form an unbroken chain."""
    wrong = []
    previous: str | None = None
    for place, values in enumerate(claims, start=1):
        if values["seq"] != place or values["previous"] != previous or values["hash"] != claim_hash(values):
            wrong.append(place)
        previous = values["hash"]
    return wrong


def protected_until(start: date) -> date:
    """The last day of a protection that begins, or is renewed, on ``start``."""
    return start + timedelta(days=PROTECTION_DAYS)


def reminder_due(until: date, today: date) -> int | None:
    """Days left of a protection of which its unit should be reminded today; None before and after."""
    left = (until - today).days
    return left if 0 <= left <= PROTECTION_DAYS - min(REMINDER_DAYS) else None


def is_last_reminder(days_left: int) -> bool:
    """Whether the second, more urgent reminder is due."""
    return days_left <= PROTECTION_DAYS - max(REMINDER_DAYS)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has an enterprise: ``state`` as in the registry; ``units`` in the order of their reports."""

    state: str
    units: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One claim as headquarters weighs it."""

    unit: str
    number: int
    state: str
    until: date | None
    share: int = 0


def standing(claims: Iterable[Held]) -> Standing:
    """How an enterprise stands, given all claims on it: an open case before a ruling before a protection."""
    live = sorted((one for one in claims if one.state in LIVE), key=lambda one: one.number)
    for state in ("clash", "ruled", "protected", "transferred"):
        holding = [one for one in live if one.state == state and (state != "ruled" or one.share)]
        if holding:
            ordered = (
                sorted(holding, key=lambda one: (-one.share, one.number)) if state == "ruled" else holding
            )
            units = tuple(dict.fromkeys(one.unit for one in ordered))
            ends = [one.until for one in holding if one.until is not None]
            told = "protected" if state == "transferred" else state
            return Standing(told, units, None if state == "clash" or not ends else max(ends))
    return Standing("pool")


def ruling_problem(
    ruling: str | None,
    shares: Any,
    landing_unit: str | None,
    reason: str | None,
    *,
    units: Sequence[str],
) -> Reason | None:
    """Why a ruling cannot stand; None where it can. ``units``: the parties, the first to report first."""
    if ruling not in KINDS["clash"].fields["ruling"].choices:
        return Reason("rules.ruling.kind")
    given = _percents(shares)
    if given is None or set(given) - set(units):
        return Reason("rules.ruling.parties")
    if sum(given.values()) != 100:
        return Reason("rules.ruling.sum", {"sum": sum(given.values())})
    winners = [unit for unit, percent in given.items() if percent]
    if ruling == "one" and winners != [units[0]]:
        return Reason("rules.ruling.first_takes_all")
    if ruling == "other" and (len(winners) != 1 or winners == [units[0]]):
        return Reason("rules.ruling.other_takes_all")
    if ruling == "shared" and len(winners) < 2:
        return Reason("rules.ruling.shared_by_two")
    if ruling == "best_place" and landing_unit not in units:
        return Reason("rules.ruling.landing_unit")
    return None if (reason or "").strip() else Reason("rules.ruling.reason")


def _percents(shares: Any) -> dict[str, int] | None:
    """Unit id → percent; None where ``shares`` is not a list of whole percents with one entry per unit."""
    if not isinstance(shares, list) or not all(isinstance(one, dict) for one in shares):
        return None
    found: dict[str, int] = {}
    for one in shares:
        unit, percent = one.get("unit_id"), one.get("percent")
        sound = isinstance(unit, str) and type(percent) is int and 0 <= percent <= 100
        if not sound or unit in found:
            return None
        found[unit] = percent
    return found


def percent_of(shares: Any, unit: str) -> int:
    """The percent of ``unit`` in a ruling's shares."""
    return (_percents(shares) or {}).get(unit, 0)


def is_progress(happened: datetime, claimed: datetime) -> bool:
    """Whether what happened then renews a claim: only what came after it does."""
    return happened >= claimed
