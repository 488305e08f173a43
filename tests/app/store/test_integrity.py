"""What the doctor says about a store: nothing where nothing is wrong."""

import random

from app.store.store import Store


def test_a_store_in_use_is_not_called_damaged(store: Store) -> None:
    """FTS5 in the reading connection remembered segments that the writing one had merged."""
    chance = random.Random(3)
    for _ in range(24):
        with store.write(actor="周敏", label="import") as work:
            for _ in range(30):
                words = " ".join(f"{chance.getrandbits(40)}" for _ in range(4))
                work.create("company", {"name": f"公司{chance.random()}", "note": words})
        assert store.integrity() == []
