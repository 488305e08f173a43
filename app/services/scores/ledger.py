"""The score ledger: one line for each project and rule, never stored (systems.md C5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.errors import OutpostError
from app.model.row import Row
from app.policy.pack import NoSuchTable, Pack
from app.policy.table import FactsMissing
from app.policy.table import Row as Rule
from app.rules.attribution import Carried, Credit
from app.rules.continuations import continued, counted_values
from app.rules.project_facts import facts_of
from app.rules.recognition import shared
from app.rules.ruled_credits import Credits
from app.rules.scoring import score
from app.services.desk import Desk
from app.services.ruled_credits import SETTLING, Rulings, rulings
from app.services.scores.goals import Window
from app.store.changed import Changes

KEPT_OWNERS = 4  # whose lines are kept at a desk


@dataclass(frozen=True, slots=True)
class Entry:
    """Points of one project, or of leads (``row`` None), for one owner, and the rule that gave them.

    ``whole`` are the project's points before they were shared; ``missing``: the facts that it does not tell,
    so that it has no points. ``credits``: what they were shared by, where a ruling or an agreement did.
    """

    row: Row | None
    day: date | None
    points: Decimal
    whole: Decimal
    rule: Rule | None
    missing: str = ""
    about: str = ""
    credits: Credits | None = None


def points_of(pack: Pack, values: Mapping[str, Any]) -> tuple[Decimal, Rule | None, str]:
    """A signed project's points, the rule, and what is missing to tell them.

    What follows on an earlier project and is none of its own has no points, and the rule that says so.
    """
    again = continued(pack, values)
    if not again.counts:
        return Decimal(0), again.row, again.missing
    try:
        (line,) = score(pack, {"projects": [facts_of(pack, counted_values(again, values), "scores")]}).lines
    except FactsMissing as error:
        return Decimal(0), None, str(error.params["facts"])
    except NoSuchTable:
        return Decimal(0), None, ""
    return line.points, line.row, ""


def rulings_of(row: Row) -> dict[Credit, dict[str, Fraction]]:
    """The shares of a project's credits that were ruled on; what cannot be read counts as not ruled."""
    found: dict[Credit, dict[str, Fraction]] = {}
    told = row["credits"] if isinstance(row["credits"], dict) else {}
    for credit in Credit:
        shares = told.get(credit.value)
        if isinstance(shares, dict) and shares:
            try:
                found[credit] = {str(unit): Fraction(str(one)) / 100 for unit, one in shares.items()}
            except (ValueError, ZeroDivisionError):
                continue
    return found


def shared_points(pack: Pack, row: Row, points: Decimal) -> dict[str, Decimal]:
    """A project's points by unit; whoever is responsible has every credit that was not ruled on."""
    default = str(row["responsible_unit"] or "")
    try:
        return shared(pack, points, rulings_of(row), default, Carried.POINTS)
    except (OutpostError, NoSuchTable):  # shares that are not whole: nobody's points until they are
        return {default: points}


def project_entries(desk: Desk, pack: Pack, owned_by: str, owner: str, window: Window) -> list[Entry]:
    """The lines of one owner's projects signed in a window, then those shared with others."""

    def read(ids: Sequence[str] | None = None) -> dict[str, tuple[bool, Entry]]:
        return _entries(desk, pack, owned_by, owner, window, ids)

    def renewed(
        known: Mapping[str, tuple[bool, Entry]], changes: Changes
    ) -> Mapping[str, tuple[bool, Entry]] | None:
        if changes.kinds & {"rulebook", *SETTLING}:
            return None
        if not changes.changed:
            return known
        return {id: one for id, one in known.items() if id not in changes.changed} | read(
            sorted(changes.changed)
        )

    key = ("ledger", owned_by, owner, window, pack.id, pack.version)
    found = desk.memory.recall(desk.store.changed, key, read, renewed)
    desk.memory.keep_only("ledger", KEPT_OWNERS)
    order = sorted(found.items(), key=lambda one: (not one[1][0], one[1][1].day or date.max, one[0]))
    return [entry for _, (_, entry) in order]


def _entries(
    desk: Desk, pack: Pack, owned_by: str, owner: str, window: Window, ids: Sequence[str] | None
) -> dict[str, tuple[bool, Entry]]:
    """Project → whether it is the owner's own, and its line; of all projects, or of those of ``ids``."""
    store, by_units = desk.store, owned_by == "unit"
    own = set(store.tallies.signed(owned_by, owner, window.first, window.last, ids))
    ruled = rulings(desk) if by_units else Rulings()
    split = store.tallies.shared(window.first, window.last, ids, sorted(ruled.of)) if by_units else []
    found = {}
    for row in store.rows("project", sorted(own.union(split))):
        whole, rule, missing = points_of(pack, row.values)
        told = shared_points(pack, ruled.applied(row), whole) if by_units else {owner: whole}
        points = told.get(owner, Decimal(0))
        if row.id in own or points:
            day = row["contract_on"] or row["stage_on"]
            credits = ruled.credits(row) if points != whole or row.id in ruled.of else None
            found[row.id] = row.id in own, Entry(row, day, points, whole, rule, missing, credits=credits)
    return found


def lead_entries(pack: Pack, person: str, done: int, due: Decimal) -> list[Entry]:
    """The lines of one person's valuable leads against the quota (A2)."""
    if "lead_points" not in pack.tables:
        return []
    lines = score(pack, {"valuable": done, "quota": due}).lines
    return [Entry(None, None, one.points, one.points, one.row, about=person) for one in lines]
