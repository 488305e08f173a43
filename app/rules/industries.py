"""Industries, GB/T 4754-2017: 20 sections and 97 divisions, and what officers' words for a trade point to."""

from dataclasses import dataclass
from functools import cache

from app.rules.folding import fold
from app.rules.reference import load


@dataclass(frozen=True, slots=True)
class Industry:
    """``code`` is a section (``C``) or a division (``C13``); ``section`` is the letter."""

    code: str
    name: str

    @property
    def section(self) -> str:
        """The section's letter."""
        return self.code[0]


@dataclass(frozen=True, slots=True)
class IndustryHint:
    """What a word points to: candidates with the likeliest first, never a replacement for the words
    themselves.
    """

    candidates: tuple[Industry, ...]
    matched: str
    text: str


@cache
def industries() -> dict[str, Industry]:
    """Sections and divisions by code, in the order of the standard."""
    found: dict[str, Industry] = {}
    for letter, section in load("industries")["sections"].items():
        found[letter] = Industry(letter, section["name"])
        found.update(
            {letter + code: Industry(letter + code, name) for code, name in section["divisions"].items()}
        )
    return found


def suggest_industry(text: str) -> IndustryHint:
    """Candidates for officers' words (食品饮料 → C14, C15; 新能源 → D44). Never raises; none when unknown."""
    word = fold(text).strip()
    words: dict[str, list[str]] = load("industries")["words"]
    known = industries()
    for name, codes in words.items():  # longest first
        if name in word:
            return IndustryHint(tuple(known[code] for code in codes), name, text)
    bare = word.removesuffix("业")
    matches = tuple(i for i in known.values() if len(bare) > 1 and bare in i.name)
    return IndustryHint(matches[:5], bare if matches else "", text)
