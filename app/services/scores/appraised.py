"""服务测评: a half-year's round as the questionnaires give it, and as headquarters published it (D5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.model.changes import ChangeSet
from app.model.row import Row
from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.appraisal_results import Result, Results
from app.rules.appraisals import Mark, Part, Standing, appraise, half_after, half_of, limits_of
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.headquarters import require_headquarters, writes_for_headquarters
from app.services.policy import pack_of
from app.services.scores.published import as_kept, read_as, require_room
from app.store.reading import Filter

MARK, APPRAISAL = "appraisal_mark", "appraisal"


@dataclass(frozen=True, slots=True)
class Round:
    """A half-year. ``results``: live ones where ``live``, else as published; None where neither is there.

    ``before``: places in the round before; ``published``: the record that holds; ``stale``: what is live is
    no longer as it was published.
    """

    starts_on: date
    results: Results | None
    before: Mapping[str, int]
    published: Row | None
    live: bool
    stale: bool = False

    @property
    def published_on(self) -> date | None:
        """The day at the foot of its bulletin; None where what is shown is not what was published."""
        return self.published["as_of"] if self.published is not None and not self.stale else None

    def risen(self, one: Result) -> int | None:
        """Places won since the round before; None where there was none."""
        before = self.before.get(one.unit)
        return None if before is None or one.rank is None else before - one.rank


def opening_half(desk: Desk) -> date:
    """The half-year to look at first: this one where it has results, else the last that was published."""
    now = half_of(desk.today())
    if writes_for_headquarters(desk) and desk.store.ids(MARK, filters=[Filter("starts_on", "eq", now)]):
        return now
    return max(_published(desk), default=now)


def round_of(desk: Desk, starts_on: date) -> Round:
    """The round of a half-year: for headquarters from its questionnaires, for others as published.

    Raises:
        NoSuchTable: the pack has no rules on it.
    """
    published = _published(desk)
    row = published.get(starts_on)
    known = _read(row) if row is not None else None
    before = _places(published.get(half_after(starts_on, -1)))
    if not writes_for_headquarters(desk):
        return Round(starts_on, known, before, row, live=False)
    live = _live(desk, starts_on, published)
    if not live.lines:  # published elsewhere, before questionnaires were kept here
        return Round(starts_on, known or live, before, row, live=known is None)
    return Round(starts_on, live, before, row, live=True, stale=known is not None and known != live)


def publish_round(desk: Desk, starts_on: date, *, on: date | None = None) -> tuple[str, ChangeSet]:
    """Publish a half-year's round as it is, ``on`` a day (today); what was published before stays, the
    latest holds.

    Raises:
        WrittenByHeadquarters: not this person. InvalidRecord: nobody has a place, or it has not begun.
        NoSuchTable: the pack has no rules on it.
    """
    require_headquarters(desk)
    if starts_on > desk.today():
        raise InvalidRecord([Problem("starts_on", Reason("appraisals.why.not_begun"))])
    pack, results = _pack(desk, starts_on), _live(desk, starts_on, _published(desk))
    if all(one.rank is None for one in results.lines):
        raise InvalidRecord([Problem("results", Reason("appraisals.why.nobody", {"least": results.least}))])
    values: dict[str, object] = {
        "title": f"{starts_on.year}-{1 if starts_on.month < 7 else 2}",
        "starts_on": starts_on,
        "as_of": on or desk.today(),
        "pack": pack.id,
        "pack_version": pack.version,
        "results": as_kept(results),
    }
    require_room("results", values["results"])
    with desk.store.write(actor=desk.actor, label="publish.appraisal") as work:
        id = work.create(APPRAISAL, values)
    return id, work.changes


def marks_of(desk: Desk, starts_on: date) -> list[Row]:
    """The questionnaires of a half-year, by department and rater."""
    ids = desk.store.ids(MARK, filters=[Filter("starts_on", "eq", starts_on)])
    rows = desk.store.rows(MARK, ids)
    return sorted(rows, key=lambda row: (str(row["name"]), str(row["rater"] or ""), row.id))


def _published(desk: Desk) -> dict[date, Row]:
    """The latest readable one of each half-year."""
    rows = desk.store.rows(APPRAISAL, desk.store.ids(APPRAISAL))
    ordered = sorted(rows, key=lambda row: (row["created_at"], row.id))
    return {row["starts_on"]: row for row in ordered if _read(row) is not None}


def _read(row: Row) -> Results | None:
    return read_as(row["results"], Results)


def _places(row: Row | None) -> dict[str, int]:
    results = _read(row) if row is not None else None
    lines = results.lines if results is not None else ()
    return {one.unit: one.rank for one in lines if one.rank is not None}


def _pack(desk: Desk, starts_on: date) -> Pack:
    """In force at the end of the half-year, or today before it is over."""
    last = half_after(starts_on, 1)
    return pack_of(desk, min(date.fromordinal(last.toordinal() - 1), desk.today()))


def _live(desk: Desk, starts_on: date, published: Mapping[date, Row]) -> Results:
    pack = _pack(desk, starts_on)
    marks = [
        Mark(str(row["name"]), str(row["given"]), 1 if row["copies"] is None else int(row["copies"]))
        for row in marks_of(desk, starts_on)
    ]
    limits, found = limits_of(pack), appraise(pack, marks, _history(published, starts_on))
    name = pack.name
    return Results(tuple(_result(pack, one) for one in found), limits.places, limits.least, name.zh, name.en)


def _history(published: Mapping[date, Row], starts_on: date) -> Sequence[Mapping[str, Part]]:
    """Who was in which part of the rounds before, the oldest first, back to a half-year without one."""
    found: list[Mapping[str, Part]] = []
    day = half_after(starts_on, -1)
    while day in published and (results := _read(published[day])) is not None:
        found.append({one.unit: Part(one.part) for one in results.lines if one.part in tuple(Part)})
        day = half_after(day, -1)
    return found[::-1]


def _result(pack: Pack, one: Standing) -> Result:
    row, verdict = one.decision.row, pack.word("verdict", one.verdict)
    return Result(
        *(one.unit, one.copies, one.mark, one.rank, one.part.value, one.running),
        *(
            verdict.zh,
            verdict.en,
            row.id,
            pack.source_text(row.source, "zh"),
            pack.source_text(row.source, "en"),
        ),
        *(one.missing, one.tied),
    )
