"""服务测评: the marks that firms give the departments, their places, what follows, and publishing it (D5)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.policy.pack import NoSuchTable
from app.reports.wording import half_words
from app.rules.appraisal_results import Result, Results
from app.rules.appraisals import half_after
from app.rules.blocks import Block, read_block
from app.services.ledger.reading import Ledger, read_ledger
from app.services.scores.appraisal_sheet import block_of
from app.services.scores.appraised import Round, opening_half, publish_round, round_of
from ui.background.aside import Aside
from ui.components.appraisal_words import missing_words, rule_words, verdict_words
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.dialogs.appraisal_dialogs import MarksDialog, MarksPasteDialog
from ui.models.columns import Cell, CellKind, Level
from ui.pages.score_tab import LINE, ScoreTab, made, words
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.label import Label

_LIGHTS: Mapping[str, Level] = {"top": "green", "bottom": "red"}


class AppraisalTab(ScoreTab):
    """Ctrl+V reads questionnaires, F2 shows those of one department."""

    by_headquarters = True
    new_kind = ""

    def __init__(self, ctx: Context) -> None:
        tr = ctx.tr
        columns = [
            made("rank", tr("ui.appraisals.rank"), 56, kind=CellKind.AMOUNT),
            words("unit", tr("ui.appraisals.unit"), 150, name=True),
            made("mark", tr("ui.appraisals.mark"), 76, kind=CellKind.AMOUNT),
            made("copies", tr("ui.appraisals.copies"), 64, kind=CellKind.AMOUNT, priority=3),
            words("moved", tr("ui.appraisals.moved"), 72, priority=4),
            made("part", tr("ui.appraisals.part"), 110),
            words("running", tr("ui.appraisals.running"), 84, priority=2),
            words("follows", tr("ui.appraisals.follows"), 220, priority=1),
            words("missing", tr("ui.appraisals.missing"), 230, priority=5),
        ]
        self.found: Round | None = None
        super().__init__(ctx, "appraisal", columns, tr("ui.appraisals.first"))
        self.starts_on = opening_half(ctx.desk)
        back = IconButton(ctx.theme, "chevron-left", tr("ui.scores.goals.before"))
        on = IconButton(ctx.theme, "chevron-right", tr("ui.scores.goals.after"))
        back.clicked.connect(lambda: self.step(-1))
        on.clicked.connect(lambda: self.step(1))
        self.which = Label("", Role.BODY_BOLD)
        self.state = Label("", Role.META, "text.2")
        for widget in (back, self.which, on, self.state):
            self.strip.addWidget(widget)
        self.button("ui.appraisals.paste", self.paste, icon="clipboard-check", hint="Ctrl+V", writes=True)
        self.button("ui.appraisals.file", self.ask_file, icon="upload", writes=True)
        self.button("ui.appraisals.export", self.ask_notice, icon="file-text")
        self.publish_button = self.button("ui.appraisals.publish", self.publish, icon="send", writes=True)
        self.list.grid.paste_asked.connect(self.paste)

    # ---- the half-year
    def step(self, by: int) -> None:
        """The half-year before or after."""
        self.starts_on = half_after(self.starts_on, by)
        self.refresh()

    # ---- ScoreTab
    def read(self) -> Callable[[], Round]:
        desk, starts_on = self.ctx.desk, self.starts_on

        def found() -> Round:
            try:
                return round_of(desk, starts_on)
            except NoSuchTable:  # a pack without such rules: the empty state says what to do
                return Round(starts_on, None, {}, None, live=False)

        return found

    def lines(self, found: Round) -> list[dict[str, Any]]:
        self.found = found
        empty = "" if self.writable else ".read"
        self.list.empty.set_sentence(self.ctx.tr(f"ui.empty.scores.appraisal{empty}"))
        self.which.setText(half_words(found.starts_on, self.ctx.words))
        self.state.setText(self._state(found))
        results = found.results
        return [self._row(found, results, one) for one in results.lines] if results is not None else []

    def _state(self, found: Round) -> str:
        if found.published is None:
            return self.ctx.tr("ui.appraisals.unpublished")
        key = "stale" if found.stale else "published_on"
        return self.ctx.tr(f"ui.appraisals.{key}", day=self.ctx.formats.day(found.published["as_of"]))

    def _row(self, found: Round, results: Results, one: Result) -> dict[str, Any]:
        tr, risen = self.ctx.tr, found.risen(one)
        moved = "" if risen is None else "=" if not risen else f"{'↑' if risen > 0 else '↓'} {abs(risen)}"
        return {
            "id": one.unit,
            LINE: one,
            "rank": Cell("—" if one.rank is None else str(one.rank)),
            "unit": one.unit,
            "mark": Cell(results.mark_text(one.mark), bold=one.rank is not None),
            "copies": Cell(str(one.copies)),
            "moved": moved,
            "part": Cell(tr(f"appraisals.part.{one.part}"), light=_LIGHTS.get(one.part)),
            "running": tr("ui.appraisals.times", count=one.running) if one.running else "",
            "follows": verdict_words(self.ctx, results, one),
            "missing": missing_words(self.ctx, results, one),
        }

    def note_of(self, row: Mapping[str, Any]) -> str:
        ctx, one = self.ctx, cast(Result, row[LINE])
        results = self.found.results if self.found is not None else None
        if results is None:
            return ""
        told = {"unit": one.unit, "copies": one.copies, "mark": results.mark_text(one.mark)}
        told |= {"verdict": verdict_words(ctx, results, one), "rule": rule_words(ctx, results, one)}
        said = [ctx.tr("ui.appraisals.stands", **told), missing_words(ctx, results, one)]
        return "  ".join(part for part in said if part)

    def edit(self, id: str, key: str = "") -> MarksDialog | None:
        """The questionnaires on a department."""
        if id not in self.rows or not self.may_write():
            return None
        dialog = MarksDialog(self.ctx, self.starts_on, id)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def add(self) -> None:
        """Ctrl+Shift+N, and the action of the empty state."""
        self.paste()

    # ---- reading questionnaires
    def paste(self) -> MarksPasteDialog | None:
        """Read what was copied."""
        if not self.may_write():
            return None
        block = read_block(QGuiApplication.clipboard().text())
        if not block:
            self.ctx.say(self.ctx.tr("ui.appraisals.nothing"))
            return None
        return self.check(block)

    def ask_file(self) -> None:
        """Ask for a file of questionnaires."""
        if not self.may_write():
            return
        dialog = QFileDialog(self, self.ctx.tr("ui.appraisals.file.title"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.ctx.tr("ui.appraisals.file.filter"))
        dialog.fileSelected.connect(lambda name: self.read_file(Path(name)))
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Read it beside the window, then show what it holds."""

        def shown(ledger: Ledger) -> None:
            self.check(block_of(ledger.workbook))

        Aside(self, lambda: read_ledger(path), shown, self.ctx.trouble)

    def check(self, block: Block) -> MarksPasteDialog:
        """Show what a sheet would bring."""
        dialog = MarksPasteDialog(self.ctx, self.starts_on, block)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    # ---- telling
    def publish(self) -> None:
        """Publish the half-year in view; undo takes it back."""
        ctx, starts_on = self.ctx, self.starts_on
        if self.may_write() and self.found is not None:
            half = half_words(starts_on, ctx.words)
            ctx.change(
                lambda: publish_round(ctx.desk, starts_on),
                changes=lambda made: made[1],
                said=ctx.tr("ui.said.appraisal", half=half),
            )

    def ask_notice(self) -> None:
        """Ask where the bulletin goes as a Word document."""
        ctx, found = self.ctx, self.found
        if found is None or found.results is None or not found.results.lines:
            ctx.say(ctx.tr("ui.appraisals.export_none"))
            return
        name = ctx.tr("document.appraisal.title", half=half_words(found.starts_on, ctx.words))
        caption = ctx.tr("ui.appraisals.export")
        ask_where(self, caption, f"{name}.docx", self.write_notice, ("Word (*.docx)",))

    def write_notice(self, path: Path) -> None:
        """Write the bulletin of the half-year in view."""
        ctx, found = self.ctx, self.found
        assert found is not None and found.results is not None
        starts_on, results, day = found.starts_on, found.results, found.published_on
        said = ctx.tr("ui.trips.exported", name=path.name)

        def work() -> None:
            from app.reports.appraisal_notice import write_notice  # what writes Word takes a while to load

            write_notice(starts_on, results, day, path, ctx.words)

        ctx.read(work, lambda _none: ctx.say(said))
