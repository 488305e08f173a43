"""The form of a ruling: how, each party's percent, where it lands, and why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.model.records import RULINGS
from app.services.clashes import Case
from ui.components.claim_words import party_name
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.conflict_choice import ConflictChoice
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.fields.text_field import TextArea, TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label
from ui.widgets.nesting import nest

WHOLE, NOTHING = "100", "0"


class RulingForm(QWidget):
    """Percents follow the way of ruling until the user types other ones; their sum stands beside them."""

    accepted = Signal(dict)
    """The values of ``app.services.clashes.rule_clash``."""

    def __init__(self, ctx: Context, case: Case) -> None:
        super().__init__()
        self._ctx, self._case = ctx, case
        px = ctx.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(Label(ctx.tr("ui.clash.rule"), Role.CARD_TITLE))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        self._make_ways()
        nest(column, self._grid)
        self.shares = {party.unit_id: TextField(ctx.theme, limit=3) for party in case.parties}
        self._percents = QGridLayout()
        self._percents.setHorizontalSpacing(px(12))
        self._percents.setVerticalSpacing(px(8))
        self._share_rows = self._make_shares()
        self.sum = Label("", Role.BODY_BOLD)
        nest(column, self._percents)
        column.addWidget(self.sum)
        choices = [Choice(party.unit_id, party_name(ctx, party)) for party in case.parties]
        self.landing = ChoiceField(ctx.theme, choices)
        self.landing_row = FormRow(ctx.theme, ctx.tr("field.clash.landing_unit"), self.landing, required=True)
        column.addWidget(self.landing_row)
        self.reason = TextArea(ctx.theme, lines=3)
        self.reason_row = FormRow(
            ctx.theme,
            ctx.tr("field.clash.reason"),
            self.reason,
            required=True,
            help=ctx.tr("ui.clash.reason.help"),
        )
        column.addWidget(self.reason_row)
        self.problem = Label("", Role.META, "danger", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        self.accept_button = Button(ctx.theme, ctx.tr("ui.clash.rule"), ButtonKind.PRIMARY, hint="Ctrl+Enter")
        self.accept_button.clicked.connect(self.accept)
        foot.addWidget(self.accept_button)
        nest(column, foot)
        self._begin()

    # ---- parts
    def _make_ways(self) -> None:
        ctx = self._ctx
        self.ways = QButtonGroup(self)
        for number, ruling in enumerate(RULINGS):
            choice = ConflictChoice(
                ctx.theme, ctx.tr(f"choice.clash.ruling.{ruling}"), ctx.tr(f"ui.clash.way.{ruling}")
            )
            self.ways.addButton(choice, number)
        self.ways.idToggled.connect(lambda number, on: self._follow(RULINGS[number]) if on else None)

    def _make_shares(self) -> list[FormRow]:
        ctx, rows = self._ctx, list[FormRow]()
        for party in self._case.parties:
            editor = self.shares[party.unit_id]
            label = ctx.tr("ui.clash.share_of", unit=party_name(ctx, party))
            rows.append(FormRow(ctx.theme, label, editor, above=True))
            editor.changed.connect(self._add_up)
        return rows

    def arrange(self, *, narrow: bool) -> None:
        """Two abreast, or one below the other where there is no room."""
        abreast = 1 if narrow else 2
        for grid, widgets in ((self._grid, self.ways.buttons()), (self._percents, self._share_rows)):
            for number, widget in enumerate(widgets):
                grid.addWidget(widget, number // abreast, number % abreast)
            for column in range(2):
                grid.setColumnStretch(column, 1 if column < abreast else 0)

    def _begin(self) -> None:
        """A case that is ruled on again begins with its ruling; a new one with the first to report."""
        row = self._case.row
        ruling = row["ruling"] or RULINGS[0]
        self.ways.button(RULINGS.index(ruling)).setChecked(True)
        if row["ruling"]:
            for party in self._case.parties:
                self.shares[party.unit_id].set_value(str(party.share or 0))
            self.landing.set_value(row["landing_unit"])
            self.reason.set_value(row["reason"])
        self._add_up()

    # ---- following
    @property
    def ruling(self) -> str:
        """The way chosen."""
        return RULINGS[self.ways.checkedId()]

    def choose(self, ruling: str) -> None:
        """Choose a way, as a click does."""
        self.ways.button(RULINGS.index(ruling)).setChecked(True)

    def _follow(self, ruling: str) -> None:
        units = [party.unit_id for party in self._case.parties]
        if ruling in ("one", "other"):
            winner = units[0] if ruling == "one" else units[1]
            for unit, editor in self.shares.items():
                editor.set_value(WHOLE if unit == winner else NOTHING)
        elif ruling == "shared":
            for number, editor in enumerate(self.shares.values()):
                each = 100 // len(units)
                editor.set_value(str(100 - each * (len(units) - 1) if number == 0 else each))
        self.landing_row.setVisible(ruling == "best_place")
        self._add_up()

    def _add_up(self) -> None:
        total = sum(self._percent(unit) or 0 for unit in self.shares)
        self.sum.setText(self._ctx.tr("ui.clash.sum", sum=total))
        self.sum.set_tone("text.1" if total == 100 else "danger")

    def _percent(self, unit: str) -> int | None:
        typed = self.shares[unit].raw().strip().removesuffix("%").strip()
        return int(typed) if typed.isdecimal() else None

    # ---- accepting
    def accept(self) -> None:
        """Hand the ruling over; the rules judge it."""
        wrong = [unit for unit in self.shares if self._percent(unit) is None]
        if wrong:
            self.show_problem("shares", self._ctx.tr("rules.ruling.parties"))
            return
        self.accepted.emit(
            {
                "ruling": self.ruling,
                "shares": {unit: self._percent(unit) for unit in self.shares},
                "landing_unit": self.landing.value(),
                "reason": self.reason.raw(),
            }
        )

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what does not stand, at its row where it has one."""
        rows = {"reason": self.reason_row, "landing_unit": self.landing_row}
        self.problem.setText("" if field in rows else sentence)
        if field in rows:
            rows[field].set_error(sentence)
