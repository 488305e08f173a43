"""What is inside a package: the messages of the exchange, all of a laptop's questions and all the answers."""

from typing import Annotated

import msgspec
from msgspec import Meta

from sync.protocol.limits import REVISION_OPS
from sync.protocol.messages import Operation, Reply, Request, Verdict

MAX_BATCHES = 200

Batch = Annotated[tuple[Operation, ...], Meta(max_length=REVISION_OPS)]


class Question(msgspec.Struct, frozen=True):
    """From the laptop. ``request`` goes without operations; they are in ``batches``, in their order.

    ``answer_to``: the X25519 public key (base64) for which the answer must be sealed.
    """

    request: Request
    batches: Annotated[tuple[Batch, ...], Meta(max_length=MAX_BATCHES)]
    answer_to: Annotated[str, Meta(pattern="^[A-Za-z0-9+/]{43}=(?!\n)$")]


class Answer(msgspec.Struct, frozen=True):
    """From headquarters: a verdict on every operation, and the pages that follow the laptop's cursor."""

    verdicts: tuple[Verdict, ...]
    pages: tuple[Reply, ...]
