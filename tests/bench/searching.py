"""A keystroke in the search box, among many contacts; the floor is the index asked directly for ids."""

import random
from functools import partial

from sqlalchemy import text

from app.store.store import Store
from tests.bench.data import GIVEN, SURNAMES
from tests.bench.figures import Figure, median, milliseconds, worst_of_twenty

WORDS = 40
KEYSTROKE = 50.0  # milliseconds, journeys.md 2


def measure(store: Store) -> list[Figure]:
    """Type names, initials and the ends of phones, one character after the other."""
    contacts = len(store.ids("contact"))
    typed = [word[:end] for word in _words() for end in range(1, len(word) + 1)]
    store.find(typed[0])
    ours = [milliseconds(partial(store.find, one)) for one in typed]
    floor = [milliseconds(partial(_raw, store, one)) for one in typed]
    name = f"search keystroke, {contacts:,} contacts"
    against = "ids from the index alone"
    return [
        Figure(f"{name} (p50)", median(ours), median(floor), "ms", against, limit=KEYSTROKE),
        Figure(
            f"{name} (p95)", worst_of_twenty(ours), worst_of_twenty(floor), "ms", against, limit=KEYSTROKE
        ),
    ]


def _words() -> list[str]:
    dice = random.Random(3)
    names = [dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2)) for _ in range(WORDS // 4)]
    initials = ["".join(dice.sample("abcdefghjklmnpqrstwxyz", 3)) for _ in range(WORDS // 2)]
    phones = [f"{dice.randrange(10_000):04d}" for _ in range(WORDS // 4)]
    return names + initials + phones


def _raw(store: Store, typed: str) -> list[object]:
    expression = store.indexing.match(typed)
    if not expression:
        return []
    query = text("SELECT rowid FROM search WHERE search MATCH :expression ORDER BY rowid DESC LIMIT 20")
    with store._read() as connection:
        return list(connection.execute(query, {"expression": expression}))
