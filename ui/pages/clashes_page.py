"""撞单: the cases at the left, the current one open at the right with both timelines and the ruling."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.services.clashes import Case, clash_cases, rule_clash
from app.services.errors import InvalidRecord
from ui.components.claim_words import may_rule
from ui.components.clash_card import ClashCard
from ui.components.clash_list import ClashList
from ui.components.page import Page, PageHeader, Surface, column_layout
from ui.context.context import Context
from ui.widgets.card import EmptyState
from ui.widgets.inspector import clear_layout
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

LIST_WIDTH = 316


class ClashesPage(Page):
    """Keys: Up and Down choose a case, Ctrl+Enter rules on it where the form is open."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "clashes")
        self._cases: list[Case] = []
        self._current = ""
        self._ruler = False
        self.card: ClashCard | None = None
        px = ctx.theme.px
        header = PageHeader(ctx, ctx.tr("ui.page.clashes"))
        self._header = header
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._left = Surface(ctx)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, px(8), 0, 0)
        self.list = ClashList(ctx)
        self.list.chosen.connect(self.show_case)
        self.list.add_verbs = self.add_verbs
        left.addWidget(self.list, 1)
        row.addWidget(self._left)
        row.addWidget(self._right(), 1)
        content = QWidget()
        self._stack = QStackedLayout(content)
        self._stack.addWidget(both)
        self._stack.addWidget(EmptyState(ctx.theme, ctx.tr("ui.empty.clashes")))
        column = column_layout(self)
        column.addWidget(header)
        column.addWidget(content, 1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.accept)
        ctx.hub.subscribe(self, (), lambda _changes: self.refresh())

    def _right(self) -> Scrolled:
        px = self.ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(16), px(16), px(20), px(16))
        self._place = QVBoxLayout()
        nest(column, self._place)
        column.addStretch(1)
        scroll = Scrolled(content)
        return scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(min(self.ctx.theme.px(LIST_WIDTH), self.width() // 3))

    # ---- page
    def arrive(self, tab: str = "") -> None:
        """``tab`` is the id of the case to show."""
        self._current = tab or self._current
        self.setFocus()
        self.refresh()

    def current_tab(self) -> str:
        return self._current

    def has_amounts(self) -> bool:
        return False

    def status(self) -> Sequence[tuple[str, bool]]:
        waiting = sum(case.is_open for case in self._cases)
        return [
            (self.ctx.tr("ui.clash.status.open", count=waiting), True),
            (self.ctx.tr("ui.clash.status.all", count=len(self._cases)), False),
        ]

    # ---- showing
    def refresh(self) -> None:
        """Read the cases again on the database thread."""
        ctx = self.ctx
        ctx.read(
            lambda: (clash_cases(ctx.desk), may_rule(ctx.desk.store)),
            self._take,
            key=("clashes", id(self)),
            owner=self,
        )

    def _take(self, found: tuple[list[Case], bool]) -> None:
        same = self._ruler == found[1]
        self._cases, self._ruler = found
        if not same:
            self.card = None
        self._header.count.setText(str(len(self._cases)) if self._cases else "")
        self.list.show_cases(self._cases)
        self._stack.setCurrentIndex(0 if self._cases else 1)
        ids = [case.id for case in self._cases]
        if ids:
            self.show_case(self._current if self._current in ids else ids[0])
        else:
            self._current, self.card = "", None
            clear_layout(self._place)
        self.status_changed.emit()

    def show_case(self, id: str) -> None:
        """Open one case at the right; one that is being ruled on stays as it is while it has not changed."""
        case = next(one for one in self._cases if one.id == id)
        self._current = id
        self.list.set_current(id)
        if self.card is not None and self.card.case == case:
            return
        clear_layout(self._place)
        self.card = ClashCard(self.ctx, case, may_rule=self._ruler)
        self.card.ruled.connect(self._rule)
        self._place.addWidget(self.card)

    def add_verbs(self, menu: Menu, id: str) -> None:
        """Rule on the case that is shown; whoever may not is told why."""
        form = self.card.form if self.card is not None and self.card.case.id == id else None
        rule, why_not = self.ctx.tr("ui.clash.rule_now"), self.ctx.tr("ui.clash.no_ruling")
        can = form is not None
        menu.add(rule, self.accept, icon="check", hint="Ctrl+Enter", enabled=can, why_not=why_not)

    # ---- ruling
    def accept(self) -> None:
        """Ctrl+Enter."""
        if self.card is not None and self.card.form is not None:
            self.card.form.accept()

    def _rule(self, case: str, values: dict[str, Any]) -> None:
        ctx = self.ctx
        title = next(str(one.row["title"] or "") for one in self._cases if one.id == case)
        ctx.change(
            lambda: rule_clash(ctx.desk, case, **values),
            changes=lambda changes: changes,
            refused=self._refused,
            said=ctx.tr("ui.said.ruled", name=title),
        )

    def _refused(self, error: InvalidRecord) -> None:
        if self.card is not None:
            problem = error.problems[0]
            self.card.show_problem(problem.field, self.ctx.formats.reason(problem.reason))
