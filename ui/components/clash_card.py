"""One case: the parties side by side with what each did, then the ruling or the form that makes it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.rules.claims import FLAGS
from app.services.clashes import Case, Party
from ui.components.claim_words import case_light, party_entries, party_name, ruling_words
from ui.components.record_menu import copy_menu
from ui.components.ruling_form import RulingForm
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Banner, Box, Card, Icon, Line, Note
from ui.widgets.chips import NeutralBadge
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light
from ui.widgets.nesting import nest
from ui.widgets.timeline import Timeline

ABREAST = 2
LEAST_WIDE = 560


class ClashCard(Card):
    """``may_rule``: the person is headquarters' own; others read."""

    ruled = Signal(str, dict)
    """Rule on the case of this id with these values (``app.services.clashes.rule_clash``)."""

    def __init__(self, ctx: Context, case: Case, *, may_rule: bool) -> None:
        super().__init__(ctx.theme)
        self._ctx, self.case = ctx, case
        self.form: RulingForm | None = None
        self.ruling: Banner | None = None
        self.timelines: list[Timeline] = []
        px = ctx.theme.px
        self.body.setContentsMargins(px(20), px(16), px(20), px(16))
        self.body.setSpacing(px(12))
        nest(self.body, self._head())
        self.body.addWidget(Line())
        if not case.is_open:
            self.body.addWidget(self._ruling())
        self._boxes = [self._party(one, first=n == 0) for n, one in enumerate(case.parties)]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(12))
        self._narrow: bool | None = None
        self._arrange(narrow=False)
        nest(self.body, self._grid)
        self._foot = QVBoxLayout()
        nest(self.body, self._foot)
        if case.is_open and may_rule:
            self._show_form()
        elif case.is_open:
            self._foot.addWidget(Note(ctx.theme, "clock", ctx.tr("ui.clash.waits")))
        elif may_rule:
            nest(self._foot, self._again())

    def show_problem(self, field: str, sentence: str) -> None:
        """The ruling was refused."""
        if self.form is not None:
            self.form.show_problem(field, sentence)

    # ---- parts
    def _head(self) -> QHBoxLayout:
        ctx, case = self._ctx, self.case
        head = QHBoxLayout()
        head.setSpacing(ctx.theme.px(12))
        head.addWidget(ElidedLabel(str(case.row["title"] or ""), Role.TITLE))
        level, word = case_light(case)
        head.addWidget(Light(ctx.theme, level, ctx.tr(f"ui.clash.list.{word}")))
        head.addStretch(1)
        opened = ctx.tr("ui.clash.opened", at=ctx.formats.moment(case.row["opened_at"]))
        head.addWidget(Label(opened, Role.META, "text.2"))
        return head

    def _ruling(self) -> Banner:
        ctx, row = self._ctx, self.case.row
        by = ctx.tr("ui.clash.ruled_by", who=row["ruled_by"] or "", at=ctx.formats.moment(row["ruled_at"]))
        text = "\n".join((ctx.tr("ui.clash.reason", reason=row["reason"] or ""), by))
        title = ruling_words(ctx, self.case)
        self.ruling = Banner(ctx.theme, title, text, tone="success", ground="success.soft", icon="check")
        self.ruling.setAccessibleName(f"{title} {text}")
        return self.ruling

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < self._ctx.theme.px(LEAST_WIDE))

    def _arrange(self, *, narrow: bool) -> None:
        """Side by side; in a narrow card one below the other."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        abreast = 1 if narrow else ABREAST
        for number, box in enumerate(self._boxes):
            self._grid.addWidget(box, number // abreast, number % abreast)
        for column in range(ABREAST):
            self._grid.setColumnStretch(column, 1 if column < abreast else 0)
        if self.form is not None:
            self.form.arrange(narrow=narrow)

    def _party(self, party: Party, *, first: bool) -> Box:
        ctx, px, formats = self._ctx, self._ctx.theme.px, self._ctx.formats
        box = Box(ctx.theme)
        column = QVBoxLayout(box)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(6))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        name = ElidedLabel(party_name(ctx, party), Role.CARD_TITLE)
        head.addWidget(name)
        word = ctx.tr("ui.clash.first" if first else "ui.clash.later")
        accent = {"token": "accent", "ground": "accent.soft"} if first else {}
        head.addWidget(NeutralBadge(ctx.theme, word, **accent))  # type: ignore[arg-type]
        head.addStretch(1)
        if party.share is not None:
            head.addWidget(Label(ctx.tr("ui.percent", percent=party.share), Role.BODY_BOLD))
        nest(column, head)
        for key, value in (
            (
                "ui.clash.claimed",
                f"{formats.listed(list(party.claimants))} · {formats.moment(party.claimed_at)}",
            ),
            ("ui.clash.received", formats.moment(party.received_at)),
        ):
            nest(column, self._fact(ctx.tr(key), value))
        nest(column, self._fact(ctx.tr("ui.clash.number"), str(party.number)))
        for text in party.evidence:
            column.addWidget(Label(text, Role.BODY, "text.2", wrap=True))
        for flag in party.flags:
            column.addWidget(self._flag(flag))
        column.addWidget(Line())
        timeline = Timeline(ctx.theme)
        entries = {one.key: one for one in party_entries(ctx, party)}
        timeline.menu_of = lambda key: copy_menu(ctx, timeline, f"{entries[key].when}  {entries[key].title}")
        timeline.set_entries(list(entries.values()))
        self.timelines.append(timeline)
        column.addWidget(timeline)
        column.addStretch(1)
        return box

    def _fact(self, label: str, value: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._ctx.theme.px(8))
        name = Label(label, Role.BODY, "text.3")
        name.setFixedWidth(self._ctx.theme.px(112))
        row.addWidget(name)
        shown = ElidedLabel(value)
        shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(shown, 1)
        return row

    def _flag(self, flag: str) -> QWidget:
        ctx = self._ctx
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(ctx.theme.px(6))
        row.addWidget(Icon(ctx.theme, "alert-triangle", "warn", 14))
        words = ctx.tr(f"ui.clash.flag.{flag}") if flag in FLAGS else flag
        row.addWidget(Label(words, Role.BODY, "warn", wrap=True), 1)
        return line

    def _again(self) -> QHBoxLayout:
        ctx = self._ctx
        row = QHBoxLayout()
        row.addStretch(1)
        self.again_button = Button(ctx.theme, ctx.tr("ui.clash.again"), ButtonKind.QUIET, icon="pencil")
        self.again_button.clicked.connect(self._rule_again)
        row.addWidget(self.again_button)
        return row

    def _rule_again(self) -> None:
        self.again_button.hide()
        self._show_form()

    def _show_form(self) -> None:
        ctx = self._ctx
        self._foot.addWidget(Line())
        self.form = RulingForm(ctx, self.case)
        self.form.accepted.connect(lambda values: self.ruled.emit(self.case.id, values))
        self.form.arrange(narrow=bool(self._narrow))
        self._foot.addWidget(self.form)
        self._foot.addWidget(Note(ctx.theme, "clock", ctx.tr("ui.clash.carried")))
