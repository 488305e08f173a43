"""A store of twenty thousand records: what is asked for is touched, the rest is not. Counted, never timed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.store.raw import connect
from app.store.reading import Filter
from app.store.store import Store
from tests.fakes.statements import asked
from tests.fakes.stores import KEY, new_store

MANY = 20_000
CHANGED = 5_000
CITIES = ("苏州", "青岛", "无锡", "常州")
IN_ORDER = ["无锡", "常州", "苏州", "青岛"]  # of the administrative divisions


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Only read, or left as it was found."""
    store = new_store(tmp_path_factory.mktemp("many"))
    with store.write(actor="周敏", label="import") as work:
        for n in range(MANY):
            work.create("company", {"name": f"企业{n:05d}", "city": CITIES[n % len(CITIES)]})
    yield store
    store.close()


@pytest.fixture(scope="module")
def ids(full: Store) -> list[str]:
    return full.ids("company")


def named(parameters: Any) -> list[str]:
    """The ids a statement asks for: they go as one list."""
    return [id for one in parameters if str(one).startswith("[") for id in json.loads(one) if len(id) == 36]


def plan(store: Store, statement: str, parameters: Any) -> list[str]:
    """How SQLite means to find the rows."""
    raw = connect(store.path, KEY, mode="ro")
    try:
        return [line[3] for line in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    finally:
        raw.close()


def test_everything_is_there_once(full: Store, ids: list[str]) -> None:
    assert len(ids) == len(set(ids)) == MANY
    assert full.counts().pending == MANY


@pytest.mark.parametrize("start", [0, 1, 9_950, MANY - 100])
def test_a_window_of_a_list_touches_only_its_rows(full: Store, ids: list[str], start: int) -> None:
    window = ids[start : start + 100]
    with asked() as seen:
        rows = full.rows("company", window)
    assert [row.id for row in rows] == window
    assert {row.pending for row in rows} == {1}
    # The rows, what waits for them, and the conflicts they are in: three questions, however long the list.
    assert len(seen.statements) == 3
    for statement, parameters in zip(seen.statements, seen.parameters, strict=True):
        assert sorted(named(parameters)) == sorted(window)
        steps = plan(full, statement, parameters)
        assert not [step for step in steps if step.startswith("SCAN") and "json_each" not in step], steps


@pytest.mark.parametrize("count", [0, 1, 100, 1501])
def test_any_window_takes_the_same_few_statements(full: Store, ids: list[str], count: int) -> None:
    with asked() as seen:
        rows = full.rows("company", ids[:count])
    assert len(rows) == count
    assert len(seen.statements) == (3 if count else 0)


def test_one_record_is_found_by_its_key(full: Store, ids: list[str]) -> None:
    with asked() as seen:
        row = full.get("company", ids[12_345])
    assert row is not None and row["name"] == f"企业{MANY - 1 - 12_345:05d}"
    first = plan(full, seen.statements[0], seen.parameters[0])
    assert first[0].startswith("SEARCH company USING"), first


@pytest.mark.parametrize("limit", [1, 20, 57])
@pytest.mark.parametrize("typed", ["企业", "qy", "0"])
def test_search_gives_no_more_than_was_asked(full: Store, typed: str, limit: int) -> None:
    with asked() as seen:
        hits = full.find(typed, limit=limit)
    assert len(hits) == limit == len({hit.id for hit in hits})
    loaded = [p for s, p in zip(seen.statements, seen.parameters, strict=True) if "FROM company" in s]
    assert len(loaded) == 1 and len(named(loaded[0])) == limit
    assert all("LIMIT" in one for one in seen.statements if "MATCH" in one)


def test_search_narrowed_to_a_kind_without_a_match_loads_nothing(full: Store) -> None:
    with asked() as seen:
        assert full.find("企业", kinds=("contact",)) == []
    assert not seen.on("company") and not seen.on("contact")


def test_search_for_one_of_many_finds_that_one(full: Store) -> None:
    assert [hit.title for hit in full.find("企业12345")] == ["企业12345"]
    assert [row["name"] for row in full.rows("company", full.ids("company", find="企业12345"))] == [
        "企业12345"
    ]


@pytest.mark.parametrize("sort", [[], [("name", True)], [("city", True), ("name", False)]])
def test_the_order_of_a_list_is_the_same_every_time(full: Store, sort: list[tuple[str, bool]]) -> None:
    """Equal keys too: three quarters of these records share their city with others."""
    first = full.ids("company", sort=sort)
    assert len(first) == MANY
    assert full.ids("company", sort=sort) == first


@pytest.mark.parametrize("down", [False, True])
def test_equals_are_newest_first(full: Store, ids: list[str], down: bool) -> None:
    numbers = {id: n for n, id in enumerate(reversed(ids))}
    by_city = [numbers[id] for id in full.ids("company", sort=[("city", down)])]
    size = MANY // len(CITIES)
    groups = [by_city[start : start + size] for start in range(0, MANY, size)]
    assert all(group == sorted(group, reverse=True) for group in groups)
    found = [CITIES[group[0] % len(CITIES)] for group in groups]
    assert found == (IN_ORDER[::-1] if down else IN_ORDER)
    assert all({n % len(CITIES) for n in group} == {group[0] % len(CITIES)} for group in groups)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"deleted": True},
        {"sort": [("name", True)]},
        {"sort": [("created_at", False), ("name", False)]},
        {"find": "企业1"},
        {"filters": [Filter("city", "eq", "苏州")], "sort": [("name", False)]},
    ],
)
def test_thousands_of_ids_are_handed_over_at_once(full: Store, wanted: dict[str, Any]) -> None:
    """Row by row every other thread would have the interpreter between two of them."""
    with asked() as seen:
        found = full.ids("company", **wanted)
    assert seen.statements[-1].startswith("SELECT json_group_array(")
    assert len(found) == len(set(found)) and bool(found) is not wanted.get("deleted", False)


