"""The rows under the line: label, chip, origin. Widgets stay where they are while the reading changes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.capture.slots import Slot
from app.rules.pinyin import read_pinyin
from app.store.reading import Filter
from ui.components.capture_words import PROJECT, Shown
from ui.components.lookup import finder, suggestion
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.card import Icon
from ui.widgets.chip_field import ChipField
from ui.widgets.fields.choice_field import OnRows
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.suggestions import Suggestion

LABEL_WIDTH = 80
USUAL = 12  # rows of a line; they are made while its writer still thinks, not at the key that asks for one
NEW = ""
_FOUND = {Slot.COMPANY: "company", Slot.PERSON: "contact"}
_CHOSEN = {Slot.KIND: ("visit", "kind"), Slot.CHANNEL: ("project", "channel")}


class ReadingRow(QWidget):
    """One chip of the reading with what it is and where it is from."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        px = ctx.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(4), 0, px(4))
        row.setSpacing(px(8))
        self.label = Label("", tone="text.3")
        self.label.setFixedWidth(px(LABEL_WIDTH))
        self.chip = ChipField(ctx.theme)
        self._icon = Icon(ctx.theme, "check", "text.2", 14)
        self.origin = ElidedLabel("", Role.META, "text.2")
        self.origin.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.label)
        row.addWidget(self.chip)
        row.addStretch(1)
        row.addWidget(self._icon)
        row.addWidget(self.origin)
        self.shown: Shown | None = None
        self.refused = False

    def show_row(self, shown: Shown) -> None:
        """Show another chip; what is shown already stays as it is, because looks are slow to set."""
        if shown == self.shown and not self.refused:
            return
        self.shown, self.refused = shown, False
        self.label.setText(shown.label)
        self.chip.setAccessibleName(shown.label)
        self.chip.set_invalid(False)
        self.chip.show_value(shown.value, shown.typed)
        self._say(shown.origin, shown.tone, shown.icon)

    def refuse(self, sentence: str) -> None:
        """What was typed cannot be read: it stays, with what to write instead."""
        self.refused = True
        self.chip.set_invalid(True)
        self._say(sentence, "danger", "alert-triangle")

    def _say(self, words: str, tone: Token, icon: str) -> None:
        self.origin.setText(words)
        self.origin.set_tone(tone)
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.set_icon(icon, tone)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._ctx.theme.color("line")
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, line)


class ReadingRows(QWidget):
    """All rows of a reading."""

    typed = Signal(object, str)
    """The row (``Shown``) and what was typed into it; a choice as its code."""
    picked = Signal(object, str, str)
    """The row, the name and the id of the record picked for it ("" for a new one)."""
    removed = Signal(object)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[ReadingRow] = []
        self.company = ""
        """The id of the firm the line is about, for the projects offered."""
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._add_ahead)
        self._ahead.start(0)

    def shown(self) -> list[Shown]:
        """What stands there now."""
        return [row.shown for row in self.rows if row.shown is not None and not row.isHidden()]

    def row_of(self, what: str) -> ReadingRow | None:
        """The first row of a slot."""
        return next(
            (row for row in self.rows if row.isVisibleTo(self) and row.shown and row.shown.what == what), None
        )

    def show_rows(self, rows: Sequence[Shown]) -> None:
        """Show these rows; the keyboard stays on the row it is on as long as there is one."""
        while len(self.rows) < len(rows):
            self._add()
        for number, row in enumerate(self.rows):
            if number < len(rows):
                row.show_row(rows[number])
            row.setVisible(number < len(rows))
        self.updateGeometry()

    def refuse(self, shown: Shown, sentence: str) -> None:
        """Say at its row that something cannot be read."""
        for row in self.rows:
            if row.shown is not None and row.shown.mark == shown.mark and row.shown.what == shown.what:
                row.refuse(sentence)

    # ---- inside
    def _add_ahead(self) -> None:
        if len(self.rows) >= USUAL:
            self._ahead.stop()
        else:
            self._add()

    def _add(self) -> None:
        row = ReadingRow(self._ctx)
        row.hide()
        row.chip.typed.connect(lambda text: self._typed(row, text))
        row.chip.picked.connect(lambda found: self._picked(row, found))
        row.chip.removed.connect(lambda: self._removed(row))
        row.chip.suggest = lambda text, on_rows: self._suggest(row, text, on_rows)
        self.rows.append(row)
        self._column.addWidget(row)

    def _typed(self, row: ReadingRow, text: str) -> None:
        if row.shown is not None:
            self.typed.emit(row.shown, self._code(row.shown, text))

    def _picked(self, row: ReadingRow, found: Suggestion) -> None:
        if row.shown is None:
            return
        if row.shown.what in _CHOSEN:
            self.typed.emit(row.shown, found.key)
        else:
            self.picked.emit(row.shown, found.text, found.key)

    def _removed(self, row: ReadingRow) -> None:
        """The rows move up: the keyboard is on the next one without moving."""
        if row.shown is not None:
            self.removed.emit(row.shown)

    def _code(self, shown: Shown, text: str) -> str:
        return next((one.key for one in self._choices(shown.what) if one.text == text), text)

    # ---- suggestions
    def _suggest(self, row: ReadingRow, text: str, on_rows: OnRows) -> None:
        what = row.shown.what if row.shown is not None else ""
        if what in _CHOSEN:
            on_rows([one for one in self._choices(what) if _fits(one.text, text)])
        elif what == PROJECT:
            self._projects(on_rows)
        elif what in _FOUND and row.shown is not None:
            slot = Slot(what)
            # Untouched, it offers those that are called alike; typed, whatever fits.
            finder(self._ctx, _FOUND[slot], row)(
                text or row.shown.typed.split(" ")[0], self._with_new(text, on_rows)
            )

    def _with_new(self, text: str, on_rows: OnRows) -> OnRows:
        if not text.strip():
            return on_rows
        new = Suggestion(NEW, text.strip(), self._ctx.tr("ui.capture.make_new"), action=True)
        return lambda rows: on_rows([*rows, new])

    def _choices(self, what: str) -> list[Suggestion]:
        if what not in _CHOSEN:
            return []
        kind, name = _CHOSEN[Slot(what)]
        field = KINDS[kind].fields[name]
        return [Suggestion(code, self._ctx.formats.choice(field, code)) for code in field.choices]

    def _projects(self, on_rows: OnRows) -> None:
        ctx, company = self._ctx, self.company
        new = Suggestion(NEW, ctx.tr("ui.capture.new_project"), action=True)
        if not company:
            on_rows([new])
            return
        store = ctx.desk.store

        def rows() -> list[Row]:
            return store.rows(
                "project", store.ids("project", filters=[Filter("investor_id", "eq", company)])[:8]
            )

        ctx.read(
            rows,
            lambda found: on_rows([*(suggestion(ctx, one) for one in found), new]),
            key=("projects", id(self)),
        )


def _fits(word: str, typed: str) -> bool:
    typed = typed.strip().lower()
    return not typed or typed in word or any(one.startswith(typed) for one in read_pinyin(word).initials)
