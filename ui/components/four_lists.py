"""The four lists 四张清单 beside each other: who is on which since when, the sums, who came and went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.lights import Light
from app.services.key_lists import KeyList, Roll, all_listed, key_lists, rolls
from app.services.lights import kept_lights
from ui.components.kept_cards import KeptCards, KeptLines
from ui.components.record_cards import Columns, LinkRow
from ui.components.record_menu import ReadLine
from ui.components.signs import light_sign
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card, Icon
from ui.widgets.label import ElidedLabel, Label

LOOK_BACK = 90  # days
MOST_ROLLS = 30


@dataclass(frozen=True)
class Shown:
    """What the view shows, as read on the database thread."""

    lists: tuple[KeyList, ...]
    rolls: tuple[Roll, ...]
    lights: dict[str, Light]


def load_lists(ctx: Context) -> Shown:
    """The lists of today and what came and went of late."""
    desk, today = ctx.desk, ctx.desk.today()
    with desk.looking():
        listed = all_listed(desk)
        found = key_lists(desk, today, listed)
        moved = rolls(desk, today - timedelta(days=LOOK_BACK), today, listed)
        projects = {project.id: project for one in found for _, project in one.entries}
        return Shown(found, tuple(moved), kept_lights(desk, list(projects.values())))


class ListCard(Card):
    """One list: its projects, and how many they are and add up to."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(ctx.theme, ctx.formats.choice(KINDS["listing"].fields["list"], name))
        self._ctx = ctx
        self._lines = KeptLines(ctx, 2)
        self._unknown = Label("", Role.META, "text.3")
        self._none = Label(ctx.tr("ui.key_lists.empty"), tone="text.3", wrap=True)
        self.body.setSpacing(ctx.theme.px(2))
        for part in (self._lines, self._unknown, self._none):
            self.body.addWidget(part)

    def show_list(self, one: KeyList, lights: dict[str, Light]) -> None:
        """Show who is on it."""
        ctx = self._ctx
        self.header.set_count(ctx.tr("ui.key_lists.count", count=len(one.entries)))
        total = ctx.tr("ui.key_lists.sum", sum=ctx.formats.amount_with_unit(one.investment))
        self.header.set_unit(total if one.entries else "")
        shown = [(entry, project, lights.get(project.id)) for entry, project in one.entries]
        self._lines.show_lines([(told[0].id, told, partial(self._entry, *told)) for told in shown])
        self._unknown.setText(ctx.tr("ui.key_lists.unknown", count=one.unknown))
        self._unknown.setVisible(one.unknown > 0)
        self._none.setVisible(not one.entries)

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


class RollsCard(Card):
    """Who came onto a list or left one of late."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.key_lists.rolls", days=LOOK_BACK))
        self._ctx = ctx
        self._lines = KeptLines(ctx, 8)
        self._none = Label(ctx.tr("ui.key_lists.no_rolls"), tone="text.3")
        self.body.addWidget(self._lines)
        self.body.addWidget(self._none)

    def show_rolls(self, moved: Sequence[Roll]) -> None:
        """Show the latest of them."""
        self.header.set_count(str(len(moved) or ""))
        shown = [(f"{roll.entry.id} {roll.into}", roll) for roll in moved[:MOST_ROLLS]]
        self._lines.show_lines([(name, roll, partial(self._line, roll)) for name, roll in shown])
        self._none.setVisible(not moved)

    def _line(self, roll: Roll) -> QWidget:
        ctx, field = self._ctx, KINDS["listing"].fields["list"]
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
        return holder


class FourLists(QScrollArea):
    """Each project opens its page."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        px = ctx.theme.px
        content = QWidget()
        content.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        self._columns = Columns(ctx)
        column.addWidget(self._columns)
        column.addStretch(1)
        self.setWidget(content)
        self.cards: dict[str, ListCard] = {}
        self._kept = KeptCards()

    def refresh(self) -> None:
        """Read the lists again."""
        self._ctx.read(lambda: load_lists(self._ctx), self._show, key=("four-lists",), owner=self)

    def _show(self, shown: Shown) -> None:
        with self._kept.shown():
            self.cards = {one.name: self._card(one, shown.lights) for one in shown.lists}
            cards: list[QWidget] = list(self.cards.values())
            moved = self._kept.card("rolls", None, lambda: RollsCard(self._ctx))
            moved.show_rolls(shown.rolls)
            self._columns.set_columns([cards[:2], cards[2:], [moved]])

    def _card(self, one: KeyList, lights: dict[str, Light]) -> "ListCard":
        card = self._kept.card(one.name, self._ctx.formats.unit_name, lambda: ListCard(self._ctx, one.name))
        card.show_list(one, lights)
        return card
