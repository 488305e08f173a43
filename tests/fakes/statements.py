"""What the store asks of SQLite while a block runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.model import prepared


@dataclass
class Asked:
    """The statements a block sent, and how many rows came back for each ``SELECT`` on records."""

    statements: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def on(self, table: str) -> list[str]:
        return [one for one in self.statements if f"FROM {table}" in one]


@contextmanager
def asked() -> Iterator[Asked]:
    """Every statement of every engine while the block runs."""
    seen = Asked()

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            seen.statements.append(statement)
            seen.parameters.append(parameters)

    real = prepared._run

    def run(connection: Any, sql: str, arguments: Any, *, many: bool = False) -> Any:
        seen.statements.append(sql)
        seen.parameters.append(arguments)
        return real(connection, sql, arguments, many=many)

    event.listen(Engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "_run", run)
        yield seen
    event.remove(Engine, "before_cursor_execute", note)
