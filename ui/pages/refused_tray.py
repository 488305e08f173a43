"""What headquarters sent back, each with its reason and the ways on; and what this version cannot read."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.store.store import OutboxItem
from sync.client.rebooking import is_month_locked
from sync.client.refused import Settled, discard, send_again
from ui.components.operation_words import named_by, operation_words
from ui.components.refused_card import RefusedCard, refusal_words
from ui.components.refused_funds import book_as_corrections
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.card import Card, EmptyState
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

SHOWN = 100


@dataclass(frozen=True)
class _Found:
    items: Sequence[OutboxItem]
    names: Mapping[str, str]
    parked: Sequence[tuple[str, str, dict[str, Any]]]


class RefusedTray(QWidget):
    """Cards, the oldest first; everything in it can be settled at once, undone, and written to a file."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._found = _Found((), {}, ())
        self.cards: dict[str, RefusedCard] = {}
        px = ctx.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(px(20), px(12), px(20), px(20))
        self._column.setSpacing(px(12))
        self._bar = self._make_bar()
        self._column.addWidget(self._bar)
        self._place = QVBoxLayout()
        self._place.setSpacing(px(12))
        nest(self._column, self._place)
        self._empty = EmptyState(ctx.theme, ctx.tr("ui.empty.refused"))
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        outer.addWidget(Scrolled(content))

    def _make_bar(self) -> QWidget:
        ctx = self._ctx
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(Label(ctx.tr("ui.tray.hint"), Role.META, "text.2", wrap=True), 1)
        self.all_again = Button(ctx.theme, ctx.tr("ui.tray.again.all"), icon="send", small=True)
        self.all_again.clicked.connect(lambda: self.send_again(self._ids()))
        self.export_button = Button(ctx.theme, ctx.tr("ui.tray.export"), icon="download", small=True)
        self.export_button.clicked.connect(self.ask_export)
        self.all_booked = Button(ctx.theme, ctx.tr("ui.funds.refused.book.all"), icon="check", small=True)
        self.all_booked.clicked.connect(lambda: book_as_corrections(ctx, self._locked()))
        row.addWidget(self.all_booked)
        row.addWidget(self.all_again)
        row.addWidget(self.export_button)
        return bar

    # ---- showing
    def refresh(self) -> None:
        """Read the tray again on the database thread."""
        ctx = self._ctx
        ctx.read(lambda: _read(ctx), self._take, key=("tray", id(self)), owner=self)

    def _take(self, found: _Found) -> None:
        ctx = self._ctx
        if found == self._found and (self.cards or not found.items):
            self._show_empty()
            return
        self._found = found
        clear_layout(self._place)
        self.cards = {}
        for item in found.items[:SHOWN]:
            when = ctx.formats.moment(datetime.fromtimestamp(item.operation.at / 1000, tz=UTC))
            card = self.cards[item.operation.op_id] = RefusedCard(ctx, item, found.names, when)
            card.correct_asked.connect(self._correct)
            card.again_asked.connect(lambda id: self.send_again([id]))
            card.discard_asked.connect(lambda id: self.discard([id]))
            card.book_asked.connect(lambda id: book_as_corrections(ctx, [id]))
            self._place.addWidget(card)
        if len(found.items) > SHOWN:
            rest = ctx.tr("ui.card.more", count=len(found.items) - SHOWN)
            self._place.addWidget(Label(rest, Role.META, "text.3"))
        if found.parked:
            self._place.addWidget(self._parked_card(found.parked))
        self._show_empty()

    def _show_empty(self) -> None:
        found = self._found
        self._empty.setVisible(not found.items and not found.parked)
        self._bar.setVisible(bool(found.items or found.parked))
        self.all_again.setVisible(bool(found.items))
        self.all_booked.setVisible(len(self._locked()) > 1)

    def _parked_card(self, parked: Sequence[tuple[str, str, dict[str, Any]]]) -> Card:
        """Rows of headquarters that wait for a newer program: nothing to do but to update."""
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.parked.title"), count=str(len(parked)))
        card.body.addWidget(Label(ctx.tr("ui.parked.why"), tone="text.2", wrap=True))
        counts: dict[str, int] = {}
        for kind, _, _ in parked:
            counts[kind] = counts.get(kind, 0) + 1
        for kind, count in counts.items():
            known = kind in KINDS
            name = ctx.formats.kind(kind) if known else kind
            key = "ui.parked.unreadable" if known else "ui.parked.unknown"
            card.body.addWidget(Label(ctx.tr(key, kind=name, count=count), wrap=True))
        return card

    # ---- acting
    def send_again(self, op_ids: Sequence[str]) -> None:
        """Queue the same changes once more."""
        said = self._ctx.tr("ui.said.again", count=len(op_ids))
        self._settle(lambda store, actor: send_again(store, op_ids, actor), said)

    def discard(self, op_ids: Sequence[str]) -> None:
        """Give changes up; undo makes them anew."""
        said = self._ctx.tr("ui.said.discarded", count=len(op_ids))
        self._settle(lambda store, actor: discard(store, op_ids, actor), said)

    def _settle(self, work: Callable[[Any, str], Settled], said: str) -> None:
        ctx = self._ctx
        if not self._found.items:
            return
        ctx.change(
            lambda: work(ctx.desk.store, ctx.desk.actor),
            changes=lambda settled: settled.changes,
            done=lambda settled: ctx.say(said, undo=settled.undoable),
        )

    def _correct(self, op_id: str) -> None:
        item = next(one for one in self._found.items if one.operation.op_id == op_id)
        self._ctx.correct_asked.emit(item, refusal_words(self._ctx, item))

    def _locked(self) -> list[str]:
        """Lines of funds that a published month did not take."""
        return [item.operation.op_id for item in self._found.items if is_month_locked(item)]

    def _ids(self) -> list[str]:
        return [item.operation.op_id for item in self._found.items]

    # ---- a file for the administrator
    def ask_export(self) -> None:
        """Ask where to, then write the tray there."""
        ctx = self._ctx
        filters = (ctx.tr("ui.tray.export.text"), ctx.tr("ui.tray.export.json"))
        name = ctx.tr("ui.tray.export.name", day=ctx.formats.day(ctx.desk.today()))
        ask_where(self, ctx.tr("ui.tray.export"), name, self.export, filters)

    def export(self, path: Path) -> None:
        """Write the tray to a file: lines to read, or JSON with everything where the name ends so."""
        ctx, found = self._ctx, self._found
        as_json = path.suffix.lower() == ".json"
        text = as_document(found.items, found.parked) if as_json else as_lines(ctx, found.items, found.names)
        said = ctx.tr("ui.said.tray_exported", name=path.name)
        ctx.read(lambda: path.write_text(text, encoding="utf-8"), lambda _size: ctx.say(said))


