"""Row-level security is a second wall: it holds where a query forgets the first, and is in nobody's way."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, Connection, Table, func, select, text, true
from sqlalchemy.exc import ProgrammingError

from sync.hq import digests, moves, pull, wall
from sync.hq.errors import FileUnknown
from sync.hq.files import give_piece, take_piece
from sync.hq.scopes import Scope, scope
from sync.hq.tables import CLAIM, DIGEST, METADATA, MOVED, OPERATION, RECORD
from sync.hq.transfer import transfer
from tests.fakes.postgres import Postgres
from tests.sync.hq.office import Laptop, Office, open_office

CONTENT = (RECORD, OPERATION, MOVED, CLAIM, DIGEST)
DATA = b"only for the south"


@pytest.fixture
def walled(postgres: Postgres, postgres_url: str, tmp_path: Path) -> Iterator[Office]:
    """On PostgreSQL."""
    opened = open_office(tmp_path / "hq", postgres.emptied(postgres_url))
    yield opened
    opened.store.close()


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Call it, and every query forgets to ask for the scope, and every check says yes."""
    yield lambda: forget(monkeypatch)
    monkeypatch.undo()
    forget_statements()


def forget_statements() -> None:
    """Statements are kept ready by scope: nobody must meet those of another moment."""
    for kept in (pull._feed, pull._in_order, moves._left, digests._within):
        kept.cache_clear()


def forget(monkeypatch: pytest.MonkeyPatch) -> None:

    def all_of_them(self: Scope, column: ColumnElement[str]) -> ColumnElement[bool]:
        return true()

    monkeypatch.setattr(Scope, "clause", all_of_them)
    monkeypatch.setattr(Scope, "full_clause", all_of_them)
    monkeypatch.setattr(Scope, "writes", lambda self, unit: True)
    forget_statements()


def peopled(office: Office) -> tuple[Laptop, Laptop]:
    """Somebody of each unit with a record, and a file of the south that is here."""
    north, south = office.laptop("张三"), office.laptop("赵六", unit=office.south)
    north.create()
    south.create()
    sha256 = hashlib.sha256(DATA).hexdigest()
    south.create(
        {"parent_kind": "project", "parent_id": "x", "name": "a", "sha256": sha256, "size": len(DATA)},
        kind="attachment",
    )
    take_piece(office.store, south.principal, sha256, 0, DATA)
    return north, south


def test_a_pull_that_forgets_the_scope_gets_no_more_on_postgresql(
    walled: Office, forgetful: Callable[[], None]
) -> None:
    north, _ = peopled(walled)
    forgetful()
    north.pull()
    assert {doc["unit_id"] for _, _, doc in north.held.values()} == {walled.north}
    assert len(north.held) == 1
    with pytest.raises(FileUnknown):
        give_piece(walled.store, north.principal, hashlib.sha256(DATA).hexdigest(), 0, 100)


def test_the_same_leaks_on_sqlite_so_that_the_test_above_can_fail(
    lite: Office, forgetful: Callable[[], None]
) -> None:
    north, _ = peopled(lite)
    forgetful()
    north.pull()
    assert {doc["unit_id"] for _, _, doc in north.held.values()} == {lite.north, lite.south}
    assert give_piece(lite.store, north.principal, hashlib.sha256(DATA).hexdigest(), 0, 100) == DATA


def test_a_confined_transaction_reads_its_units_alone_of_every_table(walled: Office) -> None:
    north, south = peopled(walled)
    other = south.create()
    transfer(walled.store, "project", other, "北方处", now=walled.now)
    transfer(walled.store, "project", other, "南方处", now=walled.now)
    with walled.store.read() as connection:
        assert wall.stands(connection)
        free = {table.name: _count(connection, table) for table in CONTENT}
        wall.confine(connection, scope(north.principal), north.principal.user_id)
        confined = {table.name: _count(connection, table) for table in CONTENT}
        assert set(connection.execute(select(RECORD.c.unit)).scalars()) == {walled.north}
        assert set(connection.execute(select(OPERATION.c.user_id)).scalars()) == {north.principal.user_id}
    assert free == {"record": 4, "operation": 4, "moved": 2, "claim": 0, "digest": 3}
    assert confined == {"record": 1, "operation": 1, "moved": 1, "claim": 0, "digest": 1}
    with walled.store.read() as connection:
        assert _count(connection, RECORD) == 4, "the next transaction on the connection is free again"


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_confined_transaction_cannot_write_outside(walled: Office) -> None:
    north, _ = peopled(walled)
    with pytest.raises(ProgrammingError, match="row-level security"), walled.store.write() as connection:
        wall.confine(connection, scope(north.principal), north.principal.user_id)
        connection.execute(RECORD.update().values(unit=walled.south))


def test_every_table_with_content_is_confined_its_owner_included(walled: Office) -> None:
    """A new table that holds content needs a policy, or a place in this list."""
    without = {
        *("tenant", "unit", "unit_grant", "scope_set", "app_user", "device", "invite", "nonce", "token"),
        *("audit", "card", "epoch", "generation", "file_proof", "claim_key", "device_state"),
    }
    query = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    with walled.store.read() as connection:
        confined = set(connection.execute(query).scalars())
    assert confined == {table.name for table in CONTENT}
    assert set(METADATA.tables) - without == confined


def test_people_who_see_everything_are_not_confined(walled: Office) -> None:
    peopled(walled)
    leader = walled.laptop("王局", role="leader")
    leader.pull()
    assert len(leader.held) == 3
