"""How the desktop looks and speaks on this laptop; nothing of it is about people or projects.

Language, theme, text size and the folded rail lie in the open beside the store, because they are needed
before it opens; the rest lies in the store's settings. Nothing lies in both.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any

from app.i18n import DEFAULT_LANGUAGE, LANGUAGES
from app.rules.amounts import Unit
from ui.theme.theme import Density, Mode

SETTING = "desktop"
IN_THE_OPEN = ("language", "mode", "text_size", "rail_collapsed")
OUT, KEEP = PHOTO_PLACES = ("out", "keep")
TEXT_SIZES = (100, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything the user can choose about the looks; ``text_size`` in percent. ``photo_place``: whether the
    place that a photo tells is taken out of it before it is stored.
    """

    language: str = DEFAULT_LANGUAGE
    mode: str = Mode.AUTO.value
    text_size: int = 100
    density: str = Density.NORMAL.name
    unit: str = Unit.YI.value
    inspector_open: bool = True
    rail_collapsed: bool = False
    photo_place: str = OUT


class Preferences:
    """The choices in force; ``set`` hands them on to be kept, when there is somebody to keep them."""

    def __init__(
        self, choices: Choices | None = None, keep: Callable[[Choices, frozenset[str]], None] | None = None
    ) -> None:
        """``keep`` is given all choices and the names of those that changed."""
        self._choices, self._keep = choices or Choices(), keep
        self._run: Callable[[Callable[[], None]], None] = lambda work: work()

    def keep_through(self, run: Callable[[Callable[[], None]], None]) -> None:
        """Have ``run`` do the keeping from now on: on the thread that writes, not on the window's."""
        self._run = run

    @property
    def choices(self) -> Choices:
        return self._choices

    @property
    def language(self) -> str:
        return self._choices.language

    @property
    def mode(self) -> Mode:
        return Mode(self._choices.mode)

    @property
    def density(self) -> Density:
        return Density[self._choices.density]

    @property
    def unit(self) -> Unit:
        return Unit(self._choices.unit)

    @property
    def keeps_places(self) -> bool:
        """Whether photos keep the place they tell."""
        return self._choices.photo_place == KEEP

    def set(self, **changed: Any) -> None:
        """Change some choices."""
        self._choices = replace(self._choices, **changed)
        if self._keep is not None:
            self._run(partial(self._keep, self._choices, frozenset(changed)))


def kept_choices(in_the_open: Mapping[str, Any], stored: object) -> Choices:
    """The choices as they were kept; whatever is missing or odd is as when new.

    ``in_the_open``: those of ``IN_THE_OPEN`` that lie beside the store.
    """
    found = dict(stored) if isinstance(stored, dict) else {}
    return _sound({**found, **in_the_open})


def stored_choices(choices: Choices) -> dict[str, Any]:
    """The part that lies in the store's settings."""
    return {name: value for name, value in asdict(choices).items() if name not in IN_THE_OPEN}


def _sound(found: Mapping[str, Any]) -> Choices:
    choices = Choices()
    allowed: Mapping[str, tuple[object, ...]] = {
        "language": LANGUAGES,
        "mode": tuple(mode.value for mode in Mode),
        "text_size": TEXT_SIZES,
        "density": tuple(density.name for density in Density),
        "unit": tuple(unit.value for unit in Unit),
        "inspector_open": (True, False),
        "rail_collapsed": (True, False),
        "photo_place": PHOTO_PLACES,
    }
    for field in fields(Choices):
        if field.name in found and found[field.name] in allowed[field.name]:
            choices = replace(choices, **{field.name: found[field.name]})
    return choices
