"""Who works on what: the open store, the person at the keyboard and the day it is for them."""

from dataclasses import dataclass, field
from datetime import date, timedelta, timezone

from app.services.memory import Memory
from app.store.store import Store

CHINA = timezone(timedelta(hours=8))  # one time zone for the whole country; dates are meant in it


@dataclass(frozen=True)
class Desk:
    """What every service is given first. ``actor`` is the name written into history; ``memory`` goes with
    the desk.
    """

    store: Store
    actor: str
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    def today(self) -> date:
        """The calendar day in China."""
        return self.store.clock().astimezone(CHINA).date()
