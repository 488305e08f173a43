"""Ctrl+P prints what one looks at; F8 makes the one-page brief of what one stands on, of a whole trip too."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.reports.brief import Asking, sheets
from app.reports.brief_html import html
from ui.components.agenda_words import referred as agenda_names
from ui.components.agenda_words import told
from ui.components.columns import heading
from ui.components.record_source import referred
from ui.context.context import Context
from ui.dialogs.preview_dialog import PreviewDialog
from ui.pages.detail_page import DetailPage
from ui.pages.list_page import ListPage
from ui.pages.today_page import TodayPage

BRIEFED = ("company", "project", "contact", "visit", "trip", "offer", "reception")
ROWS, COLUMNS = 500, 7  # of a printed list


class Printing(QObject):
    """Reads on the database thread, then shows the preview over the window."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx

    def brief(self, page: QWidget) -> None:
        """The brief of the record one is on, or of the current row of a list."""
        kind, id = stood_on(page)
        if kind not in BRIEFED or not id:
            self._ctx.say(self._ctx.tr("ui.paper.no_brief"))
            return
        self.brief_of(kind, id)

    def brief_of(self, kind: str, id: str) -> None:
        """The brief of a record, the plan of a reception."""
        ctx = self._ctx
        if kind.startswith("reception"):
            from ui.pages.reception_papers import show_paper

            show_paper(ctx, kind, id)
            return

        def work() -> tuple[str, str]:
            found = sheets(Asking(ctx.desk.store, ctx.words, ctx.today()), kind, id)
            return html(found, ctx.tr("brief.secrets")), found[0].title if found else ""

        def shown(made: tuple[str, str]) -> None:
            text, title = made
            if title:
                ctx.dialog_asked.emit(PreviewDialog(ctx, text, f"{ctx.tr('ui.paper.brief')} {title}"))

        ctx.read(work, shown, key=("brief", id_of(self)), owner=self)

    def print_page(self, page: QWidget) -> None:
        """Lists as they are filtered and sorted, records with their facts, today with what is due."""
        ctx = self._ctx
        if isinstance(page, ListPage) and page.table.rowCount():
            ids = list(page.table.ids())
            hidden = set(page.grid.hidden_columns())
            title = ctx.tr(f"ui.page.{page.name}")
            kind = page.spec.kind
            ctx.read(lambda: list_html(ctx, kind, title, ids, hidden), self._wide(title), owner=self)
        elif isinstance(page, DetailPage) and page.id:
            if page.kind in BRIEFED:
                self.brief_of(page.kind, page.id)
            else:
                kind, id = page.kind, page.id
                name = ctx.formats.kind(kind)
                ctx.read(lambda: record_html(ctx, kind, id), lambda text: self._show(text, name), owner=self)
        elif isinstance(page, TodayPage) and page.loaded is not None:
            self._show(today_html(ctx, page), ctx.tr("ui.page.today"))
        else:
            ctx.say(ctx.tr("ui.paper.nothing"))

    def _wide(self, title: str) -> Callable[[str], None]:
        return lambda text: self._show(text, title, landscape=True)

    def _show(self, text: str, name: str, *, landscape: bool = False) -> None:
        ctx = self._ctx
        day = ctx.today().isoformat()
        ctx.dialog_asked.emit(PreviewDialog(ctx, text, f"{name} {day}", landscape=landscape))


def stood_on(page: QWidget) -> tuple[str, str]:
    """(kind, id) of the record that a page shows, or of its current row."""
    if isinstance(page, DetailPage):
        return page.kind, page.id
    if isinstance(page, ListPage):
        return page.spec.kind, page.grid.current_id()
    return "", ""


def list_html(ctx: Context, kind: str, title: str, ids: Sequence[str], hidden: set[str]) -> str:
    """The first rows of a list as a table."""
    known = KINDS[kind]
    fields = [one for one in known.list_fields if one.name not in hidden][:COLUMNS]
    rows = ctx.desk.store.rows(kind, list(ids[:ROWS]))
    names = ctx.names([pair for row in rows for pair in referred(row)])
    note = ctx.tr("ui.paper.list_note", count=len(ids), day=ctx.formats.day(ctx.today()))
    if len(ids) > ROWS:
        note += " · " + ctx.tr("ui.paper.first_rows", count=ROWS)
    lines = [[ctx.formats.value(one, row[one.name], names) for one in fields] for row in rows]
    return _page(title, note, _table([heading(ctx, one) for one in fields], lines))


def record_html(ctx: Context, kind: str, id: str) -> str:
    """Every filled-in field of a record."""
    row = ctx.desk.store.get(kind, id)
    if row is None:
        return _page(ctx.tr("ui.gone"), "", "")
    names = ctx.names(referred(row))
    return _page(ctx.formats.title(row), ctx.formats.kind(kind), _facts(ctx, row, names))


def today_html(ctx: Context, page: TodayPage) -> str:
    """What is due, in the order of the page."""
    assert page.loaded is not None
    today = page.loaded.today
    names = ctx.names(agenda_names(today.lines))
    words = [told(ctx, today, line, names) for line in today.lines]
    lines = [(one.when, one.title, one.detail, one.badge) for one in words]
    note = ctx.tr("ui.today.status", count=len(lines))
    return _page(ctx.formats.day(today.day), note, _table(("", "", "", ""), lines))


def _facts(ctx: Context, row: Row, names: dict[str, str]) -> str:
    fields = KINDS[row.kind].form_fields
    lines = [(ctx.formats.label(one), ctx.formats.value(one, row[one.name], names)) for one in fields]
    return _table(("", ""), [line for line in lines if line[1]])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th align='left'>{escape(one)}</th>" for one in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        "<table width='100%' cellspacing='0' cellpadding='3' style='font-size: 12px'>"
        f"<thead><tr>{top}</tr></thead>{body}</table>"
    )


def _page(title: str, note: str, body: str) -> str:
    return (
        f"<h1 style='font-size: 20px; margin-bottom: 2px'>{escape(title)}</h1>"
        f"<p style='font-size: 12px; margin-top: 0'>{escape(note)}</p>{body}"
    )


def id_of(owner: QObject) -> int:
    """Names the asker among the keyed queries of the database thread."""
    return id(owner)
