"""What sync brings is indexed afterwards, and no search ever misses it."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.model.registry import Kind
from app.rules import search_text
from app.services.indexing import ChineseIndexing
from app.store import errors
from app.store.indexing import Entry
from app.store.late_indexing import AT_ONCE, FEW, MOST, REWORDED, LateIndexing
from app.store.replica import Incoming
from app.store.store import Store
from app.store.turns import Turns
from tests.fakes.statements import asked
from tests.fakes.stores import new_store, reopened

KEY = "name:恒力电子"


def record(number: int) -> str:
    return f"01a1f677-ae68-7414-9fb5-{number:012d}"


def land(store: Store, numbers: range, name: str = "恒力电子", *, rev: int = 7, gone: bool = False) -> None:
    with store.replica() as replica:
        arriving = []
        for number in numbers:
            doc = {"name": f"{name}{number or ''}", "city": f"苏州{rev}"}
            head = {"id": record(number), "rev": rev, "hq_deleted": gone, "deleted": gone}
            rest = {"hq_doc": doc, "doc": doc, "waiting": False, "at": 1000 * rev, "by": "李强"}
            arriving.append(Incoming(**head, **rest))  # type: ignore[arg-type]
        replica.write("company", arriving)


def marked(store: Store) -> int:
    with store._read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM unindexed")).scalar_one())


def found(store: Store, words: str) -> list[str]:
    return sorted(hit.id for hit in store.find(words, limit=5000))


def test_landing_only_marks_and_the_first_search_finds_everything(store: Store) -> None:
    land(store, range(AT_ONCE + 20))
    assert marked(store) == AT_ONCE + 20
    assert found(store, "恒力") == [record(n) for n in range(AT_ONCE + 20)]
    assert marked(store) == 0 and store.integrity() == []


@pytest.mark.parametrize("words", ["hldz", "恒力电子", "苏州"])
def test_marks_outlive_the_process(store: Store, words: str) -> None:
    land(store, range(3))
    again = reopened(store)
    assert marked(again) == 3
    assert again.ids("company", find=words) == [record(n) for n in (2, 1, 0)]
    again.close()


def test_it_is_done_in_pieces_when_there_is_nothing_else_to_do(store: Store) -> None:
    land(store, range(AT_ONCE + 1))
    assert store.late_indexing.some() is True
    assert marked(store) == 1
    assert store.late_indexing.some() is False
    assert marked(store) == 0
    assert store.late_indexing.some() is False


def test_what_changed_is_found_by_its_new_words_only(store: Store) -> None:
    land(store, range(1))
    assert found(store, "恒力") == [record(0)]
    land(store, range(1), "盛虹", rev=8)
    assert (found(store, "恒力"), found(store, "盛虹")) == ([], [record(0)])


def test_what_reads_as_before_is_not_marked(store: Store) -> None:
    land(store, range(1))
    assert found(store, "恒力") == [record(0)]
    land(store, range(1))
    assert marked(store) == 0


def test_what_left_or_was_deleted_is_found_no_more(store: Store) -> None:
    land(store, range(2))
    assert len(found(store, "恒力")) == 2
    land(store, range(1), rev=8, gone=True)
    with store.replica() as replica:
        replica.leave("company", [record(1)])
    assert marked(store) == 2 and store.integrity() == []
    assert found(store, "恒力") == [] and store.filed("company") == {}
    assert store.integrity() == []


def test_duplicates_are_found_among_what_has_just_come(store: Store) -> None:
    land(store, range(1))
    assert store.filed("company", [KEY]) == {KEY: [record(0)]}


def test_a_list_is_in_the_order_of_names_at_once(store: Store) -> None:
    for number, name in enumerate(("盛虹", "恒力", "东方")):
        land(store, range(number, number + 1), name)
    assert store.ids("company", sort=[("name", False)]) == [record(n) for n in (2, 1, 0)]


def test_an_edit_between_landing_and_indexing_is_found(store: Store) -> None:
    land(store, range(1))
    with store.write(actor="周敏", label="x") as work:
        work.update("company", record(0), {"name": "盛虹石化"})
    assert (found(store, "恒力"), found(store, "盛虹")) == ([], [record(0)])
    assert KEY not in store.filed("company") and "name:盛虹石化" in store.filed("company")
    assert store.integrity() == []


def test_what_lands_in_the_middle_of_a_search_holds_up_nobody_and_is_found_by_the_next(store: Store) -> None:
    land(store, range(3))
    looks = 0

    @contextmanager
    def reading() -> Iterator[Connection]:
        nonlocal looks
        with store._read() as connection:
            yield connection
        looks += 1
        land(store, range(looks * 10, looks * 10 + 3))  # a page, after every look of the search

    with LateIndexing(reading, store._write, store.indexing).complete() as connection:
        indexed = {id for (id,) in connection.execute(text("SELECT id FROM search_doc"))}
        assert {record(n) for n in range(3)} <= indexed
    assert 2 <= looks < 10
    assert len(found(store, "恒力")) == 3 + 3 * looks


def test_what_changes_while_its_words_are_found_is_indexed_as_it_is_then(store: Store) -> None:
    land(store, range(2))
    changed = False

    @contextmanager
    def writing() -> Iterator[Connection]:
        nonlocal changed
        if not changed:
            changed = True
            land(store, range(1), "盛虹", rev=8)
            land(store, range(1, 2), rev=9, gone=True)
        with store._write() as connection:
            yield connection

    late = LateIndexing(store._read, writing, store.indexing)
    while late.some():
        pass
    assert marked(store) == 0 and store.integrity() == []
    assert (found(store, "恒力"), found(store, "盛虹")) == ([], [record(0)])
    assert KEY not in store.filed("company")


def test_two_who_search_at_once_find_everything_and_index_it_once(store: Store) -> None:
    land(store, range(400))
    with ThreadPoolExecutor(4) as threads:
        every = list(threads.map(lambda _: found(store, "恒力"), range(4)))
    assert every == [[record(n) for n in range(400)]] * 4
    assert marked(store) == 0 and store.integrity() == []


class Transactions(Turns):
    """Those of one indexing: how many records each took, and how often it looked whether it is in the way."""

    def __init__(self, store: Store, wanted: Callable[[], bool] = lambda: False) -> None:
        super().__init__()
        self.store, self.sizes, self.looks = store, list[int](), 0
        self.late = LateIndexing(store._read, self.writing, store.indexing, self)
        self._asked, self._was_wanted = wanted, False

    def are_wanted(self) -> bool:
        self.looks += 1
        self._was_wanted = self._asked()
        return self._was_wanted

    def are_crowded(self) -> bool:
        return self._was_wanted

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        before = marked(self.store)
        with self.store._write() as connection:
            yield connection
        self.sizes.append(before - marked(self.store))


def test_alone_it_takes_ever_more_at_once(store: Store) -> None:
    land(store, range(1500))
    seen = Transactions(store)
    with seen.late.complete():
        pass
    assert seen.sizes == [FEW, 2 * FEW, 4 * FEW, 1500 - 7 * FEW] and max(seen.sizes) <= MOST
    assert marked(store) == 0 and store.integrity() == []


def test_whoever_would_like_to_write_waits_for_one_slice_at_most(store: Store) -> None:
    """Not even a search that brings a first sync into the indexes is in anybody's way."""
    land(store, range(1500))
    seen = Transactions(store, lambda: True)
    with seen.late.complete():
        pass
    assert max(seen.sizes) <= FEW and len(seen.sizes) == seen.looks  # it ended after every look
    assert len(seen.sizes) > 1500 / FEW and marked(store) == 0 and store.integrity() == []


