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
from app.services.enclaves import tax_parts
from app.services.fund_records import PUBLISHING
from app.services.memory import unless
from app.services.ruled_credits import SETTLING, rulings
from app.services.scores.funds import Funds
from app.services.scores.goals import Goal, Window, goals
from app.services.scores.ledger import points_of, shared_points
from app.store.changed import Changes
from app.store.tallies import Judged
from app.store.work import PACK

Judgements = Mapping[str, Sequence[Judged]]


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


@dataclass(frozen=True, slots=True)
class FundsOfSigned:
    """Of the projects signed in a window: whose each is and what counts of its funds up to the last day;
    ``by_owner``: how many are whose, and what they come to.
    """

    by_project: Mapping[str, tuple[str, Decimal]]
    by_owner: Mapping[str, tuple[int, Decimal]]

    def with_projects(
        self, touched: Iterable[str], now: Mapping[str, tuple[str, Decimal]]
    ) -> "FundsOfSigned":
        """With what ``touched`` are ``now`` in place of what they were; those not in ``now`` left it."""
        projects, owners = dict(self.by_project), dict(self.by_owner)
        for id in touched:
            for sign, one in ((-1, projects.pop(id, None)), (1, now.get(id))):
                if one is not None:
                    count, amount = owners.get(one[0], (0, Decimal(0)))
                    owners[one[0]] = count + sign, amount + sign * one[1]
            if id in now:
                projects[id] = now[id]
        return FundsOfSigned(projects, {name: one for name, one in owners.items() if one[0]})


def funds_of_signed(desk: Desk, owner: Owner, window: Window, funds: Funds) -> FundsOfSigned:
    """Of the projects signed in a window, what counts of the funds."""
    by, last = owner.value, window.last

    def counted(ids: Sequence[str] | None = None) -> dict[str, tuple[str, Decimal]]:
        signed = desk.store.tallies.signed_by(by, window.first, last, ids)
        return {id: (name, funds.of_project(id, last)) for id, name in signed}

    def made() -> FundsOfSigned:
        found = counted()
        return FundsOfSigned({}, {}).with_projects(found, found)

    def renewed(known: FundsOfSigned, changes: Changes) -> FundsOfSigned | None:
        if changes.kinds & {"rulebook", *PUBLISHING}:
            return None
        touched = sorted(changes.projects | changes.changed)
        return known.with_projects(touched, counted(touched)) if touched else known

    key = ("funds_of", owner, window, desk.store.remembered(PACK))
    return desk.memory.recall(desk.store.changed, key, made, renewed)


def taxes(desk: Desk, pack: Pack, owner: Owner) -> list[tuple[str, int, date | None, Decimal]]:
    """Taxes returned: owner, year, day, 万元; of an enclave a line for each unit that shares in it (C13)."""

    def read() -> list[tuple[str, int, date | None, Decimal]]:
        found = desk.store.tallies.taxes(owner.value)
        shares = owner in (Owner.UNIT, Owner.OFFICE)
        away = sorted({project for *_, project in found if project}) if shares else []
        projects = {row.id: row for row in desk.store.rows("project", away)}
        lines = []
        for name, year, day, amount, project in found:
            row = projects.get(project)
            parts = tax_parts(pack, row, amount) if row is not None else {name: amount}
            lines += [(unit, year, day, part) for unit, part in parts.items()]
        return lines

    again = unless("tax_return", "project", "rulebook")
    return desk.memory.recall(desk.store.changed, ("taxes", owner, pack.id, pack.version), read, again)


@dataclass(frozen=True, slots=True)
class Shared:
    """A signed project whose credits were ruled or agreed on: whose it would be, and who has its points."""

    day: date
    unit: str
    points: Decimal
    parts: Mapping[str, Decimal]


def shared_projects(desk: Desk, pack: Pack) -> Mapping[str, Shared]:
    """Every one of them by its id; few, each split by itself."""
    store = desk.store

    def split(ids: Sequence[str] | None = None) -> Mapping[str, Shared]:
        ruled = rulings(desk)
        days = store.tallies.ruled(ids, sorted(ruled.of))
        found = {}
        for row in map(ruled.applied, store.rows("project", list(days))):
            points, _, _ = points_of(pack, row.values)
            unit = str(row["responsible_unit"] or "")
            found[row.id] = Shared(days[row.id], unit, points, shared_points(pack, row, points))
        return found

    def renewed(known: Mapping[str, Shared], changes: Changes) -> Mapping[str, Shared] | None:
        if changes.kinds & {"rulebook", *SETTLING}:
            return None
        now = split(sorted(changes.changed)) if changes.changed else {}
        if now == {id: known[id] for id in changes.changed if id in known}:
            return known
        return {**{id: one for id, one in known.items() if id not in changes.changed}, **now}

    key = ("shared", pack.id, pack.version)
    return desk.memory.recall(store.changed, key, split, renewed)


def kept_goals(desk: Desk, pack: Pack) -> list[Goal]:
    """Every target."""
    key = ("goals", pack.id, pack.version)
    again = unless("goal", "rulebook")
    return desk.memory.recall(desk.store.changed, key, lambda: goals(desk, pack), again)
