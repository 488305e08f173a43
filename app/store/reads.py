"""Read transactions of one store; in a block that asks for it all of a thread's reads are one.

A page asks a hundred small things of the store, and each would begin and end a transaction of its own.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection


class Reads:
    """Called, it opens a transaction with ``begin``, or gives the one that the thread has under way."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._begin = begin
        self._own = threading.local()

    @contextmanager
    def __call__(self) -> Iterator[Connection]:
        held = self.held
        if held is not None:
            yield held
            return
        with self._begin() as connection:
            yield connection

    @property
    def held(self) -> Connection | None:
        """The transaction that this thread has under way for a whole block."""
        found: Connection | None = getattr(self._own, "connection", None)
        return found

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Whatever this thread reads in the block is of one state of the store; a block inside is part of it.

        What is written meanwhile is not seen, not even what the thread writes itself.
        """
        if self.held is not None:
            yield
            return
        with self._begin() as connection:
            self._own.connection = connection
            try:
                yield
            finally:
                self._own.connection = None
