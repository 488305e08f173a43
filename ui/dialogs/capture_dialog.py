"""快速录入: one line that becomes a visit, its people, firm, project and next steps (journeys.md 1)."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.rules.capture.corrections import NEW_RECORD, Correction, Corrections, corrected
from app.rules.capture.slots import Capture, Chip, Slot
from app.rules.refusals import RuleError
from app.services.capture import Chosen, save_capture
from app.services.drafts import Draft, new_draft
from ui.components.barred_hint import BarredHint
from ui.components.capture_draft import DraftKeeper
from ui.components.capture_reader import CaptureReader, Reading
from ui.components.capture_rows import ReadingRows
from ui.components.capture_words import PROJECT, Shown, said_of, saved_as, shown_rows
from ui.components.claim_strip import Claimed, ClaimStrip
from ui.components.file_strip import FileStrip
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Icon
from ui.widgets.chips import NeutralBadge
from ui.widgets.label import Label
from ui.widgets.marked_text import MarkedText
from ui.widgets.nesting import nest
from ui.widgets.painting import draw_box
from ui.widgets.scrolled import Scrolled

WIDTH, HEIGHT = 760, 560
EXAMPLES = 3


class LineBox(QWidget):
    """The frame of the line, in the colour of the focus."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        px = ctx.theme.px
        self.line = MarkedText(ctx.theme)
        self.line.setAccessibleName(ctx.tr("ui.capture.line"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(9), px(12), px(9))
        row.setSpacing(px(8))
        row.addWidget(Icon(ctx.theme, "pencil", "accent", 18), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.line, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, focused = self._ctx.theme, self.line.hasFocus()
        edge = theme.color("focus" if focused else "border.strong")
        draw_box(QPainter(self), self.rect(), theme.px(8), theme.color("bg.panel"), edge, 2 if focused else 1)


class CaptureDialog(WritingDialog):
    """Ctrl+Enter saves everything as one undo; Esc puts the line away as a draft; Enter only breaks it."""

    def __init__(self, ctx: Context, reader: CaptureReader, draft: Draft | None = None) -> None:
        title, save = ctx.tr("ui.capture.title"), ctx.tr("ui.capture.save")
        super().__init__(ctx, title, save, width=WIDTH, size=(WIDTH, HEIGHT))
        self._reader = reader
        self._draft = draft or new_draft(ctx.desk)
        self._corrections = Corrections()
        self._project: str | None = None
        self._claimed = Claimed()
        self.reading = Reading(Capture("", (), ""), self._corrections)
        self._build()
        self.drafts = DraftKeeper(ctx, self.draft, self)
        self.strip.changed.connect(self.drafts.touched)
        self.line.on_paste = self.strip.pastes.take
        self.line.textChanged.connect(self._typed)
        self.readings.typed.connect(self._set_right)
        self.readings.picked.connect(self._pick)
        self.readings.removed.connect(self._take_off)
        reader.changed.connect(self._read)
        reader.answered.connect(self._answered)
        self.finished.connect(lambda _result: self.drafts.finish())
        reader.prepare()
        self.begin(self._draft)

    # ---- building
    def _build(self) -> None:
        ctx, px = self._ctx, self._ctx.theme.px
        self.title.hide()
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Label(ctx.tr("ui.capture.title"), Role.TITLE))
        self.badge = NeutralBadge(ctx.theme, "", token="accent", ground="accent.soft")
        self.badge.hide()
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(Label(ctx.tr("ui.capture.offline"), Role.META, "text.2"))
        self.box = LineBox(ctx)
        self.line = self.box.line
        self.claims = ClaimStrip(ctx)
        self.readings = ReadingRows(ctx)
        self.strip = FileStrip(ctx, self.line.insert)
        nest(self.body, head)
        self.barred = BarredHint(ctx)
        for widget in (self.box, self.claims, self.barred, self._places(), self.strip):
            self.body.addWidget(widget)
        self.body.setStretch(4, 1)
        self.cancel_button.hide()
        self.note.setText(ctx.tr("ui.capture.keys"))
        self.another = Button(ctx.theme, ctx.tr("ui.capture.another"), ButtonKind.QUIET, hint="Ctrl+N")
        self.another.clicked.connect(lambda: ctx.capture_asked.emit(None))
        self.another.hide()
        photo = Button(ctx.theme, ctx.tr("ui.capture.attach"), ButtonKind.QUIET, icon="paperclip")
        photo.clicked.connect(self.strip.ask)
        self.add_button(self.another)
        self.add_button(photo)

    def _places(self) -> QStackedWidget:
        """The rows, or examples while there is none."""
        ctx, px = self._ctx, self._ctx.theme.px
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, px(4), 0)
        column.addWidget(self.readings)
        column.addStretch(1)
        area = Scrolled(holder)
        hints = QWidget()
        told = QVBoxLayout(hints)
        told.setContentsMargins(0, px(4), 0, 0)
        told.setSpacing(px(8))
        told.addWidget(Label(ctx.tr("ui.capture.hint"), tone="text.2", wrap=True))
        for number in range(1, EXAMPLES + 1):
            told.addWidget(Label(ctx.tr(f"ui.capture.example.{number}"), Role.META, "text.3", wrap=True))
        told.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(hints)
        self._stack.addWidget(area)
        self._area = area
        return self._stack

    # ---- the line
    def begin(self, draft: Draft) -> None:
        """Go on with a draft, or with an empty line."""
        self._draft = draft
        self._corrections = Corrections.restored(list(draft.corrections))
        kept = draft.chosen.get("project")
        self._project = kept if isinstance(kept, str) else None
        self.another.setVisible(not draft.empty)
        self.line.setPlainText(draft.text)
        self.line.moveCursor(self.line.textCursor().MoveOperation.End)
        self.strip.show_files(draft.files)
        self._read()
        self.line.setFocus()

    def begin_another(self, draft: Draft | None = None) -> None:
        """Put this line away as a draft (the page of today lists it), go on with another or an empty one."""
        if draft is None and self.draft().empty:
            return
        self.drafts.keep()
        self.begin(draft or new_draft(self._ctx.desk))

    def draft(self) -> Draft:
        """The line as it stands."""
        chosen = {} if self._project is None else {"project": self._project}
        return replace(
            self._draft,
            text=self.line.toPlainText(),
            corrections=self._corrections.kept(),
            files=list(self.strip.files),
            chosen=chosen,
        )

    def _typed(self) -> None:
        self._read()
        self.drafts.touched()

    def _read(self) -> None:
        """Understand the line anew and show it; what the store knows of it follows."""
        capture = self._reader.read(self.line.toPlainText(), self._corrections)
        foreseen = self.reading.foreseen if capture.line.strip() else None
        self.reading = Reading(capture, self._corrections, foreseen, self.reading.claimed)
        self.line.set_marks([(chip.start, chip.end) for chip in capture.chips if chip.end > chip.start])
        self._show()
        self._reader.ask(capture, self._corrections, self.chosen())

    def _answered(self, reading: Reading) -> None:
        if reading.capture == self.reading.capture:
            self.reading = reading
            self._show()
            meant = reading.foreseen is not None and reading.foreseen.meant
            self.barred.look({"summary": reading.capture.line} if meant else {})

    def _show(self) -> None:
        reading = self.reading
        company = reading.capture.first(Slot.COMPANY)
        row = reading.foreseen.companies.get(company) if reading.foreseen is not None else None
        self.readings.company = row.id if row is not None else ""
        shown = shown_rows(self._ctx, reading) if reading.capture.line.strip() else []
        self.readings.show_rows(shown)
        self._stack.setCurrentIndex(1 if shown else 0)
        if reading.claimed != self._claimed:
            self._claimed = reading.claimed
            self.claims.show_claimed(reading.claimed)
        what = saved_as(self._ctx, reading)
        if what != self.badge.text():
            self.badge.set_text(what)
            self.badge.setVisible(bool(what))
            save = self._ctx.tr("ui.capture.save_as", kind=what) if what else self._ctx.tr("ui.capture.save")
            self.accept_button.setText(save)

    # ---- setting right
    def chosen(self) -> Chosen:
        """The records picked for the names of the line."""
        companies: dict[str, str] = {}
        people: dict[str, str] = {}
        for chip in self.reading.capture.chips:
            words = self.reading.capture.line[chip.start : chip.end]
            said = self._corrections.of((chip.slot, words))
            if said is not None and said.record:
                into = companies if chip.slot is Slot.COMPANY else people
                into[chip.value] = "" if said.record == NEW_RECORD else said.record
        return Chosen(companies, people, self._project)

    def _set_right(self, shown: Shown, text: str) -> None:
        if shown.mark is None:
            return
        slot, words = shown.mark
        try:
            corrected(Chip(slot, 0, 0, words, None), text, self._ctx.today())
        except RuleError as refusal:
            self.readings.refuse(shown, self._ctx.formats.reason(refusal.reason))
            return
        self._correct(Correction(slot, words, text))

    def _pick(self, shown: Shown, name: str, id: str) -> None:
        if shown.what == PROJECT:
            self._project = id
            self._typed()
        elif shown.mark is not None:
            self._correct(Correction(*shown.mark, typed=name, record=id or NEW_RECORD))

    def _take_off(self, shown: Shown) -> None:
        """A wrong reading goes back into the text; what was only assumed is as it was."""
        if shown.mark is not None and shown.mark[1]:
            self._correct(Correction(*shown.mark, removed=True))
        elif shown.mark is not None:
            self._corrections = self._corrections.without(shown.mark)
            self._typed()
        if not any(row.isVisibleTo(self) and row.chip.hasFocus() for row in self.readings.rows):
            self.line.setFocus()

    def _correct(self, correction: Correction) -> None:
        self._corrections = self._corrections.also(correction)
        self._typed()

    # ---- files
    def take_files(self, names: Sequence[str]) -> None:
        """Files were dropped on the window."""
        self.strip.take_files(names)

    # ---- saving
    def writing(self) -> Writing | None:
        for row in self.readings.rows:
            row.chip.commit()
        if any(row.refused for row in self.readings.rows if row.isVisibleTo(self)):
            return None
        ctx, files, chosen, capture = self._ctx, list(self.strip.files), self.chosen(), self.reading.capture
        said = ctx.tr("ui.capture.saved", kind=saved_as(ctx, self.reading), name=said_of(ctx, self.reading))
        return Writing(lambda: save_capture(ctx.desk, capture, chosen, files).changes, said)

    def written(self) -> None:
        self.drafts.drop(self._draft)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.drafts.finish()
        super().closeEvent(event)
