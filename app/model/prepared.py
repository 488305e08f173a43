"""Statements compiled once and from then on handed straight to SQLite's driver.

SQLAlchemy looks every execution up, binds and wraps it anew: 16 µs and more for what the driver does in two.
Tables, types and wording stay SQLAlchemy's; a database other than SQLite is asked through it as ever.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import ClauseElement, Connection, Executable
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECT = sqlite_dialect()
_LIST = re.compile(r"__\[POSTCOMPILE_(\S+?)\]")
_MOST = re.compile(r"\b(LIMIT|OFFSET) \?")  # SQLite looks at a bare number and plans anew for every other
_NOTHING: Mapping[str, Any] = {}

Slot = tuple[int, Callable[[Any], Any] | None]
"""The place of a value and what makes of it what the driver takes; empty values are never converted."""

Arguments = Callable[[Mapping[str, Any]], Sequence[Any]]


class Prepared:
    """One statement, whose values come as ``bindparam`` names or as the columns of an INSERT.

    A list (``IN``) is one value, so that the statement is the same for any number of ids.
    """

    def __init__(self, statement: Executable, usual: tuple[str, ...] = ()) -> None:
        """``usual``: the columns of an INSERT that are usually told, where that is not all of them."""
        self.statement = statement
        self._usual = usual
        self._compiled: dict[tuple[str, ...], _Compiled] = {}
        self._alike: dict[frozenset[str], _Compiled] = {}

    def ready(self) -> None:
        """Compile for SQLite ahead of the first execution that tells what is usually told."""
        assert isinstance(self.statement, ClauseElement)
        made = self.statement.compile(dialect=_DIALECT)
        assert isinstance(made, SQLCompiler)
        told = tuple(name for name, bind in made.binds.items() if bind.required)
        self._named(self._usual or told)

    def all(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """The rows, as named tuples in Python values."""
        if connection.dialect.name != "sqlite":
            return list(connection.execute(self.statement, dict(values)))
        compiled = self._compiled.get(tuple(values)) or self._named(tuple(values))
        return [*map(compiled.row, _run(connection, compiled.sql, compiled.arguments(values)))]

    def each(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> Iterable[Any]:
        """The same one after the other, for more rows than there should be in memory."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, dict(values))
        compiled = self._compiled.get(tuple(values)) or self._named(tuple(values))
        return map(compiled.row, _run(connection, compiled.sql, compiled.arguments(values)))

    def bare(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> list[tuple[Any, ...]]:
        """The rows as the driver hands them out, for whoever makes of them what they need at once."""
        if connection.dialect.name != "sqlite":
            return [tuple(row) for row in connection.execute(self.statement, dict(values))]
        compiled = self._compiled.get(tuple(values)) or self._named(tuple(values))
        return list(_run(connection, compiled.sql, compiled.arguments(values)))

    def each_bare(
        self, connection: Connection, values: Mapping[str, Any] = _NOTHING
    ) -> Iterable[tuple[Any, ...]]:
        """The same one after the other, for whoever stops before the last: SQLite reads no further."""
        if connection.dialect.name != "sqlite":
            return (tuple(row) for row in connection.execute(self.statement, dict(values)))
        compiled = self._compiled.get(tuple(values)) or self._named(tuple(values))
        rows: Iterable[tuple[Any, ...]] = _run(connection, compiled.sql, compiled.arguments(values))
        return rows

    def one(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> Any:
        """The only row, or None where there is none."""
        found = self.all(connection, values)
        return found[0] if found else None

    def dicts(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        return [row._asdict() for row in self.all(connection, values)]

    def run(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> int:
        """Execute once; returns how many rows changed."""
        if connection.dialect.name != "sqlite":
            return int(connection.execute(self.statement, dict(values)).rowcount)
        compiled = self._compiled.get(tuple(values)) or self._named(tuple(values))
        return int(_run(connection, compiled.sql, compiled.arguments(values)).rowcount)

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for each of ``rows``, which all name the same values."""
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self.statement, [dict(row) for row in rows])
            return
        compiled = self._named(tuple(rows[0]))
        _run(connection, compiled.sql, list(map(compiled.arguments, rows)), many=True)

    def run_rows(
        self, connection: Connection, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """``run_many`` with the bare values of ``names`` for each row, which the driver takes as they are."""
        if not rows:
            return
        if connection.dialect.name != "sqlite":
            connection.execute(self.statement, [dict(zip(names, row, strict=True)) for row in rows])
            return
        compiled = self._named(names)
        _run(connection, compiled.sql, compiled.in_place(names, rows), many=True)

    def _named(self, names: tuple[str, ...]) -> "_Compiled":
        if (compiled := self._compiled.get(names)) is None:
            alike = frozenset(names)  # in whatever order: every value finds its place by its name
            compiled = self._alike.get(alike) or _Compiled(self.statement, names)
            self._compiled[names] = self._alike[alike] = compiled
        return compiled


class _Compiled:
    """The words for one set of names."""

    def __init__(self, statement: Executable, names: tuple[str, ...]) -> None:
        assert isinstance(statement, ClauseElement)
        made = statement.compile(dialect=_DIALECT, column_keys=list(names))
        assert isinstance(made, SQLCompiler)
        lists = set(_LIST.findall(made.string))
        self.sql = _MOST.sub(
            r"\1 CAST(? AS INTEGER)", _LIST.sub("SELECT value FROM json_each(?)", made.string)
        )
        places = made.positiontup or []
        self._taken = _taking(places)
        self._places = tuple(places)
        slots: list[Slot] = [
            (at, _listed if name in lists else made._bind_processors.get(name))  # type: ignore[misc]
            for at, name in enumerate(places)
        ]
        self._converted_slots = [(at, convert) for at, convert in slots if convert is not None]
        self._fixed = {
            name: value
            for name, value in made.params.items()
            if name not in names and not made.binds[name].required
        }
        columns = made._result_columns
        row: Any = namedtuple("Row", [c.keyname for c in columns], rename=True)  # type: ignore[misc]
        self._make = row._make
        processors = [c.type._cached_result_processor(_DIALECT, None) for c in columns]
        self._processors = [(at, made) for at, made in enumerate(processors) if made is not None]
        # What is asked for most needs no conversion: then nothing stands between the caller and the driver.
        self.row: Callable[[tuple[Any, ...]], Any] = self._converted if self._processors else self._make
        """Makes of a row of the driver's a named tuple of Python values."""
        plain = not (self._fixed or self._converted_slots)
        self.arguments: Arguments = self._taken if plain else self._made
        """Puts values in the order of the statement, as the driver takes them."""

    def _made(self, values: Mapping[str, Any]) -> Sequence[Any]:
        changed = list(self._taken({**self._fixed, **values} if self._fixed else values))
        for at, convert in self._converted_slots:
            if (value := changed[at]) is not None:
                changed[at] = convert(value)
        return changed

    def in_place(self, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        """Rows of values of ``names`` in the order of the statement."""
        if names == self._places:
            return rows
        return map(itemgetter(*map(names.index, self._places)), rows)

    def _converted(self, row: tuple[Any, ...]) -> Any:
        values = list(row)
        for at, convert in self._processors:
            if values[at] is not None:
                values[at] = convert(values[at])
        return self._make(values)


def _taking(names: Sequence[str]) -> Arguments:
    """What takes the values of ``names`` out of a mapping, in their order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def _listed(values: Iterable[Any]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _run(connection: Connection, sql: str, arguments: Any, *, many: bool = False) -> Any:
    raw: Any = connection.connection.dbapi_connection
    try:
        return raw.executemany(sql, arguments) if many else raw.execute(sql, arguments)
    except connection.dialect.loaded_dbapi.Error as error:
        kind = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(
            sql, None, error, kind, hide_parameters=True, dialect=connection.dialect
        ) from error
