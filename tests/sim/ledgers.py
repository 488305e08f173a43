"""Ledgers that are taken over on a laptop: many new records at once, which go up in batch after batch."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sim.laptop import Laptop
    from tests.sim.world import World

SHARE = 0.15  # of the seeds
LEDGERS = 5
RECORDS = 9


def planned(world: "World", steps: int) -> Iterator[tuple[int, Callable[[], None]]]:
    """What happens before which step; in the other seeds nothing, and chance goes on as without this."""
    rnd = random.Random(f"arrivals/{world.seed}")
    if rnd.random() < SHARE:
        for _ in range(LEDGERS):
            yield rnd.randrange(5, steps), partial(_take_over, world, rnd.choice(world.laptops))


def _take_over(world: "World", laptop: "Laptop") -> None:
    world.count("ledger taken over")
    laptop.sync()  # so that headquarters has little else to say
    for _ in range(RECORDS):
        laptop.do(laptop.person.note_company)
    laptop.sync()
