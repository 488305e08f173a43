"""Headquarters' judgement of one operation: a pure function from what it holds and what a laptop says.

The rules are those of sync.md (Push). Revisions are not known while judging, because one is taken for the
whole batch as late as possible: ``PENDING`` stands for it.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from app.model.field import Field, Merge
from app.model.registry import Kind
from app.model.values import Document, kind_of, to_wire
from app.reasons import Reason
from sync.protocol.merge import Merged, merge_value, put
from sync.protocol.messages import Operation, Status
from sync.protocol.shapes import WrongShape, canonical, canonical_unknown, is_canonical, readers
from sync.protocol.times import instant

PENDING = 1 << 62  # the revision this batch will get: later than any that exists

CARD = "conflict"  # the kind of the cards; only headquarters makes and removes them


class Held(msgspec.Struct, frozen=True, gc=False):
    """One record as headquarters holds it.

    ``field_revs`` says at which revision each field last changed, ``field_times`` when (corrected
    milliseconds) for the fields where the later edit wins. ``device`` made the last change and
    ``other_rev`` is the last revision made by any other device, so that a laptop's own earlier
    operations never count as news to it. ``at`` and ``by``: the last change.
    """

    doc: Document
    deleted: bool = False
    rev: int = 0
    field_revs: Mapping[str, int] = {}
    field_times: Mapping[str, int] = {}
    device: str = ""
    other_rev: int = 0
    at: int = 0
    by: str = ""
    unit: str = ""

    def news_for(self, device: str) -> int:
        """The last revision that ``device`` did not make itself."""
        return self.other_rev if device == self.device else self.rev


class Context(msgspec.Struct, frozen=True, gc=False):
    """Who says it, from where and when: ``at`` the operation's corrected time, ``now`` headquarters', ms."""

    user: str
    device: str
    unit: str
    at: int
    now: int


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One field of a conflict card, in wire values: ``mine`` did not stand, ``hq`` did."""

    field: str
    before: Any
    mine: Any
    hq: Any


class Judgement(msgspec.Struct, frozen=True, gc=False):
    """What becomes of an operation.

    ``held`` is the record afterwards (the same object where nothing changed, None where there is none).
    ``exact``: headquarters changed nothing beyond the operation. ``card`` says a conflict card is due and
    why; ``entries`` are its fields. ``reason`` and ``field`` say why it was refused or must wait.
    """

    status: Status
    held: Held | None
    exact: bool = False
    card: Literal["", "edit", "delete"] = ""
    entries: tuple[Entry, ...] = ()
    reason: Reason | None = None
    field: str = ""


def judge(kind: str, held: Held | None, operation: Operation, context: Context) -> Judgement:
    """Decide one operation on one record; never raises for what a laptop may say."""
    known = kind_of(kind)
    if known is None:
        return _refused(held, Reason("hq.refused.unknown_kind", {"kind": kind}))
    if held is not None and _is_written_so(known, held, operation):
        return Judgement("applied", held)
    if (refusal := _unchangeable(known, held, operation)) is not None:
        return _refused(held, refusal)
    try:
        if held is None:
            return _unheld(known, operation, context)
        if operation.action == "delete":
            return _delete(held, operation, context)
        return _edit(known, held, operation, context)
    except WrongShape as error:
        return _refused(held, error.reason, error.field)


def _is_written_so(kind: Kind, held: Held, operation: Operation) -> bool:
    """Whether an append-only record stands as its author wrote it: another laptop brought it back first.

    What it hangs on may have changed since, because duplicates are merged.
    """
    return (
        kind.append_only
        and operation.action == "create"
        and all(
            held.doc.get(name) == after
            for name, (_, after) in operation.fields.items()
            if name not in kind.fields or (kind.writable(name) and not kind.fields[name].target)
        )
    )


