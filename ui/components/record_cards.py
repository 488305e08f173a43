"""The cards of a record's overview: what is owed, who belongs to it, what it is tied to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.model.row import Row
from ui.components.events import ICONS
from ui.components.kept_cards import CardColumn
from ui.components.lookup import row_detail
from ui.components.record_menu import record_menu
from ui.components.stage_marks import stage_mark
from ui.components.steps_box import StepRow
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card, Icon
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import StageGlyph
from ui.widgets.menu import Menu
from ui.widgets.opening_row import OpeningRow

SHOWN = 12
LEAST_COLUMN = 300


class LinkRow(OpeningRow):
    """One record in a card; a click or Enter opens it."""

    def __init__(self, ctx: Context, row: Row, detail: str) -> None:
        super().__init__(ctx.theme)
        self._ctx, self._row = ctx, row
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{ctx.formats.title(row)} {detail}".strip())
        px = ctx.theme.px
        line = QHBoxLayout(self)
        line.setContentsMargins(px(6), px(3), px(6), px(3))
        line.setSpacing(px(8))
        if row.kind == "project" and row["stage"]:
            line.addWidget(StageGlyph(ctx.theme, stage_mark(row["stage"]), ""))
        else:
            line.addWidget(Icon(ctx.theme, ICONS.get(row.kind, "file-text"), "text.2", 14))
        title = ElidedLabel(ctx.formats.title(row))
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.addWidget(title, 1)
        words = ElidedLabel(detail, Role.META, "text.2")
        words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line.addWidget(words)

    def menu(self) -> Menu:
        """What can be done with the record."""
        return record_menu(self._ctx, self, self._row, open=self.opened.emit)


class RecordsCard(Card):
    """Records of one kind tied to this one, each opening its page."""

    def __init__(
        self, ctx: Context, title: str, rows: Sequence[Row], *, link: str, on_link: Callable[[], None]
    ) -> None:
        super().__init__(ctx.theme, title, count=str(len(rows)) if rows else "", link=link)
        self.header.link_clicked.connect(on_link)
        self.body.setSpacing(ctx.theme.px(2))
        self.rows: list[LinkRow] = []
        for row in rows[:SHOWN]:
            line = LinkRow(ctx, row, row_detail(ctx, row))
            line.opened.connect(lambda row=row: ctx.record_asked.emit(row.kind, row.id))
            self.rows.append(line)
            self.body.addWidget(line)
        if len(rows) > SHOWN:
            self.body.addWidget(Label(ctx.tr("ui.card.more", count=len(rows) - SHOWN), Role.META, "text.3"))
        if not rows:
            self.body.addWidget(Label(ctx.tr("ui.card.none"), tone="text.3"))


class StepsCard(Card):
    """Next steps, the open ones first."""

    def __init__(
        self, ctx: Context, rows: Sequence[Row], on_new: Callable[[], None], title: str = ""
    ) -> None:
        opened = [row for row in rows if row["done_on"] is None]
        done = [row for row in rows if row["done_on"] is not None]
        opened.sort(key=lambda row: (row["due_on"] is None, str(row["due_on"]), row.id))
        done.sort(key=lambda row: str(row["done_on"]), reverse=True)
        count = f"{len(opened)}/{len(rows)}" if rows else ""
        title = title or ctx.tr("ui.card.steps")
        super().__init__(ctx.theme, title, count=count, link=ctx.tr("ui.card.add_step"))
        self.header.link_clicked.connect(on_new)
        self.steps = [StepRow(ctx, row) for row in (*opened, *done[:4])]
        for step in self.steps:
            self.body.addWidget(step)
        if not rows:
            self.body.addWidget(Label(ctx.tr("ui.card.no_steps"), tone="text.3"))


class Columns(QWidget):
    """Cards in up to three columns; the narrower the page, the fewer."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._ctx = ctx
        self._holders: list[CardColumn] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(ctx.theme.px(12))

    def set_columns(self, columns: Sequence[Sequence[QWidget]]) -> None:
        """Put the cards in, top down; those that are there already stay."""
        staying = {card for cards in columns for card in cards}
        for old in self._holders[len(columns) :]:
            old.let_go(staying)
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        if len(columns) != len(self._holders):
            self._across = 0
        self._holders = self._holders[: len(columns)]
        for at, cards in enumerate(columns):
            if at == len(self._holders):
                self._holders.append(CardColumn(self._ctx))
            self._holders[at].hold(cards, staying)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Of one column: a page that is too narrow for more gets fewer, it is never made wider."""
        return QSize(max(self._needs(), default=0), super().minimumSizeHint().height())

    def _needs(self) -> list[int]:
        return [one.minimumSizeHint().width() for one in self._holders]

    def _arrange(self) -> None:
        room = max(self.width() // self._ctx.theme.px(LEAST_COLUMN), 1)
        across = min(room, len(self._holders)) or 1
        while (
            across > 1
            and sum(sorted(self._needs())[-across:]) + (across - 1) * self._grid.spacing() > self.width()
        ):
            across -= 1
        if across == self._across:
            return
        self._across = across
        for number, holder in enumerate(self._holders):
            self._grid.addWidget(holder, number // across, number % across)
        for column in range(self._grid.columnCount()):  # those of the record before as well
            self._grid.setColumnStretch(column, 1 if column < across else 0)
