"""Leaders in charge 包联领导 and the team 专班 of a project (systems.md B7, B8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.clock import CHINA
from app.rules.site_visits import ON_SITE, Owed, visit_owed
from app.rules.visits import took_place
from app.services.desk import Desk
from app.services.policy import pack_of
from app.services.records import checked_values, required_row
from app.store.reading import Filter

MEMBER, LEADER = "team_member", "leader"
_ORDER = {"leader": 0, "head": 1, "member": 2}


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody with a duty; ``owed``: the visit a leader owes, None for others and for former ones."""

    row: Row
    current: bool
    owed: Owed | None


def team_of(desk: Desk, project: str) -> list[Duty]:
    """Everybody who answers or answered for a project: leaders first, those of today before former ones."""
    store = desk.store
    rows = store.rows(MEMBER, store.ids(MEMBER, filters=[Filter("project_id", "eq", project)]))
    rows.sort(key=lambda row: (_ORDER.get(row["duty"], 9), str(row["since"]), row.id))
    found = [duty_of(desk, row) for row in rows]
    return sorted(found, key=lambda one: not one.current)


def put_in_charge(desk: Desk, project: str, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Make somebody the leader in charge, from today unless told; who was it until then stays in the list.

    Raises:
        InvalidRecord: a value is refused, or no name is given. RecordNotFound: no such project.
    """
    required_row(desk, "project", project)
    given = {"since": desk.today(), **raw, "project_id": project, "duty": LEADER}
    values = checked_values(desk, MEMBER, given, complete=True)
    with desk.store.write(actor=desk.actor, label="create.team_member") as work:
        for duty in team_of(desk, project):
            if duty.current and duty.row["duty"] == LEADER:
                work.update(MEMBER, duty.row.id, {"until": values["since"]})
        id = work.create(MEMBER, values)
        work.update("project", project, {"leader": values["name"]})
    return id, work.changes


def duty_of(desk: Desk, row: Row) -> Duty:
    """One person's duty as it stands today."""
    ended = row["until"] is not None and row["until"] <= desk.today()
    if ended or row["duty"] != LEADER:
        return Duty(row, not ended, None)
    made = row["created_at"].astimezone(CHINA).date() if row["created_at"] else desk.today()
    store = desk.store
    visits = store.rows("visit", store.ids("visit", filters=[Filter("project_id", "eq", row["project_id"])]))
    days = [
        visit["visited_on"]
        for visit in visits
        if visit["kind"] in ON_SITE
        and row["name"] in (visit["our_people"] or ())
        and took_place(visit.values)
    ]
    return Duty(row, True, visit_owed(pack_of(desk), row["since"] or made, days, desk.today()))
