"""``outpost doctor``: whether the store is sound, and the figures to compare two stores by."""

from app.store.store import Store
from sync.client.attachments import missing_files
from sync.client.place import UNREPAIRED
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import DoctorFound, StoppedHalfway
from ui.cli.session import Session


def doctor(session: Session, _: Arguments) -> Answer:
    """Check the file and its promises, count everything, and hash the content.

    ``content``: per kind, records and 64-bit sum of what is shown here; ``hq``: the same of headquarters'
    version as this laptop holds it. Two laptops in step have equal ``hq``; with nothing waiting, equal
    ``content`` too.
    """
    store = session.desk.store
    found = store.integrity()
    answer = _figures(store) | {"problems": [{"code": one.code, "detail": one.detail} for one in found]}
    if found:
        raise StoppedHalfway(DoctorFound(count=len(found)), answer)
    return answer


def _figures(store: Store) -> Answer:
    counts = store.counts()
    sums = store.content_sums()
    with store.replica() as replica:
        hq = replica.digests()
        unrepaired = replica.get(UNREPAIRED)
    return {
        "content_hash": store.content_hash(),
        "content": _sums(sums),
        "hq": _sums(hq),
        "counts": {
            "records": {kind: count for kind, (count, _) in sums.items() if count},
            "pending": counts.pending,
            "refused": counts.refused,
            "conflicts": counts.conflicts,
            "files_waiting": counts.files_waiting,
            "files_missing": len(missing_files(store)),
        },
        "last_sync": shapes.moment(counts.last_sync),
        "differs_from_hq_since": unrepaired or None,
    }


def _sums(sums: dict[str, tuple[int, int]]) -> dict[str, list[object]]:
    """Kind → [records, sum in hexadecimal]; kinds without records are left out."""
    return {kind: [count, f"{total:016x}"] for kind, (count, total) in sorted(sums.items()) if count}
