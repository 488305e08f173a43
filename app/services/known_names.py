"""The names a line is read by: firms held in memory, people looked up as a line may name them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.model.changes import ChangeSet
from app.rules.capture.line import Line
from app.rules.capture.names import family_length
from app.rules.capture.slots import Known
from app.rules.capture.words import not_a_name
from app.rules.duplicate_keys import NAME, name_in
from app.rules.folding import fold
from app.services.desk import Desk

_AT_ONCE = 5000  # names read by one query
_SHORTEST_KEY = 3  # characters; shorter brands are words of the language as well
_LONGEST_PERSON = 4
_BEFORE = "和与跟同见访找给陪请约跟对向带由问的"
_BEHIND = "总董经副说谈聊要想在和与来带提问去及吃喝开打一也又还已"


@dataclass(frozen=True)
class KnownNames:
    """The firms of one store as of some moment: what may be written → the name to store.

    A brand of one firm alone (恒力电子 of 江苏恒力电子有限公司) stands for it, one of several for itself.
    """

    companies: Mapping[str, str]

    @classmethod
    def load(cls, desk: Desk) -> "KnownNames":
        """Read them all: once, not at every key."""
        store = desk.store
        full: dict[str, str] = {}
        names: dict[str, str] = {}
        for values in _all(desk, "company", ("name", "short_name")):
            full[values["id"]] = values["name"]
            for name in (values["short_name"], values["name"]):
                if name and len(name) > 1:
                    names[name] = values["name"]
        for key, ids in store.filed("company", begin=f"{NAME}:").items():
            brand = name_in(key)
            if len(brand) >= _SHORTEST_KEY and brand not in names:
                names[brand] = full.get(ids[0], brand) if len(ids) == 1 else brand
        return cls(names)

    def after(self, desk: Desk, changes: ChangeSet) -> "KnownNames":
        """These and the firms that a change made or renamed; what was deleted may be written again."""
        ids = [id for kind, id in changes.ids if kind == "company"]
        found = desk.store.fields("company", ids, ("name", "short_name")).values() if ids else ()
        added = {
            name: values["name"]
            for values in found
            for name in (values["name"], values["short_name"])
            if name and len(name) > 1
        }
        return KnownNames({**self.companies, **added}) if added else self

    def around(self, desk: Desk, line: str) -> Known:
        """What to read this line by: every firm, and the people whose whole names stand in it."""
        may_be = set(_may_be_people(Line(line).plain))
        filed = desk.store.filed("contact", {f"{NAME}:{fold(name)}" for name in may_be}) if may_be else {}
        there = {name_in(key) for key in filed}
        return Known(self.companies, {name: name for name in may_be if fold(name) in there})


def _may_be_people(line: str) -> Iterator[str]:
    """Pieces that begin with a surname. Two characters must stand as a name would: 高峰 is a word as well."""
    for start in range(len(line)):
        family = family_length(line[start:])
        if not family:
            continue
        for length in range(family + 1, _LONGEST_PERSON + 1):
            piece = line[start : start + length]
            if len(piece) < length or not all("\u4e00" <= char <= "\u9fff" for char in piece):
                break
            if piece in not_a_name():
                continue
            if length > 2 or _stands_as_a_name(line, start, start + length):
                yield piece


def _stands_as_a_name(line: str, start: int, end: int) -> bool:
    before, behind = line[start - 1 : start], line[end : end + 1]
    return _is_edge(before, _BEFORE) and _is_edge(behind, _BEHIND)


def _is_edge(char: str, words: str) -> bool:
    return not char or not "\u4e00" <= char <= "\u9fff" or char in words


def _all(desk: Desk, kind: str, names: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    ids = desk.store.ids(kind)
    bounds = [*range(0, len(ids), _AT_ONCE), len(ids)]
    for first, last in pairwise(bounds):
        yield from desk.store.fields(kind, ids[first:last], names).values()
