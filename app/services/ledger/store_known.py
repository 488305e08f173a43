"""``Known`` read from a real store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from app.rules.clock import CHINA
from app.services.ledger.known import KnownBatch, KnownCompany, KnownContact, KnownProject
from app.store.nominating import Filed
from app.store.reading import Filter
from app.store.store import Store

T = TypeVar("T")


class StoreKnown:
    """The live records of ``store``; only what shares a key with the file is read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def companies(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownCompany]]:
        """See ``Known``."""
        filed, found = self._filed("company", keys, ("name", "credit_code"))
        known = {
            id: KnownCompany(id, one["name"] or "", one["credit_code"] or "") for id, one in found.items()
        }
        return _by_key(filed, known)

    def contacts(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownContact]]:
        """See ``Known``."""
        filed, found = self._filed("contact", keys, ("name", "phones", "company_id"))
        names = self._company_names(one["company_id"] for one in found.values())
        known = {
            id: KnownContact(
                id, one["name"] or "", tuple(one["phones"] or ()), names.get(one["company_id"], "")
            )
            for id, one in found.items()
        }
        return _by_key(filed, known)

    def projects(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownProject]]:
        """See ``Known``."""
        filed, found = self._filed("project", keys, ("name", "investor_id"))
        names = self._company_names(one["investor_id"] for one in found.values())
        known = {
            id: KnownProject(id, one["name"] or "", names.get(one["investor_id"], ""))
            for id, one in found.items()
        }
        return _by_key(filed, known)

    def batch(self, sha256: str) -> KnownBatch | None:
        """See ``Known``."""
        ids = self._store.ids("import_batch", filters=[Filter("sha256", "eq", sha256)])
        for row in self._store.rows("import_batch", ids[:1]):
            day = row["created_at"].astimezone(CHINA).date().isoformat() if row["created_at"] else ""
            return KnownBatch(row.id, row["file_name"] or "", day)
        return None

    def _filed(
        self, kind: str, keys: Collection[str], names: Sequence[str]
    ) -> tuple[Filed, dict[str, dict[str, Any]]]:
        filed = self._store.filed(kind, keys)
        return filed, self._store.fields(kind, {id for ids in filed.values() for id in ids}, names)

    def _company_names(self, ids: Iterable[str | None]) -> dict[str, str]:
        found = self._store.fields("company", {id for id in ids if id}, ["name"])
        return {id: one["name"] or "" for id, one in found.items()}


def _by_key(filed: Filed, known: Mapping[str, T]) -> dict[str, list[T]]:
    return {key: [known[id] for id in ids if id in known] for key, ids in filed.items()}
