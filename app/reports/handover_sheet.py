"""交接清单: what goes from one person to another, to be signed by both (features.md 109)."""

from collections.abc import Mapping, Sequence

from app.model.registry import KINDS
from app.model.row import Row
from app.reports.brief import Asking, Part, Sheet
from app.rules.phones import display_phone

# The day that belongs to a record in the list.
_DAYS = {
    **dict.fromkeys(("next_step", "promise", "greeting"), "due_on"),
    "node": "planned_on",
    "service_item": "started_on",
    "visit": "visited_on",
    "team_member": "since",
}
_ABOUT = ("project_id", "company_id", "contact_id", "list_id")
_BLANK = "＿" * 8


def handover_sheet(asking: Asking, giver: str, taker: str, rows: Mapping[str, Sequence[Row]]) -> Sheet:
    """One page with a table for each kind, and room for the signatures."""
    tr = asking.tr.tr
    count = sum(len(some) for some in rows.values())
    facts = (
        tr("handover.from", name=giver),
        tr("handover.to", name=taker),
        tr("handover.count", count=count),
    )
    parts = [_part(asking, kind, some) for kind, some in rows.items()]
    signs = tuple(f"{tr(f'handover.sign.{who}')} {_BLANK}" for who in ("giver", "taker", "witness"))
    parts.append(Part(tr("handover.signatures"), signs))
    return Sheet(tr("handover.title"), facts, tuple(parts), asking.today.isoformat())


def _part(asking: Asking, kind: str, rows: Sequence[Row]) -> Part:
    tr = asking.tr.tr
    head = (tr("handover.number"), tr("handover.what"), tr("handover.about"), tr("handover.day"))
    lines = [
        (str(number), _title(asking, row), _about(asking, row), _detail(row))
        for number, row in enumerate(rows, start=1)
    ]
    return Part(f"{tr(f'kind.{kind}')} {len(rows)}", table=(head, *lines))


def _title(asking: Asking, row: Row) -> str:
    if row.kind == "team_member":
        return asking.choice("team_member", "duty", row["duty"])
    return asking.title(row)


def _about(asking: Asking, row: Row) -> str:
    """The project, else the firm or the person, that it is about."""
    for name in _ABOUT:
        field = KINDS[row.kind].fields.get(name)
        if field is not None and row[name]:
            found = asking.store.get(field.target, row[name])
            if found is not None:
                return str(found[KINDS[found.kind].title_field] or "")
    return ""


def _detail(row: Row) -> str:
    """The day; of people how to reach them."""
    if row.kind in ("contact", "organisation"):
        phones = row["phones"] or ()
        return display_phone(phones[0]) if phones else ""
    day = row[_DAYS[row.kind]] if row.kind in _DAYS else None
    return day.isoformat() if day is not None else ""
