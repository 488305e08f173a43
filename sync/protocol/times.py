"""Milliseconds since 1970 and moments."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_MILLISECONDS = 253_402_300_799_000  # the end of the year 9999


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def instant(since: int) -> datetime:
    """The moment ``since`` milliseconds after 1970, held within the years 1970 to 9999."""
    return EPOCH + timedelta(milliseconds=min(max(since, 0), MAX_MILLISECONDS))
