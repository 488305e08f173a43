"""The rules of joining two edits, written a second time and simply: what headquarters' log must come to.

A field somebody changed since the laptop looked may not be overwritten in silence. Sets join, paragraphs
join, of two dates reached the later stands, of two small facts the one written later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.model.field import Field, Merge
from app.model.registry import KINDS
from tests.sim.laptop import Made

UNKNOWABLE = object()  # clocks were wrong in a way that nobody could correct
EXACT, SLOW = timedelta(seconds=1), timedelta(minutes=45)  # what a link may add to the offset of a clock


@dataclass
class Logged:
    """One operation in headquarters' log."""

    op_id: str
    rev: int
    kind: str
    id: str
    action: str
    base_rev: int
    fields: dict[str, tuple[Any, Any]]
    status: str
    card: str
    device: str
    reason: str
    idle: bool = False  # the replay found that nothing changed by it; what did not stand is on a card


@dataclass
class Record:
    """A record as the model sees it."""

    doc: dict[str, Any] = field(default_factory=dict)
    revs: dict[str, int] = field(default_factory=dict)
    times: dict[str, Made | None] = field(default_factory=dict)
    sure: timedelta = EXACT  # how far apart two edits must be for headquarters to know the later one
    rev: int = 0
    deleted: bool = False
    offered: tuple[int, int] = (0, 0)  # the revision that the last offer carried, and the one it got

    def notice(self, losses: Iterable[tuple[int, int]], offer: Logged) -> None:
        """What headquarters had kept when it lost the state of an offer counts as offered.

        Not what it kept at a later loss: somebody may have lost there what they had brought back since.
        """
        for after, before in losses:
            if self.offered[1] < after < offer.base_rev < before:
                self.offered = (after, after)

    def come_back(self, logged: Logged) -> None:
        """What headquarters lost is offered: a newer state stands where nobody changed an older one."""
        if self.rev <= self.offered[1]:
            self.deleted = logged.action == "offer_gone"
        mine = {name: after for name, (_, after) in logged.fields.items()}
        for name, spec in KINDS[logged.kind].fields.items():
            if spec.merge is not Merge.HQ and self.revs.get(name, 0) <= self.offered[1]:
                text = spec.merge is Merge.TEXT and mine.get(name)
                self.doc[name] = set(str(mine[name]).split("\n")) if text else mine.get(name)
                self.revs[name], self.times[name] = logged.rev, None
        self.rev, self.offered = max(self.rev, logged.rev), (logged.base_rev, logged.rev)

    def take(self, logged: Logged, made: Made | None) -> list[str]:
        """Take one operation in; returns the fields in which it did not stand and a person must decide."""
        before = self._told(logged)
        clashes = self._join(logged, made)
        idle = self._told(logged) == before and UNKNOWABLE not in before
        logged.idle = idle and (not clashes or self._is_known(logged))
        self.rev = max(self.rev, logged.rev)
        return clashes

    def _is_known(self, logged: Logged) -> bool:
        """Whether what became of a clash is known: of paragraphs only that no revision tells of them."""
        specs = (KINDS[logged.kind].fields.get(name) for name in logged.fields)
        return logged.rev <= self.rev or all(spec is None or spec.merge is not Merge.TEXT for spec in specs)

    def _told(self, logged: Logged) -> list[Any]:
        """What an operation may change, as it is."""
        return [self.deleted, *(self.doc.get(name) or None for name in logged.fields)]

    def _join(self, logged: Logged, made: Made | None) -> list[str]:
        clashes = []
        if logged.action in ("delete", "restore"):
            self.deleted = logged.action == "delete"
        for name, (before, mine) in logged.fields.items():
            spec = KINDS[logged.kind].fields.get(name)
            if spec is None or spec.merge is Merge.HQ:
                continue
            current = self.doc.get(name)
            if spec.merge is Merge.UNION:
                joined = _joined(before, mine, current) if self._unseen(name, logged) else mine
                if sorted(joined or ()) != sorted(current or ()):
                    self.revs[name] = logged.rev
                self.doc[name] = joined
            elif spec.merge is Merge.TEXT:
                self.revs[name] = logged.rev
                self.doc[name] = _paragraphs(before, mine, current, unsure=logged.status == "conflict")
            elif current in (before, mine) or not self._unseen(name, logged):
                self._set(name, mine, logged, made)
            elif spec.merge is Merge.ASK:
                clashes.append(name)
            else:
                self._settle(spec, name, mine, logged, made)
        return clashes

    def _unseen(self, name: str, logged: Logged) -> bool:
        return logged.base_rev > self.rev or self.revs.get(name, 0) > logged.base_rev

    def _set(self, name: str, value: Any, logged: Logged, made: Made | None) -> None:
        if value is UNKNOWABLE or self.doc.get(name) != value:  # which may be another one now
            self.revs[name] = logged.rev
            self.times[name] = made
        self.doc[name] = value

    def _settle(self, spec: Field, name: str, mine: Any, logged: Logged, made: Made | None) -> None:
        """Two edits that met, in a field of which nobody is asked."""
        current = self.doc.get(name)
        if spec.merge is Merge.MAX:
            wins: bool | None = current is None or (mine is not None and mine > current)
        elif spec.merge is Merge.LATEST:
            wins = _later(made, self.times.get(name), self.sure)
        else:
            wins = None
        if wins is None or current is UNKNOWABLE:
            self._set(name, UNKNOWABLE, logged, None)
        elif wins:
            self._set(name, mine, logged, made)


def _later(made: Made | None, other: Made | None, sure: timedelta) -> bool | None:
    if made is None or other is None:
        return None
    apart = timedelta(milliseconds=made.at - other.at)
    return apart > sure if abs(apart) > sure else None


def _joined(before: Any, mine: Any, current: Any) -> Any:
    added = [one for one in mine or () if one not in (before or ())]
    gone = [one for one in before or () if one not in (mine or ())]
    kept = [one for one in current or () if one not in gone]
    return kept + [one for one in added if one not in kept] or None


def _paragraphs(before: Any, mine: Any, current: Any, *, unsure: bool) -> set[str]:
    old, new = (set(filter(None, (text or "").split("\n"))) for text in (before, mine))
    # A clash may have been in another field: whether these paragraphs stand is not known then.
    return (set(current or ()) - (old - new)) | (set() if unsure else new - old)


def agrees(spec: Field, value: Any, theirs: Any) -> bool:
    """Whether what headquarters holds is what the model says."""
    if value is UNKNOWABLE or spec.merge is Merge.HQ or spec.name in ("chosen",):
        return True
    if spec.merge is Merge.TEXT:
        return not set(value or ()) - set((theirs or "").split("\n"))
    if isinstance(value, list):
        return sorted(value) == sorted(theirs or ())
    return (value or None) == (theirs or None)
