"""Claiming an enterprise 首报, asking offline who has it, and what comes of it (systems.md A14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from app.model.changes import ChangeSet
from app.model.columns import EPOCH
from app.model.identity import operation_id
from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.rules import claims as rules
from app.rules.enterprise import (
    alike,
    enterprise_keys,
    is_name,
    name_key,
    name_pieces,
    registry_id,
    sound_code,
)
from app.rules.names import SIMILAR
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import AlreadyClaimed, InvalidRecord
from app.services.records import DEFAULTS, checked_values, create_record, required_row
from app.store.reading import Filter
from app.store.store import Store
from app.store.work import HQ_TIME, UNIT_ID

CLAIM, REGISTRY = "claim", "registry"
CLAIMABLE = ("company", "project")
_LAPTOP = "claims.laptop"

Verdict = Literal["free", "own", "taken", "likely"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What this laptop knows of an enterprise without asking anybody.

    ``state`` is the registry's (``claimed`` where only this laptop knows of the claim yet), ``units`` the
    names of those who have it, ``until`` their last protected day, ``name`` the registered name where it is
    merely alike.
    """

    verdict: Verdict
    state: str = "pool"
    units: tuple[str, ...] = ()
    until: date | None = None
    name: str = ""


FREE = Checked("free")


def check_claim(desk: Desk, name: str, credit_code: str = "") -> Checked:
    """Who has the enterprise of this name or code: nobody, this unit, another unit, or likely another."""
    keys = enterprise_keys(name, credit_code)
    if not keys:
        return FREE
    known = [row for row in desk.store.rows(REGISTRY, [registry_id(key) for key in keys]) if _held(desk, row)]
    if known:
        return _checked(desk, known[0])
    if own := _unregistered(desk.store, keys):
        return Checked("own", own["state"] or "claimed", until=own["protected_until"])
    near = _nearest(desk, [key for key in keys if is_name(key)])
    return _checked(desk, near, likely=True) if near is not None else FREE


def _held(desk: Desk, row: Row) -> bool:
    """Whether somebody has it today; a protection that is over ends without word from headquarters."""
    ended = row["until"] is not None and row["until"] < desk.today()
    return not row.deleted and row["state"] != "pool" and not ended


def _checked(desk: Desk, row: Row, *, likely: bool = False) -> Checked:
    own = desk.store.remembered(UNIT_ID) in (row["holder_ids"] or ())
    verdict: Verdict = "likely" if likely else "own" if own else "taken"
    title = str(row["title"] or "") if likely else ""
    return Checked(verdict, row["state"], tuple(row["holders"] or ()), row["until"], title)


def _unregistered(store: Store, keys: Iterable[str]) -> Row | None:
    """A claim on this laptop that the registry does not tell of yet."""
    for key in keys:
        column, value = ("key" if is_name(key) else "credit_code"), key.partition(":")[2]
        rows = store.rows(CLAIM, store.ids(CLAIM, filters=[Filter(column, "eq", value)]))
        if live := next((row for row in rows if row["state"] in (None, *rules.LIVE)), None):
            return live
    return None


