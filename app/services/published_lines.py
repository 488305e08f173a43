"""What a published month keeps of its projects: whose each was, and what it was counted as (systems.md C1).

A project may go to another unit, be counted as something else, or have its credits ruled on. A month that was
published before is computed as if it had not.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from app.model.field import Type
from app.model.registry import KINDS
from app.model.row import Row

KEPT_LINES = "kept"
ORIGIN = "origin"  # where the capital comes from; told also where it is not known, unlike in older locks
LARGEST = 200_000  # characters: the field may hold 256 KiB
_MONEY = (Type.MONEY, Type.LAND)
_SINCE = "contract_on"  # from when funds of what follows on an earlier project count


def kept_lines(rows: Iterable[Row], names: Iterable[str]) -> dict[str, Any]:
    """What these projects say in the fields ``names``, as a lock keeps it: each case once, and whose it is.

    Nothing where it would be too large to send: such a month is computed by what the projects say later.
    """
    fields, cases, of = tuple(names), dict[str, int](), dict[str, int]()
    for row in rows:
        own = (*fields, *_own_fields(row.values))
        told = {name: _written(row[name]) for name in own if row[name] is not None}
        told[ORIGIN] = row.values.get(ORIGIN)
        case = json.dumps(told, ensure_ascii=False, sort_keys=True)
        of[row.id] = cases.setdefault(case, len(cases))
    found = {"cases": [json.loads(case) for case in cases], "of": of}
    return found if len(json.dumps(found, ensure_ascii=False)) <= LARGEST else {}


def read_lines(lock: Row) -> dict[str, Mapping[str, Any]]:
    """Project → what it said when the month was published; empty for a lock that keeps none."""
    totals = lock["totals"] if isinstance(lock["totals"], dict) else {}
    kept = totals.get(KEPT_LINES)
    if not isinstance(kept, dict):
        return {}
    cases = [_read(one) for one in kept.get("cases", ()) if isinstance(one, dict)]
    places = kept.get("of")
    pairs = places.items() if isinstance(places, dict) else ()
    return {str(id): cases[at] for id, at in pairs if isinstance(at, int) and 0 <= at < len(cases)}


def as_told(row: Row, told: Mapping[str, Any], names: Iterable[str]) -> Row:
    """The project with the fields ``names`` as it told them then; what it did not tell is empty."""
    asked = (*names, *_own_fields(told))
    return replace(row, values={**row.values, **dict.fromkeys(asked), **told})


def _own_fields(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What is each project's own, so that no two would be alike: kept only of one that it is asked of."""
    return (_SINCE,) if values.get("continues") else ()


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _read(case: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in case.items()}


def _value(name: str, value: Any) -> Any:
    field = KINDS["project"].fields.get(name)
    if field is not None and field.type is Type.DATE:
        return _day(value)
    return _amount(value) if field is not None and field.type in _MONEY else value


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _amount(text: Any) -> Decimal | None:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None
