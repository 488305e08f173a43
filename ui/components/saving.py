"""Asks where a file goes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.rules.file_names import safe_file_name


def ask_where(
    parent: QWidget,
    caption: str,
    name: str,
    then: Callable[[Path], object],
    filters: Sequence[str] = (),
    *,
    replaces: bool = True,
) -> None:
    """Show the system's dialog and hand over the file that is chosen; ``name`` is proposed, as a file may be
    called: a title may say 甲/乙, which would be a file in a folder.

    ``filters``: the kinds of files offered, as Qt writes them; a name typed without an ending gets that of
    ``name``. Where ``then`` never ``replaces`` a file, the dialog does not ask whether to.
    """
    dialog = QFileDialog(parent, caption)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not replaces)
    if filters:
        dialog.setNameFilters(list(filters))
        dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(safe_file_name(name.replace("/", "_").replace("\\", "_")))
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    dialog.open()
