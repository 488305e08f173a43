"""Money as officers write it, read into exact ``Decimal`` 万元 and shown again (systems.md, Units)."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from app.reasons import Reason
from app.rules.folding import fold_width
from app.rules.numerals import Figure, Qualifier, read_figure
from app.rules.refusals import RuleError

LIMIT = Decimal(10) ** 12  # 万元; the store keeps scaled 64-bit integers
PLACES = 6  # 万元 to one fen


class Unit(StrEnum):
    """The unit of a bare figure, and of display."""

    YUAN = "yuan"
    WAN = "wan"
    YI = "yi"


_PER_WAN = {Unit.YUAN: Decimal(1) / 10_000, Unit.WAN: Decimal(1), Unit.YI: Decimal(10_000)}


class AmountError(RuleError):
    """Base of everything that can be wrong with an amount."""


class AmountEmpty(AmountError):
    """Nothing, or only a mark for nothing, was written."""

    code = "amount.empty"


class AmountUnreadable(AmountError):
    """Not a figure (全部, 待定, a formula …)."""

    code = "amount.unreadable"


class AmountUnitMissing(AmountError):
    """A bare figure, and the caller knows no unit either."""

    code = "amount.unit_missing"


class AmountDamaged(AmountError):
    """Scientific notation: the spreadsheet may have dropped digits."""

    code = "amount.damaged"


class AmountNegative(AmountError):
    """Below zero where that makes no sense."""

    code = "amount.negative"


class AmountReversed(AmountError):
    """A range whose first end is the larger one."""

    code = "amount.reversed"


class AmountOutOfRange(AmountError):
    """Too large, or finer than one fen."""

    code = "amount.out_of_range"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 万 of ``currency`` (万元, 万美元 …).

    ``value`` is the figure to store: the lower end of a range, the bound of 以上/以内. ``rest`` is a
    remark in brackets that followed the figure. ``note`` says what ``value`` alone would hide; ``None``
    when exact.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    qualifier: Qualifier
    currency: str
    text: str
    rest: str = ""
    note: Reason | None = None


_CURRENCIES = (
    ("USD", r"美元|美金|美刀|USD|US\$|\$"),
    ("HKD", r"港元|港币|HKD|HK\$"),
    ("EUR", r"欧元|EUR|€|欧(?=$|[^洲盟])"),
    ("JPY", r"日元|日圆|JPY"),
    ("GBP", r"英镑|GBP|£"),
    ("KRW", r"韩元|韩币|KRW"),
    ("TWD", r"新台币|台币|TWD"),
    ("SGD", r"新加坡元|新币|SGD"),
    ("AUD", r"澳元|澳币|AUD"),
    ("CAD", r"加元|加币|CAD"),
    ("CNY", r"人民币|RMB|CNY|¥|元整|元|块钱|块|圆"),
)
_EMPTY = re.compile(r"[-—–―/\\*.\s]*|无|暂无|没有|n/?a|null|none", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:项目)?(?:(?:计划|拟|预计|协议|合同|固定资产|固投|意向)*总?(?:投资额?|引资额?)|总额|注册资本|注册资金|金额|合计|共计|共|计|为|[::])+"
)
_SCIENTIFIC = re.compile(r"-?\d+(?:\.\d+)?[eE][+-]?\d+")
_REMARK = re.compile(r"^(.+?)(\([^()]*\)|,[^\d].*)$", re.DOTALL)


def parse_amount(raw: object, default_unit: Unit | None = None, *, allow_negative: bool = False) -> Amount:
    """Read one cell or one field.

    Args:
        raw: text, or a spreadsheet number (``int``, ``float``, ``Decimal``).
        default_unit: the unit of a figure that states none (from the column's heading).
        allow_negative: take ``-300万`` (corrections of funds).

    Raises:
        AmountError: one of its subclasses; nothing is ever guessed.
    """
    text = "" if raw is None else str(raw).strip()
    if isinstance(raw, bool):
        raise AmountUnreadable(text)
    if isinstance(raw, float):
        if raw != raw or abs(raw) >= 1e21:
            raise AmountOutOfRange(text)
        body = format(Decimal(repr(raw)), "f")
    elif isinstance(raw, Decimal) and raw.is_finite() and abs(raw.adjusted()) < 40:
        body = format(raw, "f")
    else:
        body = re.sub(r"\s+", "", fold_width(text))
    if _EMPTY.fullmatch(body):
        raise AmountEmpty(text)
    if _SCIENTIFIC.fullmatch(body):
        raise AmountDamaged(text)
    body, rest = _without_remark(body)
    negative = body.startswith(("-", "−"))
    figure, currency = _figure(body[1:] if negative else body)
    if figure is None:
        raise AmountUnreadable(text)
    if negative and not allow_negative and (figure.low or figure.high):
        raise AmountNegative(text)
    return _amount(figure, -1 if negative else 1, currency, default_unit, text, rest)


def is_bare(text: str) -> bool:
    """Whether it is a sound figure that leaves its unit open."""
    try:
        parse_amount(text)
    except AmountUnitMissing:
        return True
    except RuleError:
        return False
    return False


def _without_remark(body: str) -> tuple[str, str]:
    match = _REMARK.match(body)
    if not match or _figure(match[1])[0] is None or re.fullmatch(r"\((?:人民币|RMB|CNY)\)", match[2]):
        return re.sub(r"\((?:人民币|RMB|CNY)\)$", "", body), ""
    return match[1], match[2]


def _figure(body: str) -> tuple[Figure | None, str]:
    body = _LEAD.sub("", body)
    for currency, words in _CURRENCIES:
        if not re.search(words, body, re.IGNORECASE):
            continue
        plain = re.sub(rf"^(?:{words})|(?<=[约超过逾近])(?:{words})", "", body, flags=re.IGNORECASE)
        if re.fullmatch("元|元整|块钱|块|圆", plain):
            return None, currency
        named = (words + "|元") if currency != "CNY" else words
        figure = read_figure(re.sub(rf"(?i:{named})(?=$|[^\d])", "元", plain), "元")
        if figure and re.search("[元块圆金币镑]", body):  # ¥200 and $200 still name no 元 or 万元
            figure = replace(figure, unit_given=True)
        return figure, currency
    return read_figure(body), "CNY"


def _amount(
    figure: Figure, sign: int, currency: str, default_unit: Unit | None, text: str, rest: str
) -> Amount:
    if not figure.unit_given and default_unit is None and (figure.low or figure.high):
        raise AmountUnitMissing(text)
    factor = _PER_WAN[Unit.YUAN if figure.unit_given else default_unit or Unit.WAN]
    with localcontext() as context:
        context.prec = 80
        low, high = plain(figure.low * factor * sign), plain(figure.high * factor * sign)
    if figure.low > figure.high:
        raise AmountReversed(text)
    if max(abs(low), abs(high)) >= LIMIT or min(_exponent(low), _exponent(high)) < -PLACES:
        raise AmountOutOfRange(text)
    value = low
    note = None
    if figure.qualifier is not Qualifier.EXACT:
        note = Reason(
            f"rules.amount.{figure.qualifier}",
            {"text": text, "value": format(value, "f"), "high": format(high, "f")},
        )
    return Amount(value, low, high, figure.qualifier, currency, text, rest, note)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def plain(value: Decimal) -> Decimal:
    """``value`` without trailing zeros and without an exponent."""
    if not value:
        return Decimal(0)
    with localcontext() as context:
        context.prec = 80
        short = value.normalize()
        return short.quantize(Decimal(1)) if _exponent(short) > 0 else short


def in_unit(value: Decimal, unit: Unit) -> Decimal:
    """``value`` 万元 expressed in ``unit``, exactly."""
    with localcontext() as context:
        context.prec = 80
        return plain(value / _PER_WAN[unit] if unit is Unit.YUAN else value * (Decimal(1) / _PER_WAN[unit]))


def exact_amount(value: Decimal | None, unit: Unit) -> str:
    """The full figure for an input field: no rounding, no commas; ``parse_amount`` reads it back."""
    return "" if value is None else format(in_unit(value, unit), "f")


def unit_for(unit: Unit, *, small: bool) -> Unit:
    """The unit of a figure where ``unit`` is chosen: small sums are told in 万元 instead of 亿元."""
    return Unit.WAN if small and unit is Unit.YI else unit


def format_amount(value: Decimal | None, unit: Unit) -> str:
    """The figure for display, without its unit (looks.md, Type).

    Two decimals in 亿元, none in 万元 and 元, half up; commas from 10,000; “—” for ``None``.
    """
    if value is None:
        return "—"
    with localcontext() as context:
        context.prec = 80
        step = Decimal("0.01") if unit is Unit.YI else Decimal(1)
        figure = in_unit(value, unit).quantize(step, rounding=ROUND_HALF_UP)
    if not figure:
        figure = abs(figure)
    return f"{figure:,f}" if abs(figure) >= 10_000 else f"{figure:f}"
