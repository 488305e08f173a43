"""What can be done with a reception: its Word document, the visits logged of it, one planned of a visit."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.model.changes import ChangeSet
from app.model.outings import PLANNED
from app.model.row import Row
from app.services.receptions import ReceptionView, reception_of_visit, view_reception, write_up
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.widgets.menu import Menu

PLAN, CARD = "reception", "reception.card"  # what the papers are asked for by
WRITE_UP_KEYS = "Ctrl+L"


def firm_of(ctx: Context, view: ReceptionView) -> str:
    """The name of the firm received, or ""."""
    id = view.row["company_id"]
    return ctx.names([("company", id)]).get(id, "") if id else ""


def add_reception_lines(ctx: Context, menu: Menu, parent: QWidget, row: Row) -> None:
    """Its papers, and the visits to be logged of it."""
    card = ctx.tr("ui.reception.card")
    menu.add(card, lambda: ctx.brief_asked.emit(CARD, row.id), icon="printer")
    menu.add(ctx.tr("ui.reception.word"), lambda: ask_word(ctx, parent, row), icon="file-text")
    can, why_not = is_over(ctx, row), ctx.tr("reception.ahead")
    words = ctx.tr("ui.reception.write_up")
    menu.add(words, lambda: log_visits(ctx, row.id), icon="check", enabled=can, why_not=why_not)


def is_over(ctx: Context, row: Row) -> bool:
    """Whether it has begun, so that its visits can be logged."""
    return row["starts_on"] is not None and row["starts_on"] <= ctx.today()


def ask_word(ctx: Context, parent: QWidget, row: Row) -> None:
    """Ask where to, then write the plan as a Word document."""
    name = ctx.tr("document.reception.title", name=ctx.formats.title(row)) + ".docx"
    filters = (f"{ctx.tr('ui.reception.word_files')} (*.docx)",)
    ask_where(parent, ctx.tr("ui.reception.word"), name, lambda path: write_word(ctx, row.id, path), filters)


def write_word(ctx: Context, id: str, path: Path) -> None:
    """Write the plan and say so."""

    def work() -> None:
        from app.reports.reception_plan import write_plan

        view = view_reception(ctx.desk, id)
        write_plan(view, firm_of(ctx, view), path, ctx.words)

    ctx.read(work, lambda _none: ctx.say(ctx.tr("ui.reception.saved", name=path.name)))


def log_visits(ctx: Context, id: str) -> None:
    """Log the visits that it was."""

    def say(made: tuple[list[str], ChangeSet]) -> None:
        ctx.say(ctx.tr("ui.reception.said.written", count=len(made[0])), undo=True)

    ctx.change(lambda: write_up(ctx.desk, id), changes=lambda made: made[1], done=say)


def plan_of_visit(ctx: Context, visit: str) -> None:
    """Make a planned visit of investors a reception, and open it."""

    def made(found: tuple[str, ChangeSet]) -> None:
        ctx.say(ctx.tr("ui.reception.said.made"), undo=True)
        ctx.record_asked.emit("reception", found[0])

    ctx.change(lambda: reception_of_visit(ctx.desk, visit), changes=lambda found: found[1], done=made)


def is_to_be_received(row: Row) -> bool:
    """Whether it is a visit of investors that is planned and no reception yet."""
    told = row.values.get("kind"), row.values.get("state"), row.values.get("reception_id")
    return row.kind == "visit" and not row.deleted and told == ("inward", PLANNED, None)
