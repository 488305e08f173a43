"""Headquarters over real HTTP: every answer has its status, its code and no fat."""

import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import msgspec
import pytest
import zstandard
from sqlalchemy import Connection

from sync.hq import directory
from sync.hq.store import HqStore
from sync.hq.throttle import EXCHANGES_PER_DEVICE, Throttle
from sync.protocol.limits import FILE_CHUNK, MAX_BODY, MAX_COMPRESSED
from tests.conftest import ExpectedLogs
from tests.sync.hq.keys import DeviceKey
from tests.sync.hq.office import NEW, Office
from tests.sync.hq.served import Answer, Caller, Served, served

SYNC = "/v1/sync"


@pytest.fixture
def hq(lite: Office) -> Iterator[Served]:
    with served(lite) as up:
        yield up


def created(number: int = 1, **fields: object) -> dict[str, object]:
    pairs = {name: [None, value] for name, value in {**NEW, **fields}.items()}
    return {
        "schema": 1,
        "ops": [[f"{number:032x}", "project", f"0192-{number}", "create", 0, 5, pairs]],
    }


def code_of(answer: Answer) -> str:
    assert answer.headers["content-type"] == "application/json"
    problem: str = answer.json["code"]
    assert set(answer.json) == {"code", "params"}
    return problem


def test_enrol_sign_in_push_and_pull(hq: Served) -> None:
    a, b = hq.caller("张三"), hq.caller("李四", key=2)
    pushed = a.send("POST", SYNC, created())
    assert pushed.status == 200 and pushed.json["verdicts"][0][1] == "applied"
    pulled = b.send("POST", SYNC, {"schema": 1})
    assert pulled.json["kinds"][0][0] == "project" and "新能源项目" in pulled.json["kinds"][0][2][0]


def test_an_idle_sync_is_one_small_round_trip(hq: Served) -> None:
    """Counted on the socket itself, headers included, both ways: at most 600 bytes."""
    caller = hq.caller()
    first = caller.send("POST", SYNC, created()).json
    second = caller.send(
        "POST", SYNC, {"schema": 1, "cursor": first["cursor"], "hello": first["hello"]["mark"]}
    )
    body = msgspec.json.encode(
        {"schema": 1, "cursor": second.json["cursor"], "hello": first["hello"]["mark"]}
    )
    head = (
        f"POST /v1/sync HTTP/1.1\r\nHost: 127.0.0.1:{hq.port}\r\n"
        f"Authorization: {caller.headers['Authorization']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", hq.port)) as line:
        line.sendall(head.encode() + body)
        answer = line.recv(10_000)
    assert answer.startswith(b"HTTP/1.1 200")
    assert len(head) + len(body) + len(answer) <= 600


@pytest.mark.parametrize("packing", ["zstd", "gzip"])
def test_packed_bodies_both_ways(hq: Served, packing: str) -> None:
    caller = hq.caller()
    body = msgspec.json.encode(created(note="长" * 5000))
    packed = zstandard.compress(body) if packing == "zstd" else gzip.compress(body)
    answer = caller.send("POST", SYNC, packed, {"Content-Encoding": packing, "Accept-Encoding": packing})
    assert answer.status == 200 and answer.headers["content-encoding"] == packing
    unpack = zstandard.decompress if packing == "zstd" else gzip.decompress
    assert b"applied" in unpack(answer.body)
    plain = caller.send("POST", SYNC, {"schema": 1}, {"Accept-Encoding": "br, zstd;q=0"})
    assert "content-encoding" not in plain.headers


