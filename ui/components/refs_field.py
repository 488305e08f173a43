"""Links to several records: a chip for each, and a line to find one more."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.card import Box
from ui.widgets.fields.choice_field import Find, RefField
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.suggestions import Suggestion


class RefsField(FieldEditor):
    """The value is a list of ids; it is set as ``Suggestion`` objects."""

    def __init__(
        self,
        ctx: Context,
        find: Find,
        *,
        new_text: Callable[[str], str] | None = None,
        on_new: Callable[[str], None] | None = None,
        example: str = "",
    ) -> None:
        super().__init__(ctx.theme)
        self._ctx = ctx
        self._links: list[Suggestion] = []
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(4))
        self._tags = QWidget()
        self._tags.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self._tags, ctx.theme.px(4))
        self.line = RefField(ctx.theme, find, new_text=new_text, on_new=on_new, example=example)
        self.line.changed.connect(self._picked)
        column.addWidget(self._tags)
        column.addWidget(self.line)
        self._adopt(holder)
        self.setFocusProxy(self.line)
        self._tags.hide()

    def set_name(self, name: str) -> None:
        super().set_name(name)
        self.line.set_name(name)

    def value(self) -> list[str]:
        return [link.key for link in self._links]

    def links(self) -> list[Suggestion]:
        """The linked records with their names."""
        return list(self._links)

    def set_value(self, value: object) -> None:
        if value is not None and not isinstance(value, (list, tuple)):
            raise TypeError("links are a list of Suggestion")
        self._links = list(value or ())
        self._show()

    def add(self, link: Suggestion) -> None:
        """Link to one more record, as the user would."""
        if link.key not in self.value():
            self._links.append(link)
        self.line.set_value(None)
        self._show()
        self.changed.emit()
        self.committed.emit()

    def raw(self) -> str:
        return self.line.raw()

    def set_raw(self, text: str) -> None:
        self.line.set_raw(text)

    def problem(self) -> str:
        return self.line.problem()

    def set_invalid(self, invalid: bool) -> None:
        self.line.set_invalid(invalid)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setVisible(not read_only)

    def _picked(self) -> None:
        """A record was picked in the line (typing alone has no value)."""
        id, text = self.line.value(), self.line.raw()
        if id is not None:
            self.add(Suggestion(id, text))
        else:
            self.changed.emit()

    def _remove(self, link: Suggestion) -> None:
        self._links.remove(link)
        self._show()
        self.changed.emit()
        self.committed.emit()

    def _show(self) -> None:
        clear_layout(self._flow)
        for link in self._links:
            self._flow.addWidget(_tag(self._ctx, link, self._remove))
        self._tags.setVisible(bool(self._links))
        self._tags.updateGeometry()


def _tag(ctx: Context, link: Suggestion, remove: Callable[[Suggestion], None]) -> Box:
    theme = ctx.theme
    tag = Box(theme, fill="accent.soft", border=None, radius=4)
    row = QHBoxLayout(tag)
    row.setContentsMargins(theme.px(8), 0, theme.px(2), 0)
    row.setSpacing(theme.px(2))
    row.addWidget(Label(link.text, Role.META, "text.1"))
    close = IconButton(theme, "x", theme.words.tr("widgets.remove", name=link.text), box=18, size=12)
    close.clicked.connect(lambda: remove(link))
    row.addWidget(close)
    tag.setFixedHeight(theme.px(22))
    tag.setToolTip(link.detail)
    return tag


def as_links(pairs: Sequence[Sequence[str]]) -> list[Suggestion]:
    """Links as a draft keeps them: [id, name] pairs."""
    return [Suggestion(pair[0], pair[1]) for pair in pairs if len(pair) == 2]
