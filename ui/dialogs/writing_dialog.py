"""What every small form has in common: accepting writes, and closes once that has gone well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.model.changes import ChangeSet
from app.services.errors import InvalidRecord
from ui.context.context import Context
from ui.widgets.dialog import Dialog
from ui.widgets.form_row import FormRow, align_labels


@dataclass(frozen=True, slots=True)
class Writing:
    """``work`` runs on the database thread; ``said`` is told afterwards, with undo ("" tells nothing)."""

    work: Callable[[], ChangeSet]
    said: str = ""


class WritingDialog(Dialog):
    """What a service refuses is shown at its row; whatever goes wrong, what was typed stays."""

    def __init__(
        self,
        ctx: Context,
        title: str,
        accept: str,
        *,
        width: int = 520,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(ctx.theme, title, accept=accept, width=width, size=size)
        self._ctx, self._writing = ctx, False
        self.rows: dict[str, FormRow] = {}
        self.may_accept = self._write

    def add_rows(self, rows: Mapping[str, FormRow]) -> None:
        """Put rows of the form in, by the names of their fields."""
        self.rows |= rows
        for row in rows.values():
            self.body.addWidget(row)
        align_labels(self._ctx.theme, self.rows.values())

    # ---- what each form says of itself
    def writing(self) -> Writing | None:
        """What to write of what was typed; None where that cannot be said yet."""
        raise NotImplementedError

    def row_of(self, field: str) -> FormRow | None:
        """Where a refusal of ``field`` is shown: at its row, else at the first."""
        return self.rows.get(field) or next(iter(self.rows.values()), None)

    def written(self) -> None:
        """It is written and the form closed."""

    def failed(self, error: BaseException) -> None:
        """Something else went wrong."""
        self._ctx.trouble(error)

    def refused(self, error: InvalidRecord) -> None:
        """A service did not take what was typed; without a row to stand at it is told like other trouble."""
        untold = []
        for problem in error.problems:
            row = self.row_of(problem.field)
            if row is not None and row.isVisibleTo(self):
                row.set_error(self._ctx.formats.reason(problem.reason))
            else:
                untold.append(problem)
        if untold:
            self._ctx.trouble(InvalidRecord(untold))

    def say_wrong(self, sentence: str) -> None:
        """What is wrong beside the buttons, where no row is at fault."""
        self.note.setText(sentence)
        self.note.set_tone("danger")

    # ---- writing
    def _write(self) -> bool:
        """Never lets the dialog close at once: that follows when the database thread has answered."""
        writing = self.writing() if not self._writing else None
        if writing is None:
            return False
        self._writing = True
        for row in self.rows.values():
            row.set_error("")
        self._ctx.change(
            writing.work,
            changes=lambda changes: changes,
            done=lambda _changes: self._done(),
            refused=lambda error: self._stay(lambda: self.refused(error)),
            failed=lambda error: self._stay(lambda: self.failed(error)),
            said=writing.said,
        )
        return False

    def _done(self) -> None:
        self.may_accept = None
        self.accept()
        self.written()

    def _stay(self, tell: Callable[[], None]) -> None:
        self._writing = False
        tell()
