"""The command that tells how projects are graded: 四高 and the negative list."""

from app.policy.pack import NoSuchTable
from app.rules.grading import THRESHOLDS
from app.services.grading import grade_of, graded_projects, grades
from app.services.policy import pack_of
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session
from ui.cli.verbs.pack_trials import grade_answer


def grade(session: Session, arguments: Arguments) -> Answer:
    """One project at length, or those of a grade, or on the negative list.

    Raises:
        NoSuchTable: the rules in force grade nothing. RecordNotFound: no such project.
    """
    desk, tr = session.desk, session.translator
    pack = pack_of(desk)
    if not grades(desk):
        raise NoSuchTable(pack=pack.id, table=THRESHOLDS, known=", ".join(pack.tables))
    if arguments["id"]:
        row = required_row(desk, "project", arguments["id"])
        found = grade_of(desk, row)
        assert found is not None  # the rules grade
        return {"record": shapes.record(row), **grade_answer(pack, found, tr)}
    lines = graded_projects(desk, arguments["grade"] or "", barred=arguments["barred"])
    return {
        "projects": [
            {"id": one.row.id, "name": one.row["name"], **grade_answer(pack, one.grade, tr)["result"]}
            for one in lines
        ]
    }
