"""Trying a case on a pack: the result, the rule that gave it with its source, and why the others did not."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.i18n import Translator
from app.model.registry import KINDS
from app.policy.cases import Case, FactUnknown, FactUnusable, read_case
from app.policy.explaining import conditions_said, failure_said, label
from app.policy.pack import NoSuchTable, Pack
from app.policy.showing import try_table
from app.policy.table import Decision, FactsMissing, Row
from app.rules.counting import count, place
from app.rules.grade_words import barred_words, high_words, summary
from app.rules.grading import THRESHOLDS, Graded, graded
from app.rules.rating import rates
from app.rules.routing import route
from app.rules.scoring import quota, score
from app.rules.squads import check_squad
from app.rules.stage_moves import judge_move
from app.rules.stages import Stage
from app.rules.validation import read_values
from app.services.errors import InvalidRecord
from app.services.table_asks import ASKS
from app.services.table_trials import try_list
from ui.cli.commands import Answer

Raw = Mapping[str, Any]
_MOVE = ("from", "to", "has", "reason", "exit_reason")


def try_route(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """B5: the way, its steps, and whether special terms raised it."""
    found = route(pack, raw)
    said = translator.language
    result = {
        "route": found.way.id,
        "name": found.way.name.said(said),
        "steps": [pack.word("step", step).said(said) for step in found.way.steps],
    }
    notes = _notes(pack, found.case, translator)
    if found.raised_from is not None:
        notes.append(translator.tr("policy.raised", way=found.raised_from.name.said(said)))
    if found.at_top:
        notes.append(translator.tr("policy.at_top"))
    return _told(pack, result, found.decision, notes, translator)


def try_coefficient(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """C2: basis × coefficient, or why it does not count."""
    found = count(pack, raw)
    result = {
        "counted": found.coefficient is not None,
        "coefficient": _plain(found.coefficient),
        "basis": found.basis or None,
        "amount": _plain(found.amount),
        "recognised": _plain(found.recognised),
        "why": _why(pack, found.decision.row, translator),
    }
    notes = _notes(pack, found.case, translator)
    if found.basis_from != found.basis:
        notes.append(translator.tr("policy.investment_stands_in"))
    return _told(pack, result, found.decision, notes, translator)


def try_placement(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """B10, C10: whether it counts there, and whose the funds are."""
    found = place(pack, raw)
    result = {
        "counts": found.counts,
        "site": pack.word("site", found.site).said(translator.language) if found.site else None,
        "unit_funds": _plain(found.unit_funds),
        "county_funds": _plain(found.county_funds),
        "why": _why(pack, found.decision.row, translator),
    }
    return _told(pack, result, found.decision, _notes(pack, found.case, translator), translator)


def try_score(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """C5: the total, and each line with its rule."""
    found = score(pack, raw)
    lines = [
        {
            "about": line.about,
            "points": _plain(line.points),
            **(_ruled(pack, line.decision, translator) if line.decision else {}),
            "rule": _rule(pack, line.row, translator),
        }
        for line in found.lines
    ]
    return {"result": {"points": _plain(found.total)}, "lines": lines}


def try_quota(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """A2: done and due."""
    found = quota(pack, raw)
    result = {"due": _plain(found.due), "done": _plain(found.done), "left": _plain(found.left)}
    return _told(pack, result, found.decision, [], translator)


def try_stage(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """B1: ``from``, ``to``, ``has`` (requirements met), ``reason``, ``exit_reason``: whether it may move."""
    for name in raw:
        if name not in _MOVE:
            raise FactUnknown(field=name, name=name, known=", ".join(_MOVE))
    before, after = (_stage(raw, name) for name in ("from", "to"))
    reason, exit_reason = (str(raw.get(name) or "") for name in ("reason", "exit_reason"))
    move = judge_move(pack, before, after, _requirements(pack, raw), reason, exit_reason)
    requirements = pack.words["requirement"]
    result = {
        "allowed": move.allowed,
        "direction": move.direction.value,
        "missing": [{"id": one, "says": requirements[one].said(translator.language)} for one in move.missing],
        "skipped": [translator.tr(f"choice.project.stage.{stage}") for stage in move.skipped],
        "reason_missing": move.reason_missing,
    }
    notes = [translator.tr("policy.reason_needed")] if move.reason_missing else []
    return {"result": result, "rule": _rule(pack, move.row, translator), "notes": notes}


def try_rates(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """C6, C3: every rate whose two measures are told."""
    found = rates(pack, raw)
    lines = [
        {
            "id": rate.row.id,
            "name": pack.word("rate", rate.row.id).said(translator.language),
            "shown": rate.text,
            "over": rate.row.results["over"],
            "under": rate.row.results["under"],
            "rule": _rule(pack, rate.row, translator),
        }
        for rate in found
    ]
    return {"result": {rate.row.id: rate.text for rate in found}, "lines": lines}


def try_squad(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """A7: every check whose facts are told."""
    found = check_squad(pack, raw)
    lines = []
    for check in found.checks:
        line: Answer = {"check": check.table, "verdict": check.verdict or None}
        if check.decision is None:
            line["missing"] = translator.tr("policy.missing_facts", facts=check.missing)
        else:
            line["says"] = pack.word("verdict", check.verdict).said(translator.language)
            line |= _ruled(pack, check.decision, translator)
        lines.append(line)
    result = {check.table.partition(".")[2]: check.verdict for check in found.checks if check.verdict}
    return {"result": result, "lines": lines, "notes": _notes(pack, found.case, translator)}


def try_grade(pack: Pack, raw: Raw, translator: Translator) -> Answer:
    """Feature 5: a project's figures as they are typed: which of the four hold, the grade, what bars it."""
    values, problems = read_values(KINDS["project"], raw, today=date.min)
    if problems:
        raise InvalidRecord(problems)
    found = graded(pack, values)
    if found is None:
        raise NoSuchTable(pack=pack.id, table=THRESHOLDS, known=", ".join(pack.tables))
    return grade_answer(pack, found, translator)


