"""Duplicates merged on two laptops apart: nothing is lost, nothing dangles, everyone holds the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.pointing import MERGED_INTO, pointing_fields
from app.model.registry import KINDS
from app.services.desk import Desk
from app.services.merging import merge_records
from app.services.records import undo
from sync.client.conflicts import MINE, open_conflicts, take
from tests.convergence.test_two_laptops import assert_quiet, hq_digest
from tests.fakes.headquarters import Headquarters, open_headquarters
from tests.fakes.laptops import Laptop, Open, open_laptop

Pair = tuple[Laptop, Laptop]
Companies = tuple[str, str, str]


def desk(laptop: Laptop) -> Desk:
    return Desk(laptop.store, laptop.name)


def merge(laptop: Laptop, keep: str, drop: str, kind: str = "company") -> None:
    merge_records(desk(laptop), kind, keep, drop)


def visit(laptop: Laptop, **values: Any) -> str:
    day = laptop.clock().date()
    return laptop.create("visit", visited_on=day, kind="outward", subject="走访", **values)


def live(laptop: Laptop, ids: tuple[str, ...] | list[str]) -> list[str]:
    return [row.id for row in laptop.store.rows("company", list(ids)) if not row.deleted]


def assert_at_rest(headquarters: Headquarters, *laptops: Laptop) -> None:
    """Everyone holds the same, nothing waits, and nobody points at one who was merged away."""
    for _ in range(3):
        for laptop in laptops:
            laptop.synced()
    hashes = {laptop.store.content_hash() for laptop in laptops}
    assert hashes == {hq_digest(headquarters)}
    for laptop in laptops:
        assert laptop.store.outbox() == [] == laptop.store.outbox(state="refused")
        assert dangling(laptop) == []


def dangling(laptop: Laptop) -> list[tuple[str, str, str]]:
    """Live records that point at a merged one: kind, id, whom."""
    found = []
    for target in ("company", "contact"):
        gone = {
            row.id
            for row in laptop.store.rows(target, laptop.store.ids(target, deleted=True))
            if row[MERGED_INTO]
        }
        for kind in KINDS.values():
            for one in laptop.store.rows(kind.name, laptop.store.ids(kind.name)):
                for f in pointing_fields(kind, target):
                    value = one[f.name] or []
                    named = {value} if isinstance(value, str) else set(value)
                    found += [(kind.name, one.id, id) for id in named & gone]
    return found


@pytest.fixture
def pair(opened: Open) -> Pair:
    return opened("张三"), opened("李四")


@pytest.fixture
def known(pair: Pair) -> Companies:
    """Three companies that both laptops hold."""
    zhang, li = pair
    made = [zhang.create("company", name=name) for name in ("恒力石化", "恒力集团", "恒力")]
    zhang.synced()
    li.synced()
    return made[0], made[1], made[2]


def test_a_visit_added_meanwhile_follows(pair: Pair, known: Companies, headquarters: Headquarters) -> None:
    (zhang, li), (x, y, _) = pair, known
    early = visit(zhang, company_id=x)
    for laptop in (zhang, li):
        laptop.synced()
    merge(zhang, y, x)
    late = visit(li, company_id=x)
    for laptop in (zhang, li):
        laptop.synced()
    assert li.value("visit", early, "company_id") == li.value("visit", late, "company_id") == y
    assert_at_rest(headquarters, zhang, li)
    assert zhang.value("visit", late, "company_id") == y
    for laptop in pair:
        assert_quiet(laptop)


def test_an_edit_made_meanwhile_opens_a_card_and_can_come_back(
    pair: Pair, known: Companies, headquarters: Headquarters
) -> None:
    (zhang, li), (x, y, _) = pair, known
    late = visit(li, company_id=x)
    merge(zhang, y, x)
    li.update("company", x, city="吴江")
    assert_at_rest(headquarters, zhang, li)
    (card,) = open_conflicts(zhang.store)
    assert (card.reason, card.card["target_id"]) == ("delete", x)
    take(zhang.store, card.id, MINE, "张三")
    assert_at_rest(headquarters, zhang, li)
    assert li.value("company", x, "city") == "吴江" and li.value("company", x, MERGED_INTO) is None
    assert li.value("visit", late, "company_id") == x, "its own laptop points it back"


@pytest.mark.parametrize("first", [0, 1])
def test_one_merged_into_two_others(
    pair: Pair, known: Companies, headquarters: Headquarters, first: int
) -> None:
    (zhang, li), (x, y, z) = pair, known
    shared = visit(zhang, company_id=x)
    for laptop in pair:
        laptop.synced()
    merge(zhang, y, x)
    merge(li, z, x)
    late = visit(li, company_id=z)
    pair[first].synced()
    assert_at_rest(headquarters, zhang, li)
    assert set(live(zhang, list(known))) == {y, z}
    assert zhang.value("visit", shared, "company_id") in (y, z)
    assert zhang.value("visit", late, "company_id") == z


@pytest.mark.parametrize("first", [0, 1])
def test_each_merged_into_the_other_leaves_exactly_one(
    pair: Pair, known: Companies, headquarters: Headquarters, first: int
) -> None:
    (zhang, li), (x, y, _) = pair, known
    visits = [visit(zhang, company_id=x), visit(li, company_id=y)]
    for laptop in (zhang, li, zhang):
        laptop.synced()
    merge(zhang, y, x)
    merge(li, x, y)
    visits += [visit(zhang, company_id=y), visit(li, company_id=x)]
    pair[first].synced()
    assert_at_rest(headquarters, zhang, li)
    (one,) = live(zhang, [x, y])
    assert one == min(x, y)
    assert {zhang.value("visit", id, "company_id") for id in visits} == {one}


def test_undo_after_the_sync_brings_both_back_with_what_followed(
    pair: Pair, known: Companies, headquarters: Headquarters
) -> None:
    (zhang, li), (x, y, _) = pair, known
    own = visit(zhang, company_id=x)
    merge(zhang, y, x)
    late, changed = visit(li, company_id=x), visit(li, company_id=x)
    assert_at_rest(headquarters, zhang, li)
    li.update("visit", changed, company_id=None)
    assert_at_rest(headquarters, zhang, li)

    undo(desk(zhang))
    assert_at_rest(headquarters, zhang, li)

    assert set(live(li, [x, y])) == {x, y}
    assert [li.value("visit", id, "company_id") for id in (own, late)] == [x, x]
    assert zhang.value("visit", changed, "company_id") is None


# --- any interleaving ---------------------------------------------------------------------------------------


@dataclass
class World:
    """Two laptops and headquarters that live through all examples; each example has companies of its own."""

    headquarters: Headquarters
    laptops: Pair
    companies: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    visits: dict[str, str] = field(default_factory=dict)  # id → subject
    done: list[list[str]] = field(default_factory=lambda: [[], []])  # what undo would take back, per laptop

    def begin(self) -> None:
        zhang, li = self.laptops
        self.companies = [zhang.create("company", name=f"恒力{n}") for n in range(3)]
        self.people = [zhang.create("contact", name=f"张{n}") for n in range(2)]
        self.visits, self.done = {}, [[], []]
        zhang.synced()
        li.synced()

    def act(self, who: int, what: str, first: int, second: int) -> None:
        laptop = self.laptops[who]
        match what:
            case "sync":
                laptop.synced()
            case "visit":
                values = {"company_id": self.companies[first], "contact_ids": [self.people[second % 2]]}
                if live(laptop, [self.companies[first]]):
                    self.visits[visit(laptop, **values)] = "走访"
                    self.done[who].append("visit")
            case "edit":
                if live(laptop, [self.companies[first]]):
                    laptop.update(
                        "company", self.companies[first], city=f"城{second}", tags=[f"{who}{second}"]
                    )
                    self.done[who].append("edit")
            case "merge" if first != second:
                self._merge(who, "company", self.companies[first], self.companies[second])
            case "people":
                self._merge(who, "contact", self.people[first % 2], self.people[1 - first % 2])
            case "undo" if self.done[who] and self.done[who][-1] != "visit":
                undo(desk(laptop))
                self.done[who].pop()
            case "restore":
                if cards := [
                    one for one in open_conflicts(laptop.store) if one.target and one.reason == "delete"
                ]:
                    take(laptop.store, cards[0].id, MINE, laptop.name)
                    self.done[who].clear()

    def _merge(self, who: int, kind: str, keep: str, drop: str) -> None:
        laptop = self.laptops[who]
        rows = laptop.store.rows(kind, [keep, drop])
        if len(rows) == 2 and not any(row.deleted for row in rows):
            merge(laptop, keep, drop, kind)
            self.done[who].append("merge")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("merges")
    headquarters = open_headquarters(folder / "hq")
    made = [open_laptop(folder, name, headquarters.gateway(name)) for name in ("张三", "李四")]
    yield World(headquarters, (made[0], made[1]))
    for laptop in made:
        laptop.store.close()
    headquarters.store.close()


whats = st.sampled_from(["sync", "visit", "edit", "merge", "merge", "people", "undo", "restore"])
steps = st.lists(st.tuples(st.integers(0, 1), whats, st.integers(0, 2), st.integers(0, 2)), max_size=14)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_any_interleaving_ends_in_peace(world: World, taken: list[tuple[int, str, int, int]]) -> None:
    world.begin()
    for step in taken:
        world.act(*step)
    assert_at_rest(world.headquarters, *world.laptops)
    for laptop in world.laptops:
        found = {row.id for row in laptop.store.rows("visit", list(world.visits)) if not row.deleted}
        assert found == world.visits.keys(), "a visit was lost"
        assert live(laptop, world.companies), "none of the companies is left"
        assert laptop.store.integrity() == []
