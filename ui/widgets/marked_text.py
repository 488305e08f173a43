"""Running text with marked words: grows by lines, hands over what is pasted, rests while text is composed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.line_edit import TextEdit

Span = tuple[int, int]
TakePasted = Callable[[QMimeData], bool]
MOST_LINES = 6


class MarkedText(TextEdit):
    """One line that becomes up to six; the words in ``set_marks`` get the soft accent behind them.

    ``on_paste`` sees everything pasted or dropped first and says whether it has dealt with it. Enter begins
    a new line and never submits.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, 1, parent)
        self.on_paste: TakePasted | None = None
        self._marks: list[Span] = []
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("bare", True)
        self.setAcceptDrops(True)
        # Only the layout knows of lines that were wrapped.
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        theme.changed.connect(self._paint_marks)

    @property
    def marks(self) -> list[Span]:
        """The spans that are marked now."""
        return list(self._marks)

    def set_marks(self, spans: Sequence[Span]) -> None:
        """Mark these spans (from, to) of the text and no others."""
        self._marks = list(spans)
        self._paint_marks()

    def insert(self, text: str) -> None:
        """Put text in where the cursor is, as one step of the editor's own undo."""
        self.textCursor().insertText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.on_paste is None or not self.on_paste(source):
            super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _paint_marks(self) -> None:
        look = QTextCharFormat()
        look.setBackground(self._theme.color("accent.soft"))
        look.setForeground(self._theme.color("accent"))
        found, length = [], len(self.toPlainText())
        for start, end in self._marks:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(min(end, length), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, look
            found.append(selection)
        self.setExtraSelections(found)

    def _fit(self) -> None:
        line = self._theme.metrics(Role.TITLE, bold=False).lineSpacing()
        self.setFixedHeight(line * self._lines + 2 * round(self.document().documentMargin()))

    def _grow(self, *_size: object) -> None:
        """As high as its lines, wrapped ones too."""
        lines = round(self.document().size().height())
        wanted = max(1, min(lines, MOST_LINES))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if lines > MOST_LINES else policy.ScrollBarAlwaysOff
        )
        if wanted != self._lines:
            self._lines = wanted
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
