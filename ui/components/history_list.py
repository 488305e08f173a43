"""Who changed what when, field by field, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.model.row import Row
from app.services.policy import pack_of
from app.store.reading import HistoryEntry
from ui.components.record_menu import ReadLine
from ui.components.snapshot import Snapshot
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card, Line
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label

SHOWN = 100


class HistoryList(Card):
    """Newest first; one block for each change."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.tab.history"))
        self._ctx = ctx
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(ctx.theme.px(12))
        self.body.addWidget(holder)
        self.body.addStretch(1)

    def show_history(self, snapshot: Snapshot) -> None:
        """Every change of the record of ``snapshot``."""
        clear_layout(self._column)
        told = self._told(snapshot)
        self.header.set_count(str(len(told)))
        for number, (_, block) in enumerate(told[:SHOWN]):
            if number:
                self._column.addWidget(Line())
            self._column.addWidget(block())
        if len(told) > SHOWN:
            rest = self._ctx.tr("ui.card.more", count=len(told) - SHOWN)
            self._column.addWidget(Label(rest, Role.META, "text.3"))

    def _told(self, snapshot: Snapshot) -> list[tuple[datetime, Callable[[], QWidget]]]:
        """When, and what makes its block; changes, and lights that were put off, the newest first."""
        row, names = snapshot.row, snapshot.names
        found: list[tuple[datetime, Callable[[], QWidget]]] = [
            (entry.at, partial(self._block, row.kind, entry, names))
            for entry in snapshot.history
            if is_told(row.kind, entry)
        ]
        found += [(one["created_at"], partial(self._put_off, one)) for one in snapshot.put_off]
        return sorted(found, key=lambda one: one[0], reverse=True)

    def _head(self, title: str, when: str) -> tuple[QWidget, QGridLayout]:
        ctx, px = self._ctx, self._ctx.theme.px
        block = ReadLine(ctx)
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(Label(title, Role.BODY_BOLD), 0, 0, 1, 2)
        grid.addWidget(Label(when, Role.META, "text.3"), 0, 2, Qt.AlignmentFlag.AlignRight)
        return block, grid

    def _put_off(self, row: Row) -> QWidget:
        """Who put which light off until when, and why."""
        ctx, fields = self._ctx, KINDS[row.kind].fields
        by = row["created_by"] or ctx.tr("ui.history.somebody")
        title = ctx.tr("ui.history.put_off", by=by, light=ctx.tr(f"alert.{row['light']}"))
        block, grid = self._head(title, ctx.formats.moment(row["created_at"]))
        over = ctx.tr("ui.history.over") if row["until"] < ctx.today() else ""
        for line, (name, text) in enumerate(
            (("until", f"{ctx.formats.day(row['until'])}{over}"), ("reason", row["reason"] or "")), start=1
        ):
            label = ElidedLabel(ctx.formats.label(fields[name]), tone="text.3")
            label.setFixedWidth(ctx.theme.px(128))
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(text, tone="text.1", wrap=True), line, 1, 1, 2)
        return block

    def _block(self, kind: str, entry: HistoryEntry, names: Mapping[str, str]) -> QWidget:
        ctx, px = self._ctx, self._ctx.theme.px
        origin = ctx.tr(f"ui.history.origin.{entry.origin}")
        title = ctx.tr(f"ui.history.{entry.action}", by=entry.by or ctx.tr("ui.history.somebody"))
        block, grid = self._head(title, f"{ctx.formats.moment(entry.at)} · {origin}")
        for line, (label, before, after) in enumerate(change_words(ctx, kind, entry, names), start=1):
            name = ElidedLabel(label, tone="text.3")
            name.setFixedWidth(px(128))
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            old = Label(before, tone="text.2", wrap=True)
            new = Label(f"→ {after}", tone="text.1", wrap=True)
            for words in (old, new):
                words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                words.allow_copy()
            if entry.action == "create" or not before:
                grid.addWidget(Label(after, tone="text.1", wrap=True), line, 1, 1, 2)
            else:
                grid.addWidget(old, line, 1, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(new, line, 2, Qt.AlignmentFlag.AlignTop)
        return block


def told_of(snapshot: Snapshot) -> int:
    """How many lines the history of a record has."""
    return sum(is_told(snapshot.row.kind, entry) for entry in snapshot.history) + len(snapshot.put_off)


def is_told(kind: str, entry: HistoryEntry) -> bool:
    """Whether there is anything to say of a change: not where only what the product keeps changed."""
    return entry.action != "update" or any(_field(kind, name) for name in entry.fields)


def change_words(
    ctx: Context, kind: str, entry: HistoryEntry, names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """(field, before, after) in words, for the fields people know; ``before`` is "" where what changed cannot
    be told in a few words, and ``after`` says that it did.
    """
    found: list[tuple[str, str, str]] = []
    for name, (before, after) in entry.fields.items():
        field = _field(kind, name)
        if field is None:
            continue
        label = ctx.formats.label(field)
        if field.type is Type.DATA or field.mark:
            if entry.action != "create":
                found.append((label, "", ctx.tr("ui.history.renewed")))
            continue
        found.append((label, _words(ctx, field, before, names), _words(ctx, field, after, names)))
    return found


def _field(kind: str, name: str) -> Field | None:
    """A field that people know; None for others, and for those that only a newer version has."""
    field = KINDS[kind].fields.get(name)
    return None if field is None or field.own else field


def _words(ctx: Context, field: Field, value: object, names: Mapping[str, str]) -> str:
    word = None
    if field.vocabulary and isinstance(value, str):
        word = pack_of(ctx.desk).words.get(field.vocabulary, {}).get(value)
    return word.said(ctx.words.language) if word is not None else ctx.formats.wire_value(field, value, names)
