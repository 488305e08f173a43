"""A published board as it travels: every figure whole, so that all laptops show the same (systems.md C7).

Decimals and fractions are text on the wire; shares, points ahead and percentages are reckoned from them. What
a later version adds is passed over, and what cannot be read at all counts as not published.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import msgspec

from app.model.field import MOST_DATA
from app.reasons import Reason
from app.rules.rounding import percent, signed
from app.rules.validation import Problem
from app.services.errors import InvalidRecord

S = TypeVar("S", bound=msgspec.Struct)


class Aim(msgspec.Struct, frozen=True):
    """One target: ``done`` of ``amount``; ``gone``: the share of its period that was over."""

    measure: str
    amount: Decimal
    done: Decimal
    gone: Fraction
    places: int

    @property
    def share(self) -> Fraction | None:
        """Done ÷ target; None for a target of nothing."""
        return Fraction(self.done) / Fraction(self.amount) if self.amount > 0 else None

    @property
    def ahead(self) -> Fraction | None:
        """Ahead of the clock (above zero) or behind it, of one."""
        return None if self.share is None else self.share - self.gone

    @property
    def share_text(self) -> str:
        """``125.64%``, or “—”."""
        return percent(self.share, self.places)

    @property
    def ahead_text(self) -> str:
        """In points, ``+42.31``, or “—”."""
        return signed(None if self.ahead is None else self.ahead * 100, self.places)


class Score(msgspec.Struct, frozen=True):
    """One owner: points, what was done of each measure, and the targets."""

    owner: str
    points: Decimal
    figures: dict[str, Decimal] = {}
    targets: tuple[Aim, ...] = ()


class Rank(msgspec.Struct, frozen=True):
    """A place in a ranking; ``risen``: places won since the end of the month before."""

    owner: str
    rank: int | None
    risen: int | None
    figure: Fraction | None


class Order(msgspec.Struct, frozen=True):
    """A ranking under the name that the pack gave it, best first; points have no name there."""

    id: str
    places: tuple[Rank, ...]
    zh: str = ""
    en: str = ""

    def place(self, owner: str) -> Rank | None:
        """Where somebody stands; None without a place."""
        return next((one for one in self.places if one.owner == owner and one.rank is not None), None)


class Standings(msgspec.Struct, frozen=True):
    """Everybody of one sort of owner."""

    orders: tuple[Order, ...]
    lines: tuple[Score, ...]

    def order(self, id: str) -> Order | None:
        """A ranking."""
        return next((one for one in self.orders if one.id == id), None)

    def line(self, owner: str) -> Score | None:
        """One owner's."""
        return next((one for one in self.lines if one.owner == owner), None)


class City(msgspec.Struct, frozen=True):
    """All together, each project once: what was signed, what arrived of funds, and the rate 到资率 of the
    projects signed in the period (None where nothing was).
    """

    signed: Decimal
    contract: Decimal
    arrived: Decimal
    rate: Fraction | None
    places: int = 2

    @property
    def rate_text(self) -> str:
        """``34.36%``, or “—”."""
        return percent(self.rate, self.places)


class Published(msgspec.Struct, frozen=True):
    """The city, and the boards by the sort of owner; ``zh`` and ``en``: what the pack is called."""

    city: City
    boards: dict[str, Standings]
    zh: str = ""
    en: str = ""


def written(told: Published) -> Any:
    """As the record keeps it."""
    return as_kept(told)


def read(kept: object) -> Published | None:
    """What was published; None for what this version cannot read."""
    return read_as(kept, Published)


def as_kept(told: msgspec.Struct) -> Any:
    """JSON values, no floats: fractions are text."""
    return msgspec.to_builtins(told, enc_hook=_text)


def require_room(field: str, kept: Any) -> None:
    """Stop what headquarters would refuse for its size, before it is written.

    Raises:
        InvalidRecord: with the size and the limit, in KB.
    """
    size = len(msgspec.json.encode(kept))
    if size > MOST_DATA:
        told = {"size": -(-size // 1024), "limit": MOST_DATA // 1024}
        raise InvalidRecord([Problem(field, Reason("scores.why.too_large", told))])


def read_as(kept: object, shape: type[S]) -> S | None:
    """What ``as_kept`` wrote; None for what this version cannot read."""
    try:
        return msgspec.convert(kept, type=shape, dec_hook=_fraction)
    except (msgspec.ValidationError, ValueError, ZeroDivisionError):
        return None


def _text(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def _fraction(wanted: type, value: Any) -> Any:
    if wanted is Fraction and isinstance(value, str):
        return Fraction(value)
    raise ValueError(wanted.__name__)
