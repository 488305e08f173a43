"""People as they stand in a cell: how many they are, what they are called, how that is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from app.reasons import Reason
from app.rules.folding import simplify
from app.rules.reference import load

MAX_TOKENS = 6  # more words than this in one piece are a sentence, not names


@dataclass(frozen=True, slots=True)
class PersonName:
    """One person.

    ``name`` as it should be stored (仇总, but 张三 of 张三副总), ``family`` its surname or ``""``,
    ``reading`` a hint found in brackets (qiú), ``honorific`` the title it ends in (总, 副总), ``text`` as
    written.
    """

    name: str
    family: str
    reading: str
    honorific: str
    text: str


@dataclass(frozen=True, slots=True)
class PeopleCell:
    """``people`` is the best answer; ``alternatives`` others that fit too; ``certain`` when there are none.

    ``note`` says what was decided whenever the cell was not plainly one name.
    """

    people: tuple[PersonName, ...]
    alternatives: tuple[tuple[PersonName, ...], ...]
    certain: bool
    text: str
    note: Reason | None = None


_HARD = re.compile(r"[、,，;；/／|\n\r&＆]+|(?<=\w)(?:以及|及|与)(?=\w{2})")
_HINT = re.compile(
    r"[(（]\s*([a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,8}\d?(?:\s+[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,8})*)\s*[)）]"
)
_TITLE_APART = re.compile(r"(?P<before>[^\s()（）]+)(?:\s+|[(（])(?P<behind>[^\s()（）]+)[)）]?$")
_OTHERS = re.compile(r"\s*等(?:\s*(?:\d{1,3}|[一二两三四五六七八九十]+))?人?$")


def _has_chinese(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" or char >= "\U00020000" for char in text)


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    data = load("surnames")
    return frozenset(data["single"]), frozenset(data["compound"])


@cache
def _honorifics() -> tuple[str, ...]:
    return tuple(load("honorifics")["words"])  # longest first


def family_name(name: str) -> str:
    """The surname ``name`` starts with (compound ones first), or ``""``; traditional characters are
    understood.
    """
    single, compound = _surnames()
    plain = simplify(name)
    for length in (4, 3, 2):
        if len(plain) > length and plain[:length] in compound:
            return name[:length]
    return name[:1] if plain[:1] in single else ""


def split_honorific(name: str) -> tuple[str, str]:
    """``仇总`` → (仇, 总), ``徐德安`` → (徐德安, ""). A bare title is no name: (董事长, "")."""
    if name in _honorifics():
        return name, ""
    for title in _honorifics():
        if name.endswith(title) and len(name) > len(title):
            bare = name[: -len(title)]
            if (
                len(title) > 1
                or _is_surname(bare)
                or (family_name(bare) and 2 <= len(bare) <= 4 and title == "总")
            ):
                return bare, title
    return name, ""


def _is_surname(text: str) -> bool:
    single, compound = _surnames()
    return simplify(text) in single or simplify(text) in compound


def read_people(cell: object, phones: int | None = None) -> PeopleCell:
    """Split one cell into people. Never raises.

    Args:
        cell: the cell's text.
        phones: how many telephone numbers the row holds, when known: it settles doubts
            (张三 李四 with two numbers are two people; 王 林 with one is one).
    """
    text = "" if cell is None else str(cell).strip()
    pieces = [piece.strip() for piece in _HARD.split(text) if piece.strip()]
    if not pieces:
        return PeopleCell((), (), True, text)
    wanted = phones if len(pieces) == 1 else None
    people: list[PersonName] = []
    others: list[tuple[PersonName, ...]] = []
    certain = True
    for piece in pieces:
        best, alternatives, sure = _read_piece(piece, wanted)
        others = [(*known, *best) for known in others]
        others.extend((*people, *alternative) for alternative in alternatives)
        people.extend(best)
        certain = certain and sure
    note = _note(text, people, others, certain)
    return PeopleCell(tuple(people), tuple(others), certain, text, note)


def _note(
    text: str, people: list[PersonName], others: list[tuple[PersonName, ...]], certain: bool
) -> Reason | None:
    names = "、".join(person.name for person in people)
    if not certain:
        other = "、".join(person.name for person in others[0]) if others else text
        return Reason("rules.people.unsure", {"text": text, "names": names, "other": other})
    if len(people) > 1:
        return Reason("rules.people.split", {"text": text, "names": names, "count": len(people)})
    if people[0].name != text and not people[0].reading:
        return Reason("rules.people.joined", {"text": text, "names": names})
    return None


def _read_piece(
    piece: str, phones: int | None
) -> tuple[tuple[PersonName, ...], list[tuple[PersonName, ...]], bool]:
    """Best answer, other answers and whether the best is certain, for text without hard separators."""
    if (shown := _OTHERS.sub("", piece)) != piece and _is_full_name(shown):  # 王伟等3人
        return (_person(shown, piece),), [], False
    bare = _HINT.sub("", piece) if _has_chinese(piece) else piece
    tokens = bare.split()
    if len(tokens) == 2 and tokens[0] in _honorifics() and _is_full_name(tokens[1]):
        return (_person(" ".join(tokens), piece),), [], True
    if len(tokens) <= 1 or not _has_chinese(bare) or len(tokens) > MAX_TOKENS or len(piece) > 60:
        whole = tokens[0] if len(tokens) == 1 else " ".join(tokens)
        return (_person(whole, piece),), [], len(tokens) <= MAX_TOKENS
    ranked = sorted(_splits(tokens, phones), key=lambda split: (_doubt(split, phones), len(split)))
    if not ranked:
        return (_person(" ".join(tokens), piece),), [], False
    answers = [tuple(_person(name, " ".join(words)) for words, name in split) for split in ranked]
    if len(answers) == 1 and len(answers[0]) == 1:
        answers[0] = (replace(answers[0][0], text=piece),)
    settled = len(answers) == 1 or (phones is not None and _settles(answers, phones))
    return answers[0], answers[1:], settled


def _settles(answers: list[tuple[PersonName, ...]], phones: int) -> bool:
    """Whether exactly one answer, the first, has as many people as there are numbers."""
    bare = any(len(person.name) == 1 for person in answers[0])
    return not bare and len(answers[0]) == phones and all(len(answer) != phones for answer in answers[1:])


_Group = tuple[tuple[str, ...], str]


def _doubt(split: tuple[_Group, ...], phones: int | None) -> int:
    """Smaller is better: as many people as numbers, then no bare surnames."""
    bare = sum(1 for _, name in split if len(name) == 1)
    return (0 if phones == len(split) else 2) * (phones is not None and phones > 1) + 4 * bare * (
        phones != len(split)
    )


def _splits(tokens: list[str], phones: int | None) -> Iterator[tuple[_Group, ...]]:
    """Every way of grouping the tokens in which each group is a plausible name."""
    for cuts in range(1 << (len(tokens) - 1)):
        groups: list[list[str]] = [[tokens[0]]]
        for at, token in enumerate(tokens[1:]):
            if cuts >> at & 1:
                groups.append([token])
            else:
                groups[-1].append(token)
        split = tuple((tuple(group), "".join(group)) for group in groups)
        lone = [name for _, name in split if len(name) == 1]
        full = any(_is_full_name(name) for words, name in split if len(words) == 1)
        if lone and not (phones == len(split) or (full and len(lone) == 1)):
            continue  # a bare surname stands for a person only beside a full name or with a number of its own
        if all(_plausible(words, name) for words, name in split):
            yield split


def _plausible(words: tuple[str, ...], name: str) -> bool:
    if len(words) > 1 and any(_titled(word) for word in words[:-1]):
        return False  # 王总 李总 are two, however they add up
    if len(name) == 1:
        return _is_surname(name)
    if len(words) == 1 and name in _honorifics():
        return False  # 曾晓明 董秘 is one person and his title
    return _titled(name) or _is_full_name(name)


def _titled(name: str) -> bool:
    bare, title = split_honorific(name)
    return bool(title) and (_is_surname(bare) or _is_full_name(bare))


def _is_full_name(name: str) -> bool:
    """A surname and one or two characters more; nothing else is taken for a name of its own."""
    family = family_name(name)
    given = len(name) - len(family)
    return bool(family) and 1 <= given <= 2 and _has_chinese(name[:1]) and not _is_surname(name)


def _person(name: str, text: str) -> PersonName:
    hint = _HINT.search(text) if _has_chinese(text) else None
    reading = hint[1] if hint else ""
    bare, honorific = split_honorific(name)
    if not honorific and (match := _TITLE_APART.match(name)):  # 王伟(副总), 董事长 王伟
        before, behind = match["before"] or "", match["behind"] or ""
        title, rest = (before, behind) if before in _honorifics() else (behind, before)
        if title in _honorifics() and _is_full_name(rest):
            bare, honorific = rest, title
    known = bare if len(honorific) > 1 and _is_full_name(bare) else name
    family = bare if honorific and _is_surname(bare) else family_name(bare)
    return PersonName(known, family, reading, honorific, text)
