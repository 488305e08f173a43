"""The light of a project: what of its life is late, by the pack's thresholds, and why (systems.md D1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.requirements import Values
from app.rules.stage_moves import stage_of
from app.rules.stages import Stage, is_active

Level = Literal["red", "yellow", "green"]
_DAYS = {"days": 1, "weeks": 7, "months": 30}


@dataclass(frozen=True, slots=True)
class Light:
    """``why``: every reason for it, the gravest first; green has none."""

    level: Level
    why: tuple[Reason, ...]


GREEN = Light("green", ())


def project_light(
    pack: Pack,
    project: Values,
    open_nodes: Iterable[tuple[str, date]],
    owed_weeks: Sequence[int],
    today: date,
) -> Light:
    """Judge a project that is alive; one that left its life is green.

    Args:
        open_nodes: title and day of every node not done. owed_weeks: full weeks that each leader in charge
            has not been on site.
    """
    stage = stage_of(project)
    if not is_active(stage):
        return GREEN
    found = [
        (_level(pack, "node_overdue", (today - day).days), _late("node_overdue", today, day, title=title))
        for title, day in open_nodes
        if day < today
    ]
    signed = project.get("contract_on") or project.get("stage_on")
    if stage is Stage.SIGNED and signed:
        found.append(_since(pack, "signed_not_landed", signed, today))
    if (started := project.get("started_on")) and not project.get("on_books_on"):
        found.append(_since(pack, "started_not_on_books", started, today))
    for weeks in owed_weeks:
        reason = Reason("rules.light.leader_not_on_site", {"weeks": weeks})
        found.append((_level(pack, "leader_not_on_site", weeks * 7), reason))
    lit = sorted(((level, why) for level, why in found if level), key=lambda one: one[0] != "red")
    if not lit:
        return GREEN
    return Light("red" if lit[0][0] == "red" else "yellow", tuple(why for _, why in lit))


def _since(pack: Pack, alert: str, day: date, today: date) -> tuple[str, Reason]:
    return _level(pack, alert, (today - day).days), _late(alert, today, day)


def _late(alert: str, today: date, day: date, **params: object) -> Reason:
    days = (today - day).days
    return Reason(f"rules.light.{alert}", {"day": day.isoformat(), "days": days, **params})


def _level(pack: Pack, alert: str, days: int) -> str:
    """``yellow`` or ``red`` where a threshold of the pack is reached; "" below, or where it has none."""
    table = pack.tables.get("alerts")
    row = table.row(alert) if table else None
    if row is None:
        return ""
    unit = _DAYS.get(str(row.results["unit"]), 1)
    level = ""
    for name in ("yellow", "red"):
        limit = row.results[name]
        if isinstance(limit, Decimal) and days >= limit * unit:
            level = name
    return level
