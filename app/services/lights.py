"""The lights of projects, for a window of a list at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from app.model.row import Row
from app.rules.lights import Light, project_light
from app.services.desk import Desk
from app.services.node_plans import NODE, done_on
from app.services.policy import pack_of
from app.services.teams import LEADER, MEMBER, duty_of
from app.store.reading import Filter


def lights_of(desk: Desk, projects: Sequence[Row]) -> dict[str, Light]:
    """The light of each of ``projects`` by id, from their nodes and leaders."""
    pack, today = pack_of(desk), desk.today()
    rows = {row.id: row for row in projects}
    nodes: dict[str, list[tuple[str, date]]] = defaultdict(list)
    weeks: dict[str, list[int]] = defaultdict(list)
    for node in _hanging(desk, NODE, list(rows)):
        if done_on(node, rows[node["project_id"]]) is None:
            nodes[node["project_id"]].append((str(node["title"]), node["planned_on"]))
    for member in _hanging(desk, MEMBER, list(rows)):
        if member["duty"] == LEADER and (owed := duty_of(desk, member).owed) is not None:
            weeks[member["project_id"]].append(owed.weeks)
    return {id: project_light(pack, row.values, nodes[id], weeks[id], today) for id, row in rows.items()}


def _hanging(desk: Desk, kind: str, projects: Sequence[str]) -> list[Row]:
    store = desk.store
    return store.rows(kind, store.ids(kind, filters=[Filter("project_id", "in", tuple(projects))]))
