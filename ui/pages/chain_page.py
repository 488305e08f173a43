"""Business chains drawn in layers, with their gaps; leads are raised from places and links (A11)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.services.chains import Chain, Place, beginning_of_lead, chains
from ui.components.page import Page, PageHeader, column_layout
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import EmptyState
from ui.widgets.chain_graph import ChainBox, ChainGraph
from ui.widgets.menu import Menu
from ui.widgets.switches import SegmentedControl

KINDS_SHOWN = {"chain_node", "company"}


class ChainPage(Page):
    """One chain at a time. Keys: arrows walk, Enter opens a place, Ctrl+Enter raises a lead from it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "chains")
        self._chains: list[Chain] = []
        self._name = ""
        self.header = PageHeader(ctx, ctx.tr("ui.page.chains"))
        self.switch: SegmentedControl | None = None
        self.lead = Button(ctx.theme, ctx.tr("ui.chains.lead"), icon="inbox", hint="Ctrl+Enter")
        self.lead.clicked.connect(lambda: self.raise_lead(*self._meant()))
        new = Button(ctx.theme, ctx.tr("ui.new.chain_nodes"), ButtonKind.SECONDARY, icon="plus")
        new.clicked.connect(self.new_place)
        self.header.right.addWidget(self.lead)
        self.header.right.addWidget(new)
        self.graph = ChainGraph(ctx.theme)
        self.graph.opened.connect(lambda id: ctx.record_asked.emit("chain_node", id))
        self.graph.acted.connect(self.raise_lead)
        self.graph.menu_asked.connect(self._open_menu)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.graph)
        self.area = scroll
        self.empty = EmptyState(ctx.theme, ctx.tr("ui.empty.chains"), ctx.tr("ui.new.chain_nodes"))
        self.empty.action_clicked.connect(self.new_place)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(scroll)
        column = column_layout(self)
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        ctx.hub.subscribe(self, KINDS_SHOWN, self._changed)
        self.refresh()

    # ---- page
    @property
    def new_kind(self) -> str:
        return "chain_node"

    def has_amounts(self) -> bool:
        return False

    def status(self) -> Sequence[tuple[str, bool]]:
        chain = self.chain
        if chain is None:
            return ()
        key = "ui.chains.status"
        return [(self.ctx.tr(key, places=len(chain.places), gaps=chain.gaps), False)]

    def arrive(self, tab: str = "") -> None:
        if tab:
            self.show_chain(tab)
        self.graph.setFocus()

    def current_tab(self) -> str:
        return self._name

    def refresh(self) -> None:
        """Read the chains again."""
        self.ctx.read(lambda: chains(self.ctx.desk), self._take, key=("chains", id(self)), owner=self)

    @property
    def chain(self) -> Chain | None:
        """The chain in view."""
        return next((one for one in self._chains if one.name == self._name), None)

    def show_chain(self, name: str) -> None:
        """Draw another chain."""
        before, self._name = self._name, name
        chain = self.chain
        if chain is None:  # before the first reading it is remembered; one that is gone leaves the view
            self._name = before if self._chains else name
            return
        if self.switch is not None:
            self.switch.set_current(name)
        boxes = [[self._box(place) for place in layer] for layer in chain.layers]
        self.graph.set_chain(boxes, chain.links, self._heads(chain))
        self.status_changed.emit()

    # ---- acting
    def new_place(self) -> None:
        """A new place, fed by the one in view."""
        begin: dict[str, object] = {"chain": self._name} if self._name else {}
        if self.graph.current:
            begin["from_ids"] = [self.graph.current]
        self.ctx.new_asked.emit("chain_node", begin)

    def raise_lead(self, key: str, other: str) -> None:
        """Open the form of a lead for a place, or for the buying end of a link."""
        ctx = self.ctx
        place = self._place(other or key)
        if place is None:
            return

        def begin(values: dict[str, object]) -> None:
            ctx.new_asked.emit("project", values)

        ctx.read(lambda: beginning_of_lead(ctx.desk, place.row), begin, owner=self)

    def _meant(self) -> tuple[str, str]:
        link = self.graph.current_link
        return link if any(link) else (self.graph.current, "")

    def _open_menu(self, key: str, other: str, where: QPoint) -> None:
        ctx = self.ctx
        menu = Menu(ctx.theme, self)
        text = ctx.tr("ui.chains.lead_link" if other else "ui.chains.lead")
        menu.add(text, lambda: self.raise_lead(key, other), icon="inbox", hint="Ctrl+Enter")
        menu.add(ctx.tr("ui.action.open"), lambda: ctx.record_asked.emit("chain_node", key), icon="link")
        place = self._place(key)
        for firm in place.firms if place is not None and not other else ():
            menu.add(ctx.formats.title(firm), partial(self._open_firm, firm.id), icon="building")
        menu.popup(where)

    def _open_firm(self, id: str) -> None:
        self.ctx.record_asked.emit("company", id)

    # ---- showing
    def _take(self, found: list[Chain]) -> None:
        self._chains = found
        names = [one.name for one in found]
        if self.switch is not None:
            self.header.left.removeWidget(self.switch)
            self.switch.deleteLater()
            self.switch = None
        if names:
            self.switch = SegmentedControl(self.ctx.theme, [(name, name) for name in names])
            self.switch.changed.connect(self.show_chain)
            self.header.left.addWidget(self.switch)
        self.header.count.setText(self.ctx.tr("ui.list.count", count=len(names)))
        self.lead.setVisible(bool(names))
        self.stack.setCurrentWidget(self.area if names else self.empty)
        if names:
            self.show_chain(self._name if self._name in names else names[0])

    def _box(self, place: Place) -> ChainBox:
        ctx = self.ctx
        title = ctx.formats.title(place.row)
        if place.gap:
            wanted = (place.row["wanted"] or "").split("\n")[0]
            lines = (ctx.tr("ui.chains.gap"), *([ctx.tr("ui.chains.wanted", firms=wanted)] if wanted else []))
            return ChainBox(place.row.id, title, lines, gap=True)
        count = ctx.tr("ui.chains.firms", count=len(place.firms))
        firms = ctx.formats.listed([_short(firm) for firm in place.firms])
        return ChainBox(place.row.id, title, (count, firms), gap=False)

    def _heads(self, chain: Chain) -> list[str]:
        """上游 over the first layer, 下游 over the last, 中游 between."""
        field, last = KINDS["chain_node"].fields["reach"], len(chain.layers) - 1
        reaches = ["upstream", *["midstream"] * (last - 1), "downstream"]
        return [self.ctx.formats.choice(field, reach) for reach in reaches] if last > 0 else []

    def _place(self, key: str) -> Place | None:
        chain = self.chain
        return next((one for one in chain.places if one.row.id == key), None) if chain else None

    def _changed(self, changes: ChangeSet) -> None:
        self.refresh()


def _short(firm: Row) -> str:
    return str(firm["short_name"] or firm["name"])
