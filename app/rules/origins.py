"""Where a project's capital comes from 资金来源地, in the words of ledgers (systems.md C3)."""

import re

from app.rules.folding import fold
from app.rules.reference import load

_SEPARATORS = re.compile(r"[;；,，、。\\s|/:：()（）]+")


def read_origin(text: str) -> tuple[str, str]:
    """A word of ``app.model.records.ORIGINS`` and what else the cell says; "" where it begins with none.

    A province or city alone says nothing: whether it is ours is not for the importer to guess.
    """
    words: dict[str, str] = load("origin_words")["words"]
    head, *rest = [part for part in _SEPARATORS.split(text.strip()) if part] or [""]
    origin = words.get(fold(head), "")
    return (origin, "，".join(rest)) if origin else ("", text.strip())
