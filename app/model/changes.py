"""What a transaction changed, told once after its commit."""

from collections.abc import Iterable
from dataclasses import dataclass

LOCAL = "local"
SYNC = "sync"
DAY = "day"  # nothing was written: another day began, records are told with no id


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """``ids``: (kind, id) pairs; ``origin``: ``local``, ``sync`` or ``day``; ``change_id``: the undo step."""

    ids: frozenset[tuple[str, str]]
    origin: str = LOCAL
    change_id: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds touched."""
        return frozenset(kind for kind, _ in self.ids)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def joined(self, others: Iterable["ChangeSet"]) -> "ChangeSet":
        """This and ``others`` as one, with this one's origin and change id."""
        ids = self.ids.union(*(other.ids for other in others))
        return ChangeSet(ids, self.origin, self.change_id)
