"""The lines of a monthly sheet, kept at the desk: after a change only whom it touches is read again.

What is in order stays in order: lines go by unit, then by name, as both are said.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.model.columns import MONEY_PLACES
from app.rules.fund_ledger import NOTHING, Component, Entry, Figures, Source, figures, month_of
from app.rules.month_sheet import SheetLine, Sums, is_expected, sums, with_lines
from app.services.desk import Desk
from app.services.fund_records import PUBLISHING, Locks, Packs, entries
from app.services.project_classes import OF_PROJECT, RAW, ProjectClasses, as_kept
from app.store.changed import Changes
from app.store.month_funds import SoFar
from app.store.work import PACK

SIGNED = ("signed", "landed", "construction", "completed", "producing", "on_books")
KEPT_MONTHS = 3  # at a desk: each may have ten thousand lines
_PAGE = 1000
_SHOWN = ("name", "stage", "contract_on", "reported_on", "contract_amount")
_NAME = 1 + len(OF_PROJECT)
_UNIT = 1 + OF_PROJECT.index("responsible_unit")
_FEN = 10**MONEY_PLACES
Place = tuple[bool, bool, str, str, str]
"""What a line is sorted by: those that nobody expects come last."""


@dataclass(frozen=True, slots=True)
class SheetLines:
    """``places``: where each project's line stands, ``lines`` in the order of the places."""

    month: date
    reader: "_Reader"
    of: Mapping[str, Place]
    places: Sequence[Place]
    lines: tuple[SheetLine, ...]
    sums: Sums

    @property
    def pack(self) -> str:
        """Whose rules the open lines are told by."""
        return self.reader.pack

    def with_projects(self, ids: Sequence[str]) -> "SheetLines":
        """With the lines of these projects read again."""
        of, places, lines = dict(self.of), list(self.places), list(self.lines)
        gone, come = [], []
        for id in ids:
            if (place := of.pop(id, None)) is not None:
                at = bisect_left(places, place)
                del places[at]
                gone.append(lines.pop(at))
        for place, line in self.reader.read(ids):
            insort(places, place)
            lines.insert(bisect_left(places, place), line)
            of[line.project] = place
            come.append(line)
        told = with_lines(self.sums, gone, come)
        return SheetLines(self.month, self.reader, of, places, tuple(lines), told)


def sheet_lines(desk: Desk, month: date) -> SheetLines:
    """The lines of the month that ``month`` lies in, as they stand now."""
    month = month_of(month)

    def renewed(known: SheetLines, changes: Changes) -> SheetLines | None:
        if changes.kinds & {"rulebook", *PUBLISHING}:
            return None
        return known.with_projects(sorted(changes.projects)) if changes.projects else known

    key = ("sheet", month, desk.store.remembered(PACK))
    found = desk.memory.recall(desk.store.changed, key, lambda: read_lines(desk, month), renewed)
    desk.memory.keep_only("sheet", KEPT_MONTHS)
    return found


def read_lines(desk: Desk, month: date) -> SheetLines:
    """The same, read anew and kept nowhere."""
    desk.store.indexing.ready()  # quicker than in the midst of thousands of lines
    reader = _Reader(desk, month_of(month))
    found = sorted(reader.read(), key=lambda one: one[0])
    lines = tuple(line for _, line in found)
    of = {line.project: place for place, line in found}
    return SheetLines(reader.month, reader, of, [place for place, _ in found], lines, sums(lines))


