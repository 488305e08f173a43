"""What the store asks of whoever turns records into words; the wording itself is a rule, not storage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.model.registry import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One record in the search index: words are space-separated tokens ready for FTS5."""

    title: str
    title_words: str
    body_words: str
    sort_key: str


class Indexing(Protocol):
    """Turns records into index entries and typed text into queries.

    ``filed`` are the kinds that are filed under the keys of duplicates, with the fields that their keys are
    made of. ``keys_version`` and ``words_version`` change with the rules for keys and for words.
    """

    filed: Mapping[str, tuple[str, ...]]
    keys_version: str
    words_version: str

    def keys(self, kind: Kind, values: Mapping[str, Any]) -> frozenset[str]:
        """The keys a record of a kind in ``filed`` is filed under."""
        ...

    def entry(self, kind: Kind, values: Mapping[str, Any]) -> Entry:
        """The index entry of a record with these Python values."""
        ...

    def ready(self) -> None:
        """Load whatever the first entry would load: it takes a second, in which no file may be held."""
        ...

    def match(self, text: str) -> str:
        """The FTS5 MATCH expression for what a person typed; "" where nothing can be searched."""
        ...

    def sort_key(self, text: str) -> str:
        """A key that sorts texts the way a Chinese list is sorted, by pinyin."""
        ...

    def place_key(self, text: str) -> str:
        """A key that sorts places in the order of the administrative divisions, unknown ones last."""
        ...
