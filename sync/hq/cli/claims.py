"""``outpost-hq claims`` and ``outpost-hq clash``: claims, their end, the cases and ruling on them."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from sync.hq import claim_table, claims, clashes, directory
from sync.hq.errors import CaseUnknown
from sync.hq.store import HqStore

_BRIEF = ("case_id", "title", "status", "opened_at", "ruling", "shares", "landing_unit", "reason")


def run(store: HqStore, options: argparse.Namespace, *, now: int) -> object:
    """Do what ``options`` ask and return what to print."""
    part: Callable[[HqStore, argparse.Namespace, int], object] = _PARTS[options.command, options.part]
    return part(store, options, now)


def _list_claims(store: HqStore, _: argparse.Namespace, __: int) -> object:
    with store.read() as connection:
        return [_row(row) for row in claim_table.everything(connection, store.tenant)]


def _row(row: claim_table.ClaimRow) -> dict[str, Any]:
    names = ("number", "id", "unit", "state", "until", "share", "case_id")
    return {name: getattr(row, name) for name in names}


def _expire(store: HqStore, _: argparse.Namespace, now: int) -> object:
    with store.write() as connection:
        return {"expired": claims.expire(connection, store.tenant, now=now)}


def _list_cases(store: HqStore, _: argparse.Namespace, __: int) -> object:
    with store.read() as connection:
        return [
            {**{name: doc.get(name) for name in _BRIEF}, "units": [one["unit"] for one in doc["parties"]]}
            for doc in clashes.cases(connection, store.tenant).values()
        ]


def _show(store: HqStore, options: argparse.Namespace, _: int) -> object:
    with store.read() as connection:
        return _case(connection, store.tenant, options.case)


def _case(connection: Connection, tenant: int, case: str) -> Mapping[str, Any]:
    if (doc := clashes.cases(connection, tenant).get(case)) is None:
        raise CaseUnknown(id=case)
    return {name: value for name, value in doc.items() if name != "unit_id"}


def _rule(store: HqStore, options: argparse.Namespace, now: int) -> object:
    with store.write() as connection:
        tenant = store.tenant
        shares = [
            {"unit_id": _unit(connection, tenant, name), "percent": percent}
            for name, percent in options.share
        ]
        landing = _unit(connection, tenant, options.landing_unit) if options.landing_unit else None
        ruling = {
            "ruling": options.ruling,
            "shares": shares,
            "landing_unit": landing,
            "reason": options.reason,
        }
        claims.rule_case(connection, tenant, options.case, ruling, by=options.by, now=now)
        return _case(connection, tenant, options.case)


def _unit(connection: Connection, tenant: int, name: str) -> str:
    """The id of a unit by name or id; "-" is whoever belongs to none."""
    return "" if name == "-" else directory.unit(connection, tenant, name).id


_PARTS: Mapping[tuple[str, str], Callable[[HqStore, argparse.Namespace, int], object]] = {
    ("claims", "list"): _list_claims,
    ("claims", "expire"): _expire,
    ("clash", "list"): _list_cases,
    ("clash", "show"): _show,
    ("clash", "rule"): _rule,
}
