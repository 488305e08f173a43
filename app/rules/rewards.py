"""Rewards for finders, agents, units and counties, with their conditions (systems.md C9)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.policy.cases import decided
from app.policy.pack import Pack
from app.policy.table import Decision
from app.rules.attribution import FEN, split


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks for a reward, in which ``role`` of the pack, and the days that matter; None: not yet."""

    role: str
    registered_on: date | None
    signed_on: date | None
    completed_on: date | None
    produced_on: date | None


@dataclass(frozen=True, slots=True)
class Reward:
    """``heads``: what each of the leading heads gets, ``rest``: what is left to the body itself; together
    they are ``amount``, in 万元. Nothing is paid where ``paid`` is not said; the row's ``why`` says why not.
    """

    paid: bool
    amount: Decimal
    heads: tuple[Decimal, ...]
    rest: Decimal
    decision: Decision


def reward(pack: Pack, claim: Claim, award: Decimal, on: date, places: int = FEN) -> Reward:
    """What of the ``award`` in 万元, as decided by people, is due on the day ``on``.

    Whoever was registered as introducer after the signing earns nothing; on the day itself is in time.

    Raises:
        FactUnusable, NoSuchTable, AmountTooFine: as they say.
    """
    facts = {
        "role": claim.role,
        "before_signing": _in_time(claim),
        "completed": _done(claim.completed_on, on),
        "producing": _done(claim.produced_on, on),
    }
    decision = decided(pack, "rewards", facts)
    results = decision.row.results
    if results["paid"] is not True:
        return Reward(False, Decimal(0), (), Decimal(0), decision)
    share, heads = results.get("heads_share"), results.get("heads")
    if not isinstance(share, Decimal) or not isinstance(heads, Decimal) or not heads:
        return Reward(True, award, (), award, decision)
    parts = split(award, {"heads": Fraction(share), "rest": 1 - Fraction(share)}, places)
    each = {str(at): Fraction(1, int(heads)) for at in range(int(heads))}
    return Reward(True, award, tuple(split(parts["heads"], each, places).values()), parts["rest"], decision)


def _in_time(claim: Claim) -> bool:
    if claim.registered_on is None:
        return False
    return claim.signed_on is None or claim.registered_on <= claim.signed_on


def _done(day: date | None, on: date) -> bool:
    return day is not None and day <= on
