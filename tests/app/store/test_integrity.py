"""What the doctor says about a store: nothing where nothing is wrong."""

import random

from sqlalchemy import insert

from app.model.registry import KINDS
from app.store.store import Store
from app.store.tables import HQ_DIGEST


def test_a_store_in_use_is_not_called_damaged(store: Store) -> None:
    """FTS5 in the reading connection remembered segments that the writing one had merged."""
    chance = random.Random(3)
    for _ in range(24):
        with store.write(actor="周敏", label="import") as work:
            for _ in range(30):
                words = " ".join(f"{chance.getrandbits(40)}" for _ in range(4))
                work.create("company", {"name": f"公司{chance.random()}", "note": words})
        assert store.integrity() == []


def test_a_digest_of_records_that_are_not_there_is_told(store: Store) -> None:
    """Also of a kind that this laptop holds nothing of."""
    with store.write(actor="周敏", label="create") as work:
        work.create("company", {"name": "恒力"})
    with store.replica() as replica:
        replica._connection.execute(insert(HQ_DIGEST), {"kind": "visit", "records": 1, "total": "7"})
    assert [(one.code, one.detail.split(":")[0]) for one in store.integrity()] == [("digest", "visit")]


def test_the_content_of_an_empty_store_is_counted_of_every_kind(store: Store) -> None:
    assert store.content_sums() == dict.fromkeys(KINDS, (0, 0))
    with store.write(actor="周敏", label="create") as work:
        work.create("company", {"name": "恒力"})
    assert {kind: count for kind, (count, _) in store.content_sums().items() if count} == {"company": 1}
    assert store.content_sums().keys() == KINDS.keys()
