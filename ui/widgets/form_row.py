"""A label, an editor, and the line below that helps or says what to do."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest_in_grid
from ui.widgets.painting import draw_light

_LABEL_WIDTH, _WIDEST_LABEL, _NARROW = 96, 220, 480


class _Dot(QWidget):
    """The ● in front of an error."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(9), self._theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._theme.px(9)
        spot = QRectF(0, (self.height() - side) // 2 + 1, side, side)
        draw_light(QPainter(self), self._theme, "red", spot)


class FormRow(QWidget):
    """Label left (above when the row is narrower than 480 px), editor, help or error in meta below.

    The editor's own problem shows when the focus leaves it; ``set_error`` shows one from outside. The typed
    text stays in either case.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        editor: FieldEditor,
        *,
        required: bool = False,
        help: str = "",
        above: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``above`` puts the label above whatever the width, as a form of two columns does throughout."""
        super().__init__(parent)
        self._theme, self.editor, self._help_text, self._above = theme, editor, help, above
        self._narrow: bool | None = None
        self._label_width = theme.px(_LABEL_WIDTH)
        self._help_tone: Token = "text.3"
        self._label = ElidedLabel(label, Role.BODY, "text.2")
        self._required = Label(theme.words.tr("widgets.required"), Role.META, "text.3")
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.px(4))
        head.addWidget(self._label)
        head.addWidget(self._required)
        self._required.setVisible(required)
        head.addStretch()
        self._dot, self._note = _Dot(theme), Label(help, Role.META, "text.3", wrap=True)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.px(4))
        below.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._note, 1)
        right = QVBoxLayout()
        right.setSpacing(theme.px(4))
        right.addWidget(editor)
        right.addWidget(self._below)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._right = right
        self._arrange(narrow=above)
        editor.set_name(label)
        editor.committed.connect(self.check)
        editor.changed.connect(self._relent)
        self.set_error("")

    def label_need(self) -> int:
        """px that the label asks for, with the word behind it."""
        theme, sign = self._theme, self._required
        need = theme.metrics().horizontalAdvance(self._label.text()) + 2
        if sign.isVisibleTo(self._head):
            need += theme.px(4) + theme.metrics(Role.META).horizontalAdvance(sign.text()) + 2
        return need

    def set_label_width(self, width: int) -> None:
        """px that the label gets beside the editor."""
        self._label_width = width
        if not self._narrow:
            self._head.setFixedWidth(width)

    @property
    def error(self) -> str:
        """The sentence shown in danger now, or ""."""
        return self._note.text() if self._dot.isVisibleTo(self) else ""

    def set_error(self, remedy: str) -> None:
        """Replace the help by ● and ``remedy``, or bring the help back with ""."""
        self._dot.setVisible(bool(remedy))
        self._note.setText(remedy or self._help_text)
        self._note.set_tone("danger" if remedy else self._help_tone)
        self._below.setVisible(bool(remedy or self._help_text))
        self.editor.set_invalid(bool(remedy))

    @property
    def help(self) -> str:
        """The line that helps, "" where there is none."""
        return self._help_text

    def set_help(self, text: str, tone: Token = "text.3") -> None:
        """Say something else below the editor, unless an error stands there."""
        self._help_text, self._help_tone = text, tone
        self.set_error(self.error)

    def check(self) -> bool:
        """Show the editor's own problem if it has one; whether all is well."""
        self.set_error(self.editor.problem())
        return not self.error

    def _relent(self) -> None:
        """While the user corrects a field, the complaint goes as soon as it no longer holds."""
        if self.error and not self.editor.problem():
            self.set_error("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self._above or self.width() < self._theme.px(_NARROW))

    def _arrange(self, *, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._grid.removeWidget(self._head)
        self._grid.removeItem(self._right)
        if narrow:
            self._head.setMaximumWidth(16777215)
            self._head.setMinimumHeight(0)
            self._grid.addWidget(self._head, 0, 0)
            nest_in_grid(self._grid, self._right, 1, 0)
            self._grid.setColumnStretch(0, 1)
            self._grid.setColumnStretch(1, 0)
        else:
            self._head.setFixedWidth(self._label_width)
            self._head.setMinimumHeight(self._theme.px(32))
            self._grid.addWidget(self._head, 0, 0, Qt.AlignmentFlag.AlignTop)
            nest_in_grid(self._grid, self._right, 0, 1)
            self._grid.setColumnStretch(0, 0)
            self._grid.setColumnStretch(1, 1)


def align_labels(theme: Theme, rows: Iterable[FormRow]) -> None:
    """Give the labels of one form the width of the longest: none is cut, editors stand below each other."""
    listed = list(rows)
    need = max((row.label_need() for row in listed), default=0)
    for row in listed:
        row.set_label_width(min(max(need, theme.px(_LABEL_WIDTH)), theme.px(_WIDEST_LABEL)))