def test_it_ends_when_somebody_comes_and_goes_on_with_the_words_it_has(store: Store) -> None:
    land(store, range(1000))
    looks = count()
    seen = Transactions(store, lambda: next(looks) == 0)
    with seen.late.complete():
        pass
    assert seen.sizes[0] + seen.sizes[1] == FEW and seen.sizes[2:] == [2 * FEW, 1000 - 3 * FEW]
    assert marked(store) == 0 and len(found(store, "恒力")) == 1000


def test_what_changes_between_two_transactions_of_a_batch_is_indexed_as_it_is_then(store: Store) -> None:
    land(store, range(FEW))

    seen = Transactions(store)
    looked = seen.writing

    @contextmanager
    def writing() -> Iterator[Connection]:
        if seen.sizes:
            land(store, range(FEW - 2, FEW - 1), "盛虹", rev=8 + len(seen.sizes))
            with store.replica() as replica:
                replica.leave("company", [record(FEW - 1)])
        with looked() as connection:
            yield connection

    late = LateIndexing(store._read, writing, store.indexing, Transactions(store, lambda: True))
    while late.some():
        pass
    assert len(seen.sizes) >= 2 and marked(store) == 0 and store.integrity() == []
    assert found(store, "盛虹") == [record(FEW - 2)] and len(found(store, "恒力")) == FEW - 2


