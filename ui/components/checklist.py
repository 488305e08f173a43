"""What a stage asks for, line by line: met with what was found, or missing with the way to mend it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.rules.requirements import Line
from app.services.policy import pack_of
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Icon
from ui.widgets.label import ElidedLabel, Label

Go = Callable[[Line], None]
# Kinds that are seen to on the tab of assessment and approval.
APPROVING = dict.fromkeys(("approval", "agenda_item", "review", "service_item"), "approval")


def requirement_words(ctx: Context, line: Line) -> str:
    """What the pack calls the requirement."""
    return pack_of(ctx.desk).word("requirement", line.requirement.id).said(ctx.words.language)


def found_words(ctx: Context, line: Line) -> str:
    """What was found of it: the value of a field, or how many records."""
    asked = line.requirement
    field = KINDS[asked.kind].fields.get(asked.field) if asked.kind == "project" else None
    if line.met and field is not None and not field.target:
        return ctx.formats.value(field, line.seen, {})
    return ctx.formats.reason(line.why)


def mend_words(ctx: Context, line: Line) -> str:
    """What the link at a missing line says."""
    kind = line.requirement.kind
    key = f"ui.life.mend.{kind}"
    if kind in APPROVING:
        return ctx.tr("ui.life.mend.approval")
    return ctx.tr(key if kind in ("visit", "node", "team_member", "attachment") else "ui.life.mend")


class CheckLine(QWidget):
    """One line; ``go`` is offered where it is missing."""

    def __init__(self, ctx: Context, line: Line, go: Go | None) -> None:
        super().__init__()
        self.line = line
        words, found = requirement_words(ctx, line), found_words(ctx, line)
        self.setAccessibleName(f"{words} {found}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(ctx.theme.px(8))
        tone, icon = ("success", "check") if line.met else ("warn", "alert-triangle")
        row.addWidget(Icon(ctx.theme, icon, tone, 14))  # type: ignore[arg-type]
        said = ElidedLabel(
            words, Role.BODY if line.met else Role.BODY_BOLD, "text.2" if line.met else "text.1"
        )
        said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(said, 1)
        self.button: Button | None = None
        if line.met or go is None:
            row.addWidget(Label(found, Role.META, "text.3"))
        else:
            self.button = Button(ctx.theme, mend_words(ctx, line), ButtonKind.LINK)
            self.button.setToolTip(found)
            self.button.clicked.connect(lambda: go(line))
            row.addWidget(self.button)


class Checklist(QWidget):
    """The lines under each other, what is missing first."""

    def __init__(self, ctx: Context, lines: Sequence[Line], go: Go | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(6))
        self.lines = [CheckLine(ctx, line, go) for line in sorted(lines, key=lambda line: line.met)]
        for one in self.lines:
            column.addWidget(one)
