"""Pages before they are printed: look, then print or keep as a PDF. All offline."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo, QPrintPreviewWidget
from PySide6.QtWidgets import QGraphicsView, QSizePolicy

from app.services.errors import FileUnreadable
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.dialog import Dialog
from ui.widgets.paper import lay, print_pages, save_pdf

_WIDTH, _HEIGHT = 760, 640
_ZOOM, _ZOOM_WIDE = 0.78, 0.54  # so that the width of the paper is seen whole


class PreviewDialog(Dialog):
    """Ctrl+Enter prints, Ctrl+S keeps a PDF; ``name`` is what the file is called to begin with."""

    def __init__(self, ctx: Context, html: str, name: str, *, landscape: bool = False) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.paper.preview"), accept=ctx.tr("ui.paper.print"), width=_WIDTH)
        self._ctx, self.html, self.name, self._landscape = ctx, html, name, landscape
        self.pages = 0
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrinterInfo.defaultPrinter().isNull():
            self.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        lay(self.printer, landscape)
        self.preview = QPrintPreviewWidget(self.printer, self)
        self.preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for part in (self.preview, *self.preview.findChildren(QGraphicsView)):  # Tab comes to the view inside
            part.setAccessibleName(ctx.tr("ui.paper.preview"))
        self.preview.paintRequested.connect(self._paint)
        # Not fitted to the width: the scroll bar that then comes and goes would never let it rest.
        self.preview.setZoomFactor(_ZOOM_WIDE if landscape else _ZOOM)
        self.body.addWidget(self.preview, 1)
        keep = Button(ctx.theme, ctx.tr("ui.paper.pdf"), ButtonKind.SECONDARY, icon="save", hint="Ctrl+S")
        keep.clicked.connect(self.ask_file)
        self.add_button(keep)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.ask_file)
        self.may_accept = self._print
        self.note.setText(name)

    def sizeHint(self) -> QSize:
        px = self._ctx.theme.px
        return QSize(px(_WIDTH), px(_HEIGHT))

    def ask_file(self) -> None:
        """Where to keep the PDF."""
        ctx = self._ctx
        ask_where(self, ctx.tr("ui.paper.pdf"), f"{self.name}.pdf", self.save, ("PDF (*.pdf)",))

    def save(self, path: Path) -> None:
        """Keep the pages as a PDF and close."""
        ctx = self._ctx
        try:
            save_pdf(self.html, ctx.theme.families, path, landscape=self._landscape)
        except OSError:
            ctx.trouble(FileUnreadable(path=str(path)))
            return
        ctx.say(ctx.tr("ui.paper.saved", name=path.name))
        self.may_accept = None
        self.accept()

    def _paint(self, printer: QPrinter) -> None:
        self.pages = print_pages(printer, printer.resolution(), self.html, self._ctx.theme.families)

    def _print(self) -> bool:
        """Ask for the printer; where there is none a PDF is the paper."""
        if QPrinterInfo.defaultPrinter().isNull():
            self.ask_file()
            return False
        dialog = QPrintDialog(self.printer, self)
        dialog.accepted.connect(lambda: self._paint(self.printer))
        dialog.accepted.connect(self.reject)
        dialog.setModal(True)
        dialog.show()
        return False
