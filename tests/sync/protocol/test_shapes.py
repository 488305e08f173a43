"""One value, one way to write it; and what its field cannot hold is refused with a reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from sync.protocol.limits import MAX_DATA, MAX_INTEGER, MAX_ITEMS
from sync.protocol.shapes import WrongShape, canonical, canonical_unknown, is_canonical

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


_WRITTEN = st.one_of(
    *(
        st.from_regex(pattern, fullmatch=True)
        for pattern in (r"-?[0-9]{1,13}(\.[0-9]{1,7})?", r"[0-9a-z-]{36}")
    ),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z"),
    st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:00:00\.000Z)?", fullmatch=True),
    st.sampled_from([choice for field in _FIELDS for choice in field.choices]),
)


@given(st.sampled_from(_FIELDS), _GIVEN | _WRITTEN)
def test_what_a_glance_takes_is_in_its_one_form(field: Field, given: Any) -> None:
    if not is_canonical(field.kind, {field.name: given}):
        return
    read = canonical(field, given)
    assert (type(read), read) == (type(given), given)


def test_what_laptops_write_is_told_at_a_glance() -> None:
    money = {"name": "恒力项目", "stage": "lead", "investment": "-1.5", "land": "0", "tags": ["重点"]}
    days = {"reported_on": "2026-02-28", "created_at": "2026-02-28T01:02:03.004Z", "place": "高新区"}
    assert is_canonical("project", money | days)
    assert is_canonical("contact", {"name": "王伟", "phones": ["+8613800008000"]})


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("investment", "0", True),
        ("investment", "999999999999", True),
        ("investment", "9999999999999", False),  # a digit too many
        ("investment", "00", False),
        ("investment", "05", False),
        ("investment", "٥", False),  # a digit, but of another script
        ("investment", "５", False),
        ("investment", "-5", True),
        ("investment", "12.5", True),
        ("investment", "12.50", False),
        ("investment", "", False),
        ("land", "493", True),
        ("stage_on", "2026-02-28", True),
        ("stage_on", "2026-02-29", False),
        ("stage_on", "２０２６-02-28", False),
        ("stage_on", "2026-W09-6", False),
        ("stage_on", "2026-02-28 ", False),
        ("stage_on", ["2026-02-28"], False),
        ("tags", ["重点"], True),
        ("tags", ["重点", "外资"], True),
        ("tags", ["重点", "重点"], False),
        ("tags", [["重点"]], False),
        ("tags", [], False),
    ],
)
def test_the_quick_ways_to_tell_agree_with_the_long_ones(name: str, value: Any, taken: bool) -> None:
    for _ in range(2):  # days are remembered
        assert is_canonical("project", {name: value}) is taken
    if taken:
        assert canonical(KINDS["project"].fields[name], value) == value


def test_a_glance_leaves_what_nobody_knows_to_be_looked_at() -> None:
    assert is_canonical("project", {})
    assert not is_canonical("project", {"power": "5"})
    assert not is_canonical("project", {"name": "恒力", "power": "5"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("investment", "1.50"),
        ("investment", "-0"),
        ("land", "1.12345"),
        ("reported_on", "2026-02-30"),
        ("created_at", "2026-02-30T00:00:00.000Z"),
        ("stage", "lost in space"),
        ("tags", ["重点", "重点"]),
        ("tags", ["两 端"]),
        ("name", ["恒力"]),
    ],
)
def test_what_is_not_in_its_one_form_is_not_taken_at_a_glance(name: str, value: Any) -> None:
    assert not is_canonical("project", {name: value})


def test_a_text_beyond_its_length_is_not_taken_at_a_glance() -> None:
    name = KINDS["project"].fields["name"]
    whole = "项" * name.max_length
    assert is_canonical("project", {"name": whole})
    assert not is_canonical("project", {"name": whole + "目"})
