"""A request as it travels; of a large one the operations are encoded and packed before its turn comes.

While headquarters judges one request the laptop knows most likely what the next will hold. How far it has
read by then it does not know: that goes ahead in a frame of its own, which is a few hundred bytes.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import msgspec
from msgspec.structs import replace

from sync.client.gateway import Gateway
from sync.protocol import codec
from sync.protocol.messages import Operation, Request

WORTH = 200  # operations: a smaller request is packed at once, and whole it gets smaller


@runtime_checkable
class Preparing(Protocol):
    """A ``Gateway`` that can be told what it will be asked to send."""

    def prepare(self, ops: Sequence[Operation]) -> None:
        """Get ready for a request with exactly these operations; it may come or not."""
        ...


def prepare(gateway: Gateway, request: Request) -> None:
    """Use the time while headquarters judges for what ``request`` needs; it may never be sent."""
    if isinstance(gateway, Preparing):
        gateway.prepare(request.ops)


class Packing:
    """Makes the bodies of one gateway's requests."""

    def __init__(self) -> None:
        self._ready: tuple[Sequence[Operation], bytes] | None = None

    def prepare(self, ops: Sequence[Operation]) -> None:
        """See ``Preparing.prepare``. What cannot be sent is found when it is sent."""
        self._ready = None
        if len(ops) < WORTH:
            return
        try:
            self._ready = ops, codec.frame(msgspec.json.encode(ops) + b"}")
        except UnicodeError:
            return

    def body(self, request: Request) -> tuple[bytes, str]:
        """The body and its content encoding.

        Raises:
            UnicodeError: a text in it is none that anyone could send.
        """
        ready, self._ready = self._ready, None
        if ready is None or ready[0] is not request.ops:
            return codec.compress(codec.encode(request), thorough=True)
        head = codec.encode(replace(request, ops=()))[:-1] + b',"ops":'
        return codec.frame(head) + ready[1], "zstd"
