"""Type roles and the bundled font family.

Sizes are points at 96 dpi (px × 0.75) at 100 %; only two weights exist, 400 and 700.
"""

from enum import Enum
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Outpost Sans SC"
FALLBACK_FAMILY = "Noto Sans CJK SC"


class Role(Enum):
    """What a text is for: size in points at 100 %, and whether it is bold by itself."""

    MICRO = (9.0, False)
    META = (9.75, False)
    BODY = (10.5, False)
    BODY_BOLD = (10.5, True)
    CARD_TITLE = (11.25, True)
    TITLE = (12.0, True)
    PAGE_TITLE = (15.0, True)
    FIGURE = (18.0, True)

    @property
    def points(self) -> float:
        return self.value[0]

    @property
    def bold(self) -> bool:
        return self.value[1]

    @property
    def css_name(self) -> str:
        """The value of the ``role`` property the stylesheet selects on."""
        return self.name.lower().replace("_", "-")


def load_families(fonts: Path) -> list[str]:
    """Register the bundled fonts and return the family chain to set, best first.

    Without the bundled files the system's Noto Sans CJK SC stands in; Qt falls back further by itself.
    """
    files = sorted((*fonts.glob("*.ttf"), *fonts.glob("*.otf")))
    ours = [QFontDatabase.addApplicationFont(str(file)) for file in files]
    if any(FAMILY in QFontDatabase.applicationFontFamilies(one) for one in ours):
        return [FAMILY, FALLBACK_FAMILY]
    known = set(QFontDatabase.families())
    return [family for family in (FAMILY, FALLBACK_FAMILY) if family in known] or [FAMILY]


def make_font(
    families: list[str], role: Role, scale: float, *, bold: bool | None = None, half_marks: bool = False
) -> QFont:
    """Return the font of ``role`` at ``scale`` (1.0 = 100 %), figures tabular so that columns line up.

    ``half_marks``: “ and ” take half of a square, as between Latin words; else a whole one, as in Chinese.
    """
    font = QFont(families)
    font.setPointSizeF(role.points * scale)
    wanted = role.bold if bold is None else bold
    font.setWeight(QFont.Weight.Bold if wanted else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    if half_marks:
        font.setFeature(QFont.Tag("halt"), 1)
    return font
