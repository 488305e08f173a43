"""What boards are added up from, kept at the desk: after a change only whom it touches is counted again.

Everything here is as ``app.store.tallies`` tells it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.policy.pack import Pack
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.memory import unless
from app.services.scores.funds import Funds
from app.services.scores.goals import Goal, Window, goals
from app.services.scores.ledger import points_of, shared_points
from app.store.changed import Changes
from app.store.tallies import Counting, Judged, Tally
from app.store.work import PACK

ByOwner = Mapping[str, Sequence[Tally]]
Judgements = Mapping[str, Sequence[Judged]]


@dataclass(frozen=True, slots=True)
class Tallied:
    """``owner_of``: every live project's owner, "" for none; ``windows``: the tallies of each window."""

    counting: Counting
    owner_of: Mapping[str, str]
    windows: tuple[ByOwner, ...]


def tallied(desk: Desk, pack: Pack, owner: Owner, windows: Sequence[Window]) -> Tallied:
    """Everybody's projects in each of some windows."""
    tallies, by = desk.store.tallies, owner.value

    def counted(counting: Counting, ids: Sequence[str] | None = None) -> tuple[ByOwner, ...]:
        return tuple(_by_owner(counting.told(one.first, one.last, ids)) for one in windows)

    def renewed(known: Tallied, changes: Changes) -> Tallied | None:
        if "rulebook" in changes.kinds:
            return None
        if not changes.changed:
            return known
        now = tallies.owner_of(by, sorted(changes.changed))
        before = {known.owner_of[id] for id in changes.changed if id in known.owner_of}
        touched = before | set(now.values())
        owner_of = {id: one for id, one in known.owner_of.items() if id not in changes.changed} | now
        anew = counted(known.counting, [id for id, one in owner_of.items() if one in touched])
        kept = ({one: told for one, told in window.items() if one not in touched} for window in known.windows)
        both = tuple(old | dict(new) for old, new in zip(kept, anew, strict=True))
        return Tallied(known.counting, owner_of, both)

    def made() -> Tallied:
        counting = tallies.counting(by, pack.tables.get("scores"), pack.tables.get("merit.projects"))
        return Tallied(counting, tallies.owner_of(by), counted(counting))

    key = ("tallied", owner, pack.id, pack.version, *windows)
    return desk.memory.recall(desk.store.changed, key, made, renewed)


def _by_owner(told: Iterable[Tally]) -> dict[str, list[Tally]]:
    found: dict[str, list[Tally]] = {}
    for one in told:
        found.setdefault(one.owner, []).append(one)
    return found


def judgements(desk: Desk) -> Judgements:
    """The judgements of every lead, by its project; the same ones as long as none of them changed."""
    tallies = desk.store.tallies

    def renewed(known: Judgements, changes: Changes) -> Judgements:
        if not changes.kinds & {"lead_judgement", "project"}:
            return known
        now = _by_project(tallies.judged(sorted(changes.projects)))
        if now == {id: known[id] for id in changes.projects if id in known}:
            return known
        return {id: one for id, one in known.items() if id not in changes.projects} | now

    def made() -> Judgements:
        return _by_project(tallies.judged())

    return desk.memory.recall(desk.store.changed, "judged", made, renewed)


def _by_project(told: Iterable[Judged]) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for one in told:
        found.setdefault(one.project, []).append(one)
    return found


def funds_of_signed(
    desk: Desk, owner: Owner, window: Window, funds: Funds
) -> Mapping[str, tuple[str, Decimal]]:
    """The projects signed in a window: whose each is, and what counts of its funds up to the last day."""
    by, last = owner.value, window.last

    def counted(ids: Sequence[str] | None = None) -> dict[str, tuple[str, Decimal]]:
        signed = desk.store.tallies.signed_by(by, window.first, last, ids)
        return {id: (name, funds.of_project(id, last)) for id, name in signed}

    def renewed(
        known: Mapping[str, tuple[str, Decimal]], changes: Changes
    ) -> Mapping[str, tuple[str, Decimal]] | None:
        if changes.kinds & {"rulebook", "month_lock"}:
            return None
        touched = set(changes.projects) | set(changes.changed)
        if not touched:
            return known
        return {id: one for id, one in known.items() if id not in touched} | counted(sorted(touched))

    key = ("funds_of", owner, window, desk.store.remembered(PACK))
    return desk.memory.recall(desk.store.changed, key, counted, renewed)


def taxes(desk: Desk, owner: Owner) -> list[tuple[str, int, date | None, Decimal]]:
    """Taxes returned, as ``Tallies.taxes`` tells them."""
    again = unless("tax_return", "project")
    return desk.memory.recall(
        desk.store.changed, ("taxes", owner), lambda: desk.store.tallies.taxes(owner.value), again
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """A signed project whose credits were ruled on: whose it would be, and who has its points."""

    day: date
    unit: str
    points: Decimal
    parts: Mapping[str, Decimal]


def shared_projects(desk: Desk, pack: Pack) -> Sequence[Shared]:
    """Every one of them; few, each split by itself."""
    store = desk.store

    def split(ids: Sequence[str] | None = None) -> Mapping[str, Shared]:
        days = store.tallies.ruled(ids)
        found = {}
        for row in store.rows("project", list(days)):
            points, _, _ = points_of(pack, row.values)
            unit = str(row["responsible_unit"] or "")
            found[row.id] = Shared(days[row.id], unit, points, shared_points(pack, row, points))
        return found

    def renewed(known: Mapping[str, Shared], changes: Changes) -> Mapping[str, Shared] | None:
        if "rulebook" in changes.kinds:
            return None
        kept = {id: one for id, one in known.items() if id not in changes.changed}
        return {**kept, **split(sorted(changes.changed))} if changes.changed else known

    key = ("shared", pack.id, pack.version)
    return list(desk.memory.recall(store.changed, key, split, renewed).values())


def kept_goals(desk: Desk, pack: Pack) -> list[Goal]:
    """Every target."""
    key = ("goals", pack.id, pack.version)
    again = unless("goal", "rulebook")
    return desk.memory.recall(desk.store.changed, key, lambda: goals(desk, pack), again)
