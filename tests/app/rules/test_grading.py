"""Leads graded by threshold: each edge, what is unknown, the negative list (feature 5)."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.i18n import Translator
from app.policy.faults import PackRefused
from app.policy.pack import Pack
from app.policy.shapes import HIGHS
from app.policy.shipped import load_pack, shipped_names, shipped_pack
from app.rules.grade_words import barred_words, high_words, summary
from app.rules.grading import FIELDS, GRADES, Graded, graded, words_of

ZH, EN = Translator("zh_CN"), Translator("en")
STEP = Decimal("0.000001")  # of amounts
HEAD = """
[pack]
name = { zh = "某县", en = "County" }
version = 1
effective = 2020-01-01
base = "default"
[sources]
doc = { zh = "意见", en = "Opinion" }
[words.lead_grade]
first = { zh = "一类", en = "Class one" }
other = { zh = "二类", en = "Class two" }
[words.negative]
dirty = { zh = "高污染", en = "Pollution" }
bundled = { zh = "捆绑房地产", en = "Real estate" }
"""
HIGH = """
[four_highs]
cases = '''
| id         | reach | source |
| intensity  | 200   | doc §4 |
| output     | 300   | doc §4 |
| technology | 3     | doc §4 |
| linkage    | 30    | doc §4 |
'''
"""
GRADE = """
[grade]
cases = '''
| id    | highs | grade | source |
| first | >= 3  | first | doc §4 |
| other | < 3   | other | doc §4 |
'''
"""
NEGATIVE = """
[negative_list]
cases = '''
| id      | contains           | source |
| dirty   | 电镀, 印染         | doc §5 |
| bundled | 配套住宅、商住捆绑 | doc §5 |
'''
"""
FULL: dict[str, Any] = {
    "investment": Decimal(20000),
    "land": Decimal(100),
    "output": Decimal(30000),
    "rd_share": 3,
    "local_share": 30,
}


def pack_of(tmp_path: Path, *parts: str) -> Pack:
    folder = tmp_path / "county"
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(HEAD + "".join(parts), encoding="utf-8")
    return load_pack(str(folder))


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return pack_of(tmp_path, HIGH, GRADE, NEGATIVE)


def judged(pack: Pack, **values: Any) -> Graded:
    found = graded(pack, values)
    assert found is not None
    return found


def holds(grade: Graded) -> dict[str, bool | None]:
    return {one.id: one.holds for one in grade.highs}


def test_on_every_threshold_all_four_hold(pack: Pack) -> None:
    found = judged(pack, **FULL)
    assert holds(found) == dict.fromkeys(HIGHS, True) and found.count == 4 and found.unknown == 0
    assert found.row is not None and found.row.results["grade"] == "first" and found.best is found.row
    assert [one.by for one in found.highs] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("high", "below", "above"),
    [
        ("intensity", {"investment": 20000 - STEP}, {"investment": 20000 + STEP}),
        ("intensity", {"land": Decimal("100.0001")}, {"land": Decimal("99.9999")}),
        ("output", {"output": 30000 - STEP}, {"output": 30000 + STEP}),
        ("technology", {"rd_share": 2}, {"rd_share": 4}),
        ("linkage", {"local_share": 29}, {"local_share": 31}),
    ],
)
def test_each_edge_and_the_smallest_step_to_either_side(
    pack: Pack, high: str, below: dict[str, Any], above: dict[str, Any]
) -> None:
    assert holds(judged(pack, **FULL | below))[high] is False
    assert holds(judged(pack, **FULL | above))[high] is True
    (found,) = [one for one in judged(pack, **FULL | below).highs if one.id == high]
    assert found.by is not None and found.by < 0
    assert "还差 0 " not in high_words(found, ZH), "what is missing is never told as nothing"


@pytest.mark.parametrize(
    ("missing", "high", "wanted"),
    [
        (("land",), "intensity", ("land",)),
        (("investment", "land"), "intensity", ("investment", "land")),
        (("output",), "output", ("output",)),
        (("rd_share",), "technology", ("rd_share",)),
        (("local_share",), "linkage", ("local_share",)),
    ],
)
def test_what_is_unknown_names_the_fields_that_would_tell(
    pack: Pack, missing: tuple[str, ...], high: str, wanted: tuple[str, ...]
) -> None:
    found = judged(pack, **{name: value for name, value in FULL.items() if name not in missing})
    (one,) = [each for each in found.highs if each.id == high]
    assert (one.holds, one.wanted) == (None, wanted)
    assert all(ZH.tr(f"field.project.{name}") in high_words(one, ZH) for name in wanted)


def test_no_land_is_divided_by_nothing(pack: Pack) -> None:
    found = judged(pack, **FULL | {"land": Decimal(0)})
    assert [one.wanted for one in found.highs][:2] == [("land",), ("land",)]


def test_the_grade_is_by_what_is_known_and_the_best_is_told_beside_it(pack: Pack) -> None:
    found = judged(pack, investment=Decimal(20000), land=Decimal(100), rd_share=3)
    assert found.row is not None and found.best is not None
    assert (found.row.id, found.best.id, found.count, found.unknown) == ("other", "first", 2, 2)
    assert summary(pack, found, ZH) == "二类（4 高达到 2，2 项未知）"
    assert summary(pack, found, EN) == "Class two (2 of 4 reached, 2 unknown)"


DEMO = load_pack(str(Path(resources.__file__).parent / "samples" / "yunxi"))
AMOUNT = st.none() | st.decimals(0, 10**7, places=6)
SHARE = st.none() | st.integers(0, 100)


@given(AMOUNT, st.none() | st.decimals(0, 10**4, places=4), AMOUNT, SHARE, SHARE)
def test_exactly_one_row_answers_whatever_is_known(
    investment: Decimal | None,
    land: Decimal | None,
    output: Decimal | None,
    rd: int | None,
    local: int | None,
) -> None:
    names = (*FIELDS["intensity"], "output", "rd_share", "local_share")
    values = dict(zip(names, (investment, land, output, rd, local), strict=True))
    found = judged(DEMO, **values)
    table = DEMO.tables[GRADES]
    count = Fraction(found.count)
    answering = [row for row in table.rows if all(one.holds(count) for one in row.conditions.values())]
    assert [found.row] == answering
    assert found.count + found.unknown <= 4
    missing = {name for name, value in values.items() if not value}
    assert {name for one in found.highs for name in one.wanted} <= missing


def test_the_negative_list_tells_the_line_the_word_and_the_field(pack: Pack) -> None:
    found = judged(pack, name="正威電鍍園", summary="商住捆绑开发", industry="金属")
    assert [(one.row.id, one.word, one.field) for one in found.barred] == [
        ("dirty", "电镀", "name"),
        ("bundled", "商住捆绑", "summary"),
    ]
    first, _ = barred_words(pack, found, ZH)
    assert first == "负面清单“高污染”：项目名称里有“电镀”（意见 §5）"
    assert judged(pack, name="新能源", note="电镀").barred == ()


def test_words_of_a_cell_are_apart_by_any_comma() -> None:
    assert words_of(" 电镀, 印染、洗煤，小造纸；, ") == ["电镀", "印染", "洗煤", "小造纸"]


def test_a_pack_without_thresholds_grades_nothing() -> None:
    for name in shipped_names():
        assert graded(shipped_pack(name), FULL) is None, f"{name} states no thresholds in its sources"


def test_a_pack_may_have_some_of_the_four_and_no_grades(tmp_path: Path) -> None:
    some = pack_of(tmp_path, HIGH.replace("| output     | 300   | doc §4 |\n", ""))
    found = judged(some, **FULL)
    assert list(holds(found)) == ["intensity", "technology", "linkage"] and found.row is None
    assert summary(some, found, ZH) == "3 高达到 3"
    only = judged(pack_of(tmp_path, NEGATIVE), name="印染厂")
    assert only.highs == () and only.row is None and len(only.barred) == 1 and summary(some, only, ZH) == ""


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((HIGH.replace("| 3     |", "| 0     |"),), "threshold_out_of_range"),
        ((HIGH.replace("| 30    |", "| 101   |"),), "threshold_out_of_range"),
        ((GRADE,), "grade_without_thresholds"),
        ((NEGATIVE.replace("配套住宅", "电镀"),), "negative_twice"),
        ((HIGH, GRADE.replace("< 3 ", "<= 3")), "overlap"),
        ((HIGH, GRADE.replace("< 3 ", "< 2 ")), "gap"),
        ((HIGH.replace("linkage ", "linkages"),), "unknown_row"),
    ],
)
def test_a_pack_that_cannot_be_is_refused_at_its_line(
    tmp_path: Path, parts: tuple[str, ...], code: str
) -> None:
    with pytest.raises(PackRefused) as refused:
        pack_of(tmp_path, *parts)
    assert code in {fault.code for fault in refused.value.faults}
    assert all(fault.place.line > 1 for fault in refused.value.faults)
    for tr in (ZH, EN):
        assert all(tr.has(f"policy.fault.{fault.code}") for fault in refused.value.faults)
