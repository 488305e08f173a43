"""Files that wait to be saved with what is being written: chosen, dropped, pasted, taken off again."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.components.capture_paste import File, PasteTaker
from ui.context.context import Context
from ui.widgets.chips import FilterChip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inspector import clear_layout


class FileStrip(QWidget):
    """A chip for each file, hidden while there is none; their bytes are kept at once, so nothing is lost."""

    changed = Signal()
    """A file came or went, by the person's hand."""

    def __init__(self, ctx: Context, insert: Callable[[str], None]) -> None:
        """``insert`` takes the words of what is pasted."""
        super().__init__()
        self._ctx = ctx
        self.files: list[File] = []
        self.pastes = PasteTaker(ctx, insert, self._add, self)
        self._flow = FlowLayout(self, gap=ctx.theme.px(8))
        self.hide()

    def show_files(self, files: Sequence[File]) -> None:
        """Begin with these."""
        self.files = list(files)
        self._show()

    def ask(self) -> None:
        """Choose pictures and files."""
        dialog = QFileDialog(self.window(), self._ctx.tr("ui.files.add"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.take_files)
        dialog.open()

    def take_files(self, names: Sequence[str]) -> None:
        """Files were chosen, or dropped."""
        self.pastes.take_files([Path(name) for name in names])

    def paste(self) -> None:
        """Take what was copied elsewhere: files, a picture, a chat."""
        self.pastes.take(QGuiApplication.clipboard().mimeData())

    # ---- inside
    def _add(self, file: File) -> None:
        self.files.append(file)
        self._show()
        self.changed.emit()

    def _drop(self, file: File) -> None:
        self.files.remove(file)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        ctx = self._ctx
        clear_layout(self._flow)
        for file in self.files:
            chip = FilterChip(ctx.theme, file.get("note") or ctx.tr("ui.capture.file"), file["name"])
            chip.removed.connect(lambda file=file: self._drop(file))
            self._flow.addWidget(chip)
        self.setVisible(bool(self.files))
