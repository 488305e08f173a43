"""Looking up records to link to, by words, pinyin or phone, off the main thread."""

from collections.abc import Sequence

from app.model.registry import KINDS
from app.model.row import Row
from app.services.sounding import sounding_alike
from ui.components.events import ICONS
from ui.context.context import Context
from ui.widgets.fields.choice_field import Find, OnRows
from ui.widgets.suggestions import Suggestion

MOST = 8


def finder(ctx: Context, kind: str, owner: object) -> Find:
    """A ``Find`` over one kind; without words it offers the newest records."""

    def rows(text: str) -> list[Row]:
        store = ctx.desk.store
        if text.strip():
            written = store.find(text, kinds=(kind,), limit=MOST)
            return [hit.row for hit in written or sounding_alike(store, text, limit=MOST, kinds=(kind,))]
        return store.rows(kind, store.ids(kind)[:MOST])

    def find(text: str, on_rows: OnRows) -> None:
        def done(found: list[Row]) -> None:
            on_rows([suggestion(ctx, row) for row in found])

        ctx.read(lambda: rows(text), done, key=("lookup", id(owner)))

    return find


def suggestion(ctx: Context, row: Row) -> Suggestion:
    """A record as a line of a drop-down list, with what tells it from its namesakes."""
    return Suggestion(row.id, ctx.formats.title(row), row_detail(ctx, row), ICONS.get(row.kind, ""))


def row_detail(ctx: Context, row: Row) -> str:
    """The phone of a person, the city of a company, the stage of a project."""
    fields = KINDS[row.kind].fields
    shown: Sequence[str] = {
        "contact": ("title", "phones"),
        "company": ("city", "phones"),
        "project": ("stage", "investment"),
        "visit": ("visited_on",),
        "trip": ("starts_on",),
        "next_step": ("due_on",),
        "organisation": ("kind", "city", "phones"),
        "target": ("assigned_to", "standing"),
        "chain_node": ("chain",),
        "greeting": ("due_on",),
        "startup": ("industry", "place"),
        "offer": ("industry", "investment"),
        "demand": ("side", "due_on"),
        "promise": ("due_on", "outcome"),
        "squad": ("unit",),
        "reception": ("starts_on", "state"),
        "reception_person": ("title", "phone"),
        "reception_stop": ("held_on", "time"),
    }.get(row.kind, ())
    words: list[str] = []
    for name in shown:
        value = row[name]
        if name == "phones" and value:
            value = value[:1]
        words.append(ctx.formats.value(fields[name], value, {}))
    return "  ".join(word for word in words if word)


def linked(ctx: Context, kind: str, ids: Sequence[str]) -> list[Suggestion]:
    """Existing links as the editors want them; a record that is gone keeps its place by name."""
    found = {row.id: row for row in ctx.desk.store.rows(kind, ids)}
    gone = ctx.tr("ui.gone")
    return [suggestion(ctx, found[id]) if id in found else Suggestion(id, gone) for id in ids]
