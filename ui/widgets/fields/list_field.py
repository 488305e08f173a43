"""Several values in one field: tags in a row, or lines such as phone numbers."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.card import Box
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit

_SEPARATORS = re.compile(r"[,;，；、\t\n]+")


def split_entries(text: str) -> list[str]:
    """The entries in a typed or pasted text, by comma, semicolon or new line of either width; none twice."""
    return list(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))


class _Tag(Box):
    def __init__(self, theme: Theme, text: str, remove: Callable[[str], None]) -> None:
        super().__init__(theme, fill="bg.hover", border=None, radius=4)
        self.text = text
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(2), 0)
        row.setSpacing(theme.px(2))
        row.addWidget(Label(text, Role.META, "text.1"))
        self._close = IconButton(theme, "x", theme.words.tr("widgets.remove", name=text), box=18, size=12)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(lambda: remove(text))
        row.addWidget(self._close)
        self.setFixedHeight(theme.px(22))

    def set_closable(self, closable: bool) -> None:
        self._close.setVisible(closable)


class TagsField(FieldEditor):
    """Words in chips. Enter or a comma adds the typed word, Backspace on an empty line takes the last one."""

    def __init__(self, theme: Theme, *, example: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._tags: list[_Tag] = []
        self._box = Box(theme, border="border.strong", radius=6)
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self._box, theme.px(4))
        self._flow.setContentsMargins(theme.px(5), theme.px(5), theme.px(5), theme.px(5))
        self.line = LineEdit(theme)
        self.line.setProperty("quiet", True)
        self.line.setPlaceholderText(example)
        self.line.setFixedHeight(theme.px(22))
        self.line.setMinimumWidth(theme.px(100))
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._left)
        self.line.on_key = self._key
        self.line.installEventFilter(self)
        self._flow.addWidget(self.line)
        self._adopt(self._box)
        self.setFocusProxy(self.line)
        # The chips wrap: the height follows the width.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._invalid = False

    def value(self) -> list[str]:
        return [tag.text for tag in self._tags]

    def set_value(self, value: object) -> None:
        if value is not None and not isinstance(value, (list, tuple)):
            raise TypeError("tags are a list of text")
        for tag in self._tags:
            self._flow.removeWidget(tag)
            tag.deleteLater()
        self._tags.clear()
        self._add([str(one) for one in value or ()])

    def raw(self) -> str:
        return "，".join([*self.value(), self.line.text()] if self.line.text().strip() else self.value())

    def set_raw(self, text: str) -> None:
        self.set_value(split_entries(text))

    def set_invalid(self, invalid: bool) -> None:
        self._invalid = invalid
        self._edge()

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setVisible(not read_only)
        self.line.setReadOnly(read_only)
        for tag in self._tags:
            tag.set_closable(not read_only)
        self._edge()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._edge(focused=event.type() is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _edge(self, *, focused: bool = False) -> None:
        if self.read_only:
            self._box.set_look("bg.panel", None)
        elif focused:
            self._box.set_look("bg.panel", "focus", 2)
        else:
            self._box.set_look("bg.panel", "danger" if self._invalid else "border.strong")

    def _add(self, words: Sequence[str]) -> bool:
        added = False
        for word in words:
            if word in self.value():
                continue
            tag = _Tag(self._theme, word, self._remove)
            tag.set_closable(not self.read_only)
            self._flow.insert(len(self._tags), tag)
            self._tags.append(tag)
            added = True
        self._box.updateGeometry()
        return added

    def _remove(self, word: str) -> None:
        for tag in [tag for tag in self._tags if tag.text == word]:
            self._tags.remove(tag)
            self._flow.removeWidget(tag)
            tag.deleteLater()
        self._box.updateGeometry()
        self.changed.emit()
        self.committed.emit()

    def _typed(self, text: str) -> None:
        if _SEPARATORS.search(text):
            self._take_line()
        self.changed.emit()

    def _take_line(self) -> None:
        words = split_entries(self.line.text())
        self.line.clear()
        if self._add(words):
            self.changed.emit()
            self.committed.emit()

    def _left(self) -> None:
        if self.line.text().strip():
            self._take_line()

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.text().strip():
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            self._take_line()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._tags:
            self._remove(self._tags[-1].text)
            return True
        return False


class LinesField(FieldEditor):
    """One line per entry (phones, addresses) with × behind each and “add” below."""

    def __init__(self, theme: Theme, *, add: str, example: str = "", parent: QWidget | None = None) -> None:
        """``add`` is the text of the link that gives another line."""
        super().__init__(theme, parent)
        self._example, self._lines = example, list[LineEdit]()
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self._add_link = Button(theme, add, ButtonKind.LINK, icon="plus")
        self._add_link.clicked.connect(lambda: self._append("").setFocus())
        self._column.addWidget(self._add_link)
        self._adopt(holder)
        self._append("")

    def value(self) -> list[str]:
        return [line.text().strip() for line in self._lines if line.text().strip()]

    def set_value(self, value: object) -> None:
        if value is not None and not isinstance(value, (list, tuple)):
            raise TypeError("lines are a list of text")
        for line in list(self._lines):
            self._drop(line)
        for text in value or [""]:
            self._append(str(text))

    def raw(self) -> str:
        return "\n".join(line.text() for line in self._lines)

    def set_raw(self, text: str) -> None:
        self.set_value(text.split("\n"))

    def set_invalid(self, invalid: bool) -> None:
        for line in self._lines:
            line.set_invalid(invalid)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._add_link.setVisible(not read_only)
        for line in self._lines:
            line.setReadOnly(read_only)
            self._offer_removal(line)

    def lines(self) -> list[LineEdit]:
        return list(self._lines)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._column.sizeHint().height())

    def _append(self, text: str) -> LineEdit:
        line = LineEdit(self._theme, text)
        line.setReadOnly(self.read_only)
        line.setPlaceholderText(self._example)
        line.setAccessibleName(self.accessibleName())
        line.textEdited.connect(self.changed)
        line.editingFinished.connect(self.committed)
        remove = IconButton(self._theme, "x", self._theme.words.tr("widgets.remove_line"), box=24, size=14)
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        remove.clicked.connect(lambda: self._remove(line))
        remove.setObjectName("remove")
        line.set_trailing(remove)
        self._offer_removal(line)
        self._column.insertWidget(len(self._lines), line)
        self._lines.append(line)
        if len(self._lines) == 1:
            self.setFocusProxy(line)
        return line

    def _offer_removal(self, line: LineEdit) -> None:
        """× only where the line may go."""
        remove = line.findChild(IconButton, "remove")
        if isinstance(remove, IconButton):
            remove.setVisible(not self.read_only)
        line.place()

    def _remove(self, line: LineEdit) -> None:
        if len(self._lines) == 1:
            line.clear()
        else:
            self._drop(line)
        self.changed.emit()
        self.committed.emit()

    def _drop(self, line: LineEdit) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        if self._lines:
            self.setFocusProxy(self._lines[0])
