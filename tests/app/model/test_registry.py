"""The registry: every field has a label in both languages, a type and a merge rule, and makes sense."""

import re

import pytest

from app.i18n import LANGUAGES, Translator
from app.model.field import Field, Merge, Type
from app.model.registry import KINDS, Kind

ALL_KINDS = list(KINDS.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
def test_every_kind_field_and_choice_has_a_label(kind: Kind, language: str) -> None:
    tr = Translator(language)
    labels = [tr.tr(kind.label_key), *(tr.tr(field.label_key) for field in kind.fields.values())]
    labels += [tr.tr(field.choice_key(choice)) for field in kind.fields.values() for choice in field.choices]
    assert all(label.strip() == label and label for label in labels)
    chinese = re.compile("[\u4e00-\u9fff]")
    if language == "en":
        assert not any(chinese.search(label) for label in labels)


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
def test_every_field_is_coherent(kind: Kind) -> None:
    for field in kind.fields.values():
        _coherent(kind, field)


def _coherent(kind: Kind, field: Field) -> None:
    assert field.kind == kind.name
    assert isinstance(field.merge, Merge)
    assert bool(field.target) == (field.type in (Type.REFERENCE, Type.REFERENCES))
    assert not field.target or field.target in KINDS
    assert bool(field.choices) == (field.type is Type.CHOICE)
    assert not field.words or kind.fields[field.words].type is Type.TEXT
    assert field.merge is not Merge.UNION or field.type in (Type.REFERENCES, Type.TEXTS)
    assert field.merge is not Merge.TEXT or field.type is Type.LONG_TEXT
    assert field.merge not in (Merge.MAX, Merge.MIN) or field.type in (Type.DATE, Type.MONEY, Type.INTEGER)
    assert field.max_length > 0 or field.type not in (Type.TEXT, Type.LONG_TEXT, Type.TEXTS)


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.name)
def test_every_kind_can_be_shown_and_filled_in(kind: Kind) -> None:
    assert kind.title_field in kind.fields
    places = [field.form for field in kind.form_fields]
    assert places == sorted(set(places))
    assert [field.column for field in kind.list_fields] == sorted(field.column for field in kind.list_fields)
    required = {name for name, field in kind.fields.items() if field.required and field.merge is not Merge.HQ}
    if kind.form_fields and kind.name != "attachment":
        assert required <= {field.name for field in kind.form_fields}


def test_only_headquarters_writes_its_own_fields() -> None:
    assert not KINDS["project"].writable("unit_id")
    assert KINDS["project"].writable("name")
    assert not KINDS["project"].writable("no_such_field")
    assert KINDS["conflict"].writable("status")
    assert not KINDS["conflict"].writable("entries")
