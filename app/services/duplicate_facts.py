"""What the rules of duplicates compare, taken from a record's values."""

from collections.abc import Mapping
from typing import Any

from app.rules.names import CompanyFacts, PersonFacts


def company_facts(values: Mapping[str, Any]) -> CompanyFacts:
    """What is compared of a company."""
    return CompanyFacts(
        name=values["name"] or "",
        credit_code=values["credit_code"] or "",
        phones=tuple(values["phones"] or ()),
        city=values["city"] or "",
    )


def person_facts(values: Mapping[str, Any], employer: str = "") -> PersonFacts:
    """What is compared of a person; ``employer`` is the name of the company that ``company_id`` points at."""
    return PersonFacts(values["name"] or "", tuple(values["phones"] or ()), employer)
