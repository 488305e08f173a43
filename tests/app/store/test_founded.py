"""The stores that tests begin with are what the product makes (``tests.fakes.stores.founded``)."""

from pathlib import Path
from typing import Any

import pytest

from app.store.store import Store
from tests.fakes.stores import created, new_store


def whole(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every statement that made the file, and every row in it."""
    with store._read() as connection:
        master = [
            tuple(row) for row in connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
        ]
        plain = [name for sort, name, sql in master if sort == "table" and "VIRTUAL" not in sql]
        rows = {name: connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in plain}
    return {"": master} | {name: [tuple(row) for row in some] for name, some in rows.items()}


def test_a_founded_store_is_as_a_created_one(tmp_path: Path) -> None:
    stores = created(tmp_path / "created"), new_store(tmp_path / "founded")
    assert whole(stores[0]) == whole(stores[1]) and len(whole(stores[0])) > 20
    for store in stores:
        with store.write(actor="周敏", label="x") as work:
            work.create("company", {"name": "恒力"})
    assert whole(stores[0]) == whole(stores[1]) and len(whole(stores[0])["company"]) == 1
    names = [sorted(path.name for path in store.path.parent.iterdir()) for store in stores]
    assert names[0] == names[1]
    for store in stores:
        store.close()


def test_a_store_is_not_founded_over_another(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    with pytest.raises(FileExistsError):
        new_store(tmp_path)
