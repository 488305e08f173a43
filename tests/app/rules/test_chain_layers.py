"""Layers of a chain: upstream first, circles and gaps of the data survive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.chain_layers import drawn, layers

BATTERY = {"锂矿": [], "正极": ["锂矿"], "隔膜": [], "电芯": ["正极", "隔膜"], "整车": ["电芯"], "回收": []}


def test_each_place_is_behind_what_supplies_it() -> None:
    found = layers(BATTERY, {"回收": 2, "隔膜": 2})
    assert found == {"锂矿": 0, "正极": 1, "隔膜": 0, "电芯": 2, "整车": 3, "回收": 2}
    assert layers(BATTERY)["回收"] == 0


def test_places_that_are_gone_do_not_count() -> None:
    assert layers({"a": ["gone"], "b": ["a"]}) == {"a": 0, "b": 1}


def test_of_a_circle_the_first_begins() -> None:
    assert layers({"a": ["c"], "b": ["a"], "c": ["b"]}) == {"a": 0, "b": 1, "c": 2}
    assert layers({"a": ["a"]}) == {"a": 0}


def test_places_stand_near_their_suppliers() -> None:
    from_ids = {"u": [], "v": [], "x": ["v"], "y": ["u"]}
    assert drawn(layers(from_ids), from_ids) == [["u", "v"], ["y", "x"]]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghz"), max_size=4)))
def test_everybody_is_drawn_once(from_ids: dict[str, list[str]]) -> None:
    found = layers(from_ids)
    assert sorted(id for row in drawn(found, from_ids) for id in row) == sorted(from_ids)


# Chains as towns draw them, and where each place of them stands.
TEXTILES = {
    "棉花": [],
    "化纤": [],
    "纺纱": ["棉花", "化纤"],
    "织布": ["纺纱"],
    "印染": ["织布"],
    "染料": [],
    "成衣": ["印染", "辅料"],
    "辅料": [],
    "家纺": ["印染"],
}
STANDS = {
    "棉花": 0,
    "化纤": 0,
    "染料": 0,
    "辅料": 0,
    "纺纱": 1,
    "织布": 2,
    "印染": 3,
    "成衣": 4,
    "家纺": 4,
}


@pytest.mark.parametrize(("name", "layer"), STANDS.items())
def test_the_textile_chain(name: str, layer: int) -> None:
    assert layers(TEXTILES)[name] == layer


def test_told_reach_moves_only_what_nothing_is_linked_to() -> None:
    found = layers(TEXTILES, {"染料": 2, "成衣": 0, "棉花": 2})
    assert (found["染料"], found["成衣"], found["棉花"]) == (2, 4, 0)


def test_layers_that_nobody_is_in_are_not_drawn() -> None:
    rows = drawn({"a": 0, "b": 3}, {"a": [], "b": []})
    assert rows == [["a"], ["b"]]
    assert drawn({}, {}) == []


def test_long_chains_are_no_trouble() -> None:
    long = {str(at): [str(at - 1)] if at else [] for at in range(300)}
    found = layers(long)
    assert found["299"] == 299 and len(drawn(found, long)) == 300
