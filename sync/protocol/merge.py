"""How two edits of one record, made apart, become one (sync.md, Push). Pure, in wire values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.model.field import Field, Merge
from app.model.values import Document, from_wire, kind_of
from sync.protocol.messages import Operation

# Comparing texts takes time in the product of their changed paragraphs: beyond this a person decides.
_MAX_COMPARISONS = 4_000_000


@dataclass(frozen=True, slots=True)
class Merged:
    """What a field becomes. ``clash``: the rule could not join both, ``value`` is headquarters' own."""

    value: Any
    clash: bool = False


def merge_value(
    field: Field | None, before: Any, mine: Any, current: Any, *, mine_later: bool = False
) -> Merged:
    """Join a laptop's edit ``before`` → ``mine`` with headquarters' ``current`` by the field's rule.

    All three are wire values. ``mine_later`` says whose edit was written later by corrected time; only
    ``Merge.LATEST`` looks at it. ``field`` is None for one that this version does not know: nobody can
    say how to join it, so it is asked.
    """
    if mine in (current, before):
        return Merged(current)
    if field is not None and field.merge is Merge.HQ:
        return Merged(current)
    if current == before:
        return Merged(mine)
    match field.merge if field is not None else Merge.ASK:
        case Merge.UNION:
            return _union(before, mine, current)
        case Merge.TEXT:
            return _text(before, mine, current)
        case Merge.MAX | Merge.MIN:
            assert field is not None
            return _extreme(field, mine, current)
        case Merge.LATEST:
            return Merged(mine if mine_later else current)
        case _:
            return Merged(current, clash=True)


def _union(before: Any, mine: Any, current: Any) -> Merged:
    """Additions and removals of both; headquarters' order first."""
    lists = [value or [] for value in (before, mine, current)]
    if not all(isinstance(value, list) for value in lists):
        return Merged(current, clash=True)
    old, ours, theirs = lists
    removed = [item for item in old if item not in ours]
    added = [item for item in ours if item not in old and item not in theirs]
    return Merged([item for item in theirs if item not in removed] + added or None)


def _extreme(field: Field, mine: Any, current: Any) -> Merged:
    """The larger or smaller by the field's own type; a value beats none."""
    if mine is None or current is None:
        return Merged(current if mine is None else mine)
    try:
        larger = from_wire(field, mine) > from_wire(field, current)
    except (ValueError, ArithmeticError, TypeError):
        return Merged(current, clash=True)
    return Merged(mine if larger is (field.merge is Merge.MAX) else current)


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Paragraphs ``start:end`` of the text before, replaced by ``lines``."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def inserts(self) -> bool:
        return self.start == self.end

    def meets(self, other: "_Hunk") -> bool:
        """Whether both touch one paragraph. Side by side is apart; so are two insertions at one place."""
        if self.inserts and other.inserts:
            return False
        return self.start < other.end and other.start < self.end


def _text(before: Any, mine: Any, current: Any) -> Merged:
    """Three-way by paragraph: clean where each changed its own, a clash where both changed the same one."""
    texts = [value if value is not None else "" for value in (before, mine, current)]
    if not all(isinstance(text, str) for text in texts):
        return Merged(current, clash=True)
    old, ours, theirs = (text.split("\n") for text in texts)
    changes, others = _hunks(old, ours), _hunks(old, theirs)
    if changes is None or others is None:
        return Merged(current, clash=True)
    own = [hunk for hunk in changes if hunk not in others]
    if any(hunk.meets(other) for hunk in own for other in others):
        return Merged(current, clash=True)
    # sorted is stable: where both insert at one place headquarters' paragraphs come first. An insertion in
    # front of a paragraph that the other replaced stays in front of it.
    ordered = sorted([*others, *own], key=lambda hunk: (hunk.start, hunk.end))
    return Merged("\n".join(_applied(old, ordered)) or None)


def _applied(old: Sequence[str], hunks: Iterable[_Hunk]) -> list[str]:
    lines: list[str] = []
    at = 0
    for hunk in hunks:
        lines += old[at : hunk.start]
        lines += hunk.lines
        at = hunk.end
    return [*lines, *old[at:]]


def _hunks(old: list[str], new: list[str]) -> list[_Hunk] | None:
    """What turns ``old`` into ``new``; None when finding out would take too long."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    core, changed = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(core) * len(changed) > _MAX_COMPARISONS:
        return None
    codes = SequenceMatcher(None, core, changed, autojunk=False).get_opcodes()
    return [_Hunk(head + a, head + b, tuple(changed[c:d])) for tag, a, b, c, d in codes if tag != "equal"]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def overlay(
    kind: str, doc: Mapping[str, Any], operations: Iterable[Operation], *, deleted: bool = False
) -> tuple[Document, bool]:
    """What a laptop shows: headquarters' document with its own waiting operations on top, in their order.

    Where a person will be asked, the laptop's own value shows until then. A record that headquarters
    deleted stays deleted under an edit, as headquarters will answer it. Unknown fields and kinds are
    treated like any other that is asked.
    """
    known = kind_of(kind)
    result = dict(doc)
    for operation in operations:
        if operation.action == "delete":
            deleted = True
            continue
        if operation.action in ("offer", "offer_gone") and result:
            continue  # headquarters has the record: its version stands
        if operation.action in ("restore", "offer_gone"):
            deleted = operation.action == "offer_gone"
        for name, (before, mine) in operation.fields.items():
            field = known.fields.get(name) if known else None
            put(result, name, _shown(field, before, mine, result.get(name)))
    return result, deleted


def _shown(field: Field | None, before: Any, mine: Any, current: Any) -> Any:
    if field is not None and field.merge is Merge.HQ:
        return mine if current is None else current
    merged = merge_value(field, before, mine, current, mine_later=True)
    return mine if merged.clash else merged.value


def put(doc: Document, name: str, value: Any) -> None:
    """Set a field of a document; empty fields are absent."""
    if value is None or value == []:
        doc.pop(name, None)
    else:
        doc[name] = value
