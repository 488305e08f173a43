"""A laptop's chain of claims, as values and as they travel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.model.registry import KINDS
from app.model.values import document
from app.rules.claims import claim_hash
from app.rules.enterprise import name_key

CLAIMED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass
class ClaimChain:
    """Every claim made through it follows on the one before."""

    laptop: str = "laptop-1"
    claims: list[dict[str, Any]] = field(default_factory=list)

    def claim(self, title: str, **values: Any) -> dict[str, Any]:
        """The next claim, in Python values with every field."""
        made: dict[str, Any] = dict.fromkeys(KINDS["claim"].fields)
        made |= {"title": title, "key": name_key(title), "claimed_at": CLAIMED_AT, "claimant": "张三"}
        made |= {"laptop": self.laptop, "seq": len(self.claims) + 1}
        made["previous"] = self.claims[-1]["hash"] if self.claims else None
        made |= values
        made["hash"] = claim_hash(made)
        self.claims.append(made)
        return made

    def wire(self, title: str, **values: Any) -> dict[str, Any]:
        """The next claim as a document."""
        return as_document(self.claim(title, **values))


def as_document(values: Mapping[str, Any]) -> dict[str, Any]:
    """A claim's values as they travel."""
    return document(KINDS["claim"], values)
