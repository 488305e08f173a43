"""How SQLite goes about what a store is asked, whichever way the words reach it."""

from collections.abc import Callable
from typing import Any

from app.store.store import Store


def plans(store: Store, work: Callable[[], object]) -> list[str]:
    """The plan of each SELECT of ``work``, which reads through the store on this thread."""
    asked: list[str] = []
    with store.reads.as_one():
        held = store.reads.held
        assert held is not None
        raw: Any = held.connection.dbapi_connection
        raw.set_trace_callback(asked.append)
        try:
            work()
        finally:
            raw.set_trace_callback(None)
        selects = [sql for sql in asked if sql.startswith("SELECT")]
        assert selects
        return [
            " ".join(
                str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
            )
            for sql in selects
        ]
