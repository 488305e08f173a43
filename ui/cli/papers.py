"""Paper without a screen: rich text to PDF with the fonts that come with the product."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt looks for a screen

from PySide6.QtWidgets import QApplication

import resources
from ui.theme.type_scale import load_families
from ui.widgets.paper import save_pdf


def write_pdf(html: str, path: Path) -> None:
    """Lay ``html`` out on A4 and write it.

    Raises:
        OSError: the file cannot be written.
    """
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    families = load_families(Path(resources.__file__).parent / "fonts")
    save_pdf(html, families, path)
