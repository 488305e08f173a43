"""What one fault scenario is given and what it found."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """Where a scenario may write, the seed it draws everything from, and whether it is the short form."""

    folder: Path
    seed: int
    quick: bool

    def pick(self, quick: int, full: int) -> int:
        """A size."""
        return quick if self.quick else full

    def random(self, name: str) -> random.Random:
        """The randomness of one part, the same for the same seed."""
        return random.Random(f"{self.seed} {name}")


@dataclass
class Outcome:
    """One line of the report. ``violations`` says what must not be; an empty list is a pass."""

    name: str
    figures: Mapping[str, object] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def line(self, seed: int) -> str:
        """The result as one line."""
        shown = " ".join(f"{name}={value}" for name, value in self.figures.items())
        return f"{'ok  ' if not self.violations else 'FAIL'} {self.name} seed={seed} {shown}"
