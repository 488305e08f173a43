"""Which schema every kind and field came with: what laptops and headquarters of different versions go by."""

import json
from pathlib import Path

import pytest

from app.model.field import Field
from app.model.registry import KINDS, SCHEMA, Kind, schema_of

# Fields by the schema they came with, as agreed; of schemas that are out this never changes. A new field or
# kind is declared with ``schema=SCHEMA``, and SCHEMA is raised once for all that come in one release.
KNOWN: dict[str, dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("known_schemas.json").read_text(encoding="utf-8")
)
NEWEST_KNOWN = max(int(schema) for by_schema in KNOWN.values() for schema in by_schema)
ALL_FIELDS = [field for kind in KINDS.values() for field in kind.fields.values()]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_says_since_when_it_is(kind: Kind) -> None:
    for field in kind.fields.values():
        _says_since_when(field)


def _says_since_when(field: Field) -> None:
    by_schema = KNOWN.get(field.kind, {})
    agreed = next((int(schema) for schema, names in by_schema.items() if field.name in names), None)
    since = schema_of(field.kind, [field.name])
    if agreed is None:
        assert NEWEST_KNOWN < since <= SCHEMA, "a new field: declare it with schema=SCHEMA, and raise SCHEMA"
    else:
        assert since == agreed


def test_no_kind_and_no_field_ever_goes_away() -> None:
    """The schema is additive: a laptop of two versions before still sends them."""
    for kind, by_schema in KNOWN.items():
        assert {name for names in by_schema.values() for name in names} <= KINDS[kind].fields.keys()


def test_what_comes_later_is_never_demanded() -> None:
    """An older laptop makes records without it."""
    later = [field for field in ALL_FIELDS if field.schema > KINDS[field.kind].schema]
    assert later and not [f"{field.kind}.{field.name}" for field in later if field.required]


def test_what_points_at_a_kind_is_not_older_than_it() -> None:
    """So what points at a record that is held back is held back too."""
    pointing = [field for field in ALL_FIELDS if field.target]
    since = {field: schema_of(field.kind, [field.name]) for field in pointing}
    assert not [f"{one.kind}.{one.name}" for one in pointing if since[one] < KINDS[one.target].schema]


def test_the_newest_field_decides() -> None:
    assert schema_of("company", ()) == 1
    assert schema_of("company", ("name", "city")) == 1
    assert schema_of("company", ("name", "merged_into", "city")) == 2
    assert schema_of("claim", ()) == 2
    assert schema_of("company", ("no_such_field",)) == schema_of("no_such_kind", ("name",)) == 1
