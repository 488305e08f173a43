"""What a project's record tells of the facts that tables of a policy pack may ask for."""

from collections.abc import Mapping
from typing import Any

from app.policy.pack import Pack

# Fact → field of a project (``app.store.deciding`` has the same as columns).
FIELDS: Mapping[str, str] = {
    "investment": "investment",
    "foreign_capital": "foreign_investment",
    "land": "land",
    "kind": "counted_kind",
    "place": "landed_at",
    "brought_by": "brought_by",
    "floor_area": "floor_area",
    "stars": "stars",
    "legal_person": "legal_person",
    "consent": "consent",
    "guaranteed_return": "guaranteed_return",
    "rented_factory": "rented_factory",
    "continues": "continues",
    "added": "added_amount",
}


def facts_of(pack: Pack, values: Mapping[str, Any], table: str) -> dict[str, object]:
    """What of a project a table of the pack asks for, as far as the record tells it in the pack's words."""
    facts = pack.table(table).facts
    told = {fact.name: values.get(FIELDS[fact.name]) for fact in facts if fact.name in FIELDS}
    return {
        name: value
        for name, value in told.items()
        if value is not None and (not pack.facts[name].words or value in pack.words[pack.facts[name].words])
    }
