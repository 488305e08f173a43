"""The next operations go up while the last answer is taken in, and no answer is ever asked for twice."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from app.model.values import digests_check
from app.store import kept_answer
from app.store.errors import DiskFull
from app.store.replica import Replica
from sync.client import engine
from sync.client.engine import sync_once
from sync.client.flight import Answer, begin
from sync.client.place import CURSOR
from sync.client.read_ahead import ReadAhead
from sync.client.report import SyncReport
from sync.protocol.messages import Hello, Operation, Reply, Request, Verdict
from tests.fakes.dying import dies_at
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import SmallHq, way

OPS = 4
RECORDS = 22
SOON = 10  # seconds


@dataclass
class SmallBatches(SmallHq):
    """Takes four operations at a time; answers with ``told`` what else it has to say."""

    told: Callable[[Operation], Verdict | None] = lambda operation: None

    def hello(self) -> Hello:
        return replace(super().hello(), max_ops=OPS)

    def _judge(
        self, device: str, op: Operation, rev: int, exact: dict[tuple[str, str], bool]
    ) -> tuple[Verdict, bool]:
        said = self.told(op)
        return (said, False) if said is not None else super()._judge(device, op, rev, exact)


@pytest.fixture
def hq() -> SmallHq:
    return SmallBatches()


@pytest.fixture
def full(zhang: Laptop) -> Laptop:
    """A laptop that has greeted headquarters and has 22 new companies to send."""
    zhang.create("company", name="第一家")
    zhang.synced()
    for number in range(RECORDS):
        zhang.create("company", name=f"公司{number}")
    way(zhang).requests.clear()
    return zhang


def pushed(laptop: Laptop) -> list[list[str]]:
    """The operations of every request that carried some."""
    return [[one.op_id for one in request.ops] for request in way(laptop).requests if request.ops]


def answers(laptop: Laptop) -> int:
    with laptop.store.replica() as replica:
        return int(replica.connection.execute(text("SELECT count(*) FROM answer")).scalar_one())


def again(laptop: Laptop) -> int:
    """How many requests carried something that an earlier one had carried."""
    seen: set[str] = set()
    count = 0
    for batch in pushed(laptop):
        count += bool(seen & set(batch))
        seen |= set(batch)
    return count


def alike(laptop: Laptop, hq: SmallHq) -> None:
    assert laptop.store.counts().pending == answers(laptop) == 0
    assert laptop.store.integrity() == []
    assert len(hq.log) == len({one.op_id for one in hq.log})
    assert {id for _, id in hq.records} == set(laptop.store.ids("company"))


def test_every_operation_goes_up_once_in_order(full: Laptop, hq: SmallHq) -> None:
    made = [one.operation.op_id for one in full.store.outbox()]
    full.synced()
    assert [op_id for batch in pushed(full) for op_id in batch] == made
    assert [len(batch) for batch in pushed(full)] == [4, 4, 4, 4, 4, 2]
    assert [request.waiting for request in way(full).requests] == [18, 14, 10, 6, 2, 0]
    alike(full, hq)


@dataclass
class Overlapping:
    """Tells which operations still wait at the moment at which the next ones arrive."""

    laptop: Laptop
    waited: list[int] = field(default_factory=list)

    def __call__(self) -> None:
        self.waited.append(self.laptop.store.counts().pending)


def test_the_next_are_on_their_way_before_the_last_are_taken_in(full: Laptop) -> None:
    way(full).meanwhile = seen = Overlapping(full)
    full.synced()
    # 22 and 18 in order would be one after the other: here four more have been answered each time.
    assert seen.waited == [22, 22, 18, 14, 10, 6]


def test_headquarters_judges_on_a_thread_of_its_own(full: Laptop, hq: SmallHq) -> None:
    judging, taken_in = threading.Event(), threading.Event()
    real = engine._Run._take_in_owed

    def noting(self: Any) -> None:
        owed = self._owed is not None
        real(self)
        if owed and judging.is_set():
            taken_in.set()

    def slow() -> None:
        if len(way(full).requests) == 2:
            judging.set()
            assert taken_in.wait(SOON), "the laptop waits for headquarters"

    way(full).meanwhile = slow
    with pytest.MonkeyPatch.context() as patch, ReadAhead(full.gateway) as ahead:
        patch.setattr(engine._Run, "_take_in_owed", noting)
        report = sync_once(full.store, ahead, full.clock, full.randomness)
    assert report.error is None and taken_in.is_set()
    alike(full, hq)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_commit_one_batch_at_most_is_sent_again(
    opened: Callable[[str], Laptop], hq: SmallHq, after: bool
) -> None:
    laptop = opened("zhang")
    laptop.create("company", name="第一家")
    laptop.synced()
    died = 0
    for number in range(1, 60):
        for record in range(11):
            laptop.create("company", name=f"公司{number}-{record}")
        way(laptop).requests.clear()
        if not dies_at(laptop, number, after=after):
            break
        died += 1
        laptop.synced()
        assert again(laptop) <= 1, number
        alike(laptop, hq)
    assert died > 8  # every commit of a run of three batches, and beyond its end


def test_an_edit_made_while_an_answer_is_kept_goes_up_on_top_of_it(full: Laptop, hq: SmallHq) -> None:
    first = full.store.outbox()[0].operation.id

    def edit() -> None:
        if len(way(full).requests) == 2:
            full.update("company", first, city="昆山")

    way(full).meanwhile = edit
    full.synced()
    assert hq.records["company", first].doc["city"] == "昆山"
    alike(full, hq)


@pytest.mark.parametrize(
    "said",
    [
        Verdict("", "refused", reason="hq.refused.not_yours"),
        Verdict("", "later", reason="hq.later.unknown_record"),
    ],
    ids=["refused", "later"],
)
def test_nothing_goes_up_before_an_answer_that_is_more_than_a_nod_is_taken_in(
    full: Laptop, hq: SmallHq, said: Verdict
) -> None:
    odd = full.store.outbox()[5].operation
    full.update("company", odd.id, city="昆山")
    assert isinstance(hq, SmallBatches)
    hq.told = lambda op: replace(said, op_id=op.op_id) if op.op_id == odd.op_id else None
    waited: list[int] = []
    way(full).meanwhile = lambda: waited.append(full.store.counts().pending)
    full.sync()
    # The second answer holds the odd one: all of it is taken in before the third request is made.
    assert waited[:3] == [23, 23, 16 if said.status == "later" else 15]
    hq.told = lambda op: None
    assert answers(full) == 0


def test_rows_that_come_with_the_answer_are_taken_in_first(full: Laptop, hq: SmallHq) -> None:
    def elsewhere(request: Request) -> str:
        if len(way(full).requests) == 2:
            hq.put("company", "0190aaaa-0000-7000-8000-000000000001", {"name": "别处"})
        return ""

    way(full).fault = elsewhere
    full.synced()
    alike(full, hq)


def test_a_full_disk_when_the_answer_is_kept_loses_nothing(full: Laptop, hq: SmallHq) -> None:
    def no_room(*arguments: Any) -> None:
        raise DiskFull(path="x")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(DiskFull):
        patch.setattr(kept_answer, "keep", no_room)
        full.sync()
    assert full.store.counts().pending == RECORDS
    full.synced()
    assert again(full) == 1
    alike(full, hq)


def test_an_answer_that_another_process_took_in_is_forgotten(full: Laptop, hq: SmallHq) -> None:
    reports: list[SyncReport] = []

    def second() -> None:
        if len(way(full).requests) == 2:
            reports.append(full.sync())

    way(full).meanwhile = second
    full.synced()
    assert [report.error for report in reports] == [None]
    alike(full, hq)


def test_an_answer_that_another_process_kept_and_died_is_not_asked_for_again(
    full: Laptop, hq: SmallHq
) -> None:
    real, taken = engine._Run._take_in_owed, 0

    def dies(run: engine._Run) -> None:
        nonlocal taken
        taken += run._owed is not None
        if taken == 2:
            raise DiskFull(path="x")
        real(run)

    def second() -> None:
        if len(way(full).requests) == 2:
            with pytest.MonkeyPatch.context() as patch, pytest.raises(DiskFull):
                patch.setattr(engine._Run, "_take_in_owed", dies)
                full.sync()

    way(full).meanwhile = second
    full.synced()
    assert taken == 2, "the second process died over a kept answer"
    assert again(full) == 2, "what both sent at the same moment, and what was under way when it died"
    alike(full, hq)


def test_what_cannot_be_read_is_asked_for_again(
    full: Laptop, hq: SmallHq, caplog: pytest.LogCaptureFixture, expected_logs: Any
) -> None:
    with full.store.replica() as replica:
        kept_answer.keep(replica.connection, replica.get(CURSOR), b"{")
    full.synced()
    expected_logs.take("cannot be read")
    alike(full, hq)


def test_moving_on_forgets_what_was_kept(full: Laptop) -> None:
    with full.store.replica() as replica:
        place = replica.get(CURSOR)
        kept_answer.keep(replica.connection, "elsewhere", b"{}")
        assert kept_answer.kept(replica.connection, place) is None
        kept_answer.keep(replica.connection, place, b"{}")
        assert kept_answer.kept(replica.connection, place) == b"{}"
        assert kept_answer.kept(replica.connection, "elsewhere") is None
        kept_answer.forget(replica.connection)
        assert kept_answer.kept(replica.connection, place) is None


def test_what_is_pending_is_found_by_its_ids(full: Laptop) -> None:
    made = [one.operation.op_id for one in full.store.outbox()]
    with full.store.replica() as replica:
        replica.settle([made[0]], {})
        assert [one.op_id for one in replica.pending([made[3], made[0], made[2]])] == [made[2], made[3]]
        assert _later(replica, made) == made[3:5]


def _later(replica: Replica, made: list[str]) -> list[str]:
    third = replica.pending([made[2]])[0]
    return [one.op_id for one in replica.outgoing(2, 1 << 20, third.seq)]


def test_what_goes_wrong_is_told_with_the_answer(full: Laptop) -> None:
    way(full).fault = lambda request: "lost"
    answer: Answer = begin(full.gateway, Request(schema=3))
    with pytest.raises(type(way(full).lost())):
        answer()
    way(full).fault = lambda request: ""
    assert isinstance(begin(full.gateway, Request(schema=3))(), Reply)


def test_a_new_record_is_counted_as_it_was_sent_and_not_read_again(full: Laptop, hq: SmallHq) -> None:
    odd = full.create("company", name="恒力", city="苏州", tags=["氢能"])
    full.update("company", odd, city="昆山", tags=[])
    read: list[str] = []
    real = Replica.local

    def noting(self: Replica, kind: str, ids: Iterable[str]) -> Any:
        wanted = list(ids)
        read.extend(wanted)
        return real(self, kind, wanted)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Replica, "local", noting)
        full.synced()
    assert set(read) == {odd}  # made and changed at once: what it holds is in the file alone
    with full.store.replica() as replica:
        assert digests_check(replica.digests()) == hq.check()
    alike(full, hq)
