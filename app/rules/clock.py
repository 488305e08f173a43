"""The clock of the whole country: dates are meant in it."""

from datetime import timedelta, timezone

CHINA = timezone(timedelta(hours=8))
