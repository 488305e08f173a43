"""Money: everything officers write, exactly; everything else refused by name."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.amounts import (
    Amount,
    AmountDamaged,
    AmountEmpty,
    AmountError,
    AmountNegative,
    AmountOutOfRange,
    AmountReversed,
    AmountUnitMissing,
    AmountUnreadable,
    Unit,
    exact_amount,
    format_amount,
    in_unit,
    is_bare,
    parse_amount,
)
from app.rules.numerals import Qualifier

EXACT = [
    ("22.51亿", "225100"),
    ("22.51亿元", "225100"),
    ("２２．５１亿", "225100"),
    ("三亿五", "35000"),
    ("三亿五千万", "35000"),
    ("3亿5", "35000"),
    ("3亿5000万", "35000"),
    ("三亿零五百万", "30500"),
    ("5000w", "5000"),
    ("5000W", "5000"),
    ("5000万", "5000"),
    ("2200万元", "2200"),
    ("300万元", "300"),
    ("1亿元", "10000"),
    ("1.5个亿", "15000"),
    ("百亿", "1000000"),
    ("十亿", "100000"),
    ("一千二百万", "1200"),
    ("一百五十万", "150"),
    ("3百万", "300"),
    ("5千万", "5000"),
    ("壹仟贰佰万元整", "1200"),
    ("两亿", "20000"),
    ("二点五亿", "25000"),
    ("十二点零五亿", "120500"),
    ("1,200万", "1200"),
    ("1，200万", "1200"),
    ("225100", "225100"),
    ("225,100", "225100"),
    ("225,100.5", "225100.5"),
    (225100, "225100"),
    (225100.0, "225100"),
    (0.1, "0.1"),
    (Decimal("22.51"), "22.51"),
    ("2000元", "0.2"),
    ("8,000.50元", "0.80005"),
    ("三万五", "3.5"),
    ("1.2万亿", "120000000"),
    ("人民币5000万元", "5000"),
    ("5000万元(人民币)", "5000"),
    ("20亿元人民币", "200000"),
    ("RMB 500万", "500"),
    ("￥300万", "300"),
    ("总投资3亿元", "30000"),
    ("总投资：3亿元", "30000"),
    ("计划投资 2.5 亿元", "25000"),
    ("注册资本500万", "500"),
    (" 3 亿 ", "30000"),
    ("5億", "50000"),
    ("0", "0"),
    (0, "0"),
]


@pytest.mark.parametrize(("written", "wan"), EXACT)
def test_exact_figures(written: object, wan: str) -> None:
    amount = parse_amount(written, Unit.WAN)
    assert (amount.value, amount.low, amount.high) == (Decimal(wan),) * 3
    assert (amount.qualifier, amount.currency, amount.note) == (Qualifier.EXACT, "CNY", None)
    assert amount.text == str(written).strip()


QUALIFIED = [
    ("2亿元以上", Qualifier.AT_LEAST, "20000"),
    ("100亿元以上", Qualifier.AT_LEAST, "1000000"),
    ("超百亿元", Qualifier.AT_LEAST, "1000000"),
    ("超过3亿元", Qualifier.AT_LEAST, "30000"),
    ("超亿元", Qualifier.AT_LEAST, "10000"),
    ("过亿", Qualifier.AT_LEAST, "10000"),
    ("近亿元", Qualifier.ABOUT, "10000"),
    ("亿元以上", Qualifier.AT_LEAST, "10000"),
    ("上百亿元", Qualifier.AT_LEAST, "1000000"),
    ("不低于5000万元", Qualifier.AT_LEAST, "5000"),
    ("≥3亿", Qualifier.AT_LEAST, "30000"),
    ("3亿多", Qualifier.AT_LEAST, "30000"),
    ("3亿多元", Qualifier.AT_LEAST, "30000"),
    ("十余亿元", Qualifier.AT_LEAST, "100000"),
    ("十几亿", Qualifier.AT_LEAST, "100000"),
    ("二十来亿", Qualifier.ABOUT, "200000"),
    ("10多亿", Qualifier.AT_LEAST, "100000"),
    ("不超过2亿", Qualifier.AT_MOST, "20000"),
    ("不到1亿元", Qualifier.AT_MOST, "10000"),
    ("5000万元以内", Qualifier.AT_MOST, "5000"),
    ("约3亿", Qualifier.ABOUT, "30000"),
    ("约3亿元", Qualifier.ABOUT, "30000"),
    ("3亿左右", Qualifier.ABOUT, "30000"),
    ("3亿元左右", Qualifier.ABOUT, "30000"),
    ("近10亿元", Qualifier.ABOUT, "100000"),
    ("总投资约3亿元", Qualifier.ABOUT, "30000"),
]


@pytest.mark.parametrize(("written", "qualifier", "wan"), QUALIFIED)
def test_qualified_figures_say_so(written: str, qualifier: Qualifier, wan: str) -> None:
    amount = parse_amount(written)
    assert (amount.qualifier, amount.value) == (qualifier, Decimal(wan))
    assert amount.note is not None
    assert amount.note.key == f"rules.amount.{qualifier}"
    assert amount.note.params["text"] == written


RANGES = [
    ("3-5亿", "30000", "50000"),
    ("3~5亿元", "30000", "50000"),
    ("2亿～3亿元", "20000", "30000"),
    ("3亿至5亿元", "30000", "50000"),
    ("3亿元到5亿元", "30000", "50000"),
    ("5000万-1亿", "5000", "10000"),
    ("5000-8000万元", "5000", "8000"),
    ("5000—8000万", "5000", "8000"),
    ("十至二十亿", "100000", "200000"),
    ("三四亿", "30000", "40000"),
    ("三五千万", "3000", "5000"),
    ("约3-5亿", "30000", "50000"),
]


@pytest.mark.parametrize(("written", "low", "high"), RANGES)
def test_ranges_keep_both_ends(written: str, low: str, high: str) -> None:
    amount = parse_amount(written)
    assert (amount.low, amount.high, amount.value) == (Decimal(low), Decimal(high), Decimal(low))
    assert amount.qualifier is Qualifier.RANGE
    assert amount.note is not None
    assert amount.note.params["high"] == high


CURRENCIES = [
    ("200万美元", "USD", "200"),
    ("200万美金", "USD", "200"),
    ("$200万", "USD", "200"),
    ("US$200万", "USD", "200"),
    ("1,061.6万美元", "USD", "1061.6"),
    ("1.5亿港元", "HKD", "15000"),
    ("500万欧元", "EUR", "500"),
    ("3000万欧", "EUR", "3000"),
    ("200万美刀", "USD", "200"),
    ("3亿日元", "JPY", "30000"),
    ("约200万美元", "USD", "200"),
    ("50000美元", "USD", "5"),
]


@pytest.mark.parametrize(("written", "currency", "wan"), CURRENCIES)
def test_other_currencies(written: str, currency: str, wan: str) -> None:
    amount = parse_amount(written, Unit.YI)
    assert (amount.currency, amount.value) == (currency, Decimal(wan))


@pytest.mark.parametrize(
    ("unit", "written", "wan"),
    [
        (Unit.YUAN, "225100", "22.51"),
        (Unit.WAN, "225100", "225100"),
        (Unit.YI, "22.51", "225100"),
        (Unit.YUAN, 2251000000.0, "225100"),
        (Unit.YI, "3亿", "30000"),
        (Unit.YUAN, "3-5", "0.0003"),
    ],
)
def test_the_heading_gives_the_unit_of_bare_figures_only(unit: Unit, written: object, wan: str) -> None:
    assert parse_amount(written, unit).value == Decimal(wan)


REFUSED = [
    ("", AmountEmpty),
    (None, AmountEmpty),
    ("—", AmountEmpty),
    ("/", AmountEmpty),
    ("暂无", AmountEmpty),
    ("全部", AmountUnreadable),
    ("待定", AmountUnreadable),
    ("=SUM(E5:E46)", AmountUnreadable),
    ("亿元", AmountUnreadable),
    ("元", AmountUnreadable),
    ("几个亿", AmountUnreadable),
    ("二八亿", AmountUnreadable),
    ("1,5亿", AmountUnreadable),
    ("2026-03-05", AmountUnreadable),
    ("年产15万吨", AmountUnreadable),
    ("😀", AmountUnreadable),
    (True, AmountUnreadable),
    ("3.5.1亿", AmountUnreadable),
    ("2.251E+05", AmountDamaged),
    ("-300万", AmountNegative),
    (-1, AmountNegative),
    ("5-3亿", AmountReversed),
    ("9999999999亿", AmountOutOfRange),
    ("0.001元", AmountOutOfRange),
    (float("nan"), AmountOutOfRange),
    (float("inf"), AmountOutOfRange),
    ("1" * 500, AmountUnreadable),
]


@pytest.mark.parametrize(("written", "error"), REFUSED)
def test_what_is_no_amount_is_refused_by_name(written: object, error: type[AmountError]) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(written, Unit.WAN)
    assert type(caught.value) is error
    assert caught.value.reason.key == f"rules.{error.code}"


@pytest.mark.parametrize("written", ["225100", 225100.0, "¥1,234,567.89", "$200", "3-5"])
def test_a_bare_figure_without_any_unit_is_not_guessed(written: object) -> None:
    with pytest.raises(AmountUnitMissing):
        parse_amount(written)


@pytest.mark.parametrize(
    ("written", "bare"),
    [("225100", True), ("1,234.5", True), ("3-5", True), ("3亿", False), ("待定", False), ("", False)],
)
def test_a_figure_is_bare_where_only_its_unit_is_open(written: str, bare: bool) -> None:
    assert is_bare(written) is bare


def test_corrections_may_be_negative_where_allowed() -> None:
    assert parse_amount("-300万", allow_negative=True).value == Decimal(-300)


def test_a_remark_behind_the_figure_is_kept() -> None:
    amount = parse_amount("2亿元（一期）")
    assert (amount.value, amount.rest) == (Decimal(20000), "(一期)")


@pytest.mark.parametrize(
    ("wan", "yuan", "in_wan", "yi"),
    [
        ("225100", "2,251,000,000", "225,100", "22.51"),
        ("9999", "99,990,000", "9999", "1.00"),
        ("9999.5", "99,995,000", "10,000", "1.00"),
        ("10000", "100,000,000", "10,000", "1.00"),
        ("50", "500,000", "50", "0.01"),
        ("49.99", "499,900", "50", "0.00"),
        ("100000000", "1,000,000,000,000", "100,000,000", "10,000.00"),
        ("0", "0", "0", "0.00"),
        ("-0.001", "-10", "0", "0.00"),
        ("0.00005", "1", "0", "0.00"),
    ],
)
def test_display(wan: str, yuan: str, in_wan: str, yi: str) -> None:
    shown = [format_amount(Decimal(wan), unit) for unit in Unit]
    assert shown == [yuan, in_wan, yi]


def test_unknown_amounts_show_a_dash_and_an_empty_field() -> None:
    assert format_amount(None, Unit.YI) == "—"
    assert exact_amount(None, Unit.YI) == ""


amounts_in_store = st.decimals(0, 10**11, places=6).filter(lambda d: d < 10**11)


@given(amounts_in_store, st.sampled_from(Unit))
def test_what_a_field_shows_reads_back_exactly(value: Decimal, unit: Unit) -> None:
    assert parse_amount(exact_amount(value, unit), unit).value == value


@given(amounts_in_store)
def test_units_are_the_same_money(value: Decimal) -> None:
    assert in_unit(value, Unit.YUAN) == value * 10_000 == in_unit(value, Unit.YI) * 10**8


@given(st.integers(0, 10**8))
def test_whole_figures_in_wan_survive_display(value: int) -> None:
    assert parse_amount(format_amount(Decimal(value), Unit.WAN), Unit.WAN).value == value


@given(
    st.text() | st.integers() | st.floats() | st.text("0123456789.,亿万元百十三五-至约以上多", max_size=12)
)
def test_no_input_crashes_and_every_answer_is_exact(raw: object) -> None:
    try:
        amount = parse_amount(raw, Unit.WAN)
    except AmountError as error:
        assert error.reason.key.startswith("rules.amount.")
        return
    assert isinstance(amount, Amount)
    assert 0 <= amount.low == amount.value <= amount.high
    assert (amount.note is None) == (amount.qualifier is Qualifier.EXACT)
