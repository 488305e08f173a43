"""Administrative divisions, GB/T 2260: provinces, cities, counties; recognising them in names and
addresses.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from app.rules.reference import load


class Level(IntEnum):
    """How far down a division stands."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3


@dataclass(frozen=True, slots=True)
class Division:
    """``code`` has six digits; ``short`` is the name without 省, 市, 县 … (青岛), never shorter than two
    characters.
    """

    code: str
    name: str
    short: str
    level: Level

    @property
    def province_code(self) -> str:
        """The code of its province (``370000``)."""
        return f"{self.code[:2]}0000"

    @property
    def city_code(self) -> str:
        """The code of its city; that of the province for municipalities and counties straight under a
        province.
        """
        city = f"{self.code[:4]}00"
        return city if city in by_code() else self.province_code


# Longest first where one ends in another.
_TAILS = (
    *("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "新区"),
    *("省", "市", "县", "区", "盟", "旗"),
)


def short_name(name: str) -> str:
    """``广西壮族自治区`` → 广西, ``青岛市`` → 青岛, ``和县`` → 和县 (one character alone names nothing)."""
    for tail in _TAILS:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            bare = name[: -len(tail)]
            return _without_nations(bare) if tail.startswith("自治") else bare
    return name


def _without_nations(bare: str) -> str:
    previous = ""
    while bare != previous:
        previous = bare
        for nation in load("divisions")["nations"]:
            for word in (f"{nation}族", nation if len(nation) > 1 else ""):
                if word and bare.endswith(word) and len(bare) - len(word) >= 2:
                    bare = bare[: -len(word)]
    return bare


@cache
def by_code() -> dict[str, Division]:
    """Every division by its code, in the order of the standard."""
    found = {}
    for code, name in load("divisions")["rows"]:
        level = Level.PROVINCE if code[2:] == "0000" else Level.CITY if code[4:] == "00" else Level.COUNTY
        found[code] = Division(code, name, short_name(name), level)
    return found


@cache
def by_name() -> dict[str, tuple[Division, ...]]:
    """Divisions by full and by short name; several share one (朝阳), the higher levels come first."""
    found: dict[str, dict[str, Division]] = {}
    for division in sorted(by_code().values(), key=lambda d: (d.level, d.code)):
        for name in (division.name, division.short):
            found.setdefault(name, {})[division.code] = division
    return {name: tuple(known.values()) for name, known in found.items()}


def find_divisions(name: str) -> tuple[Division, ...]:
    """The divisions called exactly ``name`` (青岛, 青岛市); several when the name is not unique, none
    when unknown.
    """
    return by_name().get(name.strip(), ())


def leading_place(text: str) -> tuple[str, tuple[Division, ...]]:
    """The longest division name ``text`` starts with and its divisions; ``("", ())`` if it starts with none.

    Short names count for provinces and cities only: a county's short name (长乐, 平阳) is too often a
    trade name.
    """
    for length in range(min(len(text), 15), 1, -1):
        head = text[:length]
        if known := by_name().get(head, ()):
            fitting = tuple(d for d in known if d.level < Level.COUNTY or d.name == head)
            if fitting:
                return head, fitting
    return "", ()


def places_at_head(text: str) -> tuple[tuple[Division, ...], str]:
    """Strip every leading place (山东省青岛市…): the divisions of the last one found, and the rest of the
    text.
    """
    found: tuple[Division, ...] = ()
    while True:
        head, known = leading_place(text)
        if not head:
            return found, text
        inside = tuple(d for d in known if any(d.code.startswith(p.code[: p.level * 2]) for p in found))
        found, text = inside or known, text[len(head) :]


def city_of(text: str) -> Division | None:
    """The city (or municipality) an address, company name or city field speaks of; ``None`` when it is
    not clear.
    """
    known = find_divisions(text)
    if not known:
        known, _ = places_at_head(text)
    cities = {d.city_code for d in known}
    if len(cities) != 1:
        top = [d for d in known if d.level is Level.CITY]
        return top[0] if len(top) == 1 else None
    city = by_code()[cities.pop()]
    municipal = city.code in ("110000", "120000", "310000", "500000", "710000", "810000", "820000")
    return city if city.level is Level.CITY or municipal else None
