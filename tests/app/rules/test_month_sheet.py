"""The monthly sheet: who belongs on it, and sums that are those of its lines."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_pack
from app.rules.fund_ledger import NOTHING, Component, Entry, Figures, Source, figures
from app.rules.month_sheet import SheetLine, is_expected, sums
from app.rules.recognition import standards
from app.rules.stages import Stage

MARCH = date(2026, 3, 1)
COUNTS = standards(shipped_pack("chuzhou"), {"kind": "car_4s"})
UNKNOWN = standards(shipped_pack("chuzhou"), {})


def month(*told: tuple[Component, Source, str], real_estate: bool = False) -> Figures:
    lines = [
        Entry(str(at), "p", MARCH, component, source, Decimal(amount), real_estate)
        for at, (component, source, amount) in enumerate(told)
    ]
    return figures(lines).get(("p", MARCH), NOTHING)


def line(
    found: Figures, *, before: str = "0", contract: str | None = "1000", counted: bool = True
) -> SheetLine:
    asked = None if contract is None else Decimal(contract)
    return SheetLine("p", "项目", "甲局", asked, Decimal(before), found, COUNTS if counted else UNKNOWN)


@pytest.mark.parametrize(
    ("stage", "signed", "expected"),
    [
        (Stage.LEAD, None, False),
        (Stage.APPROVED, None, False),
        (Stage.SIGNED, None, True),
        (Stage.SIGNED, date(2026, 3, 31), True),
        (Stage.SIGNED, date(2026, 4, 1), False),
        (Stage.ON_BOOKS, date(2020, 1, 1), True),
        (Stage.PAUSED, date(2020, 1, 1), False),
        (Stage.LOST, None, False),
        ("a newer version's", None, False),
    ],
)
def test_who_belongs_on_the_sheet(stage: str, signed: date | None, expected: bool) -> None:
    assert is_expected(str(stage), signed, MARCH) is expected


def test_a_line_tells_how_far_the_contract_is() -> None:
    one = line(month((Component.FIXED, Source.UNIT, "250")), before="250")
    assert one.cumulative == 500 and one.of_contract is not None
    assert (one.of_contract.numerator, one.of_contract.denominator) == (1, 2)
    assert one.recognised == 175
    assert line(NOTHING, contract=None).of_contract is None
    assert line(NOTHING, contract="0").of_contract is None


def test_sums_tell_real_estate_apart_and_what_is_open() -> None:
    told = [
        line(month((Component.FIXED, Source.UNIT, "100"), real_estate=True)),
        line(month((Component.LAND, Source.UNIT, "50"), (Component.LAND, Source.DEPARTMENT, "40"))),
        line(month((Component.WORKING, Source.UNIT, "7")), counted=False),
    ]
    found = sums(told)
    assert [found.land, found.fixed, found.working, found.total] == [40, 100, 7, 147]
    assert [found.real_estate, found.without_real_estate] == [100, 47]
    assert [found.department, found.difference] == [40, 10]
    assert [found.differing, found.unknown, found.lines] == [1, 1, 3]
    assert [found.contract, found.recognised, found.county] == [3000, 98, 0]


def test_an_empty_sheet_adds_up_to_nothing() -> None:
    found = sums([])
    assert [found.lines, found.total, found.cumulative, found.unknown] == [0, 0, 0, 0]


AMOUNTS = st.decimals("-9999999", "9999999", places=6)


@given(st.lists(st.tuples(st.sampled_from(Component), AMOUNTS, AMOUNTS, st.booleans()), max_size=8))
def test_every_sum_is_that_of_its_lines(rows: list[tuple[Component, Decimal, Decimal, bool]]) -> None:
    told = [
        line(month((component, Source.UNIT, f"{amount:f}"), real_estate=estate), before=f"{before:f}")
        for component, amount, before, estate in rows
    ]
    found = sums(told)
    assert found.total == found.land + found.fixed + found.working
    assert found.total == sum((one.month.total for one in told), Decimal(0))
    assert found.cumulative == found.before + found.total
    assert found.recognised == sum((one.recognised for one in told), Decimal(0))
    assert found.without_real_estate + found.real_estate == found.total
