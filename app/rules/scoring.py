"""Scores for projects signed and for valuable leads (systems.md C5), and the quota of leads (A2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.policy.cases import Case, FactUnusable, exact, read_case, read_value
from app.policy.facts import Fact, FactKind, Unit
from app.policy.pack import Pack
from app.policy.table import Decision, Row

_ITEMS = Fact("", FactKind.NUMBER, Unit.ITEMS)
_LEADS = ("valuable", "quota", "rank")


@dataclass(frozen=True, slots=True)
class Line:
    """Points and the row that gave them; ``about`` is the project's place in the list, or "leads"."""

    about: str
    points: Decimal
    row: Row
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A total and where each point came from; there is no cap."""

    total: Decimal
    lines: tuple[Line, ...]


def score(pack: Pack, raw: Mapping[str, object]) -> Score:
    """The score of one project (its facts), of many (``projects``: a list of them), of leads (``valuable``
    and ``quota``, or ``rank`` in place of the quota), or of both.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable: as they say.
    """
    projects = raw.get("projects", [])
    if not isinstance(projects, list) or any(not isinstance(one, dict) for one in projects):
        raise FactUnusable(field="projects", name="projects", written=str(projects)[:40], wanted="[{…}]")
    own = {name: value for name, value in raw.items() if name not in ("projects", *_LEADS)}
    lines = [_project(pack, one, str(at)) for at, one in enumerate([*projects, *([own] if own else [])], 1)]
    if "valuable" in raw:
        lines += _leads(pack, {name: raw[name] for name in _LEADS if name in raw})
    return Score(sum((line.points for line in lines), Decimal(0)), tuple(lines))


def _project(pack: Pack, raw: Mapping[str, object], about: str) -> Line:
    case = read_case(pack, raw, ["scores"])
    decision = pack.table("scores").decide(case.values)
    return Line(about, _points(decision.row), decision.row, decision)


def _leads(pack: Pack, raw: Mapping[str, object]) -> Sequence[Line]:
    """The quota met, and each one beyond it; a quota of none is met by nobody's doing and gives nothing."""
    done = _whole(pack, "valuable", raw["valuable"])
    due = (
        _whole(pack, "quota", raw["quota"]) if "quota" in raw else quota(pack, {"rank": raw.get("rank")}).due
    )
    met, beyond = (pack.table("lead_points").row(id) for id in ("quota_met", "each_beyond"))
    assert met is not None and beyond is not None  # the loader sees to it
    lines = [Line("leads", _points(met), met)] if done >= due > 0 else []
    if done > due:
        lines.append(Line("leads", _points(beyond) * (done - due), beyond))
    return lines


@dataclass(frozen=True, slots=True)
class Quota:
    """Valuable leads of one person in a year: done of due."""

    due: Decimal
    done: Decimal
    decision: Decision
    case: Case

    @property
    def left(self) -> Decimal:
        """How many are still missing."""
        return max(self.due - self.done, Decimal(0))


def quota(pack: Pack, raw: Mapping[str, object]) -> Quota:
    """What a person of a rank owes (``rank``), against what is ``done``.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable: as they say.
    """
    case = read_case(pack, {name: value for name, value in raw.items() if name != "done"}, ["quota"])
    decision = pack.table("quota").decide(case.values)
    due = decision.row.results["due"]
    assert isinstance(due, Decimal)
    return Quota(due, _whole(pack, "done", raw.get("done", 0)), decision, case)


def _points(row: Row) -> Decimal:
    points = row.results["points"]
    assert isinstance(points, Decimal)
    return points


def _whole(pack: Pack, name: str, value: object) -> Decimal:
    try:
        found = exact(read_value(pack, _ITEMS, value))
    except FactUnusable as error:
        raise FactUnusable(field=name, name=name, written=str(value)[:40], wanted="0, 1, 2 …") from error
    if found != found.to_integral_value():
        raise FactUnusable(field=name, name=name, written=str(value)[:40], wanted="0, 1, 2 …")
    return found
