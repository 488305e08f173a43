"""What the officer of the demo has signed and still has to do: deeds with instalments, and errands."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.services.desk import Desk
from app.services.records import create_record
from app.store.reading import Filter

SAMPLE = "dealings.json"


def record_dealings(desk: Desk, samples: Path) -> None:
    """Deeds for projects whose signing has a day and an amount, errands on any project."""
    told: dict[str, Any] = json.loads((samples / SAMPLE).read_text(encoding="utf-8"))
    signed = [Filter("contract_on", "filled"), Filter("contract_amount", "filled")]
    ids = desk.store.ids("project", filters=signed, sort=(("name", False),))
    for id, deed in zip(ids, told["contracts"], strict=False):
        _sign(desk, id, deed, told["instalments"])
    _go_on(desk, ids, told["second_phase"])
    everything = desk.store.ids("project", sort=(("name", False),))
    for id, (days, title) in zip(reversed(everything), told["errands"], strict=False):
        due = desk.today() + timedelta(days=days)
        create_record(
            desk, "next_step", {"title": title, "due_on": due, "owner": desk.actor, "project_id": id}
        )


def _go_on(desk: Desk, signed: list[str], told: dict[str, Any]) -> None:
    """A second phase of the first project that was signed: a project of its own with what is new of it."""
    for row in desk.store.rows("project", signed[:1]):
        amount = row["investment"] * Decimal(told["share"]) / 100 if row["investment"] is not None else None
        if amount is None:
            continue
        same = {
            name: row[name] for name in ("investor_id", "responsible_unit", "industry", "place") if row[name]
        }
        values = {
            "name": told["name"].format(project=row["name"]),
            "stage": "negotiating",
            "follows_id": row.id,
        }
        values |= {"continues": "second_phase", "investment": f"{amount:f}", "added_amount": f"{amount:f}"}
        create_record(desk, "project", {**same, **values, "summary": told["summary"]})


def _sign(desk: Desk, project: str, deed: dict[str, Any], names: list[str]) -> None:
    """A deed as old as the signing, its instalments in shares of its amount."""
    (row,) = desk.store.rows("project", [project])
    words = {"project": row["name"], "year": row["contract_on"].year}
    values = {name: deed[name].format(**words) for name in ("title", "number")}
    values |= {"deed": deed["deed"], "signatory": deed["signatory"], "project_id": project}
    values |= {"signed_on": row["contract_on"], "amount": row["contract_amount"]}
    contract, _ = create_record(desk, "contract", values)
    for name, (days, share) in zip(names, deed["instalments"], strict=False):
        part = {"contract_id": contract, "project_id": project, "due_on": desk.today() + timedelta(days=days)}
        amount = row["contract_amount"] * Decimal(share) / 100
        create_record(desk, "instalment", {**part, "title": name, "amount": f"{amount:f}"})
