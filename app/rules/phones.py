"""Telephone numbers as they stand in cells, normalised to E.164 (China unless they say otherwise)."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

from app.rules.folding import fold_digits, fold_width
from app.rules.refusals import RuleError

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

SPREADSHEET_ZEROS = 6  # a number cell that ends in so many zeros has lost its digits to 1.38E+10
_CHINESE_MOBILE = re.compile(r"\+861[3-9][0-9]{9}")


class PhoneKind(StrEnum):
    """What a number can be used for."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"  # 400, 800
    FOREIGN = "foreign"


class PhoneError(RuleError):
    """Base of everything that can be wrong with a number."""


class PhoneEmpty(PhoneError):
    """Nothing was written."""

    code = "phone.empty"


class PhoneDamaged(PhoneError):
    """The spreadsheet kept only the first digits (1.37E+10): the person must be asked again."""

    code = "phone.damaged"


class PhoneAreaMissing(PhoneError):
    """A landline without its area code."""

    code = "phone.area_missing"


class PhoneInvalid(PhoneError):
    """Not a number that exists; ``digits`` says how many digits it has."""

    code = "phone.invalid"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: ``e164`` is the key (``+8613800138000``), ``extension`` its digits after 转, ``text``
    as written.
    """

    e164: str
    kind: PhoneKind
    extension: str
    text: str

    @property
    def stored(self) -> str:
        """E.164 with the extension appended (``+8656412345678;ext=808``); ``parse_phone`` reads it back."""
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164


@dataclass(frozen=True, slots=True)
class PhoneCell:
    """All of one cell: the numbers, what could not be read and why, and the words around them."""

    phones: tuple[Phone, ...]
    problems: tuple[PhoneError, ...]
    rest: str
    text: str


_HARD = re.compile(r"[、;,/|\n\r\t]+|(?<!\d)和(?!\d)|(?<=\d)[和或及](?=[\d+])")
_LABEL = re.compile(
    r"(?:手机|电话|座机|办公室?|固话|联系|联系方式|移动|号码|tel|mobile|phone|mob)+[::.]?", re.IGNORECASE
)
_RUN = re.compile(r"\+?\(?\+?\d[\d\s().\-–—]*(?:(?:转|ext\.?|;ext=|x|#)\s*\d{1,6})?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:转|分机|;?ext\.?=?|x|#)+\s*(\d{1,6})$", re.IGNORECASE)
_DASH_EXTENSION = re.compile(r"^(0\d{2,3}-?\d{7,8})-(\d{1,6})$")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")


def read_phones(cell: object, region: str = "CN") -> PhoneCell:
    """Every number of a cell (``、 / ; ，`` or spaces between them). Never raises.

    ``rest`` keeps the words that are not numbers (``王总``); a piece that has digits but is no number is
    a problem.
    """
    text = "" if cell is None else str(cell).strip()
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return _from_number(cell, text, region)
    body = re.sub(r";\s*ext=", " ext ", fold_width(text), flags=re.IGNORECASE)
    return _from_pieces([piece for piece in _HARD.split(body) if piece.strip()], text, region)


def _from_number(cell: int | float | Decimal, text: str, region: str) -> PhoneCell:
    try:
        return PhoneCell(
            (_parse(_number_text(cell), region, damaged_zeros=True, original=text),), (), "", text
        )
    except PhoneError as problem:
        return PhoneCell((), (problem,), "", text)


def _from_pieces(pieces: list[str], text: str, region: str) -> PhoneCell:
    phones: list[Phone] = []
    problems: list[PhoneError] = []
    rest: list[str] = []
    for piece in pieces:
        for run in _numbers_in(_LABEL.sub(" ", piece), region, rest):
            try:
                phone = _parse(run, region, damaged_zeros=False)
            except PhoneError as problem:
                problems.append(problem)
            else:
                if phone.stored not in {known.stored for known in phones}:
                    phones.append(phone)
    return PhoneCell(tuple(phones), tuple(problems), " ".join(rest), text)


def _numbers_in(piece: str, region: str, rest: list[str]) -> list[str]:
    """The texts of the numbers in a piece without hard separators; words go to ``rest``."""
    if _SCIENTIFIC.search(piece):
        return [piece.strip()]
    found: list[str] = []
    end = 0
    for match in _RUN.finditer(piece):
        rest.extend(piece[end : match.start()].split())
        run = match.group().rstrip(" (.-–—")
        end = match.start() + len(run)
        found.extend(_group(run.split(), region))
    rest.extend(piece[end:].split())
    return found


def _group(tokens: list[str], region: str) -> list[str]:
    """Join space-separated tokens into numbers: the whole run if it is one, else greedily from the left."""
    whole = " ".join(tokens)
    if len(tokens) == 1 or len(tokens) > 24 or _is_phone(whole, region):
        return [whole]
    groups: list[str] = []
    start = 0
    while start < len(tokens):
        ends = range(min(len(tokens), start + 6), start, -1)
        end = next((e for e in ends if _is_phone(" ".join(tokens[start:e]), region)), None)
        if end is None:
            groups.append(" ".join(tokens[start:]))
            break
        groups.append(" ".join(tokens[start:end]))
        start = end
    return groups


def _is_phone(text: str, region: str) -> bool:
    try:
        _parse(text, region, damaged_zeros=False)
    except PhoneError:
        return False
    return True


def parse_phone(raw: object, region: str = "CN") -> Phone:
    """Exactly one number.

    Raises:
        PhoneError: one of its subclasses; more than one number is ``PhoneInvalid``.
    """
    text = "" if raw is None else str(raw).strip()
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return _parse(_number_text(raw), region, damaged_zeros=True, original=text)
    body = fold_width(text)
    return _parse(_LABEL.sub("", body) if _LABEL.match(body) else body, region, False, original=text)


def _number_text(raw: int | float | Decimal) -> str:
    """The digits of a number cell: 13800138001.0 → ``13800138001``; anything with a fraction stays as it
    is.
    """
    text = str(raw)
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if value.is_finite() and value == value.to_integral_value() and abs(value) < 10**20:
        return format(value.to_integral_value(), "f")
    return text


def _parse(text: str, region: str, damaged_zeros: bool, original: str | None = None) -> Phone:
    import phonenumbers

    written = text if original is None else original
    body = re.sub(r"[–—−]", "-", text.strip())
    if not body:
        raise PhoneEmpty(written)
    lost = damaged_zeros or re.fullmatch(r"\d+\.0+", body)
    if _SCIENTIFIC.search(body) or (lost and body.split(".")[0].endswith("0" * SPREADSHEET_ZEROS)):
        raise PhoneDamaged(written)
    body = re.sub(r"\.0+$", "", body)
    digits = sum(c.isdigit() for c in body)
    if not re.fullmatch(r"[+\d\s().\-;=a-zA-Z#转分机]+", body) or not 3 <= digits <= 25:
        raise PhoneInvalid(written, digits=digits)
    body, extension = _without_extension(body)
    try:
        number = phonenumbers.parse(body, region)
    except phonenumbers.NumberParseException as error:
        raise PhoneInvalid(written, digits=digits) from error
    if not phonenumbers.is_valid_number(number):
        bare = re.sub(r"\D", "", body)
        if region == "CN" and len(bare) in (7, 8) and bare[0] in "2345678":
            raise PhoneAreaMissing(written)
        raise PhoneInvalid(written, digits=digits)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, _kind(number, region), extension or number.extension or "", written)


def _without_extension(body: str) -> tuple[str, str]:
    if match := _EXTENSION.search(body):
        return body[: match.start()].rstrip(" -;"), match[1]
    if match := _DASH_EXTENSION.fullmatch(re.sub(r"\s", "", body).replace("(", "").replace(")", "-")):
        return match[1], match[2]
    return body, ""


def _kind(number: "PhoneNumber", region: str) -> PhoneKind:
    from phonenumbers import PhoneNumberType, country_code_for_region, number_type

    if number.country_code != country_code_for_region(region):
        return PhoneKind.FOREIGN
    kind = number_type(number)
    if kind == PhoneNumberType.MOBILE:
        return PhoneKind.MOBILE
    return PhoneKind.LANDLINE if kind == PhoneNumberType.FIXED_LINE else PhoneKind.SERVICE


def _split_stored(stored: str) -> tuple[str, str]:
    e164, _, extension = stored.partition(";ext=")
    return e164, extension


def is_mobile(stored: str) -> bool:
    """Whether a stored number rings in one person's pocket (a foreign one may)."""
    e164, extension = _split_stored(stored)
    if e164.startswith("+86"):
        return _CHINESE_MOBILE.fullmatch(e164) is not None and not extension
    from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse

    try:
        kind = number_type(parse(e164, None))
    except NumberParseException:
        return False
    return kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def display_phone(stored: str) -> str:
    """``+8613800138000`` → ``138 0013 8000``; landlines ``0564-3321234-808``; foreign ones internationally.

    Text that is no E.164 number comes back as it is.
    """
    e164, extension = _split_stored(stored)
    tail = f"-{extension}" if extension else ""
    if _CHINESE_MOBILE.fullmatch(e164):  # nearly every one: what knows all others takes a while to load
        return f"{e164[3:6]} {e164[6:10]} {e164[10:]}{tail}"
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return stored
    if number.country_code != 86:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) + tail
    national = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    if area:
        return f"0{national[:area]}-{national[area:]}{tail}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) + tail


def mask_phone(stored: str) -> str:
    """``138****8000``: enough to recognise, not enough to call. Works on any text with digits."""
    e164, _ = _split_stored(stored)
    digits = re.sub(r"\D", "", fold_digits(e164))
    national = digits[2:] if e164.startswith("+86") else digits
    if len(national) < 7:
        return "*" * len(national)
    return f"{national[:3]}****{national[-4:]}" if len(national) > 8 else f"{national[:2]}****{national[-2:]}"


def phone_tail(stored: str) -> str:
    """The last four digits, by which people recognise a number."""
    return re.sub(r"\D", "", _split_stored(stored)[0])[-4:]
