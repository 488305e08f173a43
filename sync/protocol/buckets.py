"""Finding the few records in which two ends differ: sums of their content, by buckets of ids.

Each end adds up ``record_sum`` of its live records of a kind in buckets that depend on the id alone. Where
two buckets differ, their records are sent; half a byte or so for every record tells where that is.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable

MOST = 256  # buckets of one kind
_PER_BUCKET = 16  # records, roughly
_BYTES = 8


def size(records: int) -> int:
    """How many buckets suit a number of records; a power of two."""
    buckets = 1
    while buckets < MOST and buckets * _PER_BUCKET < records:
        buckets *= 2
    return buckets


def bucket(record_id: str, buckets: int) -> int:
    """The bucket of a record."""
    return zlib.crc32(record_id.encode()) % buckets


def sums(content: Iterable[tuple[str, int]], buckets: int) -> list[int]:
    """The sums of (id, ``record_sum``) modulo 2^64, by bucket."""
    totals = [0] * buckets
    for record_id, total in content:
        at = bucket(record_id, buckets)
        totals[at] = (totals[at] + total) % (1 << 64)
    return totals


def packed(totals: Iterable[int]) -> str:
    """Sums as text."""
    return base64.b64encode(b"".join(one.to_bytes(_BYTES, "big") for one in totals)).decode("ascii")


def unpacked(text: str) -> list[int]:
    """The sums that ``packed`` wrote; none where the text is not its work."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return []
    if not raw or len(raw) % _BYTES or len(raw) > MOST * _BYTES:
        return []
    return [int.from_bytes(raw[at : at + _BYTES], "big") for at in range(0, len(raw), _BYTES)]
