"""Saved views of lists: one's own in the store's settings, shared ones as records of the unit."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.field import Type
from app.model.registry import KINDS
from app.model.values import from_wire, to_wire
from app.services.desk import Desk
from app.services.records import change_record, create_record, delete_records
from app.store.reading import OPERATIONS, Filter

KIND = "view"
SETTING = "views."
LONGEST_NAME = 60
GRID = "grid"


@dataclass(frozen=True, slots=True)
class ViewState:
    """What a list shows: words to find, filters, order, hidden columns, part of the list, layout, and what it
    is narrowed to that no field holds (a grade, proof by photos).
    """

    find: str = ""
    filters: tuple[Filter, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    hidden: frozenset[str] = frozenset()
    scope: str = ""
    layout: str = GRID
    by: str = ""
    picked: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view; ``id`` of the record of a shared one, "" for one's own."""

    name: str
    state: ViewState
    id: str = ""

    @property
    def shared(self) -> bool:
        """Whether the unit sees it."""
        return bool(self.id)


def views_of(desk: Desk, page: str, kind: str) -> list[View]:
    """The views of a list, one's own first, each group by its name in pinyin."""
    own = desk.store.settings.get(f"{SETTING}{page}", {})
    found = [View(str(name), state_of(kind, content)) for name, content in _mapping(own).items()]
    rows = desk.store.rows(KIND, desk.store.ids(KIND, filters=[Filter("page", "eq", page)]))
    shared = [View(str(row["name"]), state_of(kind, row["content"]), row.id) for row in rows]
    return [*_by_pinyin(desk, found), *_by_pinyin(desk, shared)]


def keep_view(desk: Desk, page: str, view: View, *, kind: str) -> None:
    """Keep one's own view under its name; one of that name is replaced."""
    own = dict(_mapping(desk.store.settings.get(f"{SETTING}{page}", {})))
    own[view.name.strip()[:LONGEST_NAME]] = content_of(kind, view.state)
    desk.store.settings.set(f"{SETTING}{page}", own)


def forget_view(desk: Desk, page: str, name: str) -> None:
    """Drop one's own view."""
    own = dict(_mapping(desk.store.settings.get(f"{SETTING}{page}", {})))
    own.pop(name, None)
    desk.store.settings.set(f"{SETTING}{page}", own)


def share_view(desk: Desk, page: str, view: View, *, kind: str) -> ChangeSet:
    """Give the unit a view, or change one it has (``view.id``).

    Raises:
        InvalidRecord: it has no name.
    """
    content = content_of(kind, view.state)
    if view.id:
        return change_record(desk, KIND, view.id, {"name": view.name, "content": content})
    return create_record(desk, KIND, {"name": view.name, "page": page, "content": content})[1]


def unshare_view(desk: Desk, id: str) -> ChangeSet:
    """Take a shared view away; undo brings it back."""
    return delete_records(desk, [(KIND, id)])


def content_of(kind: str, state: ViewState) -> dict[str, Any]:
    """A state as JSON."""
    content = dataclasses.asdict(state) | {
        "filters": [_filter_content(kind, one) for one in state.filters],
        "order": [list(pair) for pair in state.order],
        "hidden": sorted(state.hidden),
        "layout": "" if state.layout == GRID else state.layout,
    }
    return {name: value for name, value in content.items() if value}


def state_of(kind: str, content: Any) -> ViewState:
    """A state from JSON; fields, conditions and values that this version does not know are left out."""
    found, fields = _mapping(content), KINDS[kind].fields
    filters = [_filter_of(kind, one) for one in _sequence(found.get("filters"))]
    pairs = [pair for pair in _sequence(found.get("order")) if isinstance(pair, list) and len(pair) == 2]
    order = [pair for pair in pairs if isinstance(pair[0], str) and pair[0] in fields]
    return ViewState(
        find=str(found.get("find") or ""),
        filters=tuple(one for one in filters if one is not None),
        order=tuple((str(name), bool(down)) for name, down in order),
        hidden=frozenset(str(name) for name in _sequence(found.get("hidden"))),
        scope=str(found.get("scope") or ""),
        layout=str(found.get("layout") or GRID),
        by=str(found.get("by") or ""),
        picked=str(found.get("picked") or ""),
    )


def _filter_content(kind: str, one: Filter) -> list[Any]:
    field = KINDS[kind].fields[one.field]
    several = isinstance(one.value, tuple)
    value = [to_wire(field, each) for each in one.value] if several else to_wire(field, one.value)
    return [one.field, one.op, value]


def _filter_of(kind: str, content: Any) -> Filter | None:
    try:
        name, op, value = content
        field = KINDS[kind].fields[name]
        if op not in OPERATIONS:
            return None
        if isinstance(value, list):
            known = [each for each in value if field.type is not Type.CHOICE or each in field.choices]
            return Filter(name, op, tuple(from_wire(field, each) for each in known)) if known else None
        return Filter(name, op, from_wire(field, value))
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None


def _by_pinyin(desk: Desk, views: Iterable[View]) -> list[View]:
    return sorted(views, key=lambda view: desk.store.indexing.sort_key(view.name))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []
