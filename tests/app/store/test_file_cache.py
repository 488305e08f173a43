"""What of the files stays on a laptop and what may go (sync.md, Attachments)."""

from datetime import timedelta

import pytest

from app.reasons import Reason
from app.store.file_cache import OWN_KEPT
from app.store.store import Store

SIZE = 1000


def kept(store: Store, mark: str, *, state: str = "sent", opened: int = 0) -> str:
    """A file of 1000 bytes that an attachment names, opened so many minutes after the beginning."""
    content = mark.encode() * SIZE
    sha256, size = store.files.put([content[:SIZE]], state=state)
    with store.write(actor="周敏", label="create") as work:
        work.create("attachment", {"parent_kind": "company", "name": mark, "sha256": sha256, "size": size})
    if opened:
        store.file_cache.opened(sha256, store.clock() + timedelta(minutes=opened))
    return sha256


def test_the_least_recently_opened_go_first(store: Store) -> None:
    old, new, middle = kept(store, "a", opened=1), kept(store, "b", opened=9), kept(store, "c", opened=5)
    assert store.file_cache.used() == 3 * SIZE
    assert store.file_cache.trim(3 * SIZE, (), store.clock()) == []
    assert store.file_cache.trim(SIZE + 1, (), store.clock()) == [old, middle]
    assert [store.files.has(one) for one in (old, middle, new)] == [False, False, True]
    assert store.file_cache.used() == SIZE
    assert store.integrity() == []


def test_what_headquarters_does_not_have_never_goes(store: Store) -> None:
    waiting, refused, sent = (
        kept(store, "a", state="waiting"),
        kept(store, "b", state="waiting"),
        kept(store, "c"),
    )
    store.files.mark_refused(refused, Reason("error.unit_files_full"))
    assert store.file_cache.trim(0, (), store.clock()) == [sent]
    assert not store.file_cache.drop(waiting) and not store.file_cache.drop(refused)
    assert store.files.has(waiting) and store.files.has(refused)
    store.files.mark_sent(waiting)
    assert store.file_cache.drop(waiting) and not store.files.has(waiting)


def test_bytes_added_again_wait_again_and_stay(store: Store) -> None:
    sha256 = kept(store, "a")
    assert kept(store, "a", state="waiting") == sha256
    assert store.file_cache.trim(0, (), store.clock()) == []
    assert [file.sha256 for file in store.files.waiting()] == [sha256]


def test_what_was_taken_along_stays(store: Store) -> None:
    first, second = kept(store, "a", opened=1), kept(store, "b", opened=2)
    assert store.file_cache.trim(0, {first}, store.clock()) == [second]


def test_own_files_go_last_for_a_month(store: Store) -> None:
    own, other = kept(store, "a", state="waiting"), kept(store, "b", opened=60)
    store.files.mark_sent(own)
    now = store.clock()
    assert store.file_cache.trim(SIZE, (), now) == [other]
    again = kept(store, "b", opened=60)
    later = now + OWN_KEPT * 400  # the store's clock stands in 2026, the file's age is the computer's own
    assert store.file_cache.trim(SIZE, (), later) == [own]
    assert store.files.has(again)


def test_small_pictures_stay(store: Store) -> None:
    small, _ = store.files.put([b"small"], state="sent")
    with store.write(actor="周敏", label="create") as work:
        values = {"parent_kind": "company", "name": "x", "thumbnail_sha256": small, "thumbnail_size": 5}
        work.create("attachment", values)
    assert store.file_cache.trim(0, (), store.clock()) == []
    assert store.files.has(small)


def test_asked_for_until_it_is_there(store: Store) -> None:
    sha256 = kept(store, "a")
    store.file_cache.drop(sha256)
    assert store.file_cache.wanted() == set()
    store.file_cache.want(sha256, SIZE)
    store.file_cache.want("0" * 64, 5)
    assert store.file_cache.wanted() == {sha256, "0" * 64}
    store.files.put([b"a" * SIZE], state="sent")
    assert store.file_cache.wanted() == {"0" * 64}
    known = store.file_cache.known([sha256, "0" * 64, "1" * 64])
    assert {name: (one.state, one.wanted) for name, one in known.items()} == {
        sha256: ("sent", False),
        "0" * 64: ("absent", True),
    }


def test_a_refused_file_is_listed_and_tried_again(store: Store) -> None:
    sha256 = kept(store, "a", state="waiting")
    store.files.mark_refused(sha256, Reason("error.upload_too_large", {"limit": 5}))
    assert store.file_cache.refused() == [
        (sha256, SIZE, {"key": "error.upload_too_large", "params": {"limit": 5}})
    ]
    store.file_cache.retry(sha256)
    assert store.file_cache.refused() == [] and len(store.files.waiting()) == 1


def test_after_a_restore_only_own_files_are_asked_about(store: Store) -> None:
    own, _ = kept(store, "a", state="waiting"), kept(store, "b")
    store.files.mark_sent(own)
    assert store.file_cache.send_own_again() == 1
    assert [file.sha256 for file in store.files.waiting()] == [own]


@pytest.mark.parametrize("times", [1, 2])
def test_records_are_taken_along_and_left(store: Store, times: int) -> None:
    for _ in range(times):
        store.file_cache.take("trip", "t1")
    store.file_cache.take("project", "p1")
    assert store.file_cache.taken() == [("project", "p1"), ("trip", "t1")]
    store.file_cache.leave("trip", "t1")
    assert store.file_cache.taken() == [("project", "p1")]
