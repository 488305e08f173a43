"""A record's values as a form wants them: its unit, its kind of date, the words of its own lists."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.i18n import Translator
from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.rules.amounts import Unit, in_unit, plain
from app.rules.channels import channel_of
from app.rules.folding import fold
from app.rules.land import LandUnit, from_mu
from app.rules.phones import display_phone
from app.rules.refusals import RuleError
from app.rules.stages import parse_stage
from app.rules.text import clean_text
from app.services.fill.job import Facts, Put
from app.services.fill.sources import fields_of
from app.services.ledger.sheet_writing import LONGEST_CELL
from app.services.ledger.vocabulary import Units
from app.services.ledger.written_values import SEPARATOR, written
from app.store.store import Store

EMPTY = Reason("fill.gap.empty")
_MONTH_ONLY = re.compile(r"年\s*/?\s*月(?!\s*/?\s*日)|y{4}\W?m{2}(?!\W?d)|x{4}\.x{1,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column to fill: what it takes in, its heading, the unit of its figures and what the form asks for."""

    number: int
    label: str
    source: str
    units: Units
    facts: Facts


@dataclass(frozen=True, slots=True)
class Given:
    """What goes into a cell, or why nothing does."""

    put: Put
    reason: Reason | None = None


class Values:
    """Values of records of one kind; what they point at is read once for all of them."""

    def __init__(
        self, store: Store, kind: str, rows: Sequence[Row], translator: Translator, bare: Unit = Unit.WAN
    ) -> None:
        """``bare``: the unit of money in columns that name none."""
        self._kind, self._translator, self._bare = KINDS[kind], translator, bare
        self._linked = _linked(store, self._kind.references, rows)
        self._names = {
            row.id: str(row.values.get(KINDS[row.kind].title_field) or "") for row in self._linked.values()
        }

    def given(self, row: Row, column: Column) -> Given:
        """What ``row`` puts into ``column``."""
        field, further = fields_of(self._kind.name, column.source)
        value = row.values.get(field.name)
        if further is None:
            return self._fitted(field, value, column)
        ids = [value] if isinstance(value, str) else value or []
        found = [self._linked[id].values.get(further.name) for id in ids if id in self._linked]
        several = [one for one in found if one not in (None, "", [])]
        if not several:
            return Given(None, EMPTY)
        if len(several) == 1:
            return self._fitted(further, several[0], column)
        texts = [self._text(further, one) for one in several]
        return _chosen(SEPARATOR.join(texts), further, None, column)

    def _fitted(self, field: Field, value: Any, column: Column) -> Given:
        if value is None or value == "" or value == []:
            return Given(None, EMPTY)
        if field.type is Type.MONEY:
            return _money(value, column, self._bare)
        if field.type is Type.LAND:
            return _number(from_mu(value, column.units.land or LandUnit.MU))
        if isinstance(value, date) and field.type is Type.DATE:
            return _day(value, column)
        if field.type is Type.INTEGER:
            return _number(Decimal(value))
        return _chosen(self._text(field, value), field, value, column)

    def _text(self, field: Field, value: Any) -> str:
        """As an export has it; a number of this country without its blanks, as other offices write it."""
        if field.format is Format.PHONE and isinstance(value, list):
            return SEPARATOR.join(self._text(field, one) for one in value)
        text = str(written(field, value, self._names, self._translator) or "")
        if field.format is not Format.PHONE:
            return text
        shown = display_phone(value) if isinstance(value, str) else text
        return shown if shown.startswith("+") else shown.replace(" ", "")


def _linked(store: Store, fields: Sequence[Field], rows: Sequence[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for field in fields:
        wanted: dict[str, None] = {}
        for row in rows:
            value = row.values.get(field.name)
            wanted |= dict.fromkeys([value] if isinstance(value, str) else value or ())
        found |= {one.id: one for one in store.rows(field.target, list(wanted))}
    return found


def _money(value: Decimal, column: Column, bare: Unit) -> Given:
    if column.units.currency != "CNY":
        return Given(None, Reason("fill.gap.currency", {"currency": column.units.currency}))
    return _number(in_unit(value, column.units.money or bare))


def _number(value: Decimal) -> Given:
    return Given(("number", format(plain(value), "f")))


def _day(value: date, column: Column) -> Given:
    """A real date, unless the heading asks for a month: that is a text like 2026年3月."""
    form = column.facts.number_format.lower()
    if "y" not in form and _MONTH_ONLY.search(column.label):
        return Given(("text", f"{value.year}年{value.month}月"))
    return Given(("day", value.isoformat()))


def _chosen(text: str, field: Field, value: Any, column: Column) -> Given:
    """``text``, or the entry of the form's list that means the same."""
    clean = clean_text(text).text
    if column.facts.choices:
        entry = _entry(clean, field, value, column.facts.choices)
        if entry is None:
            return Given(None, Reason("fill.gap.not_listed", {"text": clean[:40]}))
        return Given(("text", entry))
    if len(clean) > LONGEST_CELL:
        return Given(("text", clean[:LONGEST_CELL]), Reason("fill.gap.cut", {"limit": LONGEST_CELL}))
    return Given(("text", clean))


def _entry(text: str, field: Field, value: Any, choices: Sequence[str]) -> str | None:
    """The entry equal to the text, else the one that means the choice, else the only one that holds it."""
    folded = {fold(one): one for one in reversed(choices)}
    if (equal := folded.get(fold(text))) is not None:
        return equal
    means = _MEANINGS.get((field.kind, field.name))
    if means is not None and (same := [one for one in choices if means(one) == value]):
        return same[0]
    near = [one for word, one in folded.items() if word in fold(text) or fold(text) in word]
    return near[0] if len(near) == 1 else None


def _stage(word: str) -> str | None:
    try:
        return parse_stage(word).stage.value
    except RuleError:
        return None


_MEANINGS: Mapping[tuple[str, str], Callable[[str], str | None]] = {
    ("project", "stage"): _stage,
    ("project", "channel"): channel_of,
}
