"""Whether a value from the wire is one of its field, and its one canonical form.

Two laptops must write the same value in the same way, or digests would differ where contents do not. Texts
meet the rules they met on the laptop (``app.rules.validation``).
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

import msgspec

from app.errors import OutpostError
from app.model.field import Field, Type
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

# A moment as every laptop writes it: read once to see that there is such a day, it need not be written anew.
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


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
    fields = KINDS[kind].fields
    return {name: _reader(field) for name, field in fields.items()}


def _reader(field: Field) -> Callable[[Any], Any]:
    """``canonical`` of one field, which tells most texts at a glance."""
    if field.format or field.type not in (Type.TEXT, Type.LONG_TEXT):
        return partial(canonical, field)
    limit, many_lines = field.max_length or LONGEST, field.type is Type.LONG_TEXT

    def read(value: Any) -> Any:
        # What can be printed holds neither line ends nor anything that is refused, and no space but the one.
        plain = type(value) is str and 0 < len(value) <= limit and value.isprintable()
        return value if plain and (many_lines or " " not in value) else canonical(field, value)

    return read


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
