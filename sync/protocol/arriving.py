"""A request as headquarters reads it: what its operations say stays bytes until each is judged.

A large push is many thousands of small objects. Read, judged and written out one operation after the other,
they stay in the processor's cache; read all at once they have left it before they are needed.
And what was said goes into the change log as the bytes that came.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from sync.protocol.codec import decode, read, require_sound
from sync.protocol.limits import MAX_OPS
from sync.protocol.messages import Asked, Fields, Heading, Operation

_FIELDS = msgspec.json.Decoder(Fields)


class Unread(Heading, array_like=True, frozen=True, gc=False):
    """An operation, for any number of readings."""

    said: msgspec.Raw

    @property
    def fields(self) -> Fields:
        """What it says, read and looked through at every call.

        Raises:
            MalformedMessage, MessageTooLarge: it is none.
        """
        fields: Fields = read(_FIELDS, self.said)
        require_sound(fields)
        return fields

    @property
    def text(self) -> str:
        """What it says, as it came. Read it first: only then is it known to be JSON."""
        return bytes(self.said).decode()

    def opened(self) -> Operation:
        """The same, read.

        Raises:
            MalformedMessage, MessageTooLarge: it is none.
        """
        return Operation(self.op_id, self.kind, self.id, self.action, self.base_rev, self.at, self.fields)


class Arrived(Asked, omit_defaults=True, frozen=True):
    """A ``Request`` whose operations were not read yet."""

    ops: Annotated[tuple[Unread, ...], Meta(max_length=MAX_OPS)] = ()


def decode_arrived(body: bytes, *, encoding: str = "") -> Arrived:
    """A laptop's request; what is wrong with an operation is found where it is read.

    Raises:
        MalformedMessage, MessageTooLarge, UnknownEncoding.
    """
    return decode(Arrived, body, encoding=encoding)


def unread(operation: Operation | Unread) -> Unread:
    """An operation as it would arrive."""
    if isinstance(operation, Unread):
        return operation
    one, said = operation, msgspec.Raw(msgspec.json.encode(operation.fields))
    return Unread(one.op_id, one.kind, one.id, one.action, one.base_rev, one.at, said)
