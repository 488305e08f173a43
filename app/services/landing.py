"""Where a lead should land, taking a proposal, equal credit to who found and who lands it (feature 6)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.policy.pack import Pack
from app.policy.table import Row as Rule
from app.reasons import Reason
from app.rules.attribution import Credit
from app.rules.landing import PLACES, TABLE, Ground, Platform, equal_points, fitting, platforms
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_standards import set_standards, share_credits
from app.services.offers import GONE, OFFER
from app.services.policy import pack_of
from app.services.records import required_row
from app.store.reading import Filter

PROJECT = "project"
OVER = ("lost", "paused")
LANDED = ("landed", "construction", "completed", "producing", "on_books")
_SITE = ("name", "place", "site", "provider", "land", "state")
_ALL = "100"


@dataclass(frozen=True, slots=True)
class Landing:
    """``platforms``: the best first; ``equal``: the rule of equal points, where there is one; ``shared``:
    whether both units have them already.
    """

    pack: Pack = field(compare=False)
    version: int
    platforms: tuple[Platform, ...]
    equal: Rule | None
    shared: bool


def proposed(desk: Desk, project: Row) -> Landing | None:
    """Where a project should land; None where it landed, is over, or the rules say nothing of places."""
    pack = pack_of(desk)
    if project.deleted or project["stage"] in (*OVER, *LANDED) or TABLE not in pack.tables:
        return None
    found = platforms(pack, project.values, _grounds(desk, pack, project))
    if not found:
        return None
    return Landing(pack, pack.version, tuple(found), equal_points(pack), _shared(project))


def take(desk: Desk, project: str, word: str) -> ChangeSet:
    """Say that a project is to land at a place of the pack.

    Raises:
        InvalidRecord: no such place. RecordNotFound: no such project.
    """
    return set_standards(desk, project, {"landed_at": word})


def share_equally(desk: Desk, project: str) -> ChangeSet:
    """Give the first report to the unit that brought a project, and the landing to the one where it lands.

    Raises:
        InvalidRecord: one of the two units is not named, or they are one. RecordNotFound: no such project.
    """
    row = required_row(desk, PROJECT, project)
    brought, landing = units_of(row)
    missing = "responsible_unit" if not brought else "landing_unit" if landing in ("", brought) else ""
    if missing:
        raise InvalidRecord([Problem(missing, Reason("landing.two_units"))])
    shares = {Credit.FIRST_REPORT.value: {brought: _ALL}, Credit.LANDING.value: {landing: _ALL}}
    return share_credits(desk, project, shares)


def units_of(project: Row) -> tuple[str, str]:
    """(the unit that brought a project, the one where it lands), "" where none is named."""
    return str(project["responsible_unit"] or ""), str(project["landing_unit"] or "")


def _shared(project: Row) -> bool:
    kept: Mapping[str, Any] = project["credits"] if isinstance(project["credits"], dict) else {}
    return bool(kept.get(Credit.FIRST_REPORT) and kept.get(Credit.LANDING))


def _grounds(desk: Desk, pack: Pack, project: Row) -> dict[str, Ground]:
    """What there is at each place: neighbours of the industry, sites on offer with land enough."""
    store, names = desk.store, pack.words.get(PLACES, {})
    landed: Counter[str] = Counter()
    if project["industry"]:
        ids = store.ids(PROJECT, filters=[Filter("industry", "eq", project["industry"])])
        told = store.fields(PROJECT, ids, ("landed_at", "stage"))
        landed.update(
            str(one["landed_at"]) for id, one in told.items() if id != project.id and one["stage"] in LANDED
        )
    offers = store.fields(OFFER, store.ids(OFFER, sort=(("name", False),)), _SITE)
    sites = [one for one in offers.values() if one["state"] not in GONE]
    return {
        word: Ground(landed[word], fitting(sites, text.zh, project["land"])) for word, text in names.items()
    }
