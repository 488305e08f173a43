"""Targets against the clock: the sources' own figures, edges and what if."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.pack import NoSuchTable, Pack
from app.policy.shipped import load_pack, shipped_names, shipped_pack
from app.rules.rounding import half_up
from app.rules.targets import Owner, Progress, Target, progress, progress_of_all, standard_target, with_more

OCTOBER = date(2026, 10, 31)
STEP = Decimal("0.000001")


def target(amount: str | int, kind: str = "year", start: date = date(2026, 1, 1)) -> Target:
    return Target(Owner.UNIT, "甲", "funds_in_place", kind, start, Decimal(amount))


def stands(
    pack: Pack, amount: str | int, done: str | int, on: date = OCTOBER, kind: str = "year"
) -> Progress:
    return progress(pack, target(amount, kind), Decimal(done), on)


def test_the_published_progress_after_october() -> None:
    for name in shipped_names():
        found = stands(shipped_pack(name), 10_000, 12_564)
        assert (found.share_text, found.ahead_text) == ("125.64%", "+42.31")
    assert stands(shipped_pack("default"), 32, 22).share_text == "68.75%"


@pytest.mark.parametrize(
    ("done", "goal", "shown"),
    [("88.7", "50", 177), ("42.22", "30", 141), ("24.75", "22.5", 110), ("1061.6", "500", 212)],
)
def test_the_district_s_own_percentages(done: str, goal: str, shown: int) -> None:
    found = stands(shipped_pack("district"), goal, done)
    assert found.share is not None and half_up(found.share * 100, 0) == shown


def test_a_target_of_nothing_has_no_percentage() -> None:
    found = stands(shipped_pack("default"), 0, 5)
    assert (found.share_text, found.ahead_text, found.forecast_share) == ("—", "—", None)
    assert found.missing == 0
    assert stands(shipped_pack("default"), STEP.to_eng_string(), 0).share_text == "0.00%"


def test_an_office_s_term_at_today_s_date() -> None:
    pack = shipped_pack("chuzhou")
    amount = standard_target(pack, "term")
    assert amount == 20_000 and standard_target(pack, "year") is None
    found = stands(pack, str(amount), 9_000, date(2026, 12, 31), kind="term")
    assert (found.period.end, found.gone) == (date(2027, 12, 31), Fraction(1, 2))
    assert found.ahead_text == "-5.00"
    assert (found.missing, found.forecast) == (Decimal(11_000), Fraction(18_000))
    assert found.forecast_share == Fraction(9, 10)
    with pytest.raises(NoSuchTable):
        standard_target(pack, "decade")


def test_before_the_first_month_is_over_there_is_no_forecast_by_pace() -> None:
    assert stands(shipped_pack("default"), 10, 1, date(2026, 1, 30)).forecast is None
    assert stands(shipped_pack("default"), 10, 1, date(2026, 1, 31)).forecast == 12


def test_a_forecast_by_the_last_months(tmp_path: Path) -> None:
    pack = recent(tmp_path)
    months = [Decimal(one) for one in (50, 10, 10, 40)]
    found = progress(pack, target(200), sum(months, Decimal(0)), date(2026, 4, 30), months)
    assert found.forecast == 110 + 8 * 20
    assert progress(pack, target(200), Decimal(5), date(2026, 4, 30)).forecast is None


def recent(folder: Path) -> Pack:
    path = folder / "mine"
    path.mkdir()
    rows = "\n".join(f"| {kind} | 12 | months | recent | 3 | 1 | doc |" for kind in ("year", "half", "term"))
    head = (
        '[pack]\nname = { zh = "试", en = "Trial" }\nversion = 1\neffective = 2026-01-01\nbase = "default"\n'
    )
    sources = '[sources]\ndoc = { zh = "文件", en = "Document" }\n'
    header = "| id | months | clock | forecast | window | places | source |"
    table = f"[targets]\ncases = '''\n{header}\n{rows}\n'''\n"
    (path / "pack.toml").write_text(head + sources + table, encoding="utf-8")
    return load_pack(str(path))


def test_everyone_s_targets_at_once() -> None:
    leader = Target(Owner.LEADER, "甲", "funds_in_place", "half", date(2026, 7, 1), Decimal(10))
    found = progress_of_all(
        shipped_pack("default"), [target(100), leader], {target(100).key: Decimal(40)}, OCTOBER
    )
    assert [(one.done, one.missing) for one in found] == [
        (Decimal(40), Decimal(60)),
        (Decimal(0), Decimal(10)),
    ]
    assert [one.gone for one in found] == [Fraction(10, 12), Fraction(4, 6)]


@given(st.decimals(0, 10**9, places=6), st.decimals("0.000001", 10**9, places=6))
def test_with_what_is_missing_the_target_is_met_and_not_with_a_step_less(
    done: Decimal, amount: Decimal
) -> None:
    pack = shipped_pack("default")
    found = progress(pack, target(str(amount)), done, OCTOBER)
    met = with_more(pack, found, found.missing, OCTOBER)
    assert met.missing == 0 and met.share is not None and met.share >= 1
    if found.missing:
        short = with_more(pack, found, found.missing - STEP, OCTOBER)
        assert short.share is not None and short.share < 1 and short.missing == STEP