def test_files_travel_over_http(hq: Served) -> None:
    caller, data = hq.caller(), bytes(range(256)) * 6000
    sha = hashlib.sha256(data).hexdigest()
    fields = {"name": "a.jpg", "sha256": sha, "size": len(data), "parent_kind": "project", "parent_id": "p"}
    pairs = {name: [None, value] for name, value in fields.items()}
    made = {"schema": 1, "ops": [["f" * 32, "attachment", "0192-f", "create", 0, 5, pairs]]}
    assert caller.send("POST", SYNC, made).json["verdicts"][0][1] == "applied"
    path = f"/v1/files/{sha}"
    assert caller.send("HEAD", path).headers["upload-offset"] == "0"
    assert code_of(caller.send("GET", path)) == "file_unknown"
    kept = caller.send("PUT", path, data[:FILE_CHUNK], {"Upload-Offset": "0"})
    assert (kept.status, kept.headers["upload-offset"], kept.body) == (204, str(FILE_CHUNK), b"")
    wrong = caller.send("PUT", path, data[:10], {"Upload-Offset": "5"})
    assert (wrong.status, code_of(wrong)) == (409, "wrong_offset")
    assert wrong.headers["upload-offset"] == str(FILE_CHUNK)
    rest = caller.send("PUT", path, data[FILE_CHUNK:], {"Upload-Offset": str(FILE_CHUNK)})
    assert rest.headers["upload-offset"] == rest.headers["upload-length"] == str(len(data))
    assert caller.send("GET", path).body == data
    part = caller.send("GET", path, headers={"Range": "bytes=100-199"})
    assert (part.status, part.body) == (206, data[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(data)}"
    assert caller.send("GET", path, headers={"Range": f"bytes={len(data) - 5}-"}).body == data[-5:]
    assert caller.send("GET", path, headers={"Range": f"bytes={len(data)}-"}).status == 416
    assert caller.send("GET", path, headers={"Range": "pages=1-2"}).status == 200
    head = caller.send("HEAD", path)
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code"),
    [
        ("GET", "/nope", b"", {}, 404, "no_such_address"),
        ("GET", SYNC, b"", {}, 405, "method_not_allowed"),
        ("DELETE", "/v1/files/" + "0" * 64, b"", {}, 405, "method_not_allowed"),
        ("POST", SYNC, b"{", {}, 400, "malformed_message"),
        ("POST", SYNC, b"[" * 100_000, {}, 400, "malformed_message"),
        ("POST", SYNC, b'{"schema":NaN}', {}, 400, "malformed_message"),
        ("POST", SYNC, b'{"schema":0}', {}, 426, "upgrade_needed"),
        ("POST", SYNC, b"xx", {"Content-Encoding": "zstd"}, 400, "malformed_message"),
        ("POST", SYNC, b"xx", {"Content-Encoding": "br"}, 415, "unknown_encoding"),
        ("POST", SYNC, b"x" * (MAX_BODY + 1), {}, 413, "message_too_large"),
        ("POST", SYNC, b"x" * (MAX_COMPRESSED + 1), {"Content-Encoding": "zstd"}, 413, "message_too_large"),
        ("PUT", "/v1/files/nothex", b"x", {"Upload-Offset": "0"}, 400, "malformed_message"),
        ("PUT", "/v1/files/" + "0" * 64, b"x", {}, 400, "malformed_message"),
        ("PUT", "/v1/files/" + "0" * 64, b"x", {"Upload-Offset": "0"}, 404, "file_unknown"),
        ("GET", "/v1/files/" + "0" * 64, b"", {}, 404, "file_unknown"),
        ("POST", "/v1/enrol", b"{}", {}, 400, "malformed_message"),
        ("POST", "/v1/enrol", b"x" * 20_000, {}, 413, "message_too_large"),
        ("POST", "/v1/nonce", b'{"device_id":""}', {}, 400, "malformed_message"),
    ],
)
def test_what_is_wrong_gets_its_status_and_code(
    hq: Served, method: str, path: str, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = hq.caller().send(method, path, body, headers)
    assert (answer.status, code_of(answer)) == (status, code)


def test_a_bomb_is_refused_at_the_limit(hq: Served) -> None:
    bomb = zstandard.compress(b"\0" * 400_000_000)
    answer = hq.caller().send("POST", SYNC, bomb, {"Content-Encoding": "zstd"})
    assert (answer.status, code_of(answer)) == (413, "message_too_large")


def test_a_body_that_lies_about_its_length_is_cut_off(hq: Served) -> None:
    caller = hq.caller()
    head = f"POST {SYNC} HTTP/1.1\r\nHost: x\r\nAuthorization: {caller.headers['Authorization']}\r\n"
    chunk = b"80000\r\n" + b" " * 0x80000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", hq.port), timeout=20) as line:
        line.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        answer = b""
        try:
            for _ in range(30):
                line.sendall(chunk)
            answer = line.recv(1000)
        except (BrokenPipeError, ConnectionResetError):
            answer = answer or b"HTTP/1.1 413 (seen as a closed line)"
    assert b" 413 " in answer


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer guessed", "Basic abc", "Bearer \xff"])
def test_without_a_valid_token_nothing_is_said(hq: Served, token: str) -> None:
    headers = {"Authorization": token} if token else {}
    for method, path in (("POST", SYNC), ("GET", "/v1/files/" + "0" * 64)):
        answer = Caller(hq.port, headers).send(method, path, b'{"schema":1}' if method == "POST" else b"")
        assert (answer.status, code_of(answer)) == (401, "unauthorized")


def test_a_revoked_device_is_refused_from_the_next_request(hq: Served) -> None:
    caller = hq.caller()
    assert caller.send("POST", SYNC, {"schema": 1}).status == 200
    store = hq.office.store
    with store.write() as connection:
        for device in directory.devices(connection, store.tenant):
            directory.revoke(connection, store.tenant, device.id, now=hq.office.now)
    answer = caller.send("POST", SYNC, created())
    assert (answer.status, code_of(answer)) == (403, "device_revoked")
    assert hq.office.records() == {}


def test_guessing_codes_is_slowed_down(hq: Served) -> None:
    caller, key = Caller(hq.port), DeviceKey().public
    code = hq.code()
    wrong = [f"{code[:4]}-{number:08d}" for number in range(7)]
    answers = [
        caller.send("POST", "/v1/enrol", {"code": one, "device_name": "pc", "public_key": key})
        for one in wrong
    ]
    assert [answer.status for answer in answers] == [403] * 5 + [429] * 2
    last = answers[-1]
    assert 1 <= int(last.headers["retry-after"]) <= 900 and code_of(last) == "too_many_requests"
    other = hq.code("李四")
    body = {"code": other, "device_name": "pc", "public_key": key}
    assert caller.send("POST", "/v1/enrol", body).status == 200  # another's code is not held up


def test_one_address_that_guesses_many_codes_is_slowed_down(hq: Served) -> None:
    caller, key = Caller(hq.port), DeviceKey().public
    statuses = [
        caller.send(
            "POST", "/v1/enrol", {"code": f"{n:04d}-0000-0000", "device_name": "pc", "public_key": key}
        ).status
        for n in range(52)
    ]
    assert statuses == [403] * 50 + [429] * 2


def test_a_noisy_device_is_slowed_down_and_others_are_not(lite: Office) -> None:
    with served(lite, throttle=Throttle(lambda: 0.0)) as up:
        noisy, quiet = up.caller("张三"), up.caller("李四", key=2)
        burst = EXCHANGES_PER_DEVICE.burst
        statuses = [noisy.send("POST", SYNC, b'{"schema":1}').status for _ in range(burst + 2)]
        assert statuses == [200] * burst + [429] * 2
        assert quiet.send("POST", SYNC, {"schema": 1}).status == 200


def test_a_large_file_is_many_pieces_and_does_not_stop_what_is_written(lite: Office) -> None:
    with served(lite, throttle=Throttle(lambda: 0.0)) as up:
        caller, path = up.caller("张三"), "/v1/files/" + "0" * 64
        pieces = [caller.send("HEAD", path).status for _ in range(EXCHANGES_PER_DEVICE.burst + 1)]
        assert 429 not in pieces
        assert caller.send("POST", SYNC, {"schema": 1}).status == 200


class SlowStore(HqStore):
    """Reads wait until they are let go."""

    gate = threading.Event()

    def read(self) -> AbstractContextManager[Connection]:
        self.gate.wait(20)
        return super().read()


def test_more_than_can_be_worked_on_is_sent_away(lite: Office) -> None:
    SlowStore.gate.set()
    slow = SlowStore(lite.store.database, lite.store.blobs, lite.store.tenant)
    with served(Office(slow, lite.clock, lite.randomness, lite.north, lite.south), in_flight=4) as up:
        caller = up.caller()
        SlowStore.gate.clear()
        with ThreadPoolExecutor(12) as pool:
            futures = [pool.submit(caller.send, "POST", SYNC, b'{"schema":1}') for _ in range(12)]
            deadline = time.monotonic() + 15
            while sum(one.done() for one in futures) < 8 and time.monotonic() < deadline:
                time.sleep(0.02)
            SlowStore.gate.set()
            answers = [one.result() for one in futures]
    statuses = sorted(answer.status for answer in answers)
    assert statuses == [200] * 4 + [503] * 8
    waits = {int(answer.headers["retry-after"]) for answer in answers if answer.status == 503}
    assert waits <= set(range(1, 9))


def test_a_bug_is_answered_and_logged_without_values(hq: Served, expected_logs: ExpectedLogs) -> None:
    caller = hq.caller()
    with hq.office.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE digest RENAME TO gone")
    answer = caller.send("POST", SYNC, {"schema": 1})
    assert (answer.status, code_of(answer)) == (500, "server_fault")
    deadline = time.monotonic() + 10
    while not expected_logs.records and time.monotonic() < deadline:
        time.sleep(0.01)  # it is logged after it was answered
    logged = expected_logs.take("Exception in ASGI application")[0]
    assert logged.exc_info is not None and "digest" in str(logged.exc_info[1])
    assert hq.office.north not in str(logged.exc_info[1])
