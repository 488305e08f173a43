"""Offers: a record that a restored headquarters lost comes back from a laptop that still holds it.

An offer carries the record whole, as headquarters had it when this laptop last read it, and as ``base_rev``
the revision it had then. Many laptops may offer the same record: the newest state stands, in any order, and
nobody is asked to choose between a state and an older one of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from app.model.field import Merge
from app.model.registry import Kind
from app.model.values import Document, kind_of, to_wire
from app.reasons import Reason
from sync.protocol.judge import PENDING, Context, Held, Judgement
from sync.protocol.messages import Operation
from sync.protocol.shapes import WrongShape, canonical, canonical_unknown
from sync.protocol.times import instant

OFFER = "offer"
OFFER_GONE = "offer_gone"  # of a record that was deleted
OFFERS = frozenset({OFFER, OFFER_GONE})


@dataclass(frozen=True, slots=True)
class Loss:
    """What one restored backup lost: everything of a revision after ``after`` and before ``before``."""

    after: int
    before: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The offer that a record stands on: the revision ``state`` it carried, and ``rev`` which it got.

    For a record that headquarters still had, both are the backup's revision. ``gone``: offered as deleted.
    """

    state: int
    rev: int
    gone: bool = False


def loss_of(rev: int, losses: Iterable[Loss]) -> Loss | None:
    """When headquarters lost the state that a laptop holds at ``rev``; None where it did not."""
    return next((loss for loss in losses if loss.after < rev < loss.before), None)


def is_contained(held: Held, operation: Operation, acked: int, standing: Standing) -> bool:
    """Whether an operation that headquarters had taken at ``acked`` is part of what was offered since.

    Not where the offer did not stand, because somebody had changed the field meanwhile: then the operation
    is judged like any other, so that a person is asked.
    """
    if not 0 < acked <= standing.state or (operation.action == "delete" and standing.gone):
        return False
    return all(
        held.field_revs.get(name, 0) >= standing.rev or held.doc.get(name) == after
        for name, (_, after) in operation.fields.items()
    )


def judge_offer(
    held: Held | None, operation: Operation, context: Context, standing: Standing | None
) -> Judgement:
    """Decide one offer of a state that was lost, on top of what stands (None: headquarters has nothing).

    The verdict is ``applied``, ``duplicate`` where something newer stands, or ``refused``. It is never exact:
    the laptop is sent the row.
    """
    kind = kind_of(operation.kind)
    if kind is None or kind.hq_made:
        return Judgement("refused", held, reason=Reason("hq.refused.unknown_kind", {"kind": operation.kind}))
    written = kind.lasting and held is not None
    if written or (standing is not None and operation.base_rev <= standing.state):
        return Judgement("duplicate", held)
    try:
        doc = _document(kind, operation)
    except WrongShape as error:
        return Judgement("refused", held, reason=error.reason, field=error.field)
    doc.setdefault("created_at", to_wire(kind.fields["created_at"], instant(context.at)))
    gone = operation.action == OFFER_GONE
    if held is None or standing is None:
        return Judgement("applied", _new(kind, doc, gone, context))
    return Judgement("applied", _newer(kind, held, doc, gone, context, standing))


def _document(kind: Kind, operation: Operation) -> Document:
    doc: Document = {}
    for name, (_, after) in operation.fields.items():
        field = kind.fields.get(name)
        value = canonical_unknown(name, after) if field is None else canonical(field, after)
        if value is not None:
            doc[name] = value
    return doc


def _new(kind: Kind, doc: Document, gone: bool, context: Context) -> Held:
    return Held(
        doc,
        deleted=gone,
        rev=PENDING,
        field_revs=dict.fromkeys(doc, PENDING),
        field_times={n: context.at for n in doc if _is_timed(kind, n)},
        device=context.device,
        at=context.at,
        by=context.user,
        unit=str(doc.get("unit_id") or ""),
    )


def _newer(kind: Kind, held: Held, doc: Document, gone: bool, context: Context, standing: Standing) -> Held:
    """A newer state of a record that came back: it replaces what nobody has changed since."""
    still = {name for name in {*held.doc, *doc} if held.field_revs.get(name, 0) <= standing.rev}
    joined = {name: value for name, value in held.doc.items() if name not in still}
    joined |= {name: doc[name] for name in doc if name in still}
    changed = {name for name in still if held.doc.get(name) != doc.get(name)}
    return replace(
        held,
        doc=joined,
        deleted=gone if held.rev <= standing.rev else held.deleted,
        rev=PENDING,
        field_revs={**held.field_revs, **dict.fromkeys(still, PENDING)},
        field_times={**held.field_times, **{n: context.at for n in changed if _is_timed(kind, n)}},
        device=context.device,
        other_rev=held.rev if held.device != context.device else held.other_rev,
        at=context.at,
        by=context.user,
        unit=str(joined.get("unit_id") or ""),
    )


def _is_timed(kind: Kind, name: str) -> bool:
    return name in kind.fields and kind.fields[name].merge is Merge.LATEST
