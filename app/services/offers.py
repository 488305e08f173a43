"""项目储备库: which projects are packaged for promotion, what they lack, how many an industry has (E1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.model.row import Row
from app.policy.pack import NoSuchTable
from app.policy.table import Decision
from app.rules.completeness import OFFER_FIELDS, Completeness, completeness
from app.rules.merit import check_offers
from app.services.desk import Desk
from app.services.policy import pack_of
from app.store.reading import Filter
from app.store.store import Store

OFFER, PICTURES = "offer", "pictures"
GONE = ("taken", "withdrawn")  # no longer in reserve


@dataclass(frozen=True, slots=True)
class Industry:
    """The reserve of one industry, "" for none. ``investment``: 万元 of those that tell it."""

    name: str
    offers: tuple[Row, ...]
    key: int
    investment: Decimal
    decision: Decision | None

    @property
    def enough(self) -> bool:
        """Whether its key projects are as many as the pack asks for."""
        return self.decision is not None and self.decision.row.id == "enough"


@dataclass(frozen=True, slots=True)
class Library:
    """``industries``: the largest first; ``whole``: of all in reserve; ``states``: how many are where."""

    industries: tuple[Industry, ...]
    whole: Completeness
    offers: dict[str, Row]
    states: dict[str, int]


def library(desk: Desk) -> Library:
    """Read the reserve library."""
    rows = desk.store.rows(OFFER, desk.store.ids(OFFER, sort=(("name", False),)))
    reserve = [row for row in rows if row["state"] not in GONE]
    states: dict[str, int] = {}
    for row in rows:
        state = str(row["state"] or "prepared")
        states[state] = states.get(state, 0) + 1
    pictured = _pictured(desk.store)
    whole = completeness(((row.id, told(row, pictured)) for row in reserve), OFFER_FIELDS)
    by_industry: dict[str, list[Row]] = {}
    for row in reserve:
        by_industry.setdefault(str(row["industry"] or ""), []).append(row)
    industries = [_industry(desk, name, some) for name, some in by_industry.items()]
    industries.sort(key=lambda one: (-len(one.offers), one.name))
    return Library(tuple(industries), whole, {row.id: row for row in reserve}, states)


def lacking(desk: Desk, row: Row) -> tuple[str, ...]:
    """The fields that a project lacks to be promoted, ``pictures`` among them."""
    found = completeness(
        [(row.id, told(row, {row.id} if pictures_of(desk.store, row.id) else set()))], OFFER_FIELDS
    )
    return found.lacking[0].fields if found.lacking else ()


def told(row: Row, pictured: set[str]) -> dict[str, Any]:
    """Its values, and whether it has pictures."""
    return {**row.values, PICTURES: row.id in pictured or None}


def pictures_of(store: Store, id: str) -> list[Row]:
    """The pictures of a project, in the order they were added."""
    filters = [Filter("parent_kind", "eq", OFFER), Filter("parent_id", "eq", id)]
    rows = store.rows("attachment", store.ids("attachment", filters=filters))
    return [row for row in rows if str(row["media_type"] or "").startswith("image/")]


def _pictured(store: Store) -> set[str]:
    filters = [Filter("parent_kind", "eq", OFFER)]
    rows = store.rows("attachment", store.ids("attachment", filters=filters))
    return {str(row["parent_id"]) for row in rows if str(row["media_type"] or "").startswith("image/")}


def _industry(desk: Desk, name: str, rows: Sequence[Row]) -> Industry:
    key = sum(row["key"] is True for row in rows)
    investment = sum((row["investment"] for row in rows if row["investment"] is not None), Decimal(0))
    try:
        decision = check_offers(pack_of(desk), key) if name else None
    except NoSuchTable:
        decision = None
    return Industry(name, tuple(rows), key, investment, decision)
