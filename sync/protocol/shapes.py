"""Whether a value from the wire is one of its field, and its one canonical form.

Two laptops must write the same value in the same way, or digests would differ where contents do not. Texts
meet the rules they met on the laptop (``app.rules.validation``).
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from operator import call
from typing import Any

import msgspec

from app.errors import OutpostError
from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.model.values import from_wire, to_wire
from app.reasons import Reason
from app.rules.refusals import RuleError
from app.rules.validation import LONGEST, read_text
from sync.protocol.codec import is_sound
from sync.protocol.limits import MAX_DATA, MAX_INTEGER, MAX_ITEMS

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ID = re.compile(r"[0-9A-Za-z_-]{1,36}")
# Twelve digits before the point keep any amount within a 64-bit integer once it is scaled.
_MONEY = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_LAND = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")

WHOLE_DIGITS = 12  # before the point
DAYS_KNOWN = 2048  # days and moments of a field that were read lately
_MOMENT_LENGTH = len("2026-01-31T12:00:00.000Z")

_UNFORMED = (Format.NONE, Format.PLACE)  # texts that are kept as they are written

# Values as every laptop writes them, which need not be written anew. Days and moments are read once, to see
# that there is such a day.
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_MONEY = re.compile(r"0|-?[1-9][0-9]{0,11}|-?(0|[1-9][0-9]{0,11})\.[0-9]{0,5}[1-9]")
_PLAIN_LAND = re.compile(r"0|-?[1-9][0-9]{0,11}|-?(0|[1-9][0-9]{0,11})\.[0-9]{0,3}[1-9]")


class WrongShape(OutpostError):
    """A value that its field cannot hold; ``reason`` says why."""

    code = "wrong_shape"

    def __init__(self, field: str, reason: Reason) -> None:
        super().__init__(field=field, **reason.params)
        self.reason = reason


def canonical(field: Field, value: Any) -> Any:
    """The canonical wire value; empty texts and lists are ``None``.

    Raises:
        WrongShape: not a value of the field's type, too long, or not one of its choices.
    """
    if not value and value in (None, "", []):
        return None
    return _BY_TYPE[field.type](field, value)


@cache
def readers(kind: str) -> Mapping[str, Callable[[Any], Any]]:
    """``canonical`` for every field of a kind that there is, by its name."""
    return {name: partial(canonical, field) for name, field in KINDS[kind].fields.items()}


def is_canonical(kind: str, doc: Mapping[str, Any]) -> bool:
    """Whether a glance shows that everything in ``doc`` is in its canonical form. False says nothing.

    Nearly all that laptops send is; the loop runs below Python, because it is the largest part of a push.
    """
    glances = _glances(kind)
    return all(map(call, map(glances.__getitem__, doc), doc.values()))


class _Glances(dict[str, Callable[[Any], bool]]):
    """By name; a field that nobody knows has to be looked at."""

    def __missing__(self, name: str) -> Callable[[Any], bool]:
        return _tells_nothing


def _tells_nothing(value: Any) -> bool:
    return False


@cache
def _glances(kind: str) -> _Glances:
    return _Glances({name: _glance(field) for name, field in KINDS[kind].fields.items()})


def _glance(field: Field) -> Callable[[Any], bool]:
    """What tells of a value that it is canonical, without saying that any other is not."""
    match field.type:
        case Type.TEXT | Type.LONG_TEXT | Type.TEXTS if field.format in _UNFORMED:
            text = _text_glance(field.max_length or LONGEST, many_lines=field.type is Type.LONG_TEXT)
            return _all_of(text) if field.type is Type.TEXTS else text
        case Type.CHOICE:
            choices = frozenset(field.choices)
            return lambda value: type(value) is str and value in choices
        case Type.REFERENCE:
            return _matching(_ID)
        case Type.INTEGER:
            return lambda value: type(value) is int and 0 <= value <= MAX_INTEGER
        case Type.BOOLEAN:
            return lambda value: type(value) is bool
        case Type.MONEY:
            return _number(_PLAIN_MONEY)
        case Type.LAND:
            return _number(_PLAIN_LAND)
        case Type.DATE:
            return _reading(_DAY, date.fromisoformat)
        case Type.TIMESTAMP:
            return _reading(_MOMENT, datetime.fromisoformat)
    return partial(_is_written_so, field)


def _is_written_so(field: Field, value: Any) -> bool:
    try:
        read = canonical(field, value)
    except WrongShape:
        return False
    return type(read) is type(value) and read == value


def _text_glance(limit: int, *, many_lines: bool) -> Callable[[Any], bool]:
    # What can be printed holds neither line ends nor anything that is refused, and no space but the one.
    if many_lines:
        return lambda value: type(value) is str and 0 < len(value) <= limit and value.isprintable()
    return lambda value: (
        type(value) is str and 0 < len(value) <= limit and " " not in value and value.isprintable()
    )


def _all_of(one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def glance(value: Any) -> bool:
        few = type(value) is list and 0 < len(value) <= MAX_ITEMS
        return few and all(map(one, value)) and (len(value) == 1 or len(set(value)) == len(value))

    return glance


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    whole = pattern.fullmatch
    return lambda value: type(value) is str and whole(value) is not None


def _number(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    """Most amounts are whole and short; a pattern takes three times as long to say so."""
    whole = pattern.fullmatch

    def glance(value: Any) -> bool:
        if type(value) is not str:
            return False
        if value.isdecimal() and value.isascii() and value[0] != "0" and len(value) <= WHOLE_DIGITS:
            return True
        return whole(value) is not None

    return glance


def _reading(pattern: re.Pattern[str], read: Callable[[str], object]) -> Callable[[Any], bool]:
    """Days come again and again, and a push of many records is of few of them."""

    @lru_cache(maxsize=DAYS_KNOWN)
    def there_is(value: str) -> bool:
        if pattern.fullmatch(value) is None:
            return False
        try:
            read(value)
        except ValueError:
            return False
        return True

    return lambda value: type(value) is str and len(value) <= _MOMENT_LENGTH and there_is(value)


def canonical_unknown(name: str, value: Any) -> Any:
    """A value of a field that only a newer version knows: any JSON of bearable size under a field's name.

    Raises:
        WrongShape: too large, or not a name.
    """
    if not _NAME.fullmatch(name):
        raise WrongShape(name, Reason("hq.refused.unknown_field", {"name": name}))
    _bearable(name, value)
    return value if value != [] else None


def _wrong(field: Field, key: str = "hq.refused.wrong_type", **params: object) -> WrongShape:
    return WrongShape(field.name, Reason(key, params))


def _bearable(name: str, value: Any) -> None:
    if not is_sound(value) or len(msgspec.json.encode(value)) > MAX_DATA:
        raise WrongShape(name, Reason("hq.refused.too_large", {"limit": MAX_DATA}))


def _text(field: Field, value: Any) -> Any:
    if not isinstance(value, str):
        raise _wrong(field)
    try:
        return read_text(field, value) or None
    except RuleError as error:
        raise WrongShape(field.name, error.reason) from error


def _integer(field: Field, value: Any) -> Any:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_INTEGER:
        raise _wrong(field)
    return value


def _decimal(pattern: re.Pattern[str]) -> Callable[[Field, Any], Any]:
    def check(field: Field, value: Any) -> Any:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise _wrong(field)
        return to_wire(field, from_wire(field, value))

    return check


def _time(field: Field, value: Any) -> Any:
    if not isinstance(value, str):
        raise _wrong(field)
    try:
        read = from_wire(field, value)
        if isinstance(read, datetime) and read.tzinfo is None:
            raise _wrong(field)
        return value if _MOMENT.fullmatch(value) else to_wire(field, read)
    except (ValueError, ArithmeticError) as error:
        raise _wrong(field) from error


def _boolean(field: Field, value: Any) -> Any:
    if not isinstance(value, bool):
        raise _wrong(field)
    return value


def _choice(field: Field, value: Any) -> Any:
    if not isinstance(value, str):
        raise _wrong(field)
    if value not in field.choices:
        raise _wrong(field, "hq.refused.unknown_choice", value=value[:60])
    return value


def _reference(field: Field, value: Any) -> Any:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _wrong(field)
    return value


def _many(one: Callable[[Field, Any], Any]) -> Callable[[Field, Any], Any]:
    def check(field: Field, value: Any) -> Any:
        if not isinstance(value, list):
            raise _wrong(field)
        if len(value) > MAX_ITEMS:
            raise _wrong(field, "hq.refused.too_many", limit=MAX_ITEMS)
        items = dict.fromkeys(one(field, item) for item in value)
        return [item for item in items if item is not None] or None

    return check


def _data(field: Field, value: Any) -> Any:
    _bearable(field.name, value)
    return value


_BY_TYPE: Mapping[Type, Callable[[Field, Any], Any]] = {
    Type.TEXT: _text,
    Type.LONG_TEXT: _text,
    Type.INTEGER: _integer,
    Type.MONEY: _decimal(_MONEY),
    Type.LAND: _decimal(_LAND),
    Type.DATE: _time,
    Type.TIMESTAMP: _time,
    Type.BOOLEAN: _boolean,
    Type.CHOICE: _choice,
    Type.REFERENCE: _reference,
    Type.REFERENCES: _many(_reference),
    Type.TEXTS: _many(_text),
    Type.DATA: _data,
}
