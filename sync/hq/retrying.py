"""Trying a transaction again that failed only because another was there at the same moment."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from sync.hq.database import should_retry

TRIES = 8

T = TypeVar("T")


def retried(transaction: Callable[[], T]) -> T:
    """What ``transaction`` returns; it must begin and end in the call."""
    for attempt in range(TRIES):
        try:
            return transaction()
        except DBAPIError as error:
            # Another transaction made the same record or took the locks in a circle: look again, judge again.
            if attempt == TRIES - 1 or not should_retry(error):
                raise
    raise AssertionError("unreachable")