def _unchangeable(kind: Kind, held: Held | None, operation: Operation) -> Reason | None:
    """Why no laptop may do this to a record of this kind, whoever asks."""
    if kind.hq_made and operation.action != "update":
        return Reason("hq.refused.card")
    if kind.hq_made and not any(map(kind.writable, kind.fields)):
        return Reason("hq.refused.hq_field")
    if kind.append_only and held is not None:
        hung = all(name in kind.fields and kind.fields[name].target for name in operation.fields)
        allowed = operation.action == "update" or (kind.withdrawable and operation.action != "create")
        return None if allowed and hung else Reason("hq.refused.append_only")
    return None


def _refused(held: Held | None, reason: Reason, field: str = "") -> Judgement:
    return Judgement("refused", held, reason=reason, field=field)


def _unheld(kind: Kind, operation: Operation, context: Context) -> Judgement:
    """A new record; anything else waits for the record's creation, which another laptop may still hold."""
    if operation.action != "create":
        return Judgement("later", None, reason=Reason("hq.later.unknown_record"))
    doc, exact = _document(kind, operation)
    _require(kind, doc, kind.required)
    for name, own in (("unit_id", context.unit or None), ("created_by", context.user or None)):
        if doc.get(name) != own:
            put(doc, name, own)
            exact = False
    if "created_at" not in doc:
        doc["created_at"] = to_wire(kind.fields["created_at"], instant(context.at))
        exact = False
    held = Held(
        doc,
        rev=PENDING,
        field_revs=_all_pending(tuple(doc)),
        field_times=_times(kind, doc, context.at),
        device=context.device,
        at=context.at,
        by=context.user,
        unit=context.unit,
    )
    return Judgement("applied", held, exact)


def _delete(held: Held, operation: Operation, context: Context) -> Judgement:
    if held.deleted:
        return Judgement("applied", held, exact=True)
    after = _stamped(replace(held, deleted=True), held, context)
    if held.news_for(context.device) > operation.base_rev:
        # Someone edited what this laptop had not seen: the edits stay in the tombstone, a person decides.
        return Judgement("conflict", after, card="delete")
    return Judgement("applied", after, exact=True)


@dataclass(slots=True)
class _Edit:
    """The fields of one operation as they are being joined."""

    doc: Document
    revs: dict[str, int]
    times: dict[str, int]
    entries: list[Entry]
    merged: bool = False
    exact: bool = True

    def set(self, name: str, value: Any, at: int, *, timed: bool) -> None:
        if value == self.doc.get(name):
            return
        put(self.doc, name, value)
        self.revs[name] = PENDING
        if timed:
            self.times[name] = at


def _edit(kind: Kind, held: Held, operation: Operation, context: Context) -> Judgement:
    """An update, a restore, or a create that was pushed before (then it is merged as an update)."""
    edit = _Edit(dict(held.doc), dict(held.field_revs), dict(held.field_times), [])
    given = _values(kind, operation)
    creating = operation.action == "create"
    for name, (before, mine) in given.items():
        if _owned_by_hq(kind, name):
            refusal = _hq_field(held, name, mine, creating=creating)
            if refusal is not None:
                return _refused(held, refusal, name)
            edit.exact = edit.exact and mine == held.doc.get(name)
            continue
        _join(kind, held, edit, name, before, mine, operation, context)
        edit.exact = edit.exact and operation.fields[name][1] in (mine, [])
    _require(kind, edit.doc, given)
    deleted = held.deleted and operation.action != "restore"
    if edit.doc == held.doc and deleted == held.deleted:
        after = held
    else:
        joined = replace(held, doc=edit.doc, deleted=deleted, field_revs=edit.revs, field_times=edit.times)
        after = _stamped(joined, held, context)
    return _edit_judgement(held, after, edit, buried=deleted)


def _edit_judgement(held: Held, after: Held, edit: _Edit, *, buried: bool) -> Judgement:
    entries = tuple(edit.entries)
    if buried and (after is not held or entries):
        return Judgement("conflict", after, card="delete", entries=entries)
    if entries:
        return Judgement("conflict", after, card="edit", entries=entries)
    status: Status = "merged" if edit.merged else "applied"
    return Judgement(status, after, exact=edit.exact and not edit.merged)


