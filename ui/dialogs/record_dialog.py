"""Making a record, and making the records it names on the way."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.services.claims import CLAIMABLE, record_and_claim
from app.services.errors import InvalidRecord
from app.services.records import DEFAULTS, create_record, log_visit
from ui.components.barred_hint import BarredHint
from ui.components.claim_hint import ClaimHint
from ui.components.duplicate_hint import KINDS_CHECKED, DuplicateHint
from ui.components.file_strip import FileStrip
from ui.components.record_form import RecordForm
from ui.components.sheet import Sheets
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Line, SectionHeader
from ui.widgets.scrolled import Scrolled
from ui.widgets.suggestions import Suggestion

WIDTH, NARROW = 880, 620
NARROW_KINDS = (
    "next_step",
    "trip",
    "team_member",
    "node",
    "squad",
    "promise",
    "instalment",
    "reception_stop",
)
STEP_FIELDS = ("title", "due_on", "owner")
PROMISE_FIELDS = ("title", "side", "due_on", "owner")
REPORT_KEYS, PASTE_KEYS = "Ctrl+Shift+Enter", "Ctrl+Shift+V"
FILES = "files"  # in a draft, beside the names of fields
Made = Callable[[str], None]


class RecordDialog(WritingDialog):
    """The form of a new record. Esc puts it away; what was typed stays as a draft and comes back."""

    def __init__(
        self,
        ctx: Context,
        sheets: Sheets,
        kind: str,
        values: Mapping[str, Any],
        *,
        on_made: Made | None = None,
    ) -> None:
        super().__init__(
            ctx,
            ctx.tr(f"ui.new.title.{kind}"),
            ctx.tr("ui.form.save"),
            width=NARROW if kind in NARROW_KINDS else WIDTH,
        )
        self._sheets, self.kind, self._on_made = sheets, kind, on_made
        self._begin = dict(values)
        self._made, self._reporting = "", False
        self.form = RecordForm(ctx, kind, on_new=self._make_linked, lines=3)
        self.step: RecordForm | None = None
        self.promise: RecordForm | None = None
        self._more: dict[str, RecordForm] = {}
        self.files = FileStrip(ctx, self._take_words)
        self.files.changed.connect(self._typed)
        self.hint = DuplicateHint(ctx, kind)
        self.barred = BarredHint(ctx) if kind == "project" else None
        self.claims = ClaimHint(ctx, kind, self.form) if kind in CLAIMABLE else None
        self._lay_out()
        self.form.begin_with({**DEFAULTS.get(kind, {}), **self._defaults(), **values})
        self.form.changed.connect(self._typed)
        self.hint.asked.connect(self._open_other)
        if not values:
            ctx.read(lambda: ctx.settings.get(self._draft_name), self._take_draft, owner=self)
        self._say_where_it_goes()
        ctx.closing.connect(self._typed)
        self.rejected.connect(self._put_away)

    def sizeHint(self) -> QSize:
        narrow = self.kind in NARROW_KINDS
        return QSize(
            self._ctx.theme.px(NARROW if narrow else WIDTH), self._ctx.theme.px(440 if narrow else 600)
        )

    @property
    def _draft_name(self) -> str:
        return f"draft.{self.kind}"

    # ---- building
    def _lay_out(self) -> None:
        ctx = self._ctx
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(ctx.theme.px(4), ctx.theme.px(4), ctx.theme.px(4), ctx.theme.px(4))
        column.setSpacing(ctx.theme.px(12))
        column.addWidget(self.hint)
        if self.barred is not None:
            column.addWidget(self.barred)
        column.addWidget(self.form)
        if self.kind == "visit":
            column.addWidget(self._files_row())
            column.addWidget(self.files)
            self.step = RecordForm(ctx, "next_step", names=STEP_FIELDS)
            self.promise = RecordForm(ctx, "promise", names=PROMISE_FIELDS)
            self._more = {"next_step": self.step, "promise": self.promise}
            for name, form in self._more.items():
                form.changed.connect(self._typed)
                column.addWidget(Line())
                column.addWidget(SectionHeader(ctx.theme, ctx.tr(f"ui.form.{name}")))
                column.addWidget(form)
        column.addStretch(1)
        self.area = Scrolled(content)
        self.area.setMinimumHeight(ctx.theme.px(120))
        self.body.addWidget(self.area)
        self._clear = Button(ctx.theme, ctx.tr("ui.form.clear"), ButtonKind.QUIET)
        self._clear.clicked.connect(self._drop_draft)
        self._clear.hide()
        self.add_button(self._clear)
        self.report_button: Button | None = None
        if self.kind in CLAIMABLE:
            self.report_button = Button(ctx.theme, ctx.tr("ui.form.report"), icon="flag", hint=REPORT_KEYS)
            self.report_button.clicked.connect(self.save_and_report)
            self.add_button(self.report_button)
            for keys in ("Ctrl+Shift+Return", REPORT_KEYS):
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(self.save_and_report)

    def _files_row(self) -> QWidget:
        """Photos and files that go with the visit: chosen, dropped on the window, or Ctrl+Shift+V."""
        ctx = self._ctx
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.attach_button = Button(ctx.theme, ctx.tr("ui.capture.attach"), icon="paperclip")
        self.attach_button.clicked.connect(self.files.ask)
        paste = Button(ctx.theme, ctx.tr("ui.form.paste_file"), ButtonKind.QUIET, hint=PASTE_KEYS)
        paste.clicked.connect(self.files.paste)
        shortcut = QShortcut(QKeySequence(PASTE_KEYS), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.files.paste)
        for button in (self.attach_button, paste):
            line.addWidget(button)
        line.addStretch(1)
        return row

    def _take_words(self, text: str) -> None:
        """Words that were pasted as a file go under what is written already."""
        content = self.form.bindings["content"]
        content.restore("\n".join(part for part in (content.editor.raw(), text) if part))

    def take_files(self, names: Sequence[str]) -> None:
        """Files were dropped on the window."""
        self.files.take_files(names)

    def _defaults(self) -> dict[str, Any]:
        today = self._ctx.desk.today()
        if self.kind == "visit":
            return {"visited_on": today, "our_people": [self._ctx.desk.actor]}
        if self.kind == "project":
            return {"stage_on": today, "reported_on": today}
        if self.kind == "trip":
            return {"starts_on": today, "leader": self._ctx.desk.actor, "kind": "squad"}
        if self.kind == "promise":
            return {"promised_on": today, "side": "ours", "owner": self._ctx.desk.actor}
        if self.kind == "demand":
            return {"told_on": today, "kept_by": self._ctx.desk.actor}
        return {"owner": self._ctx.desk.actor} if self.kind == "next_step" else {}

    def _say_where_it_goes(self) -> None:
        self.note.setText(self._ctx.tr("ui.form.note"))

    # ---- drafts
    def _typed(self) -> None:
        if self.kind in KINDS_CHECKED:
            self.hint.look(self.form.entered())
        if self.claims is not None:
            self.claims.look(self.form.entered())
        if self.barred is not None:
            self.barred.look(self.form.entered())
        if not self._made:
            self._ctx.keep(self._draft_name, self._draft() or None)

    def _put_away(self) -> None:
        """Keep what was typed in the last moment, too; the page of today lists it."""
        for form in (self.form, *self._more.values()):
            form.finish()
        self._ctx.read(lambda: None, lambda _none: self._ctx.drafts_changed.emit())

    def _draft(self) -> dict[str, Any]:
        kept = self.form.draft()
        kept |= {name: told for name, form in self._more.items() if (told := form.draft())}
        return kept | ({FILES: list(self.files.files)} if self.files.files else {})

    def _take_draft(self, kept: object) -> None:
        if not isinstance(kept, dict) or not kept:
            return
        self.form.restore(kept)
        for name, form in self._more.items():
            if isinstance(kept.get(name), dict):
                form.restore(kept[name])
        files = kept.get(FILES)
        self.files.show_files([one for one in files if isinstance(one, dict)] if files else [])
        self.note.setText(self._ctx.tr("ui.form.draft_back"))
        self._clear.show()

    def _drop_draft(self) -> None:
        self._ctx.keep(self._draft_name, None)
        self.form.clear()
        self.form.begin_with({**DEFAULTS.get(self.kind, {}), **self._defaults()})
        for form in self._more.values():
            form.clear()
        self.files.show_files([])
        self._clear.hide()
        self._say_where_it_goes()

    # ---- saving
    def save_and_report(self) -> None:
        """Save it and report first 首报 on its enterprise; the page opens with what attests it."""
        self._reporting = True
        self.accept()
        self._reporting = self._writing

    def writing(self) -> Writing | None:
        forms = [self.form, *self._more.values()]
        if not all(form.check() for form in forms):
            return None
        ctx, kind, values = self._ctx, self.kind, self.form.entered()
        more = {name: given for name, form in self._more.items() if _meant(given := form.entered())}
        hidden = {name: value for name, value in self._begin.items() if name not in self.form.bindings}
        reporting, files = self._reporting, list(self.files.files)

        def make() -> tuple[str, ChangeSet]:
            if reporting:
                return record_and_claim(ctx.desk, kind, hidden | values)
            if kind == "visit":
                step, promise = more.get("next_step"), more.get("promise")
                return log_visit(ctx.desk, hidden | values, step, promise, files)
            return create_record(ctx.desk, kind, hidden | values)

        def write() -> ChangeSet:
            self._made, changes = make()
            return changes

        key = "ui.said.reported" if reporting else "ui.said.created"
        title = str(values.get(KINDS[kind].title_field) or "").strip()
        return Writing(write, ctx.tr(key, kind=ctx.formats.kind(kind), name=title))

    def written(self) -> None:
        self._ctx.keep(self._draft_name, None)
        if self._on_made is not None:
            self._on_made(self._made)
        elif self._reporting:
            self._ctx.record_asked.emit(self.kind, self._made)

    def failed(self, error: BaseException) -> None:
        self._reporting = False
        super().failed(error)

    def refused(self, error: InvalidRecord) -> None:
        self._reporting = False
        here = [one for one in error.problems if one.field in self.form.rows]
        if here:
            self.form.show_problems(here)
        for form in self._more.values():
            if not here and _meant(form.entered()):
                form.show_problems(error.problems)
        self.say_wrong(self._ctx.tr(error.key, **error.params))

    # ---- other records
    def _make_linked(self, kind: str, text: str, on_made: Callable[[Suggestion], None]) -> None:
        """Make a record that this one names, in a form over this form."""
        begin: dict[str, Any] = {KINDS[kind].title_field: text}
        if kind == "contact":
            begin["company_id"] = (
                self.form.bindings["company_id"].given() if "company_id" in self.form.bindings else None
            )

        def made(id: str) -> None:
            on_made(Suggestion(id, text))

        self._sheets.show(RecordDialog(self._ctx, self._sheets, kind, begin, on_made=made))

    def _open_other(self, id: str) -> None:
        """The record is there already: go to it; what was typed stays as a draft."""
        self.reject()
        self._ctx.record_asked.emit(self.kind, id)


def _meant(given: Mapping[str, Any]) -> bool:
    """Whether a further record was begun: an owner alone is none."""
    return bool(given.get("title") or given.get("due_on"))
