"""What a table is told after a change."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from ui.models.columns import RowValues

Touches = Callable[[RowValues], bool]
"""Whether a row reads otherwise than when it was read."""


@dataclass(frozen=True, slots=True)
class News:
    """What a list holds as of a mark; ``touches``: which rows changed since the one before, None: any may.

    ``groups``: the field that a board in view is by, and the list's groups by it; else None.
    """

    ids: Sequence[str]
    touches: Touches | None = None
    as_of: Hashable = None
    groups: tuple[str, Sequence[Any]] | None = None
