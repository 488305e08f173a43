"""Values as an export shows them: the labels of a language, names for links, dates and amounts as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.i18n import Translator
from app.model.field import Field, Format, Type
from app.model.registry import KINDS, Kind
from app.model.row import Row
from app.rules.clock import CHINA
from app.rules.phones import display_phone
from app.store.store import Store

_UNIT_KEYS = {Type.MONEY: "export.money", Type.LAND: "export.land"}
SEPARATOR = "、"

Written = str | Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export; money and land carry their unit in the label."""

    field: Field
    label: str


def columns_of(kind: Kind, translator: Translator) -> tuple[Column, ...]:
    """The fields people edit, in the order of the form."""
    columns = []
    for field in kind.form_fields:
        label = translator.tr(field.label_key)
        if unit := _UNIT_KEYS.get(field.type):
            label = translator.tr(unit, label=label)
        columns.append(Column(field, label))
    return tuple(columns)


def names_of(store: Store, kind: Kind, rows: Sequence[Row]) -> dict[str, str]:
    """Id → name of every record that ``rows`` point at."""
    names: dict[str, str] = {}
    for field in kind.references:
        wanted: dict[str, None] = {}
        for row in rows:
            value = row.values.get(field.name)
            wanted |= dict.fromkeys([value] if isinstance(value, str) else value or ())
        for found in store.rows(field.target, list(wanted)):
            names[found.id] = str(found.values.get(KINDS[field.target].title_field) or "")
    return names


def written(field: Field, value: Any, names: Mapping[str, str], translator: Translator) -> Written:
    """``value`` as an export shows it; ``None`` for nothing."""
    if value is None or value == [] or value == "":
        return None
    match field.type:
        case Type.CHOICE:
            return translator.tr(field.choice_key(value))
        case Type.BOOLEAN:
            return translator.tr("export.yes" if value else "export.no")
        case Type.REFERENCE:
            return names.get(value, str(value))
        case Type.REFERENCES:
            return SEPARATOR.join(names.get(one, one) for one in value)
        case Type.TEXTS:
            return SEPARATOR.join(_text(field, one) for one in value)
        case Type.TIMESTAMP:
            return _moment(value)
        case Type.MONEY | Type.LAND | Type.INTEGER | Type.DATE:
            number: Decimal | int | date = value
            return number
    return _text(field, str(value))


def _text(field: Field, text: str) -> str:
    return display_phone(text) if field.format is Format.PHONE else text


def _moment(value: datetime) -> str:
    return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
