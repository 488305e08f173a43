"""The menu of one record wherever a line stands for it: in a card, on a timeline, in a calendar."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.services.chains import lead_of_tie
from app.services.claims import CLAIMABLE
from app.services.desk import Desk
from app.services.records import complete_step, delete_records, restore_records
from ui.components.demand_actions import add_demand_lines
from ui.components.table_menu import copy_words
from ui.components.target_actions import add_target_lines
from ui.components.trip_adding import ADDABLE, add_trip_line
from ui.context.context import Context
from ui.widgets.button import Button
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering
from ui.widgets.opening_row import Opening

LOGGABLE = ("project", "company", "contact")
"""Kinds that a visit is logged from."""
_PHONES = 3  # of a contact, in a menu


def record_menu(
    ctx: Context,
    line: QWidget,
    row: Row,
    *,
    open: Callable[[], object] | None = None,
    first: Callable[[Menu], object] | None = None,
    last: Callable[[Menu], object] | None = None,
    words: str = "",
    hint: bool = True,
) -> Menu:
    """Open it, what its kind is for, copy the line, delete it with an undo.

    ``open``: what a click on the line does, where that is more than opening the record; ``first``: what the
    line itself does, put before the rest; ``last``: put behind what the kind is for; ``words``
    are copied, else those of the line; ``hint``: Enter opens it.
    """
    menu = Menu(ctx.theme, line)
    if first is not None:
        first(menu)
    run = open or partial(ctx.record_asked.emit, row.kind, row.id)
    enter = ctx.tr("ui.key.enter") if hint else ""
    menu.add(ctx.tr("ui.action.open"), run, icon="chevron-right", hint=enter)
    kept = ctx.desk.store.get(row.kind, row.id)
    if kept is not None and not kept.deleted:
        add_kind_lines(ctx, menu, kept, [row.id])
        if kept.kind == "next_step" and first is None:
            add_completing(ctx, menu, kept)
    if last is not None:
        last(menu)
    menu.addSeparator()
    if kept is not None:
        add_phones(ctx, menu, kept)
    add_copy_line(ctx, menu, words or words_of(line) or ctx.formats.title(row))
    if kept is not None:
        menu.addSeparator()
        add_deleting(ctx, menu, kept)
    return menu


def opening_menu(ctx: Context, line: Opening, *, icon: str = "chevron-right") -> Menu:
    """Of what leads somewhere but stands for no record: go there, copy the line."""
    menu = Menu(ctx.theme, line)
    menu.add(ctx.tr("ui.action.open"), line.opened.emit, icon=icon, hint=ctx.tr("ui.key.enter"))
    add_copy_line(ctx, menu, words_of(line))
    return menu


def add_kind_lines(ctx: Context, menu: Menu, row: Row, ids: Sequence[str], *, hint: str = "") -> None:
    """What records of a kind are for; trips and targets are about all of ``ids``; ``hint``: keys of trips."""
    kind, id = row.kind, row.id
    if kind in LOGGABLE:
        log = partial(ctx.new_asked.emit, "visit", visit_links(row))
        menu.add(ctx.tr("ui.action.log_visit"), log, icon="pencil")
    if kind in ADDABLE:
        add_trip_line(ctx, menu, kind, ids, hint)
    if kind in LOGGABLE:
        begin = {**visit_links(row)}
        begin.pop("contact_ids", None)
        new = partial(ctx.new_asked.emit, "reception", begin)
        menu.add(ctx.tr("ui.new.title.reception"), new, icon="office")
    if kind == "target":
        add_target_lines(ctx, menu, ids)
    if kind == "demand":
        add_demand_lines(ctx, menu, ids)
    if kind == "relation":
        add_lead_of_tie(ctx, menu, row)
    if kind in CLAIMABLE:
        menu.add(ctx.tr("ui.claim.title"), partial(ctx.claim_asked.emit, kind, id), icon="flag")


def add_lead_of_tie(ctx: Context, menu: Menu, tie: Row) -> None:
    """A lead of a supplier or a customer of a firm here."""
    if (begin := lead_of_tie(ctx.desk, tie)) is not None:
        menu.add(ctx.tr("ui.chains.lead"), partial(ctx.new_asked.emit, "project", begin), icon="inbox")


def add_completing(ctx: Context, menu: Menu, row: Row) -> None:
    """Tick a next step off."""

    def complete() -> None:
        said = ctx.tr("ui.said.completed", name=ctx.formats.title(row))
        ctx.change(lambda: complete_step(ctx.desk, row.id), changes=lambda changes: changes, said=said)

    can, words = row["done_on"] is None, ctx.tr("ui.step.complete")
    menu.add(words, complete, icon="check", enabled=can, why_not=ctx.tr("ui.menu.done"))


class ReadLine(Offering, QWidget):
    """A line that is only read; ``row``: the record that it stands for, if any."""

    def __init__(self, ctx: Context, row: Row | None = None) -> None:
        super().__init__()
        self._ctx, self._row = ctx, row

    def menu(self) -> Menu | None:
        """What can be done with the record, or copying the words there are."""
        if self._row is not None:
            return record_menu(self._ctx, self, self._row, hint=False)
        return copy_menu(self._ctx, self) if words_of(self) else None


def shut_box(box: QCheckBox) -> None:
    """It is ticked for good; a shut button would swallow the right click that is for its line."""
    box.setEnabled(False)
    box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def ticked_menu(ctx: Context, line: QWidget, row: Row, box: QCheckBox) -> Menu:
    """Of a line whose box completes it: tick it, then what can be done with any record."""

    def tick(menu: Menu) -> None:
        open_still = box.isEnabled() and not box.isChecked()
        menu.add(
            ctx.tr("ui.step.complete"),
            partial(box.setChecked, True),
            icon="check",
            hint=ctx.tr("ui.key.space"),
            enabled=open_still,
            why_not=ctx.tr("ui.menu.done"),
        )

    return record_menu(ctx, line, row, first=tick, hint=False)


def add_phones(ctx: Context, menu: Menu, row: Row) -> None:
    """Copy a phone of a contact."""
    phones = row.values.get("phones") or () if row.kind == "contact" else ()
    for phone in phones[:_PHONES]:
        shown = ctx.formats.one_text(KINDS["contact"].fields["phones"], phone)
        menu.add(ctx.tr("ui.menu.copy_phone", phone=shown), partial(copy_words, ctx, shown), icon="phone")


def add_buttons(menu: Menu, buttons: Sequence[Button]) -> None:
    """What buttons beside it do; one that is shut tells by its tooltip why."""
    for one in buttons:
        icon, able = one.icon_name or "chevron-right", one.isEnabled()
        menu.add(one.text(), one.click, icon=icon, hint=one.hint, enabled=able, why_not=one.toolTip())


def copy_menu(ctx: Context, line: QWidget, words: str = "") -> Menu:
    """Of a line that is only read."""
    menu = Menu(ctx.theme, line)
    add_copy_line(ctx, menu, words or words_of(line))
    return menu


def add_copy_line(ctx: Context, menu: Menu, words: str) -> None:
    """Copy a line as it reads."""
    menu.add(ctx.tr("ui.ground.copy"), partial(copy_words, ctx, words), icon="copy")


def add_deleting(ctx: Context, menu: Menu, row: Row) -> None:
    """Delete the record, or bring it back; what was written once says that it stays."""
    kind, ids = KINDS[row.kind], [(row.kind, row.id)]

    def write(action: str, run: Callable[[Desk, Iterable[tuple[str, str]]], ChangeSet]) -> None:
        said = ctx.tr(f"ui.said.{action}", count=1, kind=ctx.formats.kind(row.kind))
        ctx.change(lambda: run(ctx.desk, ids), changes=lambda changes: changes, said=said)

    if row.deleted:
        menu.add(ctx.tr("ui.action.restore"), partial(write, "restore", restore_records), icon="rotate-ccw")
        return
    menu.add(
        ctx.tr("ui.action.delete"),
        partial(write, "delete", delete_records),
        icon="trash",
        danger=True,
        enabled=not kind.lasting,
        why_not=ctx.tr("ui.menu.lasting"),
    )


def visit_links(row: Row) -> dict[str, object]:
    """What a visit logged from this record starts with."""
    if row.kind == "project":
        return {"project_id": row.id, "company_id": row["investor_id"]}
    if row.kind == "contact":
        return {"contact_ids": [row.id], "company_id": row["company_id"]}
    return {"company_id": row.id}


def words_of(line: QWidget) -> str:
    """The words of every label in it that is shown, in their order: a line as it reads."""
    labels = [one for one in line.findChildren(QLabel) if one.isVisibleTo(line)]
    return "  ".join(words for one in labels if (words := one.text().strip()))
