"""What contracts and instalments tell of their project, and what they must agree with, when written."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.model.row import Row
from app.reasons import Reason
from app.rules.validation import Problem
from app.services.errors import InvalidRecord
from app.store.work import UnitOfWork

CONTRACT, INSTALMENT = "contract", "instalment"
_TOLD = {"signed_on": "contract_on", "amount": "contract_amount"}


def fit(work: UnitOfWork, kind: str, id: str, values: Mapping[str, Any], before: Row | None = None) -> None:
    """Called with what was just written of a record of any kind; ``before``: what it was, if it is not new.

    Raises:
        InvalidRecord: an instalment of another project's contract, or all of them come to more than that.
    """
    if kind == CONTRACT:
        known = before.values if before is not None else {}
        _tell_project(work, {**known, **values}, known)
    elif kind == INSTALMENT:
        _require_fitting(work, id, {**(before.values if before is not None else {}), **values})


def _tell_project(work: UnitOfWork, contract: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """A contract signs its project: day and amount go there where nothing stands yet, or what this contract
    said before. Letters of intent, frameworks and supplements sign nothing.
    """
    project = work.row("project", contract["project_id"])
    if contract["deed"] != CONTRACT or project is None or project.deleted:
        return
    told = {}
    for name, field in _TOLD.items():
        known, now = project[field], contract.get(name)
        followed = before.get("deed") == CONTRACT and known == before.get(name)
        if now is not None and now != known and (known is None or followed):
            told[field] = now
    if told:
        work.update("project", project.id, told)


def _require_fitting(work: UnitOfWork, id: str, instalment: Mapping[str, Any]) -> None:
    contract = work.row(CONTRACT, instalment["contract_id"])
    if contract is None:
        return
    if contract["project_id"] != instalment["project_id"]:
        raise InvalidRecord([Problem("contract_id", Reason("contract.other_project"))])
    pointing = work.pointing(CONTRACT, contract.id)
    others = [work.row(kind, other) for kind, other in pointing if kind == INSTALMENT and other != id]
    total: Decimal = instalment["amount"] or Decimal(0)
    total += sum((one["amount"] or Decimal(0) for one in others if one and not one.deleted), Decimal(0))
    limit = contract["amount"]
    if limit is not None and total > limit:
        told = {"total": f"{total.normalize():f}", "limit": f"{limit.normalize():f}"}
        raise InvalidRecord([Problem("amount", Reason("contract.too_much", told))])
