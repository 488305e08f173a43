"""Messages survive the wire; nothing hostile takes more memory than its limit or raises an unknown error."""

import gzip
import io
import random

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from app.errors import OutpostError
from sync.protocol.codec import (
    MalformedMessage,
    MessageTooLarge,
    UnknownEncoding,
    compress,
    decode,
    decode_reply,
    decode_request,
    decompress,
    encode,
    is_sound,
    require_sound,
)
from sync.protocol.limits import COMPRESS_FROM, MAX_INTEGER, MAX_OPS
from sync.protocol.messages import (
    EnrolRequest,
    KindRows,
    NonceRequest,
    Operation,
    Reply,
    Request,
    TokenRequest,
    Verdict,
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
OPERATIONS = st.builds(
    Operation,
    op_id=st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    kind=st.sampled_from(["project", "contact", "a_newer_kind"]),
    id=st.uuids().map(str),
    action=st.sampled_from(["create", "update", "delete", "restore"]),
    base_rev=st.integers(0, MAX_INTEGER),
    at=st.integers(-MAX_INTEGER, MAX_INTEGER),
    fields=st.dictionaries(NAMES, st.tuples(VALUES, VALUES), max_size=4),
)
REQUESTS = st.builds(
    Request,
    schema=st.integers(0, 9),
    cursor=st.text(max_size=100),
    ops=st.lists(OPERATIONS, max_size=4).map(tuple),
    hello=st.text(max_size=20),
    clock=st.integers(0, MAX_INTEGER),
)


def operation_json(**changes: str) -> bytes:
    parts = {
        "op_id": f'"{"0" * 32}"',
        "kind": '"project"',
        "id": '"0192"',
        "action": '"create"',
        "base_rev": "0",
        "at": "5",
        "fields": "{}",
    }
    body = ",".join({**parts, **changes}.values())
    return f'{{"schema":1,"ops":[[{body}]]}}'.encode()


@given(REQUESTS, st.sampled_from(["zstd", "gzip", ""]))
def test_a_request_survives_the_wire(request: Request, accepted: str) -> None:
    body, encoding = compress(encode(request), accepted=accepted)
    assert decode_request(body, encoding=encoding) == request


def test_a_reply_survives_the_wire() -> None:
    rows = KindRows("project", ("name", "tags"), [["0192", 7, 0, 5, "张三", "项目", ["重点"]]])
    verdict = Verdict("0" * 32, "refused", reason="hq.refused.required", params={"field": "name"})
    reply = Reply(cursor="c", verdicts=(verdict,), kinds=(rows,), more=True, epoch="e")
    assert decode_reply(encode(reply)) == reply


def test_an_idle_request_is_a_few_dozen_bytes() -> None:
    assert len(encode(Request(schema=1, cursor="7ed4d57b.1f40.2fKjM44p"))) < 60


def test_short_bodies_travel_plain_and_long_ones_packed() -> None:
    assert compress(b"x" * (COMPRESS_FROM - 1)) == (b"x" * (COMPRESS_FROM - 1), "")
    body, encoding = compress(b"x" * 5000)
    assert encoding == "zstd" and len(body) < 100


def test_what_does_not_shrink_travels_plain() -> None:
    noise = bytes(zstandard.compress(bytes(range(256)) * 40))  # packed already
    assert compress(noise * 2)[1] in ("", "zstd")
    short_noise = noise[: COMPRESS_FROM - 1]
    assert compress(short_noise) == (short_noise, "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"schema":true}',
        b'{"schema":1.5}',
        b'{"schema":NaN}',
        b'{"schema":-1}',
        b'{"schema":1e999}',
        b'{"schema":' + b"9" * 400 + b"}",
        b'{"schema":1,"cursor":"\\ud800"}',
        b'{"schema":1,"cursor":"' + b"x" * 101 + b'"}',
        b'{"schema":1,"ops":[]',
        b'{"schema":1,"ops":[1]}',
        b"[" * 100_000,
        operation_json(op_id='"' + "0" * 31 + '"'),
        operation_json(op_id='"' + "0" * 32 + '\\n"'),
        operation_json(kind='"Project"'),
        operation_json(id='"a/b"'),
        operation_json(id='"ab\\n"'),
        operation_json(action='"drop"'),
        operation_json(base_rev="-1"),
        operation_json(fields='{"name":[1]}'),
        operation_json(fields='{"name":[null,1e999]}'),
        operation_json(fields='{"name":[' + "9" * 30 + ",null]}"),
        operation_json(fields='{"name":[null,' + "[" * 900 + "]" * 900 + "]}"),
        operation_json(fields='{"name":[null,' + "[" * 5000 + "]" * 5000 + "]}"),
    ],
)
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises((MalformedMessage, MessageTooLarge)):
        decode_request(body)


