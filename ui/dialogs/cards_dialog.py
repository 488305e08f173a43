"""A phone book before it is taken in: every card beside who is here already, one undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import OutpostError
from app.rules.phones import display_phone
from app.services.phone_book import Chosen, Planned, plan_file, take_chosen, write_book
from ui.components.checked_table import Line, Shown
from ui.components.mapping_table import MappingTable
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.context.formats import Names
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import EmptyState
from ui.widgets.label import Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest

WIDTHS = (120, 330, 240, 230, 120)
DECIDE = 4
NEW, SKIP = "new", "skip"


@dataclass(frozen=True, slots=True)
class _Read:
    """The cards of a file, and the names of the firms of who is here already."""

    planned: Sequence[Planned]
    names: Names


class CardsDialog(WritingDialog):
    """Who is here already is not taken in again, unless the user says so or fills the contact up."""

    planned_shown = Signal()
    """The cards are shown."""

    def __init__(self, ctx: Context, file: Path) -> None:
        title = ctx.tr("ui.cards.title", name=file.name)
        super().__init__(ctx, title, ctx.tr("ui.cards.accept"), width=880, size=(1080, 600))
        self.file = file
        self.planned: Sequence[Planned] = ()
        self._names: Names = {}
        self.choices: list[str] = []  # NEW, SKIP, or the id of the contact to fill up
        self._build()
        self.accept_button.setEnabled(False)
        ctx.read(self._read, self._show, owner=self, on_error=self._not_read)

    def _build(self) -> None:
        ctx = self._ctx
        holder, page = QWidget(), QWidget()
        self.stack = QStackedLayout(holder)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(8))
        head = QHBoxLayout()
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        head.addWidget(self.summary, 1)
        for choice, key in ((NEW, "ui.cards.all"), (SKIP, "ui.cards.none")):
            button = Button(ctx.theme, ctx.tr(key), ButtonKind.QUIET, small=True)
            button.clicked.connect(lambda _checked=False, choice=choice: self.choose_all(choice))
            head.addWidget(button)
        nest(column, head)
        self.table = MappingTable(ctx, ctx.tr("ui.cards.people"), widths=WIDTHS, asks=DECIDE)
        self.table.asked.connect(self.ask_choice)
        column.addWidget(self.table, 1)
        self.trouble = EmptyState(ctx.theme, "")
        self.stack.addWidget(page)
        self.stack.addWidget(self.trouble)
        self.body.addWidget(holder, 1)

    # ---- showing
    def _read(self) -> _Read:
        ctx = self._ctx
        planned = plan_file(ctx.desk, self.file)
        firms = [("company", row["company_id"]) for one in planned for row in one.same if row["company_id"]]
        return _Read(planned, ctx.names(firms))

    def _show(self, read: _Read) -> None:
        self.planned, self._names = read.planned, read.names
        self.choices = [NEW if one.new else SKIP for one in self.planned]
        self._tell()
        self.table.setFocus()
        self.planned_shown.emit()

    def _tell(self) -> None:
        ctx = self._ctx
        titles = [ctx.tr(f"ui.cards.column.{name}") for name in ("name", "firm", "phones", "known", "choice")]
        self.table.show_lines(titles, [self._line(at) for at in range(len(self.planned))])
        new = self.choices.count(NEW)
        skipped = self.choices.count(SKIP)
        filled = len(self.choices) - new - skipped
        told = ctx.tr("ui.cards.summary", count=len(self.planned), new=new, filled=filled, skipped=skipped)
        self.summary.setText(told)
        self.accept_button.setEnabled(bool(new or filled))

    def _line(self, at: int) -> Line:
        ctx, one, choice = self._ctx, self.planned[at], self.choices[at]
        skipped = choice == SKIP
        numbers = [display_phone(number) for number in one.values.get("phones", ())]
        firm = " · ".join(part for part in (one.company, one.values.get("title", "")) if part)
        note = ctx.tr("ui.cards.to_note", text=ctx.formats.listed(list(one.to_note))) if one.to_note else ""
        return Line(
            str(at),
            [
                Shown(one.values["name"], "text.3" if skipped else "text.1", tooltip=note),
                Shown(firm or "—", "text.2"),
                Shown(
                    ctx.formats.listed(numbers) if numbers else "—",
                    "text.2",
                    light="yellow" if one.to_note else None,
                    tooltip=note,
                ),
                self._known(one),
                Shown(f"{self._choice_words(one, choice)}  ▾", "text.3" if skipped else "accent"),
            ],
        )

    def _known(self, one: Planned) -> Shown:
        """Who is here already, beside the card."""
        ctx = self._ctx
        if not one.same:
            if one.twin is None:
                return Shown("—", "text.3")
            return Shown(ctx.tr("ui.cards.twin", number=one.twin + 1), "text.2", "warn.soft", "yellow")
        row = one.same[0]
        numbers = [display_phone(number) for number in row["phones"] or ()]
        parts = [row["name"], self._names.get(row["company_id"] or "", ""), *numbers]
        text = " · ".join(part for part in parts if part)
        return Shown(text, "text.1", "warn.soft", "yellow", text)

    def _choice_words(self, one: Planned, choice: str) -> str:
        if choice in (NEW, SKIP):
            return self._ctx.tr(f"ui.cards.choice.{choice}")
        name = next((row["name"] for row in one.same if row.id == choice), "")
        return self._ctx.tr("ui.cards.choice.fill", name=name)

    # ---- choosing
    def ask_choice(self, at: int) -> Menu:
        """What may become of a card."""
        one, menu = self.planned[at], Menu(self._ctx.theme, self)
        for choice in (NEW, *(row.id for row in one.same), SKIP):
            action = menu.add(
                self._choice_words(one, choice),
                lambda choice=choice: self.choose(at, choice),  # type: ignore[misc]
            )
            action.setCheckable(True)
            action.setChecked(choice == self.choices[at])
        menu.popup(self.table.spot(at))
        return menu

    def choose(self, at: int, choice: str) -> None:
        """Make a new contact of a card (``NEW``), fill one up (its id), or leave it (``SKIP``)."""
        self.choices[at] = choice
        self._tell()

    def choose_all(self, choice: str) -> None:
        """The same for everybody nobody here resembles."""
        self.choices = [
            choice if one.new else now for one, now in zip(self.planned, self.choices, strict=True)
        ]
        self._tell()

    # ---- writing
    def writing(self) -> Writing | None:
        chosen = [
            Chosen(one, "" if choice == NEW else choice)
            for one, choice in zip(self.planned, self.choices, strict=True)
            if choice != SKIP
        ]
        if not chosen:
            return None
        ctx = self._ctx
        said = ctx.tr("ui.said.cards", count=len(chosen))
        return Writing(lambda: take_chosen(ctx.desk, chosen)[1], said)

    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self.trouble.set_sentence(self._ctx.sentence(error))
            self.stack.setCurrentWidget(self.trouble)
        else:
            self.reject()
            self._ctx.trouble(error)


def export_cards(ctx: Context, parent: QWidget, ids: Sequence[str]) -> None:
    """Ask for a file and write the contacts into it as a phone book."""
    name = ctx.tr("ui.export.file_name", kind=ctx.formats.kind("contact"), day=ctx.formats.day(ctx.today()))
    filters = (f"{ctx.tr('ui.cards.files')} (*.vcf)",)
    ask_where(parent, ctx.tr("ui.cards.export"), f"{name}.vcf", partial(write_cards, ctx, ids), filters)


def write_cards(ctx: Context, ids: Sequence[str], path: Path) -> None:
    """Write the contacts and say how many."""

    def done(_none: None) -> None:
        ctx.say(ctx.tr("ui.said.exported", count=len(ids), name=path.name))

    ctx.read(lambda: write_book(ctx.desk, ids, path), done)
