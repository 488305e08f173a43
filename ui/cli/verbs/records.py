"""Commands on records: add, set, delete, restore, get, list, find, history, undo, redo."""

from collections.abc import Mapping
from typing import Any

from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.reports.brief import Asking
from app.rules.validation import Problem
from app.services import records
from app.services.errors import InvalidRecord
from app.services.node_plans import node_texts
from app.store.undo import Undone
from app.store.work import known_kind
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import KindNotTyped
from ui.cli.session import Session

# The others are made by attaching a file, by an import, or by headquarters.
TYPED_KINDS = (
    *("project", "company", "contact", "visit", "trip", "next_step"),
    *("node", "team_member", "listing", "review", "meeting", "agenda_item", "service_item"),
    *("contract", "instalment"),
    *("squad", "promise", "reception", "reception_person", "reception_stop"),
    *("fund_commitment", "tax_return"),
    *("organisation", "greeting", "introduction", "relation", "target_list", "target", "chain_node"),
    *("startup", "returnee", "offer", "demand", "appraisal_mark"),
    *("goal", "lead_judgement", "posting", "merit"),
)


def add(session: Session, arguments: Arguments) -> Answer:
    """Make a record from values as people type them."""
    kind = _typed_kind(arguments["kind"])
    _only_editable(kind, arguments["values"])
    id, _ = records.create_record(session.desk, kind, arguments["values"])
    return {"kind": kind, "id": id, "record": shapes.record(records.required_row(session.desk, kind, id))}


def change(session: Session, arguments: Arguments) -> Answer:
    """Change the named fields; an empty text empties one."""
    kind, id = arguments["kind"], arguments["id"]
    _only_editable(kind, arguments["values"])
    records.change_record(session.desk, kind, id, arguments["values"])
    return {"kind": kind, "id": id, "record": shapes.record(records.required_row(session.desk, kind, id))}


def delete(session: Session, arguments: Arguments) -> Answer:
    """Delete records as one step; they can be restored."""
    kind = known_kind(arguments["kind"]).name
    changes = records.delete_records(session.desk, [(kind, id) for id in arguments["ids"]])
    return {"changed": shapes.changed(changes)}


def restore(session: Session, arguments: Arguments) -> Answer:
    """Bring deleted records back as one step."""
    kind = known_kind(arguments["kind"]).name
    changes = records.restore_records(session.desk, [(kind, id) for id in arguments["ids"]])
    return {"changed": shapes.changed(changes)}


def get(session: Session, arguments: Arguments) -> Answer:
    """One record, deleted or not."""
    return {"record": _told(session, records.required_row(session.desk, arguments["kind"], arguments["id"]))}


def list_records(session: Session, arguments: Arguments) -> Answer:
    """Records of a kind, newest first; ``total`` counts those beyond the limit too."""
    kind = known_kind(arguments["kind"]).name
    store = session.desk.store
    ids = store.ids(kind, find=arguments["find"], deleted=arguments["deleted"])
    shown = store.rows(kind, ids[: arguments["limit"]])
    return {"kind": kind, "total": len(ids), "records": [_told(session, row) for row in shown]}


def find(session: Session, arguments: Arguments) -> Answer:
    """Records of every kind by words, pinyin or digits of a phone."""
    hits = session.desk.store.find(arguments["text"], limit=arguments["limit"])
    return {"hits": [{"title": hit.title, "record": shapes.record(hit.row)} for hit in hits]}


def history(session: Session, arguments: Arguments) -> Answer:
    """Everything that happened to a record, newest first."""
    row = records.required_row(session.desk, arguments["kind"], arguments["id"])
    entries = session.desk.store.history(row.kind, row.id)
    return {"kind": row.kind, "id": row.id, "history": [shapes.history_entry(one) for one in entries]}


def undo(session: Session, _: Arguments) -> Answer:
    """Take back the last thing done on this laptop."""
    return _undone(records.undo(session.desk))


def redo(session: Session, _: Arguments) -> Answer:
    """Do again what undo took back."""
    return _undone(records.redo(session.desk))


def _undone(undone: Undone) -> Answer:
    kept = [{"kind": kind, "id": id, "field": field} for kind, id, field in undone.kept]
    answer = {"label": undone.label, "changed": shapes.changed(undone.changes), "kept": kept}
    return answer | {"lasting": list(undone.lasting)}


def _typed_kind(name: str) -> str:
    kind = known_kind(name).name
    if kind not in TYPED_KINDS:
        raise KindNotTyped(kind=kind, known=", ".join(TYPED_KINDS))
    return kind


def _only_editable(name: str, values: Mapping[str, Any]) -> None:
    """Refuse fields that the product or headquarters fills; unknown ones are refused by the service."""
    fields = known_kind(name).fields
    wrong = [field for field in values if field in fields and not fields[field].form]
    if wrong:
        known = ", ".join(field.name for field in KINDS[name].form_fields)
        reason = Reason("cli.field_not_typed", {"known": known})
        raise InvalidRecord([Problem(field, reason) for field in wrong])


def _told(session: Session, row: Row) -> Answer:
    """A record; a node of a plan is called as its reader calls it, its value stays as it is kept."""
    if row.kind != "node":
        return shapes.record(row)
    asking = Asking(session.desk.store, session.translator, session.desk.today(), node_texts(session.desk))
    return shapes.record(row) | {"title": asking.title(row)}
