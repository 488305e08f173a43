"""Every field of every record: what people typed becomes values, what cannot is refused with a reason.

Texts meet the same rules (``read_text``) on the laptop before they travel and at headquarters.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.model.field import Field, Format, Type
from app.model.registry import Kind
from app.reasons import Reason
from app.rules import (
    amounts,
    birthdays,
    channels,
    coordinates,
    credit_code,
    dates,
    land,
    phones,
    stages,
    text,
)
from app.rules.numerals import Qualifier
from app.rules.refusals import RuleError

MAX_ITEMS = 200
LONGEST = 10_000  # characters of a text whose field says nothing else
MAX_INTEGER = 2**53 - 1  # what every JSON reader keeps exactly
_MANY_LINES = Type.LONG_TEXT
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that cannot be taken as it is."""

    field: str
    reason: Reason


class _Refused(RuleError):
    def __init__(self, key: str, *, text: str = "", **params: object) -> None:
        super().__init__(text, field="", **params)
        self.code = f"value.{key}"


def read_values(kind: Kind, raw: Mapping[str, Any], *, today: date) -> tuple[dict[str, Any], list[Problem]]:
    """Turn what was typed (texts, JSON or Python values) into the values of the kind's fields.

    Amounts, land, dates and phones are read as people write them (``2.5亿``, ``3月5日``), relative to
    ``today``. Fields that fail are left out of the values and named in the problems; unknown names too.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, given in raw.items():
        field = kind.fields.get(name)
        if field is None:
            known = ", ".join(kind.fields)
            problems.append(
                Problem(name, Reason("rules.value.unknown_field", {"name": name, "known": known}))
            )
            continue
        try:
            values[name] = read_value(field, given, today=today)
        except RuleError as refusal:
            problems.append(Problem(name, refusal.reason))
        else:
            if field.words and not raw.get(field.words) and (words := _hidden_words(field, given, today)):
                values[field.words] = words
    return values, problems


def _hidden_words(field: Field, given: Any, today: date) -> str:
    """What was typed, where the value alone would say less (``2亿元以上``, ``5月底前``)."""
    if not isinstance(given, str) or not given.strip():
        return ""
    if field.type is Type.MONEY:
        inexact = amounts.parse_amount(given, amounts.Unit.WAN).qualifier is not Qualifier.EXACT
    else:
        read = dates.parse_date(given, today)
        inexact = read.precision is not dates.Precision.DAY or read.qualifier is not dates.DateQualifier.ON
    return text.one_line(given) if inexact else ""


def missing_fields(kind: Kind, values: Mapping[str, Any]) -> list[Problem]:
    """One problem for each required field that ``values`` leave empty."""
    return [
        Problem(name, Reason("rules.value.required"))
        for name, field in kind.fields.items()
        if field.required and values.get(name) in (None, "", [])
    ]


def read_value(field: Field, given: Any, *, today: date) -> Any:
    """One field's value from what was typed; an empty text is no value (``None``)."""
    if isinstance(given, str):
        text.check_text(given, max(field.max_length, LONGEST))
        given = given.strip()
    if given is None or given == "" or given == []:
        return None
    return _READERS[field.type](field, given, today)


def read_text(field: Field, given: str) -> str:
    """A text as its field keeps it: sound characters, within its length, one line or many, in its format.

    Raises:
        RuleError: it is refused; its ``reason`` says what to do.
    """
    one = text.check_text(given, field.max_length or LONGEST)
    if field.type is not _MANY_LINES:
        one = text.one_line(one)
    return _formatted(field.format, one) if field.format else one


def _read_text(field: Field, given: Any, today: date) -> str:
    if isinstance(given, int | Decimal) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str):
        raise _Refused("not_text")
    return read_text(field, given)