class _Reader:
    """Reads lines of one month; good as long as no pack and no published month is new."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self.month = desk, month
        self._locks, self._packs, self._classes = Locks(desk), Packs(desk), ProjectClasses(desk)
        self._units: dict[str | None, str] = {}
        self._due: dict[tuple[str, str | None], bool] = {}
        self.pack = self._packs.of(month, None).id

    def read(self, ids: Sequence[str] | None = None) -> list[tuple[Place, SheetLine]]:
        """The lines of the sheet with their places, all or those of the projects ``ids``, in any order."""
        tallies, month = self._desk.store.tallies, self.month
        told = self._figures(tallies.months.lines(month, ids))
        rows = tallies.funds.projects((*OF_PROJECT, *_SHOWN), ids)
        shown = [row for row in rows if row[0] in told or self._expected(row)]
        far = tallies.months.so_far(month, ids)
        keys = tallies.months.sort_keys(ids)
        return [
            (self._place(row, keys), self._line(row, far.get(row[0], (0, 0)), told.get(row[0], NOTHING)))
            for row in shown
        ]

    def _expected(self, row: RAW) -> bool:
        """By the day of the contract; where nobody wrote it down, by that of the report."""
        _, stage, signed, reported, _ = row[_NAME:]
        if stage not in SIGNED:
            return False
        known = stage, signed or reported
        if known not in self._due:  # of thousands there are a few hundred different ones
            day = date.fromisoformat(known[1]) if known[1] else None
            self._due[known] = is_expected(stage, day, self.month)
        return self._due[known]

    def _line(self, row: RAW, far: SoFar, here: Figures) -> SheetLine:
        id, month = row[0], self.month
        name, _, _, _, contract = row[_NAME:]
        kept, then, lock = None, row, None
        if self._locks:
            kept, lock = self._locks.told(id, month), self._locks.at(id, row[1] or "", month)
            then = row if kept is None else as_kept(row, kept)
        _, standards = self._classes.of(self._packs.of(month, lock), then, far[1], kept)
        amount = None if contract is None else _wan(contract)
        unit, locked = then[_UNIT] or "", lock is not None
        return SheetLine(id, name or "", unit, amount, _wan(far[0]), here, standards.at(month), locked)

    def _place(self, row: RAW, keys: Mapping[str, str]) -> Place:
        name, stage, *_ = row[_NAME:]
        if stage not in SIGNED:
            return True, False, "", name or "", row[0]
        unit, key = row[_UNIT], keys.get(row[0])
        if unit not in self._units:
            self._units[unit] = self._desk.store.indexing.sort_key(unit or "")
        if key is None:  # not yet known to the search
            key = f"{self._desk.store.indexing.sort_key(name or '')}\x1f{name or ''}"
        return False, unit is None, self._units[unit], key, row[0]

    def _figures(self, lines: Iterable[tuple[Any, ...]]) -> dict[str, Figures]:
        """What the month tells by project; where it corrects an earlier one, the whole ledger is read."""
        by_project: dict[str, list[Entry]] = defaultdict(list)
        back = set[str]()
        for id, project, component, source, amount, estate, corrects, of in lines:
            by_project[project].append(
                Entry(
                    id,
                    project,
                    self.month,
                    _COMPONENTS[component],
                    _SOURCES[source],
                    _wan(amount),
                    bool(estate),
                    corrects or "",
                )
            )
            if of is not None and of[:7] < f"{self.month:%Y-%m}":
                back.add(project)
        told = figures(one for id, some in by_project.items() if id not in back for one in some)
        if back:
            told |= figures(_with_corrected(self._desk, self.month, back))
        return {id: told[id, self.month] for id in by_project}


def _with_corrected(desk: Desk, month: date, projects: set[str]) -> list[Entry]:
    """The ledgers of some projects up to a month, and what they correct in those of others."""
    named, found = sorted(projects), list[Entry]()
    for at in range(0, len(named), _PAGE):
        found += entries(desk, until=month, projects=named[at : at + _PAGE])
    known = {line.id for line in found}
    while missing := {line.corrects for line in found if line.corrects} - known:
        found += entries(desk, until=month, ids=sorted(missing))
        known |= missing | {line.id for line in found}
    return found


_COMPONENTS = {one.value: one for one in Component}
_SOURCES = {one.value: one for one in Source}


def _wan(fen: int) -> Decimal:
    """Fen as 万元."""
    whole, rest = divmod(fen, _FEN)
    return Decimal(fen).scaleb(-MONEY_PLACES).normalize() if rest else Decimal(whole)
