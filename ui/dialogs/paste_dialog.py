"""What is on the clipboard laid over a list: every cell checked and shown, then written as one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.rules.blocks import Block, lay_out
from app.services.cells import CheckedRow, change_cells, check_texts
from ui.components.checked_rows import lines_of, linked_pairs, titles_of
from ui.components.checked_table import CheckedTable
from ui.context.context import Context
from ui.context.formats import Names
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class Target:
    """Where a block is laid: ``ids`` from the current row on, ``columns`` from the current one on.

    ``headings``: words at the head of a column → its field. ``fill``: the ticked rows that take one copied
    value each.
    """

    kind: str
    ids: Sequence[str]
    columns: Sequence[str]
    headings: Mapping[str, str]
    editable: frozenset[str]
    fill: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """A block over its target: ``texts`` id → field → text, ``fields`` in order, and what met nothing."""

    texts: Mapping[str, Mapping[str, str]]
    fields: Sequence[str]
    beyond: int = 0
    outside: int = 0


def laid_over(block: Block, target: Target) -> Pasted:
    """``block`` over ``target``; columns that cannot be changed in cells count as met by nothing."""
    if target.fill and len(block) == 1 and len(block[0]) == 1 and target.columns:
        field = target.columns[0]
        if field in target.editable:
            return Pasted({id: {field: block[0][0]} for id in target.fill}, [field])
        return Pasted({}, [], outside=1)
    laid = lay_out(block, target.columns, target.headings, row=0, rows=len(target.ids))
    taken = [(key, place) for key, place in laid.columns if key in target.editable]
    texts = {target.ids[row]: {key: block[line][place] for key, place in taken} for row, line in laid.rows}
    outside = laid.outside + len(laid.columns) - len(taken)
    return Pasted(texts if taken else {}, [key for key, _ in taken], laid.beyond, outside)


class PasteDialog(WritingDialog):
    """Cells that cannot be taken stay as they are; the rest is written by Ctrl+Enter."""

    def __init__(self, ctx: Context, kind: str, pasted: Pasted) -> None:
        title = ctx.tr("ui.paste.title")
        super().__init__(ctx, title, ctx.tr("ui.paste.accept"), width=880, size=(960, 560))
        self._kind, self._pasted = kind, pasted
        self.checked: Sequence[CheckedRow] = ()
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.summary)
        self.table = CheckedTable(ctx, title)
        self.body.addWidget(self.table, 1)
        self.accept_button.setEnabled(False)
        ctx.read(self._check, self._show, owner=self)

    def counts(self) -> tuple[int, int, int]:
        """Cells that change, that are the same, that are refused."""
        cells = [cell for row in self.checked for cell in row.cells]
        refused = sum(1 for cell in cells if cell.reason is not None)
        changed = sum(1 for cell in cells if cell.changes)
        return changed, len(cells) - changed - refused, refused

    def _check(self) -> tuple[list[CheckedRow], Names]:
        ctx = self._ctx
        rows = check_texts(ctx.desk, self._kind, self._pasted.texts, unit=ctx.formats.unit)
        return rows, ctx.names(linked_pairs(self._kind, rows))

    def _show(self, found: tuple[list[CheckedRow], Names]) -> None:
        ctx = self._ctx
        self.checked, names = found
        self.table.show_lines(
            titles_of(ctx, self._kind, self._pasted.fields), lines_of(ctx, self.checked, names)
        )
        changed, same, refused = self.counts()
        parts = [ctx.tr("ui.paste.summary", changed=changed, same=same, refused=refused)]
        if self._pasted.beyond:
            parts.append(ctx.tr("ui.paste.beyond", count=self._pasted.beyond))
        if self._pasted.outside:
            parts.append(ctx.tr("ui.paste.outside", count=self._pasted.outside))
        self.summary.setText("".join(parts))
        self.accept_button.setEnabled(changed > 0)

    def writing(self) -> Writing | None:
        changed, _, _ = self.counts()
        if not changed:
            return None
        ctx, kind, rows = self._ctx, self._kind, self.checked
        said = ctx.tr("ui.said.cells", count=changed)
        return Writing(lambda: change_cells(ctx.desk, kind, rows, label="paste"), said)
