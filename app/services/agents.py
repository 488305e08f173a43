"""Commissioned agents 委托招商: who keeps how many, what they brought, what is due to them (A10, C9)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.model.circles import AGENTS
from app.model.row import Row
from app.policy.table import Decision
from app.rules.merit import check_agents
from app.rules.rewards import Claim, Reward, reward
from app.services.desk import Desk
from app.services.policy import pack_of
from app.store.reading import Filter


@dataclass(frozen=True, slots=True)
class Keeping:
    """A unit and its agents under contract today; ``verdict`` of the pack says whether they are enough."""

    unit: str
    agents: tuple[Row, ...]
    decision: Decision

    @property
    def enough(self) -> bool:
        """Whether the unit keeps as many as it must."""
        return self.decision.row.results["verdict"] == "agents_kept"


@dataclass(frozen=True, slots=True)
class Brought:
    """A project an introducer brought; ``reward`` says what is due today and why not."""

    row: Row
    project: Row
    reward: Reward

    @property
    def owed(self) -> Decimal:
        """What is due and not paid yet, in 万元."""
        return Decimal(0) if self.row["paid_on"] else self.reward.amount


def agents_kept(desk: Desk) -> list[Keeping]:
    """Every unit that commissions agents, also those whose contracts have all run out, by name."""
    today, pack, store = desk.today(), pack_of(desk), desk.store
    rows = store.rows("organisation", store.ids("organisation", filters=[Filter("kind", "in", AGENTS)]))
    units: dict[str, list[Row]] = {}
    for row in rows:
        under = units.setdefault(row["commissioned_by"] or "", [])
        if under_contract(row, today):
            under.append(row)
    return [Keeping(unit, tuple(some), check_agents(pack, len(some))) for unit, some in sorted(units.items())]


def under_contract(row: Row, day: date) -> bool:
    """Whether an agent's contract holds on ``day``; one without an end goes on."""
    begun = row["contract_on"] is None or row["contract_on"] <= day
    return begun and (row["contract_until"] is None or day <= row["contract_until"])


def brought_by(desk: Desk, organisation: str = "") -> list[Brought]:
    """The projects that introducers brought, or one agent did, those with something owed first."""
    store, pack, today = desk.store, pack_of(desk), desk.today()
    filters = [Filter("organisation_id", "eq", organisation)] if organisation else []
    rows = store.rows("introduction", store.ids("introduction", filters=filters))
    projects = {row.id: row for row in store.rows("project", [row["project_id"] for row in rows])}
    found = []
    for row in rows:
        if (project := projects.get(row["project_id"])) is None or project.deleted:
            continue
        role = "agent" if row["organisation_id"] else "finder"
        claim = Claim(
            role,
            row["registered_on"],
            project["contract_on"],
            project["completed_on"],
            project["produced_on"],
        )
        found.append(Brought(row, project, reward(pack, claim, row["award"] or Decimal(0), today)))
    return sorted(found, key=lambda one: (-one.owed, one.row["name"], one.row.id))