def _formatted(format: Format, one: str) -> str:
    match format:
        case Format.CREDIT_CODE:
            return credit_code.parse_credit_code(one)
        case Format.BIRTHDAY:
            return birthdays.parse_birthday(one)
        case Format.COORDINATES:
            return coordinates.parse_coordinates(one).stored
        case Format.PHONE:
            return phones.parse_phone(one).stored
        case Format.EMAIL if not _EMAIL.fullmatch(one):
            raise _Refused("email", text=one[:60])
        case Format.SHA256 if not _SHA256.fullmatch(one):
            raise _Refused("malformed")
    return one


def _read_integer(field: Field, given: Any, today: date) -> int:
    if isinstance(given, str):
        try:
            given = int(given)
        except ValueError:
            raise _Refused("not_integer", text=given[:40]) from None
    if not isinstance(given, int) or isinstance(given, bool):
        raise _Refused("not_integer", text=str(given)[:40])
    if not 0 <= given <= MAX_INTEGER:
        raise _Refused("integer_range", text=str(given)[:40])
    return given


def _read_money(field: Field, given: Any, today: date) -> Decimal:
    if isinstance(given, bool | float | list | dict):
        raise _Refused("not_amount")
    amount = amounts.parse_amount(str(given), amounts.Unit.WAN)
    if amount.currency != "CNY":
        raise _Refused("foreign_currency", text=amount.text, currency=amount.currency)
    return amount.value


def _read_land(field: Field, given: Any, today: date) -> Decimal:
    if isinstance(given, bool | float | list | dict):
        raise _Refused("not_land")
    return land.parse_land(str(given)).value


def _read_date(field: Field, given: Any, today: date) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if not isinstance(given, str):
        raise _Refused("not_date")
    return dates.parse_date(given, today).date


def _read_instant(field: Field, given: Any, today: date) -> datetime:
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            raise _Refused("not_instant", text=given[:40]) from None
    if not isinstance(given, datetime) or given.tzinfo is None:
        raise _Refused("not_instant", text=str(given)[:40])
    moment = given.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _read_boolean(field: Field, given: Any, today: date) -> bool:
    if not isinstance(given, bool):
        raise _Refused("not_boolean")
    return given


def _read_choice(field: Field, given: Any, today: date) -> str:
    if given in field.choices:
        return str(given)
    if field.name == "stage":
        return stages.parse_stage(given).stage.value
    if field.name == "channel" and (channel := channels.channel_of(str(given))) is not None:
        return channel.value
    raise _Refused("choice", text=str(given)[:40], choices=", ".join(field.choices))


def _read_reference(field: Field, given: Any, today: date) -> str:
    if not isinstance(given, str) or not _UUID.fullmatch(given):
        raise _Refused("reference", text=str(given)[:40])
    return given


def _read_list(one: Callable[[Field, Any, date], str]) -> Callable[[Field, Any, date], list[str]]:
    def read(field: Field, given: Any, today: date) -> list[str]:
        items = [given] if isinstance(given, str) else given
        if not isinstance(items, list | tuple):
            raise _Refused("not_list")
        if len(items) > MAX_ITEMS:
            raise _Refused("too_many", limit=MAX_ITEMS)
        return list(dict.fromkeys(one(field, item, today) for item in items if item not in (None, "")))

    return read


def _read_data(field: Field, given: Any, today: date) -> Any:
    return given


_READERS: Mapping[Type, Callable[[Field, Any, date], Any]] = {
    Type.TEXT: _read_text,
    Type.LONG_TEXT: _read_text,
    Type.INTEGER: _read_integer,
    Type.MONEY: _read_money,
    Type.LAND: _read_land,
    Type.DATE: _read_date,
    Type.TIMESTAMP: _read_instant,
    Type.BOOLEAN: _read_boolean,
    Type.CHOICE: _read_choice,
    Type.REFERENCE: _read_reference,
    Type.REFERENCES: _read_list(_read_reference),
    Type.TEXTS: _read_list(_read_text),
    Type.DATA: _read_data,
}
