"""Prepared statements give what SQLAlchemy gives: by SQLite's driver, or through SQLAlchemy for others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError

from app.model.columns import Instant, Json, Scaled
from app.model.prepared import Prepared

TABLE = Table(
    "thing",
    MetaData(),
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), unique=True, nullable=False),
    Column("gone", Boolean),
    Column("day", Date),
    Column("at", Instant),
    Column("amount", Scaled(6)),
    Column("tags", Json),
)
FULL: dict[str, Any] = {
    "id": "a",
    "gone": False,
    "day": date(2026, 3, 2),
    "at": datetime(2026, 3, 2, 9, tzinfo=UTC),
    "amount": Decimal("12.5"),
    "tags": ["氢能", "光热"],
}
EMPTY: dict[str, Any] = dict.fromkeys(FULL) | {"id": "b"}
KEEP = Prepared(insert(TABLE))
BY_IDS = Prepared(select(TABLE).where(TABLE.c.id.in_(bindparam("ids", expanding=True))).order_by(TABLE.c.seq))


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://")
    TABLE.metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture(params=["driver", "sqlalchemy"])
def connection(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Connection]:
    """Once straight to the driver, once the way any other database is asked."""
    with engine.begin() as opened:
        if request.param == "sqlalchemy":
            opened.dialect.name = "another"
        yield opened
        opened.dialect.name = "sqlite"


def test_values_of_every_type_come_back(connection: Connection) -> None:
    KEEP.run_many(connection, [FULL, EMPTY])
    found = BY_IDS.all(connection, {"ids": ["b", "a", "missing"]})
    assert [row.id for row in found] == ["a", "b"]
    assert {name: getattr(found[0], name) for name in FULL} == FULL
    assert {name: getattr(found[1], name) for name in EMPTY} == EMPTY


def test_the_file_holds_what_sqlalchemy_writes(engine: Engine) -> None:
    with engine.begin() as connection:
        KEEP.run(connection, FULL)
        connection.execute(insert(TABLE), FULL | {"id": "c"})
        columns = "gone, day, at, amount, tags"
        assert len(set(connection.execute(text(f"SELECT {columns} FROM thing")).all())) == 1


def test_bare_values_in_whatever_order_they_are_told(connection: Connection) -> None:
    KEEP.run_rows(connection, ("id", "gone"), [("a", True), ("b", None)])
    KEEP.run_rows(connection, ("gone", "id"), [(False, "c"), (True, "d")])
    found = BY_IDS.all(connection, {"ids": list("abcd")})
    assert [(row.id, row.gone) for row in found] == [("a", True), ("b", None), ("c", False), ("d", True)]
    rename = Prepared(update(TABLE).where(TABLE.c.id == bindparam("was")).values(id=bindparam("becomes")))
    rename.run_rows(connection, ("was", "becomes"), [("a", "e"), ("b", "f")])
    assert [row.id for row in BY_IDS.all(connection, {"ids": list("abef")})] == ["e", "f"]


def test_no_rows_and_no_ids(connection: Connection) -> None:
    KEEP.run_many(connection, [])
    KEEP.run_rows(connection, ("id",), [])
    assert BY_IDS.all(connection, {"ids": []}) == []
    assert BY_IDS.one(connection, {"ids": ["a"]}) is None


def test_more_ids_than_a_statement_has_variables(engine: Engine) -> None:
    with engine.begin() as connection:
        KEEP.run_many(connection, [EMPTY | {"id": f"{n}"} for n in range(40_000)])
        assert len(BY_IDS.all(connection, {"ids": [f"{n}" for n in range(40_000)]})) == 40_000


def test_changed_rows_are_counted(connection: Connection) -> None:
    KEEP.run_many(connection, [FULL, EMPTY])
    bury = Prepared(update(TABLE).where(TABLE.c.id == bindparam("which")).values(gone=True))
    assert bury.run(connection, {"which": "a"}) == 1
    assert bury.run(connection, {"which": "missing"}) == 0
    assert Prepared(delete(TABLE).where(TABLE.c.gone.is_(True))).run(connection) == 1


def test_what_an_insert_returns(connection: Connection) -> None:
    statement = Prepared(insert(TABLE).returning(TABLE.c.seq))
    assert [statement.one(connection, {"id": id}).seq for id in "ab"] == [1, 2]


def test_a_limit_and_a_fixed_list(connection: Connection) -> None:
    KEEP.run_many(connection, [EMPTY | {"id": id} for id in "abcd"])
    query = select(TABLE.c.id).where(TABLE.c.id.in_(("a", "c", "d"))).order_by(TABLE.c.id)
    some = Prepared(query.limit(bindparam("most")))
    assert [row.id for row in some.each(connection, {"most": 2})] == ["a", "c"]
    assert [row.id for row in some.each(connection, {"most": 9})] == ["a", "c", "d"]


def test_bare_rows_are_read_no_further_than_they_are_asked_for(connection: Connection) -> None:
    KEEP.run_many(connection, [EMPTY | {"id": id} for id in "abcd"])
    read: list[str] = []
    connection.connection.dbapi_connection.create_function("noted", 1, read.append)  # type: ignore[union-attr]
    noted = Prepared(select(TABLE.c.id, func.noted(TABLE.c.id)).order_by(TABLE.c.seq))
    rows = iter(noted.each_bare(connection))
    assert [next(rows), next(rows)] == [("a", None), ("b", None)]
    assert len(read) < 4 or connection.dialect.name != "sqlite"
    assert list(rows) == [("c", None), ("d", None)]


def test_what_is_ready_finds_every_value_in_whatever_order_it_is_told(connection: Connection) -> None:
    keep = Prepared(insert(TABLE))
    rename = Prepared(update(TABLE).where(TABLE.c.id == bindparam("was")).values(id=bindparam("becomes")))
    for statement in (keep, rename):
        statement.ready()
    keep.run(connection, {"seq": 1, **FULL})
    keep.run(connection, dict(reversed(({"seq": 2} | EMPTY).items())))
    keep.run(connection, {"id": "c"})  # fewer values are another statement
    rename.run(connection, {"becomes": "d", "was": "c"})
    rename.run(connection, {"was": "d", "becomes": "e"})
    found = BY_IDS.all(connection, {"ids": list("abe")})
    assert [(row.id, row.amount) for row in found] == [("a", Decimal("12.5")), ("b", None), ("e", None)]


def test_rows_by_name(engine: Engine) -> None:
    with engine.begin() as connection:
        KEEP.run(connection, FULL)
        counted = Prepared(select(TABLE.c.id, func.count().label("n")).group_by(TABLE.c.id))
        assert counted.dicts(connection) == [{"id": "a", "n": 1}]


def test_trouble_comes_as_sqlalchemy_names_it(connection: Connection) -> None:
    KEEP.run(connection, FULL)
    with pytest.raises(IntegrityError) as caught:
        KEEP.run_many(connection, [FULL])
    assert "UNIQUE" in str(caught.value.orig)
    with pytest.raises(OperationalError):
        Prepared(text("DELETE FROM nowhere")).run(connection)


def test_errors_tell_no_values(engine: Engine) -> None:
    with engine.begin() as connection:
        KEEP.run(connection, FULL)
        with pytest.raises(IntegrityError) as caught:
            KEEP.run(connection, FULL)
    assert "氢能" not in str(caught.value)


def test_a_value_that_is_missing_is_a_mistake(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(KeyError):
        BY_IDS.all(connection)


def test_bare_rows_are_as_the_file_keeps_them(engine: Engine) -> None:
    with engine.begin() as connection:
        KEEP.run(connection, FULL)
        kept = BY_IDS.bare(connection, {"ids": ["a", "none"]})
        assert [row[1:5] for row in kept] == [("a", 0, "2026-03-02", kept[0][4])]
        assert BY_IDS.bare(connection, {"ids": []}) == []


def test_another_number_of_rows_is_not_planned_anew() -> None:
    """SQLCipher's SQLite plans a bare LIMIT for the number it is given, every time that one is given."""
    engine = create_engine("sqlite://", module=sqlcipher)
    TABLE.metadata.create_all(engine)
    ids = Prepared(
        select(TABLE.c.id).order_by(TABLE.c.seq).limit(bindparam("most")).offset(bindparam("after"))
    )
    planned: list[tuple[Any, ...]] = []

    def noting(*asked: Any) -> int:
        planned.append(asked)
        return 0

    with engine.begin() as connection:
        KEEP.run_many(connection, [EMPTY | {"id": id} for id in "abcd"])
        raw: Any = connection.connection.dbapi_connection
        raw.set_authorizer(noting)
        assert ids.bare(connection, {"most": 1, "after": 0}) == [("a",)]
        once = len(planned)
        assert ids.bare(connection, {"most": 2, "after": 1}) == [("b",), ("c",)]
        assert ids.bare(connection, {"most": -1, "after": 2}) == [("c",), ("d",)]
        assert len(planned) == once > 0
    engine.dispose()
