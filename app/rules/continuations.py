"""增资、二期、升格、更换业主、置换: what counts of a project that follows on an earlier one (feature 30).

This is the one place that says so. It goes by what the project tells itself, never by the earlier one: that
may lie with another unit, be deleted, or change, and what counted must stay what it was. SQL says the same
of thousands of projects (``app.store.counted_once``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.i18n import Translator
from app.model.records import ADDED
from app.policy.cases import decided
from app.policy.explaining import label
from app.policy.pack import Pack
from app.policy.table import FactsMissing, Row
from app.reasons import Reason
from app.rules.amounts import plain
from app.rules.project_facts import facts_of

TABLE = "continuations"
SORT, EARLIER = "continues", "follows_id"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Continued:
    """``counts``: as a project of its own; ``added_only``: of its amounts what is new; ``earlier_funds``:
    also funds of months before its contract. ``row`` of the pack says so; ``missing``: the facts that it does
    not tell, so that it does not count.
    """

    counts: bool = True
    added_only: bool = False
    earlier_funds: bool = True
    row: Row | None = None
    missing: str = ""


WHOLE = Continued()  # what any project is that follows on none


def continued(pack: Pack, values: Mapping[str, Any]) -> Continued:
    """What the pack says of a project's record. One that tells too little does not count until it does."""
    if not values.get(SORT) or TABLE not in pack.tables:
        return WHOLE
    try:
        row = decided(pack, TABLE, facts_of(pack, values, TABLE)).row
    except FactsMissing as error:
        return Continued(False, True, False, missing=str(error.params["facts"]))
    counts, added_only, earlier_funds = (
        row.results[name] is True for name in ("counts", "added_only", "earlier_funds")
    )
    return Continued(counts, added_only, earlier_funds, row)


def counted_values(rule: Continued, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with what counts of its amounts in their place; never more than they are."""
    if not rule.added_only:
        return values
    new = {
        name: min(values[name], values.get(added) or ZERO)
        for name, added in ADDED.items()
        if values.get(name) is not None
    }
    return {**values, **new}


def funds_since(rule: Continued, contract_on: date | None) -> date | None:
    """The first month whose funds count; None: all do. Without a contract none does."""
    if rule.earlier_funds:
        return None
    return contract_on.replace(day=1) if contract_on is not None else date.max


def said(pack: Pack, rule: Continued, values: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Why a project that follows on another one does or does not count, and what of it."""
    if not values.get(SORT):
        return (Reason("rules.continued.no_sort"),)
    if TABLE not in pack.tables:
        return (Reason("rules.continued.no_table"),)
    if rule.row is None:
        return (Reason("rules.continued.unclear", {"facts": _labels(pack, rule.missing)}),)
    key = "rules.continued." + ("new" if rule.counts else "same") + ("_added" if rule.added_only else "")
    told: dict[str, object] = {"why": _why(pack, rule.row)}
    told["source"] = {one: pack.source_text(rule.row.source, one) for one in ("zh", "en")}
    found = [Reason(key, told | {"added": f"{plain(values.get('added_amount') or ZERO):f}"})]
    if rule.added_only and values.get("added_amount") is None:
        found.append(Reason("rules.continued.none_added"))
    since = funds_since(rule, values.get("contract_on"))
    if since == date.max:
        found.append(Reason("rules.continued.unsigned"))
    elif since is not None:
        found.append(Reason("rules.continued.earlier_funds", {"month": f"{since:%Y-%m}"}))
    return tuple(found)


def _why(pack: Pack, row: Row) -> dict[str, str]:
    """What the row says, else what the sort is called, in both languages."""
    word = pack.words.get("why", {}).get(str(row.results.get("why")))
    return {"zh": word.zh, "en": word.en} if word else {"zh": row.id, "en": row.id}


def _labels(pack: Pack, names: str) -> dict[str, str]:
    facts = [pack.facts[name] for name in names.split(", ") if name in pack.facts]
    zh, en = ([label(fact, Translator(language)) for fact in facts] for language in ("zh_CN", "en"))
    return {"zh": "、".join(zh), "en": ", ".join(en)}
