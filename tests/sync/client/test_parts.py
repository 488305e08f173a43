"""A long page lands in parts; wherever a laptop dies between two of them, it goes on with that very page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.store import kept_answer
from app.store.span import AIM, MOST
from sync.client import parts
from sync.client.engine import sync_once
from sync.client.flight import Plan, hold, kept, packed
from sync.client.page import Page, PageRow
from sync.client.parts import FIRST, Parts
from sync.client.place import CURSOR
from sync.protocol.messages import KindRows, Reply, Request
from tests.conftest import ExpectedLogs
from tests.fakes.dying import dies_at
from tests.fakes.laptops import Laptop, Open
from tests.fakes.small_hq import SmallHq, way

RECORDS = 60
PART = 7


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few rows in a part that their number is never measured anew."""
    monkeypatch.setattr(parts, "FIRST", PART)


@pytest.fixture
def full(zhang: Laptop, hq: SmallHq) -> SmallHq:
    """Headquarters with one page of companies, in two revisions."""
    hq.page_rows = RECORDS
    with zhang.store.write(actor="zhang", label="import") as work:
        for number in range(RECORDS):
            work.create("company", {"name": f"公司{number}"})
    zhang.synced()
    return hq


def page_of(records: int) -> Page:
    head = {"deleted": False, "left": False, "at": 0, "by": "", "doc": {}}
    return Page([PageRow(kind="company", id=str(number), rev=1, **head) for number in range(records)])  # type: ignore[arg-type]


def plan(cursor: str = "", **more: dict[str, str]) -> Plan:
    return Plan(Request(schema=3, cursor=cursor, **more), ())  # type: ignore[arg-type]


def held(laptop: Laptop) -> int:
    with laptop.store.replica() as replica:
        return int(replica.connection.execute(text("SELECT count(*) FROM answer")).scalar_one())


def alike(laptop: Laptop, hq: SmallHq) -> None:
    assert {id for _, id in hq.records} == set(laptop.store.ids("company"))
    assert held(laptop) == laptop.store.counts().pending == 0
    assert laptop.store.integrity() == []
    for id in laptop.store.ids("company"):
        assert len(laptop.store.history("company", id)) == 1


# --- how long a part is --------------------------------------------------------------------------------


class Watchmaker:
    """A clock that goes on by ``step`` at every look."""

    def __init__(self, step: float) -> None:
        self.now, self.step = datetime(2026, 7, 1, tzinfo=UTC), timedelta(seconds=step)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def sizes(of: Parts, rows: int) -> list[int]:
    found, left = [], page_of(rows).rows
    while left:
        with of.next(left, whole=False) as (now, later):
            found.append(len(now))
            left = list(later)
    return found


def test_parts_get_as_long_as_the_computer_is_quick() -> None:
    assert max(sizes(Parts(Watchmaker(0)), 8000)) <= MOST * 3 // 2
    slow = sizes(Parts(Watchmaker(2 * AIM)), 2000)
    assert slow[0] == FIRST and abs(slow[1] - FIRST / 2) <= 1 and sum(slow) == 2000


