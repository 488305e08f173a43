"""Who changed a value since both sides had it: nobody, there, here, or both."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

MARK_LENGTH = 6  # hexadecimal digits: one changed value in 16 million would go unseen


class Standing(StrEnum):
    """What became of a value that went out and came back."""

    SAME = "same"
    THERE = "there"
    HERE = "here"
    BOTH = "both"


def standing(base: str, here: str, there: str) -> Standing:
    """Compare the marks of a value as it went out, as it is here, and as it came back."""
    if here == there or (base == here == there):
        return Standing.SAME
    if there == base:
        return Standing.HERE
    return Standing.THERE if here == base else Standing.BOTH


def canonical(value: str | Decimal | int | date | None) -> str:
    """A value of a spreadsheet in one spelling: numbers without trailing zeros, days as ISO, clean lines."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int):
        return format(Decimal(value).normalize() + 0, "f")
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def mark(text: str) -> str:
    """A short sign of a text in its canonical spelling."""
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]
