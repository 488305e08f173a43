"""承诺台账 of one record: what was promised, whose word, by when; a box says it was kept."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from app.model.outings import OUTCOMES
from app.model.registry import KINDS
from app.model.row import Row
from app.services.promises import KEPT, close_promise, light_of, promise_limits, reopen_promise
from ui.components.record_menu import record_menu
from ui.context.context import Context
from ui.models.columns import Level
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering

CLOSED_SHOWN = 4


class PromiseRow(Offering, QWidget):
    """One promise: box, side, words, day with its light."""

    def __init__(self, ctx: Context, row: Row) -> None:
        super().__init__()
        self._ctx, self._row = ctx, row
        closed = row["closed_on"] is not None
        title = ctx.formats.title(row)
        self.box = QCheckBox()
        self.box.setChecked(closed)
        self.box.setAccessibleName(title)
        self.box.setToolTip(ctx.tr("ui.promise.keep"))
        self.box.toggled.connect(lambda on: self.close_with(KEPT) if on else self._reopen())
        side = ctx.formats.choice(KINDS["promise"].fields["side"], row["side"] or "")
        words = ElidedLabel(title, tone="text.2" if closed else "text.1")
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(ctx.theme.px(8))
        line.addWidget(self.box)
        line.addWidget(Label(side, Role.META, "text.3"))
        line.addWidget(words, 1)
        line.addWidget(self._when())
        more = IconButton(ctx.theme, "more-horizontal", ctx.tr("ui.action.more"), box=24, size=14)
        more.clicked.connect(lambda: self.offer_under(more))
        line.addWidget(more)

    def menu(self) -> Menu:
        """Open it, or say what became of it."""
        ctx, row = self._ctx, self._row

        def closing(menu: Menu) -> None:
            for outcome in OUTCOMES if row["closed_on"] is None else ():
                text = ctx.formats.choice(KINDS["promise"].fields["outcome"], outcome)
                menu.add(text, partial(self.close_with, outcome), icon="check" if outcome == KEPT else "x")
            if row["closed_on"] is not None:
                menu.add(ctx.tr("ui.promise.reopen"), self._reopen, icon="rotate-ccw")

        return record_menu(ctx, self, row, last=closing, hint=False)

    def close_with(self, outcome: str) -> None:
        """Say what became of it."""
        ctx, id = self._ctx, self._row.id
        word = ctx.formats.choice(KINDS["promise"].fields["outcome"], outcome)
        said = ctx.tr("ui.promise.closed", outcome=word, name=ctx.formats.title(self._row))
        ctx.change(lambda: close_promise(ctx.desk, id, outcome), changes=lambda done: done, said=said)

    def _reopen(self) -> None:
        ctx, id = self._ctx, self._row.id
        said = ctx.tr("ui.promise.reopened", name=ctx.formats.title(self._row))
        ctx.change(lambda: reopen_promise(ctx.desk, id), changes=lambda done: done, said=said)

    def _when(self) -> QWidget:
        ctx, row = self._ctx, self._row
        if row["closed_on"] is not None:
            word = ctx.formats.choice(KINDS["promise"].fields["outcome"], row["outcome"] or KEPT)
            return Label(f"{word} {ctx.formats.short_day(row['closed_on'])}", Role.META, "text.2")
        if row["due_on"] is None:
            return Label(ctx.tr("ui.promise.no_day"), Role.META, "text.3")
        day = ctx.formats.short_day(row["due_on"])
        light = light_of(row, promise_limits(ctx.desk), ctx.today())
        if not light:
            return Label(day, Role.META, "text.2")
        level: Level = "red" if light == "red" else "yellow"
        key = "ui.promise.late" if light == "red" else "ui.promise.soon"
        return Light(ctx.theme, level, ctx.tr(key, day=day), Role.META)


class PromisesCard(Card):
    """Open promises by their day, then the last ones closed; ``begin``: what a new one hangs on."""

    def __init__(self, ctx: Context, rows: Sequence[Row], begin: Mapping[str, Any]) -> None:
        kept = [row for row in rows if not row.deleted]
        opened = [row for row in kept if row["closed_on"] is None]
        closed = [row for row in kept if row["closed_on"] is not None]
        opened.sort(key=lambda row: (row["due_on"] is None, str(row["due_on"]), row.id))
        closed.sort(key=lambda row: str(row["closed_on"]), reverse=True)
        count = f"{len(opened)}/{len(kept)}" if kept else ""
        super().__init__(
            ctx.theme, ctx.tr("ui.card.promises"), count=count, link=ctx.tr("ui.card.add_promise")
        )
        self.header.link_clicked.connect(lambda: ctx.new_asked.emit("promise", dict(begin)))
        self.rows = [PromiseRow(ctx, row) for row in (*opened, *closed[:CLOSED_SHOWN])]
        for row in self.rows:
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.body.addWidget(row)
        if not kept:
            self.body.addWidget(Label(ctx.tr("ui.promise.none"), tone="text.3"))