def _join(
    kind: Kind,
    held: Held,
    edit: _Edit,
    name: str,
    before: Any,
    mine: Any,
    operation: Operation,
    context: Context,
) -> None:
    """Put one field of the operation into ``edit`` by the rule that fits what happened meanwhile."""
    current = held.doc.get(name)
    field = kind.fields.get(name)
    timed = field is not None and field.merge is Merge.LATEST
    if mine == current:
        return
    if current == before or _unchanged_since(held, name, operation.base_rev):
        # Over what was never so here (a mask, what was refused) the laptop cannot tell what came of it.
        edit.exact = edit.exact and current == before
        edit.set(name, mine, context.at, timed=timed)
        return
    then = held.field_times.get(name, 0)
    later = (context.at, repr(mine)) > (then, repr(current))
    merged = merge_value(field, before, mine, current, mine_later=later)
    if not merged.clash and field is not None:
        try:
            value = canonical(field, merged.value)
        except WrongShape:  # both fit alone, joined they are too long
            value, merged = current, Merged(current, clash=True)
    else:
        value = merged.value
    if merged.clash:
        edit.entries.append(Entry(name, before, mine, current))
        return
    edit.merged = True
    edit.set(name, value, context.at, timed=timed)


def _unchanged_since(held: Held, name: str, base_rev: int) -> bool:
    """Whether the field is as the laptop knew it.

    A base that headquarters has not reached comes from before a restored backup: it proves nothing.
    """
    return base_rev <= held.rev and held.field_revs.get(name, 0) <= base_rev


def _owned_by_hq(kind: Kind, name: str) -> bool:
    return name in kind.fields and kind.fields[name].merge is Merge.HQ


def _hq_field(held: Held, name: str, mine: Any, *, creating: bool) -> Reason | None:
    if creating or mine == held.doc.get(name):
        return None
    return Reason("hq.refused.hq_field")


def _stamped(after: Held, before: Held, context: Context) -> Held:
    """``after`` with the marks of this change on it."""
    same = before.device == context.device
    other = before.other_rev if same else before.rev
    return replace(after, rev=PENDING, device=context.device, other_rev=other, at=context.at, by=context.user)


def _document(kind: Kind, operation: Operation) -> tuple[Document, bool]:
    """What a new record's operation says of it, in canonical form, and whether that is word for word so."""
    told = {name: after for name, (_, after) in operation.fields.items() if after is not None}
    if is_canonical(kind.name, told):
        return told, True
    doc: Document = {}
    exact, known = True, readers(kind.name)
    for name, after in told.items():
        read = known.get(name)
        value = canonical_unknown(name, after) if read is None else read(after)
        if value is not None:
            doc[name] = value
        if value is not after and value != after and after != []:
            exact = False
    return doc, exact


def _values(kind: Kind, operation: Operation) -> dict[str, tuple[Any, Any]]:
    """The operation's fields in canonical form.

    ``before`` only serves to compare: what an older version wrote there need not be valid today.
    """
    values: dict[str, tuple[Any, Any]] = {}
    for name, (before, after) in operation.fields.items():
        field = kind.fields.get(name)
        if field is None:
            values[name] = (before, canonical_unknown(name, after))
            continue
        values[name] = (None if before is None else _as_before(field, before), canonical(field, after))
    return values


def _as_before(field: Field, before: Any) -> Any:
    try:
        return canonical(field, before)
    except WrongShape:
        return before


def _require(kind: Kind, doc: Document, names: Container[str]) -> None:
    for name in kind.required:
        if name in names and doc.get(name) in (None, ""):
            raise WrongShape(name, Reason("hq.refused.required"))


@lru_cache(maxsize=256)
def _all_pending(names: tuple[str, ...]) -> Mapping[str, int]:
    """The revisions of the fields of a new record: those of a batch mostly have the same, and share them."""
    return dict.fromkeys(names, PENDING)


def _times(kind: Kind, doc: Document, at: int) -> dict[str, int]:
    return {name: at for name in kind.timed if name in doc}
