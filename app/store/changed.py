"""What has changed since somebody looked: the records, and the projects that they hang on or hung on.

History says it, which is written with every change, so that an answer kept from before can be brought up to
date by what it missed, whoever wrote that: this window, a sync, another process.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.named import meta
from app.store.settings import Opener
from app.store.tables import HISTORY

LEFT = "left"  # under this name: how often records left this laptop, of which history says nothing
MOST = 500  # more is not looked through: whoever asks begins anew
PROJECT = "project"
# Kinds that a project's figures and lights are made of.
HANGING = ("visit", "next_step", "node", "team_member", "lead_judgement", "fund_entry")
_IDS: Any = bindparam("ids", expanding=True)
_NEWEST = Prepared(select(func.max(HISTORY.c.seq).label("seq")))
_SINCE = Prepared(
    select(HISTORY.c.kind, HISTORY.c.id, HISTORY.c.fields)
    .where(HISTORY.c.seq > bindparam("after"))
    .order_by(HISTORY.c.seq)
    .limit(MOST + 1)
)


def _projects_of(kind: str) -> Prepared:
    """The projects of records; of lines of funds also those of the lines that correct them."""
    table = KINDS[kind].table
    of_these: ColumnElement[bool] = table.c.id.in_(_IDS)
    if "corrects" in table.c:
        of_these = or_(of_these, table.c.corrects.in_(_IDS))
    return Prepared(select(table.c.project_id).where(of_these, table.c.project_id.is_not(None)).distinct())


_PROJECTS_OF = {kind: _projects_of(kind) for kind in HANGING}


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of the store: the newest entry of its history, and how often records left it."""

    seq: int
    left: str


@dataclass(frozen=True, slots=True)
class Changes:
    """``ids``: what changed, by kind; ``projects``: those among it, and those that one of the records is or
    was of.
    """

    ids: Mapping[str, frozenset[str]]
    projects: frozenset[str]

    @property
    def kinds(self) -> Set[str]:
        """The kinds of what changed."""
        return self.ids.keys()

    @property
    def changed(self) -> frozenset[str]:
        """The projects that changed themselves."""
        return self.ids.get(PROJECT, frozenset())


class Changed:
    """Asks one store."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading

    def mark(self) -> Mark:
        """How the store stands now."""
        with self._reading() as connection:
            return _mark(connection)

    def since(self, mark: Mark) -> Changes | None:
        """What changed after ``mark``; None where that is too much, or cannot be told."""
        with self._reading() as connection:
            if _mark(connection).left != mark.left:
                return None
            entries = _SINCE.all(connection, {"after": mark.seq})
            if len(entries) > MOST:
                return None
            found: dict[str, set[str]] = {}
            projects: set[str] = set()
            for entry in entries:
                found.setdefault(entry.kind, set()).add(entry.id)
                projects.update(one for one in entry.fields.get("project_id", ()) if one)
            for kind, ids in found.items():
                projects |= ids if kind == PROJECT else _hung_on(connection, kind, ids)
            return Changes({kind: frozenset(ids) for kind, ids in found.items()}, frozenset(projects))


def _hung_on(connection: Connection, kind: str, ids: Iterable[str]) -> set[str]:
    if kind not in _PROJECTS_OF:
        return set()
    return {id for (id,) in _PROJECTS_OF[kind].bare(connection, {"ids": sorted(ids)})}


def _mark(connection: Connection) -> Mark:
    newest = _NEWEST.one(connection)
    return Mark(newest.seq or 0, meta(connection, LEFT, "0"))
