"""Who works on what: the open store, the person at the keyboard and the day it is for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from app.rules.clock import CHINA
from app.services.memory import Memory
from app.store.store import Store


@dataclass(frozen=True)
class Desk:
    """What every service is given first. ``actor`` is the name written into history; ``memory`` goes with
    the desk.
    """

    store: Store
    actor: str
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """All that is read and recalled in the block is of one state of the store; nothing is written in it.

        Many small reads cost half as much so: one transaction, and one look at what has changed. (The memory
        comes first: whoever waited for it with a connection in hand could be what its holder waits for.)
        """
        with self.memory.at_one_time(self.store.changed), self.store.reads.as_one():
            yield

    def today(self) -> date:
        """The calendar day in China."""
        return self.store.clock().astimezone(CHINA).date()
