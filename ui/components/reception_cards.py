"""The cards of a reception: its days, both sides by rank, the seats, what is still to be settled."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.phones import display_phone
from app.rules.seating import LONG, ROUND, THEIRS
from app.services.receptions import ReceptionView, add_guests, reset_seats, shift_person, swap_seats
from app.store.reading import Filter
from ui.components.lookup import finder
from ui.components.record_menu import record_menu
from ui.components.visit_line import change_order, shifts
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Icon
from ui.widgets.fields.choice_field import RefField
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.opening_row import OpeningRow
from ui.widgets.seating_plan import SeatingPlan, ShownSeat
from ui.widgets.switches import SegmentedControl

_WHEN, _NAME, _RANK = 92, 76, 20


class StopLine(OpeningRow):
    """One stop: its hours, what it is, where, who goes along and who answers for it."""

    def __init__(self, ctx: Context, row: Row) -> None:
        super().__init__(ctx.theme)
        self._ctx, self._row = ctx, row
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        px = ctx.theme.px
        hours = "–".join(filter(None, (row["time"], row["until"])))
        owner = ctx.tr("ui.reception.owner", name=row["owner"]) if row["owner"] else ""
        told = [row["place"], ctx.formats.listed(row["people"] or []), owner, row["vehicles"]]
        detail = ctx.tr("ui.dot").join(one for one in told if one)
        line = QHBoxLayout(self)
        line.setContentsMargins(px(6), px(3), px(6), px(3))
        line.setSpacing(px(8))
        when = Label(hours, Role.META, "text.2")
        when.setFixedWidth(px(_WHEN))
        line.addWidget(when)
        title = ElidedLabel(ctx.formats.title(row))
        title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line.addWidget(title, 3)
        words = ElidedLabel(detail, Role.META, "text.2")
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.addWidget(words, 4)
        if row["kind"]:
            line.addWidget(
                Label(
                    ctx.formats.choice(KINDS["reception_stop"].fields["kind"], row["kind"]),
                    Role.META,
                    "text.3",
                )
            )
        self.setAccessibleName(f"{hours} {ctx.formats.title(row)} {detail}".strip())

    def menu(self) -> Menu:
        """What can be done with the stop."""
        return record_menu(self._ctx, self, self._row, open=self.opened.emit)


class DaysCard(Card):
    """日程安排: the stops under their days."""

    def __init__(self, ctx: Context, view: ReceptionView) -> None:
        count = str(len(view.stops)) if view.stops else ""
        super().__init__(
            ctx.theme, ctx.tr("ui.reception.days"), count=count, link=ctx.tr("ui.reception.add_stop")
        )
        last = view.stops[-1]["held_on"] if view.stops else view.row["starts_on"]
        begin = {"reception_id": view.row.id, "held_on": last}
        self.header.link_clicked.connect(lambda: ctx.new_asked.emit("reception_stop", begin))
        self.body.setSpacing(ctx.theme.px(2))
        self.lines: list[StopLine] = []
        before = None
        for row in view.stops:
            if row["held_on"] != before:
                before = row["held_on"]
                self.body.addWidget(Label(ctx.formats.day(before), Role.META, "text.2"))
            line = StopLine(ctx, row)
            line.opened.connect(partial(ctx.record_asked.emit, row.kind, row.id))
            self.lines.append(line)
            self.body.addWidget(line)
        if not view.stops:
            self.body.addWidget(Label(ctx.tr("ui.reception.no_stops"), tone="text.3", wrap=True))


class PersonLine(OpeningRow):
    """Somebody of one side; Alt+Up and Alt+Down change the rank."""

    def __init__(self, ctx: Context, row: Row, rank: int, ends: tuple[bool, bool]) -> None:
        super().__init__(ctx.theme)
        self._ctx, self._row, self._ends = ctx, row, ends
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        px = ctx.theme.px
        line = QHBoxLayout(self)
        line.setContentsMargins(px(6), px(3), px(6), px(3))
        line.setSpacing(px(8))
        place = Label(str(rank), Role.META, "text.3")
        place.setFixedWidth(px(_RANK))
        name = ElidedLabel(ctx.formats.title(row))
        name.setMinimumWidth(px(_NAME))
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        phone = display_phone(row["phone"]) if row["phone"] else ""
        told = [row["firm"], row["title"], row["arrives"], row["needs"]]
        post = ElidedLabel(ctx.tr("ui.dot").join(one for one in told if one), Role.META, "text.2")
        post.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.addWidget(place)
        line.addWidget(name)
        line.addWidget(post, 1)
        line.addWidget(Label(phone, Role.META, "text.2"))
        self.setAccessibleName(f"{rank} {ctx.formats.title(row)} {post.text()} {phone}".strip())

    @property
    def person(self) -> str:
        """The record it stands for."""
        return self._row.id

    def menu(self) -> Menu:
        """Open, move, copy, delete."""
        return record_menu(self._ctx, self, self._row, open=self.opened.emit, last=self._add_moves)

    def shift(self, by: int) -> None:
        """Up (-1) or down (1) among the side."""
        ctx, id = self._ctx, self._row.id
        said = ctx.tr("ui.reception.said.shifted", name=ctx.formats.title(self._row))
        change_order(ctx, lambda: shift_person(ctx.desk, id, by), said)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and shifts(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if by := shifts(event):
            self.shift(by)
        else:
            super().keyPressEvent(event)

    def _add_moves(self, menu: Menu) -> None:
        for (key, by, icon, hint), end in zip(
            (("up", -1, "arrow-up", "Alt+↑"), ("down", 1, "arrow-down", "Alt+↓")), self._ends, strict=True
        ):
            words, why_not = self._ctx.tr(f"ui.reception.{key}"), self._ctx.tr(f"ui.reception.{key}.end")
            menu.add(words, partial(self.shift, by), icon=icon, hint=hint, enabled=not end, why_not=why_not)


class PeopleCard(Card):
    """One side by rank; contacts are added by typing. It stays while its people change."""

    def __init__(self, ctx: Context, view: ReceptionView, side: str) -> None:
        self._key = "guests" if side == THEIRS else "hosts"
        link = ctx.tr("ui.reception.new_guest" if side == THEIRS else "ui.reception.add_host")
        super().__init__(ctx.theme, ctx.tr(f"ui.reception.{self._key}"), link=link)
        self._ctx, self._id, self._side = ctx, view.row.id, side
        begin = {"reception_id": view.row.id, "side": side}
        self.header.link_clicked.connect(lambda: ctx.new_asked.emit("reception_person", begin))
        self.lines: list[PersonLine] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(ctx.theme.px(2))
        nest(self.body, self._rows)
        if side == THEIRS:
            self._offer_contacts()
        self.show_view(view)

    def show_view(self, view: ReceptionView) -> None:
        """Show the people as they are now; the keyboard stays on who it was on."""
        ctx, rows = self._ctx, view.guests if self._side == THEIRS else view.hosts
        held = next((one.person for one in self.lines if one.hasFocus()), "")
        clear_layout(self._rows)
        self.header.set_count(str(len(rows)) if rows else "")
        self.lines = []
        for rank, row in enumerate(rows, start=1):
            line = PersonLine(ctx, row, rank, (rank == 1, rank == len(rows)))
            line.opened.connect(partial(ctx.record_asked.emit, row.kind, row.id))
            self.lines.append(line)
            self._rows.addWidget(line)
            if row.id == held:
                QTimer.singleShot(0, line, line.setFocus)  # what is not shown yet does not take the keyboard
        if not rows:
            self._rows.addWidget(Label(ctx.tr(f"ui.reception.no_{self._key}"), tone="text.3", wrap=True))
        if self._side == THEIRS:
            self._firm = view.row["company_id"]
            self.people.setVisible(bool(self._firm) and not rows)

    def _offer_contacts(self) -> None:
        ctx = self._ctx
        words = ctx.tr("ui.reception.add_guest")
        self.adder = RefField(ctx.theme, finder(ctx, "contact", self), example=words)
        self.adder.changed.connect(self._picked)
        self.adder.setAccessibleName(words)
        row = QHBoxLayout()
        row.addWidget(self.adder, 1)
        self.people = Button(ctx.theme, ctx.tr("ui.reception.firm_people"), ButtonKind.QUIET, icon="users")
        self.people.clicked.connect(lambda: self.add(self._people_of(self._firm)))
        row.addWidget(self.people)
        nest(self.body, row)

    def add(self, contacts: Sequence[str]) -> None:
        """Put contacts among the guests."""
        ctx, id = self._ctx, self._id
        names = ctx.names([("contact", one) for one in contacts])
        said = ctx.tr("ui.reception.said.added", name=ctx.formats.listed(list(names.values())))
        change_order(ctx, lambda: add_guests(ctx.desk, id, contacts), said)

    def _people_of(self, firm: str) -> list[str]:
        return list(self._ctx.desk.store.ids("contact", filters=[Filter("company_id", "eq", firm)]))

    def _picked(self) -> None:
        if id := self.adder.value():
            self.adder.set_value(None)
            self.add([id])


class SeatsCard(Card):
    """座次: each table of the reception, one in view. It stays while seats and people change."""

    def __init__(self, ctx: Context, view: ReceptionView) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.reception.seats"))
        self._ctx, self._view, self.shape = ctx, view, view.shapes[0]
        self._names: dict[str, str] = {}
        self.none = Label(ctx.tr("ui.reception.no_seats"), tone="text.3", wrap=True)
        self.body.addWidget(self.none)
        field = KINDS["reception"].fields["seating"]
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        tables = [(one, ctx.formats.choice(field, one)) for one in (LONG, ROUND)]
        self.switch = SegmentedControl(ctx.theme, tables, small=True)
        self.switch.changed.connect(self.show_shape)
        head.addWidget(self.switch)
        head.addStretch(1)
        again = Button(ctx.theme, ctx.tr("ui.reception.by_rules"), ButtonKind.QUIET, icon="rotate-ccw")
        again.clicked.connect(self.reset)
        head.addWidget(again)
        self.body.addWidget(self._head)
        self.plans = {shape: self._plan(shape) for shape in (LONG, ROUND)}
        for plan in self.plans.values():
            self.body.addWidget(plan)
        self.told = Label(ctx.tr("ui.reception.seat_keys"), Role.META, "text.3", wrap=True)
        self.body.addWidget(self.told)
        self.show_view(view)

    def show_view(self, view: ReceptionView) -> None:
        """Show the seats as they are now."""
        ctx, self._view = self._ctx, view
        self._names = {row.id: str(row["name"]) for row in (*view.guests, *view.hosts)}
        ranks = {
            row.id: ctx.tr(f"document.reception.seat.{key}", rank=rank)
            for key, side in (("guest", view.guests), ("host", view.hosts))
            for rank, row in enumerate(side, start=1)
        }
        ours = {row.id for row in view.hosts}
        for shape, plan in self.plans.items():
            plan.set_seats(
                [
                    ShownSeat(
                        one.person,
                        self._names[one.person],
                        ranks[one.person],
                        one.x,
                        one.y,
                        one.person in ours,
                    )
                    for one in view.seats(shape)
                ]
            )
        some = bool(self._names)
        self.none.setVisible(not some)
        self._head.setVisible(some)
        self.told.setVisible(some)
        self.switch.setVisible(len(view.shapes) > 1)
        self.show_shape(self.shape if self.shape in view.shapes else view.shapes[0])

    def show_shape(self, shape: str) -> None:
        """Show another table."""
        self.shape = shape
        for name, plan in self.plans.items():
            plan.setVisible(name == shape and bool(self._names))

    def swap(self, first: str, second: str) -> None:
        """Exchange the seats of two."""
        ctx, id, shape = self._ctx, self._view.row.id, self.shape
        names = {"first": self._names.get(first, ""), "second": self._names.get(second, "")}
        change_order(
            ctx,
            lambda: swap_seats(ctx.desk, id, shape, first, second),
            ctx.tr("ui.reception.said.swapped", **names),
        )

    def reset(self) -> None:
        """By the rules again."""
        ctx, id, shape = self._ctx, self._view.row.id, self.shape
        change_order(ctx, lambda: reset_seats(ctx.desk, id, shape), ctx.tr("ui.reception.said.reset"))

    def _plan(self, shape: str) -> SeatingPlan:
        ctx = self._ctx
        words = ctx.tr(f"document.reception.table.{shape}")
        plan = SeatingPlan(ctx.theme, words, ctx.tr("ui.reception.door"), round=shape == ROUND)
        plan.swapped.connect(self.swap)
        plan.taken.connect(self._tell)
        plan.menu_of = partial(self._menu, plan)
        return plan

    def _tell(self, taken: bool) -> None:
        self.told.setText(self._ctx.tr("ui.reception.taken" if taken else "ui.reception.seat_keys"))

    def _menu(self, plan: SeatingPlan, key: str) -> Menu:
        ctx, menu = self._ctx, Menu(self._ctx.theme, plan)
        held = plan.held
        words = (
            ctx.tr("ui.reception.swap_with", name=self._names.get(held, ""))
            if held
            else ctx.tr("ui.reception.take")
        )
        menu.add(words, plan.take, icon="arrow-left-right", hint="F2")
        if key:
            open_person = partial(ctx.record_asked.emit, "reception_person", key)
            menu.add(ctx.tr("ui.action.open"), open_person, icon="user")
        menu.addSeparator()
        menu.add(ctx.tr("ui.reception.by_rules"), self.reset, icon="rotate-ccw")
        return menu


class WarningsCard(Card):
    """需要调整: somebody is wanted twice, there is no time for the way, an end lies before its beginning."""

    def __init__(self, ctx: Context, view: ReceptionView) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.reception.warnings"), count=str(view.warnings.count))
        for line in warning_words(ctx, view):
            row = QHBoxLayout()
            row.setSpacing(ctx.theme.px(8))
            row.addWidget(Icon(ctx.theme, "alert-triangle", "warn", 14), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(line, wrap=True), 1)
            nest(self.body, row)


def warning_words(ctx: Context, view: ReceptionView) -> list[str]:
    """What would go wrong, a line each."""
    found, names = view.warnings, view.warnings.names or {}
    stops = {row.id: ctx.formats.title(row) for row in view.stops}
    said = [
        ctx.tr(
            "ui.reception.twice",
            person=one.person,
            day=ctx.formats.short_day(one.day),
            other=names.get(one.other.id, ""),
        )
        for one in found.twice
    ]
    for gap in found.short:
        key = "ui.reception.short" if gap.travel else "ui.reception.no_gap"
        told = {"before": stops[gap.before], "after": stops[gap.after], "missing": gap.missing}
        said.append(ctx.tr(key, **told | ({"travel": gap.travel} if gap.travel else {})))
    return said + [ctx.tr("ui.reception.backwards", name=stops[id]) for id in found.backwards]
