"""Publishing a month of funds: from then on it stays, and is computed by the pack of its own time.

It keeps whose its projects were and what they were counted as (``app.services.published_lines``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.fund_ledger import month_of
from app.rules.month_sheet import SheetLine, Sums, sums
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_records import KEPT_FIELDS, LOCK, PROJECT, Packs, locks, reopenings
from app.services.funds import Sheet, month_sheet
from app.services.headquarters import require_headquarters
from app.services.published_lines import KEPT_LINES, kept_lines, read_lines
from app.services.recognised import project_rows
from app.services.ruled_credits import rulings
from app.store.work import UNIT_ID, UNIT_NAME

KEPT = ("land", "fixed", "working", "total", "real_estate", "recognised", "county")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A published month computed anew. ``published`` and ``now`` by the names of ``KEPT``, 万元.

    ``pack_here``: its pack on this laptop; another version than it was published under may count otherwise,
    and says so; None: the pack is not here. ``reopening``: how it was opened again, and is published no
    longer.
    """

    lock: Row
    published: dict[str, Decimal]
    now: dict[str, Decimal]
    pack_here: Pack | None
    reopening: Row | None = None

    @property
    def same(self) -> bool:
        """Whether what was published comes out again."""
        return all(self.now[name] == amount for name, amount in self.published.items())

    @property
    def other_version(self) -> bool:
        """Whether the pack is another version than then."""
        return self.pack_here is None or self.pack_here.version != self.lock["pack_version"]


def lock_month(desk: Desk, month: date, *, note: str = "") -> ChangeSet:
    """Publish a month for every unit on its sheet that has not published it yet. Nothing takes it back.

    Raises:
        InvalidRecord: the month has not begun, nothing is on its sheet, or all of it is published.
        WrittenByHeadquarters: not this person.
    """
    require_headquarters(desk)
    month = month_of(month)
    if month > month_of(desk.today()):
        raise InvalidRecord([Problem("month", Reason("funds.why.future"))])
    sheet = month_sheet(desk, month)
    open_lines = [line for line in sheet.lines if not line.locked]
    if not open_lines:
        why = "funds.why.all_locked" if sheet.lines else "funds.why.no_lines"
        raise InvalidRecord([Problem("month", Reason(why, {"month": f"{month:%Y-%m}"}))])
    pack, own = Packs(desk).of(month, None), desk.store.remembered(UNIT_ID)
    with desk.store.write(actor=desk.actor, label="lock.month") as work:
        for unit, lines in _of_units(desk, open_lines).items():
            name = desk.store.remembered(UNIT_NAME) if unit == own else _called(lines)
            values: dict[str, Any] = {"month": month, "unit": name or None, "note": note or None}
            totals: dict[str, Any] = {**_totals(sums(lines)), KEPT_LINES: _kept(desk, lines)}
            values |= {"pack": pack.id, "pack_version": pack.version, "totals": totals}
            if unit:
                values["unit_id"] = unit
            work.create(LOCK, values)
    return work.changes


def recomputed(desk: Desk) -> list[Recomputed]:
    """Every published month as it was published and as it comes out now, the latest first.

    Those that were opened again are among them, as they had been published.
    """
    sheets, packs, again = dict[date, Sheet](), Packs(desk), reopenings(desk)
    found, held = [], [*locks(desk), *desk.store.rows(LOCK, list(again))]
    for lock in sorted(held, key=lambda row: (row["month"], row["unit_id"] or ""), reverse=True):
        month = month_of(lock["month"])
        if month not in sheets:
            sheets[month] = month_sheet(desk, month)
        lines = _published_with(desk, lock, sheets[month].lines)
        totals = lock["totals"] if isinstance(lock["totals"], dict) else {}
        published = {name: Decimal(str(totals[name])) for name in KEPT if name in totals}
        found.append(
            Recomputed(lock, published, _amounts(sums(lines)), _its_pack(packs, lock), again.get(lock.id))
        )
    return found


def _its_pack(packs: Packs, lock: Row) -> Pack | None:
    pack = packs.of(month_of(lock["month"]), lock)
    return pack if pack.id == lock["pack"] else None


def _kept(desk: Desk, lines: Sequence[SheetLine]) -> dict[str, Any]:
    """What the projects say for which anything was told; what has no figure needs nothing kept."""
    told = [line.project for line in lines if line.month.own or line.month.back]
    ruled = rulings(desk)
    return kept_lines(map(ruled.applied, project_rows(desk, set(told)).values()), KEPT_FIELDS)


def _published_with(desk: Desk, lock: Row, lines: Sequence[SheetLine]) -> list[SheetLine]:
    """The lines of a sheet that were published with a lock: those it names, else those of its unit."""
    if named := read_lines(lock):
        return [line for line in lines if line.project in named]
    return _of_units(desk, lines).get(lock["unit_id"] or "", [])


def _of_units(desk: Desk, lines: Sequence[SheetLine]) -> dict[str, list[SheetLine]]:
    """Lines by the unit that their project lies in."""
    units = desk.store.fields(PROJECT, [line.project for line in lines], ["unit_id"])
    found: dict[str, list[SheetLine]] = {}
    for line in lines:
        unit = units.get(line.project, {}).get("unit_id") or ""
        found.setdefault(unit, []).append(line)
    return found


def _called(lines: Sequence[SheetLine]) -> str:
    """What a unit is called where only its projects tell: what all of them say, else nothing."""
    names = {line.unit for line in lines}
    return names.pop() if len(names) == 1 else ""


def _amounts(found: Sums) -> dict[str, Decimal]:
    return {name: getattr(found, name) for name in KEPT}


def _totals(found: Sums) -> dict[str, str | int]:
    return {name: f"{amount:f}" for name, amount in _amounts(found).items()} | {"lines": found.lines}
