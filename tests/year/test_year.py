"""The short form of the simulated year: 40 projects, 12 units, 12 months, on two laptops."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.loading import load_texts
from app.policy.shipped import shipped_pack
from app.rules.attribution import Carried, Credit
from app.rules.recognition import shared
from tests.year import deeds
from tests.year.boards import points_shared
from tests.year.compared import Compared, compare_board, compare_months
from tests.year.generator import year
from tests.year.history import History, Project, parted, rounded
from tests.year.money import Money
from tests.year.rulebook import BANDS, text
from tests.year.run import END, Lived, lived

SEED, PROJECTS, UNITS = 7, 40, 12


@pytest.fixture(scope="module")
def one() -> Iterator[Lived]:
    with lived(SEED, projects=PROJECTS, units=UNITS) as found:
        yield found


@pytest.fixture(scope="module")
def ended(one: Lived) -> Compared:
    return one.at_the_end(one.driver.desk)


def test_a_year_holds_what_a_year_does() -> None:
    """Every sort of deed, moves back, past a stage, out and in again, and no month without figures."""
    found = year(SEED, projects=PROJECTS, units=UNITS)
    sorts = {one.__name__ for one in deeds.Deed.__subclasses__()}
    assert sorts - {type(one).__name__ for one in found.deeds} <= {"Mark"}
    moves = [one for one in found.deeds if isinstance(one, deeds.Move)]
    assert {one.after for one in moves} >= {"lost", "paused", "signed", "on_books"}
    assert any(one.reason.startswith("条件") for one in moves) and any("提前" in one.reason for one in moves)
    assert len({one.month for one in found.deeds if isinstance(one, deeds.Sheet)}) == 12
    assert [one.month.month for one in found.deeds if isinstance(one, deeds.Lock)] == [*range(1, 12)]


def test_the_same_seed_makes_the_same_year_and_another_another() -> None:
    first, again, other = (year(seed, projects=40, units=8) for seed in (3, 3, 4))
    assert first == again and first.deeds != other.deeds


def test_every_figure_on_its_way_is_what_history_says(one: Lived) -> None:
    assert one.compared.differences == []
    assert one.compared.compared > 1500


def test_every_figure_at_its_end_is_what_history_says(ended: Compared) -> None:
    assert ended.differences == []
    assert ended.compared > 8000
    assert all(count for _, count in ended.counts.values())


def test_a_second_laptop_tells_the_same_after_a_sync(one: Lived, ended: Compared) -> None:
    there = one.driver.second()
    assert there.store.content_hash() == one.driver.desk.store.content_hash()
    told = one.at_the_end(there)
    assert told.differences == [] and told.told == ended.told


def test_the_year_has_figures_to_compare(one: Lived, ended: Compared) -> None:
    """Equal because both are nothing would prove nothing."""
    told = [figure for what, figure in ended.told if what.startswith("board figures")]
    assert sum(figure != "0" for figure in told) > 300
    history = History(one.year, END)
    corrected = [line for line in history.lines if line.corrects is not None]
    assert corrected and all(line.month > line.corrects for line in corrected if line.corrects)
    money = Money(history, END)
    assert any(len(month.shares) > 1 for month in money.months.values())
    assert any(month.county for month in money.months.values())
    later = [one for one in history.projects.values() if "continues" in one.facts]
    assert {one.counts for one in later} == {True, False} and any(
        0 < one.capital < (one.contract or 0) for one in later
    )
    assert any(history.standing(name, on).too_early(on) for name, on in money.months)


def test_one_fen_in_one_deed_shows(one: Lived) -> None:
    """The comparison can fail: the same year with one figure another is not what the product shows."""
    found = list(one.year.deeds)
    at = max(at for at, deed in enumerate(found) if isinstance(deed, deeds.Sheet) and deed.source == "unit")
    sheet = found[at]
    assert isinstance(sheet, deeds.Sheet)
    cells = {key: amount + Decimal("0.000001") for key, amount in sheet.cells.items()}
    found[at] = replace(sheet, cells=cells)
    changed = History(replace(one.year, deeds=tuple(found)), END)
    seen = Compared()
    compare_months(seen, one.driver.desk, changed, one.driver.ids)
    compare_board(seen, one.driver.desk, changed, "unit", "year", END)
    groups = {difference.split(":")[0] for difference in seen.differences}
    assert {"sheets", "funds by unit and month", "project totals"} <= groups


def test_another_unit_for_one_project_shows(one: Lived) -> None:
    found = list(one.year.deeds)
    at = next(at for at, deed in enumerate(found) if isinstance(deed, deeds.Lead) and deed.contract)
    lead = found[at]
    assert isinstance(lead, deeds.Lead)
    found[at] = replace(lead, unit="别的单位")
    seen = Compared()
    history = History(replace(one.year, deeds=tuple(found)), END)
    compare_board(seen, one.driver.desk, history, "unit", "year", END)
    assert seen.differences


SHARES = st.dictionaries(st.sampled_from("甲乙丙"), st.integers(1, 9999), min_size=1).map(
    lambda parts: {unit: Fraction(part, sum(parts.values())) for unit, part in sorted(parts.items())}
)
RULES = load_texts("simcity", {"pack.toml": text(1)}, shipped_pack)


@given(st.dictionaries(st.sampled_from(("first_report", "landing")), SHARES), st.sampled_from(BANDS))
def test_the_second_opinion_shares_points_as_the_product_does(
    credits: dict[str, Mapping[str, Fraction]], band: tuple[int, int]
) -> None:
    """Also where the same two units have either credit, in parts that differ: rare in a year, tried apart."""
    least, points = band
    given = {"investment": Decimal(least)}
    project = Project("项目", "甲", "", "", dict(given), "signed", None, END, {}, None, credits)
    rulings = {Credit(name): shares for name, shares in credits.items()}
    product = shared(RULES, Decimal(points), rulings, "甲", Carried.POINTS)
    assert {unit: Fraction(part) for unit, part in product.items()} == points_shared(project)


@pytest.mark.parametrize(("amount", "fen"), [("0.0000005", 1), ("0.0000004", 0), ("-0.0000005", -1)])
def test_the_second_opinion_rounds_a_half_away_from_zero(amount: str, fen: int) -> None:
    assert rounded(Fraction(amount)) == Fraction(fen, 10**6)
    thirds = dict.fromkeys("甲乙丙", Fraction(1, 3))
    assert [int(part * 10**6) for part in parted(Fraction(-1, 10**6), thirds).values()] == [-1, 0, 0]


def test_the_rules_of_july_change_july_and_not_june(one: Lived) -> None:
    """Of manufacturing all counts until the end of June, and nine tenths after."""
    history = History(one.year, END)
    shares: dict[bool, set[Fraction]] = {False: set(), True: set()}
    for (name, on), month in Money(history, END).months.items():
        base = month.parts["land"] + month.parts["fixed"]
        if (
            history.standing(name, on).facts.get("counted_kind") == "manufacturing"
            and base > 1
            and month.whole
        ):
            shares[on >= date(2026, 7, 1)].add((month.whole / base).limit_denominator(1000))
    assert shares == {False: {Fraction(1)}, True: {Fraction(9, 10)}}
