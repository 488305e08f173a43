"""What is done with asks of firms here 配套需求: raise a lead, say that it is over (feature 80)."""

from collections.abc import Sequence

from app.model.changes import ChangeSet
from app.model.demands import DROPPED, MET
from app.services.demands import OVER, close, raise_leads
from ui.context.context import Context
from ui.widgets.menu import Menu

LEAD_KEYS = "Ctrl+L"


def make_leads(ctx: Context, ids: Sequence[str]) -> None:
    """A lead of each; a single one opens, for there is more to say of it."""

    def say(made: tuple[list[str], ChangeSet]) -> None:
        ctx.say(ctx.tr("ui.targets.said.raised", count=len(made[0])), undo=True)
        if len(ids) == 1:
            ctx.record_asked.emit("project", made[0][0])

    ctx.change(lambda: raise_leads(ctx.desk, ids), changes=lambda made: made[1], done=say)


def close_demand(ctx: Context, id: str, state: str) -> None:
    """It was met, or given up."""
    said = ctx.tr(f"ui.demands.said.{state}")
    ctx.change(lambda: close(ctx.desk, id, state), changes=lambda changes: changes, said=said)


def add_demand_lines(ctx: Context, menu: Menu, ids: Sequence[str]) -> None:
    """The lines of a menu about demands."""
    menu.add(ctx.tr("ui.demands.raise"), lambda: make_leads(ctx, ids), icon="flag", hint=LEAD_KEYS)
    rows = ctx.desk.store.rows("demand", list(ids))
    if len(rows) == 1 and rows[0]["state"] not in OVER:
        for state, icon in ((MET, "check"), (DROPPED, "x")):
            menu.add(
                ctx.tr(f"ui.demands.{state}"),
                lambda state=state: close_demand(ctx, ids[0], state),  # type: ignore[misc]
                icon=icon,
            )
