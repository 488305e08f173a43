"""What is pasted into or dropped on a line: files, pictures, chats, pages; kept with where it is from."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject

from app.rules.clock import CHINA
from app.rules.pasted_chat import Pasted, Source, read_pasted
from app.services.attaching import kept_copy, kept_file
from ui.components.pasted_files import pasted_files, pasted_picture
from ui.context.context import Context

_SOURCES = ("chromium/x-source-url", "text/x-moz-url-priv")
"""Where browsers say which page a text was copied from."""

File = Mapping[str, Any]


class PasteTaker(QObject):
    """Takes what the clipboard holds into a line: words are inserted, the rest becomes files of it."""

    def __init__(
        self, ctx: Context, insert: Callable[[str], None], keep: Callable[[File], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ctx, self._insert, self._keep = ctx, insert, keep

    def take(self, mime: QMimeData) -> bool:
        """Deal with it; False where it is something we have no use for."""
        if files := pasted_files(mime):
            self.take_files(files)
            return True
        # Excel and WPS put a picture of the cells beside their words.
        words = mime.hasText() and bool(mime.text().strip())
        if not words and (picture := pasted_picture(mime)) is not None:
            self._keep_bytes(picture, self._ctx.tr("ui.files.pasted"), "png", "")
            return True
        if mime.hasText():
            self._take_text(mime)
            return True
        return False

    def take_files(self, files: list[Path]) -> None:
        """Copy files in; one that cannot be read stops no other."""
        desk, note = self._ctx.desk, self._ctx.tr("ui.capture.source.dropped")
        for file in files:
            work = partial(kept_copy, desk, file, note=note, keep_place=self._ctx.preferences.keeps_places)
            self._ctx.read(work, self._keep, owner=self)

    def _take_text(self, mime: QMimeData) -> None:
        text = mime.text()
        pasted = read_pasted(text, self._ctx.today(), address=_address(mime))
        self._insert(pasted.text)
        if pasted.source is not Source.TEXT:
            label = self._ctx.tr(f"ui.capture.source.{pasted.source}")
            self._keep_bytes(text.encode("utf-8", "replace"), label, "txt", self._note(pasted, label))
        if pasted.reasons:
            formats = self._ctx.formats
            self._ctx.say(" ".join(formats.reason(reason) for reason in pasted.reasons))

    def _note(self, pasted: Pasted, label: str) -> str:
        """Where it is from: the page, or who wrote in the chat."""
        people = list(dict.fromkeys(one.who for one in pasted.messages if one.who))
        told = pasted.address or self._ctx.formats.listed(people[:6])
        return self._ctx.tr("ui.capture.source.told", source=label, told=told)

    def _keep_bytes(self, content: bytes, label: str, suffix: str, note: str) -> None:
        desk = self._ctx.desk
        moment = desk.store.clock().astimezone(CHINA)
        name = f"{label} {moment:%Y-%m-%d %H%M%S}.{suffix}"
        self._ctx.read(
            lambda: kept_file(desk, iter([content]), name=name, note=note or label), self._keep, owner=self
        )


def _address(mime: QMimeData) -> str:
    for name in _SOURCES:
        if mime.hasFormat(name):
            raw = bytes(mime.data(name).data())
            coding = "utf-16-le" if name.startswith("text/x-moz") else "utf-8"
            return raw.decode(coding, "replace").split("\n")[0].strip("\0 ")[:500]
    return ""
