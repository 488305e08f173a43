"""What a line of notes would become, as it is told while the line is typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.model.row import Row


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What saving a line would do: who is known by the value of each chip (None: is made), and the project.

    ``alike`` counts the firms that share a name; ``sounding``: the known firm that a new one is read like, ""
    for none; ``meant``: a project is meant; people who stay words lack.
    """

    worth: bool
    visit: bool
    companies: Mapping[str, Row | None] = field(default_factory=dict)
    alike: Mapping[str, int] = field(default_factory=dict)
    sounding: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Row | None] = field(default_factory=dict)
    project: Row | None = None
    meant: bool = False
    trip: Row | None = None
