"""The cards of a trip: its visits day by day, companies added by typing, what came of it."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.outings import CALLED_OFF
from app.model.row import Row
from app.rules.visit_order import in_order
from app.rules.visits import took_place
from app.services.visit_order import place_visit
from app.store.reading import Filter
from ui.components.lookup import finder
from ui.components.record_cards import RecordsCard
from ui.components.snapshot import Snapshot
from ui.components.trip_adding import plan_on
from ui.components.visit_line import VISIT_MIME, VisitLine, change_order
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.fields.choice_field import RefField
from ui.widgets.label import Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest


class DropMark(QWidget):
    """The place where a carried visit would go."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = ctx.theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, line: QWidget, after: bool) -> None:
        """Above a line, or below it."""
        beside, thick = line.geometry(), self._theme.px(2)
        self.setGeometry(beside.left(), beside.bottom() if after else beside.top(), beside.width(), thick)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("accent"))


class ItineraryCard(Card):
    """行程安排: type a company's name, pinyin or initials, Enter plans a visit to it.

    A line of it can be carried to another place, of another day too.
    """

    def __init__(self, ctx: Context, snapshot: Snapshot) -> None:
        trip = snapshot.row
        rows = in_order(_visits(snapshot))
        made = sum(took_place(row.values) for row in rows)
        count = f"{made}/{len(rows)}" if rows else ""
        super().__init__(ctx.theme, ctx.tr("ui.trips.itinerary"), count=count)
        self._ctx, self._trip = ctx, trip
        firms = ctx.names([("company", row["company_id"]) for row in rows if row["company_id"]])
        days = [None, *(row["visited_on"] for row in rows), None]
        self.lines = [
            VisitLine(
                ctx,
                trip,
                row,
                firms.get(row["company_id"] or "", ""),
                (days[at] != days[at + 1], days[at + 2] != days[at + 1]),
            )
            for at, row in enumerate(rows)
        ]
        self.setAcceptDrops(True)
        self._mark = DropMark(ctx, self)
        for line in self.lines:
            self.body.addWidget(line)
        if not rows:
            self.body.addWidget(Label(ctx.tr("ui.trips.no_visits"), tone="text.3", wrap=True))
        self.adder = RefField(ctx.theme, finder(ctx, "company", self), example=ctx.tr("ui.trips.add_firm"))
        self.adder.changed.connect(self._picked)
        self.adder.setAccessibleName(ctx.tr("ui.trips.add_firm"))
        targets = Button(ctx.theme, ctx.tr("ui.trips.from_list"), ButtonKind.QUIET, icon="target")
        targets.clicked.connect(lambda: self.ask_list(targets))
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(self.adder, 1)
        row.addWidget(targets)
        nest(self.body, row)

    def plan(self, companies: list[str]) -> None:
        """Plan visits to these firms."""
        plan_on(self._ctx, self._trip, companies)

    def ask_list(self, anchor: QWidget) -> Menu:
        """The target lists; one plans a visit to every company of it that is not on the trip."""
        ctx, store = self._ctx, self._ctx.desk.store
        menu = Menu(ctx.theme, anchor)
        lists = store.rows("target_list", store.ids("target_list")[:20])
        for one in lists:
            found = store.rows("target", store.ids("target", filters=[Filter("list_id", "eq", one.id)]))
            firms = [row["company_id"] for row in found if row["company_id"]]
            text = ctx.tr("ui.trips.list", name=one["name"], count=len(firms))
            menu.add(text, lambda firms=firms: self.plan(firms), enabled=bool(firms))  # type: ignore[misc]
        if not lists:
            menu.add(ctx.tr("ui.trips.no_lists"), lambda: None, enabled=False)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
        return menu

    # ---- visits carried to another place
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._carried(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()  # a file is for the page

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._carried(event.mimeData()):
            self._mark.show_at(*self._target(event.position().toPoint()))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark.hide()
        ctx, line = self._ctx, self._carried(event.mimeData())
        if line is None:
            event.ignore()
            return
        event.acceptProposedAction()
        id, (other, after) = line.visit_id, self._target(event.position().toPoint())
        said = ctx.tr("ui.trips.ordered", name=line.title)
        change_order(ctx, lambda: place_visit(ctx.desk, id, other.visit_id, after=after), said)
        line.setFocus()

    def _carried(self, data: QMimeData) -> VisitLine | None:
        """The line on its way, if it is one of these."""
        id = bytes(data.data(VISIT_MIME).data()).decode() if data.hasFormat(VISIT_MIME) else ""
        return next((line for line in self.lines if line.visit_id == id), None)

    def _target(self, at: QPoint) -> tuple[VisitLine, bool]:
        """The nearest line, and whether the place is below it."""
        near = min(self.lines, key=lambda line: abs(line.geometry().center().y() - at.y()))
        return near, at.y() > near.geometry().center().y()

    def _picked(self) -> None:
        if id := self.adder.value():
            self.adder.set_value(None)
            self.plan([id])


def hold_keyboard(view: QWidget, show: Callable[[], None]) -> None:
    """Show the cards of a view anew; the keyboard stays on the visit it was on."""
    held = next((line.visit_id for line in view.findChildren(VisitLine) if line.hasFocus()), "")
    old = set(view.findChildren(VisitLine))
    show()
    for line in view.findChildren(VisitLine):
        if line.visit_id == held and line not in old:
            QTimer.singleShot(0, line, line.setFocus)  # what is not shown yet does not take the keyboard


def _visits(snapshot: Snapshot) -> list[Row]:
    """What hangs on what was called off or deleted does not come of the trip."""
    return [row for row in snapshot.of_kind("visit") if row["state"] != CALLED_OFF and not row.deleted]


def result_card(ctx: Context, snapshot: Snapshot) -> QWidget:
    """What came of it: projects talked about on the trip."""
    ids = [row["project_id"] for row in _visits(snapshot) if row["project_id"]]
    rows = ctx.desk.store.rows("project", list(dict.fromkeys(ids)))
    begin = {"channel": "squad"}
    return RecordsCard(
        ctx,
        ctx.tr("ui.trips.results"),
        rows,
        link=ctx.tr("ui.card.add_project"),
        on_link=lambda: ctx.new_asked.emit("project", begin),
    )


def owed_cards(ctx: Context, snapshot: Snapshot) -> QWidget:
    """Next steps and promises that the trip's visits left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(ctx.theme.px(12))
    visits = tuple(row.id for row in _visits(snapshot))
    store = ctx.desk.store
    for kind, key in (("promise", "ui.card.promises"), ("next_step", "ui.card.steps")):
        ids = store.ids(kind, filters=[Filter("visit_id", "in", visits)]) if visits else []
        first = {"visit_id": visits[0]} if visits else {}
        column.addWidget(
            RecordsCard(
                ctx,
                ctx.tr(key),
                store.rows(kind, ids),
                link=ctx.tr(f"ui.card.add_{kind}"),
                on_link=lambda kind=kind, first=first: ctx.new_asked.emit(kind, first),  # type: ignore[misc]
            )
        )
    return holder
