"""The head of a record's page: where one is, its name and signs, what can be done, figures, tabs."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.model.pointing import MERGED_INTO
from app.model.receptions import PLANNED
from app.model.row import Row
from app.rules.stages import ORDER, Stage, called_lead
from app.services.claims import CLAIMABLE
from app.services.desk import Desk
from app.services.node_plans import complete_node
from app.services.records import complete_step, delete_records, restore_records
from app.services.reviews import finish_service
from ui.components.demand_actions import add_demand_lines
from ui.components.grade_signs import barred_sign
from ui.components.kept_cards import KeptCards
from ui.components.key_figures import KeyFigures, figures_of
from ui.components.page import Surface
from ui.components.reception_actions import (
    WRITE_UP_KEYS,
    add_reception_lines,
    is_over,
    is_to_be_received,
    log_visits,
    plan_of_visit,
)
from ui.components.record_menu import visit_links
from ui.components.signs import light_sign, stage_sign, standing_signs
from ui.components.snapshot import Snapshot
from ui.components.stage_marks import next_stage
from ui.components.target_actions import add_target_lines
from ui.components.trip_adding import ADDABLE, add_trip_line
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.switches import Tab, TabBar

LEAST_TITLE = 120  # px at 100 %
_LOGGABLE = ("project", "company", "contact")
_BRIEFED = ("company", "project", "trip", "offer", "reception")
_COMPLETED_BY: Mapping[str, Callable[[Desk, str], ChangeSet]] = {
    "next_step": complete_step,
    "node": complete_node,
    "service_item": finish_service,
}
_PAGES = {
    "company": "companies",
    "contact": "contacts",
    "visit": "visits",
    "trip": "trips",
    **dict.fromkeys(("reception", "reception_person", "reception_stop"), "receptions"),
    "squad": "trips",
    "promise": "promises",
    "next_step": "steps",
    **dict.fromkeys(("meeting", "agenda_item", "approval", "approval_step", "service_item"), "approvals"),
}


_GROUPS = {
    "organisation": ("circles", "organisations"),
    "greeting": ("circles", "greetings"),
    "introduction": ("circles", "introductions"),
    "relation": ("circles", "relations"),
    "returnee": ("circles", "returnees"),
    "startup": ("circles", "startups"),
    "target": ("pursuit", "targets"),
    "target_list": ("pursuit", "target_lists"),
    "chain_node": ("pursuit", "chain_nodes"),
    "demand": ("pursuit", "demands"),
    "offer": ("pursuit", "offers"),
    "contract": ("contracts", "deeds"),
    "instalment": ("contracts", "instalments"),
}


def place_of(row: Row) -> tuple[str, str]:
    """The rail entry that lists this record, and the tab of it or ""."""
    return _GROUPS.get(row.kind) or (list_of(row), "")


def list_of(row: Row) -> str:
    """The rail entry that lists this record."""
    if row.kind == "project":
        stage = row["stage"]
        return "leads" if stage in ORDER and called_lead(Stage(stage)) else "projects"
    return _PAGES.get(row.kind, "projects")


class DetailHeader(Surface):
    """Everything above the tabs' content."""

    tab_changed = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, line=True)
        px = ctx.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(6), px(20), 0)
        column.setSpacing(px(6))
        crumbs = QHBoxLayout()
        crumbs.setSpacing(px(8))
        self.crumb = Button(ctx.theme, "", ButtonKind.LINK)
        self.place = Label("", Role.META, "text.3")
        crumbs.addWidget(self.crumb)
        crumbs.addWidget(self.place)
        crumbs.addStretch(1)
        nest(column, crumbs)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        self.title = ElidedLabel("", Role.PAGE_TITLE)
        line.addWidget(self.title)
        self._signs, self._buttons = QHBoxLayout(), QHBoxLayout()
        for side in (self._signs, self._buttons):
            side.setSpacing(px(8))
        nest(line, self._signs)
        line.addStretch(1)
        nest(line, self._buttons)
        nest(column, line)
        self.figures = KeyFigures(ctx)
        column.addWidget(self.figures)
        self._tab_row = QHBoxLayout()
        nest(column, self._tab_row)
        self.tabs = TabBar(ctx.theme, [])
        self._page = ("", "")
        self._parts = KeptCards()
        self._kept: list[QWidget] = []
        self._tools: list[Button] = []
        self.crumb.clicked.connect(lambda: ctx.page_asked.emit(*self._page))

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Other tabs, for another kind of record."""
        clear_layout(self._tab_row)
        self.tabs = TabBar(self._ctx.theme, tabs)
        self.tabs.changed.connect(self.tab_changed)
        self._tab_row.addWidget(self.tabs)
        self._tab_row.addStretch(1)

    def show_record(self, snapshot: Snapshot, place: int, count: int) -> None:
        """``place`` of ``count`` in the list one came from; 0 when there is none."""
        ctx, row = self._ctx, snapshot.row
        self._page = place_of(row)
        self.crumb.setText(ctx.tr(f"ui.page.{self._page[1] or self._page[0]}"))
        self.place.setText(f"›  {place} / {count}" if place else "")
        self.title.setText(ctx.formats.title(row))
        with self._parts.shown():
            signs = self._parts.card("signs", _signs_of(snapshot), lambda: self._show_signs(snapshot))
            buttons = self._parts.card("buttons", _ways_of(row), lambda: self._show_buttons(row))
        self._kept = [*signs, *(one for one in buttons if one not in self._tools)]
        self._make_room()
        self.figures.set_figures(figures_of(ctx, snapshot))

    def _show_signs(self, snapshot: Snapshot) -> list[QWidget]:
        ctx, row = self._ctx, snapshot.row
        clear_layout(self._signs)
        stage = stage_sign(ctx, row)
        lit = light_sign(ctx, snapshot.life.light) if snapshot.life else None
        graded = snapshot.life.grade if snapshot.life else None
        barred = barred_sign(ctx, *graded) if graded else None
        signs: list[QWidget] = [one for one in (stage, barred, lit) if one is not None]
        signs += standing_signs(ctx, row)
        if snapshot.duplicates:
            signs.append(self._duplicates_button(snapshot))
        if survivor := row.values.get(MERGED_INTO) if row.deleted else None:
            signs.append(self._survivor_button(row.kind, survivor, snapshot))
        for sign in signs:
            self._signs.addWidget(sign)
        return signs

    def _show_buttons(self, row: Row) -> list[QWidget]:
        clear_layout(self._buttons)
        buttons = self._actions(row)
        for button in buttons:
            self._buttons.addWidget(button)
        return buttons

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show those buttons that leave the title some letters; the menu has all of them."""
        px = self._ctx.theme.px
        title = min(self.title.sizeHint().width(), px(LEAST_TITLE))
        room = self.width() - px(2 * 20 + 3 * 12) - title
        room -= sum(one.sizeHint().width() + px(8) for one in self._kept)
        for tool in self._tools:
            room -= tool.sizeHint().width() + px(8)
            tool.setVisible(room >= 0)

    def _duplicates_button(self, snapshot: Snapshot) -> Button:
        """可能重复 n: one is compared at once, several are listed."""
        ctx, row, found = self._ctx, snapshot.row, snapshot.duplicates
        text = ctx.tr("ui.duplicates.maybe", count=len(found))
        button = Button(ctx.theme, text, icon="alert-triangle", small=True)
        button.setToolTip("\n".join(ctx.formats.title(one.second) for one in found[:8]))
        if len(found) == 1:
            other = found[0].second.id
            button.clicked.connect(lambda: ctx.merge_asked.emit(row.kind, row.id, other))
        else:
            button.clicked.connect(lambda: ctx.duplicates_asked.emit(row.kind, row.id))
        return button

    def _survivor_button(self, kind: str, survivor: str, snapshot: Snapshot) -> Button:
        """Where a merged record went."""
        ctx = self._ctx
        name = snapshot.names.get(survivor) or ctx.tr("ui.gone")
        button = Button(ctx.theme, ctx.tr("ui.merge.went_to", name=name), ButtonKind.LINK)
        button.clicked.connect(lambda: ctx.record_asked.emit(kind, survivor))
        return button

    # ---- what can be done
    def _actions(self, row: Row) -> list[QWidget]:
        ctx, found = self._ctx, list[QWidget]()
        self._tools = []
        if row.deleted:
            restore = Button(ctx.theme, ctx.tr("ui.action.restore"), ButtonKind.PRIMARY, icon="rotate-ccw")
            restore.clicked.connect(lambda: self._write(row, "restore"))
            return [restore]
        if row.kind in _LOGGABLE:
            visit = Button(ctx.theme, ctx.tr("ui.action.log_visit"), icon="pencil")
            visit.clicked.connect(lambda: ctx.new_asked.emit("visit", visit_links(row)))
            found.append(visit)
        if row.kind in CLAIMABLE:
            claim = Button(ctx.theme, ctx.tr("ui.claim.title"), icon="flag")
            claim.clicked.connect(lambda: ctx.claim_asked.emit(row.kind, row.id))
            found.append(claim)
        if is_to_be_received(row):
            plan = Button(ctx.theme, ctx.tr("ui.reception.from_visit"), icon="office")
            plan.clicked.connect(lambda: plan_of_visit(ctx, row.id))
            found.append(plan)
        if row.kind in _BRIEFED:
            brief = Button(ctx.theme, ctx.tr(_paper_of(row)), icon="printer", hint="F8")
            brief.clicked.connect(lambda: ctx.brief_asked.emit(row.kind, row.id))
            found.append(brief)
        self._tools = [one for one in found if isinstance(one, Button)]
        more = Button(ctx.theme, ctx.tr("ui.action.more"), ButtonKind.QUIET, menu_arrow=True)
        more.clicked.connect(lambda: self.menu(row).popup(more.mapToGlobal(more.rect().bottomLeft())))
        found.append(more)
        if primary := self._primary(row):
            found.append(primary)
        return found

    def _primary(self, row: Row) -> QWidget | None:
        ctx = self._ctx
        if row.kind == "project" and (following := next_stage(row["stage"] or "")):
            stage = ctx.tr(f"choice.project.stage.{following}")
            text = ctx.tr("ui.stage.advance", stage=stage)
            button = Button(ctx.theme, text, ButtonKind.PRIMARY, icon="chevron-right")
            button.clicked.connect(lambda: ctx.stage_asked.emit(row.id, str(following)))
            return button
        if row.kind == "reception" and row["state"] == PLANNED and is_over(ctx, row):
            words, keys = ctx.tr("ui.reception.write_up"), WRITE_UP_KEYS
            button = Button(ctx.theme, words, ButtonKind.PRIMARY, icon="check", hint=keys)
            shortcut = QShortcut(QKeySequence(keys), button)
            shortcut.activated.connect(button.click)
            button.clicked.connect(lambda: log_visits(ctx, row.id))
            return button
        if row.kind in _COMPLETED_BY and row["done_on"] is None:
            button = Button(ctx.theme, ctx.tr("ui.step.complete"), ButtonKind.PRIMARY, icon="check")
            button.clicked.connect(lambda: self._complete(row))
            return button
        return None

    def menu(self, row: Row) -> Menu:
        """What else can be done with the record."""
        ctx = self._ctx
        menu = Menu(ctx.theme, self)
        if row.kind in _LOGGABLE:
            visit = partial(ctx.new_asked.emit, "visit", visit_links(row))
            menu.add(ctx.tr("ui.action.log_visit"), visit, icon="pencil")
        if row.kind in _BRIEFED:
            brief = partial(ctx.brief_asked.emit, row.kind, row.id)
            menu.add(ctx.tr(_paper_of(row)), brief, icon="printer", hint="F8")
        if row.kind == "reception":
            add_reception_lines(ctx, menu, self, row)
        if is_to_be_received(row):
            plan = partial(plan_of_visit, ctx, row.id)
            menu.add(ctx.tr("ui.reception.from_visit"), plan, icon="office")
        if row.kind in ("project", "company", "contact"):
            links = {f"{row.kind}_id": row.id}
            menu.add(
                ctx.tr("ui.card.add_step"),
                lambda: ctx.new_asked.emit("next_step", links),
                icon="clipboard-check",
            )
        if row.kind in ADDABLE:
            add_trip_line(ctx, menu, row.kind, [row.id])
        if row.kind == "target":
            add_target_lines(ctx, menu, [row.id])
        if row.kind == "demand":
            add_demand_lines(ctx, menu, [row.id])
        if row.kind == "company":
            begin = {"company_id": row.id}
            demand = partial(ctx.new_asked.emit, "demand", begin)
            menu.add(ctx.tr("ui.new.demands"), demand, icon="inbox")
            menu.add(ctx.tr("ui.card.add_contact"), lambda: ctx.new_asked.emit("contact", begin), icon="user")
        if row.kind in CLAIMABLE:
            menu.add(ctx.tr("ui.claim.title"), lambda: ctx.claim_asked.emit(row.kind, row.id), icon="flag")
        if row.kind == "project":
            menu.add(
                ctx.tr("ui.stage.title"),
                lambda: ctx.stage_asked.emit(row.id, row["stage"] or ""),
                icon="layers",
            )
        menu.add(ctx.tr("ui.action.delete"), lambda: self._write(row, "delete"), icon="trash", danger=True)
        return menu

    def _write(self, row: Row, action: str) -> None:
        ctx, ids = self._ctx, [(row.kind, row.id)]
        run = delete_records if action == "delete" else restore_records
        said = ctx.tr(f"ui.said.{action}", count=1, kind=ctx.formats.kind(row.kind))
        ctx.change(lambda: run(ctx.desk, ids), changes=lambda changes: changes, said=said)

    def _complete(self, row: Row) -> None:
        ctx = self._ctx
        said = ctx.tr("ui.said.step_done" if row.kind == "next_step" else "ui.said.node_done")
        complete = _COMPLETED_BY[row.kind]
        ctx.change(lambda: complete(ctx.desk, row.id), changes=lambda changes: changes, said=said)


def _signs_of(snapshot: Snapshot) -> tuple[object, ...]:
    """What the signs beside a title are made of."""
    row = snapshot.row
    standing = row.pending > 0, row.refused > 0, row.in_conflict, row.deleted
    gone_to = row.values.get(MERGED_INTO)
    told = row.values.get("stage"), snapshot.life and snapshot.life.light, snapshot.duplicates
    grade = snapshot.life.grade if snapshot.life else None
    barred = tuple((one.row.id, one.word, one.field) for one in grade[1].barred) if grade else ()
    return (row.kind, row.id, *standing, *told, barred, gone_to, snapshot.names.get(gone_to or ""))


def _ways_of(row: Row) -> tuple[object, ...]:
    """What the buttons and their menu are made of."""
    links = visit_links(row) if row.kind in _LOGGABLE else None
    told = (row.values.get(name) for name in ("stage", "done_on", "state", "starts_on", "reception_id"))
    return row.kind, row.id, row.deleted, *told, links


def _paper_of(row: Row) -> str:
    """The key of what F8 prints."""
    return "ui.reception.plan" if row.kind == "reception" else "ui.paper.brief"
