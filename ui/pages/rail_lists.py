"""The lists of the rail: what each shows, in which scopes, in what order."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.model.registry import KINDS
from app.store.reading import Filter
from ui.components.scope import Scope

DELETED = "deleted"
CALENDAR, COUNTS = "calendar", "counts"  # of the page of trips only
LISTS = "lists"  # the four lists 四张清单, on a page of projects only


@dataclass(frozen=True)
class ListSpec:
    """One navigation entry that lists records; ``scopes`` by key, the first is where one arrives.

    ``begin``: the values a new record of the list begins with; ``first``: the fields that matter most here.
    """

    name: str
    kind: str
    scopes: Mapping[str, Scope]
    begin: Mapping[str, str] = field(default_factory=dict)
    first: tuple[str, ...] = ()


def list_specs() -> tuple[ListSpec, ...]:
    """Every list of the rail. 线索 until assessed, 项目 after (systems.md B1)."""
    early = ("lead", "negotiating")
    later = tuple(stage for stage in KINDS["project"].fields["stage"].choices if stage not in early)
    leads, projects = Filter("stage", "in", early), Filter("stage", "in", later)
    return (
        ListSpec("leads", "project", {"open": Scope((leads,)), DELETED: Scope((leads,), deleted=True)}),
        ListSpec(
            "projects",
            "project",
            {
                "open": Scope((projects,)),
                "all": Scope(),
                LISTS: Scope((projects,)),
                DELETED: Scope((projects,), deleted=True),
            },
        ),
        _plain("companies", "company"),
        _plain("contacts", "contact"),
        _plain("visits", "visit", ("visited_on", True)),
        ListSpec(
            "trips",
            "trip",
            {
                "open": Scope((), (("starts_on", True),)),
                CALENDAR: Scope(),
                COUNTS: Scope(),
                DELETED: Scope((), (("starts_on", True),), deleted=True),
            },
        ),
        ListSpec(
            "receptions",
            "reception",
            {
                "coming": Scope((Filter("state", "eq", "planned"),), (("starts_on", False),)),
                "all": Scope((), (("starts_on", True),)),
                DELETED: Scope((), deleted=True),
            },
        ),
        ListSpec(
            "promises",
            "promise",
            {
                "todo": Scope((Filter("closed_on", "empty"),), (("due_on", False),)),
                "ours": Scope((Filter("side", "eq", "ours"),), (("due_on", False),)),
                "theirs": Scope((Filter("side", "eq", "theirs"),), (("due_on", False),)),
                "all": Scope((), (("promised_on", True),)),
                DELETED: Scope((), deleted=True),
            },
        ),
        ListSpec(
            "steps",
            "next_step",
            {
                "todo": Scope((Filter("done_on", "empty"),), (("due_on", False),)),
                "all": Scope((), (("due_on", True),)),
                DELETED: Scope((), deleted=True),
            },
        ),
    )


def _plain(name: str, kind: str, *sort: tuple[str, bool]) -> ListSpec:
    return ListSpec(name, kind, {"open": Scope((), sort), DELETED: Scope((), sort, deleted=True)})
