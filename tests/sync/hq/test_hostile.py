"""A signed-in laptop that lies, and lines that carry no HTTP: nothing breaks, nothing of others moves."""

import gzip
import json
import random
import socket
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest
import zstandard
from sqlalchemy import func, select

from app.model.registry import KINDS
from sync.hq import audit
from sync.hq.tables import AUDIT, OPERATION
from sync.hq.throttle import Throttle
from tests.conftest import ExpectedLogs
from tests.sync.hq.office import NEW, Laptop, Office
from tests.sync.hq.served import Served, served

SYNC = "/v1/sync"
PUSHES = 1000
DEEP = "[" * 3000 + "]" * 3000

# JSON as text. The first can be read and are judged, the others make a whole push unreadable.
VALUES: tuple[str, ...] = (
    *('"x"', "null", "true", "-1", "0.1", "9007199254740991", r'"\u0000"', r'"\u202e"', '"NaN"', '"1.5"'),
    *('"1E+999999"', '"2026-02-30"', '"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59.999Z"'),
    *("[]", "{}", '[null,[1],{"a":[]}]', '{"a":{"b":"c"}}', "[" * 20 + "]" * 20, '[["x"]]'),
    json.dumps("字" * 30_000, ensure_ascii=False),
    json.dumps("'; DROP TABLE record; --"),
    json.dumps('" OR 1=1 /* \\'),
    json.dumps([f"标签{n}" for n in range(1500)], ensure_ascii=False),
)
BROKEN = ("NaN", "-Infinity", "1e400", "9007199254740993", "1" * 400, r'"\ud800"', "[" * 40 + "]" * 40, DEEP)


class Liar:
    """Makes pushes up; every one names the records of others somewhere."""

    def __init__(self, seed: int, foreign: list[tuple[str, str]], own: str, unit: str) -> None:
        self.chance = random.Random(seed)
        self.foreign = foreign
        self.own = own
        self.unit = unit
        self.used = ["0" * 32]

    def push(self) -> bytes:
        count = self.chance.randint(1, 4)
        ops = ",".join(self.operation() for _ in range(count))
        head = self.chance.choice(
            ['"schema":1', '"schema":1,"clock":9007199254740991', '"schema":1,"counter":7']
        )
        extra = self.chance.choice(["", ',"role":"hq"', ',"user":"王局","unit_id":"x"', ',"cursor":"a.f.b"'])
        return f'{{{head}{extra},"ops":[{ops}]}}'.encode()

    def operation(self) -> str:
        chance = self.chance
        kind, id = chance.choice([*self.foreign, *self.foreign, ("project", self.own), self.made_up()])
        parts = [
            json.dumps(self.number()),
            json.dumps(kind),
            json.dumps(id),
            json.dumps(chance.choice(["create", "update", "delete", "restore", "update"])),
            chance.choice(["0", "1", "5", "9007199254740991"]),
            chance.choice(["0", "-1", "9007199254740991", "253402300799000"]),
            self.fields(kind),
        ]
        if chance.random() < 0.03:
            chance.shuffle(parts)
        if chance.random() < 0.03:
            parts = parts[: chance.randrange(7)]
        if chance.random() < 0.03:
            parts[chance.randrange(len(parts) or 1) :] = [chance.choice(['"more"', "-1", "1e3", '"purge"'])]
        return f"[{','.join(parts)}]"

    def made_up(self) -> tuple[str, str]:
        if self.chance.random() < 0.1:
            return self.chance.choice(["", "a" * 50, "project'--"]), self.chance.choice(
                ["", "../x", "x" * 37]
            )
        kinds = ["fund", "record", "tenant", "conflict", "attachment", "project", "company"]
        return self.chance.choice(kinds), f"0192-{self.chance.randrange(5)}"

    def number(self) -> str:
        if self.chance.random() < 0.2:
            return self.chance.choice(self.used)
        self.used.append(f"{self.chance.getrandbits(128):032x}")
        return self.used[-1]

    def fields(self, kind: str) -> str:
        known = list(KINDS[kind].fields) if kind in KINDS else []
        names = [
            *known,
            "unit_id",
            "created_by",
            "created_at",
            "id",
            "rev",
            "tenant",
            "a'b",
            "x" * 70,
            "",
            "新",
        ]
        chosen = {self.chance.choice(names) for _ in range(self.chance.randint(0, 4))}
        pairs = [f"{json.dumps(name)}:[{self.value(name)},{self.value(name)}]" for name in sorted(chosen)]
        return "{" + ",".join(pairs) + "}"

    def value(self, name: str) -> str:
        if self.chance.random() < 0.01:
            return self.chance.choice(BROKEN)
        return json.dumps(self.unit) if name == "unit_id" else self.chance.choice(VALUES)


@pytest.fixture
def hq(lite: Office) -> Iterator[Served]:
    with served(lite, throttle=Throttle(iter(range(10**9)).__next__)) as up:
        yield up


