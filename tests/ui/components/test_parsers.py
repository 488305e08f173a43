"""Typed text read as the product reads it."""

from decimal import Decimal

import pytest

from tests.fakes.desktops import Desktop
from ui.components.parsers import money_as_typed, read_day, read_land, read_money


@pytest.mark.parametrize(
    ("unit", "text", "value", "reading"),
    [
        ("yi", "3.5", Decimal(35000), ""),
        ("wan", "3.5", Decimal("3.5"), ""),
        ("yuan", "20000", Decimal(2), ""),
        ("yi", "5000万", Decimal(5000), "= 0.50 亿元"),
        ("wan", "三亿五", Decimal(35000), "= 35,000 万元"),
        ("yi", "2亿元以上", Decimal(20000), "= 2.00 亿元"),
    ],
)
def test_amounts_count_in_the_unit_in_force(
    desktop: Desktop, unit: str, text: str, value: Decimal, reading: str
) -> None:
    desktop.window.set_unit(unit)
    read = read_money(desktop.window.ctx, text)
    assert (read.value, read.reading, read.problem) == (value, reading, "")


def test_foreign_money_and_nonsense_say_what_to_do(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    assert "请折算成人民币" in read_money(ctx, "200万美元").problem
    assert "请写成" in read_money(ctx, "很多").problem


@pytest.mark.parametrize(
    ("text", "given"),
    [("3.5", "3.5亿元"), ("3.5亿", "3.5亿"), ("2亿元以上", "2亿元以上"), ("", ""), ("很多", "很多")],
)
def test_a_service_is_given_the_unit_with_a_bare_figure(desktop: Desktop, text: str, given: str) -> None:
    assert money_as_typed(desktop.window.ctx, text) == given


@pytest.mark.parametrize(
    ("text", "day", "reading"),
    [
        ("2026-03-05", "2026-03-05", ""),
        ("3月5日", "2026-03-05", "= 2026-03-05"),
        ("5月底前", "2026-05-31", "= 2026-05-31"),
        ("2026年一季度末", "2026-03-31", "= 2026-03-31"),
        ("今年国庆前", "2026-09-30", "= 2026-09-30"),
    ],
)
def test_days(desktop: Desktop, text: str, day: str, reading: str) -> None:
    read = read_day(desktop.window.ctx, text)
    assert (str(read.value), read.reading) == (day, reading)


def test_an_impossible_day_says_so(desktop: Desktop) -> None:
    assert "13" in read_day(desktop.window.ctx, "2026.13.1").problem


@pytest.mark.parametrize(("text", "value", "reading"), [("86", 86, ""), ("2公顷", 30, "= 30 亩")])
def test_land(desktop: Desktop, text: str, value: int, reading: str) -> None:
    read = read_land(desktop.window.ctx, text)
    assert (read.value, read.reading) == (Decimal(value), reading)


def test_land_that_is_none_says_so(desktop: Desktop) -> None:
    assert "50亩" in read_land(desktop.window.ctx, "一大片").problem
