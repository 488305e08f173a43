"""Verdicts of the entry gate and the pre-review (systems.md B3, B12), and agency services (B11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.i18n import DEFAULT_LANGUAGE
from app.model.changes import ChangeSet
from app.model.row import Row
from app.policy.table import Row as Rule
from app.reasons import Reason
from app.rules.service_items import Limit, limit_of
from app.rules.validation import Problem
from app.rules.working_days import WorkingDays
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import holidays_of, pack_of
from app.services.records import add_record, checked_values, required_row
from app.store.changed import Changes
from app.store.reading import Filter

REVIEW, SERVICE = "review", "service_item"


@dataclass(frozen=True, slots=True)
class Asked:
    """One item that the pack asks, or people added: ``rule`` of the pack, ``row`` the verdict, if any."""

    item: str
    rule: Rule | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class Served:
    """A service with how it stands against its limit."""

    row: Row
    limit: Limit


def review_items(desk: Desk, project: Row, gate: str) -> list[Asked]:
    """What the pack asks of the project at a gate, in its order, then what people added.

    An item asked from a total investment up is asked of a project whose investment is not known, too.
    """
    given = [row for row in _rows(desk, REVIEW, project.id) if row["gate"] == gate]
    latest = {row["item"]: row for row in sorted(given, key=_day) if row["item"]}
    table = pack_of(desk).tables.get("reviews")
    found = []
    for rule in table.rows if table else ():
        least, money = rule.results.get("from"), project["investment"]
        asked = not isinstance(least, Decimal) or money is None or money >= least
        if rule.results["gate"] == gate and (asked or rule.id in latest):
            found.append(Asked(rule.id, rule, latest.pop(rule.id, None)))
    own = [row for row in given if not row["item"]]
    return found + [Asked("", None, row) for row in [*latest.values(), *sorted(own, key=_day)]]


def give_verdict(
    desk: Desk, project: str, item: str, raw: Mapping[str, Any], *, language: str = DEFAULT_LANGUAGE
) -> ChangeSet:
    """Give a verdict on an item of the pack: ``verdict``, ``found``, ``reviewer``, ``reason`` as typed.

    What was said of it before is changed, and stays in its history.

    Raises:
        InvalidRecord: no such item, or a value is refused; a verdict of not met needs its reason.
        RecordNotFound: no such project.
    """
    row, pack = required_row(desk, "project", project), pack_of(desk)
    table = pack.tables.get("reviews")
    rule = table.row(item) if table else None
    if rule is None:
        known = ", ".join(one.id for one in table.rows) if table else "-"
        raise InvalidRecord([Problem("item", Reason("approval.item_unknown", {"known": known}))])
    threshold = rule.results.get("threshold")
    links = {"project_id": project, "gate": rule.results["gate"], "item": item}
    known_values = {
        "title": pack.word("review", item).said(language),
        "threshold": pack.word("threshold", str(threshold)).said(language) if threshold else None,
        "reviewer": desk.actor,
        "reviewed_on": desk.today(),
    }
    values = checked_values(desk, REVIEW, {**known_values, **raw, **links}, complete=True)
    if values["verdict"] == "not_met" and not (values.get("reason") or "").strip():
        raise InvalidRecord([Problem("reason", Reason("approval.reason"))])
    before = next((one.row for one in review_items(desk, row, values["gate"]) if one.item == item), None)
    with desk.store.write(actor=desk.actor, label="create.review") as work:
        if before is None:
            work.create(REVIEW, values)
        else:
            work.update(REVIEW, before.id, values)
    return work.changes


def start_service(
    desk: Desk, project: str, item: str, raw: Mapping[str, Any], *, language: str = DEFAULT_LANGUAGE
) -> tuple[str, ChangeSet]:
    """Take on a service of the pack for a project, with the pack's limit unless told otherwise.

    Raises:
        InvalidRecord: no such service, or a value is refused. RecordNotFound: no such project.
    """
    required_row(desk, "project", project)
    pack = pack_of(desk)
    table = pack.tables.get("services")
    rule = table.row(item) if table else None
    if rule is None:
        known = ", ".join(one.id for one in table.rows) if table else "-"
        raise InvalidRecord([Problem("item", Reason("approval.item_unknown", {"known": known}))])
    links = {"project_id": project, "item": item}
    values = {
        "title": pack.word("service", item).said(language),
        "limit_days": str(rule.results["limit"]),
        "started_on": desk.today(),
        "owner": desk.actor,
    }
    with desk.store.write(actor=desk.actor, label="create.service_item") as work:
        id = add_record(desk, work, SERVICE, {**values, **raw, **links})
    return id, work.changes


def finish_service(desk: Desk, id: str, on: Any = None) -> ChangeSet:
    """Mark a service done, today unless told.

    Raises:
        InvalidRecord: no day that has come, or one before it was taken on. RecordNotFound: no such service.
    """
    row = required_row(desk, SERVICE, id)
    values = checked_values(desk, SERVICE, {"done_on": on or desk.today()}, complete=False)
    if values["done_on"] > desk.today():
        raise InvalidRecord([Problem("done_on", Reason("approval.future"))])
    if row["started_on"] and values["done_on"] < row["started_on"]:
        told = {"day": row["started_on"].isoformat()}
        raise InvalidRecord([Problem("done_on", Reason("approval.before_start", told))])
    with desk.store.write(actor=desk.actor, label="complete.service_item") as work:
        work.update(SERVICE, id, values)
    return work.changes


def services_of(desk: Desk, project: str) -> list[Served]:
    """The services of a project: open ones first, the most pressing on top."""
    found = [served(desk, row) for row in _rows(desk, SERVICE, project)]
    return sorted(found, key=lambda one: (one.limit.done, one.limit.due_on, one.row.id))


def open_services(desk: Desk) -> list[Served]:
    """Every service that is not done, the most pressing first; the same ones as long as none changed."""
    store = desk.store

    def read() -> list[Served]:
        rows = store.rows(SERVICE, store.ids(SERVICE, filters=[Filter("done_on", "empty", None)]))
        days = holidays_of(desk)
        return sorted(
            (served(desk, row, days) for row in rows), key=lambda one: (one.limit.due_on, one.row.id)
        )

    def again(known: list[Served], changes: Changes) -> list[Served] | None:
        return None if changes.kinds & {SERVICE, "rulebook"} else known

    found = desk.memory.recall(store.changed, ("open services", desk.today()), read, again)
    return list(found)


def served(desk: Desk, row: Row, days: WorkingDays | None = None) -> Served:
    """A service as it stands today; ``days``: the working days, where they are at hand."""
    limit = limit_of(
        row["started_on"] or desk.today(),
        row["limit_days"] or 0,
        row["done_on"],
        desk.today(),
        days or holidays_of(desk),
    )
    return Served(row, limit)


def _rows(desk: Desk, kind: str, project: str) -> list[Row]:
    return desk.store.rows(kind, desk.store.ids(kind, filters=[Filter("project_id", "eq", project)]))


def _day(row: Row) -> tuple[str, str]:
    return str(row["reviewed_on"] or ""), row.id
