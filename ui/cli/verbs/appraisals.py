"""``outpost appraisal``: the half-yearly service appraisal of the departments 服务测评 (systems.md D5)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.reports.appraisal_notice import write_notice
from app.rules.appraisal_results import Result, Results
from app.rules.appraisals import half_of
from app.rules.rounding import half_up
from app.services.ledger.reading import read_ledger
from app.services.records import checked_values
from app.services.scores.appraisal_sheet import CheckedMark, block_of, check_marks, keep_marks
from app.services.scores.appraised import APPRAISAL, Round, publish_round, round_of
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session


def appraisal(session: Session, arguments: Arguments) -> Answer:
    """Show the round of the half-year that a day lies in, read questionnaires, publish it, print it."""
    return _WHATS[arguments["what"]](session, arguments)


def _show(session: Session, arguments: Arguments) -> Answer:
    return _told(round_of(session.desk, _half(session, arguments)), session)


def _read(session: Session, arguments: Arguments) -> Answer:
    """Take what a file of questionnaires brings; what is refused is told with its reason and left out."""
    desk, starts_on = session.desk, _half(session, arguments)
    block = block_of(read_ledger(_file(arguments, "appraisal read")).workbook)
    sheet = check_marks(desk, starts_on, block)
    if sheet.changing and not arguments["dry_run"]:
        keep_marks(desk, starts_on, sheet.lines)
    refused = [_refused(one, session) for one in sheet.lines if one.reason is not None]
    return {"layout": sheet.layout, "kept": sheet.changing, "refused": refused}


def _publish(session: Session, arguments: Arguments) -> Answer:
    starts_on = _half(session, arguments)
    id, _ = publish_round(session.desk, starts_on)
    return {"id": id, **_told(round_of(session.desk, starts_on), session)}


def _notice(session: Session, arguments: Arguments) -> Answer:
    found = round_of(session.desk, _half(session, arguments))
    target = _file(arguments, "appraisal notice")
    results = found.results or Results((), 0, 0, "", "")
    write_notice(found.starts_on, results, found.published_on, target, session.translator)
    return {"file": str(target), "places": sum(one.rank is not None for one in results.lines)}


_WHATS: Mapping[str, Callable[[Session, Arguments], Answer]] = {
    "show": _show,
    "read": _read,
    "publish": _publish,
    "notice": _notice,
}


def _half(session: Session, arguments: Arguments) -> date:
    if not (text := arguments["on"]):
        return half_of(session.desk.today())
    day: date = checked_values(session.desk, APPRAISAL, {"as_of": text}, complete=False)["as_of"]
    return half_of(day)


def _file(arguments: Arguments, command: str) -> Path:
    if not arguments["file"]:
        raise ParameterMissing(field="file", command=command, name="--file")
    return Path(arguments["file"])


def _refused(one: CheckedMark, session: Session) -> Answer:
    assert one.reason is not None
    why = session.translator.tr(one.reason.key, **one.reason.params)
    return {"unit": one.unit, "rater": one.rater, "given": one.given, "why": why}


def _told(found: Round, session: Session) -> Answer:
    results = found.results
    published = found.published["as_of"].isoformat() if found.published is not None else None
    return {
        "starts_on": found.starts_on.isoformat(),
        "published_on": published,
        "changed_since": found.stale,
        "lines": [_line(results, one, session) for one in results.lines] if results is not None else [],
    }


def _line(results: Results, one: Result, session: Session) -> Answer:
    english = session.translator.language == "en"
    return {
        "unit": one.unit,
        "rank": one.rank,
        "mark": None if one.mark is None else results.mark_text(one.mark),
        "copies": one.copies,
        "part": one.part,
        "running": one.running,
        "missing": None if one.missing is None else _plain(half_up(one.missing, 4)),
        "follows": one.en if english else one.zh,
        "rule": {"id": one.rule, "document": one.source_en if english else one.source_zh},
    }


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
