"""One conflict: field by field what was before, mine and headquarters', one of them chosen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from app.model.registry import KINDS
from app.rules.validation import Problem
from sync.client.conflict_rules import Rule
from sync.client.conflicts import BY_RULE, HQ, MINE, OpenConflict
from ui.components.conflict_fields import ConflictFields, entry_words
from ui.components.record_form import problem_sentence
from ui.components.rule_box import RuleBox
from ui.components.signs import stage_sign
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Line, Note
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest

LEAST_WIDE = 560


class ConflictCard(Card):
    """Headquarters' value is preselected; nothing is lost whatever is chosen. A settled one is only read."""

    resolved = Signal(str)
    """Take what is chosen in the card with this id."""
    taken = Signal(str, str)
    """Take one side as a whole."""
    put_off = Signal(str)
    """稍后: go on with the next card."""

    def __init__(
        self, ctx: Context, conflict: OpenConflict, names: Mapping[str, str], *, settled: bool = False
    ) -> None:
        super().__init__(ctx.theme)
        self._ctx, self.conflict, self._names, self._settled = ctx, conflict, names, settled
        self.fields: ConflictFields | None = None
        self.verbs: list[Button] = []
        """What can be done with it, in the order in which it is offered."""
        self.rule_box: RuleBox | None = None
        self.body.setContentsMargins(*(ctx.theme.px(n) for n in (20, 16, 20, 16)))
        self.body.setSpacing(ctx.theme.px(12))
        nest(self.body, self._head())
        self.body.addWidget(Line())
        if conflict.reason == "delete":
            self._lay_out_deletion()
        else:
            self._lay_out_fields()

    @property
    def choices(self) -> dict[str, str]:
        """The side chosen for each field; "" for a value of one's own."""
        return self.fields.choices if self.fields is not None else {}

    @property
    def groups(self) -> Mapping[str, object]:
        """The fields to choose for."""
        return self.fields.groups if self.fields is not None else {}

    def rules(self) -> list[Rule]:
        """What is to hold from now on."""
        return self.rule_box.rules(self.choices) if self.rule_box is not None else []

    def accept(self) -> None:
        """采用所选; of a deletion, what headquarters has."""
        if self._settled:
            return
        if self.conflict.reason == "delete":
            self.taken.emit(self.conflict.id, HQ)
        else:
            self.resolved.emit(self.conflict.id)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """A typed value that cannot be: said in the card, the text stays."""
        target = self.conflict.target
        if target is None or not problems:
            return
        said = problem_sentence(self._ctx, KINDS[target.kind].fields[problems[0].field], problems[0])
        self._counted.setText(said)
        self._counted.set_tone("danger")

    # ---- parts
    def _head(self) -> QHBoxLayout:
        ctx, target = self._ctx, self.conflict.target
        head = QHBoxLayout()
        head.setSpacing(ctx.theme.px(12))
        name = ctx.formats.title(target) if target is not None else self.conflict.card["title"] or ""
        head.addWidget(ElidedLabel(name, Role.TITLE))
        if target is not None and (stage := stage_sign(ctx, target)) is not None:
            head.addWidget(stage)
        head.addStretch(1)
        if target is not None:
            text = ctx.tr("ui.conflict.open", kind=ctx.formats.kind(target.kind))
            button = Button(ctx.theme, text, ButtonKind.QUIET, icon="external-link", small=True)
            button.clicked.connect(lambda: ctx.record_asked.emit(target.kind, target.id))
            head.addWidget(button)
        return head

    def _lay_out_fields(self) -> None:
        ctx = self._ctx
        fields = self.fields = ConflictFields(ctx, self.conflict, self._names, readonly=self._settled)
        if self._settled:
            self.body.addWidget(fields)
            self.body.addWidget(Note(self._ctx.theme, "clock", self._settled_words()))
            return
        nest(self.body, self._whole())
        self.body.addWidget(fields)
        fields.changed.connect(self._count)
        self.body.addWidget(Note(ctx.theme, "clock", ctx.tr("ui.conflict.nothing_lost")))
        if self.conflict.target is not None and self.groups:
            self.rule_box = RuleBox(ctx, self.conflict.target.kind, list(self.groups))
            self.body.addWidget(self.rule_box)
        nest(self.body, self._foot())
        self._count()

    def _whole(self) -> QHBoxLayout:
        """One click takes a whole side; undo is there."""
        ctx = self._ctx
        bulk = QHBoxLayout()
        bulk.setSpacing(ctx.theme.px(8))
        bulk.addWidget(ElidedLabel(ctx.tr("ui.conflict.whole"), Role.META, "text.2"))
        sides = ((MINE, "ui.conflict.all_mine"), (HQ, "ui.conflict.all_hq"))
        self.whole_buttons = {side: Button(ctx.theme, ctx.tr(key), small=True) for side, key in sides}
        for side, button in self.whole_buttons.items():
            button.setToolTip(ctx.tr("ui.conflict.whole.hint"))
            button.clicked.connect(lambda _=False, side=side: self._take_whole(side))
            bulk.addWidget(button)
        bulk.addStretch(1)
        self._counted = ElidedLabel("", Role.META, "text.2")
        bulk.addWidget(self._counted)
        return bulk

    def _take_whole(self, side: str) -> None:
        if self.fields is not None:
            self.fields.choose_all(side)
        self.resolved.emit(self.conflict.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fields is not None:
            self.fields.arrange(narrow=self.width() < self._ctx.theme.px(LEAST_WIDE))

    def _settled_words(self) -> str:
        ctx, card = self._ctx, self.conflict.card
        by = card["resolved_by"] or ctx.tr("ui.history.somebody")
        when = ctx.formats.moment(card["resolved_at"])
        ruled = isinstance(card["chosen"], dict) and card["chosen"].get(BY_RULE)
        return ctx.tr("ui.conflict.settled.rule" if ruled else "ui.conflict.settled", by=by, when=when)

    def _foot(self) -> QHBoxLayout:
        ctx = self._ctx
        foot = QHBoxLayout()
        foot.setSpacing(ctx.theme.px(8))
        foot.addStretch(1)
        foot.addWidget(self._later())
        accept = Button(ctx.theme, ctx.tr("ui.conflict.accept"), ButtonKind.PRIMARY, hint="Ctrl+Enter")
        accept.clicked.connect(self.accept)
        self.accept_button = accept
        self.verbs += [accept, *self.whole_buttons.values(), self.later_button]
        foot.addWidget(accept)
        return foot

    def _later(self) -> Button:
        self.later_button = Button(self._ctx.theme, self._ctx.tr("ui.conflict.put_off"), ButtonKind.QUIET)
        self.later_button.clicked.connect(lambda: self.put_off.emit(self.conflict.id))
        return self.later_button

    def _lay_out_deletion(self) -> None:
        ctx, card, target = self._ctx, self.conflict.card, self.conflict.target
        key = (
            "ui.conflict.deleted_at_hq"
            if target is not None and target.deleted
            else "ui.conflict.deleted_by_other"
        )
        self.body.addWidget(Label(ctx.tr(key, by=card["other"] or ctx.tr("ui.history.somebody")), wrap=True))
        for entry in self.conflict.entries:
            field = KINDS[target.kind].fields.get(entry.field) if target is not None else None
            label, before, mine, _hq = entry_words(ctx, field, entry, self._names)
            line = QHBoxLayout()
            name = ElidedLabel(label, tone="text.3")
            name.setFixedWidth(ctx.theme.px(128))
            line.addWidget(name)
            line.addWidget(Label(f"{before} → {mine}", wrap=True), 1)
            nest(self.body, line)
        if self._settled:
            self.body.addWidget(Note(self._ctx.theme, "clock", self._settled_words()))
            return
        self.body.addWidget(Note(ctx.theme, "clock", ctx.tr("ui.conflict.nothing_lost")))
        foot = QHBoxLayout()
        foot.setSpacing(ctx.theme.px(8))
        foot.addStretch(1)
        foot.addWidget(self._later())
        restore = Button(ctx.theme, ctx.tr("ui.conflict.restore"))
        restore.clicked.connect(lambda: self.taken.emit(self.conflict.id, MINE))
        keep = Button(ctx.theme, ctx.tr("ui.conflict.keep_deleted"), ButtonKind.PRIMARY, hint="Ctrl+Enter")
        keep.clicked.connect(lambda: self.taken.emit(self.conflict.id, HQ))
        self.restore_button, self.accept_button = restore, keep
        self.verbs += [restore, keep, self.later_button]
        foot.addWidget(restore, 0, Qt.AlignmentFlag.AlignRight)
        foot.addWidget(keep)
        nest(self.body, foot)

    def _count(self) -> None:
        sides = list(self.choices.values())
        mine, hq, own = sides.count(MINE), sides.count(HQ), sides.count("")
        key = "ui.conflict.counted.own" if own else "ui.conflict.counted"
        self._counted.setText(self._ctx.tr(key, count=len(sides), mine=mine, hq=hq, own=own))
        self._counted.set_tone("text.2")
