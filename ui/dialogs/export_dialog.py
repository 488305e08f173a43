"""Asks where to, then writes a list to a file another program can read."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.services.ledger.export import export_records
from ui.components.saving import ask_where
from ui.context.context import Context, Said


def export_list(ctx: Context, parent: QWidget, kind: str, ids: Sequence[str]) -> None:
    """Ask for a file (.xlsx, .csv or .json) and write the records into it on the database thread."""
    name = ctx.tr("ui.export.file_name", kind=ctx.formats.kind(kind), day=ctx.formats.day(ctx.desk.today()))
    filters = [f"{ctx.tr(f'ui.export.{suffix}')} (*.{suffix})" for suffix in ("xlsx", "csv", "json")]
    then = partial(write_list, ctx, kind, ids)
    ask_where(parent, ctx.tr("ui.export.title"), f"{name}.xlsx", then, filters)


def write_list(ctx: Context, kind: str, ids: Sequence[str], path: Path) -> None:
    """Write the records and say how many."""

    def done(count: int) -> None:
        text = ctx.tr("ui.said.exported", count=count, name=path.name)
        folder = QUrl.fromLocalFile(str(path.parent))
        ctx.said.emit(Said(text, link=ctx.tr("ui.export.show"), act=lambda: _show(folder)))

    ctx.read(lambda: export_records(ctx.desk, kind, path, translator=ctx.words, ids=ids), done)


def _show(folder: QUrl) -> None:
    QDesktopServices.openUrl(folder)
