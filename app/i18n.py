"""Translation by key, free of Qt: the desktop, the command line and headquarters speak from one catalogue.

A catalogue is every ``resources/i18n/<language>/*.json`` file merged: flat ``{"area.key": "text {name}"}``.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import resources

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"
FIRST = ("ui_places", "ui_shell", "ui_start", "ui_today")  # files: the words of the first window


class MissingTranslation(KeyError):
    """A key that the catalogue of a language lacks; a bug, so it is raised, never papered over."""


class Translator:
    """Turns keys into sentences of one language."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        """Take the catalogue of ``language``; an unknown language falls back to Chinese."""
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._texts = _first_texts(self.language)

    def tr(self, key: str, /, **values: object) -> str:
        """Return the text of ``key`` with ``{name}`` placeholders filled from ``values``.

        A value in both languages, ``{"zh": …, "en": …}`` as policy packs write them, is said in this one.

        Raises:
            MissingTranslation: no such key, or the text asks for a value that was not given.
        """
        try:
            return self._text(key).format(**{name: self._said(value) for name, value in values.items()})
        except KeyError as error:
            raise MissingTranslation(f"{self.language}: {key} ({error})") from error

    def _said(self, value: object) -> object:
        if isinstance(value, dict) and value.keys() == {"zh", "en"}:
            return value["en" if self.language == "en" else "zh"]
        return value

    def has(self, key: str) -> bool:
        """Whether the catalogue holds ``key``."""
        return key in self._texts or key in catalogue(self.language)

    def _text(self, key: str) -> str:
        if key not in self._texts:
            self._texts = catalogue(self.language)
        return self._texts[key]


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of one language, merged from its files; a key written twice is an error."""
    texts: dict[str, str] = {}
    for entry in sorted(_folder(language).glob("*.json")):
        part: dict[str, str] = json.loads(entry.read_text(encoding="utf-8"))
        if twice := texts.keys() & part.keys():
            raise ValueError(f"{language}/{entry.name} repeats {sorted(twice)}")
        texts.update(part)
    return texts


@cache
def _first_texts(language: str) -> Mapping[str, str]:
    """What the first window says: a tenth of the catalogue, and of the time that it takes to read."""
    files = (_folder(language) / f"{name}.json" for name in FIRST)
    return {key: text for file in files for key, text in json.loads(file.read_text(encoding="utf-8")).items()}


def _folder(language: str) -> Path:
    return Path(resources.__file__).parent / "i18n" / language