def _nearest(desk: Desk, keys: Iterable[str]) -> Row | None:
    """The registered enterprise whose name is most like one of ``keys``, at least 0.88 like it."""
    store = desk.store
    found: dict[str, tuple[float, Row]] = {}
    for key in keys:
        for piece in name_pieces(key):
            for row in store.rows(REGISTRY, store.ids(REGISTRY, filters=[Filter("key", "contains", piece)])):
                if is_name(row["key"]) and _held(desk, row):
                    found[row.id] = alike(key, row["key"]), row
    best = max(found.values(), key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[0] >= SIMILAR else None


# --- claiming -----------------------------------------------------------------------------------------------


def enterprise_of(desk: Desk, kind: str, id: str) -> tuple[str, str]:
    """The name and credit code of the enterprise that a company or project is about; "" where none is known.

    Raises:
        RecordNotFound: no such record.
    """
    row = required_row(desk, kind, id)
    if kind == "project":
        company = desk.store.get("company", row["investor_id"]) if row["investor_id"] else None
        if company is None:
            return "", ""
        row = company
    return _named(row.values)


def _named(company: Mapping[str, Any]) -> tuple[str, str]:
    return str(company.get("name") or "").strip(), str(company.get("credit_code") or "")


def claim(desk: Desk, kind: str, id: str, raw: Mapping[str, Any] | None = None) -> tuple[str, ChangeSet]:
    """Report first 首报 on a company, or on the investor of a project; return the claim's id.

    It is written once, numbered, and chained to the claim before it on this laptop. ``raw`` may give
    ``channel`` and ``evidence`` as typed.

    Raises:
        InvalidRecord: no enterprise is named, or a value is refused. AlreadyClaimed: by this unit, and live.
        RecordNotFound: no such record.
    """
    values = checked_values(desk, CLAIM, raw or {}, complete=False)
    row = required_row(desk, kind, id)
    name, code = enterprise_of(desk, kind, id)
    _check_claimable(desk, kind, name, code)
    hung = {"company_id": row["investor_id"], "project_id": id} if kind == "project" else {"company_id": id}
    values |= {"title": name, "credit_code": sound_code(code) or None, "key": name_key(name), **hung}
    laptop = _laptop(desk.store)
    with desk.store.write(actor=desk.actor, label="create.claim") as work:
        # Read while the file is held for writing, so that no other process of this profile comes between.
        before = work.last_made(CLAIM)
        before = before if before.get("laptop") == laptop else {}
        made: dict[str, Any] = dict.fromkeys(KINDS[CLAIM].fields) | values
        made |= {"claimant": desk.actor, "claimed_at": work.now, "hq_seen_at": _hq_time(desk.store)}
        made |= {"laptop": laptop, "seq": before.get("seq", 0) + 1}
        made["previous"] = before.get("hash")
        made["hash"] = rules.claim_hash(made)
        claim_id = work.create(CLAIM, {name: value for name, value in made.items() if value is not None})
    return claim_id, work.changes


def record_and_claim(desk: Desk, kind: str, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Make a company or project and report first on its enterprise; return the record's id.

    Undo takes the record back; the claim stays, as every claim does.

    Raises:
        InvalidRecord: a value is refused, or no enterprise is named. AlreadyClaimed: by this unit, and live.
        Nothing was written then.
    """
    about = raw
    if kind == "project":
        investor = str(raw.get("investor_id") or "")
        company = desk.store.get("company", investor) if investor else None
        about = company.values if company is not None else {}
    name, code = _named(about)
    checked_values(desk, kind, {**DEFAULTS.get(kind, {}), **raw}, complete=True)
    _check_claimable(desk, kind, name, code)
    id, made = create_record(desk, kind, raw)
    return id, made.joined([claim(desk, kind, id)[1]])


def _check_claimable(desk: Desk, kind: str, name: str, code: str) -> None:
    if not name:
        field = "investor_id" if kind == "project" else "name"
        raise InvalidRecord([Problem(field, Reason("rules.claim.no_enterprise"))])
    if (own := _unregistered(desk.store, enterprise_keys(name, code))) is not None and _is_own(desk, own):
        raise AlreadyClaimed(name=name, day=_day(own["claimed_at"]))


def _is_own(desk: Desk, row: Row) -> bool:
    """Whether a claim on this laptop is this unit's; leaders and headquarters hold those of all."""
    return (row["unit_id"] or "") == desk.store.remembered(UNIT_ID)


def _day(moment: datetime) -> str:
    return (moment.astimezone(UTC) + timedelta(hours=8)).date().isoformat()


def _hq_time(store: Store) -> datetime | None:
    heard = store.remembered(HQ_TIME)
    return EPOCH + timedelta(milliseconds=int(heard)) if heard else None


def _laptop(store: Store) -> str:
    """The name of this laptop's chain; random, because not every laptop is enrolled when it claims."""
    name = store.settings.get(_LAPTOP)
    if not name:
        name = operation_id(store.randomness)
        store.settings.set(_LAPTOP, name)
    return str(name)


def chain(store: Store) -> list[Row]:
    """This laptop's claims in the order they were made."""
    filters = [Filter("laptop", "eq", _laptop(store))]
    return store.rows(CLAIM, store.ids(CLAIM, filters=filters, sort=[("seq", False)]))


# --- what came of it ----------------------------------------------------------------------------------------


def claims_on(desk: Desk, kind: str, id: str) -> list[Row]:
    """The claims on this laptop that are about a company or a project, newest first."""
    store = desk.store
    row = required_row(desk, kind, id)
    wanted = [("company_id" if kind == "company" else "project_id", id)]
    if kind == "project" and row["investor_id"]:
        wanted.append(("company_id", row["investor_id"]))
    ids = dict.fromkeys(
        found for column, value in wanted for found in store.ids(CLAIM, filters=[Filter(column, "eq", value)])
    )
    return sorted(store.rows(CLAIM, list(ids)), key=lambda one: one["claimed_at"], reverse=True)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A protection that ends soon; ``last``: it is the second reminder (day 27 of 30)."""

    claim: Row
    days_left: int
    last: bool


def claim_reminders(desk: Desk) -> list[Reminder]:
    """This unit's protections that end soon, the most urgent first; for Today."""
    store, found = desk.store, list[Reminder]()
    for row in store.rows(CLAIM, store.ids(CLAIM, filters=[Filter("protected_until", "filled")])):
        if row["state"] not in rules.LIVE or not _is_own(desk, row):
            continue
        left = rules.reminder_due(row["protected_until"], desk.today())
        if left is not None:
            found.append(Reminder(row, left, rules.is_last_reminder(left)))
    return sorted(found, key=lambda one: (one.days_left, one.claim["title"]))
