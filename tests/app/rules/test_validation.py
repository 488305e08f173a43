"""Every field of every kind can be read, refused and explained."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.model.field import Field, Type
from app.model.registry import KINDS, Kind
from app.model.values import document, to_wire
from app.rules.validation import read_values
from sync.protocol.shapes import WrongShape, canonical

TODAY = date(2026, 11, 21)
ID = "01a1f677-ae68-7414-9fb5-355e1e2feb89"
SAMPLES: dict[Type, Any] = {
    Type.TEXT: "恒力电子",
    Type.LONG_TEXT: "一段\n二段",
    Type.INTEGER: 42,
    Type.MONEY: Decimal("225100.5"),
    Type.LAND: Decimal("86.25"),
    Type.DATE: date(2026, 3, 5),
    Type.TIMESTAMP: datetime(2026, 3, 5, 1, 2, 3, 456000, tzinfo=UTC),
    Type.BOOLEAN: True,
    Type.REFERENCE: ID,
    Type.REFERENCES: [ID],
    Type.TEXTS: ["外资", "重点"],
    Type.DATA: {"a": [1, "乙"]},
}
FORMATS = {
    "credit_code": "913100006073154055",
    "phone": "+8613912345678",
    "email": "a@b.cn",
    "sha256": "0" * 64,
    "place": "苏州",
    "birthday": "1972-08-15",
    "coordinates": "31.30950,120.57300",
}


def sample(field: Field) -> Any:
    if field.choices:
        return field.choices[0]
    if field.format:
        text = FORMATS[field.format]
        return [text] if field.type is Type.TEXTS else text
    text = SAMPLES[field.type]
    return text[: field.max_length] if isinstance(text, str) and field.type is Type.TEXT else text


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_sound_value_passes_both_checks_unchanged(kind: Kind) -> None:
    for name, field in kind.fields.items():
        value = sample(field)
        assert read_values(kind, {name: value}, today=TODAY) == ({name: value}, [])
        assert canonical(field, to_wire(field, value)) == to_wire(field, value), name


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("junk", [1.5, {"a": 1}, [["x"]], "\x00", "\ud800", -1, "\u202e反"])
def test_junk_is_refused_with_a_sentence_or_kept_as_text(kind: Kind, junk: Any) -> None:
    translators = [Translator(language) for language in LANGUAGES]
    for name, field in kind.fields.items():
        if field.type is Type.DATA:
            continue
        values, problems = read_values(kind, {name: junk}, today=TODAY)
        assert problems or values[name] == str(junk), name
        for tr in translators:
            assert all(tr.tr(problem.reason.key, **problem.reason.params) for problem in problems), name


@pytest.mark.parametrize(
    ("kind", "name", "wire"),
    [
        ("project", "investment", 5),
        ("project", "investment", "NaN"),
        ("project", "investment", "1e400"),
        ("project", "land", "Infinity"),
        ("project", "stage", "已落地"),
        ("project", "reported_on", "2026-13-01"),
        ("project", "reported_on", 20260305),
        ("project", "tags", "外资"),
        ("project", "tags", [1]),
        ("project", "name", True),
        ("project", "name", "x" * 201),
        ("project", "name", "a\x00b"),
        ("company", "credit_code", "x"),
        ("contact", "phones", ["abc"]),
        ("contact", "contact_every_days", "5"),
        ("contact", "contact_every_days", True),
        ("attachment", "sha256", "../../x"),
        ("project", "created_at", "yesterday"),
    ],
)
def test_headquarters_refuses_what_is_not_a_value(kind: str, name: str, wire: Any) -> None:
    with pytest.raises(WrongShape):
        canonical(KINDS[kind].fields[name], wire)


@given(st.dictionaries(st.sampled_from(sorted(KINDS["project"].fields)), st.text(max_size=40)))
def test_whatever_is_typed_what_passes_the_desk_passes_headquarters_unchanged(raw: dict[str, str]) -> None:
    kind = KINDS["project"]
    values, _ = read_values(kind, raw, today=TODAY)
    for name, wire in document(kind, values).items():
        assert canonical(kind.fields[name], wire) == wire


def test_unknown_fields_are_refused_at_the_desk() -> None:
    _, problems = read_values(KINDS["trip"], {"bogus": 1}, today=TODAY)
    assert [problem.field for problem in problems] == ["bogus"]
