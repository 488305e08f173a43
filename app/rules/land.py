"""Land as officers write it, read into ``Decimal`` 亩 (systems.md: 1 mu = 666.67 m²)."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from app.reasons import Reason
from app.rules.amounts import plain
from app.rules.folding import fold_width
from app.rules.numerals import Qualifier, read_figure
from app.rules.refusals import RuleError

SQUARE_METRES_PER_MU = Decimal("666.67")
PLACES = 4  # of a mu; a converted figure is rounded half up to this, and says so
LIMIT = Decimal(10) ** 9


class LandUnit(StrEnum):
    """The unit of a bare figure."""

    MU = "mu"
    HECTARE = "hectare"
    SQUARE_METRE = "square_metre"
    SQUARE_KILOMETRE = "square_kilometre"


# 公顷 and 平方公里 are 15 and 1,500 mu by definition; only square metres go through the rounded 666.67.
_MU = {LandUnit.MU: Decimal(1), LandUnit.HECTARE: Decimal(15), LandUnit.SQUARE_KILOMETRE: Decimal(1500)}
_WORDS = (
    (LandUnit.SQUARE_KILOMETRE, r"平方公里|平方千米|km2|k㎡"),
    (LandUnit.HECTARE, r"公顷|ha"),
    (LandUnit.SQUARE_METRE, r"平方米|平米|平方|㎡|m2|m²|方|平"),
    (LandUnit.MU, r"亩地?"),
)
_LEAD = re.compile(
    r"^(?:(?:拟|计划|项目|规划|需|新增)*(?:占地|用地|供地|征地|土地)(?:总?面积)?|总?面积|共|[::])+"
)


class LandError(RuleError):
    """Base of everything that can be wrong with an area of land."""


class LandEmpty(LandError):
    """Nothing, or only a mark for nothing, was written."""

    code = "land.empty"


class LandUnreadable(LandError):
    """Not an area."""

    code = "land.unreadable"


class LandOutOfRange(LandError):
    """Negative, too large, reversed, or finer than the store keeps."""

    code = "land.out_of_range"


@dataclass(frozen=True, slots=True)
class Land:
    """An area in 亩; ``exact`` is false when square metres were converted and rounded to four places."""

    value: Decimal
    low: Decimal
    high: Decimal
    qualifier: Qualifier
    exact: bool
    text: str
    note: Reason | None = None


def parse_land(raw: object, default_unit: LandUnit = LandUnit.MU) -> Land:
    """Read 亩, 公顷, 平方公里, ㎡ or 平方米, also with 万, 约, 左右, 以上 and ranges.

    Raises:
        LandError: one of its subclasses.
    """
    text = "" if raw is None else str(raw).strip()
    number = format(Decimal(repr(raw)), "f") if isinstance(raw, float) and abs(raw) < 1e21 else text
    body = _LEAD.sub("", re.sub(r"\s+", "", fold_width(number)).lower())
    if re.fullmatch(r"[-—–/\\*.]*|无|暂无|不需要|不用地", body):
        raise LandEmpty(text)
    if isinstance(raw, bool):
        raise LandUnreadable(text)
    if body.startswith("-"):
        raise LandOutOfRange(text)
    unit, words = next(((u, w) for u, w in _WORDS if re.search(w, body)), (default_unit, ""))
    figure = read_figure(body, words)
    if figure is None:
        raise LandUnreadable(text)
    low, low_exact = _to_mu(figure.low, unit)
    high, high_exact = _to_mu(figure.high, unit)
    if low > high or high >= LIMIT or low != round(low, PLACES) or high != round(high, PLACES):
        raise LandOutOfRange(text)
    exact = low_exact and high_exact
    return Land(
        low, low, high, figure.qualifier, exact, text, _note(text, low, high, figure.qualifier, exact)
    )


def from_mu(value: Decimal, unit: LandUnit) -> Decimal:
    """``value`` 亩 in ``unit``: square metres through 666.67, four places, half up where it does not end."""
    with localcontext() as context:
        context.prec = 80
        if unit is LandUnit.SQUARE_METRE:
            return plain(value * SQUARE_METRES_PER_MU)
        found = value / _MU[unit]
        return plain(found.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_UP))


def _to_mu(value: Decimal, unit: LandUnit) -> tuple[Decimal, bool]:
    if unit in _MU:
        return plain(value * _MU[unit]), True
    mu = (value / SQUARE_METRES_PER_MU).quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_UP)
    return plain(mu), mu * SQUARE_METRES_PER_MU == value


def _note(text: str, low: Decimal, high: Decimal, qualifier: Qualifier, exact: bool) -> Reason | None:
    params = {"text": text, "value": format(low, "f"), "high": format(high, "f")}
    if qualifier is not Qualifier.EXACT:
        return Reason(f"rules.land.{qualifier}", params)
    return None if exact else Reason("rules.land.rounded", params)
