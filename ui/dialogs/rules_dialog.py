"""规则包: the tables that everything here is judged by, as their document prints them, and a case to try."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.policy.cases import FactUnusable
from app.policy.explaining import label as fact_label
from app.policy.explaining import unit_said
from app.policy.facts import Fact, FactKind, Unit
from app.policy.pack import Pack
from app.policy.shapes import MEASURES
from app.policy.showing import ROUTES, SOURCE, Shown, Tried, show_table, table_names, try_table
from app.policy.table import FactsMissing
from app.rules.routing import route
from app.services.policy import holidays_of
from app.services.table_asks import ASKS, Ask, Sort
from app.services.table_asks import label as ask_label
from app.services.table_trials import try_list
from ui.components.parsers import read_day
from ui.components.plain_table import PlainTable
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowValues
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.fields.parsed_field import DateField
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

WIDTH, HEIGHT, TABLE_HEIGHT, LEAST_TABLE = 1080, 760, 280, 104
ANSWER = "answer"  # the column that says of each row whether it answers the case that was tried
_FIELDS_IN_ROW = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which rows answer the case that was tried, and why each other does not."""

    rows: Sequence[str]
    why_not: Mapping[str, str]


class RulesDialog(Dialog):
    """One table at a time; the case that is tried stays while it is changed."""

    def __init__(self, ctx: Context, pack: Pack) -> None:
        title = ctx.tr("ui.rules.title", name=pack.name.said(ctx.words.language), version=pack.version)
        super().__init__(ctx.theme, title, accept=ctx.tr("ui.run.close"), width=WIDTH, size=(WIDTH, HEIGHT))
        self._ctx, self._pack = ctx, pack
        self.cancel_button.hide()
        self.names = table_names(pack, ctx.words)
        self.choice = ChoiceField(ctx.theme, [Choice(name, said) for name, said in self.names.items()])
        self.choice.setAccessibleName(ctx.tr("ui.rules.tables"))
        self.choice.changed.connect(self._chosen)
        line = QHBoxLayout()
        line.setSpacing(ctx.theme.px(12))
        line.addWidget(Label(ctx.tr("ui.rules.tables"), tone="text.2"))
        line.addWidget(self.choice, 1)
        line.addStretch(1)
        nest(self.body, line)
        self.body.addWidget(self._contents(), 1)
        self.fields: dict[str, FormRow] = {}
        self.table: PlainTable | None = None
        self.show_table(next(iter(self.names)))

    def _contents(self) -> Scrolled:
        """The table, its current row in full, and the case: higher than the screen, they scroll."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, self._ctx.theme.px(4), 0)
        column.setSpacing(self._ctx.theme.px(12))
        self._place = QHBoxLayout()
        nest(column, self._place, 1)
        self.whole = Label("", tone="text.2", wrap=True)
        self.whole.allow_copy()
        column.addWidget(self.whole)
        column.addWidget(Label(self._ctx.tr("ui.rules.try"), Role.CARD_TITLE))
        self._place_of_form = QHBoxLayout()
        nest(column, self._place_of_form)
        self.answer = Label("", wrap=True)
        column.addWidget(self.answer)
        self.area = Scrolled(content)
        return self.area

    # ---- the table
    def show_table(self, name: str) -> None:
        """Show the table called ``name``."""
        self.choice.set_value(name)
        self.shown = show_table(self._pack, name, self._ctx.words)
        self._show(None)
        self._ask()
        self.answer.setText("")

    def _chosen(self) -> None:
        if (name := self.choice.value()) in self.names:
            self.show_table(str(name))

    def _show(self, tried: Verdict | None) -> None:
        clear_layout(self._place)
        ctx, shown = self._ctx, self.shown
        self.table = PlainTable(ctx, _columns(ctx, shown, tried), ctx.tr("ui.rules.empty"))
        self.table.setMinimumHeight(ctx.theme.px(LEAST_TABLE))  # on a small screen the case keeps its room
        self.table.setMaximumHeight(ctx.theme.px(TABLE_HEIGHT))
        self.table.grid.setAccessibleName(self.names[shown.name])
        self._place.addWidget(self.table)
        rows = _answering_first(shown.rows, tried)
        self.table.grid.current_changed.connect(partial(self._show_whole, self.table))
        self.table.table.loaded.connect(partial(self._stand_on_first, self.table))
        self.table.show_rows(rows)

    def _stand_on_first(self, table: PlainTable, count: int) -> None:
        if count and not table.grid.current_id():
            table.grid.set_current_id(table.table.id_at(0))

    def _show_whole(self, table: PlainTable, id: str) -> None:
        """The row one stands on, whatever of it its cells have no room for."""
        row = next((one for one in self.shown.rows if one["id"] == id), None)
        told = (
            []
            if row is None
            else [
                self._ctx.tr("ui.rules.cell", column=column.title, text=column.format(row).text)
                for column in table.table.columns
            ]
        )
        self.whole.setText(self._ctx.tr("ui.dot").join(told))

    # ---- the case
    def _ask(self) -> None:
        clear_layout(self._place_of_form)
        form = QWidget()
        self._form = QGridLayout(form)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(self._ctx.theme.px(12))
        self._place_of_form.addWidget(form)
        asks = ASKS.get(self.shown.name, ())
        self.fields = {fact.name: self._field(fact) for fact in self.shown.facts}
        self.fields |= {ask.name: self._asked(ask) for ask in asks}
        for at, row in enumerate(self.fields.values()):
            self._form.addWidget(row, at // _FIELDS_IN_ROW, at % _FIELDS_IN_ROW)
        if self.fields:
            button = Button(self._ctx.theme, self._ctx.tr("ui.rules.run"))
            button.clicked.connect(self.run)
            last = QWidget()
            side = QHBoxLayout(last)
            side.setContentsMargins(0, 0, 0, 0)
            side.addStretch(1)
            side.addWidget(button)
            self._form.addWidget(last, self._form.rowCount(), 0, 1, _FIELDS_IN_ROW)

    def _field(self, fact: Fact) -> FormRow:
        ctx, label = self._ctx, fact_label(fact, self._ctx.words)
        editor: FieldEditor
        if fact.kind is FactKind.NUMBER:
            editor = TextField(ctx.theme)
            if fact.unit:
                label = ctx.tr("ui.rules.unit", fact=label, unit=unit_said(fact.unit, ctx.words))
        else:
            editor = ChoiceField(ctx.theme, self._choices(fact))
        editor.changed.connect(lambda: self.fields[fact.name].set_error(""))
        return FormRow(ctx.theme, label, editor, above=True)

    def _asked(self, ask: Ask) -> FormRow:
        """One thing that a plain list asks for."""
        ctx, label = self._ctx, ask_label(ask, self._ctx.words)
        editor: FieldEditor = TextField(ctx.theme)
        if ask.options is not None:
            options = ask.options(self._pack, ctx.words)
            editor = ChoiceField(ctx.theme, [Choice(word, said) for word, said in options.items()])
        elif ask.sort is Sort.DAY:
            example = ctx.tr("ui.form.example.date")
            shown = ctx.formats.day
            editor = DateField(ctx.theme, lambda t: read_day(ctx, t), shown, today=ctx.today, example=example)
        elif ask.unit is not None and ask.unit is not Unit.ITEMS and ask.name not in MEASURES:
            label = ctx.tr("ui.rules.unit", fact=label, unit=unit_said(ask.unit, ctx.words))
        editor.changed.connect(lambda: self.fields[ask.name].set_error(""))
        return FormRow(ctx.theme, label, editor, above=True)

    def _choices(self, fact: Fact) -> list[Choice]:
        if fact.kind is FactKind.FLAG:
            return [Choice(one, self._ctx.tr(f"policy.{one}")) for one in ("yes", "no")]
        words = self._pack.words.get(fact.words, {})
        return [Choice(word, text.said(self._ctx.words.language)) for word, text in words.items()]

    def run(self) -> None:
        """Try what is filled in."""
        ctx, name = self._ctx, self.shown.name
        raw = {fact: row.editor.value() for fact, row in self.fields.items()}
        told = {fact: value for fact, value in raw.items() if value is not None}
        try:
            if name in ASKS:
                listed = try_list(self._pack, name, told, ctx.words, holidays_of(ctx.desk))
                self._show(Verdict(listed.rows, listed.why_not))
                self._say("\n".join([*listed.says, *self._sources(listed.rows)]), "text.1")
                return
            tried = try_table(self._pack, name, told, ctx.words)
        except FactsMissing as error:
            wanted = str(error.params["facts"]).split(", ")
            labels = ctx.formats.listed([self._label(one) for one in wanted])
            self._say(ctx.tr("ui.rules.missing", facts=labels), "warn")
            return
        except FactUnusable as error:  # words and yes or no are picked: only a number can be mistyped
            self.fields[error.field].set_error(ctx.tr("ui.rules.number"))
            return
        self._show(Verdict((tried.row,), tried.why_not))
        self._say("\n".join(self._told(tried, told)), "text.1")

    def _label(self, name: str) -> str:
        """What is asked for under a name."""
        asks = {ask.name: ask for ask in ASKS.get(self.shown.name, ())}
        return ask_label(asks[name], self._ctx.words) if name in asks else self.shown.columns.get(name, name)

    def _sources(self, rows: Sequence[str]) -> list[str]:
        """Where the rows stand that answer, each document once."""
        known = {row.id: row.source for row in self._pack.table(self.shown.name).rows}
        language = self._ctx.words.language
        said = dict.fromkeys(self._pack.source_text(known[id], language) for id in rows)
        return [self._ctx.tr("ui.rules.answered_by", source=one) for one in said]

    def _told(self, tried: Tried, told: Mapping[str, object]) -> list[str]:
        ctx = self._ctx
        said = [tried.says]
        if self.shown.name == ROUTES:
            found, language = route(self._pack, told), ctx.words.language
            way = found.way.name.said(language)
            said = [ctx.tr("policy.asks", fact=ctx.tr("policy.column.route"), wanted=way)]
            if found.raised_from is not None:
                said.append(ctx.tr("policy.raised", way=found.raised_from.name.said(language)))
            if found.at_top:
                said.append(ctx.tr("policy.at_top"))
        said.append(ctx.tr("ui.rules.answered_by", source=tried.source))
        if tried.assumed:
            said.append(ctx.tr("ui.rules.assumed", facts=ctx.formats.listed(list(tried.assumed))))
        return said

    def _say(self, text: str, tone: str) -> None:
        self.answer.setText(text)
        if text:  # laid out first
            QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.answer))
        self.answer.set_tone(tone)  # type: ignore[arg-type]


def _columns(ctx: Context, shown: Shown, tried: Verdict | None) -> list[Column]:
    columns = [_column(key, title) for key, title in shown.columns.items()]
    if tried is None:
        return columns
    first = Column(
        ANSWER, ctx.tr("ui.rules.why_not"), lambda row: _standing(ctx, tried, row), 240, CellKind.TEXT
    )
    return [first, *columns]


def _column(key: str, title: str) -> Column:
    def cell(row: RowValues) -> Cell:
        text = str(row.get(key, ""))
        return Cell(text, tone="text.2" if key == SOURCE else "text.1", tooltip=text)

    kind = CellKind.NAME if key == SOURCE else CellKind.TEXT
    return Column(key, title, cell, 160 if key == SOURCE else 148, kind)


def _standing(ctx: Context, tried: Verdict, row: RowValues) -> Cell:
    if row["id"] in tried.rows:
        return Cell(ctx.tr("ui.rules.answers"), tone="success", bold=True)
    why = tried.why_not.get(str(row["id"]), "")
    return Cell(why, tone="text.2", tooltip=why)


def _answering_first(rows: Sequence[Mapping[str, str]], tried: Verdict | None) -> list[Mapping[str, str]]:
    return sorted(rows, key=lambda row: tried is not None and row["id"] not in tried.rows)
