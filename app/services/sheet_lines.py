"""The lines of a monthly sheet, kept at the desk: after a change only whom it touches is read again.

What is in order stays in order: lines go by unit, then by name, as both are said.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.model.columns import MONEY_PLACES
from app.rules.fund_ledger import NOTHING, Component, Entry, Figures, Source, figures, month_of
from app.rules.month_sheet import SheetLine, Sums, is_expected, sums, with_lines
from app.rules.recognition import Standards
from app.services.desk import Desk
from app.services.fund_records import PUBLISHING, Locks, Packs, entries
from app.services.project_classes import OF_PROJECT, RAW, ProjectClasses, as_kept
from app.store.changed import Changes
from app.store.month_funds import SoFar
from app.store.work import PACK

SIGNED = ("signed", "landed", "construction", "completed", "producing", "on_books")
KEPT_MONTHS = 3  # at a desk: each may have ten thousand lines
FEW = 40  # lines that are told apart
_PAGE = 1000
_SHOWN = ("name", "stage", "contract_on", "reported_on", "contract_amount")
_NAME = 1 + len(OF_PROJECT)
_CONTRACT = _NAME + _SHOWN.index("contract_amount")
_UNIT = 1 + OF_PROJECT.index("responsible_unit")
_FEN = 10**MONEY_PLACES
Place = tuple[bool, bool, str, str, str]
"""What a line is sorted by: those that nobody expects come last."""


@dataclass(eq=False, slots=True)
class _Kept:
    """What a line is made of, amounts in fen; of thousands most are only looked at for the sums."""

    project: str
    name: str
    unit: str
    contract: int | None
    before: int
    month: Figures
    standards: Standards
    locked: bool
    made: SheetLine | None = None

    @property
    def line(self) -> SheetLine:
        """The line, made once."""
        if self.made is None:
            contract = None if self.contract is None else _wan(self.contract)
            amounts = contract, _wan(self.before), self.month
            self.made = SheetLine(
                self.project, self.name, self.unit, *amounts, self.standards, locked=self.locked
            )
        return self.made


class Lines(Mapping[str, SheetLine]):
    """Lines by project in the order of the sheet, each made when it is asked for."""

    def __init__(self, kept: Mapping[str, _Kept]) -> None:
        self._kept = kept

    def __getitem__(self, project: str) -> SheetLine:
        return self._kept[project].line

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, project: object) -> bool:
        return project in self._kept

    @property
    def told(self) -> list[SheetLine]:
        """Those of which anybody told anything in the month."""
        return [one.line for one in self._kept.values() if one.month is not NOTHING]

    def in_order(self, projects: Iterable[str]) -> "Lines":
        """Those of ``projects``, in their order."""
        return Lines({id: self._kept[id] for id in projects if id in self._kept})

    @property
    def locked(self) -> bool:
        """Whether there are any, and every one is published."""
        return bool(self._kept) and all(one.locked for one in self._kept.values())

    def other_than(self, before: "Lines") -> frozenset[str] | None:
        """The projects of which there is a line that was not among those ``before``; None: many."""
        known = before._kept.get
        found = frozenset([id for id, one in self._kept.items() if known(id) is not one])
        return found if len(found) <= FEW else None


@dataclass(frozen=True, slots=True)
class SheetLines:
    """``places``: where each project's line stands, all of them in order; ``by_project`` in their order."""

    month: date
    reader: "_Reader"
    of: Mapping[str, Place]
    places: Sequence[Place]
    kept: Mapping[str, _Kept]
    sums: Sums

    @property
    def pack(self) -> str:
        """Whose rules the open lines are told by."""
        return self.reader.pack

    @property
    def by_project(self) -> Lines:
        """The lines, of which those are made that are asked for."""
        return Lines(self.kept)

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """All of them."""
        return tuple(one.line for one in self.kept.values())

    def with_projects(self, ids: Sequence[str]) -> "SheetLines":
        """With the lines of these projects read again."""
        found = {place[-1]: (place, one) for place, one in self.reader.read(ids)}
        gone = [self.kept[id].line for id in ids if id in self.kept]
        told = with_lines(self.sums, gone, [one.line for _, one in found.values()])
        kept = {**self.kept, **{id: one for id, (_, one) in found.items()}}
        moved = [id for id in ids if self.of.get(id) != (found[id][0] if id in found else None)]
        if not moved:
            return replace(self, kept=kept, sums=told)
        of, places = dict(self.of), list(self.places)
        for id in moved:
            if (place := of.pop(id, None)) is not None:
                del places[bisect_left(places, place)]
            if id in found:
                insort(places, found[id][0])
                of[id] = found[id][0]
        return replace(
            self, of=of, places=places, kept={place[-1]: kept[place[-1]] for place in places}, sums=told
        )


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
    found = sorted(reader.read(), key=_place_of)
    kept = {one.project: one for _, one in found}
    places = [place for place, _ in found]
    return SheetLines(
        reader.month, reader, dict(zip(kept, places, strict=True)), places, kept, _added(kept.values())
    )


