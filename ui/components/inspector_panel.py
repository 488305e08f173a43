"""The inspector of a list: the current record at a glance, with the ways to act on it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.model.changes import ChangeSet
from app.model.field import Field, Type
from app.model.registry import KINDS
from app.model.row import Row
from ui.components.events import timeline_entries, timeline_of
from ui.components.fact_list import FactList
from ui.components.grade_signs import barred_box
from ui.components.missing_box import missing_box
from ui.components.record_menu import visit_links
from ui.components.signs import light_sign, stage_sign, standing_signs
from ui.components.snapshot import Snapshot, load_snapshot
from ui.components.steps_box import StepsBox
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Line, SectionHeader
from ui.widgets.inspector import Inspector
from ui.widgets.label import Label
from ui.widgets.timeline import TimelineEntry

RECENT = 5
OTHERS_AFTER_MS = 100
_LOGGABLE = ("project", "company", "contact")


class InspectorPanel(Inspector):
    """Shows one record by id; edits in place, opens the page, logs a visit."""

    def __init__(self, ctx: Context, kind: str, on_menu: Callable[[QWidget, str], None]) -> None:
        super().__init__(ctx.theme)
        self._ctx, self._kind, self._id, self._on_menu = ctx, kind, "", on_menu
        self.facts: FactList | None = None
        self.patient = False  # other records are in view: what is told of this one comes after them
        self._shown_id = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        ctx.hub.subscribe(self, (), self._changed)
        ctx.unit_changed.connect(self.refresh)
        self.show_nothing()

    @property
    def record_id(self) -> str:
        return self._id

    def show_record(self, id: str) -> None:
        """Read the record and show it; "" shows a hint. One that is shown is kept up to date by itself."""
        known, self._id = self._id, id
        if id != known or id != self._shown_id:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _changed(self, changes: ChangeSet) -> None:
        """After whatever else is in view has asked: a list of thousands is looked at first. What another
        record of the kind took along shows here hardly ever (as what may be a duplicate), so the list is
        painted before.
        """
        own = (self._kind, self._id) in changes.ids or not (self.patient or self._kind in changes.kinds)
        if own or not self._soon.isActive():
            self._soon.start(0 if own else OTHERS_AFTER_MS)

    def refresh(self) -> None:
        """Read it again; a hidden inspector reads nothing."""
        if not self._id:
            self.show_nothing()
            return
        if not self.isVisible():
            return
        ctx, kind, id = self._ctx, self._kind, self._id
        ctx.read(lambda: load_snapshot(ctx, kind, id), self._show, key=("inspector", self), owner=self)

    def show_nothing(self) -> None:
        self.facts, self._shown_id = None, ""
        self.set_title("")
        self.set_signs([])
        self.set_actions([])
        self.clear_body()
        self.body.addWidget(Label(self._ctx.tr("ui.inspector.none"), tone="text.3", wrap=True))

    # ---- parts
    def _show(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self.show_nothing()
            return
        ctx, row = self._ctx, snapshot.row
        if row.id != self._id:
            return  # read before another one was come to, or none
        if self.facts is not None and self.facts.editing and row.id == self._shown_id:
            return  # never take an editor away from under the user's hands
        self._shown_id = row.id
        self.set_title(ctx.formats.title(row))
        lit = light_sign(ctx, snapshot.life.light) if snapshot.life else None
        signs = [sign for sign in (stage_sign(ctx, row), lit) if sign is not None]
        self.set_signs(signs, standing_signs(ctx, row))
        self.set_actions(self._ways(row))
        self.clear_body()
        if (barred := barred_box(ctx, snapshot.life.grade if snapshot.life else None)) is not None:
            self.body.addWidget(barred)
        if snapshot.life is not None and (box := missing_box(ctx, row, snapshot.life)) is not None:
            self.body.addWidget(box)
        steps = [step for step in snapshot.of_kind("next_step") if step["done_on"] is None]
        if steps and row.kind != "next_step":
            self.body.addWidget(StepsBox(ctx, steps))
        self.facts = FactList(ctx, row, snapshot.names, _shown_fields(row))
        self.body.addWidget(self.facts)
        entries = timeline_entries(ctx, snapshot)
        if entries:
            self._add_timeline(row, entries)

    def _add_timeline(self, row: Row, entries: list[TimelineEntry]) -> None:
        ctx = self._ctx
        self.body.addWidget(Line())
        link = ctx.tr("ui.inspector.all", count=len(entries))
        header = SectionHeader(ctx.theme, ctx.tr("ui.inspector.recent"), link=link)
        header.link_clicked.connect(lambda: ctx.record_asked.emit(row.kind, row.id))
        self.body.addWidget(header)
        timeline = timeline_of(ctx)
        timeline.set_entries(entries[:RECENT])
        self.body.addWidget(timeline)

    def _ways(self, row: Row) -> list[QWidget]:
        ctx, actions = self._ctx, list[QWidget]()
        if row.kind in _LOGGABLE and not row.deleted:
            visit = Button(ctx.theme, ctx.tr("ui.action.log_visit"), icon="pencil")
            visit.clicked.connect(lambda: ctx.new_asked.emit("visit", visit_links(row)))
            actions.append(visit)
        open_it = Button(ctx.theme, ctx.tr("ui.action.open"), icon="chevron-right")
        open_it.clicked.connect(lambda: ctx.record_asked.emit(row.kind, row.id))
        more = Button(ctx.theme, ctx.tr("ui.action.more"), ButtonKind.QUIET, menu_arrow=True)
        more.clicked.connect(lambda: self._on_menu(more, row.id))
        return [*actions, open_it, more]


def _shown_fields(row: Row) -> list[Field]:
    """The important fields, and those of the rest that hold something; never the name or the stage."""
    kind = KINDS[row.kind]
    listed = [f for f in kind.list_fields if f.column <= 3]
    rest = [f for f in kind.form_fields if f not in listed and row[f.name] not in (None, [])]
    skipped = {kind.title_field, "stage", *(f.words for f in kind.fields.values() if f.words)}
    return [f for f in (*listed, *rest) if f.name not in skipped and f.type is not Type.DATA]
