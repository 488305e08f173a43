"""Points by indicator (feature 56): 功效系数法, share of target, places and steps, exact and explained."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.loading import load_texts
from app.policy.pack import Pack
from app.policy.shipped import shipped_pack
from app.rules.indicators import Mark, marked, total, totals

HEAD = """
[pack]
name = { zh = "指标县", en = "Indicator county" }
version = 1
effective = 2026-01-01
base = "default"

[words.indicator]
funds = { zh = "到位资金", en = "Funds in place" }
target = { zh = "完成率", en = "Share of target" }
place = { zh = "名次", en = "Place" }
count = { zh = "签约数", en = "Signings" }
"""
COLUMNS = "| id | measure | per | method | full | base | span | low | high | step | floor | cap | source |"
BY_UNITS = "| funds | funds_in_place | - | efficacy | 40 | 60 | 40 | - | - | - | - | - | default |"
FIXED = "| funds | funds_in_place | - | efficacy | 40 | 60 | 40 | 1000 | 5000 | - | 40 | 110 | default |"
SHARE = (
    "| target | funds_in_place | funds_in_place_target | share | 30 | - | - | - | - | - | - | 120 | default |"
)
RANKS = "| place | contract_capital | - | ranks | 20 | - | - | - | - | 3 | 5 | - | default |"
STEPS = "| count | signed | - | steps | 10 | - | - | - | - | - | - | - | default |"
OF_COUNT = """
[indicator_steps]
cases = '''
| id    | indicator | from | points | source  |
| some  | count     | 2    | 4      | default |
| many  | count     | 5    | 10     | default |
'''
"""


def pack_of(*rows: str, more: str = "") -> Pack:
    table = "\n".join(["[indicators]", "cases = '''", COLUMNS, *rows, "'''"])
    return load_texts("own", {"pack.toml": f"{HEAD}\n{table}\n{more}"}, shipped_pack)


ALL = pack_of(BY_UNITS, SHARE, RANKS, STEPS, more=OF_COUNT)


def points(pack: Pack, measure: str, figures: Sequence[str], **more: str) -> list[Fraction | None]:
    """The points of the first indicator of a pack for owners with these figures."""
    beside = {name: Decimal(value) for name, value in more.items()}
    told = {f"{at:02}": {measure: Decimal(figure), **beside} for at, figure in enumerate(figures)}
    return [marks[0].points for marks in marked(pack, told).values()]


def test_efficacy_between_the_lowest_and_the_highest_of_the_units() -> None:
    """60 + (x - low) ÷ (high - low) × 40, of 40 points: worked out by hand."""
    found = points(pack_of(BY_UNITS), "funds_in_place", ["1000", "2000", "4000"])
    assert found == [24, Fraction(60 * 3 + 40, 3) * 40 / 100, 40]
    assert found[1] == Fraction(88, 3)


def test_efficacy_between_the_packs_own_figures_with_its_bounds() -> None:
    pack = pack_of(FIXED)
    figures = ["0", "1000", "3000", "5000", "5500", "9000"]
    assert points(pack, "funds_in_place", figures) == [20, 24, 32, 40, 42, 44]
    far_below = pack_of(FIXED.replace("| 40 | 110 |", "| - | - |").replace("| 60 | 40 |", "| 10 | 90 |"))
    assert points(far_below, "funds_in_place", ["0", "6000"]) == [0, 40], "from none to base and span"


@pytest.mark.parametrize(("figure", "each"), [("7", 40), ("0", 24)])
def test_where_all_units_are_equal_something_done_has_the_whole_span(figure: str, each: int) -> None:
    assert points(pack_of(BY_UNITS), "funds_in_place", [figure] * 3) == [each] * 3
    assert points(pack_of(BY_UNITS), "funds_in_place", [figure]) == [each]


def test_share_of_the_target_with_its_cap_and_without_a_target() -> None:
    pack = pack_of(SHARE)
    figures = ["0", "500", "1000", "1300"]
    assert points(pack, "funds_in_place", figures, funds_in_place_target="1000") == [0, 15, 30, 36]
    assert points(pack, "funds_in_place", ["500"], funds_in_place_target="0") == [None]
    assert points(pack, "funds_in_place", ["500"]) == [None]
    uncapped = pack_of(SHARE.replace("| 120 |", "| - |"))
    assert points(uncapped, "funds_in_place", ["1300"], funds_in_place_target="1000") == [30]


def test_places_with_ties_and_a_least() -> None:
    found = points(pack_of(RANKS), "contract_capital", ["9", "8", "8", "7", "6", "5", "4"])
    assert found == [20, 17, 17, 11, 8, 5, 5]


def test_steps() -> None:
    pack = pack_of(STEPS, more=OF_COUNT)
    assert points(pack, "signed", ["0", "1", "2", "4", "5", "9"]) == [0, 0, 4, 4, 10, 10]
    marks = [
        one[0] for one in marked(pack, {"a": {"signed": Decimal(4)}, "b": {"signed": Decimal(1)}}).values()
    ]
    assert [one.step.id if one.step else None for one in marks] == ["some", None]


def test_the_composite_is_the_sum_and_every_mark_says_what_it_went_by() -> None:
    told = {
        "县功镇": {
            "funds_in_place": Decimal(500),
            "funds_in_place_target": Decimal(1000),
            "contract_capital": Decimal(10),
            "signed": Decimal(2),
        },
        "磻溪镇": {"funds_in_place": Decimal(1500), "contract_capital": Decimal(30), "signed": Decimal(5)},
    }
    found = marked(ALL, told)
    assert [one.row.id for one in found["县功镇"]] == ["funds", "target", "place", "count"]
    assert [one.points for one in found["县功镇"]] == [24, 15, 17, 4] and total(found["县功镇"]) == 60
    assert [one.points for one in found["磻溪镇"]] == [40, None, 20, 10] and total(found["磻溪镇"]) == 70
    assert totals(ALL, told) == {"县功镇": 60, "磻溪镇": 70}
    funds, _, place, _ = found["县功镇"]
    assert [funds.low, funds.high, funds.figure, funds.full, place.rank] == [500, 1500, 500, 40, 2]


def test_a_pack_without_indicators_has_none() -> None:
    assert marked(shipped_pack("default"), {"a": {}}) == {"a": ()}


_FIGURES = st.lists(st.decimals(0, 10**8, places=6), min_size=1, max_size=12)
_ROWS = [BY_UNITS, FIXED, RANKS.replace("contract_capital", "funds_in_place")]
_BOUNDS = {BY_UNITS: (24, 40), FIXED: (16, 44), _ROWS[2]: (5, 20)}


@pytest.mark.parametrize("row", _ROWS)
@given(figures=_FIGURES)
def test_more_never_gives_less_and_all_stay_within_bounds(row: str, figures: list[Decimal]) -> None:
    pack = pack_of_row(row)
    told = {f"{at}": {"funds_in_place": figure} for at, figure in enumerate(figures)}
    found = sorted((marks[0] for marks in marked(pack, told).values()), key=_by_figure)
    least, most = _BOUNDS[row]
    for one in found:
        assert isinstance(one.points, Fraction) and least <= one.points <= most
    for below, above in pairwise(found):
        assert _by_points(below) <= _by_points(above)
        assert below.figure != above.figure or below.points == above.points


@given(figures=_FIGURES)
def test_efficacy_is_the_formula_to_the_last_digit(figures: list[Decimal]) -> None:
    low, high = Fraction(min(figures)), Fraction(max(figures))
    found = points(_OWN[BY_UNITS], "funds_in_place", [str(one) for one in figures])
    if low < high:
        want = [(60 + (Fraction(one) - low) / (high - low) * 40) * 40 / 100 for one in figures]
        assert found == want


_OWN = {row: pack_of(row) for row in _ROWS}


def pack_of_row(row: str) -> Pack:
    return _OWN[row]


def _by_figure(one: Mark) -> Fraction:
    assert one.figure is not None
    return one.figure


def _by_points(one: Mark) -> Fraction:
    assert one.points is not None
    return one.points