@pytest.mark.parametrize("down", [False, True])
def test_names_are_in_the_order_of_their_readings(full: Store, down: bool) -> None:
    rows = full.rows("company", full.ids("company", sort=[("name", down)])[:500])
    read = [full.indexing.sort_key(row["name"]) for row in rows]
    assert read == sorted(read, reverse=down) and len(set(read)) == 500


@pytest.mark.parametrize("city", CITIES)
def test_a_filter_is_answered_by_the_database(full: Store, city: str) -> None:
    with asked() as seen:
        found = full.ids("company", filters=[Filter("city", "eq", city)])
    assert len(found) == MANY // len(CITIES) and len(seen.statements) == 1


def test_a_change_of_thousands_is_one_step_back_and_one_forth(full: Store, ids: list[str]) -> None:
    before, some = full.content_hash(), ids[::4][:CHANGED]
    with full.write(actor="周敏", label="move them") as work:
        for id in some:
            work.update("company", id, {"city": "上海"})
    assert len(work.changes.ids) == CHANGED
    waiting = full.counts().pending
    assert waiting == MANY + CHANGED

    undone = full.undo(actor="周敏")
    assert undone is not None and undone.label == "move them" and undone.kept == ()
    assert undone.changes.ids == frozenset(("company", id) for id in some)
    assert full.ids("company", filters=[Filter("city", "eq", "上海")]) == []
    assert full.counts().pending == waiting + CHANGED, "headquarters must be told of it too"
    assert full.undo_label() == "import" and full.redo_label() == "move them"

    redone = full.redo(actor="周敏")
    assert redone is not None and len(redone.changes.ids) == CHANGED
    assert set(full.ids("company", filters=[Filter("city", "eq", "上海")])) == set(some)

    full.undo(actor="周敏")
    assert full.content_hash() == before


def test_thousands_are_written_in_few_statements(full: Store, ids: list[str]) -> None:
    """Many rows go down in one statement each; what is looked up goes by the hundreds."""
    with asked() as seen, full.write(actor="周敏", label="note them") as work:
        for id in ids[:1000]:
            work.update("company", id, {"note": "走访过"})
    writes = [one for one in seen.statements if one.startswith(("INSERT", "DELETE", "UPDATE"))]
    assert len(writes) <= 10, writes
    full.undo(actor="周敏")


def test_the_queue_is_read_in_pieces_and_in_order(full: Store) -> None:
    first = full.outbox(limit=100)
    assert len(first) == 100
    assert [item.operation.seq for item in first] == list(range(1, 101))
    with full.replica() as replica:
        outgoing = replica.outgoing(500, 10**7)
    assert [one.seq for one in outgoing] == list(range(1, 501))
