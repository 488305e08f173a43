"""Sample figures of funds in place: two months, one to be published, with a fund and headquarters tax."""

import json
from importlib.resources import files
from typing import Any

from app.rules.fund_ledger import Component, Source, month_of
from app.rules.periods import months_later
from app.services.desk import Desk
from app.services.fund_standards import set_standards
from app.services.funds import book_figures, check_figures, month_sheet
from app.services.month_locks import lock_month
from app.services.records import change_record, create_record, required_row

SAMPLE = "funds.json"


def book_samples(desk: Desk) -> None:
    """Book the sample on the projects that are signed; nothing where there are none."""
    told = json.loads((files("resources") / "samples" / SAMPLE).read_text(encoding="utf-8"))
    this = month_of(desk.today())
    last = months_later(this, -1)
    projects = [line.project for line in month_sheet(desk, last).lines]
    for id, kind in zip(projects, told["kinds"], strict=False):
        row = required_row(desk, "project", id)
        if row["contract_amount"] is None and row["investment"] is not None:
            change_record(desk, "project", id, {"contract_amount": f"{row['investment']:f}"})
        facts = {"pre_registered_on": last}
        if projects.index(id) % 2 == 0:
            facts["verified_on"] = this
        change_record(desk, "project", id, facts)
        if kind:
            set_standards(desk, id, {"counted_kind": kind, "landed_at": "here"})
    if not projects:
        return
    for month, source, component, name in (
        (last, Source.UNIT, Component.FIXED, "before"),
        (this, Source.UNIT, Component.LAND, "land"),
        (this, Source.UNIT, Component.FIXED, "fixed"),
        (this, Source.DEPARTMENT, Component.LAND, "land"),
        (this, Source.DEPARTMENT, Component.FIXED, "department"),
    ):
        texts = list(zip(projects, told[name], strict=False))
        checked = check_figures(desk, month, source, component, texts)
        book_figures(desk, month, source, [(component, one) for one in checked])
    _others(desk, told, projects)


def publish_last_month(desk: Desk) -> None:
    """Headquarters publishes what the units reported for the month before; nothing where none did.

    Raises:
        WrittenByHeadquarters: not this person.
    """
    last = months_later(month_of(desk.today()), -1)
    if month_sheet(desk, last).lines:
        lock_month(desk, last)


def _others(desk: Desk, told: dict[str, Any], projects: list[str]) -> None:
    """What funds committed, and what headquarters projects returned."""
    for id, (fund, stake, amount) in zip(projects, told["commitments"], strict=False):
        values = {"project_id": id, "fund": fund, "stake": stake, "amount": amount}
        create_record(desk, "fund_commitment", {**values, "committed_on": desk.today()})
    for id, (year, amount) in zip(projects, told["taxes"], strict=False):
        create_record(desk, "tax_return", {"project_id": id, "year": year, "amount": amount})
