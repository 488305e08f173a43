"""Asks where a file goes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(
    parent: QWidget,
    caption: str,
    name: str,
    then: Callable[[Path], object],
    filters: Sequence[str] = (),
    *,
    replaces: bool = True,
) -> None:
    """Show the system's dialog and hand over the file that is chosen; ``name`` is proposed.

    ``filters``: the kinds of files offered, as Qt writes them; a name typed without an ending gets that of
    ``name``. Where ``then`` never ``replaces`` a file, the dialog does not ask whether to.
    """
    dialog = QFileDialog(parent, caption)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not replaces)
    if filters:
        dialog.setNameFilters(list(filters))
        dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    dialog.open()
