"""What headquarters' people alone write: targets, judgements, merit, published months (A2, C1, C3, C8).

Headquarters refuses it from anybody else: a laptop that knows its person to be somebody else does not begin.
"""

from collections.abc import Iterable

from app.errors import OutpostError
from app.model.record import EVERYBODY
from app.model.registry import KINDS
from app.services.desk import Desk
from app.store.work import ROLE

_HEADQUARTERS, _UNTOLD = "hq", ""


class WrittenByHeadquarters(OutpostError):
    """Somebody writes what headquarters' people alone write; their edit would come back refused."""

    code = "written_by_headquarters"


def writes_for_headquarters(desk: Desk) -> bool:
    """Whether the person may, by headquarters' last word; a laptop that works alone has heard none."""
    return desk.store.remembered(ROLE) in (_HEADQUARTERS, _UNTOLD)


def require_headquarters(desk: Desk) -> None:
    """Stop whoever may not.

    Raises:
        WrittenByHeadquarters: the person is not one of headquarters'.
    """
    if not writes_for_headquarters(desk):
        raise WrittenByHeadquarters()


def require_own(desk: Desk, ids: Iterable[tuple[str, str]]) -> None:
    """Stop whoever changes what headquarters' people wrote for everybody to read (``Record.common``).

    Raises:
        WrittenByHeadquarters: one of the records (kind, id) is such, and the person is not of headquarters.
    """
    for kind, id in ids:
        if kind in KINDS and KINDS[kind].common and not writes_for_headquarters(desk):
            row = desk.store.get(kind, id)
            if row is not None and row["unit_id"] == EVERYBODY:
                raise WrittenByHeadquarters()
