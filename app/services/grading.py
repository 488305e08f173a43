"""How projects of this laptop are graded: 四高 and the negative list (feature 5)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.model.row import Row
from app.rules.grading import FIELDS, NEGATIVE, SEARCHED, THRESHOLDS, Graded, graded
from app.rules.project_facts import FIELDS as KNOWN
from app.services.desk import Desk
from app.services.policy import pack_of

_NAMES = tuple(
    dict.fromkeys((*(one for names in FIELDS.values() for one in names), *SEARCHED, *KNOWN.values()))
)


class Line(NamedTuple):
    """A project with its grade."""

    row: Row
    grade: Graded


def grade_of(desk: Desk, row: Row) -> Graded | None:
    """The grade of a project; None where the rules in force grade nothing."""
    return graded(pack_of(desk), row.values)


def grades_of(desk: Desk, rows: Iterable[Row]) -> dict[str, Graded]:
    """The grades of projects by id; empty where the rules in force grade nothing."""
    pack = pack_of(desk)
    found = {row.id: graded(pack, row.values) for row in rows}
    return {id: one for id, one in found.items() if one is not None}


def grades(desk: Desk) -> bool:
    """Whether the rules in force grade anything."""
    return bool({THRESHOLDS, NEGATIVE} & pack_of(desk).tables.keys())


def graded_projects(desk: Desk, word: str = "", *, barred: bool = False) -> list[Line]:
    """Projects that are neither lost nor paused, with their grades; ``word``: those of this grade alone;
    ``barred``: those on the negative list alone.
    """
    store = desk.store
    rows = [
        row for row in store.rows("project", store.ids("project")) if row["stage"] not in ("lost", "paused")
    ]
    found = grades_of(desk, rows)
    return [
        Line(row, grade)
        for row in rows
        if (grade := found.get(row.id)) is not None
        and (not word or (grade.row is not None and grade.row.results["grade"] == word))
        and (not barred or grade.barred)
    ]


BARRED, UNKNOWN = "barred", "unknown"  # wanted of a list, beside the words of grades


def only_graded(desk: Desk, ids: Sequence[str], wanted: str) -> list[str]:
    """Those of some projects, in their order, that have a grade, are ``BARRED``, or lack what would tell
    (``UNKNOWN``); none where the rules in force grade nothing.
    """
    pack = pack_of(desk)
    told = desk.store.fields("project", ids, _NAMES)
    return [id for id in ids if id in told and _is(graded(pack, told[id]), wanted)]


def _is(grade: Graded | None, wanted: str) -> bool:
    if grade is None:
        return False
    if wanted in (BARRED, UNKNOWN):
        return bool(grade.barred if wanted == BARRED else grade.unknown)
    return grade.row is not None and grade.row.results["grade"] == wanted
