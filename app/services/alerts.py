"""Every light of supervision on this laptop, evaluated offline by the pack (D1); putting one off."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from sys import intern
from typing import Any

import msgspec

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.policy.pack import Pack
from app.policy.shapes import ALERTS
from app.reasons import Reason
from app.rules.alerts import (
    Lit,
    OpenNode,
    Watched,
    approval_alert,
    due_alert,
    instalment_alert,
    laptop_alert,
    project_alerts,
    silence_alert,
    squad_alert,
)
from app.rules.clock import CHINA
from app.rules.site_visits import ON_SITE, visit_owed
from app.rules.stages import ORDER, Stage
from app.rules.validation import Problem
from app.rules.working_days import WorkingDays
from app.services.alert_limits import limits
from app.services.approvals import open_approvals
from app.services.contracts import late_instalments, overdue_instalments
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import holidays_of, pack_of
from app.services.records import checked_values, create_record
from app.services.trips import squad_meters
from app.store.changed import Changes
from app.store.reading import Filter
from app.store.watching import Leader, Seen

SNOOZE = "alert_snooze"
ALERT_KINDS = (
    *("project", "visit", "next_step", "node", "team_member", "lead_judgement", "fund_entry", "promise"),
    *("approval", "approval_step", "instalment", "contact", "squad", "trip", SNOOZE, "rulebook"),
)
"""What lights depend on, besides the day and how one stands with headquarters."""
_OF_NO_RECORD = ("laptop_not_synced",)
_PAGE = 1000  # records that are looked at together: all at once take twice the memory of what is kept of them
_BY_PLACE = attrgetter("rank", "title", "kind", "id")
Snoozes = Mapping[tuple[str, str, str], Row]


class Alert(msgspec.Struct, frozen=True, gc=False):
    """One light: ``kind`` and ``id`` are of what it hangs on; empty where that is no record.

    ``rank``: red before yellow, then in the pack's order of lights. ``leads_to``: the record to go to, None
    for what it hangs on. ``put_off``: the record that says until when it is out of sight, and why.

    Tens of thousands are kept: this takes half of what a data class with two pairs does.
    """

    light: str
    level: str
    why: Reason
    kind: str
    id: str
    title: str
    unit: str
    rank: int
    leads_to: tuple[str, str] | None = None
    put_off: Row | None = None

    @property
    def on(self) -> tuple[str, str]:
        """What it hangs on, as (kind, id)."""
        return self.kind, self.id

    @property
    def opens(self) -> tuple[str, str]:
        """The record to go to, as (kind, id)."""
        return self.leads_to or self.on


def _alert(lit: Lit, title: str, unit: str, leads_to: tuple[str, str] | None = None) -> Alert:
    rank = (lit.level != "red") * len(ALERTS) + ALERTS.index(lit.light)
    to = None if leads_to == lit.on else leads_to
    return Alert(lit.light, lit.level, lit.why, *lit.on, title, unit, rank, to)


def alerts(desk: Desk) -> list[Alert]:
    """Everything that is lit today, by its place."""
    found = _lit_today(desk)
    found.sort(key=_BY_PLACE)  # quick: most of it is sorted
    return found


def lit_count(desk: Desk) -> int:
    """How many lights are on and not put off: what the rail says."""
    return sum(one.put_off is None for one in _lit_today(desk))


def _lit_today(desk: Desk) -> list[Alert]:
    with desk.looking():
        pack, today, days = pack_of(desk), desk.today(), holidays_of(desk)
        found = [*_kept_of_projects(desk, pack, today, days)]
        for own, told in (
            (("next_step", "promise"), lambda: _Part([*_due(desk, pack, today, days)])),
            (("approval", "approval_step"), lambda: _approvals(desk, pack)),
            (("instalment",), lambda: _instalments(desk, pack, today)),
            (("contact",), lambda: _Part([*_people(desk, pack, today)])),
            (("squad", "trip"), lambda: _squads(desk, pack)),
        ):
            key = ("alerts", *own, today, pack.id, pack.version)
            found += desk.memory.recall(desk.store.changed, key, told, _unless_touched(*own)).found
        counts, snoozes = desk.store.counts(), _snoozes(desk)
    last = counts.last_sync.astimezone(CHINA).date() if counts.last_sync else None
    for lit in laptop_alert(pack, last, counts.pending, today):
        found.append(_alert(lit, "", "", ("", "")))
    return [_with(one, snoozes) for one in found] if snoozes else found


def project_lights(desk: Desk, ids: Sequence[str]) -> dict[str, list[Alert]]:
    """The lights of some projects that are not put off, the gravest first; for lists."""
    pack, snoozes = pack_of(desk), _snoozes(desk)
    found: dict[str, list[Alert]] = {id: [] for id in ids}
    for one in _of_projects(desk, pack, desk.today(), holidays_of(desk), ids):
        if _with(one, snoozes).put_off is None:
            found[one.opens[1]].append(one)
    return {id: sorted(some, key=lambda one: one.level != "red") for id, some in found.items()}


def snooze(desk: Desk, alert: Alert, until: Any, reason: str) -> tuple[str, ChangeSet]:
    """Put a light off up to a day (as typed), for a reason.

    Raises:
        InvalidRecord: no day to come, or no reason.
    """
    kind, id = alert.on
    raw = {"light": alert.light, "parent_kind": kind, "parent_id": id, "until": until, "reason": reason}
    return put_off(desk, {name: value for name, value in raw.items() if value})


def put_off(desk: Desk, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """``snooze`` by the record's own values.

    Raises:
        InvalidRecord: no such light, no record that it hangs on, no day to come, or no reason.
    """
    if raw.get("light") not in ALERTS:
        known = ", ".join(ALERTS)
        raise InvalidRecord([Problem("light", Reason("rules.alert.unknown", {"known": known}))])
    if raw["light"] not in _OF_NO_RECORD and not (raw.get("parent_kind") and raw.get("parent_id")):
        raise InvalidRecord([Problem("parent_id", Reason("rules.value.required"))])
    until: date = checked_values(desk, SNOOZE, raw, complete=True)["until"]
    if until <= desk.today():
        raise InvalidRecord([Problem("until", Reason("rules.alert.past"))])
    return create_record(desk, SNOOZE, raw)


# --- reading ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """Lights that do not hang on projects; ``projects``: of which a change may light others, None: of any."""

    found: list[Alert]
    projects: frozenset[str] | None = frozenset()


def _unless_touched(*own: str) -> Callable[[_Part, Changes], _Part | None]:
    """As it was, unless a record of these kinds changed, or a project that it goes by."""

    def renewed(known: _Part, changes: Changes) -> _Part | None:
        if changes.kinds & {*own, "rulebook"}:
            return None
        touched = changes.projects if known.projects is None else changes.projects & known.projects
        return None if touched else known

    return renewed


def _kept_of_projects(desk: Desk, pack: Pack, today: date, days: WorkingDays) -> list[Alert]:
    """The lights of projects in their order; after a change only the projects that it touches are judged."""

    def judged(ids: Iterable[str]) -> list[Alert]:
        return _of_projects(desk, pack, today, days, sorted(ids))

    def renewed(known: list[Alert], changes: Changes) -> list[Alert] | None:
        if "rulebook" in changes.kinds:
            return None
        if not changes.projects:
            return known
        kept = [one for one in known if one.opens[1] not in changes.projects]
        for one in judged(changes.projects):
            insort(kept, one, key=_BY_PLACE)
        return kept

    def made() -> list[Alert]:
        return sorted(
            judged(desk.store.watching.candidates(limits(pack, today, CHINA), today)), key=_BY_PLACE
        )

    key = ("alerts", "projects", today, pack.id, pack.version)
    return desk.memory.recall(desk.store.changed, key, made, renewed)


def _of_projects(desk: Desk, pack: Pack, today: date, days: WorkingDays, ids: Sequence[str]) -> list[Alert]:
    pages = (ids[at : at + _PAGE] for at in range(0, len(ids), _PAGE))
    return [one for page in pages for one in _of_page(desk, pack, today, days, page)]


def _of_page(desk: Desk, pack: Pack, today: date, days: WorkingDays, ids: Sequence[str]) -> Iterator[Alert]:
    seen = desk.store.watching.seen(today, ids, ON_SITE)
    for id, row in seen.projects.items():
        if row["stage"] not in ORDER:
            continue  # a stage that only a newer version knows
        watched = _watched(pack, seen, id, row, today)
        for lit in project_alerts(pack, watched, today, days):
            title, unit = str(row["name"] or ""), intern(str(row["responsible_unit"] or ""))
            yield _alert(lit, title, unit, ("project", id))


def _watched(pack: Pack, seen: Seen, id: str, row: Mapping[str, Any], today: date) -> Watched:
    made = row["created_at"].astimezone(CHINA).date() if row["created_at"] else None
    written = max((at for at in (row["changed_at"], seen.written.get(id)) if at), default=None)
    return Watched(
        id=id,
        stage=Stage(row["stage"]),
        stage_on=row["stage_on"],
        known_on=row["reported_on"] or made,
        heard_on=seen.heard.get(id),
        answered=id in seen.heard or id in seen.written,
        judged=id in seen.judged,
        touched_on=written.astimezone(CHINA).date() if written else None,
        contract_on=row["contract_on"],
        started_on=row["started_on"],
        on_books_on=row["on_books_on"],
        obligation_on=row["obligation_on"],
        site_on=row["site_on"],
        in_place=seen.in_place.get(id, Decimal(0)),
        capital=row["contract_amount"] or row["investment"] or Decimal(0),
        plan_end=seen.plan_ends.get(id),
        nodes=[OpenNode(one.id, str(one.title), one.planned_on) for one in seen.nodes.get(id, ())],
        owed_weeks=[_weeks(pack, one, today) for one in seen.leaders.get(id, ())],
    )


def _weeks(pack: Pack, leader: Leader, today: date) -> int:
    made = leader.made_at.astimezone(CHINA).date() if leader.made_at else today
    return visit_owed(pack, leader.since or made, leader.visits, today).weeks


def _due(desk: Desk, pack: Pack, today: date, days: WorkingDays) -> Iterable[Alert]:
    """Assignments of meetings, and promises of ours, that are open."""
    store = desk.store
    opened = [Filter("done_on", "empty"), Filter("due_on", "filled"), Filter("agenda_item_id", "filled")]
    for row in store.rows("next_step", store.ids("next_step", filters=opened)):
        lit = due_alert(pack, "assignment_due", ("next_step", row.id), row["due_on"], today, days)
        yield from _told(lit, row, str(row["owner_unit"] or row["owner"] or ""))
    opened = [Filter("closed_on", "empty"), Filter("due_on", "filled"), Filter("side", "eq", "ours")]
    for row in store.rows("promise", store.ids("promise", filters=opened)):
        lit = due_alert(pack, "promise_due", ("promise", row.id), row["due_on"], today, days)
        yield from _told(lit, row, str(row["owner"] or ""))


def _approvals(desk: Desk, pack: Pack) -> _Part:
    """Applications whose next step has waited for too long."""
    applied = open_approvals(desk)
    ids = {str(one.row["project_id"]) for one in applied}
    waiting = [one for one in applied if one.standing.since is not None]
    rows = desk.store.rows("project", sorted({str(one.row["project_id"]) for one in waiting}))
    projects = {row.id: row for row in rows if not row.deleted}
    found = []
    for one in waiting:
        row, since = projects.get(str(one.row["project_id"])), one.standing.since
        for lit in approval_alert(pack, one.row.id, since, one.waited) if row and since else ():
            unit = str(row["responsible_unit"] or "") if row else ""
            opens = ("project", row.id) if row else ("", "")
            title = str(one.row["title"] or "")
            found.append(_alert(lit, title, unit, opens))
    return _Part(found, frozenset(ids))


def _instalments(desk: Desk, pack: Pack, today: date) -> _Part:
    """Money that contracts promised by a day that has passed."""
    late, found = late_instalments(desk), []
    for row, project in overdue_instalments(desk, late):
        title, unit = str(project["name"] or ""), str(project["responsible_unit"] or "")
        for lit in instalment_alert(pack, row.id, str(row["title"] or ""), row["due_on"], today):
            found.append(_alert(lit, title, unit, ("project", project.id)))
    return _Part(found, frozenset(str(row["project_id"]) for row in late))


def _people(desk: Desk, pack: Pack, today: date) -> Iterable[Alert]:
    store = desk.store
    kept = [Filter("contact_every_days", "filled")]
    ids = store.ids("contact", filters=kept)
    pages = (store.rows("contact", ids[at : at + _PAGE]) for at in range(0, len(ids), _PAGE))
    for row in chain.from_iterable(pages):
        lit = silence_alert(pack, row.id, row["last_contact_on"], row["contact_every_days"], today)
        yield from _told(lit, row, str(row["kept_by"] or ""))


def _squads(desk: Desk, pack: Pack) -> _Part:
    found, meters = list[Alert](), squad_meters(desk)
    for one in meters:
        decided = {table: decision for table, decision in one.checks if decision is not None}
        days = decided.get("squad.days")
        if days is not None and days.row.results["verdict"] == "behind":
            lit = squad_alert(pack, one.squad.id, one.days, one.elapsed)
            found += _told(lit, one.squad, str(one.squad["unit"] or ""))
    return _Part(found, None if meters else frozenset())


def _told(found: Iterable[Lit], row: Row, unit: str) -> Iterable[Alert]:
    title = str(row[KINDS[row.kind].title_field] or "")
    for lit in found:
        yield _alert(lit, title, intern(unit))


def _snoozes(desk: Desk) -> Snoozes:
    """Those that hold today; of several the one that lasts longest."""
    store = desk.store
    rows = store.rows(SNOOZE, store.ids(SNOOZE, filters=[Filter("until", "ge", desk.today())]))
    rows.sort(key=lambda row: row["until"])
    return {(row["light"], row["parent_kind"] or "", row["parent_id"] or ""): row for row in rows}


def snoozed_on(desk: Desk, ids: Sequence[str]) -> list[Row]:
    """What was put off of lights that hang on these records, over or not, the newest first."""
    store = desk.store
    found = store.rows(SNOOZE, store.ids(SNOOZE, filters=[Filter("parent_id", "in", tuple(ids))]))
    return sorted(
        (row for row in found if row["created_at"]), key=lambda row: row["created_at"], reverse=True
    )


def _with(alert: Alert, snoozes: Snoozes) -> Alert:
    row = snoozes.get((alert.light, *alert.on))
    return alert if row is None else msgspec.structs.replace(alert, put_off=row)
