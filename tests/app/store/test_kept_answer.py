"""Headquarters' answer lies in the file until it is taken in: one at most, for the place asked from."""

from pathlib import Path

import pytest

from app.store import kept_answer
from app.store.store import Store
from tests.fakes.stores import new_store, reopened


def kept(store: Store, cursor: str) -> bytes | None:
    with store.replica() as replica:
        return kept_answer.kept(replica.connection, cursor)


def keep(store: Store, cursor: str, reply: bytes) -> None:
    with store.replica() as replica:
        kept_answer.keep(replica.connection, cursor, reply)


def test_at_first_there_is_none_and_forgetting_nothing_is_no_error(store: Store) -> None:
    assert kept(store, "") is None
    with store.replica() as replica:
        kept_answer.forget(replica.connection)
    assert kept(store, "") is None


@pytest.mark.parametrize("reply", [b"", b"{}", bytes(range(256)), b"\x00" * 3_000_000])
def test_every_byte_outlives_the_process(tmp_path: Path, reply: bytes) -> None:
    store = new_store(tmp_path)
    keep(store, "7.1", reply)
    again = reopened(store)
    assert kept(again, "7.1") == reply
    assert again.integrity() == []
    again.close()


@pytest.mark.parametrize("cursor", ["", "7", "7.10", "7.1 ", "％", "7_1", "_._"])
def test_it_answers_only_what_was_asked_from_that_very_place(store: Store, cursor: str) -> None:
    keep(store, "7.1", b"answer")
    assert kept(store, cursor) is None
    assert kept(store, "7.1") == b"answer"


def test_the_first_answer_of_all_is_to_the_empty_place(store: Store) -> None:
    keep(store, "", b"first")
    assert kept(store, "") == b"first"


def test_a_later_answer_takes_the_place_of_the_one_before(store: Store) -> None:
    for number in range(3):
        keep(store, f"{number}", f"answer {number}".encode())
    assert [kept(store, f"{number}") for number in range(3)] == [None, None, b"answer 2"]
    keep(store, "2", b"again")
    assert kept(store, "2") == b"again"


def test_what_is_not_committed_was_never_kept_and_never_forgotten(store: Store) -> None:
    keep(store, "1", b"one")
    with pytest.raises(RuntimeError, match="power"), store.replica() as replica:
        kept_answer.keep(replica.connection, "2", b"two")
        assert kept_answer.kept(replica.connection, "2") == b"two"
        raise RuntimeError("power")
    assert (kept(store, "1"), kept(store, "2")) == (b"one", None)
    with pytest.raises(RuntimeError, match="power"), store.replica() as replica:
        kept_answer.forget(replica.connection)
        raise RuntimeError("power")
    assert kept(store, "1") == b"one"


def test_it_is_nothing_a_user_has_recorded(store: Store) -> None:
    """Neither the content nor what waits to be sent has changed, and undo does not see it."""
    before = (store.content_hash(), store.counts())
    keep(store, "1", b"one")
    assert (store.content_hash(), store.counts()) == before
    assert store.undo(actor="周敏") is None
    assert kept(store, "1") == b"one"


def test_an_edit_meanwhile_leaves_it_where_it_is(store: Store) -> None:
    keep(store, "1", b"one")
    with store.write(actor="周敏", label="create") as work:
        work.create("company", {"name": "恒力电子"})
    assert kept(store, "1") == b"one" and store.counts().pending == 1


def test_the_answer_is_encrypted_like_everything_else(tmp_path: Path) -> None:
    secret = "恒力电子的底价".encode() * 50
    store = new_store(tmp_path)
    keep(store, "1", secret)
    store.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files and not any(secret[:21] in file.read_bytes() for file in files)
