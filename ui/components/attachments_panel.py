"""The files of a record as a grid: add, open, save, take along, drop, retry, delete."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.file_names import safe_file_name
from app.services import carrying
from app.services.attaching import attach_bytes, attach_file, open_copy, save_attachment
from app.services.carrying import Place, Standing
from app.services.photo_notes import REMOVED
from app.services.records import delete_records
from ui.components.file_tile import FileActions, FileTile
from ui.components.pasted_files import pasted_files, pasted_picture
from ui.components.record_menu import add_copy_line
from ui.components.saving import ask_where
from ui.components.snapshot import Snapshot
from ui.context.context import Context
from ui.context.preferences import KEEP, PHOTO_PLACES
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.switches import SegmentedControl

UNKNOWN = Standing(Place.REMOTE)


class AttachmentsPanel(Card):
    """Files hang on (kind, id); dropping or pasting files on the page adds them."""

    stale = Signal()
    """Where files are has changed on this laptop: read the record again."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.tab.attachments"), link=ctx.tr("ui.files.add"))
        self._ctx = ctx
        self._kind = self._id = ""
        self._taken = False
        self._to_open: set[str] = set()
        self.header.link_clicked.connect(self.ask_files)
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(Label(ctx.tr("ui.files.hint"), Role.META, "text.3", wrap=True), 1)
        row.addWidget(Label(ctx.tr("ui.photo_place.label"), Role.META, "text.2"))
        self.place = SegmentedControl(
            ctx.theme, [(one, ctx.tr(f"ui.photo_place.{one}")) for one in PHOTO_PLACES]
        )
        self.place.setAccessibleName(ctx.tr("ui.photo_place.label"))
        self.place.setToolTip(ctx.tr("ui.photo_place.help"))
        row.addWidget(self.place)
        self.along = Button(ctx.theme, ctx.tr("ui.files.take_all"), icon="luggage", small=True)
        self.along.clicked.connect(self.toggle_along)
        row.addWidget(self.along)
        nest(self.body, row)
        self._grid = QWidget()
        self._flow = FlowLayout(self._grid, gap=ctx.theme.px(10))
        self.body.addWidget(self._grid)
        self.body.addStretch(1)

    def follow(self, kind: str, id: str) -> None:
        """What is added from now on hangs on this record, also before it was read and can be shown."""
        if (kind, id) != (self._kind, self._id):
            self._to_open.clear()
            self.place.set_current(self._ctx.preferences.choices.photo_place)
        self._kind, self._id = kind, id

    def show_files(self, snapshot: Snapshot) -> None:
        """The attachments of the record of ``snapshot``."""
        row, files = snapshot.row, files_of(snapshot)
        self.follow(row.kind, row.id)
        self._taken = snapshot.taken
        self.header.set_count(str(len(files)) if files else "")
        self.along.setText(self._ctx.tr("ui.files.leave_all" if snapshot.taken else "ui.files.take_all"))
        self.along.setVisible(bool(files) or row.kind == "trip")
        clear_layout(self._flow)
        actions = FileActions(self.open_file, self.menu_of)
        for file in files:
            small = snapshot.thumbnails.get(file.id)
            standing = snapshot.standings.get(file.id, UNKNOWN)
            self._flow.addWidget(FileTile(self._ctx, file, standing, small, actions))
        self._grid.updateGeometry()
        self._open_what_came(files, snapshot)

    def tiles(self) -> list[FileTile]:
        """The files as they are shown."""
        items = (self._flow.itemAt(place) for place in range(self._flow.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, FileTile)]

    # ---- adding
    def ask_files(self) -> None:
        """Choose files to hang on the record."""
        dialog = QFileDialog(self, self._ctx.tr("ui.files.add"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.attach([Path(name) for name in names]))
        dialog.open()

    def attach(self, files: Iterable[Path]) -> None:
        """Copy files into the store, each its own undo step; one that cannot be read stops no other."""
        ctx, kind, id, keep = self._ctx, self._kind, self._id, self.place.current() == KEEP
        for file in files:
            self._add(file.name, partial(attach_file, ctx.desk, kind, id, file, keep_place=keep))

    def paste(self) -> bool:
        """Attach what the clipboard holds; False where that is neither files nor a picture."""
        ctx, kind, id = self._ctx, self._kind, self._id
        mime = QGuiApplication.clipboard().mimeData()
        if files := pasted_files(mime):
            self.attach(files)
            return True
        content = pasted_picture(mime)
        if content is None:
            return False
        moment = ctx.desk.store.clock().astimezone()
        name = f"{ctx.tr('ui.files.pasted')} {moment:%Y-%m-%d %H%M%S}.png"
        self._add(name, lambda: attach_bytes(ctx.desk, kind, id, iter([content]), name=name))
        return True

    def _add(self, name: str, work: Callable[[], tuple[str, ChangeSet]]) -> None:
        """Add one; whether the place it told is in it any more is said with it."""
        ctx = self._ctx

        def added() -> tuple[ChangeSet, str]:
            id, changes = work()
            row = ctx.desk.store.get("attachment", id)
            bare = row is not None and row["place_told"] == REMOVED
            return changes, ctx.tr("ui.said.attached_bare" if bare else "ui.said.attached", name=name)

        ctx.change(added, changes=lambda made: made[0], done=lambda made: ctx.say(made[1], undo=True))

    # ---- acting on one
    def open_file(self, row: Row) -> None:
        """Show the file in the program the system has for it; one that is not here is fetched first."""
        ctx = self._ctx
        if not ctx.desk.store.files.has(row["sha256"] or ""):
            self._to_open.add(row.id)
            self.fetch(row)
            return
        ctx.read(lambda: open_copy(ctx.desk, row.id, ctx.opened), _show)

    def fetch(self, row: Row) -> None:
        """Have the file fetched now."""
        ctx = self._ctx
        said = ctx.tr("ui.said.file_asked", name=row["name"] or "")
        self._local(lambda: carrying.ask_for(ctx.desk, row.id), said, sync=True)

    def save_file(self, row: Row) -> None:
        """Write the file where the user says."""
        ctx = self._ctx
        name = safe_file_name(row["name"] or "")
        ask_where(self, ctx.tr("ui.files.save"), name, partial(self.save_to, row))

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

    def take(self, row: Row, *, along: bool) -> None:
        """Keep one file on this laptop, or no longer."""
        desk = self._ctx.desk
        work = carrying.take_along if along else carrying.leave_behind
        self._local(lambda: work(desk, "attachment", row.id), sync=along)

    def drop(self, row: Row) -> None:
        """Remove the local copy."""
        ctx = self._ctx
        said = ctx.tr("ui.said.file_dropped", name=row["name"] or "")
        self._local(lambda: carrying.drop_copy(ctx.desk, row.id), said)

    def retry(self, row: Row) -> None:
        """Send a refused file again."""
        self._local(lambda: carrying.send_again(self._ctx.desk, row.id), sync=True)

    def toggle_along(self) -> None:
        """Take along what hangs on the record, or no longer."""
        ctx, kind, id, taken = self._ctx, self._kind, self._id, self._taken
        work = carrying.leave_behind if taken else carrying.take_along
        said = ctx.tr("ui.said.left_behind" if taken else "ui.said.taken_along")
        self._local(lambda: work(ctx.desk, kind, id), said, sync=not taken)

    # ---- inside
    def _local(self, work: Callable[[], None], said: str = "", *, sync: bool = False) -> None:
        """Change where files are on this laptop; that is no change of a record, but may call for a sync."""

        def done(_none: None) -> None:
            if said:
                self._ctx.say(said)
            self.stale.emit()
            if sync:
                self._ctx.sync_asked.emit(False)

        self._ctx.read(work, done)

    def _open_what_came(self, files: Sequence[Row], snapshot: Snapshot) -> None:
        for file in files:
            if file.id in self._to_open and snapshot.standings[file.id].place in (Place.HERE, Place.TAKEN):
                self._to_open.discard(file.id)
                self.open_file(file)

    def menu_of(self, row: Row, standing: Standing) -> Menu:
        """What can be done with a file where it is."""
        tr, place = self._ctx.tr, standing.place
        menu = Menu(self._ctx.theme, self)
        here = place not in (Place.REMOTE, Place.FETCHING)
        menu.add(tr("ui.files.open"), lambda: self.open_file(row), icon="external-link")
        if here:
            menu.add(tr("ui.files.save"), lambda: self.save_file(row), icon="save")
        else:
            menu.add(tr("ui.files.fetch"), lambda: self.fetch(row), icon="download")
        if place is Place.TAKEN:
            menu.add(tr("ui.files.leave"), lambda: self.take(row, along=False), icon="luggage")
        else:
            menu.add(tr("ui.files.take"), lambda: self.take(row, along=True), icon="luggage")
        if place in (Place.HERE, Place.TAKEN):
            menu.add(tr("ui.files.drop"), lambda: self.drop(row), icon="cloud")
        if place is Place.REFUSED:
            menu.add(tr("ui.files.retry"), lambda: self.retry(row), icon="refresh-cw")
        menu.addSeparator()
        add_copy_line(self._ctx, menu, str(row["name"] or ""))
        menu.add(tr("ui.action.delete"), lambda: self.delete_file(row), icon="trash", danger=True)
        return menu


def files_of(snapshot: Snapshot) -> Sequence[Row]:
    """The record's own attachments, newest first."""
    id = snapshot.row.id
    return [row for row in snapshot.referring if row.kind == "attachment" and row["parent_id"] == id]


def _show(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
