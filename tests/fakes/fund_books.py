"""Ledgers of funds as odd as they come: corrections, foreign money, published months, unread lines."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from app.policy.shipped import shipped_pack
from app.services.desk import Desk
from app.store.work import UnitOfWork

PACKS = ("default", "chuzhou", "panan")
UNITS = ("甲局", "乙局", "丙镇")
_EDGES = ("0", "99.999999", "100", "2999.999999", "3000", "5000", "10000", "30000", "100000", "777777.123456")
_SHARES = (
    {"landing": {"甲局": "60", "乙局": "40"}},
    {"landing": {"甲局": "33.33", "乙局": "33.33", "丙镇": "33.34"}, "first_report": {"乙局": "100"}},
    {"first_talks": {"丙镇": "100"}},
    {"landing": {"甲局": "60"}},
    {"landing": {"甲局": "much"}},
)


def fill_book(desk: Desk, dice: random.Random, *, projects: int = 25, lines: int = 250) -> list[str]:
    """Projects with their lines and some published months; returns the ids of the projects."""
    with desk.store.write(actor="周敏", label="book.funds") as work:
        made = [work.create("project", project(dice)) for _ in range(projects)]
        booked: list[tuple[str, str]] = []
        for _ in range(lines):
            of = dice.choice(made)
            booked.append((of, work.create("fund_entry", line(dice, of, booked))))
        for _ in range(4):
            _publish(work, dice)
    with desk.store.write(actor="周敏", label="delete") as work:
        for _, id in dice.sample(booked, lines // 10):
            work.delete("fund_entry", id)
        for id in dice.sample(made, projects // 10):
            work.delete("project", id)
    return made


def project(dice: random.Random) -> dict[str, Any]:
    """One project; what it is counted as may be missing, unknown or at an edge."""
    pack = shipped_pack(dice.choice(PACKS))
    odd = [None, "unheard_of"]
    words = {
        name: dice.choice(odd if dice.random() < 0.15 else [*pack.words.get(name, odd)])
        for name in ("kind", "brought_by", "place")
    }
    found: dict[str, Any] = {"name": f"项目{dice.randrange(10**6)}", "stage": "signed"}
    found |= {"counted_kind": words["kind"], "brought_by": words["brought_by"], "landed_at": words["place"]}
    found["responsible_unit"] = dice.choice([*UNITS, *UNITS, None])
    found |= {"landing_unit": dice.choice(["来安县", None]), "unit_id": dice.choice(["u1", "u2", None])}
    for name in ("legal_person", "consent", "guaranteed_return"):
        found[name] = dice.choice([True, False, False, None])
    found |= {"investment": _maybe(dice, _EDGES), "land": _maybe(dice, ("0", "10", "49.9999", "50"))}
    found |= {"floor_area": dice.choice([None, 1999, 2000, 20_000]), "stars": dice.choice([None, 3, 4, 5])}
    found["credits"] = dice.choice([None, None, *_SHARES])
    return found


def line(dice: random.Random, of: str, booked: list[tuple[str, str]]) -> dict[str, Any]:
    """One line of a project's ledger, which may correct one of those ``booked``."""
    found: dict[str, Any] = {"project_id": of, "month": _month(dice), "real_estate": dice.random() < 0.1}
    found["component"] = dice.choice(["land", "fixed", "fixed", "working", "brand_value"])
    found["source"] = dice.choice(["unit", "unit", "unit", "department", "published", "hearsay"])
    found["amount"] = Decimal(dice.randrange(-(10**8), 10**9)).scaleb(-dice.choice([0, 2, 6]))
    if dice.random() < 0.1:
        found |= {
            "currency": "USD",
            "foreign_amount": Decimal(12),
            "rate": "7.1234",
            "rate_on": found["month"],
        }
    earlier = [id for project, id in booked if project == of]
    if earlier and dice.random() < 0.25:
        found["corrects"] = dice.choice(earlier)
    return found


def _month(dice: random.Random) -> date:
    at = dice.randrange(14)
    return date(2025 + (at + 10) // 12, (at + 10) % 12 + 1, 15 if dice.random() < 0.03 else 1)


def _maybe(dice: random.Random, values: tuple[str, ...]) -> Decimal | None:
    return None if dice.random() < 0.2 else Decimal(dice.choice(values))


def _publish(work: UnitOfWork, dice: random.Random) -> None:
    pack = shipped_pack(dice.choice(PACKS))
    values = {"month": _month(dice).replace(day=1), "unit_id": dice.choice(["u1", "u2"])}
    work.create("month_lock", values | {"pack": pack.id, "pack_version": pack.version})
