"""What an export carries so that it can come back: ids, and a mark of every value as it went out.

The marks stand in a hidden last column, so that they stay with their row when rows are sorted, copied or
deleted; its heading names the version, kind, language and fields. A hidden sheet lists the ids that went.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.i18n import LANGUAGES
from app.model.registry import KINDS
from app.rules.three_way import MARK_LENGTH, canonical, mark
from app.services.ledger.written_values import Written

ID_SHEET = "_outpost"
_HEAD, _VERSION = "outpost", "1"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a file says of itself: the kind and language, and its fields in the order of the marks."""

    kind: str
    language: str
    fields: tuple[str, ...]


def heading_of(sent: Sent) -> str:
    """The heading of the column of marks."""
    return "/".join((_HEAD, _VERSION, sent.kind, sent.language, ",".join(sent.fields)))


def sent_of(heading: str) -> Sent | None:
    """What a heading of marks says; None where it is none, or of a version or kind unknown here."""
    parts = heading.strip().split("/")
    if (
        len(parts) != 5
        or parts[:2] != [_HEAD, _VERSION]
        or parts[2] not in KINDS
        or parts[3] not in LANGUAGES
    ):
        return None
    fields = tuple(parts[4].split(","))
    return Sent(parts[2], parts[3], fields) if set(fields) <= KINDS[parts[2]].fields.keys() else None


def is_marks(heading: str) -> bool:
    """Whether a column holds marks, of whatever version: nothing for people."""
    return heading.strip().startswith(f"{_HEAD}/")


def row_marks(values: Sequence[Written]) -> str:
    """The marks of one row's values, one after the other."""
    return "".join(mark(canonical(value)) for value in values)


def split_marks(text: str, count: int) -> tuple[str, ...] | None:
    """The marks of one row; None where they are not those of ``count`` values."""
    if len(text) != count * MARK_LENGTH or any(char not in "0123456789abcdef" for char in text):
        return None
    return tuple(text[at : at + MARK_LENGTH] for at in range(0, len(text), MARK_LENGTH))
