"""Gathers the companies that a file names: each once, however many rows name it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.services.ledger.drafts import RowDraft
from app.services.ledger.duplicates import KnownIndex, Likeness, Sameness, company_identity
from app.services.ledger.preview import PlannedCompany


@dataclass
class _Gathered:
    name: str
    rows: list[str] = field(default_factory=list)
    draft: str = ""


@dataclass(frozen=True, slots=True)
class CompanyList:
    """The companies of a file by identity, and the rows where one resembles another company of the store."""

    companies: Mapping[str, PlannedCompany]
    similar: Mapping[str, tuple[Likeness, ...]]  # by key of the row that names it first


def gather_companies(rows: Iterable[RowDraft], known: KnownIndex) -> CompanyList:
    """Every company that ``rows`` name or describe."""
    gathered: dict[str, _Gathered] = {}
    for row in rows:
        described = [draft for draft in row.drafts if draft.kind == "company"]
        for draft in described:
            one = gathered.setdefault(company_identity(draft.title), _Gathered(draft.title))
            one.draft = one.draft or draft.key
        for name in row.companies:
            one = gathered.setdefault(company_identity(name), _Gathered(name))
            one.name = max(one.name, name, key=len)  # 青岛啤酒股份有限公司 rather than 青岛啤酒
            one.rows.append(row.key)
    companies = {}
    similar: dict[str, list[Likeness]] = {}
    for identity, one in gathered.items():
        likeness = known.company(one.name)
        existing = ""
        if likeness and likeness.sameness is Sameness.SAME:
            existing = likeness.id
        elif likeness and one.rows:
            similar.setdefault(one.rows[0], []).append(likeness)
        companies[identity] = PlannedCompany(identity, one.name, tuple(one.rows), existing, one.draft)
    return CompanyList(companies, {key: tuple(found) for key, found in similar.items()})
