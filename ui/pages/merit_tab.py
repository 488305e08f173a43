"""评优否优: what the rules suggest for each unit's year, on what evidence, and what people decided."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from app.model.registry import KINDS
from app.policy.pack import NoSuchTable
from app.services.scores.bulletins import holds_everything
from app.services.scores.standing import Merit, merits
from app.store.work import UNIT_NAME
from ui.context.context import Context
from ui.dialogs.merit_dialog import MeritDialog, suggested, verdict_word
from ui.models.columns import Cell, Level
from ui.pages.score_tab import LINE, ScoreTab, made, words

_LIGHTS: Mapping[str, Level] = {"excellent": "green", "barred": "red"}


class MeritTab(ScoreTab):
    """F2 decides; a double click on a unit that was decided on opens the record, where papers are hung."""

    by_headquarters = True

    def __init__(self, ctx: Context) -> None:
        tr = ctx.tr
        columns = [
            words("name", tr("field.merit.name"), 120, name=True),
            made("suggested", tr("field.merit.suggested"), 184),
            words("why", tr("ui.scores.merit.why"), 190, priority=2),
            words("evidence", tr("ui.scores.merit.projects"), 150, priority=3),
            made("decided", tr("field.merit.verdict"), 120),
            words("reason", tr("field.merit.reason"), 290, priority=1),
            words("by", tr("field.merit.decided_by"), 100, priority=4),
        ]
        super().__init__(ctx, "merit", columns, tr("ui.scores.merit.add"))
        self.button("ui.scores.merit.papers", self.papers, icon="paperclip")
        self.button("ui.scores.merit.add", self.add, icon="plus", hint="Ctrl+Shift+N", writes=True)
        self.button("ui.scores.merit.decide", self.decide, icon="check", hint="F2", writes=True)

    def read(self) -> Callable[[], Sequence[Merit]]:
        desk, year = self.ctx.desk, self.ctx.today().year

        def found() -> Sequence[Merit]:
            try:
                told = merits(desk, year)
            except NoSuchTable:  # a pack without such rules: the empty state says what to do
                return ()
            # Of other units an officer's laptop holds the task and not what was done for it.
            own = desk.store.remembered(UNIT_NAME)
            return told if holds_everything(desk) else [one for one in told if one.unit == own or one.decided]

        return found

    def lines(self, found: Sequence[Merit]) -> list[dict[str, Any]]:
        return [self._row(one) for one in found]

    def _row(self, one: Merit) -> dict[str, Any]:
        ctx, last = self.ctx, _latest(one)
        field = KINDS["merit"].fields["verdict"]
        decided = None
        if last is not None:
            word = ctx.formats.choice(field, last["verdict"])
            decided = Cell(word, light=_LIGHTS.get(last["verdict"], "yellow"))
        word, why = verdict_word(ctx, one, one.suggestion.verdict), one.suggestion.why
        return {
            "id": one.unit,
            LINE: one,
            "name": one.unit,
            "suggested": Cell(word, light=_LIGHTS.get(one.suggestion.verdict)),
            "why": one.pack.word("why", why).said(ctx.words.language) if why else "",
            "evidence": ctx.formats.listed([ctx.formats.title(row) for row in one.projects]),
            "decided": decided,
            "reason": last["reason"] if last is not None else "",
            "by": last["decided_by"] if last is not None else "",
        }

    def note_of(self, row: Mapping[str, Any]) -> str:
        return suggested(self.ctx, cast(Merit, row[LINE]))

    def decide(self) -> MeritDialog | None:
        """Decide on the current unit."""
        return self.edit(self.list.grid.current_id())

    def edit(self, id: str, key: str = "") -> MeritDialog | None:
        row = self.rows.get(id)
        if row is None or not self.may_write():
            return None
        return self._ask(cast(Merit, row[LINE]))

    def add(self) -> None:
        """A unit that the rules say nothing of."""
        if self.may_write():
            self._ask(None)

    def _ask(self, merit: Merit | None) -> MeritDialog:
        dialog = MeritDialog(self.ctx, self.ctx.today().year, merit)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def open(self, id: str) -> object:
        row = self.rows.get(id)
        last = _latest(cast(Merit, row[LINE])) if row is not None else None
        if last is None:
            return self.edit(id)
        self.ctx.record_asked.emit("merit", last.id)
        return None

    def papers(self) -> None:
        """Hang papers on what was decided last of the current unit."""
        row = self.rows.get(self.list.grid.current_id())
        last = _latest(cast(Merit, row[LINE])) if row is not None else None
        if last is None:
            self.ctx.say(self.ctx.tr("ui.scores.merit.no_papers"))
        else:
            self.ctx.tab_asked.emit("merit", last.id, "attachments")


def _latest(one: Merit) -> Any:
    return max(one.decided, key=lambda row: (row["decided_on"], row.id), default=None)
