"""Completeness of a directory: a share, what is missing, and by whom."""

from fractions import Fraction

from app.rules.completeness import NATIVE_FIELDS, completeness

FULL = {
    "hometown": "池口镇",
    "city": "苏州",
    "occupation": "纺织",
    "phones": ["+8613900551206"],
    "chamber": "苏州云溪商会",
    "kept_by": "陈立",
}


def test_who_has_everything_is_complete() -> None:
    found = completeness([("a", FULL)])
    assert (found.total, found.complete, found.share, found.lacking) == (1, 1, Fraction(1), ())
    assert set(found.by_field) == set(NATIVE_FIELDS) and not any(found.by_field.values())


def test_gaps_are_named_and_the_emptiest_comes_first() -> None:
    found = completeness(
        [("a", FULL), ("b", {**FULL, "chamber": None}), ("c", {"city": "上海", "phones": []})]
    )
    assert found.share == Fraction(1, 3)
    assert [(one.id, one.fields) for one in found.lacking] == [
        ("c", ("hometown", "occupation", "phones", "chamber", "kept_by")),
        ("b", ("chamber",)),
    ]
    assert found.by_field["chamber"] == 2 and found.by_field["city"] == 0


def test_a_post_says_what_somebody_does_and_wechat_reaches_them() -> None:
    values = {**FULL, "occupation": None, "title": "厂长", "phones": None, "wechat": "shan_yz"}
    assert completeness([("a", values)]).lacking == ()


def test_an_empty_directory_has_no_share() -> None:
    assert completeness([]).share is None
