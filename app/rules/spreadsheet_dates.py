"""Serial day numbers of spreadsheets."""

from datetime import date, timedelta

_FALSE_LEAP_DAY = 60  # Lotus 1-2-3, and Excel after it, take 1900 for a leap year


def serial_to_date(serial: int, *, epoch_1904: bool = False) -> date:
    """The date of an Excel serial number (46113 → 2026-04-01).

    Raises:
        ValueError: below 1, the 29 February 1900 that never was, or beyond the year 9999.
    """
    if epoch_1904:
        if serial < 0:
            raise ValueError(f"no date has the serial number {serial}")
        return _plus(date(1904, 1, 1), serial)
    if serial < 1 or serial == _FALSE_LEAP_DAY:
        raise ValueError(f"no date has the serial number {serial}")
    return _plus(date(1899, 12, 31 if serial < _FALSE_LEAP_DAY else 30), serial)


def _plus(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError as error:
        raise ValueError(f"no date has the serial number {days}") from error
