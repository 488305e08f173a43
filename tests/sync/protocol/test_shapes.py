"""One value, one way to write it; and what its field cannot hold is refused with a reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from sync.protocol.limits import MAX_DATA, MAX_INTEGER, MAX_ITEMS
from sync.protocol.shapes import WrongShape, canonical, canonical_unknown, readers

TEXT = Field(Type.TEXT, max_length=10, name="name", kind="project")


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        (TEXT, "项目", "项目"),
        (TEXT, "", None),
        (TEXT, "  两  端 ", "两 端"),
        (Field(Type.LONG_TEXT), "一\r\n二", "一\n二"),
        (Field(Type.INTEGER), 7, 7),
        (Field(Type.MONEY), "1.50", "1.5"),
        (Field(Type.MONEY), "225100", "225100"),
        (Field(Type.LAND), "0.0", "0"),
        (Field(Type.DATE), "20260305", "2026-03-05"),
        (Field(Type.TIMESTAMP), "2026-03-05T08:00:00+08:00", "2026-03-05T00:00:00.000Z"),
        (Field(Type.BOOLEAN), False, False),
        (Field(Type.CHOICE, choices=("lead",)), "lead", "lead"),
        (Field(Type.REFERENCE), "0192-abc", "0192-abc"),
        (Field(Type.REFERENCES), ["a", "b", "a"], ["a", "b"]),
        (Field(Type.TEXTS, max_length=5), ["一", "", "一"], ["一"]),
        (Field(Type.TEXTS, max_length=5), [""], None),
        (Field(Type.TEXTS, max_length=5), [], None),
        (Field(Type.DATA), {"any": [1, None]}, {"any": [1, None]}),
        (TEXT, None, None),
    ],
)
def test_values_take_their_one_form(field: Field, given: Any, kept: Any) -> None:
    assert canonical(field, given) == kept


@pytest.mark.parametrize(
    ("field", "given"),
    [
        (TEXT, 5),
        (TEXT, "十一个字的文本放不进去了"),
        (TEXT, "a\0b"),
        (Field(Type.TEXT, format=Format.PHONE), "123"),
        (Field(Type.INTEGER), True),
        (Field(Type.INTEGER), 1.0),
        (Field(Type.INTEGER), -1),
        (Field(Type.INTEGER), MAX_INTEGER + 1),
        (Field(Type.MONEY), 1.5),
        (Field(Type.MONEY), "NaN"),
        (Field(Type.MONEY), "1e5"),
        (Field(Type.MONEY), "1.1234567"),
        (Field(Type.MONEY), "1234567890123"),
        (Field(Type.MONEY), "１２"),
        (Field(Type.LAND), "1.12345"),
        (Field(Type.DATE), "2026-02-30"),
        (Field(Type.DATE), 5),
        (Field(Type.TIMESTAMP), "2026-03-05T08:00:00"),
        (Field(Type.TIMESTAMP), "0001-01-01T00:00:00+14:00"),
        (Field(Type.BOOLEAN), 1),
        (Field(Type.CHOICE, choices=("lead",)), "lost"),
        (Field(Type.CHOICE, choices=("lead",)), ["lead"]),
        (Field(Type.REFERENCE), "../etc"),
        (Field(Type.REFERENCES), "a"),
        (Field(Type.REFERENCES), ["a", None]),
        (Field(Type.TEXTS, max_length=5), ["一" * 6]),
        (Field(Type.TEXTS, max_length=5), [str(n) for n in range(MAX_ITEMS + 1)]),
        (Field(Type.DATA), "x" * (MAX_DATA + 1)),
        (Field(Type.DATA), float("inf")),
    ],
)
def test_what_does_not_fit_is_refused_in_both_languages(field: Field, given: Any) -> None:
    with pytest.raises(WrongShape) as caught:
        canonical(field, given)
    reason = caught.value.reason
    for language in LANGUAGES:
        assert Translator(language).tr(reason.key, **reason.params)


@given(
    st.sampled_from([f for kind in KINDS.values() for f in kind.fields.values()]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=5,
    ),
)
def test_any_json_is_taken_or_refused_and_taking_twice_changes_nothing(field: Field, value: Any) -> None:
    try:
        once = canonical(field, value)
    except WrongShape:
        return
    assert canonical(field, once) == once


def test_fields_of_a_newer_version_are_carried() -> None:
    assert canonical_unknown("power", {"kw": 5}) == {"kw": 5}
    assert canonical_unknown("power", []) is None
    with pytest.raises(WrongShape):
        canonical_unknown("power", "x" * (MAX_DATA + 1))
    with pytest.raises(WrongShape):
        canonical_unknown("Power; --", 1)


_FIELDS = [field for kind in KINDS.values() for field in kind.fields.values()]
_TEXTS = st.text(st.sampled_from("项目 \t\n\r\u3000\u00a0\u2028\u202e\x00Aa1+86-@."), max_size=30)
_GIVEN = st.one_of(_TEXTS, st.text(max_size=400), st.none(), st.integers(), st.booleans(), st.lists(_TEXTS))


@given(st.sampled_from(_FIELDS), _GIVEN)
def test_a_field_is_read_at_a_glance_as_it_is_in_full(field: Field, given: Any) -> None:
    glance = readers(field.kind)[field.name]
    try:
        whole = canonical(field, given)
    except WrongShape as error:
        with pytest.raises(WrongShape) as caught:
            glance(given)
        assert caught.value.reason == error.reason
    else:
        read = glance(given)
        assert (type(read), read) == (type(whole), whole)


def test_a_text_beyond_its_length_is_refused_at_a_glance_too() -> None:
    name = KINDS["project"].fields["name"]
    whole = "项" * name.max_length
    assert readers("project")["name"](whole) == whole
    with pytest.raises(WrongShape):
        readers("project")["name"](whole + "目")
