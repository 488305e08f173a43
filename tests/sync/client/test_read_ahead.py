"""The next page is asked for while the last one is taken in, and nothing depends on it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.store.errors import DiskFull
from sync.client import read_ahead
from sync.client.apply import land_rows
from sync.client.engine import sync_once
from sync.client.errors import Offline
from sync.client.gateway import Gateway
from sync.client.read_ahead import ReadAhead
from sync.client.report import SyncReport
from sync.protocol.messages import Reply, Request
from tests.fakes.broken_gateway import NoGateway
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import SmallHq, way

PAGE = 20
RECORDS = 203
SOON = 10  # seconds


@pytest.fixture
def full(zhang: Laptop, hq: SmallHq) -> SmallHq:
    """A headquarters with eleven pages."""
    hq.page_rows = PAGE
    for number in range(RECORDS):
        hq.put("company", f"0190aaaa-0000-7000-8000-{number:012x}", {"name": f"公司{number}"})
    return hq


def read(laptop: Laptop) -> SyncReport:
    with ReadAhead(laptop.gateway) as ahead:
        return sync_once(laptop.store, ahead, laptop.clock, laptop.randomness)


def test_every_page_comes_and_is_asked_for_once(full: SmallHq, zhang: Laptop, li: Laptop) -> None:
    plain, ahead = li.synced(), read(zhang)

    assert ahead.error is None and ahead.tally.received == RECORDS
    assert ahead.traffic.requests == plain.traffic.requests > RECORDS // PAGE
    cursors = [request.cursor for request in way(zhang).requests]
    assert len(set(cursors)) == len(cursors)
    assert zhang.store.content_hash() == li.store.content_hash()


def test_the_link_failing_ahead_fails_the_run_and_the_next_goes_on(full: SmallHq, zhang: Laptop) -> None:
    way(zhang).fault = lambda request: "lost" if len(way(zhang).requests) == 4 else ""

    assert read(zhang).error_code == "offline"
    taken = len(zhang.store.ids("company"))
    assert taken == 3 * PAGE
    assert read(zhang).tally.received == RECORDS - taken


def test_what_is_saved_meanwhile_goes_up_and_the_page_asked_for_in_vain_is_asked_again(
    full: SmallHq, zhang: Laptop, li: Laptop
) -> None:
    saved: list[str] = []

    def save() -> None:
        if len(way(zhang).requests) == 3:
            saved.append(zhang.create("company", name="恒力"))

    way(zhang).meanwhile = save
    assert read(zhang).error is None
    li.synced()
    assert ("company", saved[0]) in full.records
    assert zhang.store.content_hash() == li.store.content_hash()


def test_a_page_that_cannot_be_kept_keeps_the_place_though_the_next_has_come(
    full: SmallHq, zhang: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed = 0

    def full_disk(*arguments: Any, **named: Any) -> int:
        nonlocal landed
        landed += 1
        if landed == 3:
            raise DiskFull(path="x")
        return land_rows(*arguments, **named)

    with monkeypatch.context() as patch, pytest.raises(DiskFull):
        patch.setattr("sync.client.engine.land_rows", full_disk)
        read(zhang)
    assert len(zhang.store.ids("company")) == 2 * PAGE
    assert read(zhang).tally.received == RECORDS - 2 * PAGE


@dataclass
class Counted(NoGateway):
    """Answers from ``pages``; says when it was asked."""

    inner: Gateway
    asked: list[Request] = field(default_factory=list)
    second: threading.Event = field(default_factory=threading.Event)
    trouble: Callable[[], None] = lambda: None

    def exchange(self, request: Request) -> Reply:
        self.asked.append(request)
        if len(self.asked) == 2:
            self.second.set()
        return self.inner.exchange(request)


def test_it_is_asked_for_before_anybody_wants_it(full: SmallHq, zhang: Laptop) -> None:
    counted = Counted(zhang.gateway)
    with ReadAhead(counted) as ahead:
        first = ahead.exchange(Request(schema=2))
        assert counted.second.wait(SOON)
        ahead.exchange(Request(schema=2, cursor=first.cursor, hello=counted.asked[1].hello, counter=5))
    assert counted.asked[1].cursor == first.cursor


@pytest.mark.parametrize(
    "request_",
    [Request(schema=2, page_bytes=4096), Request(schema=2, cursor="e1:203")],
    ids=["bad", "end"],
)
def test_on_a_bad_link_and_at_the_end_nothing_is_asked_ahead(
    full: SmallHq, zhang: Laptop, request_: Request
) -> None:
    counted = Counted(zhang.gateway)
    with ReadAhead(counted) as ahead:
        reply = ahead.exchange(request_)
        assert reply.more == bool(request_.page_bytes)
    assert counted.asked == [request_]


@dataclass
class Leaving(NoGateway):
    """Says that a request has left, and answers when ``answered`` lets it."""

    inner: Gateway
    left: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)
    fails: bool = False

    def exchange_telling(self, request: Request, gone: Callable[[], None]) -> Reply:
        if self.fails:
            raise Offline("hq")
        self.left.set()
        gone()
        assert self.answered.wait(SOON)
        return self.inner.exchange(request)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_ahead, "LEAVES_WITHIN", SOON)


def test_beginning_waits_for_the_request_to_leave_and_not_for_its_answer(
    patient: None, full: SmallHq, zhang: Laptop
) -> None:
    leaving = Leaving(zhang.gateway)
    with ReadAhead(leaving) as ahead:
        answer = ahead.begin(Request(schema=2, page_bytes=4096))
        assert leaving.left.is_set() and not leaving.answered.is_set()
        leaving.answered.set()
        assert answer().more


def test_a_request_that_fails_before_it_leaves_keeps_nobody_waiting(
    patient: None, full: SmallHq, zhang: Laptop
) -> None:
    started = time.monotonic()
    with ReadAhead(Leaving(zhang.gateway, fails=True)) as ahead:
        answer = ahead.begin(Request(schema=2))
        assert time.monotonic() - started < SOON / 2
        with pytest.raises(Offline):
            answer()


def test_a_request_that_takes_its_time_to_leave_is_not_waited_for(full: SmallHq, zhang: Laptop) -> None:
    held = threading.Event()

    class Slow(Leaving):
        def exchange_telling(self, request: Request, gone: Callable[[], None]) -> Reply:
            assert held.wait(SOON)
            return self.inner.exchange(request)

    with ReadAhead(Slow(zhang.gateway)) as ahead:
        answer = ahead.begin(Request(schema=2, page_bytes=4096))
        held.set()  # only now can it leave
        assert answer().more