def test_on_a_full_disk_searches_say_so_and_lists_are_shown(store: Store) -> None:
    land(store, range(2))

    def writing() -> AbstractContextManager[Connection]:
        raise errors.DiskFull(path="x")

    late = LateIndexing(store._read, writing, store.indexing)
    with pytest.raises(errors.DiskFull), late.complete():
        pass
    with late.nearly_complete() as connection:
        assert connection.execute(text("SELECT count(*) FROM company")).scalar_one() == 2


def older_rule(patched: pytest.MonkeyPatch) -> None:
    """Names are not read at all yet, as in a version before."""

    def entry(self: ChineseIndexing, kind: Kind, values: Mapping[str, Any]) -> Entry:
        return Entry(values["name"], search_text.index_text(values["name"]), "", values["name"])

    patched.setattr(ChineseIndexing, "entry", entry)


def of_an_older_rule(folder: Path, records: int) -> Store:
    with pytest.MonkeyPatch.context() as patched:
        older_rule(patched)
        before = new_store(folder)
        with before._write() as connection:
            connection.exec_driver_sql("DELETE FROM meta WHERE name = 'words'")  # a version before knew none
        land(before, range(records))
        assert (len(found(before, "恒力")), found(before, "hldz")) == (records, [])
        before.close()
    return reopened(before)


@pytest.mark.parametrize("records", [0, 1, 3, REWORDED - 1, REWORDED])
def test_making_words_anew_comes_to_an_end(tmp_path: Path, records: int) -> None:
    store = of_an_older_rule(tmp_path, records)
    assert [store.late_indexing.some() for _ in range(3)] == [records > 0, False, False]
    assert len(found(store, "hldz")) == records
    assert store.integrity() == []
    store.close()


def test_making_words_anew_comes_to_an_end_where_the_last_records_went(tmp_path: Path) -> None:
    store = of_an_older_rule(tmp_path, REWORDED + 50)
    assert store.late_indexing.some() is True
    land(store, range(20, REWORDED + 50), rev=8, gone=True)
    left = sum(1 for _ in iter(store.late_indexing.some, False))
    assert left < 10 and found(store, "hldz") == [record(n) for n in range(20)]
    store.close()


def test_after_a_change_of_the_rule_words_are_made_anew_some_at_a_time(tmp_path: Path) -> None:
    store = of_an_older_rule(tmp_path, REWORDED + 3)
    assert (len(found(store, "恒力")), found(store, "hldz")) == (REWORDED + 3, [])  # nobody waits for it
    newest = store.find("恒力", limit=1)[0].id
    assert store.late_indexing.some() is True
    assert (len(found(store, "恒力")), len(found(store, "hldz"))) == (REWORDED + 3, REWORDED)
    again = reopened(store)  # and goes on where it was
    assert again.late_indexing.some() is True
    assert found(again, "hldz") == found(again, "恒力") == [record(n) for n in range(REWORDED + 3)]
    assert again.late_indexing.some() is False
    assert again.find("恒力", limit=1)[0].id == newest
    assert again.integrity() == []
    again.close()


def test_a_new_store_has_nothing_to_make_anew(store: Store) -> None:
    land(store, range(2))
    assert found(store, "hldz") == [record(0), record(1)]
    with asked() as told:
        assert store.late_indexing.some() is False
    assert told.on("search_doc") == []
