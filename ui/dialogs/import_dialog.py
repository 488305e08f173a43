"""Importing a ledger: read it, show what would become of it, correct that, import, undo."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import OutpostError
from app.rules.amounts import Unit
from app.services.fill.form import SUFFIXES
from app.services.fill.plan import asks_to_be_filled
from app.services.ledger.apply import ImportResult, import_ledger, plan_import
from app.services.ledger.columns import target_label_key, targets_of
from app.services.ledger.plan import Plan, replan
from app.services.ledger.preview import CellRef, Choice, Corrections, PlannedTable, Tally
from app.services.ledger.reading import Ledger, read_ledger
from app.services.ledger.returned import Comparison, compare, find_sent
from ui.background.aside import Aside
from ui.components.import_grid import PreviewGrid
from ui.components.import_notices import NoticeList
from ui.context.context import Context
from ui.context.formats import Names
from ui.dialogs.returned_dialog import ReturnedDialog, linked_in
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Box, EmptyState
from ui.widgets.dialog import Dialog
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.progress_strip import ProgressStrip
from ui.widgets.switches import SegmentedControl, Tab, TabBar

WIDTH, HEIGHT, NOTICES = 1120, 640, 280
KINDS = ("project", "contact", "company")


class ImportDialog(Dialog):
    """Nothing is written before 导入 is pressed; one undo takes all of it back."""

    planned = Signal()
    """A plan is shown, the first or a corrected one."""

    def __init__(
        self, ctx: Context, file: Path, fill: Callable[[Path, Ledger], QDialog] | None = None, kind: str = ""
    ) -> None:
        """``fill`` makes the dialog that fills the file with the list of ``kind`` one comes from instead."""
        title = ctx.tr("ui.import.title", name=file.name)
        super().__init__(ctx.theme, title, accept=ctx.tr("ui.import.do"), width=960)
        self._ctx = ctx
        self.plan: Plan | None = None
        self._table_key = ""
        self._busy = False
        self._file, self._fill, self._fill_kind = file, fill, kind
        self._ledger: Ledger | None = None
        self._build()
        self.may_accept = self._import
        self.accept_button.setEnabled(False)
        self._say_progress("ui.import.reading", 1)
        self._reader = Aside(self, lambda: read_ledger(file), self._look_at, self._not_read)

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(WIDTH), self._ctx.theme.px(HEIGHT))

    # ---- building
    def _build(self) -> None:
        ctx, px = self._ctx, self._ctx.theme.px
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._progress = ProgressStrip(ctx.theme)
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.addStretch(1)
        column.addWidget(self._progress)
        column.addStretch(1)
        self._stack.addWidget(waiting)
        self._stack.addWidget(self._preview())
        self.trouble = EmptyState(ctx.theme, "")
        self._stack.addWidget(self.trouble)
        self.body.addWidget(holder, 1)
        self.body.setSpacing(px(8))
        self.fill_button = Button(ctx.theme, ctx.tr("ui.fill.instead"), ButtonKind.QUIET, icon="file-text")
        self.fill_button.clicked.connect(self.fill_instead)
        self.fill_button.hide()
        self.add_button(self.fill_button)

    def _preview(self) -> QWidget:
        ctx, px = self._ctx, self._ctx.theme.px
        preview = QWidget()
        column = QVBoxLayout(preview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self._tabs_row = QHBoxLayout()
        nest(column, self._tabs_row)
        self.tabs = TabBar(ctx.theme, [])
        choices = QHBoxLayout()
        choices.setSpacing(px(12))
        choices.addWidget(Label(ctx.tr("ui.import.kind"), Role.META, "text.2"))
        self.kinds = SegmentedControl(
            ctx.theme, [(kind, ctx.tr(f"import.kind.{kind}")) for kind in KINDS], small=True
        )
        self.kinds.changed.connect(self._correct_kind)
        choices.addWidget(self.kinds)
        choices.addSpacing(px(12))
        self._unit_label = Label(ctx.tr("ui.import.unit"), Role.META, "text.2")
        choices.addWidget(self._unit_label)
        units = [(unit.value, ctx.tr(f"ui.unit.{unit.value}")) for unit in Unit]
        self.units = SegmentedControl(ctx.theme, units, small=True)
        self.units.changed.connect(self._correct_unit)
        choices.addWidget(self.units)
        choices.addStretch(1)
        nest(choices, self._legend())
        nest(column, choices)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        frame = Box(ctx.theme, radius=6)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        self.grid = PreviewGrid(ctx)
        self.grid.column_asked.connect(self.ask_column)
        self.grid.row_asked.connect(self.ask_row)
        inside.addWidget(self.grid)
        middle.addWidget(frame, 1)
        self.notices = NoticeList(ctx)
        self.notices.setFixedWidth(px(NOTICES))
        self.notices.place_asked.connect(self._go_to)
        middle.addWidget(self.notices)
        nest(column, middle, 1)
        return preview

    def _legend(self) -> QHBoxLayout:
        ctx, px = self._ctx, self._ctx.theme.px
        legend = QHBoxLayout()
        legend.setSpacing(px(6))
        for state, ground in (("partly", "accent.soft"), ("noted", "warn.soft")):
            swatch = Box(ctx.theme, fill="accent.soft" if ground == "accent.soft" else "warn.soft", radius=3)
            swatch.setFixedSize(px(14), px(14))
            legend.addWidget(swatch)
            legend.addWidget(ElidedLabel(ctx.tr(f"import.state.{state}"), Role.MICRO, "text.3"))
            legend.addSpacing(px(6))
        return legend

    # ---- planning
    def _look_at(self, ledger: Ledger) -> None:
        """One of our exports comes back as a comparison; a form is filled; anything else is planned."""
        ctx, self._ledger = self._ctx, ledger
        if find_sent(ledger.workbook) is None:
            if self._fill is not None:
                self._fill_or_plan(ledger)
            else:
                self._make_plan(ledger)
            return

        def work() -> tuple[Comparison | None, Names]:
            found = compare(ctx.desk, ledger.workbook)
            return found, ctx.names(linked_in(found)) if found is not None else {}

        def done(answer: tuple[Comparison | None, Names]) -> None:
            found, names = answer
            if found is None or not found.ours:
                self._make_plan(ledger)
                return
            self.reject()
            ctx.dialog_asked.emit(ReturnedDialog(ctx, ledger.name, found, names))

        ctx.read(work, done, owner=self, on_error=self._not_read)

    def _fill_or_plan(self, ledger: Ledger) -> None:
        """An empty form, or one that was filled before, is not imported; of others the user may say so."""
        ctx, kind = self._ctx, self._fill_kind
        self.fill_button.setVisible(PurePath(ledger.name).suffix.lower() in SUFFIXES)

        def decided(form: bool) -> None:
            if form:
                self.fill_instead()
            else:
                self._make_plan(ledger)

        ctx.read(lambda: asks_to_be_filled(ctx.desk, ledger, kind), decided, owner=self)

    def fill_instead(self) -> None:
        """Fill the file with the list one comes from."""
        if self._fill is not None and self._ledger is not None:
            self.reject()
            self._ctx.dialog_asked.emit(self._fill(self._file, self._ledger))

    def _make_plan(self, ledger: Ledger) -> None:
        ctx = self._ctx
        ctx.read(lambda: plan_import(ctx.desk, ledger), self._take_plan, owner=self, on_error=self._not_read)

    def _correct(self, corrections: Corrections) -> None:
        """Plan again with other corrections; the latest wins."""
        plan, ctx = self.plan, self._ctx
        if plan is not None:
            ctx.read(lambda: replan(plan, corrections), self._take_plan, key=("plan", id(self)), owner=self)

    def _take_plan(self, plan: Plan) -> None:
        first = self.plan is None
        self.plan = plan
        if not plan.tables:
            self._show_trouble(self._ctx.tr("ui.import.no_tables"))
            return
        if first:
            self._make_tabs()
        self._show_table()
        self.notices.show_notices(plan.notices)
        self.note.setText(self._counts(plan.counts))
        self.accept_button.setEnabled(any(row.choice is not Choice.SKIP for row in plan.rows))
        self._stack.setCurrentIndex(1)
        if first:
            self.grid.setFocus()
        self.planned.emit()

    def _make_tabs(self) -> None:
        assert self.plan is not None
        clear_layout(self._tabs_row)
        tabs = [Tab(table.key, table.table.sheet, str(len(table.rows))) for table in self.plan.tables]
        self.tabs = TabBar(self._ctx.theme, tabs)
        self.tabs.changed.connect(self._choose_table)
        self._tabs_row.addWidget(self.tabs)
        self._tabs_row.addStretch(1)
        self._table_key = self.plan.tables[0].key

    def _choose_table(self, key: str) -> None:
        self._table_key = key
        self._show_table()

    @property
    def table(self) -> PlannedTable:
        """The table in view."""
        assert self.plan is not None
        return next(one for one in self.plan.tables if one.key == self._table_key)

    def _show_table(self) -> None:
        table = self.table
        self.kinds.set_current(table.kind)
        for widget in (self._unit_label, self.units):
            widget.setVisible(table.kind == "project")
        unit = self._corrections().units.get(table.key) or table.table.units.money or Unit.WAN
        self.units.set_current(unit.value)
        self.grid.show_table(table)

    def _counts(self, counts: Mapping[str, Tally]) -> str:
        ctx = self._ctx
        parts = []
        for kind in sorted(counts, key=lambda one: KINDS.index(one) if one in KINDS else len(KINDS)):
            tally = counts[kind]
            words = [
                ctx.tr(f"ui.import.count.{name}", count=count)
                for name, count in (("new", tally.new), ("merged", tally.merged), ("skipped", tally.skipped))
                if count
            ]
            if words:
                parts.append(f"{ctx.formats.kind(kind)} {' '.join(words)}")
        return " · ".join(parts)

    # ---- correcting
    def _corrections(self) -> Corrections:
        return self.plan.corrections if self.plan is not None else Corrections()

    def _correct_kind(self, kind: str) -> None:
        old = self._corrections()
        columns = {place: to for place, to in old.columns.items() if place[0] != self._table_key}
        self._correct(replace(old, kinds={**old.kinds, self._table_key: kind}, columns=columns))

    def _correct_unit(self, unit: str) -> None:
        old = self._corrections()
        self._correct(replace(old, units={**old.units, self._table_key: Unit(unit)}))

    def correct_column(self, number: int, target: str) -> None:
        """The column holds something else; remembered for tables headed alike."""
        old = self._corrections()
        self._correct(replace(old, columns={**old.columns, (self._table_key, number): target}))

    def correct_row(self, key: str, choice: Choice) -> None:
        """Do something else with a row."""
        old = self._corrections()
        self._correct(replace(old, choices={**old.choices, key: choice}))

    def ask_column(self, section: int) -> Menu:
        """What a column may hold, the likely ones first."""
        ctx, table = self._ctx, self.table
        column = table.columns[section - 1]
        likely = [target for target, _score in column.alternatives[:3]]
        menu = Menu(ctx.theme, self)
        for number, target in enumerate([*likely, *(t for t in targets_of(table.kind) if t not in likely)]):
            if number == len(likely) and likely:
                menu.addSeparator()
            action = menu.add(
                ctx.tr(target_label_key(table.kind, target)),
                lambda target=target: self.correct_column(column.number, target),  # type: ignore[misc]
            )
            action.setCheckable(True)
            action.setChecked(target == column.target)
        menu.popup(self.grid.menu_spot(section))
        return menu

    def ask_row(self, place: int) -> Menu:
        """What may be done with a row."""
        ctx = self._ctx
        row = self.grid.preview.row_at(place)
        menu = Menu(ctx.theme, self)
        for choice in row.allowed:
            action = menu.add(
                ctx.tr(f"import.choice.{choice}"),
                lambda choice=choice: self.correct_row(row.key, choice),  # type: ignore[misc]
            )
            action.setCheckable(True)
            action.setChecked(choice is row.choice)
        menu.popup(self.grid.row_spot(place))
        return menu

    def _go_to(self, cell: CellRef) -> None:
        assert self.plan is not None
        table = next(
            (
                one
                for one in self.plan.tables
                if one.table.sheet == cell.sheet and any(row.row.number == cell.row for row in one.rows)
            ),
            None,
        )
        if table is not None:
            self.tabs.set_current(table.key)
            self._choose_table(table.key)
            self.grid.go_to(cell.row, cell.column)

    # ---- importing
    def _import(self) -> bool:
        """Write it all in one step; closes when that has gone well."""
        plan, ctx = self.plan, self._ctx
        if plan is None or self._busy:
            return False
        self._busy = True
        self.accept_button.setEnabled(False)
        self._say_progress("ui.import.writing", 2)
        ctx.database.submit(lambda: import_ledger(ctx.desk, plan), self._imported, self._not_written)
        return False

    def _imported(self, result: ImportResult) -> None:
        ctx = self._ctx
        ctx.hub.publish(result.changes)
        ctx.say(ctx.tr("ui.said.imported", counts=self._counts(result.counts)), undo=True)
        self.may_accept = None
        self.accept()

    def _not_written(self, error: BaseException) -> None:
        self._busy = False
        self.accept_button.setEnabled(True)
        self._stack.setCurrentIndex(1)
        if isinstance(error, OutpostError):
            self.note.setText(self._ctx.sentence(error))
            self.note.set_tone("danger")
        else:
            self._ctx.trouble(error)

    # ---- trouble
    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self._show_trouble(self._ctx.sentence(error))
        else:
            self.reject()
            self._ctx.trouble(error)

    def _show_trouble(self, sentence: str) -> None:
        self.trouble.set_sentence(sentence)
        self._stack.setCurrentIndex(2)

    def _say_progress(self, key: str, step: int) -> None:
        self._progress.set_progress(step, 3, self._ctx.tr(key))
        self._stack.setCurrentIndex(0)
