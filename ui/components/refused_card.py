"""One refused change: what it was, why it came back, and the ways on."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.model.field import Type
from app.model.registry import KINDS
from app.store.store import OutboxItem
from sync.client.rebooking import is_month_locked
from ui.components.operation_words import operation_words
from ui.components.record_menu import add_buttons, add_copy_line, words_of
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Icon
from ui.widgets.chips import NeutralBadge
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.offering import Offering

_EDITABLE = ("create", "update")


class RefusedCard(Offering, Card):
    """The buttons carry the id of the operation."""

    correct_asked = Signal(str)
    again_asked = Signal(str)
    discard_asked = Signal(str)
    book_asked = Signal(str)

    def __init__(self, ctx: Context, item: OutboxItem, names: Mapping[str, str], when: str) -> None:
        super().__init__(ctx.theme)
        self._ctx, self.item = ctx, item
        one, px = item.operation, ctx.theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(ElidedLabel(names.get(one.id) or ctx.tr("ui.gone"), Role.CARD_TITLE))
        if one.kind in KINDS:
            head.addWidget(NeutralBadge(ctx.theme, ctx.formats.kind(one.kind)))
        head.addStretch(1)
        head.addWidget(Label(when, Role.META, "text.3"))
        nest(self.body, head)
        self.body.addWidget(Label(operation_words(ctx, one, names), tone="text.2", wrap=True))
        why = QHBoxLayout()
        why.setSpacing(px(8))
        why.addWidget(Icon(ctx.theme, "alert-triangle", "danger"))
        why.addWidget(Label(refusal_words(ctx, item), tone="danger", wrap=True), 1)
        nest(self.body, why)
        self._add_buttons()

    def _add_buttons(self) -> None:
        ctx, id = self._ctx, self.item.operation.op_id
        row = FlowLayout(None, ctx.theme.px(8))
        nest(self.body, row)
        self._verbs: list[Button] = []
        self.correct_button = Button(ctx.theme, ctx.tr("ui.tray.correct"), icon="pencil", small=True)
        self.correct_button.clicked.connect(lambda: self.correct_asked.emit(id))
        self.correct_button.setEnabled(is_correctable(self.item))
        if not self.correct_button.isEnabled():
            self.correct_button.setToolTip(ctx.tr("ui.tray.correct.not"))
        self.again_button = Button(ctx.theme, ctx.tr("ui.tray.again"), icon="send", small=True)
        self.again_button.clicked.connect(lambda: self.again_asked.emit(id))
        self.discard_button = Button(ctx.theme, ctx.tr("ui.tray.discard"), ButtonKind.QUIET, small=True)
        self.discard_button.setToolTip(ctx.tr("ui.tray.discard.hint"))
        self.discard_button.clicked.connect(lambda: self.discard_asked.emit(id))
        if is_month_locked(self.item):
            self.book_button = Button(ctx.theme, ctx.tr("ui.funds.refused.book"), icon="check", small=True)
            self.book_button.clicked.connect(lambda: self.book_asked.emit(id))
            row.addWidget(self.book_button)
            self._verbs.append(self.book_button)
        for button in (self.correct_button, self.again_button, self.discard_button):
            row.addWidget(button)
            self._verbs.append(button)
        one = self.item.operation
        if one.kind in KINDS and KINDS[one.kind].form_fields:
            opening = Button(
                ctx.theme, ctx.tr("ui.action.open"), ButtonKind.QUIET, icon="external-link", small=True
            )
            opening.clicked.connect(lambda: ctx.record_asked.emit(one.kind, one.id))
            row.addWidget(opening)
            self._verbs.append(opening)

    def menu(self) -> Menu:
        """What its buttons do, and copying what it says."""
        menu = Menu(self._ctx.theme, self)
        add_buttons(menu, self._verbs)
        menu.addSeparator()
        add_copy_line(self._ctx, menu, words_of(self))
        return menu


def is_correctable(item: OutboxItem) -> bool:
    """Whether a form can mend it: a deletion has nothing to fill in."""
    one = item.operation
    fields = KINDS[one.kind].fields if one.kind in KINDS else {}
    typed = any(
        name in fields and fields[name].form and fields[name].type is not Type.DATA for name in one.fields
    )
    return one.action in _EDITABLE and (typed or one.action == "create")


def refusal_words(ctx: Context, item: OutboxItem) -> str:
    """“企业名称：这一项必填，请补上后再保存”."""
    reason = item.reason or {}
    said = ctx.formats.stored_reason(reason)
    name = str((reason.get("params") or {}).get("field", ""))
    fields = KINDS[item.operation.kind].fields if item.operation.kind in KINDS else {}
    if name not in fields or not ctx.words.has(fields[name].label_key):
        return said
    return ctx.tr("ui.tray.reason", field=ctx.formats.label(fields[name]), reason=said)
