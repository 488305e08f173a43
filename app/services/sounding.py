"""What sounds like the Chinese that was typed: an input method offers 性兰 to somebody who means 星澜."""

from collections.abc import Sequence

from app.rules import pinyin, search_text
from app.rules.names import company_key
from app.store.reading import Hit
from app.store.store import Store

SHORTEST = 2  # characters: half of all names have one that sounds like any given one
TELLING, FEW = 3, 5  # characters that tell a firm, also where its name goes on; firms looked at
READINGS = 3  # of the words typed that are looked for


def sounding_alike(store: Store, text: str, *, limit: int, kinds: Sequence[str]) -> list[Hit]:
    """Records whose names sound like ``text``, for when nothing is written like it; empty where none do."""
    words = text.split()
    if not any(len(run) >= SHORTEST and not run.isascii() for run in search_text.runs(text)):
        return []
    read = [pinyin.read_pinyin(word, limit=READINGS).full or (word,) for word in words]
    for number in range(max(map(len, read))):
        spoken = " ".join(found[min(number, len(found) - 1)] for found in read)
        if hits := store.find(spoken, limit=limit, kinds=kinds):
            return hits
    return []


def firm_sounding_like(store: Store, name: str) -> str:
    """The name of a known firm that is written otherwise and read as ``name``, or begins so; else ""."""
    written, spoken = company_key(name), _syllables(name)
    if len(written) < TELLING or written.isascii():
        return ""
    for hit in store.find("".join(spoken), limit=FEW, kinds=("company",)):
        if _syllables(hit.title)[: len(spoken)] == spoken and not company_key(hit.title).startswith(written):
            return hit.title
    return ""


def _syllables(name: str) -> list[str]:
    return pinyin.read_pinyin(company_key(name), limit=1).sort_key.split()