def grade_answer(pack: Pack, found: Graded, translator: Translator) -> Answer:
    """A grade with each of the four and the lines that bar it."""
    rows = {"grade": found.row, "best": found.best}
    result: Answer = {name: str(row.results["grade"]) if row else None for name, row in rows.items()}
    result |= {"high": found.count, "unknown": found.unknown, "of": len(found.highs)}
    result["barred"] = [one.row.id for one in found.barred]
    lines = [
        {
            "id": one.id,
            "holds": one.holds,
            "wanted": list(one.wanted),
            "says": high_words(one, translator),
            "rule": _rule(pack, one.row, translator),
        }
        for one in found.highs
    ]
    says = [summary(pack, found, translator), *barred_words(pack, found, translator)]
    return {"result": result, "lines": lines, "says": [one for one in says if one]}


TRIALS: Mapping[str, Callable[[Pack, Raw, Translator], Answer]] = {
    "route": try_route,
    "coefficient": try_coefficient,
    "score": try_score,
    "placement": try_placement,
    "stage": try_stage,
    "rates": try_rates,
    "squad": try_squad,
    "quota": try_quota,
    "grade": try_grade,
}


def try_about(pack: Pack, about: str, raw: Raw, translator: Translator) -> Answer:
    """A case on one of ``TRIALS``, or on any table of the pack by its name."""
    if about in TRIALS:
        return TRIALS[about](pack, raw, translator)
    return try_rows(pack, about, raw, translator) if about in ASKS else _decided(pack, about, raw, translator)


def try_rows(pack: Pack, table: str, raw: Raw, translator: Translator) -> Answer:
    """A plain list: what follows, the rows that say so, why the others do not."""
    found = try_list(pack, table, raw, translator)
    rows = {row.id: row for row in pack.table(table).rows}
    return {
        "result": dict(found.result),
        "says": list(found.says),
        "rules": [_rule(pack, rows[id], translator) for id in found.rows],
        "others": [
            {"id": id, "source": rows[id].source, "why_not": [why]} for id, why in found.why_not.items()
        ],
    }


def _decided(pack: Pack, table: str, raw: Raw, translator: Translator) -> Answer:
    """A table with conditions: the one row that answers."""
    case = read_case(pack, raw, [table])
    decision = pack.table(table).decide(case.values)
    result = {name: _cell(value) for name, value in decision.row.results.items()}
    says = try_table(pack, table, raw, translator).says
    told = _told(pack, result, decision, _notes(pack, case, translator), translator)
    return {**told, "says": [says] if says else []}


def _cell(value: object) -> object:
    return list(value) if isinstance(value, tuple) else _plain(value) if isinstance(value, Decimal) else value


def _told(pack: Pack, result: Answer, decision: Decision, notes: list[str], translator: Translator) -> Answer:
    return {"result": result, **_ruled(pack, decision, translator), "notes": notes}


def _ruled(pack: Pack, decision: Decision, translator: Translator) -> Answer:
    others = [
        {
            "id": row.id,
            "says": conditions_said(pack, row, translator),
            "source": row.source,
            "why_not": [failure_said(pack, failure, translator) for failure in failures],
        }
        for row, failures in decision.others
    ]
    return {"rule": _rule(pack, decision.row, translator), "others": others}


def _rule(pack: Pack, row: Row, translator: Translator) -> Answer:
    return {
        "id": row.id,
        "says": conditions_said(pack, row, translator),
        "source": row.source,
        "document": pack.source_text(row.source, translator.language),
        "file": row.place.file,
        "line": row.place.line,
    }


def _notes(pack: Pack, case: Case, translator: Translator) -> list[str]:
    if not case.assumed:
        return []
    names = [label(pack.facts[name], translator) for name in case.assumed]
    return [translator.tr("policy.assumed", facts=translator.tr("policy.and").join(names))]


def _why(pack: Pack, row: Row, translator: Translator) -> str | None:
    why = row.results.get("why")
    return pack.word("why", why).said(translator.language) if isinstance(why, str) else None


def _plain(value: object) -> str | None:
    """An exact decimal as text without trailing zeros, for amounts are never floats."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _stage(raw: Raw, name: str) -> Stage:
    if name not in raw:
        raise FactsMissing(facts=name, table="stages")
    try:
        return Stage(str(raw[name]))
    except ValueError as error:
        known = ", ".join(Stage)
        raise FactUnusable(field=name, name=name, written=str(raw[name])[:40], wanted=known) from error


def _requirements(pack: Pack, raw: Raw) -> list[str]:
    has = raw.get("has", [])
    known = pack.words["requirement"]
    if not isinstance(has, list) or any(not isinstance(one, str) or one not in known for one in has):
        raise FactUnusable(field="has", name="has", written=str(has)[:40], wanted=", ".join(known))
    return has
