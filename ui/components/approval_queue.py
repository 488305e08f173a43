"""Who is waited for: open applications by the body whose turn it is, services by their limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from app.model.row import Row
from app.services.approvals import Application, open_approvals, step_word
from app.services.kept_rows import kept_rows
from app.services.meetings import Sitting, sittings
from app.services.reviews import Served, open_services
from ui.components.approval_cards import ServiceLine, line_of
from ui.components.kept_cards import KeptCards, KeptLines, Line
from ui.components.record_cards import LinkRow
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.chips import NeutralBadge
from ui.widgets.label import Label

_MOST = 200  # services shown; who has more works through the top of the list


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the page shows, as read on the database thread."""

    approvals: tuple[Application, ...]
    sittings: tuple[Sitting, ...]
    services: tuple[Served, ...]
    projects: dict[str, Row]

    @property
    def late(self) -> int:
        """Services past their limit."""
        return sum(one.limit.late > 0 for one in self.services)


def load_waiting(ctx: Context) -> Waiting:
    """Everything of this laptop that waits for somebody."""
    desk = ctx.desk
    with desk.looking():
        approvals, services = tuple(open_approvals(desk)), tuple(open_services(desk)[:_MOST])
        rows = [*(one.row for one in approvals), *(one.row for one in services)]
        projects = kept_rows(desk, "project", (row["project_id"] for row in rows), "approvals")
        return Waiting(approvals, tuple(sittings(desk)), services, projects)


def queue_cards(ctx: Context, found: Waiting, kept: KeptCards) -> list[QWidget]:
    """A card for each body, the one that has been waited for longest first."""
    cards: list[QWidget] = []
    for step in dict.fromkeys(one.standing.step for one in found.approvals):
        name = step_word(ctx.desk, step, ctx.words.language)
        card = kept.card(f"body {step}", name, partial(_BodyCard, ctx, name))
        card.show_waiting([one for one in found.approvals if one.standing.step == step], found.projects)
        cards.append(card)
    return cards


class _BodyCard(Card):
    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(ctx.theme, name)
        self._ctx = ctx
        self._lines = KeptLines(ctx, 4)
        self.body.addWidget(self._lines)

    def show_waiting(self, waiting: Sequence[Application], projects: dict[str, Row]) -> None:
        self.header.set_count(str(len(waiting)))
        shown = [(one, projects.get(one.row["project_id"])) for one in waiting]
        self._lines.show_lines(
            [(told[0].row.id, told, partial(self._line, self._ctx, *told)) for told in shown]
        )

    def _line(self, ctx: Context, one: Application, project: Row | None) -> QWidget:
        holder, line = line_of(ctx)
        days = ctx.tr("ui.approval.waited", days=one.waited)
        land = ctx.formats.land(one.row["land"]) if one.row["land"] else ""
        amount = ctx.formats.amount_with_unit(one.row["investment"]) if one.row["investment"] else ""
        link = LinkRow(ctx, project or one.row, "  ".join(part for part in (amount, land, days) if part))
        id = one.row["project_id"]
        link.opened.connect(lambda: ctx.tab_asked.emit("project", id, "approval"))
        line.addWidget(link, 1)
        if one.row["special"]:
            line.addWidget(NeutralBadge(ctx.theme, ctx.tr("ui.approval.special")))
        return holder


class ServicesCard(Card):
    """Every service that is not done, late ones first."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.card.services"))
        self._ctx = ctx
        self._lines = KeptLines(ctx, 8)
        self._nothing = Label(ctx.tr("ui.service.nothing"), Role.BODY, "text.3", wrap=True)
        self.body.addWidget(self._lines)
        self.body.addWidget(self._nothing)

    def show_services(self, found: Waiting) -> None:
        """Show them with the names of their projects."""
        ctx = self._ctx
        self.header.set_count(str(len(found.services) or ""))
        lines: list[Line] = []
        for one in found.services:
            project = found.projects.get(one.row["project_id"])
            told = one, ctx.formats.title(project) if project else ""
            lines.append((one.row.id, told, partial(ServiceLine, ctx, *told)))
        self._lines.show_lines(lines)
        self._nothing.setVisible(not lines)
