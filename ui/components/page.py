"""What the main window asks of every page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.focus_ring import OWN_RING
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.painting import draw_box
from ui.widgets.switches import TabBar


class Surface(QWidget):
    """A ground in one token with an optional line below."""

    def __init__(self, ctx: Context, *, line: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._line = ctx, line

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ctx.theme
        painter = QPainter(self)
        draw_box(painter, self.rect(), 0, theme.color("bg.panel"))
        if self._line:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


class Page(QWidget):
    """One navigation entry. ``status`` are the words at the left of the bottom bar, the bold ones first."""

    status_changed = Signal()

    def __init__(self, ctx: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.name = ctx, name
        self.setObjectName(f"page.{name}")
        self.setAccessibleName(ctx.tr(f"ui.page.{name}") if ctx.words.has(f"ui.page.{name}") else "")
        # A page holds the keyboard until Tab moves on into it; Tab never comes to it, it shows no ring.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty(OWN_RING, True)

    @property
    def new_kind(self) -> str:
        """The kind that Ctrl+Shift+N makes here; "" asks."""
        return ""

    def make_new(self) -> bool:
        """Ctrl+Shift+N: begin what is made here in a way of its own; False where there is none."""
        return False

    def status(self) -> Sequence[tuple[str, bool]]:
        """(words, bold) for the bottom bar."""
        return ()

    def ready(self) -> bool:
        """Whether it shows what it is for: the store has answered."""
        return True

    def has_amounts(self) -> bool:
        """Whether the unit switch matters here."""
        return True

    def arrive(self, tab: str = "") -> None:
        """The user came here; put the keyboard where work begins."""

    def current_tab(self) -> str:
        """The tab one is on, as ``arrive`` takes it."""
        return ""

    def listed(self, kind: str) -> Sequence[str]:
        """The ids of the list one comes from, to step through; empty where it lists something else."""
        return ()

    def find_in_page(self) -> None:
        """Ctrl+F."""

    def toggle_inspector(self) -> None:
        """F4."""

    def set_unit(self) -> None:
        """The unit of amounts was changed."""


class PageHeader(Surface):
    """44 px: title, a figure beside it, then controls; ``left`` and ``right`` take widgets."""

    def __init__(self, ctx: Context, title: str) -> None:
        super().__init__(ctx)
        px = ctx.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(6), px(20), px(6))
        row.setSpacing(px(12))
        self.title = ElidedLabel(title, Role.PAGE_TITLE)
        self.count = Label("", Role.BODY, "text.3")
        row.addWidget(self.title)
        row.addWidget(self.count)
        self.left, self.right = QHBoxLayout(), QHBoxLayout()
        for side in (self.left, self.right):
            side.setSpacing(px(8))
        nest(row, self.left)
        row.addStretch(1)
        nest(row, self.right)
        self.setMinimumHeight(px(44))

    def make_room(self, width: int, tools: Sequence[QWidget]) -> None:
        """Show those of ``tools`` that leave the title whole within ``width``; the first goes first."""
        row = self.layout()
        assert row is not None
        others = [self.title, self.count, *self._controls()]
        needed = [one.sizeHint().width() for one in others if one not in tools and not one.isHidden()]
        margins = row.contentsMargins()
        room = width - margins.left() - margins.right() - sum(needed) - row.spacing() * (len(needed) + 1)
        for tool in reversed(tools):
            room -= tool.sizeHint().width() + self.right.spacing()
            tool.setVisible(room >= 0)

    def _controls(self) -> list[QWidget]:
        sides = (self.left, self.right)
        return [
            child
            for child in self.children()
            if isinstance(child, QWidget) and any(side.indexOf(child) >= 0 for side in sides)
        ]


def tab_strip(ctx: Context, tabs: TabBar, *right: QWidget, top: int = 0) -> Surface:
    """Tabs on a line of their own, ``right`` at its other end; ``top`` px of ground above."""
    strip, px = Surface(ctx, line=True), ctx.theme.px
    row = QHBoxLayout(strip)
    row.setContentsMargins(px(20), px(top), px(20), 0)
    row.addWidget(tabs)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return strip


def column_layout(widget: QWidget) -> QVBoxLayout:
    """A bare vertical layout on ``widget``."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
