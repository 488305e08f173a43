"""The grid of files: what each says of itself, what can be done where it is, what can be pasted."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from app.reasons import Reason
from app.services import carrying
from app.services.attaching import attach_bytes
from app.services.carrying import Place
from tests.fakes.desktops import Desktop
from ui.components.attachments_panel import AttachmentsPanel
from ui.components.file_tile import FileTile
from ui.pages.detail_page import DetailPage
from ui.pages.sync_centre import SyncCentre
from ui.pages.sync_lists import READERS


def photo() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def page(desktop: Desktop) -> DetailPage:
    return desktop.record("project", "天香")


def attach(
    desktop: Desktop, page: DetailPage, content: bytes, name: str = "x.txt", *, sent: bool = True
) -> str:
    id, _ = attach_bytes(desktop.desk, page.kind, page.id, iter([content]), name=name)
    if sent:
        desktop.desk.store.files.mark_sent(hashlib.sha256(content).hexdigest())
    return id


def shown(desktop: Desktop, page: DetailPage) -> list[FileTile]:
    page.refresh()
    desktop.settle()
    page.show_tab("attachments")
    desktop.settle()
    return page.files.tiles()


def labels(panel: AttachmentsPanel, tile: FileTile) -> list[str]:
    return [action.text() for action in panel.menu_of(tile.row, tile.standing).actions()]


def test_a_photo_is_shown_small_and_a_paper_by_an_icon(desktop: Desktop, page: DetailPage) -> None:
    attach(desktop, page, photo(), "厂房.jpg")
    attach(desktop, page, b"text", "合同.txt")
    paper, picture = shown(desktop, page)
    assert (picture.picture.has_picture, paper.picture.has_picture) == (True, False)
    assert "厂房.jpg 在本机" in picture.accessibleName()


def test_each_file_says_where_it_is_and_what_can_be_done(desktop: Desktop, page: DetailPage) -> None:
    id = attach(desktop, page, b"text", sent=False)
    store, sha256 = desktop.desk.store, hashlib.sha256(b"text").hexdigest()
    (tile,) = shown(desktop, page)
    assert "等待上传" in tile.accessibleName()
    assert labels(page.files, tile) == ["打开", "另存为", "随身携带", "", "复制文字", "删除"]
    store.files.mark_refused(sha256, Reason("error.unit_files_full", {"used": 9, "limit": 10}))
    (tile,) = shown(desktop, page)
    assert "被拒绝" in tile.accessibleName() and "共 10 MB" in tile.accessibleName()
    assert "重新上传" in labels(page.files, tile)
    page.files.retry(tile.row)
    desktop.settle()
    assert page.files.tiles()[0].standing.place is Place.WAITING
    store.files.mark_sent(sha256)
    (tile,) = shown(desktop, page)
    assert labels(page.files, tile) == ["打开", "另存为", "随身携带", "移除本机副本", "", "复制文字", "删除"]
    page.files.take(tile.row, along=True)
    desktop.settle()
    (tile,) = page.files.tiles()
    assert "已带上" in tile.accessibleName() and "不再随身携带" in labels(page.files, tile)
    page.files.take(tile.row, along=False)
    page.files.drop(tile.row)
    desktop.settle()
    (tile,) = page.files.tiles()
    assert "只在总部" in tile.accessibleName()
    assert labels(page.files, tile) == ["打开", "下载", "随身携带", "", "复制文字", "删除"]
    assert not store.files.has(sha256) and id == tile.row.id


def test_the_only_copy_is_not_removed(desktop: Desktop, page: DetailPage) -> None:
    attach(desktop, page, b"text", "合同.txt", sent=False)
    (tile,) = shown(desktop, page)
    page.files.drop(tile.row)
    desktop.settle()
    assert "唯一的一份" in desktop.window.toast.text
    assert desktop.desk.store.files.has(tile.row["sha256"])


def test_what_is_opened_and_not_here_is_fetched_and_opens_when_it_has_come(
    desktop: Desktop, page: DetailPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    asked: list[bool] = []
    page.ctx.sync_asked.connect(asked.append)
    id = attach(desktop, page, b"text", "合同.txt")
    carrying.drop_copy(desktop.desk, id)
    (tile,) = shown(desktop, page)
    tile.setFocus()
    desktop.key(Qt.Key.Key_Return)
    desktop.settle()
    assert opened == [] and asked == [False]
    assert page.files.tiles()[0].standing.place is Place.FETCHING
    desktop.desk.store.files.put([b"text"], state="sent")
    shown(desktop, page)
    desktop.settle()
    assert [Path(one).name for one in opened] == ["合同.txt"]
    assert Path(opened[0]).read_bytes() == b"text"
    shown(desktop, page)
    assert len(opened) == 1, "once"


def test_a_program_is_not_opened(desktop: Desktop, page: DetailPage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    attach(desktop, page, b"MZ", "报告.pdf.exe")
    (tile,) = shown(desktop, page)
    page.files.open_file(tile.row)
    desktop.settle()
    assert opened == [] and "报告.pdf.exe" in desktop.window.toast.text


def test_everything_of_a_record_is_taken_along_and_left(desktop: Desktop, page: DetailPage) -> None:
    attach(desktop, page, b"text")
    shown(desktop, page)
    page.files.along.click()
    desktop.settle()
    assert page.files.tiles()[0].standing.place is Place.TAKEN
    assert carrying.is_taken(desktop.desk.store, page.kind, page.id)
    assert page.files.along.text() == "不再随身携带"
    page.files.along.click()
    desktop.settle()
    assert page.files.tiles()[0].standing.place is Place.HERE


def picture(mime: QMimeData, folder: Path) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime.setImageData(image)


def files(mime: QMimeData, folder: Path) -> None:
    (folder / "一.txt").write_text("1")
    (folder / "二.txt").write_text("2")
    mime.setUrls([QUrl.fromLocalFile(str(folder / name)) for name in ("一.txt", "二.txt")])


def words(mime: QMimeData, folder: Path) -> None:
    mime.setText("只是文字")


@pytest.mark.parametrize(("fill", "names"), [(picture, ["粘贴的图片"]), (files, ["二", "一"]), (words, [])])
def test_files_and_pictures_are_pasted(
    desktop: Desktop,
    page: DetailPage,
    tmp_path: Path,
    fill: Callable[[QMimeData, Path], None],
    names: list[str],
) -> None:
    mime = QMimeData()
    fill(mime, tmp_path)
    QGuiApplication.clipboard().setMimeData(mime)
    page.setFocus()
    desktop.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()
    found = [str(tile.row["name"]) for tile in page.files.tiles()]
    assert len(found) == len(names)
    assert all(one.startswith(name) for one, name in zip(found, names, strict=True))
    if names:
        assert page.current_tab() == "attachments"


def test_a_photo_is_one_file_in_the_sync_centre(desktop: Desktop, page: DetailPage) -> None:
    attach(desktop, page, photo(), "大图.jpg", sent=False)
    assert len(desktop.desk.store.files.waiting()) >= 2
    centre = desktop.window.open_page("sync", "files")
    assert isinstance(centre, SyncCentre)
    rows = READERS["files"](page.ctx, centre.monitor)
    assert [row["file"] for row in rows if row.get("record") == page.id] == ["大图.jpg"]
    assert all(row.get("record") for row in rows)
