"""A request with its operations unread says the same as one that was read at once, and refuses the same."""

import msgspec
import pytest
from hypothesis import given

from sync.protocol.arriving import Arrived, decode_arrived, unread
from sync.protocol.codec import MalformedMessage, MessageTooLarge, compress, decode_request, encode
from sync.protocol.limits import MAX_OPS
from sync.protocol.messages import Operation, Request
from tests.sync.protocol.test_codec import REQUESTS, operation_json

ONE = Operation("0" * 32, "project", "0192", "update", 3, 5, {"name": ("甲", "乙"), "tags": (None, ["重点"])})


@given(REQUESTS)
def test_what_arrives_is_what_was_sent(request: Request) -> None:
    body, encoding = compress(encode(request))
    arrived, read = decode_arrived(body, encoding=encoding), decode_request(body, encoding=encoding)
    assert tuple(one.opened() for one in arrived.ops) == read.ops
    beside = [name for name in Arrived.__struct_fields__ if name != "ops"]
    assert [getattr(arrived, name) for name in beside] == [getattr(read, name) for name in beside]


def test_it_keeps_the_bytes_that_came() -> None:
    (one,) = decode_arrived(operation_json(fields='{"name":[null, "\\u7532"]}')).ops
    assert one.text == '{"name":[null, "\\u7532"]}'
    assert one.fields == {"name": (None, "甲")}


def test_an_operation_can_be_taken_for_one_that_arrived() -> None:
    assert unread(ONE).opened() == ONE
    assert unread(unread(ONE)) == unread(ONE)
    assert msgspec.json.decode(unread(ONE).text) == {"name": ["甲", "乙"], "tags": [None, ["重点"]]}


@pytest.mark.parametrize(
    "fields",
    [
        "[]",
        "null",
        '{"name":[1]}',
        '{"name":["a","b","c"]}',
        '{"":[null,1]}',
        '{"' + "n" * 61 + '":[null,1]}',
        '{"name":[null,1e999]}',
        '{"name":[null,[1e999]]}',
        '{"name":[' + "9" * 30 + ",null]}",
        '{"name":[null,"\\ud800"]}',
        "{" + ",".join(f'"n{n}":[null,1]' for n in range(201)) + "}",
        '{"name":[null,' + "[" * 900 + "]" * 900 + "]}",
        '{"name":[null,' + "[" * 5000 + "]" * 5000 + "]}",
    ],
)
def test_what_is_no_operation_is_refused_when_it_is_read(fields: str) -> None:
    body = operation_json(fields=fields)
    with pytest.raises((MalformedMessage, MessageTooLarge)):
        decode_request(body)
    with pytest.raises((MalformedMessage, MessageTooLarge)):
        [one.opened() for one in decode_arrived(body).ops]


@pytest.mark.parametrize(
    "changes",
    [{"op_id": '"x"'}, {"kind": '"Project"'}, {"id": '"a/b"'}, {"action": '"drop"'}, {"at": "true"}],
)
def test_what_is_wrong_with_its_heading_is_found_at_once(changes: dict[str, str]) -> None:
    with pytest.raises(MalformedMessage):
        decode_arrived(operation_json(**changes))


def test_too_many_are_refused_unread() -> None:
    with pytest.raises((MalformedMessage, MessageTooLarge)):
        decode_arrived(encode(Request(schema=1, ops=(ONE,) * (MAX_OPS + 1))))
