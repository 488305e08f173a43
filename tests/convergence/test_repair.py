"""Two ends that differ are brought together by the few records that differ, not by reading everything."""

import random

import pytest
from sqlalchemy import text

from sync.client.place import AFRESH, CURSOR
from sync.hq import digests
from tests.conftest import ExpectedLogs
from tests.convergence.test_two_laptops import hq_digest, way
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open

MANY = 5_000
LONG_AGO = "UPDATE meta SET value = '2020-01-01T00:00:00+00:00' WHERE name = 'recounted'"


@pytest.fixture
def li(opened: Open) -> Laptop:
    """Holds five thousand companies that 张三 made."""
    zhang, li = opened("张三"), opened("李四")
    chance = random.Random(5)
    with zhang.store.write(actor="张三", label="import_ledger") as work:
        for number in range(MANY):
            words = "".join(chr(0x4E00 + chance.randrange(2_000)) for _ in range(60))
            work.create("company", {"name": f"公司{number}", "note": words})
    zhang.synced()
    li.synced()
    return li


def damaged(laptop: Laptop, statement: str) -> None:
    """Beside the store; then a week passes, and it is counted what there is."""
    with laptop.store._write() as connection:
        connection.execute(text(statement))
        connection.execute(text(LONG_AGO))


def test_three_of_five_thousand(li: Laptop, headquarters: Headquarters, expected_logs: ExpectedLogs) -> None:
    full = way(li).down
    broken, missing = li.store.ids("company")[:2], li.store.ids("company")[7]
    for id in broken:
        damaged(li, f"UPDATE company SET note = 'x' WHERE id = '{id}'")
    damaged(li, f"DELETE FROM company WHERE id = '{missing}'")
    before = way(li).down + way(li).up

    li.synced()

    assert li.store.content_hash() == hq_digest(headquarters)
    assert len(li.store.ids("company")) == MANY
    moved = way(li).down + way(li).up - before
    assert moved < 0.03 * full, (moved, full)
    expected_logs.take("3 records repaired")
    assert li.synced().traffic.requests == 1


def test_a_record_too_many_leaves_unless_something_waits_on_it(
    opened: Open, headquarters: Headquarters, expected_logs: ExpectedLogs
) -> None:
    zhang = opened("张三")
    gone, edited = zhang.create("company", name="恒力"), zhang.create("company", name="盛虹")
    kept = zhang.create("company", name="桐昆")
    zhang.synced()
    with headquarters.store.write() as connection:  # as after their tombstones were removed
        connection.execute(text("DELETE FROM record WHERE id IN (:a, :b)"), {"a": gone, "b": edited})
        digests.rebuild(connection, headquarters.store.tenant)
    zhang.update("company", edited, website="https://example.com")
    report = zhang.sync()

    assert report.error is None
    assert set(zhang.store.ids("company")) == {kept, edited}
    assert report.waiting == 1
    assert zhang.store.integrity() == []
    expected_logs.take("2 records repaired")


def test_where_everything_differs_everything_is_read_again_once(
    li: Laptop, headquarters: Headquarters, expected_logs: ExpectedLogs
) -> None:
    damaged(li, "UPDATE company SET note = 'x'")
    report = li.synced()
    assert li.store.content_hash() == hq_digest(headquarters)
    expected_logs.take("reading everything again")
    assert report.tally.received == MANY


def test_what_differs_after_reading_everything_is_repaired_on_the_same_day(
    opened: Open, headquarters: Headquarters, expected_logs: ExpectedLogs
) -> None:
    zhang = opened("张三")
    zhang.create("company", name="恒力")
    zhang.synced()
    with zhang.store.replica() as replica:
        replica.set(CURSOR, "")
        replica.set(AFRESH, "1")
        replica.set_digest("company", 1, 1)
    assert zhang.synced().traffic.requests == 2
    assert zhang.store.content_hash() == hq_digest(headquarters)
