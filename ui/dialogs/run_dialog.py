"""One run of the sync at length, to read and to copy for the administrator."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QGuiApplication

from ui.context.context import Context
from ui.widgets.button import Button
from ui.widgets.card import Facts
from ui.widgets.dialog import Dialog
from ui.widgets.label import Label

COUNTS = ("sent", "received", "conflicts", "refused", "parked", "waiting", "requests")


class RunDialog(Dialog):
    """``outcome`` is how it ended, in words."""

    def __init__(self, ctx: Context, run: Mapping[str, Any], outcome: str) -> None:
        when = ctx.formats.moment(run["started_at"])
        super().__init__(
            ctx.theme, ctx.tr("ui.run.title", when=when), accept=ctx.tr("ui.run.close"), width=520
        )
        self.facts = run_facts(ctx, run)
        said = Label(outcome, tone="danger" if run.get("error") else "text.1", wrap=True)
        self.body.addWidget(said)
        shown = Facts(ctx.theme, label_width=132)
        shown.set_facts(self.facts)
        self.body.addWidget(shown)
        self._outcome = outcome
        copy = Button(ctx.theme, ctx.tr("ui.run.copy"), icon="copy")
        copy.clicked.connect(self._copy)
        self.add_button(copy)
        self.cancel_button.hide()

    def as_text(self) -> str:
        """Everything shown, one line each."""
        return "\n".join([self._outcome, *(f"{label}\t{value}" for label, value in self.facts)])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())


def run_facts(ctx: Context, run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of everything known of a run."""
    formats = ctx.formats
    facts = [
        (ctx.tr("ui.run.started"), formats.moment(run["started_at"])),
        (ctx.tr("ui.run.ended"), formats.moment(run["ended_at"])),
        (
            ctx.tr("ui.sync.column.took"),
            ctx.tr("ui.sync.seconds", seconds=f"{float(run.get('seconds', 0)):.1f}"),
        ),
    ]
    facts += [(ctx.tr(f"ui.run.{name}"), str(run.get(name, 0))) for name in COUNTS]
    facts += [
        (ctx.tr(f"ui.run.{name}"), formats.size(int(run.get(name, 0)) + int(run.get(f"sign_in_{name}", 0))))
        for name in ("up", "down")
    ]
    if run.get("error"):
        facts.append((ctx.tr("ui.run.code"), str(run["error"])))
    facts.append((ctx.tr("ui.run.number"), str(run.get("run", ""))))
    return facts
