"""The timeline in words: what each entry is called, its icon, its first lines."""

from collections.abc import Mapping

from app.model.outings import PLANNED
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.visits import took_place
from app.services.timeline import Event
from ui.components.record_menu import record_menu
from ui.components.snapshot import Snapshot
from ui.context.context import Context
from ui.widgets.menu import Menu
from ui.widgets.timeline import Timeline, TimelineEntry

ICONS: Mapping[str, str] = {
    "project": "layers",
    "company": "building",
    "contact": "user",
    "visit": "map-pin",
    "trip": "luggage",
    "next_step": "clipboard-check",
    "promise": "check",
    "squad": "users",
    "reception": "office",
    "reception_person": "user",
    "reception_stop": "map-pin",
    "attachment": "paperclip",
    "meeting": "users",
    "agenda_item": "users",
    "approval": "shield",
    "approval_step": "shield",
    "review": "clipboard-check",
    "service_item": "clock",
    "contract": "file-text",
    "instalment": "banknote",
    "import_batch": "download",
    "conflict": "arrow-left-right",
    "organisation": "office",
    "greeting": "mail",
    "introduction": "banknote",
    "relation": "link",
    "target_list": "clipboard-check",
    "target": "target",
    "chain_node": "factory",
    "startup": "briefcase",
    "offer": "layers",
    "demand": "inbox",
    "returnee": "user",
}
_VISIT_ICONS: Mapping[str, str] = {
    "call": "phone",
    "video": "phone",
    "message": "message-square",
    "inward": "office",
}
_LONGEST = 160


def timeline_of(ctx: Context) -> Timeline:
    """A timeline whose entries open their records and offer what can be done with them."""
    made = Timeline(ctx.theme)

    def menu(key: str) -> Menu | None:
        row = ctx.desk.store.get(*split_key(key))
        return record_menu(ctx, made, row, words=_title(ctx, row)) if row is not None else None

    made.menu_of = menu
    made.opened.connect(lambda key: ctx.record_asked.emit(*split_key(key)))
    return made


def timeline_entries(ctx: Context, snapshot: Snapshot, *, limit: int = 200) -> list[TimelineEntry]:
    """The newest entries of a record's timeline."""
    found = [_entry(ctx, snapshot, event) for event in snapshot.events if event.row is not None]
    return found[:limit]


def entry_key(kind: str, id: str) -> str:
    return f"{kind}:{id}"


def split_key(key: str) -> tuple[str, str]:
    """The kind and id in an entry's key."""
    kind, _, id = key.partition(":")
    return kind, id


def _entry(ctx: Context, snapshot: Snapshot, event: Event) -> TimelineEntry:
    row = event.row
    assert row is not None
    icon = _VISIT_ICONS.get(str(row.values.get("kind")), ICONS.get(row.kind, "file-text"))
    if row.kind == "visit" and not took_place(row.values):
        icon = "calendar" if row["state"] == PLANNED else "x"
    waiting = bool(row.pending) or row.values.get("sha256") in snapshot.waiting
    return TimelineEntry(
        key=entry_key(row.kind, row.id),
        icon=icon,
        title=_title(ctx, row),
        when=ctx.formats.short_day(event.day),
        text=_text(ctx, snapshot, row),
        badge_icon="arrow-up" if waiting else "",
        badge_tooltip=ctx.tr("ui.badge.pending") if waiting else "",
    )


def _title(ctx: Context, row: Row) -> str:
    title = ctx.formats.title(row)
    if row.kind == "visit" and row["kind"]:
        fields = KINDS["visit"].fields
        words = [ctx.formats.choice(fields["kind"], row["kind"]), title]
        if not took_place(row.values):
            words.insert(0, ctx.formats.choice(fields["state"], row["state"]))
        return " · ".join(words)
    if row.kind == "next_step":
        state = "ui.step.done" if row["done_on"] else "ui.step.open"
        return f"{ctx.tr(state)} · {title}"
    if row.kind in ("project", "contact", "attachment", "trip", "promise", "reception"):
        return f"{ctx.formats.kind(row.kind)} · {title}"
    return title


def _text(ctx: Context, snapshot: Snapshot, row: Row) -> str:
    formats = ctx.formats
    if row.kind == "visit":
        people = formats.listed(
            [snapshot.names[id] for id in row["contact_ids"] or () if id in snapshot.names]
        )
        return _short("\n".join(part for part in (people, row["content"] or "") if part))
    if row.kind == "attachment":
        return formats.size(row["size"] or 0)
    if row.kind == "next_step":
        return ctx.tr("ui.step.due", day=formats.short_day(row["due_on"])) if row["due_on"] else ""
    if row.kind == "project":
        return formats.amount_with_unit(row["investment"]) if row["investment"] is not None else ""
    if row.kind == "contact":
        return " ".join(part for part in (row["title"], formats.listed(_phones(ctx, row))) if part)
    return ""


def _phones(ctx: Context, row: Row) -> list[str]:
    field = KINDS["contact"].fields["phones"]
    return [ctx.formats.one_text(field, one) for one in row["phones"] or ()]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
