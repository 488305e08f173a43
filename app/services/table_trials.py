"""A case tried on a table that is a plain list: what follows, the rows that say so, why not the others."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.i18n import Translator
from app.policy.pack import Pack
from app.policy.showing import row_name
from app.policy.table import Row
from app.rules.alerts import DAYS, level_of
from app.rules.appraisals import Mark, appraise
from app.rules.attribution import Credit
from app.rules.folding import fold
from app.rules.fund_balances import Commitment, balances
from app.rules.grading import barred_by
from app.rules.indicators import marked
from app.rules.node_plans import back_schedule
from app.rules.ranking import figures_of
from app.rules.rating import rates
from app.rules.requirements import check
from app.rules.rounding import half_up
from app.rules.scoring import score
from app.rules.service_items import limit_of
from app.rules.size_classes import SizedProject, size_classes
from app.rules.stage_moves import asked_for, exit_reasons, judge_move
from app.rules.stages import Stage
from app.rules.targets import Owner, Target, progress
from app.rules.working_days import WorkingDays, working_days
from app.services.table_asks import ASKS, Told, read_told

Lines = list[str]
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Listed:
    """``says``: what follows, a sentence a line; ``rows``: the ids that say so; ``why_not``: of the others.

    ``result``: the same figures for programs, amounts as text.
    """

    says: tuple[str, ...]
    rows: tuple[str, ...]
    why_not: Mapping[str, str]
    result: Mapping[str, Any]


@dataclass
class _Trial:
    """One case under way."""

    pack: Pack
    table: str
    told: Mapping[str, Any]
    translator: Translator
    days: WorkingDays
    says: Lines = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)

    def say(self, key: str, /, **params: object) -> None:
        """One sentence of the answer."""
        self.says.append(self.translator.tr(f"policy.trial.{key}", **params))

    def name(self, row: Row) -> str:
        """What a row is called."""
        return row_name(self.pack, self.table, row, self.translator)

    def pick(self, id: object) -> Row:
        """The row that was asked for answers; the others are others."""
        row = self.pack.table(self.table).row(str(id))
        assert row is not None  # it was picked from the table
        self.rows.append(row.id)
        return row

    def not_because(self, row: Row, key: str, /, **params: object) -> None:
        """Why a row does not answer."""
        self.why[row.id] = self.translator.tr(f"policy.trial.not.{key}", **params)


def try_list(
    pack: Pack, table: str, raw: Mapping[str, object], translator: Translator, days: WorkingDays | None = None
) -> Listed:
    """Try a case on one of ``ASKS``; ``days``: the working days, as published with the product.

    Raises:
        NoSuchTable, FactUnknown, FactUnusable, FactsMissing, NotRanked: as they say.
    """
    pack.table(table)
    told: Told = read_told(pack, table, raw, translator)
    trial = _Trial(pack, table, told, translator, days or working_days())
    _TRIALS[table](trial)
    for row in pack.table(table).rows:
        if row.id not in trial.rows and row.id not in trial.why:
            trial.not_because(row, "other", name=trial.name(row) if _named(table) else row.id)
    return Listed(tuple(trial.says), tuple(trial.rows), trial.why, trial.result)


def _named(table: str) -> bool:
    return table not in ("node_plan", "indicator_steps")


def _lead_points(trial: _Trial) -> None:
    found = score(trial.pack, {"valuable": str(trial.told["valuable"]), "quota": str(trial.told["quota"])})
    for line in found.lines:
        trial.rows.append(line.row.id)
        trial.say("points_of", name=trial.name(line.row), points=plain(line.points))
    trial.say("points", points=plain(found.total))
    trial.result["points"] = plain(found.total)
    for row in trial.pack.table(trial.table).rows:
        if row.id not in trial.rows:
            figures = {name: plain(trial.told[name]) for name in ("valuable", "quota")}
            trial.not_because(row, row.id, **figures)


def _stages(trial: _Trial) -> None:
    before, after = Stage(str(trial.told["from"])), Stage(str(trial.told["to"]))
    trial.pick(after)
    move = judge_move(trial.pack, before, after, ())
    words = [trial.pack.word("requirement", one).said(trial.translator.language) for one in move.missing]
    trial.result |= {"direction": move.direction.value, "needs": list(asked_for(trial.pack, before, after))}
    trial.say("needs", needs=trial.translator.tr("policy.and").join(words)) if words else trial.say("free")
    if move.reason_missing:
        trial.says.append(trial.translator.tr("policy.reason_needed"))


def _conditions(trial: _Trial) -> None:
    row = trial.pick(trial.told["requirement"])
    asked, found = trial.pack.requirements[row.id], trial.told.get("found")
    values: Any = Decimal(str(found)) if str(found or "").replace(".", "", 1).isdigit() else found
    record = {asked.field: values} if asked.field else {}
    rows = [record] * (int(values) if isinstance(values, Decimal) and not asked.field else bool(record))
    line = check(asked, record, {asked.kind: rows}, record)
    trial.result["met"] = line.met
    trial.say("met" if line.met else "not_met", name=trial.name(row))


def _exit_reasons(trial: _Trial) -> None:
    row, stage = trial.pick(trial.told["exit_reason"]), Stage(str(trial.told["to"]))
    stage_word = trial.translator.tr(f"choice.project.stage.{stage}")
    allowed = row.id in {one.id for one in exit_reasons(trial.pack, stage)}
    trial.result["allowed"] = allowed
    trial.say("may_exit" if allowed else "may_not_exit", name=trial.name(row), stage=stage_word)


def _node_plan(trial: _Trial) -> None:
    plan, end = str(trial.told["plan"]), trial.told["end"]
    rows = [row for row in trial.pack.table("node_plan").rows if row.results["plan"] == plan]
    nodes = back_schedule(trial.pack, plan, end, trial.days)
    trial.result["nodes"] = [{"node": one.node, "planned_on": one.planned_on.isoformat()} for one in nodes]
    for row, node in zip(rows, nodes, strict=True):
        trial.rows.append(row.id)
        word = trial.pack.word("node", node.node).said(trial.translator.language)
        trial.say("node", name=word, day=node.planned_on.isoformat())


def _rates(trial: _Trial) -> None:
    found = rates(trial.pack, {name: str(value) for name, value in trial.told.items()})
    for one in found:
        trial.rows.append(one.row.id)
        trial.say("figure", name=trial.name(one.row), figure=one.text)
    trial.result |= {one.row.id: one.text for one in found}
    _not_told(trial, "over", "under")
    if not found:
        trial.say("nothing_told")


def _not_told(trial: _Trial, *columns: str) -> None:
    """Rows whose measures were not told."""
    for row in trial.pack.table(trial.table).rows:
        missing = [str(row.results[c]) for c in columns if row.results.get(c) not in (None, *trial.told)]
        if row.id not in trial.rows and missing:
            words = [trial.translator.tr(f"policy.measure.{one}") for one in missing]
            trial.not_because(row, "not_told", measures=trial.translator.tr("policy.and").join(words))


def _targets(trial: _Trial) -> None:
    told, row = trial.told, trial.pick(trial.told["period"])
    start, on = told["starts_on"], told["on"]
    assert isinstance(start, date) and isinstance(on, date)
    target = Target(Owner.UNIT, "", "contract_capital", row.id, start, told["target_amount"])
    found = progress(trial.pack, target, told["done_amount"], on)
    forecast = "—" if found.forecast is None else plain(half_up(found.forecast, found.places))
    figures = {"share": found.share_text, "ahead": found.ahead_text, "forecast": forecast}
    figures |= {"missing": plain(found.missing), "end": found.period.end.isoformat()}
    trial.result |= figures
    trial.say("target", **figures)


def _credits(trial: _Trial) -> None:
    what, amount = str(trial.told["carried"]), trial.told["amount"]
    for row in trial.pack.table("credits").rows:
        carries = row.results[what]
        assert isinstance(carries, Decimal)
        part = plain(amount * carries)
        trial.result[Credit(row.id).value] = part
        if carries:
            trial.rows.append(row.id)
            trial.say("carries", name=trial.name(row), share=f"{plain(carries * 100)}%", part=part)
        else:
            trial.not_because(row, "carries_nothing")


def _funds(trial: _Trial) -> None:
    told, row = trial.told, trial.pick(trial.told["fund"])
    others = Commitment(row.id, "others", "equity", told["committed"])
    known = [others, Commitment(row.id, "project", "equity", told["amount"])]
    found = next(one for one in balances(trial.pack, known) if one.fund == row.id)
    over = any(project == "project" for project, _ in found.over)
    trial.result |= {"left": plain(found.left), "over_cap": over, "cap": found.cap and plain(found.cap)}
    trial.say("fund_left", left=plain(found.left), size=plain(found.size))
    if found.left < 0:
        trial.say("fund_short", missing=plain(-found.left))
    if over and found.cap is not None:
        trial.say("fund_over", cap=plain(found.cap))


def _four_highs(trial: _Trial) -> None:
    row, figure = trial.pick(trial.told["high"]), trial.told["own_figure"]
    least = row.results["reach"]
    assert isinstance(least, Decimal) and isinstance(figure, Decimal)
    key = "high" if figure >= least else "not_high"
    trial.say(key, name=trial.name(row), figure=plain(figure), least=plain(least))
    trial.result["holds"] = figure >= least


def _negative_list(trial: _Trial) -> None:
    found = barred_by(trial.pack, {"summary": trial.told["about"]})
    for one in found:
        trial.rows.append(one.row.id)
        trial.say("barred", name=trial.name(one.row), word=one.word)
    if not found:
        trial.say("not_barred")
    trial.result["lines"] = list(trial.rows)


def _sizes(trial: _Trial) -> None:
    investment, kind = trial.told["investment"], str(trial.told.get("kind") or "")
    for one in size_classes(trial.pack, [SizedProject(investment, kind, verified=True)]):
        least, kinds = one.row.results["investment"], one.row.results.get("kinds") or ()
        assert isinstance(least, Decimal) and isinstance(kinds, tuple)
        if one.verified.count:
            trial.rows.append(one.row.id)
            trial.say("in_class", name=trial.name(one.row))
        elif investment < least:
            trial.not_because(one.row, "below", least=plain(least), investment=plain(investment))
        else:
            words = [trial.pack.word("kind", word).said(trial.translator.language) for word in kinds]
            trial.not_because(one.row, "kind", kinds=trial.translator.tr("policy.and").join(words))
    trial.result["classes"] = list(trial.rows)
    if not trial.rows:
        trial.say("no_class")


def _ranking(trial: _Trial) -> None:
    row = trial.pick(trial.told["ranking"])
    measures = {name: value for name, value in trial.told.items() if isinstance(value, Decimal)}
    figure = figures_of(trial.pack, row.id, {"": measures})[""]
    places = row.results["places"]
    assert isinstance(places, Decimal)
    per = row.results.get("per")
    shown = "—" if figure is None else plain(half_up(figure * (100 if per else 1), int(places)))
    trial.result["figure"] = shown = f"{shown}%" if per and figure is not None else shown
    trial.say("figure", name=trial.name(row), figure=shown)


def _appraisal_rounds(trial: _Trial) -> None:
    """``marks``: those of the other departments, with anything but digits and points between them."""
    own, row = str(trial.told["own_mark"]), trial.pick("half")
    others = _NUMBERS.findall(fold(str(trial.told["marks"])))
    least = int(str(row.results["least"]))
    marks = [
        Mark(unit, given, least) for unit, given in (("", own), *((f"{n}", o) for n, o in enumerate(others)))
    ]
    found = next((one for one in appraise(trial.pack, marks) if not one.unit), None)
    assert found is not None
    trial.result |= {"rank": found.rank, "part": found.part.value}
    part = trial.translator.tr(f"appraisals.part.{found.part}")
    trial.say("appraised", rank=found.rank or "—", count=len(marks), part=part)


def _indicators(trial: _Trial) -> None:
    """``own_figure`` as it is marked: in percent where it is one measure over another."""
    table = trial.pack.table("indicators")
    row = table.row(str(trial.told["indicator"]))
    assert row is not None
    own = trial.told["own_figure"]
    assert isinstance(own, Decimal)
    others = _NUMBERS.findall(fold(str(trial.told.get("figures") or "")))
    figures = {"": own, **{f"{at}": Decimal(one) for at, one in enumerate(others)}}
    share = Decimal(100) if row.results.get("per") else Decimal(1)
    told = {
        name: {str(row.results.get("per")): share, str(row.results["measure"]): figure}
        for name, figure in figures.items()
    }
    found = next(one for one in marked(trial.pack, told)[""] if one.row is row)
    assert found.points is not None
    answers = row if trial.table == "indicators" else found.step
    trial.rows += [answers.id] if answers is not None else []
    points, full = plain(half_up(found.points, 4)), plain(half_up(found.full, 4))
    trial.result |= {"points": points}
    name = trial.pack.word("indicator", row.id).said(trial.translator.language)
    trial.say("indicator", name=name, points=points, full=full)


def _appraisal_grades(trial: _Trial) -> None:
    row, copies = trial.pick(trial.told["grade"]), trial.told.get("copies")
    mark = plain(row.results["mark"])
    trial.result["mark"] = mark
    trial.say("grade", name=trial.name(row), mark=mark)
    if isinstance(copies, Decimal):
        trial.say("grades", copies=plain(copies), sum=plain(copies * Decimal(mark)))


def _reviews(trial: _Trial) -> None:
    gate, investment = trial.told["gate"], trial.told["investment"]
    for row in trial.pack.table("reviews").rows:
        least, threshold = row.results.get("from"), row.results.get("threshold")
        if row.results["gate"] != gate:
            trial.not_because(row, "gate")
        elif isinstance(least, Decimal) and investment < least:
            trial.not_because(row, "below", least=plain(least), investment=plain(investment))
        else:
            trial.rows.append(row.id)
            language = trial.translator.language
            word = trial.pack.word("threshold", str(threshold)).said(language) if threshold else "—"
            trial.say("review", name=trial.name(row), threshold=word)
    trial.result["items"] = list(trial.rows)
    if not trial.rows:
        trial.say("no_review")


def _services(trial: _Trial) -> None:
    row, start, on = trial.pick(trial.told["service"]), trial.told["starts_on"], trial.told["on"]
    assert isinstance(start, date) and isinstance(on, date)
    days = row.results["limit"]
    assert isinstance(days, Decimal)
    found = limit_of(start, int(days), None, on, trial.days)
    trial.result |= {"due_on": found.due_on.isoformat(), "left": found.left, "late": found.late}
    trial.say("service", name=trial.name(row), limit=int(days), due=found.due_on.isoformat())
    trial.say("service_late", late=found.late) if found.late else trial.say("service_left", left=found.left)


def _alerts(trial: _Trial) -> None:
    row, figure = trial.pick(trial.told["alert"]), trial.told["figure"]
    unit = str(row.results["unit"])
    level = level_of(trial.pack, row.id, int(figure) * DAYS.get(unit, 1))
    trial.result["level"] = level
    told = {"unit": trial.translator.tr(f"policy.alert_unit.{unit}"), "name": trial.name(row)}
    told |= {one: plain(row.results[one]) for one in ("yellow", "red")}
    trial.say(f"light_{level or 'none'}", **told)


_TRIALS: Mapping[str, Callable[[_Trial], None]] = {
    "lead_points": _lead_points,
    "stages": _stages,
    "conditions": _conditions,
    "exit_reasons": _exit_reasons,
    "node_plan": _node_plan,
    "rates": _rates,
    "targets": _targets,
    "credits": _credits,
    "funds": _funds,
    "sizes": _sizes,
    "four_highs": _four_highs,
    "negative_list": _negative_list,
    "ranking": _ranking,
    "appraisal.rounds": _appraisal_rounds,
    "appraisal.grades": _appraisal_grades,
    "indicators": _indicators,
    "indicator_steps": _indicators,
    "reviews": _reviews,
    "services": _services,
    "alerts": _alerts,
}
assert _TRIALS.keys() == ASKS.keys()


def plain(value: object) -> str:
    """An exact figure without trailing zeros."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
