"""What each requirement of a stage looks at (systems.md B1), read from the pack's table of conditions.

| id         | kind    | field       | test     | value | source |
| investor   | project | investor_id | filled   | -     | doc    |
| contact    | visit   | -           | at_least | 1     | doc    |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.policy.conditions import CellError, read_amount
from app.policy.facts import Unit
from app.policy.faults import Findings
from app.policy.table import Row, Table

DAY_FIELDS = tuple(name for name, field in KINDS["project"].fields.items() if field.type is Type.DATE)
_UNITS = {Type.MONEY: Unit.WAN, Type.LAND: Unit.MU, Type.INTEGER: Unit.ITEMS}
_ASKED_OF_MOVES = ("reason", "exit_reason")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition. ``field`` of records of ``kind``; "": the records themselves are counted.

    ``test``: ``filled``; ``at_least`` the number ``value`` (万元, 亩 or a count); ``is`` the word ``value``
    or one of several with commas between (``yes`` and ``no`` for yes/no fields). Of records that hang on the
    project one that meets it is enough.
    """

    id: str
    kind: str
    field: str
    test: str
    value: str | Decimal
    row: Row


def read_requirements(conditions: Table, findings: Findings) -> dict[str, Requirement]:
    """The requirements by id; what makes no sense becomes a fault at its line."""
    found = {}
    for row in conditions.rows:
        if (one := _requirement(row, findings)) is not None:
            found[row.id] = one
    return found


def check_used(stages: Table, known: Mapping[str, Requirement], findings: Findings) -> None:
    """Every requirement that a stage names must say what it looks at."""
    for row in stages.rows:
        for column in ("needs", "exits"):
            words = row.results.get(column)
            for word in words if isinstance(words, tuple) else ():
                if word not in known:
                    findings.unknown("no_condition", row.place, word, known)


def _requirement(row: Row, findings: Findings) -> Requirement | None:
    kind, test = str(row.results["kind"]), str(row.results["test"])
    name, written = (str(row.results.get(column) or "") for column in ("field", "value"))
    field = KINDS[kind].fields.get(name)
    fields = _ASKED_OF_MOVES if kind == "stage_move" else tuple(KINDS[kind].fields)
    if (name and name not in fields) or (
        not name and (test != "at_least" or kind in ("project", "stage_move"))
    ):
        findings.unknown("unknown_field", row.place, name or "-", fields)
        return None
    try:
        value = _value(field, test, written)
    except CellError as error:
        findings.add("bad_value", row.place, written=written or "-", wanted=error.params["wanted"])
        return None
    return Requirement(row.id, kind, name, test, value, row)


def _value(field: Field | None, test: str, written: str) -> str | Decimal:
    """The cell ``value`` as the test takes it.

    Raises:
        CellError: with ``wanted``, what to write instead.
    """
    if test == "filled":
        if written:
            raise CellError("bad_value", wanted="-")
        return ""
    if test == "is":
        words = _words(field)
        if not written or (words and not set(several(written)) <= set(words)):
            raise CellError("bad_value", wanted=" / ".join(words) or "abc")
        return written
    if field is not None and field.type not in _UNITS:
        raise CellError("bad_value", wanted="filled / is")
    try:
        figure = read_amount(written, _UNITS[field.type] if field else Unit.ITEMS)
    except CellError as error:
        raise CellError("bad_value", wanted="1" if field is None else "3000") from error
    return Decimal(figure.numerator) / Decimal(figure.denominator)


def several(written: str) -> tuple[str, ...]:
    """The words of a cell that holds one or several."""
    return tuple(word.strip() for word in written.replace("，", ",").split(",") if word.strip())


def _words(field: Field | None) -> tuple[str, ...]:
    assert field is not None
    return ("yes", "no") if field.type is Type.BOOLEAN else field.choices
