"""Values as people read them: amounts in the chosen unit, short dates, phones in groups."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.i18n import Translator
from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.model.row import Row
from app.model.values import from_wire
from app.policy.pack import Text
from app.reasons import Reason
from app.rules.amounts import Unit, exact_amount, format_amount, unit_for
from app.rules.clock import CHINA
from app.rules.phones import display_phone
from ui.context.preferences import Preferences

EMPTY = "—"
Names = Mapping[str, str]
"""Titles of referenced records by id."""


class Formats:
    """Turns values into words of the user's language, in the user's unit."""

    def __init__(
        self, words: Callable[[], Translator], preferences: Preferences, today: Callable[[], date]
    ) -> None:
        self._words, self._preferences, self.today = words, preferences, today
        self.node_texts: Callable[[], Mapping[str, Text]] = dict
        """Title → what nodes of the pack's plans are called in both languages."""

    def tr(self, key: str, /, **values: object) -> str:
        return self._words().tr(key, **values)

    # ---- amounts
    @property
    def unit(self) -> Unit:
        return self._preferences.unit

    @property
    def unit_name(self) -> str:
        return self.unit_name_of(None)

    def unit_of(self, field: Field | None) -> Unit:
        """The unit that amounts of a field are told and typed in; of none in particular, the chosen one."""
        return unit_for(self.unit, small=field is not None and field.small)

    def unit_name_of(self, field: Field | None) -> str:
        return self.tr(f"ui.unit.{self.unit_of(field).value}")

    def amount(self, value: Decimal | None, field: Field | None = None) -> str:
        """The bare figure, for a column whose header names the unit."""
        return format_amount(value, self.unit_of(field))

    def amount_with_unit(self, value: Decimal | None, field: Field | None = None) -> str:
        if value is None:
            return EMPTY
        unit = self.unit_of(field)
        return self.tr(f"ui.amount.{unit.value}", figure=format_amount(value, unit))

    def exact(self, value: Decimal, field: Field | None = None) -> str:
        """The full figure in the unit in force, for an input field."""
        return exact_amount(value, self.unit_of(field))

    def land(self, value: Decimal | None) -> str:
        return EMPTY if value is None else f"{value:,f} {self.tr('ui.unit.mu')}"

    def size(self, count: int) -> str:
        """Bytes as KB or MB."""
        if count < 1024:
            return f"{count} B"
        if count < 1024 * 1024:
            return f"{count / 1024:.0f} KB"
        return f"{count / (1024 * 1024):.1f} MB"

    # ---- days and moments
    def day(self, value: date | None) -> str:
        """The full date."""
        return EMPTY if value is None else value.isoformat()

    def short_day(self, value: date | None) -> str:
        """Month and day within this year, else the full date."""
        if value is None:
            return EMPTY
        return f"{value:%m-%d}" if value.year == self.today().year else value.isoformat()

    def clock(self, value: datetime | None) -> str:
        """The time of day, with the day where it is not today."""
        if value is None:
            return ""
        local = value.astimezone(CHINA)
        if local.date() == self.today():
            return f"{local:%H:%M}"
        return self.moment(value)

    def moment(self, value: datetime | None) -> str:
        """“今天 08:12”, “昨天 17:40”, “11-16 09:00”."""
        if value is None:
            return EMPTY
        local = value.astimezone(CHINA)
        if local.date() == self.today():
            return self.tr("ui.when.today", time=f"{local:%H:%M}")
        if local.date() == self.today() - timedelta(days=1):
            return self.tr("ui.when.yesterday", time=f"{local:%H:%M}")
        return f"{self.short_day(local.date())} {local:%H:%M}"

    # ---- records
    def kind(self, kind: str) -> str:
        return self.tr(f"kind.{kind}")

    def label(self, field: Field) -> str:
        return self.tr(field.label_key)

    def reason(self, reason: Reason) -> str:
        """A sentence about a value, with choices and field names in words."""
        return self.tr(reason.key, **reason.params)

    def stored_reason(self, stored: Mapping[str, Any] | None) -> str:
        """A reason as the outbox keeps it; its bare key where this version has no sentence for it."""
        if not stored:
            return EMPTY
        key = str(stored.get("key", ""))
        if not self._words().has(key):
            return key
        return self.tr(key, **(stored.get("params") or {}))

    def choice(self, field: Field, value: str) -> str:
        """One of a field's choices; a choice that only a newer version knows stays as it is."""
        key = field.choice_key(value)
        return self.tr(key) if self._words().has(key) else value

    def title(self, row: Row) -> str:
        """What a person calls the record."""
        kind = KINDS[row.kind]
        field, value = kind.fields[kind.title_field], str(row[kind.title_field] or "")
        if row.kind == "node" and (text := self.node_texts().get(value)) is not None:
            return text.said(self._words().language)
        return (self.choice(field, value) if field.choices else value) or self.tr("ui.untitled")

    def value(self, field: Field, value: Any, names: Names) -> str:
        """A field's value in words, "" when there is none."""
        if value is None or value == []:
            return ""
        match field.type:
            case Type.MONEY:
                return self.amount_with_unit(value, field)
            case Type.LAND:
                return self.land(value)
            case Type.DATE:
                return self.day(value)
            case Type.TIMESTAMP:
                return self.moment(value)
            case Type.BOOLEAN:
                return self.tr("ui.yes" if value else "ui.no")
            case Type.CHOICE:
                return self.choice(field, value)
            case Type.REFERENCE:
                return names.get(value) or self.tr("ui.gone")
            case Type.REFERENCES:
                return self.listed([names.get(one) or self.tr("ui.gone") for one in value])
            case Type.TEXTS:
                return self.listed([self.one_text(field, one) for one in value])
        return self.one_text(field, str(value))

    def one_text(self, field: Field, text: str) -> str:
        return display_phone(text) if field.format is Format.PHONE else text

    def listed(self, texts: list[str]) -> str:
        return self.tr("ui.list_separator").join(texts)

    def wire_value(self, field: Field, value: Any, names: Names) -> str:
        """A value as history and conflict cards hold it; what cannot be read is shown as it is."""
        try:
            shown = self.value(field, from_wire(field, value), names)
        except (ValueError, ArithmeticError, TypeError):
            shown = str(value)
        return shown or EMPTY