@given(st.binary(max_size=200), st.sampled_from(["", "zstd", "gzip", "br"]))
def test_garbage_is_refused_with_a_known_error(body: bytes, encoding: str) -> None:
    with pytest.raises(OutpostError):
        decode_request(body, encoding=encoding)


@given(REQUESTS, st.data())
def test_a_cut_request_is_refused(request: Request, data: st.DataObject) -> None:
    body, encoding = compress(encode(request) + b" " * COMPRESS_FROM)
    end = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(OutpostError):
        decode_request(body[:end], encoding=encoding)


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_a_bomb_stops_at_the_limit(encoding: str) -> None:
    bomb, name = compress(b"\0" * 50_000_000, accepted=encoding)
    assert name == encoding and len(bomb) < 60_000
    with pytest.raises(MessageTooLarge):
        decompress(bomb, encoding, limit=1_000_000)


def test_a_frame_without_its_length_is_read_and_bounded() -> None:
    target = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(target, closefd=False) as writer:
        writer.write(b"x" * 10_000)
    assert decompress(target.getvalue(), "zstd", limit=10_000) == b"x" * 10_000
    with pytest.raises(MessageTooLarge):
        decompress(target.getvalue(), "zstd", limit=9_999)


def test_a_frame_that_asks_for_a_huge_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    target = io.BytesIO()
    with zstandard.ZstdCompressor(compression_params=parameters).stream_writer(
        target, closefd=False
    ) as writer:
        writer.write(b"x" * 1000)
    with pytest.raises(MalformedMessage):
        decompress(target.getvalue(), "zstd", limit=10_000)


def test_other_encodings_are_named_and_refused() -> None:
    with pytest.raises(UnknownEncoding) as caught:
        decompress(b"x", "br", limit=10)
    assert caught.value.params == {"encoding": "br"}


def test_gzip_of_others_is_understood() -> None:
    assert decompress(gzip.compress(b"hello"), "GZIP", limit=10) == b"hello"


def test_too_many_operations_are_refused() -> None:
    one = Operation("0" * 32, "project", "0192", "update", 0, 0, {})
    body = encode(Request(schema=1, ops=(one,) * (MAX_OPS + 1)))
    with pytest.raises((MalformedMessage, MessageTooLarge)):
        decode_request(body)


def test_sound_values_are_those_that_json_keeps() -> None:
    assert is_sound({"a": [1, 2.5, None, True, "字"]})
    assert not is_sound(float("inf"))
    assert not is_sound([float("nan")])
    assert not is_sound(MAX_INTEGER + 1)
    deep: object = "x"
    for _ in range(40):
        deep = [deep]
    assert not is_sound(deep)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (EnrolRequest, {"code": "", "device_name": "pc", "public_key": "A" * 43 + "="}),
        (EnrolRequest, {"code": "A", "device_name": "p\0c", "public_key": "A" * 43 + "="}),
        (EnrolRequest, {"code": "A", "device_name": "pc", "public_key": "A" * 44}),
        (NonceRequest, {"device_id": "a b"}),
        (TokenRequest, {"device_id": "a", "nonce": "short", "signature": "A" * 86 + "=="}),
        (TokenRequest, {"device_id": "a", "nonce": "n" * 22, "signature": "A" * 88}),
    ],
)
def test_small_messages_are_checked_too(kind: type[msgspec.Struct], fields: dict[str, str]) -> None:
    with pytest.raises(MalformedMessage):
        decode(kind, msgspec.json.encode(fields))


def test_a_laptop_takes_more_trouble_with_what_is_small() -> None:
    dice = random.Random(5)
    ids = [f"{dice.getrandbits(128):032x}" for _ in range(100)]
    rows = [[id, "update", {"leader": ["张副市长", f"陈副市长{n}"]}] for n, id in enumerate(ids)]
    body = msgspec.json.encode(rows)
    plain, thorough = compress(body)[0], compress(body, thorough=True)
    assert len(thorough[0]) < len(plain)
    assert decompress(*thorough, limit=len(body)) == body
    large = body * 40
    assert compress(large, thorough=True) == compress(large)


@pytest.mark.parametrize(
    ("before", "after", "sound"),
    [
        (None, "字", True),
        (None, ["重点", None, True], True),
        (["重点"], None, True),
        (None, [1, "重点"], True),
        (None, [["重点"]], True),
        (None, ["重点", MAX_INTEGER + 1], False),
        (None, ["重点", float("inf")], False),
        (["重点", float("nan")], "字", False),
        (MAX_INTEGER + 1, "字", False),
        (None, [[["重点", float("nan")]]], False),
    ],
)
def test_what_an_operation_tells_is_looked_through(before: object, after: object, sound: bool) -> None:
    fields = {"name": (None, "恒力"), "tags": (before, after)}
    if sound:
        require_sound(fields)
        return
    with pytest.raises(MalformedMessage):
        require_sound(fields)
