"""A list of target enterprises, pasted or from a file: who of them we know, and how far that is."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from app.errors import OutpostError
from app.rules.blocks import read_block
from app.rules.rounding import percent
from app.rules.target_coverage import of_all
from app.services.errors import InvalidRecord
from app.services.ledger.reading import Ledger, read_ledger
from app.services.target_lists import (
    Wanted,
    lines_of_block,
    lines_of_file,
    list_called,
    plan_list,
    take_list,
)
from ui.background.aside import Aside
from ui.components.checked_table import CheckedTable, Line, Shown
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit, TextEdit


class TargetsDialog(WritingDialog):
    """One enterprise a line, or a block with headings from WPS; what is on the list already is not ticked."""

    planned_shown = Signal()
    """The enterprises are shown."""

    def __init__(self, ctx: Context, file: Path | None = None) -> None:
        title, take = ctx.tr("ui.targets.import"), ctx.tr("ui.targets.import.do")
        super().__init__(ctx, title, take, width=880, size=(960, 600))
        self._lines: Sequence[Mapping[str, str]] = ()
        self._list_id = ""
        self.wanted: Sequence[Wanted] = ()
        self.body.addWidget(Label(ctx.tr("ui.targets.import.name"), Role.META, "text.2"))
        self.name = LineEdit(ctx.theme, file.stem if file is not None else "")
        self.name.setAccessibleName(ctx.tr("ui.targets.import.name"))
        self.name.editingFinished.connect(self._plan)
        self.body.addWidget(self.name)
        self.hint = Label(ctx.tr("ui.targets.import.hint"), Role.META, "text.2", wrap=True)
        self.text = TextEdit(ctx.theme, lines=4)
        self.text.setAccessibleName(ctx.tr("ui.targets.import.hint"))
        self.text.textChanged.connect(self._pasted)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.text)
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.summary)
        self.table = CheckedTable(ctx, ctx.tr("ui.targets.import"))
        self.table.lines.chosen_changed.connect(self._tell)
        self.body.addWidget(self.table, 1)
        self.accept_button.setEnabled(False)
        if file is not None:
            for widget in (self.hint, self.text):
                widget.hide()
            Aside(self, lambda: read_ledger(file), self._read, self._not_read)

    # ---- reading
    def _read(self, ledger: Ledger) -> None:
        self._lines = lines_of_file(ledger.workbook)
        self._plan()

    def _pasted(self) -> None:
        self._lines = lines_of_block(read_block(self.text.toPlainText()))
        self._plan()

    def _plan(self) -> None:
        ctx, lines, name = self._ctx, self._lines, self.name.text().strip()

        def work() -> tuple[str, list[Wanted]]:
            list_id = list_called(ctx.desk, name)
            return list_id, plan_list(ctx.desk, lines, list_id=list_id)

        if lines:
            ctx.read(work, self._show, key=("targets", id(self)), owner=self, on_error=self._not_read)
        else:
            self._show(("", []))

    def _show(self, found: tuple[str, list[Wanted]]) -> None:
        ctx = self._ctx
        self._list_id, self.wanted = found
        titles = [ctx.tr(f"ui.targets.import.{name}") for name in ("firm", "known", "pursued", "state")]
        self.table.show_lines(titles, [self._line(at, one) for at, one in enumerate(self.wanted)])
        self._tell()
        self.planned_shown.emit()

    def _line(self, at: int, one: Wanted) -> Line:
        ctx = self._ctx
        known = Shown("—", "text.3")
        if one.company is not None:
            code = ctx.tr("ui.targets.import.by_code") if one.by_code else ""
            known = Shown(" · ".join(part for part in (one.company["name"], code) if part), "success")
        pursued = " · ".join(
            text for field in ("assigned_unit", "assigned_to") if (text := one.values.get(field, ""))
        )
        if one.listed:
            state = Shown(ctx.tr("ui.targets.import.listed"), "text.3")
        elif one.bad_code:
            state = Shown(ctx.tr("ui.targets.import.bad_code", code=one.bad_code), "warn", light="yellow")
        else:
            state = Shown(
                ctx.tr("ui.targets.import.visited" if one.visited else "ui.targets.import.open"), "text.2"
            )
        return Line(str(at), [Shown(one.name), known, Shown(pursued or "—", "text.2"), state], not one.listed)

    def _tell(self) -> None:
        ctx, wanted, chosen = self._ctx, self.wanted, len(self.table.lines.chosen)
        if not wanted:
            self.summary.setText("")
        else:
            known = sum(one.company is not None for one in wanted)
            visited = sum(one.visited for one in wanted)
            share = percent(of_all(visited, len(wanted)), 1)
            told = {"count": len(wanted), "known": known, "visited": visited, "share": share}
            self.summary.set_tone("text.2")
            self.summary.setText(ctx.tr("ui.targets.import.summary", **told))
        key = "ui.targets.import.into" if self._list_id else "ui.targets.import.new_list"
        self.note.setText(ctx.tr(key) if wanted else "")
        self.accept_button.setEnabled(bool(chosen and self.name.text().strip()))

    # ---- writing
    def writing(self) -> Writing | None:
        ctx, name, list_id = self._ctx, self.name.text().strip(), self._list_id
        chosen = [one for at, one in enumerate(self.wanted) if str(at) in self.table.lines.chosen]
        if not chosen or not name:
            return None
        said = ctx.tr("ui.said.targets", count=len(chosen), name=name)
        return Writing(lambda: take_list(ctx.desk, name, chosen, list_id=list_id)[2], said)

    def refused(self, error: InvalidRecord) -> None:
        self._not_read(error)

    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self.summary.set_tone("danger")
            self.summary.setText(f"● {self._ctx.sentence(error)}")
            self.accept_button.setEnabled(False)
        else:
            self._ctx.trouble(error)
