"""A request that was packed ahead says word for word what it would have said."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from sync.client.packing import WORTH, Packing, Preparing, prepare
from sync.client.read_ahead import ReadAhead
from sync.protocol.arriving import decode_arrived
from sync.protocol.codec import MalformedMessage, MessageTooLarge, decode_request, decompress, encode
from sync.protocol.limits import MAX_BODY
from sync.protocol.messages import Operation, Request


def request(count: int, *, name: str = "恒力电子二期") -> Request:
    ops = tuple(
        Operation(f"{n:032x}", "project", f"{n:036d}", "create", 0, n, {"name": (None, f"{name}{n}")})
        for n in range(count)
    )
    return Request(schema=3, cursor="a1", hello="m", clock=7, waiting=5, ops=ops, acked={f"{1:032x}": 9})


def test_a_body_packed_ahead_is_read_as_the_request() -> None:
    asked = request(WORTH)
    packing = Packing()
    packing.prepare(asked.ops)
    sent = replace(asked, cursor="b2", counter=12)  # known only now
    body, encoding = packing.body(sent)
    assert encoding == "zstd"
    assert decode_request(body, encoding=encoding) == sent
    assert decompress(body, encoding, limit=MAX_BODY) == encode(sent)
    arrived = decode_arrived(body, encoding=encoding)
    assert arrived.cursor == "b2" and [one.opened() for one in arrived.ops] == list(asked.ops)


def test_it_is_no_larger_than_the_same_packed_at_once() -> None:
    asked = request(2000)
    ahead, at_once = Packing(), Packing()
    ahead.prepare(asked.ops)
    assert len(ahead.body(asked)[0]) < len(at_once.body(asked)[0]) + 250


def test_what_was_made_ready_goes_with_its_own_request_alone_and_once() -> None:
    asked, other = request(WORTH), request(WORTH, name="华星")
    packing = Packing()
    packing.prepare(asked.ops)
    assert decode_request(packing.body(other)[0], encoding="zstd") == other
    assert decode_request(packing.body(asked)[0], encoding="zstd") == asked
    packing.prepare(asked.ops)
    packing.prepare(other.ops)
    assert decode_request(packing.body(asked)[0], encoding="zstd") == asked


def test_a_few_operations_are_packed_with_all_the_rest() -> None:
    asked = request(WORTH - 1)
    ahead, at_once = Packing(), Packing()
    ahead.prepare(asked.ops)
    assert ahead.body(asked) == at_once.body(asked)


def test_a_text_that_cannot_be_sent_is_found_when_it_is_sent() -> None:
    asked = request(WORTH, name="\ud83d")
    packing = Packing()
    packing.prepare(asked.ops)
    with pytest.raises(UnicodeError):
        packing.body(asked)


@pytest.mark.parametrize("cut", [1, 20, 400])
def test_a_body_that_was_cut_is_no_request(cut: int) -> None:
    asked = request(WORTH)
    packing = Packing()
    packing.prepare(asked.ops)
    body, encoding = packing.body(asked)
    with pytest.raises(MalformedMessage):
        decode_request(body[:-cut], encoding=encoding)
    with pytest.raises(MalformedMessage):
        decode_request(body + b"x" * cut, encoding=encoding)


def test_several_frames_together_keep_to_the_limit() -> None:
    packing = Packing()
    asked = request(WORTH)
    packing.prepare(asked.ops)
    body, encoding = packing.body(asked)
    whole = len(encode(asked))
    assert len(decompress(body, encoding, limit=whole)) == whole
    with pytest.raises(MessageTooLarge):
        decompress(body, encoding, limit=whole - 1)


class Noting:
    """A way to headquarters that notes what it is told to get ready for."""

    def __init__(self) -> None:
        self.told: list[Sequence[Operation]] = []

    def prepare(self, ops: Sequence[Operation]) -> None:
        self.told.append(ops)


def test_whoever_can_get_ready_is_told_also_through_the_one_that_reads_ahead() -> None:
    asked, gateway = request(3), Noting()
    assert isinstance(gateway, Preparing)
    prepare(gateway, asked)  # type: ignore[arg-type]
    with ReadAhead(gateway) as ahead:  # type: ignore[arg-type]
        prepare(ahead, asked)
    assert gateway.told == [asked.ops, asked.ops]
    prepare(object(), asked)  # type: ignore[arg-type]
