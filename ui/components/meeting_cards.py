"""Meetings by month: each with its agenda, outcomes, what it assigned, and what can be done."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.services.meetings import Item, Sitting
from ui.components.approval_cards import line_of, outcome_badge, stretching
from ui.components.steps_box import StepRow
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.label import Label


class MeetingCard(Card):
    """One meeting."""

    def __init__(self, ctx: Context, one: Sitting) -> None:
        row = one.row
        body = ctx.formats.choice(KINDS["meeting"].fields["body"], row["body"] or "")
        about = [ctx.formats.day(row["held_on"]), body, row["place"], row["chair"]]
        super().__init__(ctx.theme, ctx.formats.title(row), count=str(len(one.items) or ""))
        words = "  ".join(str(part) for part in about if part)
        self.body.addWidget(Label(words, Role.META, "text.2", wrap=True))
        held = row["held_on"] is not None and row["held_on"] <= ctx.today()
        for number, item in enumerate(one.items, start=1):
            self.body.addWidget(self._item(ctx, number, item, held))
            for step in item.assignments:
                self.body.addWidget(self._assigned(ctx, step))
        if not one.items:
            self.body.addWidget(Label(ctx.tr("ui.meeting.empty"), tone="text.3", wrap=True))
        self.body.addWidget(self._foot(ctx, one))

    def _item(self, ctx: Context, number: int, item: Item, held: bool) -> QWidget:
        holder, line = line_of(ctx, item.row)
        line.addWidget(Label(str(number), Role.META, "text.3"))
        project = Button(ctx.theme, ctx.formats.title(item.row), ButtonKind.LINK)
        id = item.row["project_id"]
        project.clicked.connect(lambda: ctx.tab_asked.emit("project", id, "approval"))
        line.addWidget(project)
        said = str(item.row["opinion"] or item.row["argument"] or "").replace("\n", " ")
        line.addWidget(stretching(said, Role.META, "text.2"), 1)
        if item.row["outcome"]:
            line.addWidget(outcome_badge(ctx, "agenda_item", item.row["outcome"]))
        elif held:
            decide = Button(ctx.theme, ctx.tr("ui.meeting.record"), small=True)
            decide.clicked.connect(lambda: ctx.approval_asked.emit("outcome", item.row.id))
            line.addWidget(decide)
        return holder

    def _assigned(self, ctx: Context, step: Row) -> QWidget:
        """What was assigned, and to whom, stands under its item."""
        holder, line = line_of(ctx)
        line.setContentsMargins(ctx.theme.px(20), 0, 0, 0)
        line.addWidget(StepRow(ctx, step), 1)
        who = "  ".join(str(part) for part in (step["owner_unit"], step["owner"]) if part)
        line.addWidget(Label(who, Role.META, "text.2"))
        return holder

    def _foot(self, ctx: Context, one: Sitting) -> QWidget:
        holder, line = line_of(ctx)
        id = one.row.id
        for name, key, icon in (
            ("agenda", "ui.meeting.agenda", "plus"),
            ("minutes", "ui.meeting.minutes", "file-text"),
        ):
            button = Button(ctx.theme, ctx.tr(key), icon=icon, small=True)
            button.clicked.connect(lambda _=False, name=name: ctx.approval_asked.emit(name, id))
            line.addWidget(button)
        line.addStretch(1)
        change = Button(ctx.theme, ctx.tr("ui.meeting.change"), ButtonKind.LINK)
        change.clicked.connect(lambda: ctx.record_asked.emit("meeting", id))
        line.addWidget(change)
        return holder


class Months(QWidget):
    """Meetings under the names of their months, the latest first."""

    def __init__(self, ctx: Context, found: Sequence[Sitting]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(12))
        self.cards: list[MeetingCard] = []
        month = ""
        for one in found:
            day = one.row["held_on"]
            name = ctx.tr("ui.meeting.month", year=day.year, month=day.month) if day else ""
            if name != month:
                column.addWidget(Label(name, Role.BODY_BOLD, "text.2"))
                month = name
            card = MeetingCard(ctx, one)
            self.cards.append(card)
            column.addWidget(card)
