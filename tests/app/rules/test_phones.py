"""Telephone numbers: normalised or refused, never guessed."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.phones import (
    PhoneAreaMissing,
    PhoneDamaged,
    PhoneEmpty,
    PhoneError,
    PhoneInvalid,
    PhoneKind,
    display_phone,
    is_mobile,
    mask_phone,
    parse_phone,
    phone_tail,
    read_phones,
)

ONE = [
    ("13800138000", "+8613800138000", PhoneKind.MOBILE, ""),
    ("138 0013 8000", "+8613800138000", PhoneKind.MOBILE, ""),
    ("138-0013-8000", "+8613800138000", PhoneKind.MOBILE, ""),
    ("+86-139-1234-5678", "+8613912345678", PhoneKind.MOBILE, ""),
    ("+86 13912345678", "+8613912345678", PhoneKind.MOBILE, ""),
    ("8613800138000", "+8613800138000", PhoneKind.MOBILE, ""),
    ("0086 13800138000", "+8613800138000", PhoneKind.MOBILE, ""),
    ("１３８００１３８０００", "+8613800138000", PhoneKind.MOBILE, ""),
    ("手机：13800138000", "+8613800138000", PhoneKind.MOBILE, ""),
    (13800138001, "+8613800138001", PhoneKind.MOBILE, ""),
    (13800138001.0, "+8613800138001", PhoneKind.MOBILE, ""),
    ("13800138001.0", "+8613800138001", PhoneKind.MOBILE, ""),
    ("13900000009", "+8613900000009", PhoneKind.MOBILE, ""),
    ("0564-3321234", "+865643321234", PhoneKind.LANDLINE, ""),
    ("(0564)3321234", "+865643321234", PhoneKind.LANDLINE, ""),
    ("0564—3321234", "+865643321234", PhoneKind.LANDLINE, ""),
    ("0564-3321234-808", "+865643321234", PhoneKind.LANDLINE, "808"),
    ("0564-3321234转808", "+865643321234", PhoneKind.LANDLINE, "808"),
    ("021 5888 1234 转 808", "+862158881234", PhoneKind.LANDLINE, "808"),
    ("010-88886666", "+861088886666", PhoneKind.LANDLINE, ""),
    ("+865643321234;ext=9", "+865643321234", PhoneKind.LANDLINE, "9"),
    ("400-800-1234", "+864008001234", PhoneKind.SERVICE, ""),
    ("+852 2345 6789", "+85223456789", PhoneKind.FOREIGN, ""),
    ("+1 650 253 0000", "+16502530000", PhoneKind.FOREIGN, ""),
]


@pytest.mark.parametrize(("written", "e164", "kind", "extension"), ONE)
def test_one_number(written: object, e164: str, kind: PhoneKind, extension: str) -> None:
    phone = parse_phone(written)
    assert (phone.e164, phone.kind, phone.extension) == (e164, kind, extension)
    assert parse_phone(phone.stored).stored == phone.stored
    assert read_phones(written).phones[0].stored == phone.stored


MANY = [
    ("13700000001、13700000002", ["+8613700000001", "+8613700000002"]),
    ("13800138000 13900139000", ["+8613800138000", "+8613900139000"]),
    ("138 0013 8000 139 0013 9000", ["+8613800138000", "+8613900139000"]),
    ("13800138000/13900139000；010-88886666", ["+8613800138000", "+8613900139000", "+861088886666"]),
    ("13800138000，13900139000", ["+8613800138000", "+8613900139000"]),
    ("13800138000\n0564-3321234-808", ["+8613800138000", "+865643321234;ext=808"]),
    ("13800138000 13800138000", ["+8613800138000"]),
    ("13800138000和13900139000", ["+8613800138000", "+8613900139000"]),
]


@pytest.mark.parametrize(("written", "stored"), MANY)
def test_many_in_one_cell(written: str, stored: list[str]) -> None:
    cell = read_phones(written)
    assert [phone.stored for phone in cell.phones] == stored
    assert (cell.problems, cell.rest) == ((), "")


REFUSED = [
    ("1.37E+10", PhoneDamaged),
    ("1.37e10", PhoneDamaged),
    (13700000000.0, PhoneDamaged),
    (13700000000, PhoneDamaged),
    ("13700000000.0", PhoneDamaged),
    ("3321234", PhoneAreaMissing),
    ("1380013800", PhoneInvalid),
    ("138001380000", PhoneInvalid),
    ("10000000000", PhoneInvalid),
    ("12", PhoneInvalid),
    ("0564-33212345", PhoneInvalid),  # Lu'an has seven digits after its area code, not eight
    ("全部", PhoneInvalid),
    (0, PhoneInvalid),
    (float("nan"), PhoneInvalid),
    (1.5, PhoneInvalid),
    ("13800138000 13900139000", PhoneInvalid),
    ("", PhoneEmpty),
    (None, PhoneEmpty),
]


@pytest.mark.parametrize(("written", "error"), REFUSED)
def test_what_is_no_number_is_refused_by_name(written: object, error: type[PhoneError]) -> None:
    with pytest.raises(PhoneError) as caught:
        parse_phone(written)
    assert type(caught.value) is error
    assert caught.value.reason.key == f"rules.{error.code}"


def test_a_damaged_number_does_not_hide_the_good_one_beside_it() -> None:
    cell = read_phones("1.37E+10、13800138000")
    assert [phone.e164 for phone in cell.phones] == ["+8613800138000"]
    assert [type(problem) for problem in cell.problems] == [PhoneDamaged]


def test_words_around_numbers_are_kept() -> None:
    cell = read_phones("王总13800138000(办)")
    assert [phone.e164 for phone in cell.phones] == ["+8613800138000"]
    assert cell.rest == "王总 (办)"
    assert read_phones("全部").rest == "全部"


@pytest.mark.parametrize("begin", range(130, 200))
def test_what_is_shown_as_a_mobile_is_one(begin: int) -> None:
    """As the library that knows every number would group it: it is not asked about those."""
    for end in range(10):
        number = phonenumbers.parse(f"+86{begin}{end}0138000", None)
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        assert display_phone(f"+86{begin}{end}0138000") == national == f"{begin} {end}013 8000"


@pytest.mark.parametrize(
    ("stored", "shown", "masked"),
    [
        ("+8613800138000", "138 0013 8000", "138****8000"),
        ("+865643321234", "0564-3321234", "564****1234"),
        ("+865643321234;ext=808", "0564-3321234-808", "564****1234"),
        ("+861088886666", "010-88886666", "108****6666"),
        ("+16502530000", "+1 650-253-0000", "165****0000"),
        ("没有号码", "没有号码", ""),
        ("123456", "123456", "******"),
    ],
)
def test_display_and_mask(stored: str, shown: str, masked: str) -> None:
    assert (display_phone(stored), mask_phone(stored)) == (shown, masked)


def test_tail() -> None:
    assert phone_tail("+865643321234;ext=808") == "1234"


mobiles = st.builds(
    "{}{:08d}".format,
    st.sampled_from(["138", "139", "150", "186", "199"]),
    st.integers(0, 10**8 - 1),
)


@given(mobiles)
def test_normalising_is_idempotent_and_display_reads_back(number: str) -> None:
    phone = parse_phone(number)
    assert phone.e164 == f"+86{number}"
    assert parse_phone(phone.e164).e164 == parse_phone(display_phone(phone.e164)).e164 == phone.e164
    assert mask_phone(phone.e164) == f"{number[:3]}****{number[-4:]}"


@given(st.lists(mobiles, min_size=1, max_size=4, unique=True), st.sampled_from("、/;；，,\n "))
def test_any_separator_splits(numbers: list[str], separator: str) -> None:
    assert [phone.e164[3:] for phone in read_phones(separator.join(numbers)).phones] == numbers


@given(st.text() | st.floats() | st.integers() | st.text("0123456789+-() 转.eE、;", max_size=20))
def test_no_input_crashes_and_no_digit_vanishes(raw: object) -> None:
    cell = read_phones(raw)
    for phone in cell.phones:
        assert phone.e164.startswith("+")
    if any(c in "0123456789" for c in cell.text):
        assert cell.phones or cell.problems or any(c in "0123456789" for c in cell.rest)


@pytest.mark.parametrize(
    ("stored", "mobile"),
    [
        ("+8613800138000", True),
        ("+8613800138000;ext=8", False),
        ("+8651263838888", False),
        ("+864008123123", False),
        ("+85291234567", True),
        ("+85221234567", False),
        ("+12", False),
        ("总机", False),
    ],
)
def test_a_mobile_rings_in_one_pocket(stored: str, mobile: bool) -> None:
    assert is_mobile(stored) is mobile
