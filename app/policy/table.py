"""Decision tables: exactly one row answers a case, and every other row says why it does not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.errors import OutpostError
from app.policy.conditions import Anything, Condition
from app.policy.facts import Fact, Value
from app.policy.faults import Place

Cell = Decimal | bool | str | tuple[str, ...] | None


class FactsMissing(OutpostError):
    """The case does not tell enough to choose a row; ``facts`` are those that would help."""

    code = "facts_missing"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One case of the source's table; ``results`` by column, None where the cell is “-”."""

    id: str
    conditions: Mapping[str, Condition]
    results: Mapping[str, Cell]
    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class Failure:
    """One condition that a case does not meet."""

    fact: str
    value: Value
    wanted: Condition


@dataclass(frozen=True, slots=True)
class Decision:
    """The row that answers ``case`` among ``rows``."""

    row: Row
    rows: tuple[Row, ...]
    case: Mapping[str, Value]

    @property
    def others(self) -> tuple[tuple[Row, tuple[Failure, ...]], ...]:
        """For every other row the conditions that failed; found when asked for, as totals do not ask."""
        return tuple((row, failures(row, self.case)) for row in self.rows if row is not self.row)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a pack. ``facts`` are its condition columns in order; a plain list has none."""

    name: str
    facts: tuple[Fact, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    place: Place

    def after(self, base: "Table | None") -> "Table":
        """This table's rows, and those of ``base`` that it does not write anew."""
        if base is None:
            return self
        own = {row.id for row in self.rows}
        return replace(self, rows=(*(row for row in base.rows if row.id not in own), *self.rows))

    def row(self, id: str) -> Row | None:
        """The row called ``id``."""
        return next((row for row in self.rows if row.id == id), None)

    def decide(self, case: Mapping[str, Value]) -> Decision:
        """The one row that answers ``case``.

        A fact that is not given is no trouble where no remaining row asks for it.

        Raises:
            FactsMissing: more facts are needed.
        """
        for row in self.rows:
            if all(_holds(condition, case.get(name)) for name, condition in row.conditions.items()):
                return Decision(row, self.rows, case)
        raise FactsMissing(facts=", ".join(self._wanted(case)), table=self.name)

    def _wanted(self, case: Mapping[str, Value]) -> list[str]:
        """The facts not given that rows not yet excluded ask for."""
        open_rows = [row for row in self.rows if not failures(row, case)]
        return [
            fact.name
            for fact in self.facts
            if fact.name not in case
            and any(not isinstance(row.conditions[fact.name], Anything) for row in open_rows)
        ]


def failures(row: Row, case: Mapping[str, Value]) -> tuple[Failure, ...]:
    """The conditions of ``row`` that ``case`` contradicts; facts that are not given contradict nothing."""
    return tuple(
        Failure(name, case[name], condition)
        for name, condition in row.conditions.items()
        if name in case and not condition.holds(case[name])
    )


def _holds(condition: Condition, value: Value | None) -> bool:
    return isinstance(condition, Anything) or (value is not None and condition.holds(value))
