"""Everything about a project's life that its page shows, read in one go on the database thread."""

from dataclasses import dataclass
from datetime import date

from app.model.row import Row
from app.policy.pack import Pack
from app.rules.grading import Graded, graded
from app.rules.lights import GREEN, Light
from app.rules.node_plans import NodeState, NodeTally, node_state, tally
from app.rules.stage_moves import Checked
from app.rules.stages import Stage
from app.services.continuing import Continuation, continuation
from app.services.contracts import Deeds, deeds_of
from app.services.desk import Desk
from app.services.key_lists import listings_of
from app.services.landing import Landing, proposed
from app.services.life import missing_for_next, moves_of
from app.services.lights import lights_of
from app.services.node_plans import done_on, nodes_of
from app.services.policy import pack_of
from app.services.recognised import ProjectFunds, project_funds
from app.services.teams import Duty, team_of
from ui.context.context import Context
from ui.models.columns import Level

# A node that is not late is no alarm, whatever its distance.
LEVELS: dict[NodeState, Level | None] = {
    NodeState.DONE: None,
    NodeState.OVERDUE: "red",
    NodeState.SOON: "yellow",
    NodeState.AHEAD: "green",
}


@dataclass(frozen=True, slots=True)
class NodeShown:
    """A node with the day it was done, by itself or by the fact it stands for."""

    row: Row
    done_on: date | None
    state: NodeState


@dataclass(frozen=True, slots=True)
class ProjectLife:
    """``next``: the next stage with its checklist, None where there is none; ``grade``: with its rules."""

    next: tuple[Stage, Checked] | None
    nodes: tuple[NodeShown, ...]
    counts: NodeTally
    team: tuple[Duty, ...]
    listings: tuple[Row, ...]
    moves: tuple[Row, ...]
    light: Light
    funds: ProjectFunds
    deeds: Deeds
    continuation: Continuation | None = None
    grade: tuple[Pack, Graded] | None = None
    landing: Landing | None = None


def load_life(desk: Desk, row: Row) -> ProjectLife | None:
    """The life of a project; None for records of other kinds."""
    if row.kind != "project":
        return None
    today = desk.today()
    nodes = [(node, done_on(node, row)) for node in nodes_of(desk, row.id)]
    funds = project_funds(desk, row)
    pack = pack_of(desk)
    grade = graded(pack, row.values)
    return ProjectLife(
        next=missing_for_next(desk, row),
        nodes=tuple(
            NodeShown(node, done, node_state(node["planned_on"], done, today)) for node, done in nodes
        ),
        counts=tally(((node["planned_on"], done) for node, done in nodes), today),
        team=tuple(team_of(desk, row.id)),
        listings=tuple(listings_of(desk, row.id)),
        moves=tuple(moves_of(desk.store, row.id)),
        light=GREEN if row.deleted else lights_of(desk, [row])[row.id],
        funds=funds,
        deeds=deeds_of(desk, row, funds.total),
        continuation=continuation(desk, row),
        grade=(pack, grade) if grade is not None else None,
        landing=proposed(desk, row),
    )


def node_words(ctx: Context, node: NodeShown) -> str:
    """How a node stands, in words."""
    planned, today = node.row["planned_on"], ctx.desk.today()
    days = abs((planned - (node.done_on or today)).days)
    if node.done_on is not None:
        early, late = node.done_on < planned, node.done_on > planned
        state = "early" if early else "late" if late else "on_time"
        return ctx.tr(f"ui.plan.state.{state}", days=days)
    if node.state is NodeState.SOON and not days:
        return ctx.tr("ui.plan.state.today")
    return ctx.tr(f"ui.plan.state.{node.state.value}", days=days)
