"""Funds and headquarters tax at a glance: what is left, tax by year, size classes (C4, C11, C12)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.model.row import Row
from app.policy.pack import Pack
from app.rules.continuations import SORT, continued, counted_values
from app.rules.fund_balances import Balance, Commitment, balances
from app.rules.project_facts import FIELDS
from app.rules.size_classes import SizeClass, SizedProject, size_classes
from app.rules.stages import ORDER, Stage
from app.services.desk import Desk
from app.services.enclaves import tax_parts
from app.services.fund_records import PROJECT
from app.services.policy import pack_of
from app.store.changed import Changes

COMMITMENT, TAX = "fund_commitment", "tax_return"
ZERO = Decimal(0)
_SIZED = ("investment", "counted_kind", "pre_registered_on", "verified_on", "stage", SORT)
_OF_LATER = tuple(dict.fromkeys((*_SIZED, *FIELDS.values())))
_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class TaxYear:
    """What headquarters projects and companies returned in a year, 万元."""

    year: int
    amount: Decimal
    payers: int


@dataclass(frozen=True, slots=True)
class Overview:
    """``commitments`` and ``taxes`` are the records themselves, the newest first; ``parts``: of those taxes
    that units share (飞地), what each has of it, by the record's id.
    """

    pack: Pack
    funds: tuple[Balance, ...]
    commitments: tuple[Row, ...]
    years: tuple[TaxYear, ...]
    taxes: tuple[Row, ...]
    parts: Mapping[str, Mapping[str, Decimal]]
    sizes: tuple[SizeClass, ...]


def fund_overview(desk: Desk) -> Overview:
    """Everything as it stands now."""
    pack = pack_of(desk)
    commitments = desk.store.rows(COMMITMENT, desk.store.ids(COMMITMENT, sort=(("committed_on", True),)))
    taxes = desk.store.rows(TAX, desk.store.ids(TAX, sort=(("year", True),)))
    given = [
        Commitment(str(row["fund"]), str(row["project_id"]), str(row["stake"]), row["amount"] or ZERO)
        for row in commitments
    ]
    return Overview(
        pack,
        tuple(balances(pack, given)),
        tuple(commitments),
        tuple(_years(taxes)),
        tuple(taxes),
        _parts(desk, pack, taxes),
        tuple(size_classes(pack, _sized(desk, pack))),
    )


def _parts(desk: Desk, pack: Pack, taxes: Sequence[Row]) -> dict[str, Mapping[str, Decimal]]:
    ids = sorted({str(row["project_id"]) for row in taxes if row["project_id"]})
    projects = {row.id: row for row in desk.store.rows(PROJECT, ids) if not row.deleted}
    found: dict[str, Mapping[str, Decimal]] = {}
    for row in taxes:
        project = projects.get(str(row["project_id"]))
        parts = tax_parts(pack, project, row["amount"] or ZERO) if project is not None else {}
        if len(parts) > 1 and all(parts.values()):
            found[row.id] = parts
    return found


def _years(taxes: list[Row]) -> list[TaxYear]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in taxes:
        found[row["year"]].append(row)
    return [
        TaxYear(
            year,
            sum((row["amount"] or ZERO for row in rows), ZERO),
            len({row["company_id"] or row["project_id"] or row.id for row in rows}),
        )
        for year, rows in sorted(found.items(), reverse=True)
    ]


def _sized(desk: Desk, pack: Pack) -> list[SizedProject]:
    """Projects that are still on and counted as such: what was lost or put off is in no class.

    Only those that changed are read again.
    """

    def read(ids: Sequence[str]) -> dict[str, SizedProject]:
        pages = (_told(desk, ids[at : at + _PAGE]) for at in range(0, len(ids), _PAGE))
        told = ((id, _one(pack, values)) for page in pages for id, values in page.items())
        return {id: one for id, one in told if one is not None}

    def renewed(known: Mapping[str, SizedProject], changes: Changes) -> Mapping[str, SizedProject] | None:
        if "rulebook" in changes.kinds:
            return None
        rest = {id: one for id, one in known.items() if id not in changes.changed}
        return rest | read(sorted(changes.changed)) if changes.changed else known

    store, key = desk.store, ("sized", pack.id, pack.version)
    return [*desk.memory.recall(store.changed, key, lambda: read(store.ids(PROJECT)), renewed).values()]


def _told(desk: Desk, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the classes ask of projects, and of those that follow on another what the pack may ask besides."""
    known = desk.store.fields(PROJECT, ids, _SIZED)
    later = [id for id, values in known.items() if values[SORT]]
    return known | desk.store.fields(PROJECT, later, _OF_LATER) if later else known


def _one(pack: Pack, values: Mapping[str, Any]) -> SizedProject | None:
    rule = continued(pack, values)
    if not rule.counts or ORDER.get(str(values["stage"]), 0) > ORDER[Stage.ON_BOOKS]:
        return None
    return SizedProject(
        counted_values(rule, values)["investment"] or ZERO,
        str(values["counted_kind"] or ""),
        values["pre_registered_on"] is not None,
        values["verified_on"] is not None,
    )
