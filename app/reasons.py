"""A sentence that is not yet in any language: a translation key and its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was refused or doubted; ``key`` names a text of the catalogue, ``params`` fill it."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)
