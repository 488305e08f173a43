"""The files of a record: add, open, save, delete; what headquarters does not have yet is marked."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.file_names import safe_file_name
from app.services.attaching import attach_file, open_copy, save_attachment
from app.services.records import delete_records
from ui.components.snapshot import Snapshot
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Icon
from ui.widgets.chips import NeutralBadge
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu


class AttachmentsPanel(Card):
    """Files hang on (kind, id); dropping files on the page adds them."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.tab.attachments"), link=ctx.tr("ui.files.add"))
        self._ctx = ctx
        self._kind = self._id = ""
        self.header.link_clicked.connect(self.ask_files)
        self._hint = Label(ctx.tr("ui.files.hint"), Role.META, "text.3", wrap=True)
        self.body.addWidget(self._hint)
        self._lines = QWidget()
        self.body.addWidget(self._lines)
        self._column = self._make_column()
        self.body.addStretch(1)

    def _make_column(self) -> QVBoxLayout:
        column = QVBoxLayout(self._lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._ctx.theme.px(2))
        return column

    def show_files(self, snapshot: Snapshot) -> None:
        """The attachments of the record of ``snapshot``."""
        row = snapshot.row
        self._kind, self._id = row.kind, row.id
        files = files_of(snapshot)
        self.header.set_count(str(len(files)) if files else "")
        clear_layout(self._column)
        for file in files:
            self._column.addWidget(self._line(file, file["sha256"] in snapshot.waiting))

    # ---- acting
    def ask_files(self) -> None:
        """Choose files to hang on the record."""
        dialog = QFileDialog(self, self._ctx.tr("ui.files.add"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.attach([Path(name) for name in names]))
        dialog.open()

    def attach(self, files: Iterable[Path]) -> None:
        """Copy files into the store, each its own undo step; one that cannot be read stops no other."""
        ctx, kind, id = self._ctx, self._kind, self._id
        for file in files:
            said = ctx.tr("ui.said.attached", name=file.name)
            ctx.change(_attaching(ctx, kind, id, file), changes=lambda made: made[1], said=said)

    def open_file(self, row: Row) -> None:
        """Show the file in the program the system has for it, from a private folder that goes at the end."""
        ctx = self._ctx
        ctx.read(lambda: open_copy(ctx.desk, row.id, ctx.opened), _show)

    def save_file(self, row: Row) -> None:
        """Write the file where the user says."""
        ctx = self._ctx
        dialog = QFileDialog(self, ctx.tr("ui.files.save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(safe_file_name(row["name"] or ""))
        dialog.fileSelected.connect(lambda name: self.save_to(row, Path(name)))
        dialog.open()

    def save_to(self, row: Row, target: Path) -> None:
        ctx = self._ctx
        ctx.read(
            lambda: save_attachment(ctx.desk, row.id, target),
            lambda _size: ctx.say(ctx.tr("ui.said.file_saved", name=target.name)),
        )

    def delete_file(self, row: Row) -> None:
        ctx = self._ctx
        said = ctx.tr("ui.said.file_deleted", name=row["name"] or "")
        ctx.change(
            lambda: delete_records(ctx.desk, [("attachment", row.id)]),
            changes=lambda changes: changes,
            said=said,
        )

    # ---- parts
    def _line(self, row: Row, waiting: bool) -> QWidget:
        ctx, px = self._ctx, self._ctx.theme.px
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(px(6), px(2), 0, px(2))
        line.setSpacing(px(8))
        image = str(row["media_type"] or "").startswith("image/")
        line.addWidget(Icon(ctx.theme, "image" if image else "file-text", "text.2"))
        name = ElidedLabel(row["name"] or "")
        name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.addWidget(name, 1)
        if waiting or row.pending:
            line.addWidget(NeutralBadge(ctx.theme, ctx.tr("ui.badge.pending.short"), icon="arrow-up"))
        elif not ctx.desk.store.files.has(row["sha256"] or ""):
            line.addWidget(NeutralBadge(ctx.theme, ctx.tr("ui.files.not_here"), icon="cloud"))
        size = Label(ctx.formats.size(row["size"] or 0), Role.META, "text.3")
        size.setMinimumWidth(px(72))
        size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(size)
        for key, run in (("open", self.open_file), ("save", self.save_file)):
            button = Button(ctx.theme, ctx.tr(f"ui.files.{key}"), ButtonKind.QUIET, small=True)
            button.clicked.connect(lambda _=False, run=run: run(row))
            line.addWidget(button)
        more = Button(ctx.theme, "", ButtonKind.QUIET, icon="more-horizontal", small=True)
        more.setToolTip(ctx.tr("ui.action.more"))
        more.setAccessibleName(ctx.tr("ui.action.more"))
        more.clicked.connect(lambda: self._menu(row).popup(more.mapToGlobal(more.rect().bottomLeft())))
        line.addWidget(more)
        return holder

    def _menu(self, row: Row) -> Menu:
        ctx = self._ctx
        menu = Menu(ctx.theme, self)
        menu.add(ctx.tr("ui.files.open"), lambda: self.open_file(row), icon="external-link")
        menu.add(ctx.tr("ui.files.save"), lambda: self.save_file(row), icon="download")
        menu.add(ctx.tr("ui.action.delete"), lambda: self.delete_file(row), icon="trash", danger=True)
        return menu


def files_of(snapshot: Snapshot) -> Sequence[Row]:
    """The record's own attachments, newest first."""
    id = snapshot.row.id
    return [row for row in snapshot.referring if row.kind == "attachment" and row["parent_id"] == id]


def _attaching(ctx: Context, kind: str, id: str, file: Path) -> Callable[[], tuple[str, ChangeSet]]:
    return lambda: attach_file(ctx.desk, kind, id, file)


def _show(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
