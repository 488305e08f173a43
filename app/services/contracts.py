"""合同台账: the deeds of a project with their instalments, and what a contract tells of it (feature 32)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from heapq import nsmallest
from typing import Any

from app.model.changes import ChangeSet
from app.model.columns import MONEY_PLACES
from app.model.row import Row
from app.reasons import Reason
from app.rules.fund_ledger import month_of
from app.rules.instalments import Agreed, Covering, Due, covering
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.recognised import project_funds, project_rows
from app.services.records import checked_values, required_row
from app.services.signing import CONTRACT, INSTALMENT
from app.store.reading import Filter

FEW = 50
_PAGE, _DAY = 10_000, ("due_on",)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment as it stands today."""

    row: Row
    state: Due


@dataclass(frozen=True, slots=True)
class Deeds:
    """A project's contracts, the latest first; its instalments by day; ``in_place``: its funds, 万元."""

    contracts: tuple[Row, ...]
    instalments: tuple[Instalment, ...]
    due: Decimal
    missing: Decimal
    in_place: Decimal

    def of(self, contract: str) -> list[Instalment]:
        """The instalments of one contract."""
        return [one for one in self.instalments if one.row["contract_id"] == contract]

    def beyond(self, contract: Row) -> Decimal:
        """By how much, 万元, its instalments exceed it together: two laptops may each have added one."""
        agreed = sum((one.row["amount"] for one in self.of(contract.id)), Decimal(0))
        return max(agreed - contract["amount"], Decimal(0)) if contract["amount"] is not None else Decimal(0)


def deeds_of(desk: Desk, project: Row, in_place: Decimal | None = None) -> Deeds:
    """What was signed for a project, and how its instalments stand. ``in_place``: where it is known."""
    contracts = _rows(desk, CONTRACT, "eq", project.id)
    contracts.sort(key=lambda row: (row["signed_on"] or date.min, row.id), reverse=True)
    rows = _readable(_rows(desk, INSTALMENT, "eq", project.id))
    if in_place is None:
        in_place = project_funds(desk, project).total
    found = _covering(rows, in_place, desk.today())
    shown = tuple(Instalment(row, state) for row, state in zip(rows, found.states, strict=True))
    return Deeds(tuple(contracts), shown, found.due, found.missing, in_place)


def instalment_paid(desk: Desk, id: str, on: Any = None) -> ChangeSet:
    """An instalment came in as a whole, today unless told.

    Raises:
        InvalidRecord: a day to come. RecordNotFound: no such instalment.
    """
    required_row(desk, INSTALMENT, id)
    values = checked_values(desk, INSTALMENT, {"paid_on": on or desk.today()}, complete=False)
    if values["paid_on"] > desk.today():
        raise InvalidRecord([Problem("paid_on", Reason("contract.future"))])
    with desk.store.write(actor=desk.actor, label="complete.instalment") as work:
        work.update(INSTALMENT, id, values)
    return work.changes


def late_instalments(desk: Desk) -> list[Row]:
    """Every instalment whose day has passed and that nobody ticked off; its money may be there."""
    passed = [Filter("paid_on", "empty"), Filter("due_on", "le", desk.today() - timedelta(days=1))]
    return desk.store.rows(INSTALMENT, desk.store.ids(INSTALMENT, filters=passed))


def overdue_instalments(desk: Desk, late: Iterable[Row] | None = None) -> list[tuple[Row, Row]]:
    """Every instalment whose day has passed without the money, with its project; ``late``: where those whose
    day has passed are at hand.
    """
    found = _standing(desk, late_instalments(desk) if late is None else late)
    return [(row, project) for row, project, state in found if state is Due.OVERDUE]


def next_instalment(desk: Desk) -> tuple[Row, Row] | None:
    """What comes in next by the contracts, with its project; None where nothing is agreed on.

    What is in place already, or was ticked off, comes in no more. Of a crowd on the next days only the first
    are looked at.
    """
    coming, store = [Filter("paid_on", "empty"), Filter("due_on", "ge", desk.today())], desk.store
    ids = store.ids(INSTALMENT, filters=coming)
    pages = (ids[at : at + _PAGE] for at in range(0, len(ids), _PAGE))
    days = [(one["due_on"], id) for page in pages for id, one in store.fields(INSTALMENT, page, _DAY).items()]
    first = store.rows(INSTALMENT, [id for _, id in nsmallest(FEW, days)])
    found = [
        (row, project) for row, project, state in _standing(desk, first) if state in (Due.SOON, Due.AHEAD)
    ]
    return min(found, key=lambda one: _order(one[0]), default=None)


def _standing(desk: Desk, some: Iterable[Row]) -> list[tuple[Row, Row, Due]]:
    """Every instalment of the projects that ``some`` are of, with its project, as it stands today."""
    store, today = desk.store, desk.today()
    projects = project_rows(desk, {str(row["project_id"]) for row in some})
    named = sorted(projects)
    in_place: defaultdict[str, int] = defaultdict(int)
    for id, _, *amounts in store.tallies.funds.cells(month_of(today), named) if named else ():
        in_place[id] += sum(amounts)
    of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _readable(_rows(desk, INSTALMENT, "in", named)):
        of[row["project_id"]].append(row)
    found: list[tuple[Row, Row, Due]] = []
    for id, rows in sorted(of.items()):
        states = _covering(rows, Decimal(in_place[id]).scaleb(-MONEY_PLACES), today).states
        found += [(row, projects[id], state) for row, state in zip(rows, states, strict=True)]
    return found


def _covering(rows: Sequence[Row], in_place: Decimal, today: date) -> Covering:
    agreed = [Agreed(row["due_on"], row["amount"], row["paid_on"]) for row in rows]
    return covering(agreed, in_place, today)


def _rows(desk: Desk, kind: str, op: str, project: object) -> list[Row]:
    return desk.store.rows(kind, desk.store.ids(kind, filters=[Filter("project_id", op, project)]))


def _readable(rows: Iterable[Row]) -> list[Row]:
    """By their day, without those of which a day or an amount is missing here."""
    known = [row for row in rows if row["due_on"] is not None and row["amount"] is not None]
    return sorted(known, key=_order)


def _order(row: Row) -> tuple[date, str]:
    return row["due_on"], row.id
