"""已联系 and 转为线索: what is done with enterprises of a target list, one or many, as one undo (A12)."""

from collections.abc import Sequence

from app.model.changes import ChangeSet
from app.services.targets import has_project, mark_contacted, raise_leads
from ui.context.context import Context
from ui.widgets.menu import Menu

CONTACTED_KEYS = "Ctrl+Return"
LEAD_KEYS = "Ctrl+L"


def note_contact(ctx: Context, ids: Sequence[str]) -> None:
    """Somebody was in touch with them today."""
    said = ctx.tr("ui.targets.said.contacted", count=len(ids))
    ctx.change(lambda: mark_contacted(ctx.desk, ids), changes=lambda changes: changes, said=said)


def make_leads(ctx: Context, ids: Sequence[str]) -> None:
    """A lead of each that has none; a single one opens, for there is more to say of it."""

    def say(made: tuple[list[str], ChangeSet]) -> None:
        leads = made[0]
        text = (
            ctx.tr("ui.targets.said.raised", count=len(leads)) if leads else ctx.tr("ui.targets.have_leads")
        )
        ctx.say(text, undo=bool(leads))
        if len(leads) == len(ids) == 1:
            ctx.record_asked.emit("project", leads[0])

    ctx.change(lambda: raise_leads(ctx.desk, ids), changes=lambda made: made[1], done=say)


def add_target_lines(ctx: Context, menu: Menu, ids: Sequence[str]) -> None:
    """The lines of a menu about targets."""
    menu.add(ctx.tr("ui.targets.contact"), lambda: note_contact(ctx, ids), icon="phone", hint="Ctrl+Enter")
    rows = ctx.desk.store.rows("target", list(ids))
    menu.add(
        ctx.tr("ui.targets.raise"),
        lambda: make_leads(ctx, ids),
        icon="flag",
        hint=LEAD_KEYS,
        enabled=not all(has_project(ctx.desk, row) for row in rows),
        why_not=ctx.tr("ui.targets.have_leads"),
    )