def stocked(office: Office) -> list[tuple[str, str]]:
    """Records of the south and of nobody, a card among them."""
    south, leader = office.laptop("赵六", unit=office.south), office.laptop("王局", role="leader")
    found = []
    for laptop in (south, leader):
        found.append(("project", laptop.create()))
        found.append(("company", laptop.create({"name": "恒力"}, kind="company")))
    record = found[0][1]
    south.say("update", record, {"name": (NEW["name"], "甲")})
    stale = leader.operation("update", "project", record, {"name": (NEW["name"], "乙")}, base=1)
    found.append(("conflict", leader.exchange(stale).verdicts[0].card))
    return found


def answers(hq: Served) -> None:
    """The server works for an honest laptop."""
    caller = hq.caller(
        f"人{hq.office.randomness.getrandbits(60)}", key=hq.office.randomness.getrandbits(60) + 1
    )
    assert caller.send("POST", SYNC, {"schema": 1}).status == 200


def memory() -> int:
    return int(psutil.Process().memory_info().rss)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_pushes_full_of_lies_change_nothing_of_others(hq: Served, seed: int) -> None:
    office = hq.office
    foreign = stocked(office)
    before = {key: office.records()[key] for key in foreign}
    caller = hq.caller()
    own = Laptop(office, office.laptop("张三").principal).create()
    liar = Liar(seed, foreign, own, office.south)
    statuses: dict[int, int] = {}
    for _ in range(PUSHES // 4):
        answer = caller.send("POST", SYNC, liar.push())
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
    assert set(statuses) <= {200, 400, 413} and min(statuses[200], statuses[400]) > 25, statuses
    records = office.records()
    assert {key: records[key] for key in foreign} == before
    for key in records.keys() - before.keys():
        held = records[key]
        assert (held.unit, held.doc["unit_id"]) == (office.north, office.north), key
        assert held.doc.get("created_by") == "张三" or key[0] == "conflict"
        assert 0 <= held.at <= office.now
    with office.store.read() as connection:
        verified = audit.verify(connection, office.store.tenant)
        refused = connection.execute(
            select(func.count()).select_from(OPERATION).where(OPERATION.c.status == "refused")
        ).scalar_one()
        noted = connection.execute(
            select(func.count()).select_from(AUDIT).where(AUDIT.c.action == "push")
        ).scalar_one()
    assert verified.broken == 0 and noted >= refused > 50, "every refusal is on record"
    office.assert_digests_hold(office.laptop("王局"))
    answers(hq)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00" * 50,
        b"GET\r\n\r\n",
        b"\r\n" * 5000,
        b"POST /v1/sync HTTP/9.9\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\n" + b"A: b\r\n" * 50_000 + b"\r\n",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"POST /" + b"x" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /v1/sync\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        bytes(range(256)) * 200,
    ],
)
def test_garbage_on_the_line_is_turned_away(hq: Served, raw: bytes, expected_logs: ExpectedLogs) -> None:
    with socket.create_connection(("127.0.0.1", hq.port), timeout=20) as line:
        answer = b""
        with suppress(BrokenPipeError, ConnectionResetError):  # it may hang up before everything was said
            line.sendall(raw)
            with suppress(OSError):  # not connected any more
                line.shutdown(socket.SHUT_WR)
            while piece := line.recv(65536):
                answer += piece
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:80]
    answers(hq)
    if expected_logs.records:  # nothing where it was HTTP of a kind
        expected_logs.take("Invalid HTTP request received.")


def test_lines_that_never_finish_hold_up_nobody(hq: Served) -> None:
    caller = hq.caller()
    head = f"POST {SYNC} HTTP/1.1\r\nHost: x\r\nAuthorization: {caller.headers['Authorization']}\r\n"
    lines = [socket.create_connection(("127.0.0.1", hq.port), timeout=20) for _ in range(80)]
    try:
        for number, line in enumerate(lines):  # more than may be worked on at once
            line.sendall(head.encode() + (b"" if number % 2 else b'Content-Length: 1000\r\n\r\n{"sch'))
        assert caller.send("POST", SYNC, {"schema": 1}).status == 200
        answers(hq)
    finally:
        for line in lines:
            line.close()
    answers(hq)


@pytest.mark.parametrize("packing", ["zstd", "gzip", "GZIP "])
@pytest.mark.parametrize("content", [b"\0", b"[", b" "])
def test_bombs_are_refused_in_little_memory(hq: Served, packing: str, content: bytes) -> None:
    plain = content * 100_000_000
    bomb = zstandard.compress(plain) if packing == "zstd" else gzip.compress(plain, 1)
    del plain
    caller = hq.caller()
    before = memory()
    answer = caller.send("POST", SYNC, bomb, {"Content-Encoding": packing})
    assert answer.status == 413 and memory() - before < 50_000_000
    assert caller.send("POST", SYNC, {"schema": 1}).status == 200
