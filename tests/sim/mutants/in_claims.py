"""Deliberate bugs with claims and cases: receipts, chains, clashes, rulings."""

from typing import Any

import pytest

from app.rules.enterprise import enterprise_keys
from app.store.work import UnitOfWork
from sync.hq import claims, clashes
from sync.hq.own_records import OwnRecords
from sync.protocol import judge

Patch = pytest.MonkeyPatch


def no_receipt(patch: Patch) -> None:
    """A claim that comes while another on the same enterprise stands gets no receipt."""
    real = claims._Run.receive

    def careless(self: Any, id: str, held: Any) -> None:
        if not self._others(enterprise_keys(held.doc.get("title") or "", "")):
            real(self, id, held)

    patch.setattr(claims._Run, "receive", careless)


def no_case(patch: Patch) -> None:
    """Whoever comes second is protected as well, and no case is opened."""
    patch.setattr(claims._Run, "_others", lambda self, keys: [])


def ruling_to_one(patch: Patch) -> None:
    """Only the first party reads the ruling."""
    real = clashes.tell_parties

    def partial(run: Any, doc: Any, *, by: str, at: int) -> None:
        real(run, {**doc, "parties": doc["parties"][:1]}, by=by, at=at)

    patch.setattr(clashes, "tell_parties", partial)


def chain_begins_anew(patch: Patch) -> None:
    """Every claim is the first of its laptop."""
    patch.setattr(UnitOfWork, "last_made", lambda self, kind: {})


def claims_altered(patch: Patch) -> None:
    """Headquarters rewrites a claim when it gives the receipt."""
    real = OwnRecords.put

    def rewriting(self: Any, kind: str, id: str, fields: Any, *, unit: str = "") -> None:
        extra = {"claimant": "总部"} if "number" in fields else {}
        real(self, kind, id, {**fields, **extra}, unit=unit)

    patch.setattr(OwnRecords, "put", rewriting)


def written_once_refused(patch: Patch) -> None:
    """A claim that a colleague's laptop brought back is refused to its author."""
    patch.setattr(judge, "_is_written_so", lambda kind, held, operation: False)
