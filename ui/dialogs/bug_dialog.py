"""Something happened that nobody expected: what to do, and a report that can be copied and sent."""

from PySide6.QtGui import QGuiApplication

from app.logs import safe_traceback
from ui.components.about import product_version, system_words
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.label import Label
from ui.widgets.line_edit import TextEdit


def report_of(error: BaseException) -> str:
    """A report with no one's data in it: where it happened, never what was in it."""
    return f"outpost {product_version()}\n{system_words()}\n\n{safe_traceback(error)}"


class BugDialog(Dialog):
    """The report can be read before it is copied."""

    def __init__(self, theme: Theme, error: BaseException) -> None:
        tr = theme.words.tr
        super().__init__(theme, tr("ui.bug.title"), accept=tr("ui.bug.close"), width=680)
        self.report = report_of(error)
        self.body.addWidget(Label(tr("ui.bug.text"), wrap=True))
        text = TextEdit(theme, lines=12)
        text.setPlainText(self.report)
        text.setReadOnly(True)
        text.setAccessibleName(tr("ui.bug.report"))
        self.body.addWidget(text)
        copy = Button(theme, tr("ui.bug.copy"), icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        self.add_button(copy)
        self.cancel_button.hide()
