"""Dates against Friday, 20 November 2026."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.dates import (
    DateAmbiguous,
    DateEmpty,
    DateError,
    DateImplausible,
    DateImpossible,
    DateQualifier,
    DateUnreadable,
    Lean,
    Precision,
    parse_date,
    week_of,
)
from app.rules.spreadsheet_dates import serial_to_date

REFERENCE = date(2026, 11, 20)

DAYS = [
    ("2026年3月5日", "2026-03-05"),
    ("2026年03月05日", "2026-03-05"),
    ("2026 年 3 月 5 日", "2026-03-05"),
    ("2026-03-05", "2026-03-05"),
    ("2026/6/30", "2026-06-30"),
    ("2026/4/1", "2026-04-01"),
    ("2026.3.5", "2026-03-05"),
    ("2026.3.8", "2026-03-08"),
    ("２０２６．３．５", "2026-03-05"),
    ("20260305", "2026-03-05"),
    (20260305, "2026-03-05"),
    ("26年3月5日", "2026-03-05"),
    ("26.3.5", "2026-03-05"),
    ("2026年3月5日上午", "2026-03-05"),
    ("昨天下午3点半", "2026-11-19"),
    ("周三晚上", "2026-11-18"),
    ("3月5日(周四)", "2026-03-05"),
    ("二〇二六年三月五日", "2026-03-05"),
    ("2026-03-05 10:20:30", "2026-03-05"),
    ("2026-03-05T10:20:30+08:00", "2026-03-05"),
    (datetime(2026, 4, 1, 9, 30), "2026-04-01"),  # noqa: DTZ001 (cells carry no zone)
    (date(2026, 4, 1), "2026-04-01"),
    ("46113", "2026-04-01"),
    (46113, "2026-04-01"),
    (46113.0, "2026-04-01"),
    (46113.75, "2026-04-01"),
    ("3.5", "2026-03-05"),
    (3.5, "2026-03-05"),
    ("3.10", "2026-03-10"),
    ("3-5", "2026-03-05"),
    ("3/5", "2026-03-05"),
    ("3月5日", "2026-03-05"),
    ("3月5号", "2026-03-05"),
    ("三月五日", "2026-03-05"),
    ("十二月二十八日", "2026-12-28"),
    ("今天", "2026-11-20"),
    ("昨天", "2026-11-19"),
    ("前天", "2026-11-18"),
    ("明天", "2026-11-21"),
    ("后天", "2026-11-22"),
    ("明后天", "2026-11-21"),
    ("今晚", "2026-11-20"),
    ("明早", "2026-11-21"),
    ("大后天", "2026-11-23"),
    ("周三", "2026-11-18"),
    ("本周五", "2026-11-20"),
    ("这周日", "2026-11-22"),
    ("下周三", "2026-11-25"),
    ("下周天", "2026-11-29"),
    ("下下周五", "2026-12-04"),
    ("上周三", "2026-11-11"),
    ("上上周一", "2026-11-02"),
    ("星期三", "2026-11-18"),
    ("下星期一", "2026-11-23"),
    ("3天前", "2026-11-17"),
    ("三天后", "2026-11-23"),
    ("两周后", "2026-12-04"),
    ("3个月后", "2027-02-20"),
    ("去年12月28日", "2025-12-28"),
    ("明年1月5日", "2027-01-05"),
    ("25号", "2026-11-25"),
    ("二十五号", "2026-11-25"),
    ("半个月后", "2026-12-05"),
    ("半月后", "2026-12-05"),
    ("一个半月后", "2027-01-04"),
    ("半年后", "2027-05-20"),
    ("两三天后", "2026-11-22"),
    ("三个工作日后", "2026-11-25"),
    ("腊月二十八", "2027-02-04"),
    ("腊月廿八", "2027-02-04"),
    ("正月初八", "2027-02-13"),
    ("农历八月十五", "2026-09-25"),
    ("除夕", "2027-02-05"),
]


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_single_days(written: object, day: str) -> None:
    read = parse_date(written, REFERENCE)
    assert read.date == read.last == date.fromisoformat(day)
    assert (read.precision, read.qualifier) == (Precision.DAY, DateQualifier.ON)


SPANS = [
    ("2026年5月", "2026-05-01", "2026-05-31", Precision.MONTH, DateQualifier.ON),
    ("2026年5月份", "2026-05-01", "2026-05-31", Precision.MONTH, DateQualifier.ON),
    ("2026-05", "2026-05-01", "2026-05-31", Precision.MONTH, DateQualifier.ON),
    ("2024年2月", "2024-02-01", "2024-02-29", Precision.MONTH, DateQualifier.ON),
    ("5月", "2026-05-01", "2026-05-31", Precision.MONTH, DateQualifier.ON),
    ("上个月", "2026-10-01", "2026-10-31", Precision.MONTH, DateQualifier.ON),
    ("5月底前", "2026-05-31", "2026-05-31", Precision.DAY, DateQualifier.BEFORE),
    ("7月底前", "2026-07-31", "2026-07-31", Precision.DAY, DateQualifier.BEFORE),
    ("2026年10月底前", "2026-10-31", "2026-10-31", Precision.DAY, DateQualifier.BEFORE),
    ("6月30日前", "2026-06-30", "2026-06-30", Precision.DAY, DateQualifier.BEFORE),
    ("年底前", "2026-12-31", "2026-12-31", Precision.DAY, DateQualifier.BEFORE),
    ("两个月内", "2027-01-20", "2027-01-20", Precision.PERIOD, DateQualifier.BEFORE),
    ("年内", "2026-12-31", "2026-12-31", Precision.YEAR, DateQualifier.BEFORE),
    ("5月1日后", "2026-05-01", "2026-05-01", Precision.DAY, DateQualifier.AFTER),
    ("6月底", "2026-06-30", "2026-06-30", Precision.DAY, DateQualifier.ABOUT),
    ("月底", "2026-11-30", "2026-11-30", Precision.DAY, DateQualifier.ABOUT),
    ("下月底", "2026-12-31", "2026-12-31", Precision.DAY, DateQualifier.ABOUT),
    ("年底", "2026-12-31", "2026-12-31", Precision.DAY, DateQualifier.ABOUT),
    ("约6月30日", "2026-06-30", "2026-06-30", Precision.DAY, DateQualifier.ABOUT),
    ("6月30日左右", "2026-06-30", "2026-06-30", Precision.DAY, DateQualifier.ABOUT),
    ("6月中旬", "2026-06-11", "2026-06-20", Precision.PERIOD, DateQualifier.ON),
    ("2月下旬", "2026-02-21", "2026-02-28", Precision.PERIOD, DateQualifier.ON),
    ("5月初", "2026-05-01", "2026-05-10", Precision.PERIOD, DateQualifier.ABOUT),
    ("上周", "2026-11-09", "2026-11-15", Precision.WEEK, DateQualifier.ON),
    ("本周", "2026-11-16", "2026-11-22", Precision.WEEK, DateQualifier.ON),
    ("下周", "2026-11-23", "2026-11-29", Precision.WEEK, DateQualifier.ON),
    ("一季度", "2026-01-01", "2026-03-31", Precision.QUARTER, DateQualifier.ON),
    ("明年一季度", "2027-01-01", "2027-03-31", Precision.QUARTER, DateQualifier.ON),
    ("2026年第四季度", "2026-10-01", "2026-12-31", Precision.QUARTER, DateQualifier.ON),
    ("上半年", "2026-01-01", "2026-06-30", Precision.PERIOD, DateQualifier.ON),
    ("2026年", "2026-01-01", "2026-12-31", Precision.YEAR, DateQualifier.ON),
    ("2026", "2026-01-01", "2026-12-31", Precision.YEAR, DateQualifier.ON),
    ("明年", "2027-01-01", "2027-12-31", Precision.YEAR, DateQualifier.ON),
    ("本周内", "2026-11-22", "2026-11-22", Precision.WEEK, DateQualifier.BEFORE),
    ("周内", "2026-11-22", "2026-11-22", Precision.WEEK, DateQualifier.BEFORE),
    ("下周内", "2026-11-29", "2026-11-29", Precision.WEEK, DateQualifier.BEFORE),
    ("半个月内", "2026-12-05", "2026-12-05", Precision.PERIOD, DateQualifier.BEFORE),
    ("一两天内", "2026-11-22", "2026-11-22", Precision.PERIOD, DateQualifier.BEFORE),
    ("四季度末", "2026-12-31", "2026-12-31", Precision.DAY, DateQualifier.ABOUT),
    ("明年一季度末前", "2027-03-31", "2027-03-31", Precision.DAY, DateQualifier.BEFORE),
    ("下季度", "2027-01-01", "2027-03-31", Precision.QUARTER, DateQualifier.ON),
    ("10月中下旬", "2026-10-11", "2026-10-31", Precision.PERIOD, DateQualifier.ON),
    ("腊月二十八前", "2027-02-04", "2027-02-04", Precision.DAY, DateQualifier.BEFORE),
    ("25日前", "2026-11-25", "2026-11-25", Precision.DAY, DateQualifier.BEFORE),
    ("周五下班前", "2026-11-20", "2026-11-20", Precision.DAY, DateQualifier.BEFORE),
    ("国庆前", "2027-09-30", "2027-09-30", Precision.PERIOD, DateQualifier.BEFORE),
    ("明年春节前", "2027-02-05", "2027-02-05", Precision.PERIOD, DateQualifier.BEFORE),
    ("明年春节后", "2027-02-14", "2027-02-20", Precision.PERIOD, DateQualifier.ABOUT),
]


@pytest.mark.parametrize(
    ("written", "lean", "day"),
    [
        ("5号", Lean.SAME_YEAR, "2026-11-05"),
        ("5号", Lean.FUTURE, "2026-12-05"),
        ("25号", Lean.PAST, "2026-10-25"),
        ("5号前", Lean.FUTURE, "2026-12-05"),
    ],
)
def test_a_day_without_a_month(written: str, lean: Lean, day: str) -> None:
    assert parse_date(written, REFERENCE, lean).date == date.fromisoformat(day)


def test_a_lunar_day_just_gone_is_meant_unless_it_is_a_deadline() -> None:
    march = date(2026, 3, 11)
    assert parse_date("腊月二十八", march).date == date(2026, 2, 15)
    assert parse_date("腊月二十八前", march).date == date(2027, 2, 4)
    assert parse_date("去年腊月二十八", march).date == date(2025, 1, 27)


@pytest.mark.parametrize("written", ["腊月三十一", "农历十三月初一", "五季度末", "除夕后天"])
def test_what_only_looks_like_such_a_day(written: str) -> None:
    with pytest.raises(DateError):
        parse_date(written, REFERENCE)


@pytest.mark.parametrize(("written", "day", "last", "precision", "qualifier"), SPANS)
def test_spans_and_deadlines(
    written: str, day: str, last: str, precision: Precision, qualifier: DateQualifier
) -> None:
    read = parse_date(written, REFERENCE)
    expected = (date.fromisoformat(day), date.fromisoformat(last), precision, qualifier)
    assert (read.date, read.last, read.precision, read.qualifier) == expected
    assert read.text == written


REFUSED = [
    ("", DateEmpty),
    (None, DateEmpty),
    ("—", DateEmpty),
    ("待定", DateEmpty),
    ("2026.13.1", DateImpossible),
    ("2026年13月", DateImpossible),
    ("2026-02-30", DateImpossible),
    ("2026-02-29", DateImpossible),
    ("3月32日", DateImpossible),
    ("0月5日", DateImpossible),
    ("X月底前", DateUnreadable),
    ("全部", DateUnreadable),
    ("前", DateUnreadable),
    ("在谈", DateUnreadable),
    ("1", DateUnreadable),
    ("😀", DateUnreadable),
    (True, DateUnreadable),
    (3.1, DateAmbiguous),
    (60, DateImplausible),
    (0, DateImplausible),
    ("12345", DateImplausible),
    ("99999", DateImplausible),
    ("1066年10月14日", DateImplausible),
    (float("nan"), DateImplausible),
    (1e300, DateImplausible),
]


@pytest.mark.parametrize(("written", "error"), REFUSED)
def test_what_is_no_date_is_refused_by_name(written: object, error: type[DateError]) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(written, REFERENCE)
    assert type(caught.value) is error


def test_an_impossible_date_says_which_part_is_wrong() -> None:
    with pytest.raises(DateImpossible) as caught:
        parse_date("2026.13.1", REFERENCE)
    assert caught.value.reason.key == "rules.date.impossible_month"
    assert caught.value.params == {"text": "2026.13.1", "part": "month", "number": 13}


@pytest.mark.parametrize(
    ("written", "lean", "day"),
    [
        ("12.28", Lean.SAME_YEAR, "2026-12-28"),
        ("12.28", Lean.PAST, "2025-12-28"),
        ("12.28", Lean.FUTURE, "2026-12-28"),
        ("1月5日", Lean.FUTURE, "2027-01-05"),
        ("1月5日", Lean.PAST, "2026-01-05"),
        ("11月20日", Lean.PAST, "2026-11-20"),
        ("11月20日", Lean.FUTURE, "2026-11-20"),
        ("3月底前", Lean.FUTURE, "2027-03-31"),
        ("12月底", Lean.PAST, "2025-12-31"),
    ],
)
def test_a_missing_year_leans_and_says_so(written: str, lean: Lean, day: str) -> None:
    read = parse_date(written, REFERENCE, lean)
    assert read.date == date.fromisoformat(day)
    assert read.note is not None
    assert (read.note.key, read.note.params["year"]) == ("rules.date.year_assumed", read.date.year)


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (46113, "2026-04-01")],
)
def test_serials_skip_the_leap_day_that_never_was(serial: int, day: str) -> None:
    assert serial_to_date(serial) == date.fromisoformat(day)


@pytest.mark.parametrize("serial", [0, -1, 60, 10**7])
def test_serials_without_a_date(serial: int) -> None:
    with pytest.raises(ValueError, match="serial number"):
        serial_to_date(serial)


def test_the_other_epoch() -> None:
    assert serial_to_date(0, epoch_1904=True) == date(1904, 1, 1)


def test_weeks_start_on_monday_even_on_a_sunday() -> None:
    sunday = date(2026, 11, 22)
    assert parse_date("下周一", sunday).date == date(2026, 11, 23)
    assert parse_date("周一", sunday).date == date(2026, 11, 16)


near = st.dates(date(1960, 1, 1), date(2090, 12, 31))


@given(near)
def test_every_way_of_writing_a_day_reads_the_same(day: date) -> None:
    forms = [
        *(day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"),
        *(f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", (day - date(1899, 12, 30)).days),
    ]
    assert {parse_date(form, REFERENCE).date for form in forms} == {day}


@given(near)
def test_a_week_has_seven_days_from_monday(day: date) -> None:
    monday, sunday = week_of(day)
    assert monday.weekday() == 0
    assert monday <= day <= sunday == monday + timedelta(days=6)
    assert parse_date("本周", day).date == monday


@given(
    st.text()
    | st.integers()
    | st.floats()
    | st.text("0123456789年月日底前上下周三天个内半季度旬今明.-/", max_size=9),
    near,
    st.sampled_from(Lean),
)
def test_no_input_crashes(raw: object, reference: date, lean: Lean) -> None:
    try:
        read = parse_date(raw, reference, lean)
    except DateError as error:
        assert error.reason.key.startswith("rules.date.")
    else:
        assert read.date <= read.last
