"""People as they are spoken of: a surname and how one addresses them (仇总, 李局, 小王)."""

from app.rules.capture.names import family_length, is_addressed
from app.store.reading import Hit
from app.store.store import Store

_LOOKED_AT = 40  # of the newest people in whose names the surname is


def people_addressed(store: Store, words: str, limit: int = 8) -> list[Hit]:
    """People of the surname, those whose position has the word first; none where ``words`` are no address."""
    words = words.strip()
    if len(words) < 2 or not is_addressed(words):
        return []
    familiar = words[0] in "小老" and not family_length(words)
    family = words[1:] if familiar else words[: family_length(words)]
    if not family:
        return []
    found = store.find(family, limit=_LOOKED_AT, kinds=("contact",))
    alike = [hit for hit in found if (hit.title or "").startswith(family)]
    address = "" if familiar else words.removeprefix(family)
    alike.sort(key=lambda hit: (hit.title != words, address not in (hit.row["title"] or "")))
    return alike[:limit]
