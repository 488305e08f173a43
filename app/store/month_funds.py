"""One month of the ledger of funds and what came before it: what a monthly sheet is made of (systems.md C1).

SQLite adds up what came before; only the lines of the month itself are read one by one.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select, type_coerce

from app.model.funds import COMPONENTS
from app.model.prepared import Prepared
from app.store.fund_sums import (
    CORRECTED,
    COUNTED,
    ENTRY,
    IDS,
    KEPT,
    WHOLE,
    FundSums,
    booked_until,
    live,
    readable,
)
from app.store.settings import Opener
from app.store.tables import SEARCH_DOC

SoFar = tuple[int, int]
"""What counted before a month in all, and what of fixed assets up to its end, in fen."""
_FIXED = COMPONENTS.index("fixed")


_BEFORE = func.sum(case((KEPT.month < bindparam("named"), sum(COUNTED[1:], COUNTED[0])), else_=0))
_SO_FAR = select(KEPT.project_id, _BEFORE, func.sum(COUNTED[_FIXED])).where(WHOLE).group_by(KEPT.project_id)
_OF_MONTH = (
    select(
        *(ENTRY.c.id, ENTRY.c.project_id, ENTRY.c.component, ENTRY.c.source),
        type_coerce(ENTRY.c.amount, BigInteger),
        *(ENTRY.c.real_estate, ENTRY.c.corrects, CORRECTED.c.month),
    )
    .select_from(
        ENTRY.outerjoin(
            CORRECTED, and_(CORRECTED.c.id == ENTRY.c.corrects, *live(CORRECTED), *readable(CORRECTED))
        )
    )
    .where(*live(ENTRY), *readable(ENTRY), ENTRY.c.month == bindparam("until"))
    .where(ENTRY.c.project_id.is_not(None))
)
_SOME = ENTRY.c.project_id.in_(IDS)
# Of which projects a month has lines is kept; what is not kept there corrects an earlier month. Without this
# SQLite reads every line that was ever booked for the few of a month.
_BOOKED = or_(
    ENTRY.c.project_id.in_(select(KEPT.project_id).where(KEPT.month == bindparam("named"))),
    ENTRY.c.corrects > "",
)
_FAR, _FAR_OF = Prepared(_SO_FAR), Prepared(_SO_FAR.where(KEPT.project_id.in_(IDS)))
_MONTH, _MONTH_OF = Prepared(_OF_MONTH.where(_BOOKED)), Prepared(_OF_MONTH.where(_SOME))
_KEYS = select(SEARCH_DOC.c.id, SEARCH_DOC.c.sort_key).where(SEARCH_DOC.c.kind == "project")
_ALL_KEYS, _KEYS_OF = Prepared(_KEYS), Prepared(_KEYS.where(SEARCH_DOC.c.id.in_(IDS)))


class MonthFunds:
    """Reads one store's ledger month by month, of all projects or of those of ``ids``."""

    def __init__(self, reading: Opener, sums: FundSums) -> None:
        self._reading, self._sums = reading, sums

    def so_far(self, month: date, ids: Sequence[str] | None = None) -> dict[str, SoFar]:
        """What had come in by project, corrections where they were booked; ``month`` is a first day."""
        named = f"{month:%Y-%m}"
        with self._reading() as connection:
            told = (_FAR if ids is None else _FAR_OF).bare(connection, booked_until(month, ids))
        found: dict[str, SoFar] = {id: (before, fixed) for id, before, fixed in told}
        for id, booked, *amounts in (*self._sums.begun(month, ids), *self._sums.corrections(month, ids)):
            before, fixed = found.get(id, (0, 0))
            found[id] = before + (sum(amounts) if booked < named else 0), fixed + amounts[_FIXED]
        return found

    def lines(self, month: date, ids: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
        """The live lines booked in a month that the rules can read, as the file keeps them.

        Each is its id, project, component, source, amount in fen, whether it is real estate, the line that it
        corrects and the day of that line's month.
        """
        with self._reading() as connection:
            if ids is None:
                return _MONTH.bare(connection, {"until": month, "named": f"{month:%Y-%m}"})
            return _MONTH_OF.bare(connection, {"until": month, "ids": ids})

    def sort_keys(self, ids: Sequence[str] | None = None) -> dict[str, str]:
        """What projects are sorted by, of those that the search knows."""
        with self._reading() as connection:
            found = _ALL_KEYS.bare(connection) if ids is None else _KEYS_OF.bare(connection, {"ids": ids})
            return dict(found)
