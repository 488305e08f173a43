"""Days and figures in the words of documents; apart from what writes them, which takes a while to load."""

from datetime import date
from decimal import Decimal

from app.i18n import Translator


def money(value: Decimal | None, words: Translator) -> str:
    """An amount in 万元, every digit of it; "" where there is none."""
    return "" if value is None else words.tr("document.money", figure=f"{_plain(value):,f}")


def land(value: Decimal | None, words: Translator) -> str:
    """An area in 亩; "" where there is none."""
    return "" if value is None else words.tr("document.land", figure=f"{_plain(value):,f}")


def day(value: date | None, words: Translator) -> str:
    """``2026年11月2日``, in English ``2026-11-02``; "" where there is none."""
    if value is None or words.language == "en":
        return value.isoformat() if value else ""
    return f"{value.year}年{value.month}月{value.day}日"


def half_words(starts_on: date, words: Translator) -> str:
    """``2026年上半年``."""
    return words.tr(f"appraisals.half.{1 if starts_on.month < 7 else 2}", year=starts_on.year)


def _plain(value: Decimal) -> Decimal:
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short