@pytest.mark.parametrize("rows", [0, 1, FIRST, FIRST * 3 // 2])
def test_a_short_page_lands_whole(rows: int) -> None:
    assert not Parts(Watchmaker(0)).are_due(plan(), Reply(""), page_of(rows))
    assert len(sizes(Parts(Watchmaker(0)), rows)) == (rows > 0)


def test_what_comes_with_units_that_left_or_with_repairs_lands_whole() -> None:
    long, of = page_of(FIRST * 2), Parts(Watchmaker(0))
    assert of.are_due(plan(), Reply(""), long)
    assert not of.are_due(plan(), Reply("", left_units=("x",)), long)
    assert not of.are_due(plan(), Reply("", keep_units=()), long)
    assert not of.are_due(plan(buckets={"company": "0"}), Reply(""), long)


# --- a page between its parts --------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_commit_it_goes_on_with_the_same_page(full: SmallHq, opened: Open, after: bool) -> None:
    between, died = 0, True
    for number in range(1, 40):
        laptop = opened(f"li{number}")
        died = dies_at(laptop, number, after=after)
        came, asked = len(laptop.store.ids("company")), len(way(laptop).requests)
        if 0 < came < RECORDS:
            between += 1
            assert held(laptop) == 1
        laptop.synced()
        assert all(request.cursor for request in way(laptop).requests[asked:]) or came == 0
        alike(laptop, full)
        if not died:
            break
    assert between >= RECORDS // PART - 2 and not died


@pytest.mark.usefixtures("small")
def test_having_gone_on_with_a_page_it_asks_what_came_since(
    full: SmallHq, zhang: Laptop, opened: Open
) -> None:
    """The kept page was the last one there was when it was sent."""
    laptops = (opened(f"li{number}") for number in range(1, 40))
    laptop = next(
        one for number, one in enumerate(laptops, 1) if dies_at(one, number, after=True) and held(one)
    )
    zhang.create("company", name="后来的公司")
    zhang.synced()
    laptop.synced()
    alike(laptop, full)


@pytest.mark.usefixtures("small")
def test_an_edit_between_two_parts_stays_on_top_and_goes_up(full: SmallHq, li: Laptop) -> None:
    first = sorted(id for _, id in full.records)[0]
    with between_parts(li, lambda: li.update("company", first, city="昆山")):
        li.synced()
    assert li.value("company", first, "city") == "昆山"
    li.synced()
    assert full.records["company", first].doc["city"] == "昆山"
    assert li.store.integrity() == [] and held(li) == 0


@pytest.mark.usefixtures("small")
def test_another_process_that_takes_the_page_in_first_is_given_way(full: SmallHq, li: Laptop) -> None:
    def other() -> None:
        asked = len(way(li).requests)
        assert sync_once(li.store, li.gateway, li.clock, li.randomness).error is None
        assert all(request.cursor for request in way(li).requests[asked:])  # the page was kept for it

    with between_parts(li, other):
        li.synced()
    alike(li, full)


@contextmanager
def between_parts(laptop: Laptop, happens: Callable[[], object]) -> Iterator[None]:
    """Something happens once the first part of a page is here."""
    store, done = laptop.store, False
    real = store.replica

    @contextmanager
    def watched() -> Iterator[object]:
        nonlocal done
        with real() as replica:
            yield replica
        if not done and store.ids("company"):
            done = True
            happens()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "replica", watched)
        yield
    assert done


@pytest.mark.usefixtures("small")
def test_a_page_that_would_delete_too_much_is_not_kept(full: SmallHq, li: Laptop, zhang: Laptop) -> None:
    li.synced()
    with zhang.store.write(actor="zhang", label="delete") as work:
        for id in zhang.store.ids("company"):
            work.delete("company", id)
    zhang.synced()
    assert li.sync().error_code == "deletion_brake"
    assert len(li.store.ids("company")) == RECORDS and held(li) == 0


# --- holding a page ------------------------------------------------------------------------------------


def test_a_page_is_held_as_it_came_but_for_the_time(li: Laptop) -> None:
    rows = [[f"{number:036d}", 7, 0, 1, "王伟", "恒力"] for number in range(500)]
    reply = Reply("7.1", kinds=(KindRows("company", ("name",), rows),), more=True, time=123)
    body = packed(reply)
    assert len(body) < 5000
    with li.store.replica() as replica:
        assert hold(replica, plan(), body)
        found = kept(replica, "")
    assert found is not None
    assert found[1].kinds == reply.kinds and (found[1].cursor, found[1].more, found[1].time) == (
        "7.1",
        True,
        0,
    )


@pytest.mark.parametrize("records", [1, 500])
def test_holding_it_again_is_no_other_page(li: Laptop, records: int) -> None:
    rows = [[f"{number:036d}", 7, 0, 1, "王伟", "恒力"] for number in range(records)]
    reply = Reply("7.1", kinds=(KindRows("company", ("name",), rows),))
    with li.store.replica() as replica:
        assert hold(replica, plan(), packed(reply)) and hold(replica, plan(), packed(reply))
        assert not hold(replica, plan(), packed(Reply("8.1")))
        assert kept(replica, "") is not None and replica.get(CURSOR) == ""


@pytest.mark.parametrize("bytes_", [b"\x28\xb5\x2f\xfdbroken", b"", b"\x00\x01"])
def test_what_cannot_be_unpacked_is_asked_for_again(
    li: Laptop, bytes_: bytes, expected_logs: ExpectedLogs
) -> None:
    with li.store.replica() as replica:
        kept_answer.keep(replica.connection, "", bytes_)
        assert kept(replica, "") is None
    expected_logs.take("cannot be read")
