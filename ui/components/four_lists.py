"""The four lists 四张清单 beside each other: who is on which since when, the sums, who came and went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.lights import Light
from app.services.key_lists import KeyList, Roll, key_lists, rolls
from app.services.lights import lights_of
from ui.components.record_cards import Columns, LinkRow
from ui.components.record_menu import ReadLine
from ui.components.signs import light_sign
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card, Icon
from ui.widgets.label import ElidedLabel, Label

LOOK_BACK = 90  # days


@dataclass(frozen=True)
class Shown:
    """What the view shows, as read on the database thread."""

    lists: tuple[KeyList, ...]
    rolls: tuple[Roll, ...]
    lights: dict[str, Light]


def load_lists(ctx: Context) -> Shown:
    """The lists of today and what came and went of late."""
    today, found = ctx.desk.today(), key_lists(ctx.desk)
    projects = {project.id: project for one in found for _, project in one.entries}
    moved = rolls(ctx.desk, today - timedelta(days=LOOK_BACK), today)
    return Shown(found, tuple(moved), lights_of(ctx.desk, list(projects.values())))


class FourLists(QScrollArea):
    """Each project opens its page."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        px = ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        self._columns = Columns(ctx)
        column.addWidget(self._columns)
        column.addStretch(1)
        self.setWidget(content)
        self.cards: dict[str, Card] = {}

    def refresh(self) -> None:
        """Read the lists again."""
        self._ctx.read(lambda: load_lists(self._ctx), self._show, key=("four-lists",), owner=self)

    def _show(self, shown: Shown) -> None:
        self.cards = {one.name: self._card(one, shown.lights) for one in shown.lists}
        cards: list[QWidget] = list(self.cards.values())
        self._columns.set_columns([cards[:2], cards[2:], [self._rolls(shown.rolls)]])

    def _card(self, one: KeyList, lights: dict[str, Light]) -> Card:
        ctx = self._ctx
        name = ctx.formats.choice(KINDS["listing"].fields["list"], one.name)
        count = ctx.tr("ui.key_lists.count", count=len(one.entries))
        total = ctx.tr("ui.key_lists.sum", sum=ctx.formats.amount_with_unit(one.investment))
        card = Card(ctx.theme, name, count=count, unit=total if one.entries else "")
        card.body.setSpacing(ctx.theme.px(2))
        for entry, project in one.entries:
            card.body.addWidget(self._entry(entry, project, lights.get(project.id)))
        if one.unknown:
            card.body.addWidget(Label(ctx.tr("ui.key_lists.unknown", count=one.unknown), Role.META, "text.3"))
        if not one.entries:
            card.body.addWidget(Label(ctx.tr("ui.key_lists.empty"), tone="text.3", wrap=True))
        return card

    def _entry(self, entry: Row, project: Row, light: Light | None) -> QWidget:
        ctx, holder = self._ctx, QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(ctx.theme.px(8))
        amount = ctx.formats.amount_with_unit(project["investment"])
        since = ctx.tr("ui.lists.on", day=ctx.formats.short_day(entry["since"]))
        link = LinkRow(ctx, project, f"{amount}  {since}")
        link.opened.connect(lambda: ctx.record_asked.emit("project", project.id))
        line.addWidget(link, 1)
        sign = light_sign(ctx, light) if light is not None else None
        if sign is not None:
            line.addWidget(sign)
        return holder

    def _rolls(self, moved: Sequence[Roll]) -> Card:
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.key_lists.rolls", days=LOOK_BACK), count=str(len(moved) or ""))
        field = KINDS["listing"].fields["list"]
        for roll in moved[:30]:
            holder = ReadLine(ctx, roll.project)
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(ctx.theme.px(8))
            icon, tone = ("plus", "success") if roll.into else ("minus", "text.3")
            line.addWidget(Icon(ctx.theme, icon, "success" if tone == "success" else "text.3", 14))
            line.addWidget(Label(ctx.formats.short_day(roll.day), Role.META, "text.2"))
            title = ElidedLabel(ctx.formats.title(roll.project))
            title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            title.setToolTip(roll.reason)
            line.addWidget(title, 1)
            key = "ui.key_lists.into" if roll.into else "ui.key_lists.out"
            said = ctx.tr(key, list=ctx.formats.choice(field, roll.entry["list"]))
            line.addWidget(Label(said, Role.META, "text.2"))
            card.body.addWidget(holder)
        if not moved:
            card.body.addWidget(Label(ctx.tr("ui.key_lists.no_rolls"), tone="text.3"))
        return card
