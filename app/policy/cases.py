"""A case as people write it (JSON of names and figures), read into the facts a table decides by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.errors import OutpostError
from app.policy.conditions import CellError, number_text, read_amount, read_flag
from app.policy.facts import Fact, FactKind, Unit, Value
from app.policy.pack import Pack
from app.policy.table import Decision


class FactUnknown(OutpostError):
    """The case tells something that no rule asks for: a slip of the pen would change the answer unnoticed."""

    code = "fact_unknown"


class FactUnusable(OutpostError):
    """The value of a fact is of the wrong type, in the wrong unit, or a word the pack does not have."""

    code = "fact_unusable"


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of a case. ``assumed``: yes/no facts that were not told and count as no."""

    values: Mapping[str, Value]
    assumed: tuple[str, ...] = ()


def read_case(pack: Pack, raw: Mapping[str, object], tables: Iterable[str], *more: str) -> Case:
    """The facts that ``tables`` ask for, and ``more`` numbers besides; all else in ``raw`` is refused.

    Raises:
        FactUnknown, FactUnusable: as they say.
    """
    asked = {fact.name: fact for name in tables for fact in pack.table(name).facts}
    asked |= {name: pack.facts[name] for name in more}
    for name in raw:
        if name not in pack.facts:
            raise FactUnknown(field=name, name=name, known=", ".join(sorted(asked)))
    told = {
        name: read_value(pack, pack.facts[name], value) for name, value in raw.items() if value is not None
    }
    assumed = [name for name, fact in asked.items() if fact.kind is FactKind.FLAG and name not in told]
    return Case(told | dict.fromkeys(assumed, False), tuple(assumed))


def decided(pack: Pack, table: str, raw: Mapping[str, object], *more: str) -> Decision:
    """What one table answers to ``raw``, which is read as ``read_case`` does.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable: as they say.
    """
    return pack.table(table).decide(read_case(pack, raw, [table], *more).values)


def read_value(pack: Pack, fact: Fact, value: object) -> Value:
    """One value; numbers as numbers or as text with a unit (``"1.2亿"``).

    Raises:
        FactUnusable: it is none of this fact's.
    """
    try:
        if fact.kind is FactKind.WORD:
            words = pack.words.get(fact.words, {})
            if not isinstance(value, str) or value not in words:
                raise CellError("word", known=", ".join(words))
            return value
        if fact.kind is FactKind.FLAG:
            return value if isinstance(value, bool) else read_flag(str(value))
        return _number(value, fact.unit)
    except CellError as error:
        wanted = error.params.get("known") or (f"{fact.kind} {fact.unit or ''}".strip())
        shown = ", ".join(wanted) if isinstance(wanted, tuple) else wanted
        raise FactUnusable(field=fact.name, name=fact.name, written=str(value)[:40], wanted=shown) from error


def _number(value: object, unit: Unit | None) -> Fraction:
    if isinstance(value, bool | float) or not isinstance(value, int | str | Decimal | Fraction):
        raise CellError("not_a_number", written=str(value))
    if isinstance(value, str):
        if "/" in value and unit is not Unit.SHARE:
            raise CellError("not_a_number", written=value)
        return read_amount(value, unit)
    if value < 0 or (isinstance(value, Decimal) and not value.is_finite()):
        raise CellError("not_a_number", written=str(value))
    return Fraction(value)


def exact(value: Value) -> Decimal:
    """A number of a case as the exact decimal it was written as."""
    assert isinstance(value, Fraction)
    return Decimal(number_text(value))
