"""Paths between people: cheapest first, from different people we know."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.circles import TIES
from app.rules.relation_paths import COSTS, FARTHEST, Key, Link, ways


def person(name: str) -> Key:
    return ("contact", name)


class Web:
    """Links that go both ways."""

    def __init__(self, *links: tuple[str, str, str], known: str = "") -> None:
        self.known_names = set(known)
        self.links: dict[Key, list[Link]] = {}
        for one, other, why in links:
            self.links.setdefault(person(one), []).append(Link(person(other), why))
            self.links.setdefault(person(other), []).append(Link(person(one), why))

    def neighbours(self, key: Key) -> Iterable[Link]:
        return self.links.get(key, ())

    def known(self, key: Key) -> bool:
        return key[1] in self.known_names

    def told(self, sought: str, most: int = 3) -> list[str]:
        found = ways(person(sought), self.neighbours, self.known, most)
        return [one.start[1] + "".join(f" {link.why} {link.to[1]}" for link in one.links) for one in found]


def test_the_cheapest_way_comes_first() -> None:
    web = Web(("z", "a", "chamber"), ("a", "k", "townsman"), ("z", "b", "classmate"), ("b", "m", "visit"))
    web.known_names = {"k", "m"}
    assert web.told("z") == ["m visit b classmate z", "k townsman a chamber z"]
    assert web.told("z", most=1) == ["m visit b classmate z"]


def test_somebody_we_know_needs_no_way() -> None:
    web = Web(("z", "a", "knows"), known="za")
    assert web.told("z") == ["z", "a knows z"]


def test_no_way_leads_through_somebody_we_know() -> None:
    web = Web(("z", "a", "knows"), ("a", "b", "knows"), known="ab")
    assert web.told("z") == ["a knows z"]


def test_competitors_do_not_introduce_and_the_end_of_the_world_is_near() -> None:
    assert Web(("z", "k", "competitor"), known="k").told("z") == []
    far = [(chr(97 + at), chr(98 + at), "knows") for at in range(FARTHEST + 1)]
    assert Web(*far, known=chr(97 + FARTHEST)).told("a") != []
    assert Web(*far, known=chr(98 + FARTHEST)).told("a") == []


NAMES = "abcdef"
LINKS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(sorted(COSTS))))


@given(LINKS, st.sets(st.sampled_from(NAMES)))
def test_every_way_holds_together(links: list[tuple[str, str, str]], known: set[str]) -> None:
    web = Web(*links, known="".join(known))
    found = ways(person("a"), web.neighbours, web.known)
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    assert len({one.start for one in found}) == len(found)
    for one in found:
        assert web.known(one.start) and one.cost <= FARTHEST
        at = one.start
        for link in one.links:
            assert Link(at, link.why) in web.neighbours(link.to)
            at = link.to
        assert at == person("a")
        assert one.cost == sum(COSTS[link.why] for link in one.links)


# Whom one would rather ask: who wins between two ways to the same person, and at what cost.
RATHER = [
    ("classmate", "townsman", "classmate", 1),
    ("townsman", "relative", "relative", 1),
    ("visit", "chamber", "visit", 1),
    ("member", "officer", "officer", 1),
    ("supplier", "subsidiary", "subsidiary", 1),
    ("company", "customer", "company", 1),
    ("competitor", "partner", "partner", 2),
    ("chamber", "competitor", "chamber", 2),
]


@pytest.mark.parametrize(("one", "other", "wins", "cost"), RATHER)
def test_the_closer_tie_is_told_first(one: str, other: str, wins: str, cost: int) -> None:
    web = Web(("z", "a", one), ("z", "b", other), known="ab")
    first = ways(person("z"), web.neighbours, web.known)[0]
    assert ([link.why for link in first.links], first.cost) == ([wins], cost)


def test_every_tie_has_its_cost() -> None:
    assert set(TIES) <= set(COSTS)
    assert all(cost >= 1 for cost in COSTS.values())


def test_a_tie_of_a_newer_version_is_gone_over_too() -> None:
    web = Web(("z", "a", "godfather"), known="a")
    (way,) = ways(person("z"), web.neighbours, web.known)
    assert (way.start, way.cost) == (person("a"), 2)


def test_a_large_chamber_is_not_searched_for_ever() -> None:
    asked: list[Key] = []
    everybody = [(f"{number}", f"{number + 1}", "officer") for number in range(2000)]
    everybody += [("0", f"{number}", "chamber") for number in range(1, 2000)]
    web = Web(*everybody)

    def neighbours(key: Key) -> Iterable[Link]:
        asked.append(key)
        return web.neighbours(key)

    assert ways(person("0"), neighbours, web.known) == ()
    assert len(asked) <= 400


def test_equal_ways_come_in_the_same_order_each_time() -> None:
    links = [("z", name, "classmate") for name in "dbca"]
    first = Web(*links, known="abcd").told("z")
    again = Web(*reversed(links), known="abcd").told("z")
    assert first == again == ["a classmate z", "b classmate z", "c classmate z"]
