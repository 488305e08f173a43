"""A request that tells when it has left, for whoever has heavy work to do only then.

Two threads that both have Python to run hand the interpreter to each other by turns: every half a
millisecond in the desktop (``app.store.turns``), every five elsewhere. A request encoded, packed and sent
beside heavy work leaves four or five such turns late, and headquarters waits for it.
"""

import io
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from sync.protocol.messages import Reply, Request


@runtime_checkable
class Telling(Protocol):
    """A ``Gateway`` that tells when a request has left it."""

    def exchange_telling(self, request: Request, gone: Callable[[], None]) -> Reply:
        """``Gateway.exchange``; ``gone`` is called before the answer is waited for, perhaps more than once.

        Not at all where the request fails before that.
        """
        ...


class Parting(io.BytesIO):
    """A body that calls ``gone`` once all of it has been handed to the system."""

    def __init__(self, body: bytes, gone: Callable[[], None]) -> None:
        super().__init__(body)
        self._gone = gone

    def read(self, size: int | None = -1, /) -> bytes:
        """All that is left, whatever ``size``: in pieces it would be one call of the system for each."""
        part = super().read()
        if not part:
            self._gone()
        return part
