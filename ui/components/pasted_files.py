"""What the clipboard holds that can be attached: files copied elsewhere, or a picture."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter


def pasted_files(mime: QMimeData) -> list[Path]:
    """Files of this computer, in the order they were copied."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def pasted_picture(mime: QMimeData) -> bytes | None:
    """A picture as PNG; None where there is none."""
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())
