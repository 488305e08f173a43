"""Commands on receptions 接待: what is ahead, the seats, the papers, the visits logged of one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.reports.reception_content import card_paper, plan_paper
from app.reports.reception_html import html
from app.services import receptions as services
from app.services.errors import FileUnreadable
from app.services.reception_rows import receptions_between
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing, ParameterUnusable
from ui.cli.session import Session

PAGE, PAPER, WORD = (".html", ".htm"), (".pdf", ""), ".docx"


def receptions(session: Session, arguments: Arguments) -> Answer:
    """List receptions, show one and its seats, exchange two; write its papers and its visits."""
    run: dict[str, Callable[[Session, Arguments], Answer]] = {
        "list": _list,
        "show": _show,
        "seats": _seats,
        "swap": _swap,
        "from-visit": _of_visit,
        "write-up": _write_up,
        "plan": _papers,
        "card": _papers,
    }
    return run[arguments["what"]](session, arguments)


def _list(session: Session, arguments: Arguments) -> Answer:
    found = receptions_between(session.desk, session.desk.today(), date.max)
    return {"receptions": [shapes.record(row) for row in found]}


def _show(session: Session, arguments: Arguments) -> Answer:
    view = services.view_reception(session.desk, _id(arguments))
    warned = view.warnings
    return {
        "reception": shapes.record(view.row),
        "guests": [shapes.record(row) for row in view.guests],
        "hosts": [shapes.record(row) for row in view.hosts],
        "stops": [shapes.record(row) for row in view.stops],
        "tasks": [shapes.record(row) for row in view.tasks],
        "visits": [row.id for row in view.visits],
        "wanted_twice": [
            {"person": one.person, "day": one.day.isoformat(), "kind": one.other.kind, "id": one.other.id}
            for one in warned.twice
        ],
        "no_time": [
            {"before": one.before, "after": one.after, "travel": one.travel, "missing": one.missing}
            for one in warned.short
        ],
        "ends_before_it_begins": list(warned.backwards),
    }


def _seats(session: Session, arguments: Arguments) -> Answer:
    view = services.view_reception(session.desk, _id(arguments))
    names = {row.id: (row["name"], row["side"]) for row in (*view.guests, *view.hosts)}
    return {
        "table": arguments["shape"],
        "seats": [
            {"seat": one.number, "id": one.person, "name": names[one.person][0], "side": names[one.person][1]}
            for one in view.seats(arguments["shape"])
        ],
    }


def _swap(session: Session, arguments: Arguments) -> Answer:
    people = arguments["people"] or []
    if len(people) != 2:
        raise ParameterMissing(field="people", command="receptions swap", name="--person")
    services.swap_seats(session.desk, _id(arguments), arguments["shape"], *people)
    return _seats(session, arguments)


def _of_visit(session: Session, arguments: Arguments) -> Answer:
    id, _ = services.reception_of_visit(session.desk, _id(arguments))
    return {"id": id, "reception": shapes.record(services.view_reception(session.desk, id).row)}


def _write_up(session: Session, arguments: Arguments) -> Answer:
    made, _ = services.write_up(session.desk, _id(arguments))
    return {"visits": [shapes.record(row) for row in session.desk.store.rows("visit", made)]}


def _papers(session: Session, arguments: Arguments) -> Answer:
    """The plan as Word, PDF or a web page, the card as the latter two."""
    card = arguments["what"] == "card"
    view = services.view_reception(session.desk, _id(arguments))
    if not arguments["file"]:
        raise ParameterMissing(field="file", command=f"receptions {arguments['what']}", name="--file")
    path, company = Path(arguments["file"]), view.row["company_id"]
    firm = next(
        (str(row["name"]) for row in session.desk.store.rows("company", [company] if company else [])), ""
    )
    ending = path.suffix.lower()
    wanted = (*PAPER[:1], PAGE[0]) if card else (WORD, PAPER[0], PAGE[0])
    if ending not in (*PAGE, *PAPER, *(() if card else (WORD,))):
        raise ParameterUnusable(field="file", command="receptions", name="--file", wanted=" / ".join(wanted))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if ending == WORD:
            from app.reports.reception_plan import write_plan

            write_plan(view, firm, path, session.translator)
            return {"file": str(path)}
        paper = (card_paper if card else plan_paper)(view, firm, session.translator)
        text = html(paper, session.tr("brief.secrets"), card=card)
        if ending in PAGE:
            path.write_text(text, encoding="utf-8")
        else:
            from ui.cli.papers import write_pdf

            write_pdf(text, path)
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error
    return {"file": str(path)}


def _id(arguments: Arguments) -> str:
    if not arguments["id"]:
        raise ParameterMissing(field="id", command=f"receptions {arguments['what']}", name="ID")
    return str(arguments["id"])
