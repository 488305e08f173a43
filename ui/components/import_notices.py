"""What the user should look at before importing: grouped, with the places, each a way to its cell."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.ledger.preview import CellRef, Level, Notice
from ui.components.page import column_layout
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Icon
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

PLACES = 6


class NoticeList(Scrolled):
    """``place_asked`` carries a ``CellRef``."""

    place_asked = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        content = QWidget()
        outer = column_layout(content)
        outer.setContentsMargins(ctx.theme.px(12), 0, ctx.theme.px(8), 0)
        self._column = QVBoxLayout()
        self._column.setSpacing(ctx.theme.px(12))
        nest(outer, self._column)
        outer.addStretch(1)
        self.setWidget(content)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        clear_layout(self._column)
        places = sum(max(len(notice.cells), 1) for notice in notices)
        title = self._ctx.tr("ui.import.notices" if notices else "ui.import.no_notices", count=places)
        self._column.addWidget(Label(title, Role.BODY_BOLD, wrap=True))
        for notice in notices:
            self._column.addWidget(self._notice(notice))

    def _notice(self, notice: Notice) -> QWidget:
        ctx, px = self._ctx, self._ctx.theme.px
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        warning = notice.level is Level.WARNING
        icon = Icon(ctx.theme, "alert-triangle" if warning else "info", "warn" if warning else "text.3", 14)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        body = QVBoxLayout()
        body.setSpacing(px(4))
        words = ctx.formats.reason(notice.reason)
        body.addWidget(Label(words, Role.META, "text.1", wrap=True))
        places = [cell for cell in notice.cells if cell.row]
        if places:
            body.addWidget(self._places(places))
        nest(row, body, 1)
        return holder

    def _places(self, places: Sequence[CellRef]) -> QWidget:
        ctx = self._ctx
        holder = QWidget()
        flow = FlowLayout(holder, ctx.theme.px(8))
        for cell in places[:PLACES]:
            link = Button(ctx.theme, cell.place, ButtonKind.LINK)
            link.setToolTip(f"{cell.sheet} {cell.label} {cell.text}".strip())
            link.clicked.connect(lambda _=False, cell=cell: self.place_asked.emit(cell))
            flow.addWidget(link)
        if len(places) > PLACES:
            flow.addWidget(Label(ctx.tr("ui.card.more", count=len(places) - PLACES), Role.META, "text.3"))
        return holder
