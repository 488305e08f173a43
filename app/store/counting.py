"""What each project counts for in windows of days, by one scan: boards are added up from it (C3, C5)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, null, or_, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.policy.table import Table
from app.store.counted_once import counted_amount, is_counted, ruled
from app.store.settings import Opener
from app.store.watched import is_live, listed

_PROJECT = KINDS["project"].table
_P = _PROJECT.c
# Whose project it is, by the sort of owner (``app.model.assessment.OWNERS``).
OWNED_BY: dict[str, ColumnElement[Any]] = {
    "unit": _P.responsible_unit,
    "office": _P.responsible_unit,
    "person": _P.found_by,
    "leader": _P.leader,
}
COUNTS = ("signed", "fulfilled", "started_of", "producing_of", "landed_of", "started", "landed", "producing")
SUMS = ("contract_capital", "foreign_capital")
_AMOUNTS = ("contract_amount", "foreign_investment")
ADDS = 1 << len(COUNTS)

Counted = tuple[Any, ...]
"""A project's id, its owner ("" for nobody), the row of the scores that answers it ("" where it tells too
little, None without such a table), that of ``merit.projects``, what counts of ``SUMS`` as the file keeps them
(None: not told), and for each window the ``COUNTS`` that it has there, as bits from the lowest on: those
``_of`` only where it was signed in the window, as of its last day. What only follows on an earlier project
(feature 30) has no such bit, but ``ADDS`` where it was signed in the window: its amounts count there.
"""


class Counting:
    """Every project in windows of days, asked for again and again."""

    def __init__(
        self,
        reading: Opener,
        owned_by: str,
        windows: Sequence[tuple[date, date]],
        scores: Table | None,
        large: Table | None,
        continuations: Table | None = None,
    ) -> None:
        self._reading = reading
        self._days = {
            f"{name}_{at}": day
            for at, days in enumerate(windows)
            for name, day in zip(("first", "last"), days, strict=True)
        }
        counts = is_counted(continuations)
        amounts = [
            counted_amount(name, continuations).label(told) for name, told in zip(_AMOUNTS, SUMS, strict=True)
        ]
        query = select(
            _P.id,
            func.coalesce(OWNED_BY[owned_by], "").label("owner"),
            (func.coalesce(ruled(scores, continuations), "") if scores else null()).label("score"),
            (ruled(large, continuations) if large else null()).label("large"),
            *amounts,
            *(_bits(at, counts).label(f"bits_{at}") for at in range(len(windows))),
        )
        self._all = Prepared(query.where(*among(None)))
        self._some = Prepared(query.where(is_live(_PROJECT), _P.id.in_(bindparam("ids", expanding=True))))

    def told(self, ids: Sequence[str] | None = None) -> list[Counted]:
        """Of every live project, or of the live ones among ``ids``."""
        with self._reading() as connection:
            if ids is None:
                return self._all.bare(connection, self._days)
            return self._some.bare(connection, self._days | {"ids": ids})


def _bits(window: int, counts: ColumnElement[bool]) -> ColumnElement[int]:
    first, last = bindparam(f"first_{window}", type_=Date), bindparam(f"last_{window}", type_=Date)
    past_landing = _P.stage.in_(("landed", "construction", "completed", "producing", "on_books"))
    known = or_(_P.stage_on.is_(None), _P.stage_on <= last)  # that it is past landing
    came_so_far = [
        _P.obligation_on <= last,
        _P.started_on <= last,
        _P.produced_on <= last,
        or_(landed_on() <= last, and_(_P.site_on.is_(None), past_landing, known)),
    ]
    in_window = [_P.started_on, landed_on(), _P.produced_on]
    of_signed = _sum([_bit(one, name) for one, name in zip(came_so_far, COUNTS[1:5], strict=True)])
    of_window = [
        _bit(day.between(first, last), name) for day, name in zip(in_window, COUNTS[5:], strict=True)
    ]
    in_time = between(signed_on(), first, last)
    signed = case((in_time, of_signed + 1), else_=0)
    return case((counts, _sum([signed, *of_window])), (in_time, ADDS), else_=0)


def _bit(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return case((condition, 1 << COUNTS.index(name)), else_=0)


def _sum(parts: Sequence[ColumnElement[int]]) -> ColumnElement[int]:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole


def among(ids: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """Live projects, or the live ones among ``ids``."""
    if ids is None:
        return [_P.deleted.is_(False)]
    return [is_live(_PROJECT), _P.id.in_(listed(ids))]


def signed_on() -> ColumnElement[Any]:
    """The day of signing: the contract's, or that of the stage while the project is in it."""
    return func.coalesce(_P.contract_on, case((_P.stage == "signed", _P.stage_on), else_=null()))


def landed_on() -> ColumnElement[Any]:
    """The day of landing: when the site was handed over, or that of the stage while it is in it."""
    return func.coalesce(_P.site_on, case((_P.stage == "landed", _P.stage_on), else_=null()))


def between(day: ColumnElement[Any], first: Any, last: Any) -> ColumnElement[bool]:
    """Whether a day is told and lies in a window."""
    return and_(day.is_not(None), day.between(first, last))