def as_lines(ctx: Context, items: Sequence[OutboxItem], names: Mapping[str, str]) -> str:
    """Each change with its reason, to read."""
    lines = []
    for item in items:
        one = item.operation
        title = names.get(one.id) or one.id
        lines += [
            f"{title}  {one.kind} {one.id}",
            f"  {operation_words(ctx, one, names)}",
            f"  {refusal_words(ctx, item)}",
            f"  {one.op_id}  {datetime.fromtimestamp(one.at / 1000, tz=UTC).isoformat()}",
            "",
        ]
    return "\n".join(lines)


def as_document(items: Sequence[OutboxItem], parked: Sequence[tuple[str, str, dict[str, Any]]]) -> str:
    """Everything of it as JSON, for a program."""
    refused = [
        {
            "op_id": item.operation.op_id,
            "kind": item.operation.kind,
            "id": item.operation.id,
            "action": item.operation.action,
            "base_rev": item.operation.base_rev,
            "at": item.operation.at,
            "fields": item.operation.fields,
            "reason": item.reason,
        }
        for item in items
    ]
    rows = [{"kind": kind, "id": id, "row": row} for kind, id, row in parked]
    return json.dumps({"refused": refused, "parked": rows}, ensure_ascii=False, indent=2)


def _read(ctx: Context) -> _Found:
    items = ctx.desk.store.outbox(state="refused")
    names = ctx.names(named_by(item.operation for item in items))
    return _Found(items, names, ctx.desk.store.parked())
