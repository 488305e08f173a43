"""A long page lands in parts, so that saving at the keyboard never waits for all of it (trust.md R10)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from app.store.span import Span
from sync.client.flight import Plan
from sync.client.page import Page, PageRow
from sync.client.withdrawal import is_due
from sync.protocol.messages import Reply

FIRST = 120  # rows of a first part, before it is known how quick this computer is


class Parts:
    """The parts of one run's pages. What is said with units or repairs belongs to its rows: whole."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._span = Span(FIRST)

    def are_due(self, plan: Plan, reply: Reply, page: Page) -> bool:
        """Whether the page is too long for one transaction."""
        return self._fits_not(page.rows) and not (is_due(reply) or plan.request.buckets)

    @contextmanager
    def next(
        self, rows: Sequence[PageRow], *, whole: bool
    ) -> Iterator[tuple[Sequence[PageRow], Sequence[PageRow]]]:
        """The rows to land in this block, and those left for later; how long the block takes is noted."""
        size = self._span.rows if self._fits_not(rows) and not whole else len(rows)
        began = self._clock()
        yield rows[:size], rows[size:]
        self._span.took((self._clock() - began).total_seconds(), size)

    def _fits_not(self, rows: Sequence[PageRow]) -> bool:
        # Two small parts are worse than one that is half as long again.
        return len(rows) > self._span.rows * 3 // 2
