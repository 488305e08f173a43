"""Records are filed under their duplicate keys by whatever writes them, and looked up without being read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.indexing import ChineseIndexing
from app.store import nominating
from app.store.replica import Incoming
from app.store.store import Store
from tests.fakes.stores import new_store, reopened

KEY = "name:恒力石化"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


def add(store: Store, name: str, **values: object) -> str:
    with store.write(actor="周敏", label="test") as work:
        return work.create("company", {"name": name, **values})


def filed(store: Store) -> list[str]:
    return list(store.filed("company", [KEY]).get(KEY, ()))


def test_a_record_is_filed_while_it_lives(store: Store) -> None:
    id = add(store, "恒力石化有限公司")
    assert filed(store) == [id]
    with store.write(actor="周敏", label="test") as work:
        work.update("company", id, {"name": "盛虹石化"})
    assert filed(store) == []
    store.undo(actor="周敏")
    assert filed(store) == [id]
    with store.write(actor="周敏", label="test") as work:
        work.delete("company", id)
    assert store.filed("company") == {}
    store.undo(actor="周敏")
    assert filed(store) == [id]
    assert store.integrity() == []


def test_the_newest_comes_first_and_others_are_left_out(store: Store) -> None:
    first, second = add(store, "恒力石化"), add(store, "恒力石化（集团）")
    add(store, "盛虹")
    assert store.filed("company", [KEY, "name:无此"]) == {KEY: [second, first]}
    assert set(store.filed("company")) == {KEY, "name:盛虹"}


@pytest.mark.parametrize("few", [0, nominating.FEW])
def test_many_keys_are_looked_up_either_way(store: Store, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    id = add(store, "恒力石化")
    monkeypatch.setattr(nominating, "FEW", few)
    keys = {KEY, *(f"name:{number}" for number in range(1200))}
    assert {key: list(ids) for key, ids in store.filed("company", keys).items()} == {KEY: [id]}


def test_what_sync_brings_is_filed_and_what_leaves_is_not(store: Store) -> None:
    row = Incoming("c1", 3, {"name": "恒力石化"}, False, {"name": "恒力石化"}, False, False, 0, "李四")
    with store.replica() as replica:
        replica.write("company", [row])
    assert filed(store) == ["c1"]
    with store.replica() as replica:
        replica.leave("company", ["c1"])
    assert filed(store) == []


def test_only_the_fields_asked_for_are_read(store: Store) -> None:
    id, gone = add(store, "恒力石化", city="苏州"), add(store, "盛虹")
    with store.write(actor="周敏", label="test") as work:
        work.delete("company", gone)
    assert store.fields("company", [id, gone, "nobody"], ["city"]) == {id: {"id": id, "city": "苏州"}}


def test_a_new_rule_files_everything_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    id = add(store, "恒力石化")
    monkeypatch.setattr(ChineseIndexing, "keys_version", "later")
    monkeypatch.setattr(ChineseIndexing, "keys", lambda self, kind, values: frozenset({"other:1"}))
    again = reopened(store)
    assert again.filed("company") == {"other:1": [id]}
    assert again.integrity() == []
    again.close()


def test_a_key_of_nobody_is_found_by_the_doctor(store: Store) -> None:
    id = add(store, "恒力石化")
    with store._write() as connection:
        connection.exec_driver_sql("UPDATE company SET deleted = 1 WHERE id = ?", (id,))
    assert "filed_gone" in {problem.code for problem in store.integrity()}
