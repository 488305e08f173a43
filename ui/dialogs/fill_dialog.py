"""Filling another office's form: look, correct once, fill, and see what stayed empty."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import OutpostError
from app.rules.amounts import Unit
from app.services.fill.filling import Filled, Prepared, beside, prepare, write_form
from app.services.fill.plan import (
    FillPlan,
    Looked,
    look_at,
    plan_of,
    samples,
    why_not,
    with_money_unit,
    with_sources,
)
from app.services.fill.sources import BLANK, SERIAL, source_label, sources_of
from app.services.ledger.grid import column_letter
from app.services.ledger.reading import Ledger, read_ledger
from ui.background.aside import Aside
from ui.components.checked_table import CheckedTable, Line, Shown
from ui.components.mapping_table import MappingTable
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import EmptyState
from ui.widgets.dialog import Dialog
from ui.widgets.label import Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.progress_strip import ProgressStrip
from ui.widgets.switches import SegmentedControl

WAITING, MAPPING, RESULT, TROUBLE = range(4)
WIDTH, HEIGHT = 1040, 620


class FillDialog(Dialog):
    """Ctrl+Enter fills and writes a new file beside theirs; a form of known headings needs nothing else."""

    planned = Signal()
    """The columns are shown, for the first time or corrected."""
    written = Signal()
    """The filled form is there and what stayed empty is shown."""

    def __init__(
        self, ctx: Context, file: Path, kind: str, ids: Sequence[str], ledger: Ledger | None = None
    ) -> None:
        """``ids``: the records to fill it with, in their order; ``ledger``: the file, where it was read."""
        title = ctx.tr("ui.fill.title", name=file.name)
        super().__init__(ctx.theme, title, accept=ctx.tr("ui.fill.do"), width=880)
        self._ctx, self.file, self._kind, self._ids = ctx, file, kind, list(ids)
        self._ledger = ledger
        self.plan: FillPlan | None = None
        self.filled: Filled | None = None
        self._busy = False
        self._build()
        self.may_accept = self._accept
        self.accept_button.setEnabled(False)
        self._look("")

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(WIDTH), self._ctx.theme.px(HEIGHT))

    # ---- building
    def _build(self) -> None:
        ctx = self._ctx
        holder = QWidget()
        self.stack = QStackedLayout(holder)
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        self._progress = ProgressStrip(ctx.theme)
        column.addStretch(1)
        column.addWidget(self._progress)
        column.addStretch(1)
        self.trouble = EmptyState(ctx.theme, "")
        self.gaps = CheckedTable(ctx, ctx.tr("ui.fill.result"))
        for page in (waiting, self._mapping(), self._outcome(), self.trouble):
            self.stack.addWidget(page)
        self.body.addWidget(holder, 1)
        self.elsewhere = Button(ctx.theme, ctx.tr("ui.fill.elsewhere"), ButtonKind.QUIET, icon="save")
        self.elsewhere.clicked.connect(self.ask_file)
        self.import_button = Button(ctx.theme, ctx.tr("ui.fill.import"), ButtonKind.QUIET, icon="upload")
        self.import_button.clicked.connect(self._import_instead)
        self.add_button(self.import_button)
        self.add_button(self.elsewhere)

    def _mapping(self) -> QWidget:
        ctx, px = self._ctx, self._ctx.theme.px
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        column.addWidget(self.summary)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self._forms_label = Label(ctx.tr("ui.fill.table"), Role.META, "text.2")
        self.forms = SegmentedControl(ctx.theme, [], small=True)
        self._forms_row = row
        row.addWidget(self._forms_label)
        row.addWidget(self.forms)
        self._unit_label = Label(ctx.tr("ui.import.unit"), Role.META, "text.2")
        self.units = SegmentedControl(
            ctx.theme, [(unit.value, ctx.tr(f"ui.unit.{unit.value}")) for unit in Unit], small=True
        )
        self.units.set_current(Unit.WAN.value)
        self.units.changed.connect(self._choose_unit)
        row.addWidget(self._unit_label)
        row.addWidget(self.units)
        row.addStretch(1)
        nest(column, row)
        self.table = MappingTable(ctx, ctx.tr("ui.fill.columns"))
        self.table.asked.connect(self.ask_source)
        column.addWidget(self.table, 1)
        return page

    def _outcome(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._ctx.theme.px(8))
        self.outcome = Label("", Role.BODY, "text.1", wrap=True)
        self.notes = Label("", Role.META, "text.2", wrap=True)
        column.addWidget(self.outcome)
        column.addWidget(self.notes)
        column.addWidget(self.gaps, 1)
        return page

    # ---- looking
    def _look(self, key: str) -> None:
        file, kind, known = self.file, self._kind, self._ledger
        self._wait("ui.fill.reading")
        Aside(self, lambda: look_at(known or read_ledger(file), kind, key=key), self._looked, self._not_read)

    def _looked(self, looked: Looked) -> None:
        ctx, self._ledger = self._ctx, looked.ledger
        ctx.read(lambda: plan_of(ctx.desk, looked), self._take, owner=self, on_error=self._not_read)

    def _take(self, plan: FillPlan) -> None:
        ctx, ids = self._ctx, self._ids
        if self.plan is None or self.plan.form.key != plan.form.key:
            self._offer_forms(plan)
        self.plan = plan
        ctx.read(lambda: samples(ctx.desk, plan, ids), lambda found: self._show(plan, found), owner=self)

    def _offer_forms(self, plan: FillPlan) -> None:
        """A choice of tables where the file holds several."""
        several = len(plan.forms) > 1
        self._forms_label.setVisible(several)
        old = self.forms
        self.forms = SegmentedControl(
            self._ctx.theme, [(one.key, one.sheet) for one in plan.forms] if several else [], small=True
        )
        self._forms_row.replaceWidget(old, self.forms)
        old.deleteLater()
        self.forms.setVisible(several)
        if several:
            self.forms.set_current(plan.form.key)
            self.forms.changed.connect(self._look)

    def _show(self, plan: FillPlan, found: dict[int, tuple[str, ...]]) -> None:
        ctx = self._ctx
        self._say_what(plan)
        titles = [ctx.tr(f"ui.fill.column.{name}") for name in ("heading", "source", "sample", "state")]
        self.table.show_lines(titles, [self._line(plan, at, found) for at in range(len(plan.columns))])
        bare = plan.bare_money
        for widget in (self._unit_label, self.units):
            widget.setVisible(bare)
        self.accept_button.setEnabled(bool(plan.filled and self._ids))
        self.stack.setCurrentIndex(MAPPING)
        self.table.setFocus()
        self.planned.emit()

    def _say_what(self, plan: FillPlan) -> None:
        ctx, lines = self._ctx, plan.form.last - plan.form.first + 1
        said = [ctx.tr("ui.fill.records", count=len(self._ids), kind=ctx.formats.kind(self._kind))]
        if len(self._ids) > lines:
            key = "ui.fill.grows" if plan.seen.may_grow else "ui.fill.no_room"
            said.append(ctx.tr(key, lines=lines, more=len(self._ids) - lines))
        if plan.recalled:
            said.append(ctx.tr("ui.fill.recalled"))
        self.summary.setText("".join(said))
        self.note.setText(ctx.tr("ui.fill.never_overwritten"))

    def _line(self, plan: FillPlan, at: int, found: dict[int, tuple[str, ...]]) -> Line:
        ctx, column = self._ctx, plan.columns[at]
        why = why_not(column)
        label = source_label(plan.kind, column.source, ctx.words)
        shown = [text for text in found.get(column.number, ()) if text]
        state = ctx.formats.reason(why) if why is not None else ctx.tr("ui.fill.will_fill")
        empty = why is None and not shown
        return Line(
            str(column.number),
            [
                Shown(f"{column_letter(column.number)}  {column.label}"),
                Shown(f"{label}  ▾", "text.3" if column.source == BLANK else "accent"),
                Shown(ctx.formats.listed(shown) if shown else "—", "text.2" if shown else "text.3"),
                Shown(
                    ctx.tr("ui.fill.empty_so_far") if empty else state,
                    "text.3" if why is not None else "text.2",
                    light="yellow" if empty or (why is not None and column.source == BLANK) else None,
                ),
            ],
        )

    # ---- correcting
    def ask_source(self, row: int) -> Menu:
        """What the column of a line may take in."""
        assert self.plan is not None
        ctx, plan = self._ctx, self.plan
        column = plan.columns[row]
        menu = Menu(ctx.theme, self)
        sub: dict[str, Menu] = {}
        for source in (BLANK, *sources_of(plan.kind)):
            name, _, further = source.partition(".")
            into = menu
            if further:
                if name not in sub:
                    sub[name] = Menu(ctx.theme, menu)
                    sub[name].setTitle(source_label(plan.kind, name, ctx.words))
                into = sub[name]
            action = into.add(
                source_label(plan.kind, source, ctx.words), self._chooser(column.number, source)
            )
            action.setCheckable(True)
            action.setChecked(source == column.source)
            if source == SERIAL:
                menu.addSeparator()
        if sub:
            menu.addSeparator()
        for one in sub.values():
            menu.addMenu(one)
        menu.popup(self.table.spot(row))
        return menu

    def _chooser(self, number: int, source: str) -> Callable[[], None]:
        return lambda: self.choose_source(number, source)

    def choose_source(self, number: int, source: str) -> None:
        """The column takes something else in."""
        if self.plan is not None:
            self._take(with_sources(self.plan, {number: source}))

    def _choose_unit(self, unit: str) -> None:
        if self.plan is not None:
            self._take(with_money_unit(self.plan, Unit(unit)))

    def _import_instead(self) -> None:
        self.reject()
        self._ctx.import_asked.emit(self.file)

    # ---- filling
    def ask_file(self) -> None:
        """Where to write it instead."""
        ctx = self._ctx
        name, filters = beside(self.file, ctx.desk, ctx.words).name, (f"*{self.file.suffix}",)
        ask_where(self, ctx.tr("ui.fill.elsewhere"), name, self.fill, filters, replaces=False)

    def _accept(self) -> bool:
        if self.filled is not None:
            return True
        self.fill(beside(self.file, self._ctx.desk, self._ctx.words))
        return False

    def fill(self, path: Path) -> None:
        """Fill it and write it to ``path``."""
        plan, ctx, ids = self.plan, self._ctx, self._ids
        if plan is None or self._busy:
            return
        self._busy = True
        self.accept_button.setEnabled(False)
        self._wait("ui.fill.writing")

        def write(prepared: Prepared) -> None:
            Aside(self, lambda: write_form(prepared, path), self._done, self._not_written)

        ctx.read(lambda: prepare(ctx.desk, plan, ids), write, owner=self, on_error=self._not_written)

    def _done(self, filled: Filled) -> None:
        ctx, self.filled, self._busy = self._ctx, filled, False
        self.outcome.setText(
            ctx.tr("ui.fill.done", rows=filled.rows, cells=filled.cells, name=filled.path.name)
        )
        self.notes.setText("\n".join(f"· {ctx.formats.reason(one)}" for one in filled.notes))
        self.notes.setVisible(bool(filled.notes))
        titles = [ctx.tr(f"ui.fill.gap.{name}") for name in ("column", "record", "why")]
        lines = self._gaps(filled)
        self.gaps.show_lines(titles, lines)
        self.gaps.setVisible(bool(lines))
        self.note.setText(
            ctx.tr("ui.fill.whole") if filled.whole else ctx.tr("ui.fill.gaps", count=len(lines))
        )
        for button in (self.import_button, self.elsewhere, self.cancel_button):
            button.hide()
        folder = Button(ctx.theme, ctx.tr("ui.export.show"), ButtonKind.SECONDARY, icon="folder-open")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(filled.path.parent))))
        self.add_button(folder)
        self.accept_button.setText(ctx.tr("ui.fill.close"))
        self.accept_button.setEnabled(True)
        self.stack.setCurrentIndex(RESULT)
        self.written.emit()

    def _gaps(self, filled: Filled) -> list[Line]:
        ctx = self._ctx
        lines = [
            Line(
                f"{one.number}",
                [
                    Shown(f"{column_letter(one.number)}  {one.label}"),
                    Shown(ctx.tr("ui.fill.whole_column"), "text.2"),
                    Shown(ctx.formats.reason(why), "text.2"),
                ],
            )
            for one, why in filled.columns
        ]
        lines += [
            Line(
                f"{gap.column.number}/{gap.row}",
                [
                    Shown(f"{column_letter(gap.column.number)}{gap.row}  {gap.column.label}"),
                    Shown(gap.title),
                    Shown(ctx.formats.reason(gap.reason), "text.2"),
                ],
            )
            for gap in sorted(filled.gaps, key=lambda one: (one.column.number, one.row))
        ]
        return lines + [
            Line(title, [Shown("—"), Shown(title), Shown(ctx.tr("ui.fill.left"), "danger", light="red")])
            for title in filled.left
        ]

    # ---- waiting and trouble
    def _wait(self, key: str) -> None:
        self._progress.set_progress(1, 2, self._ctx.tr(key))
        self.stack.setCurrentIndex(WAITING)

    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self.trouble.set_sentence(self._ctx.sentence(error))
            self.stack.setCurrentIndex(TROUBLE)
        else:
            self.reject()
            self._ctx.trouble(error)

    def _not_written(self, error: BaseException) -> None:
        self._busy = False
        self.accept_button.setEnabled(True)
        self.stack.setCurrentIndex(MAPPING)
        if isinstance(error, OutpostError):
            self.note.setText(self._ctx.sentence(error))
            self.note.set_tone("danger")
        else:
            self._ctx.trouble(error)
