"""Fulfilment rates of the projects signed in a period, by unit, quarter and year (systems.md C6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.policy.pack import Pack
from app.rules.periods import Period, quarter
from app.rules.rating import Rate, rates


@dataclass(frozen=True, slots=True)
class SignedProject:
    """What of one signed project the rates ask for; money in 万元."""

    unit: str
    signed_on: date
    fulfilled: bool = False  # the contract in force and the first obligation met
    started: bool = False
    producing: bool = False
    landed: bool = False
    contract_capital: Decimal = Decimal(0)
    funds_in_place: Decimal = Decimal(0)


class Cut(StrEnum):
    """What projects are gathered by."""

    UNIT = "unit"
    QUARTER = "quarter"
    YEAR = "year"


def fulfilment(pack: Pack, projects: Iterable[SignedProject]) -> dict[str, Rate]:
    """Every rate of the pack over ``projects``, by its id; the denominator is what was signed.

    Raises:
        NoSuchTable: the pack has no rates.
    """
    return {rate.row.id: rate for rate in rates(pack, _measures(tuple(projects)))}


def fulfilment_by(
    pack: Pack, projects: Iterable[SignedProject], *cuts: Cut, within: Period | None = None
) -> dict[tuple[object, ...], dict[str, Rate]]:
    """The rates of each group, its key in the order of ``cuts``; ``within``: only what was signed then."""
    groups: dict[tuple[object, ...], list[SignedProject]] = {}
    for project in projects:
        if within is None or within.holds(project.signed_on):
            groups.setdefault(tuple(_key(project, cut) for cut in cuts), []).append(project)
    return {key: fulfilment(pack, group) for key, group in groups.items()}


def _key(project: SignedProject, cut: Cut) -> object:
    if cut is Cut.UNIT:
        return project.unit
    return quarter(project.signed_on) if cut is Cut.QUARTER else project.signed_on.year


def _measures(projects: tuple[SignedProject, ...]) -> Mapping[str, object]:
    return {
        "signed": len(projects),
        "fulfilled": sum(project.fulfilled for project in projects),
        "started": sum(project.started for project in projects),
        "producing": sum(project.producing for project in projects),
        "landed": sum(project.landed for project in projects),
        "contract_capital": sum((project.contract_capital for project in projects), Decimal(0)),
        "funds_in_place": sum((project.funds_in_place for project in projects), Decimal(0)),
    }
