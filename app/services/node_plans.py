"""Node plans of projects (systems.md B2): made backwards from the end, ticked off, counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.i18n import DEFAULT_LANGUAGE
from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.model.rulebooks import PACK
from app.policy.pack import Text
from app.reasons import Reason
from app.rules.node_plans import NodeTally, PlannedNode, back_schedule, plan_names, tally
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import holidays_of, pack_of, published
from app.services.records import checked_values, required_row
from app.store.reading import Filter

NODE = "node"
By = Literal["project", "unit", "city"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan before it is kept; ``unpublished``: years whose holidays are reckoned by the law alone."""

    nodes: tuple[PlannedNode, ...]
    unpublished: tuple[int, ...]


def node_texts(desk: Desk) -> dict[str, Text]:
    """Title → what a node of plans is called in both languages, by the pack in force and those before it."""
    packs = [pack_of(desk), *(one.book.pack for one in published(desk, PACK) if not one.trouble)]
    texts = [text for pack in reversed(packs) for text in pack.words.get("node", {}).values()]
    return {title: text for text in texts for title in (text.en, text.zh)}


def draft_plan(desk: Desk, plan: str, end: Any) -> Draft:
    """The nodes of a plan of the pack, counted backwards from ``end`` (a day as typed) on working days.

    Raises:
        InvalidRecord: no such day, or no such plan.
    """
    pack = pack_of(desk)
    day = checked_values(desk, NODE, {"planned_on": end}, complete=False)["planned_on"]
    if day is None:
        raise InvalidRecord([Problem("planned_on", Reason("rules.value.required"))])
    if plan not in plan_names(pack):
        known = ", ".join(plan_names(pack))
        raise InvalidRecord([Problem("plan", Reason("rules.life.plan_unknown", {"known": known}))])
    days = holidays_of(desk)
    nodes = back_schedule(pack, plan, day, days)
    return Draft(nodes, days.unpublished(nodes[0].planned_on, nodes[-1].planned_on))


def make_plan(
    desk: Desk, project: str, plan: str, end: Any, *, language: str = DEFAULT_LANGUAGE
) -> tuple[list[str], ChangeSet]:
    """Keep a plan: its nodes take the place of the open ones, done ones stay. Returns the new nodes' ids.

    The nodes are called as the pack calls them in ``language``; readers see them in their own, unless
    somebody gave one another title. A node
    whose fact the project has already, or that is done, is not made again.

    Raises:
        InvalidRecord: as ``draft_plan``. RecordNotFound: no such project.
    """
    row, draft = required_row(desk, "project", project), draft_plan(desk, plan, end)
    pack, made = pack_of(desk), list[str]()
    with desk.store.write(actor=desk.actor, label="create.node_plan") as work:
        done = set()
        for node in nodes_of(desk, project):
            if done_on(node, row) is None:
                work.delete(NODE, node.id)
            else:
                done.add(node["fact"] or node["title"])
        for one in draft.nodes:
            word = pack.word("node", one.node)
            if done & ({one.fact} if one.fact else {word.zh, word.en}):
                continue
            values = {"title": word.said(language), "project_id": project, "planned_on": one.planned_on}
            values |= {"weight": one.weight, "fact": one.fact or None, "owner_unit": row["responsible_unit"]}
            made.append(work.create(NODE, values))
    return made, work.changes


def complete_node(desk: Desk, id: str, on: Any = None) -> ChangeSet:
    """Mark a node done, today unless told; the project's own date, if the node stands for one, is filled too.

    Raises:
        InvalidRecord: no day that has come. RecordNotFound: no such node.
    """
    node = required_row(desk, NODE, id)
    raw = {"done_on": on or desk.today()}
    day = checked_values(desk, NODE, raw, complete=False)["done_on"]
    if day > desk.today():
        raise InvalidRecord([Problem("done_on", Reason("rules.life.future"))])
    with desk.store.write(actor=desk.actor, label="complete.node") as work:
        work.update(NODE, id, {"done_on": day})
        project = work.row("project", node["project_id"])
        if (fact := fact_of(node)) and project is not None and project[fact] is None:
            work.update("project", project.id, {fact: day})
    return work.changes


def nodes_of(desk: Desk, project: str) -> list[Row]:
    """The nodes of a project by their dates."""
    found = desk.store.ids(NODE, filters=[Filter("project_id", "eq", project)])
    return sorted(desk.store.rows(NODE, found), key=lambda row: (row["planned_on"], row.id))


def fact_of(node: Row) -> str:
    """The project's date that says the node is done; "" where there is none that this version knows."""
    return node["fact"] if node["fact"] in KINDS["project"].fields else ""


def done_on(node: Row, project: Row | None) -> date | None:
    """When a node was done: what it says itself, else the date of the fact it stands for."""
    fact = fact_of(node)
    told: date | None = node["done_on"] or (project[fact] if fact and project is not None else None)
    return told


def node_tallies(desk: Desk, by: By) -> list[tuple[str, NodeTally]]:
    """Done, due and overdue nodes of all projects that are still alive, by project, unit or the firm's city.

    The unit is that of the node, else the project's; "" where none is told. Most overdue first.
    """
    store, today = desk.store, desk.today()
    nodes = store.rows(NODE, store.ids(NODE))
    projects = _live_projects(desk, {node["project_id"] for node in nodes})
    cities = _cities(desk, projects.values()) if by == "city" else {}
    found: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for node in nodes:
        if (project := projects.get(node["project_id"])) is None:
            continue
        unit = str(node["owner_unit"] or project["responsible_unit"] or "")
        groups = {"project": project.id, "unit": unit, "city": cities.get(project["investor_id"], "")}
        found[groups[by]].append((node["planned_on"], done_on(node, project)))
    counted = [(name, tally(pairs, today)) for name, pairs in found.items()]
    return sorted(counted, key=lambda one: (-one[1].overdue, -one[1].due, one[0]))


def _live_projects(desk: Desk, ids: Iterable[str]) -> Mapping[str, Row]:
    rows = desk.store.rows("project", sorted(ids))
    return {row.id: row for row in rows if not row.deleted and row["stage"] not in ("paused", "lost")}


def _cities(desk: Desk, projects: Iterable[Row]) -> Mapping[str, str]:
    wanted = sorted({row["investor_id"] for row in projects if row["investor_id"]})
    return {row.id: str(row["city"] or "") for row in desk.store.rows("company", wanted)}
