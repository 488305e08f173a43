"""What the doctor says about a store: nothing where nothing is wrong."""

from app.store.store import Store


def test_a_store_in_use_is_not_called_damaged(store: Store) -> None:
    """FTS5 in the reading connection remembered segments that the writing one had merged."""
    for round in range(15):
        with store.write(actor="周敏", label="import") as work:
            for number in range(30):
                work.create("company", {"name": f"公司{round}-{number}", "note": f"备注 {round * number}"})
        assert store.integrity() == []
