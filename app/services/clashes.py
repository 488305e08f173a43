"""Cases 撞单 on this laptop: reading them, and ruling on them where one is headquarters (systems.md A14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.claims import percent_of, ruling_problem
from app.rules.validation import Problem
from app.services.claims import claims_on
from app.services.desk import Desk
from app.services.errors import InvalidRecord, NoSuchCase
from app.store.reading import Filter

CLASH = "clash"
_FIELD_OF_PROBLEM = {
    "rules.ruling.kind": "ruling",
    "rules.ruling.landing_unit": "landing_unit",
    "rules.ruling.reason": "reason",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a party did: ``what`` is claim, visit or stage; ``detail`` a choice or a name."""

    day: date
    what: str
    detail: str
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """One unit in a case. ``share`` is its percent by the ruling, None while there is none.

    ``evidence`` is read from the claims themselves, where this laptop holds them.
    """

    unit_id: str
    unit: str
    claimants: tuple[str, ...]
    claimed_at: datetime | None
    received_at: datetime | None
    number: int
    flags: tuple[str, ...]
    evidence: tuple[str, ...]
    timeline: tuple[Told, ...]
    share: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """One case, whichever party's row this laptop holds; ``parties`` with the first to report first."""

    row: Row
    parties: tuple[Party, ...]

    @property
    def id(self) -> str:
        """The case's own id, shared by the parties' rows."""
        return str(self.row["case_id"])

    @property
    def is_open(self) -> bool:
        """Whether it waits for a ruling."""
        return bool(self.row["status"] == "open")

    def unit(self, unit_id: str | None) -> str:
        """The name of a party."""
        return next((party.unit for party in self.parties if party.unit_id == unit_id), "")


def clash_cases(desk: Desk) -> list[Case]:
    """Every case this laptop holds, each once: open ones first, then the newest."""
    store = desk.store
    rows = {row["case_id"]: row for row in store.rows(CLASH, store.ids(CLASH))}
    cases = [_case(desk, row) for row in rows.values()]
    cases.sort(key=lambda case: (case.row["opened_at"], case.id), reverse=True)
    return sorted(cases, key=lambda case: not case.is_open)


def open_cases(desk: Desk) -> int:
    """How many cases wait for a ruling."""
    store = desk.store
    ids = store.ids(CLASH, filters=[Filter("status", "eq", "open")])
    return len({row["case_id"] for row in store.rows(CLASH, ids)})


def clash_case(desk: Desk, case_id: str) -> Case:
    """One case.

    Raises:
        NoSuchCase: this laptop holds none of this id.
    """
    return _case(desk, _row(desk, case_id))


def cases_on(desk: Desk, kind: str, id: str) -> list[Case]:
    """The cases that the claims on a company or project have come into, open ones first."""
    wanted = {row["case_id"] for row in claims_on(desk, kind, id)} - {None}
    return [case for case in clash_cases(desk) if case.id in wanted]


def rule_clash(
    desk: Desk,
    case_id: str,
    *,
    ruling: str,
    shares: Mapping[str, int],
    reason: str,
    landing_unit: str | None = None,
) -> ChangeSet:
    """Rule on a case; headquarters carries the ruling to every party at the next sync.

    ``shares``: unit id → percent. Only headquarters' people may: its answer to others is a refusal.

    Raises:
        InvalidRecord: the ruling does not add up. NoSuchCase: not on this laptop.
    """
    row = _row(desk, case_id)
    given = [{"unit_id": unit, "percent": percent} for unit, percent in shares.items()]
    units = [party.unit_id for party in _parties(desk, row)]
    landing = landing_unit if ruling == "best_place" else None
    if (problem := ruling_problem(ruling, given, landing, reason, units=units)) is not None:
        raise InvalidRecord([Problem(_FIELD_OF_PROBLEM.get(problem.key, "shares"), problem)])
    values: dict[str, Any] = {"status": "ruled", "ruling": ruling, "shares": given, "landing_unit": landing}
    values |= {"reason": reason.strip(), "ruled_by": desk.actor, "ruled_at": desk.store.clock()}
    with desk.store.write(actor=desk.actor, label="rule.clash") as work:
        work.update(CLASH, row.id, values)
    return work.changes


def _row(desk: Desk, case_id: str) -> Row:
    store = desk.store
    rows = store.rows(CLASH, store.ids(CLASH, filters=[Filter("case_id", "eq", case_id)]))
    if not rows:
        raise NoSuchCase(id=case_id)
    # The same one every time: a ruling that waits to be sent shows on it.
    return min(rows, key=lambda row: row.id)


def _case(desk: Desk, row: Row) -> Case:
    return Case(row, tuple(_parties(desk, row)))


def _parties(desk: Desk, row: Row) -> list[Party]:
    ruled = row["status"] == "ruled"
    raw = row["parties"] if isinstance(row["parties"], list) else []
    return [_party(desk, one, percent_of(row["shares"], one["unit_id"]) if ruled else None) for one in raw]


def _party(desk: Desk, raw: Mapping[str, Any], share: int | None) -> Party:
    claims: Sequence[Mapping[str, Any]] = raw["claims"]
    held = desk.store.rows("claim", [claim["id"] for claim in claims])
    first = claims[0]
    told = [*(_told_claim(claim) for claim in claims), *(_told(entry) for entry in raw["timeline"])]
    return Party(
        unit_id=raw["unit_id"],
        unit=raw["unit"],
        claimants=_each(claim.get("claimant") for claim in claims),
        claimed_at=_moment(first.get("claimed_at")),
        received_at=_moment(first.get("received_at")),
        number=first.get("number") or 0,
        flags=_each(flag for claim in claims for flag in claim.get("flags") or ()),
        evidence=_each(claim["evidence"] for claim in held),
        timeline=tuple(sorted(told, key=lambda one: (one.day, one.moment is None, one.moment or _START))),
        share=share,
    )


_START = datetime(1970, 1, 1, tzinfo=UTC)


def _told_claim(claim: Mapping[str, Any]) -> Told:
    moment = _moment(claim.get("claimed_at")) or _START
    return Told(_day(moment), "claim", str(claim.get("claimant") or ""), moment)


def _told(entry: Mapping[str, Any]) -> Told:
    at = str(entry["at"])
    moment = datetime.fromisoformat(at) if "T" in at else None
    day = _day(moment) if moment is not None else date.fromisoformat(at)
    return Told(day, str(entry["what"]), str(entry["detail"] or ""), moment)


def _day(moment: datetime) -> date:
    return (moment.astimezone(UTC) + timedelta(hours=8)).date()


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _each(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
