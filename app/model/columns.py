"""The column makers of the record classes: each makes a SQLAlchemy column and its ``Field`` in one stroke.

Exact decimals are stored as scaled integers so that SQLite sorts and adds them exactly; lists as JSON text.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Date, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.model.field import Field, Format, Merge, Type

MONEY_PLACES = 6  # 万元 to one fen
LAND_PLACES = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
T = TypeVar("T")


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal kept as the integer ``value × 10^places``."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places: the file would round it")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else plain(Decimal(value).scaleb(-self.places))


class Instant(TypeDecorator[datetime]):
    """A UTC instant kept as integer milliseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // timedelta(milliseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(milliseconds=value)


class Json(TypeDecorator[Any]):
    """Lists and data as JSON text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


def plain(value: Decimal) -> Decimal:
    """``value`` without trailing zeros and without an exponent (``225100``, not ``2.251E+5``)."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Declared(Generic[T]):
    """A column as a record class declares it, a ``T`` in Python; each table that has it makes its own.

    ``field``: none of what describes the row itself. ``empty``: what stands where nothing was told; with it
    the column is never NULL.
    """

    type: TypeEngine[Any]
    field: Field | None = None
    key: bool = False
    empty: Any = None
    index: bool = False

    def column(self, name: str) -> Column[Any]:
        """The column of that name, in no table yet."""
        return Column(
            name,
            self.type,
            primary_key=self.key,
            nullable=not self.key and self.empty is None,
            default=self.empty,
            index=self.index or None,
            info={} if self.field is None else {"field": self.field},
        )


def text(max_length: int = 200, **spec: Any) -> Declared[str | None]:
    """One line of text."""
    return Declared(String(), Field(Type.TEXT, max_length=max_length, **spec))


def long_text(**spec: Any) -> Declared[str | None]:
    """Paragraphs, merged by paragraph; 200,000 characters at most."""
    return Declared(String(), Field(Type.LONG_TEXT, **{"merge": Merge.TEXT, "max_length": 200_000, **spec}))


def integer(**spec: Any) -> Declared[int | None]:
    """A whole number."""
    return Declared(Integer(), Field(Type.INTEGER, **spec))


def money(**spec: Any) -> Declared[Decimal | None]:
    """An amount in 万元."""
    return Declared(Scaled(MONEY_PLACES), Field(Type.MONEY, **spec))


def land(**spec: Any) -> Declared[Decimal | None]:
    """An area of land in 亩."""
    return Declared(Scaled(LAND_PLACES), Field(Type.LAND, **spec))


def day(**spec: Any) -> Declared[date | None]:
    """A calendar date."""
    return Declared(Date(), Field(Type.DATE, **spec))


def instant(**spec: Any) -> Declared[datetime | None]:
    """A moment, UTC."""
    return Declared(Instant(), Field(Type.TIMESTAMP, **spec))


def yes_no(**spec: Any) -> Declared[bool | None]:
    """True or false."""
    return Declared(Boolean(), Field(Type.BOOLEAN, **spec))


def choice(*choices: str, **spec: Any) -> Declared[str | None]:
    """One of ``choices``."""
    return Declared(String(), Field(Type.CHOICE, choices=choices, **spec))


def reference(target: str, **spec: Any) -> Declared[str | None]:
    """The id of one record of kind ``target``; at every opened page it is asked what points at it."""
    return Declared(String(36), Field(Type.REFERENCE, target=target, **spec), index=True)


def references(target: str, **spec: Any) -> Declared[list[str] | None]:
    """Ids of records of kind ``target``."""
    return Declared(Json(), Field(Type.REFERENCES, **{"merge": Merge.UNION, "target": target, **spec}))


def texts(format: Format = Format.NONE, max_length: int = 100, **spec: Any) -> Declared[list[str] | None]:
    """Short texts, each of at most ``max_length`` characters."""
    field = Field(Type.TEXTS, **{"merge": Merge.UNION, "format": format, "max_length": max_length, **spec})
    return Declared(Json(), field)


def data(**spec: Any) -> Declared[Any]:
    """JSON that only the product writes."""
    return Declared(Json(), Field(Type.DATA, **{"merge": Merge.LATEST, **spec}))
