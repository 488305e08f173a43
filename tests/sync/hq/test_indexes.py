"""The indexes that hold only some rows are found by the queries they are there for."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from sync.hq import attention, possession
from sync.protocol.arriving import unread
from tests.sync.hq.office import Office

FILE = "ab" * 32


def plans(office: Office, work: Callable[[Connection], object]) -> str:
    """How SQLite goes about what ``work`` asks."""
    asked: list[str] = []
    with office.store.read() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.set_trace_callback(asked.append)
        work(connection)
        raw.set_trace_callback(None)
        selects = [sql for sql in asked if sql.startswith("SELECT")]
        assert selects
        return "\n".join(
            str(row[3])
            for sql in selects
            for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        )


def test_a_files_records_are_found_by_its_name(lite: Office) -> None:
    principal = lite.laptop("陈静").principal
    told = plans(lite, lambda connection: possession.claims(connection, 1, principal, FILE))
    assert "record_file (tenant=? AND sha256=?)" in told
    assert "record_thumbnail (tenant=? AND thumbnail=?)" in told
    assert "SEARCH record USING INDEX sqlite_autoindex_record_1 (tenant=? AND kind=? AND id=?)" in told


@pytest.mark.parametrize("every", [False, True])
def test_undecided_operations_are_found_among_many(lite: Office, every: bool) -> None:
    told = plans(lite, lambda connection: attention.refused(connection, 1, every=every))
    assert "operation_refused (tenant=?)" in told


def test_the_room_of_a_device_is_counted_by_its_own_operations(lite: Office) -> None:
    operation = lite.laptop("陈静").operation("create", "project", "1", {"name": "项目"})
    told = plans(lite, lambda connection: attention.Room(connection, 1, "d").takes(unread(operation)))
    assert "operation_refused (tenant=? AND device=?)" in told
