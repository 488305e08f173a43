"""``Known`` read from a real store."""

from collections.abc import Iterator

from app.model.row import Row
from app.services.desk import CHINA
from app.services.ledger.known import KnownBatch, KnownCompany, KnownContact, KnownProject
from app.store.reading import Filter
from app.store.store import Store

PAGE = 500


class StoreKnown:
    """The live records of ``store``, read page by page."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[str, str] = {}

    def companies(self) -> Iterator[KnownCompany]:
        """See ``Known``."""
        for row in self._rows("company"):
            yield KnownCompany(row.id, row["name"] or "", row["credit_code"] or "")

    def contacts(self) -> Iterator[KnownContact]:
        """See ``Known``."""
        names = self._company_names()
        for row in self._rows("contact"):
            employer = names.get(row["company_id"] or "", "")
            yield KnownContact(row.id, row["name"] or "", tuple(row["phones"] or ()), employer)

    def projects(self) -> Iterator[KnownProject]:
        """See ``Known``."""
        names = self._company_names()
        for row in self._rows("project"):
            yield KnownProject(row.id, row["name"] or "", names.get(row["investor_id"] or "", ""))

    def batch(self, sha256: str) -> KnownBatch | None:
        """See ``Known``."""
        ids = self._store.ids("import_batch", filters=[Filter("sha256", "eq", sha256)])
        for row in self._store.rows("import_batch", ids[:1]):
            day = row["created_at"].astimezone(CHINA).date().isoformat() if row["created_at"] else ""
            return KnownBatch(row.id, row["file_name"] or "", day)
        return None

    def _company_names(self) -> dict[str, str]:
        if not self._names:
            self._names = {company.id: company.name for company in self.companies()}
        return self._names

    def _rows(self, kind: str) -> Iterator[Row]:
        ids = self._store.ids(kind)
        for start in range(0, len(ids), PAGE):
            yield from self._store.rows(kind, ids[start : start + PAGE])
