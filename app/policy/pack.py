"""A policy pack: the rules of one locality in one version, as loaded and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.errors import OutpostError
from app.policy.facts import Fact
from app.policy.faults import Place
from app.policy.requirements import Requirement
from app.policy.table import Table


class NoPackInForce(OutpostError):
    """None of the versions of a pack holds on that day."""

    code = "no_pack_in_force"


class NoSuchTable(OutpostError):
    """The pack, and the pack it builds on, have no rules on this."""

    code = "no_such_table"


@dataclass(frozen=True, slots=True)
class Text:
    """What is shown to people, in both languages."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """The text in ``language``."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Way:
    """An approval route: its name and its steps in order, words of the vocabulary ``step`` (B5)."""

    id: str
    name: Text
    steps: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Routes:
    """What belongs to the table of routes.

    ``ladders``: ways from the lowest to the highest, for “one level higher”; ``raised_by``: the fact that
    raises a case one level, or ""; ``mixed``: what happens to a case of several categories.
    """

    ways: Mapping[str, Way]
    ladders: tuple[tuple[str, ...], ...]
    raised_by: str
    mixed: str = ""


STRICTEST = "strictest"  # land of mixed use takes the stricter class
NO_ROUTES = Routes({}, (), "")


@dataclass(frozen=True, slots=True)
class Pack:
    """One locality's rules; whatever it does not write itself it has from ``base``."""

    id: str
    name: Text
    version: int
    effective: date
    until: date | None
    base: str
    sources: Mapping[str, Text]
    words: Mapping[str, Mapping[str, Text]]
    facts: Mapping[str, Fact]
    tables: Mapping[str, Table]
    routes: Routes
    requirements: Mapping[str, Requirement]

    def table(self, name: str) -> Table:
        """The table called ``name``.

        Raises:
            NoSuchTable: there is none.
        """
        if name not in self.tables:
            raise NoSuchTable(pack=self.id, table=name, known=", ".join(self.tables))
        return self.tables[name]

    def word(self, vocabulary: str, word: str) -> Text:
        """What ``word`` is called."""
        return self.words[vocabulary][word]

    def source_text(self, reference: str, language: str) -> str:
        """``002 §2(5)`` with the document's name in place of its short one."""
        id, _, rest = reference.partition(" ")
        return f"{self.sources[id].said(language)} {rest}".strip()

    def in_force(self, on: date) -> bool:
        """Whether the pack holds on the day ``on``."""
        return self.effective <= on and (self.until is None or on <= self.until)


def pack_in_force(packs: Iterable[Pack], on: date) -> Pack:
    """The version that holds on the day ``on``: of several the one that took effect last, then the highest.

    A month long past is computed under the pack of its own time.

    Raises:
        NoPackInForce: none of ``packs`` holds then.
    """
    holding = [pack for pack in packs if pack.in_force(on)]
    if not holding:
        raise NoPackInForce(day=on.isoformat())
    return max(holding, key=lambda pack: (pack.effective, pack.version))
