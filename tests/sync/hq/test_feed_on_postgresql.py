"""The feed under eight writers on PostgreSQL, beside the cursor that everybody writes first and that skips.

The control is part of the test: where the naive cursor skips nothing, the race was not there to be won.
"""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from sync.protocol.messages import Operation
from tests.fakes.postgres import Postgres
from tests.sync.hq.office import NEW, Laptop, Office, open_office

WRITERS = 8
BATCHES = 25


@dataclass
class Naive:
    """Rows numbered by a sequence, read by ``seq > cursor``: the number is taken before the commit."""

    url: str
    seen: set[int] = field(default_factory=set)

    def write(self, chance: random.Random) -> None:
        """One row; its transaction goes on for a moment, as any that does something else as well."""
        with psycopg.connect(self.url) as connection:
            for _ in range(BATCHES):
                connection.execute("INSERT INTO naive DEFAULT VALUES")
                time.sleep(chance.random() / 500)
                connection.commit()

    def read(self, done: threading.Event) -> None:
        """Poll until ``done``, and once more."""
        cursor, last = 0, False
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not last:
                last = done.is_set()
                found = [
                    seq for (seq,) in connection.execute("SELECT seq FROM naive WHERE seq > %s", [cursor])
                ]
                self.seen.update(found)
                cursor = max(found, default=cursor)

    def skipped(self) -> int:
        """Rows that were committed and never read."""
        with psycopg.connect(self.url) as connection:
            there = {seq for (seq,) in connection.execute("SELECT seq FROM naive")}
        return len(there - self.seen)


@pytest.fixture
def naive(postgres: Postgres) -> Naive:
    url = postgres.empty_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE naive (seq bigserial PRIMARY KEY)")
    return Naive(url)


@pytest.fixture
def on_postgresql(postgres: Postgres, postgres_url: str, tmp_path: Path) -> Iterator[Office]:
    office = open_office(tmp_path / "hq", postgres.emptied(postgres_url))
    yield office
    office.store.close()


def push(writer: Laptop, operations: list[Operation]) -> None:
    """Each in a batch of its own."""
    for one in operations:
        writer.exchange(one)


def poll(reader: Laptop, seen: set[str], done: threading.Event) -> None:
    """Pull until ``done``, and once more; notes every record that came."""
    last = False
    while not last:
        last = done.is_set()
        reader.pull()
        seen.update(id for _, id in reader.held)


def test_no_revision_is_skipped_where_the_naive_cursor_skips(on_postgresql: Office, naive: Naive) -> None:
    office = on_postgresql
    reader = office.laptop("王局", role="leader")
    writers = [office.laptop(f"人{n}") for n in range(WRITERS)]
    prepared = [
        [laptop.operation("create", "project", laptop.new_id(), NEW) for _ in range(BATCHES)]
        for laptop in writers
    ]
    done, seen = threading.Event(), set[str]()
    with ThreadPoolExecutor(2 * WRITERS + 2) as pool:
        reading = [pool.submit(poll, reader, seen, done), pool.submit(naive.read, done)]
        writing = [pool.submit(naive.write, random.Random(n)) for n in range(WRITERS)]
        writing += [pool.submit(push, *one) for one in zip(writers, prepared, strict=True)]
        for one in writing:
            one.result()
        done.set()
        for one in reading:
            one.result()
    assert seen == {operation.id for operations in prepared for operation in operations}
    assert naive.skipped() > 0, "the control skipped nothing: this run proves nothing"
