"""The registry: every record kind with its fields, read off the declarations in ``app.model.records``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from sqlalchemy import Table

from app.model.field import Field, Merge, Type
from app.model.record import Record
from app.model.records import ALL

# Raised by one with every field or kind added (``schema`` there); laptops tell it, headquarters serves N, N-1
# and N-2.
SCHEMA = 3


@dataclass(frozen=True)
class Kind:
    """One record kind: its name, its table on the laptop, its fields by name (the rest: see ``Record``)."""

    name: str
    table: Table
    fields: Mapping[str, Field]
    hq_made: bool = False
    append_only: bool = False
    hq_people: bool = False
    schema: int = 1
    withdrawable: bool = False
    for_everybody: bool = False
    home: str = ""
    home_follows: bool = False
    common: bool = False

    @property
    def has_home(self) -> bool:
        """Whether a record may lie elsewhere than in its author's unit or its parent's, of itself."""
        return bool(self.for_everybody or self.home or self.common)

    @property
    def lasting(self) -> bool:
        """Whether a record, once made, can never be taken away again."""
        return self.append_only and not self.withdrawable

    @property
    def label_key(self) -> str:
        """Catalogue key of the kind's name."""
        return f"kind.{self.name}"

    @cached_property
    def title_field(self) -> str:
        """The field whose value names a record of this kind to a person."""
        naming = (
            "name",
            "title",
            "subject",
            "file_name",
            "list",
            "after",
            "tie",
            "light",
            "component",
            "fund",
            "year",
            "month",
        )
        return next((n for n in naming if n in self.fields), "id")

    @cached_property
    def form_fields(self) -> tuple[Field, ...]:
        """The fields people edit, in the order of the form."""
        return tuple(sorted((f for f in self.fields.values() if f.form), key=lambda f: f.form))

    @cached_property
    def list_fields(self) -> tuple[Field, ...]:
        """The fields lists show, most important first; equals keep the order of declaration."""
        return tuple(sorted((f for f in self.fields.values() if f.column), key=lambda f: f.column))

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that point at other records."""
        return tuple(f for f in self.fields.values() if f.type in (Type.REFERENCE, Type.REFERENCES))

    @cached_property
    def parents(self) -> tuple[Field, ...]:
        """The references to the record that one of this kind belongs to; the first filled in counts."""
        return tuple(sorted((f for f in self.fields.values() if f.parent), key=lambda f: f.parent))

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields that no record may leave empty."""
        return tuple(name for name, field in self.fields.items() if field.required)

    @cached_property
    def timed(self) -> tuple[str, ...]:
        """The fields where the edit that was written later wins, so that it must be known when that was."""
        return tuple(name for name, field in self.fields.items() if field.merge is Merge.LATEST)

    def writable(self, name: str) -> bool:
        """Whether a laptop may change the field after the record exists."""
        return name in self.fields and self.fields[name].merge is not Merge.HQ


def _kind(record: type[Record]) -> Kind:
    table = record.__table__
    fields = {
        str(column.name): replace(column.info["field"], name=str(column.name), kind=str(table.name))
        for column in table.columns
        if "field" in column.info
    }
    return Kind(
        str(table.name),
        table,
        MappingProxyType(fields),
        hq_made=record.hq_made,
        append_only=record.append_only,
        hq_people=record.hq_people,
        withdrawable=record.withdrawable,
        for_everybody=record.for_everybody,
        home=record.home,
        home_follows=record.home_follows,
        common=record.common,
        schema=record.schema,
    )


_BY_NAME = {record.__tablename__: _kind(record) for record in ALL}
KINDS: Mapping[str, Kind] = MappingProxyType(_BY_NAME)


def schema_of(kind: str, names: Iterable[str]) -> int:
    """The oldest schema that knows the kind and every one of these fields; 1 of what nobody knows."""
    if (known := KINDS.get(kind)) is None:
        return 1
    return max([known.schema, *(known.fields[name].schema for name in names if name in known.fields)])
