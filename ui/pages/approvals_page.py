"""研判审批: who is waited for, meetings by month with their agendas, services against their limits."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.model.changes import DAY, ChangeSet
from ui.components.approval_queue import ServicesCard, Waiting, load_waiting, queue_cards
from ui.components.kept_cards import KeptCards
from ui.components.meeting_cards import Months
from ui.components.page import Page, PageHeader, Surface, column_layout
from ui.components.record_cards import Columns
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import EmptyState
from ui.widgets.inspector import clear_layout
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import Tab, TabBar

WAITING, MEETINGS, SERVICES = "waiting", "meetings", "services"
APPROVAL_TABS = (WAITING, MEETINGS, SERVICES)


class ApprovalsPage(Page):
    """Three tabs; what tells the same after a change stays."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "approvals")
        self.shown: Waiting | None = None
        self._kept, self._filled = KeptCards(), dict[str, QWidget]()
        px = ctx.theme.px
        self.header = PageHeader(ctx, ctx.tr("ui.page.approvals"))
        plan = Button(ctx.theme, ctx.tr("ui.meeting.plan"), ButtonKind.PRIMARY, icon="plus")
        plan.clicked.connect(lambda: ctx.approval_asked.emit("meeting", ""))
        self.header.right.addWidget(plan)
        bar = Surface(ctx, line=True)
        row = QVBoxLayout(bar)
        row.setContentsMargins(px(20), 0, px(20), 0)
        self.tabs = TabBar(ctx.theme, [Tab(name, ctx.tr(f"ui.approvals.{name}")) for name in APPROVAL_TABS])
        self.tabs.changed.connect(self.show_tab)
        row.addWidget(self.tabs)
        self.stack = QStackedWidget()
        self._places = {name: self._place() for name in APPROVAL_TABS}
        column = column_layout(self)
        for widget in (self.header, bar):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        ctx.hub.subscribe(
            self,
            {"approval", "approval_step", "meeting", "agenda_item", "service_item", "next_step", "project"},
            self._changed,
        )

    def _changed(self, changes: ChangeSet) -> None:
        if changes.origin == DAY:
            self._kept.forget()
        self.refresh()

    def _place(self) -> QVBoxLayout:
        room = self.ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(room(20), room(12), room(20), room(12))
        place = QVBoxLayout()
        nest(column, place)
        column.addStretch(1)
        self.stack.addWidget(Scrolled(content))
        return place

    # ---- page
    def arrive(self, tab: str = "") -> None:
        if tab in APPROVAL_TABS:
            self.show_tab(tab)
        self.setFocus()
        self.refresh()

    def current_tab(self) -> str:
        return self.tabs.current()

    def status(self) -> Sequence[tuple[str, bool]]:
        if self.shown is None:
            return ()
        tr, found = self.ctx.tr, self.shown
        undecided = sum(one.undecided for one in found.sittings)
        return [
            (tr("ui.approvals.status.waiting", count=len(found.approvals)), True),
            (tr("ui.approvals.status.undecided", count=undecided), False),
            (tr("ui.approvals.status.late", count=found.late), False),
        ]

    def ready(self) -> bool:
        return self.shown is not None

    def set_unit(self) -> None:
        self._kept.forget()
        self._show()

    # ---- showing
    def show_tab(self, name: str) -> None:
        """Go to a tab."""
        self.tabs.set_current(name)
        self.stack.setCurrentIndex(APPROVAL_TABS.index(name))

    def refresh(self) -> None:
        """Read everything again on the database thread."""
        ctx = self.ctx
        ctx.read(lambda: load_waiting(ctx), self._take, key=("approvals", id(self)), owner=self)

    def _take(self, found: Waiting) -> None:
        self.shown = found
        self._show()
        self.status_changed.emit()

    def _show(self) -> None:
        found, ctx = self.shown, self.ctx
        if found is None:
            return
        undecided = sum(one.undecided for one in found.sittings)
        counts = {WAITING: len(found.approvals), MEETINGS: undecided, SERVICES: len(found.services)}
        for name, count in counts.items():
            late = name == SERVICES and found.late > 0
            self.tabs.set_tab(Tab(name, ctx.tr(f"ui.approvals.{name}"), str(count or ""), late))
        with self._kept.shown():
            self._fill(WAITING, self._queue(found))
            self._fill(MEETINGS, self._kept.card("months", found.sittings, lambda: self._months(found)))
            services = self._kept.card("services", None, lambda: ServicesCard(ctx))
            services.show_services(found)
            self._fill(SERVICES, services)

    def _months(self, found: Waiting) -> QWidget:
        return Months(self.ctx, found.sittings) if found.sittings else self._empty("ui.empty.meetings")

    def _queue(self, found: Waiting) -> QWidget:
        cards = queue_cards(self.ctx, found, self._kept)
        if not cards:
            return self._empty("ui.empty.approvals")
        columns = self._kept.card("columns", None, lambda: Columns(self.ctx))
        columns.set_columns([cards[::2], cards[1::2]] if len(cards) > 1 else [cards])
        return columns

    def _empty(self, key: str) -> EmptyState:
        return EmptyState(self.ctx.theme, self.ctx.tr(key))

    def _fill(self, name: str, widget: QWidget) -> None:
        place = self._places[name]
        if self._filled.get(name) is not widget:
            self._filled[name] = widget
            clear_layout(place)
            place.addWidget(widget)
