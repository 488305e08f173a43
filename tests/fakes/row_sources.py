"""Row sources for tables: any number of made-up rows, with a count of what was read."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject

from ui.models.columns import RowValues
from ui.models.table_query import TableQuery

T = TypeVar("T")


class CountingRows:
    """``count`` rows with ids ``r0000000`` on; remembers every question."""

    def __init__(self, count: int) -> None:
        self.listed = [f"r{number:07d}" for number in range(count)]
        self.asked_ids: list[TableQuery] = []
        self.asked_rows: list[list[str]] = []
        self.gone: set[str] = set()
        self.broken: Exception | None = None
        self.names: dict[str, str] = {}

    def ids(self, query: TableQuery) -> Sequence[str]:
        self.asked_ids.append(query)
        if self.broken is not None:
            raise self.broken
        found = [one for one in self.listed if one not in self.gone and query.find in one]
        return list(reversed(found)) if query.order[:1] and query.order[0][1] else found

    def rows(self, ids: Sequence[str]) -> Sequence[RowValues]:
        self.asked_rows.append(list(ids))
        if self.broken is not None:
            raise self.broken
        return [self._row(one) for one in reversed(ids) if one not in self.gone]

    def _row(self, one: str) -> RowValues:
        number = int(one[1:])
        return {
            "id": one,
            "name": self.names.get(one, f"项目 {number}"),
            "phone": f"138{number:08d}",
            "total": f"{number}.00",
            "note": "第一行\n第二行",
        }


class SameThread:
    """Runs database work right away on the calling thread; keeps it back while ``hold`` is set."""

    def __init__(self) -> None:
        self.hold = False
        self.waiting: list[Callable[[], None]] = []

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        *,
        key: object = None,
        owner: QObject | None = None,
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except Exception as error:
                if on_error is None:
                    raise
                on_error(error)
                return
            if on_done is not None:
                on_done(result)

        if self.hold:
            self.waiting.append(run)
        else:
            run()

    def release(self) -> None:
        """Run what was kept back."""
        waiting, self.waiting = self.waiting, []
        for run in waiting:
            run()