def _place_of(found: tuple[Place, _Kept]) -> Place:
    return found[0]


def _added(kept: Iterable[_Kept]) -> Sums:
    """The foot of the sheet. Most projects tell nothing in a month: of them only what was before is added
    up, in whole fen, and no line is made.
    """
    told, quiet = list[SheetLine](), list[_Kept]()
    for one in kept:
        if one.month is NOTHING:
            quiet.append(one)
        else:
            told.append(one.line)
    contract = _wan(sum([one.contract for one in quiet if one.contract is not None]))
    before = _wan(sum([one.before for one in quiet]))
    found = sums(told)
    return replace(
        found,
        lines=found.lines + len(quiet),
        contract=found.contract + contract,
        before=found.before + before,
        cumulative=found.cumulative + before,
        unknown=found.unknown + sum([one.standards.unknown for one in quiet]),
    )


class _Reader:
    """Reads lines of one month; good as long as no pack and no published month is new."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self.month = desk, month
        self._locks, self._packs, self._classes = Locks(desk), Packs(desk), ProjectClasses(desk)
        self._units: dict[str | None, str] = {}
        self._due: dict[tuple[str, str | None], bool] = {}
        self._open = self._packs.of(month, None)  # the pack of what is not published
        self._published = bool(self._locks)
        self.pack = self._open.id

    def read(self, ids: Sequence[str] | None = None) -> list[tuple[Place, _Kept]]:
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
        known = row[_NAME + 1], row[_NAME + 2] or row[_NAME + 3]
        found = self._due.get(known)
        if found is None:  # of thousands there are a few hundred different ones
            day = date.fromisoformat(known[1]) if known[1] else None
            found = self._due[known] = known[0] in SIGNED and is_expected(known[0], day, self.month)
        return found

    def _line(self, row: RAW, far: SoFar, here: Figures) -> _Kept:
        id, month = row[0], self.month
        kept, then, lock, pack = None, row, None, self._open
        if self._published:
            kept, lock = self._locks.told(id, month), self._locks.at(id, row[1] or "", month)
            then = row if kept is None else as_kept(row, kept)
            pack = self._packs.of(month, lock)
        _, standards = self._classes.of(pack, then, far[1], kept)
        unit, locked = then[_UNIT] or "", lock is not None
        return _Kept(id, row[_NAME] or "", unit, row[_CONTRACT], far[0], here, standards.at(month), locked)

    def _place(self, row: RAW, keys: Mapping[str, str]) -> Place:
        id, name = row[0], row[_NAME] or ""
        if row[_NAME + 1] not in SIGNED:
            return True, False, "", name, id
        unit, key = row[_UNIT], keys.get(id)
        said = self._units.get(unit)
        if said is None:
            said = self._units[unit] = self._desk.store.indexing.sort_key(unit or "")
        if key is None:  # not yet known to the search
            key = f"{self._desk.store.indexing.sort_key(name)}\x1f{name}"
        return False, unit is None, said, key, id

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
