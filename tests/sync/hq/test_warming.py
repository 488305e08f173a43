"""Warming: the first exchange finds everything compiled and nothing is left behind in the database."""

import pytest
from sqlalchemy import select

from app.model import prepared
from sync.hq import change_log, meetings, package_keys, records
from sync.hq.store import read_tenant
from sync.hq.tables import METADATA
from sync.hq.warming import warm
from tests.sync.hq.office import Office


def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of every statement compiled from now on."""
    made: list[str] = []

    class Noted(prepared._Compiled):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            made.append(self.sql)

    monkeypatch.setattr(prepared, "_Compiled", Noted)
    return made


def test_what_a_push_writes_with_is_compiled_before(lite: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    zhang = lite.laptop("张三")
    pushing = ((records, "_INSERT"), (records, "_LOCKED"), (change_log, "_KEEP"), (change_log, "_ANSWERED"))
    for module, name in (*pushing, (meetings, "_MEET")):
        known = getattr(module, name)
        monkeypatch.setattr(module, name, prepared.Prepared(known.statement, known._usual))
    warm(lite.store)
    made = compilations(monkeypatch)
    zhang.create()
    written = ("INSERT INTO record", "INSERT INTO operation", "UPDATE device")
    assert [sql for sql in made if sql.startswith(written) or "FROM operation" in sql] == []


def test_it_writes_nothing_and_knows_the_keys(office: Office) -> None:
    def everything() -> list[object]:
        with office.store.read() as connection:
            return [connection.execute(select(table)).all() for table in METADATA.sorted_tables]

    before = everything()
    package_keys.public_keys.cache_clear()
    warm(office.store)
    assert everything() == before
    with office.store.read() as connection:
        package_keys.public_keys(read_tenant(connection, office.store.tenant).secret)
    assert package_keys.public_keys.cache_info().hits == 1
