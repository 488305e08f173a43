"""The user's choices: kept, and read back soundly whatever is in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.amounts import Unit
from ui.context.preferences import IN_THE_OPEN, TEXT_SIZES, Choices, Preferences, kept_choices, stored_choices
from ui.theme.theme import Density, Mode


def test_new_ones_are_chinese_and_in_yi() -> None:
    new = Preferences()
    assert (new.language, new.mode, new.unit, new.density) == ("zh_CN", Mode.AUTO, Unit.YI, Density.NORMAL)


def test_a_change_is_handed_on_with_its_names() -> None:
    kept: list[tuple[Choices, frozenset[str]]] = []
    preferences = Preferences(keep=lambda choices, changed: kept.append((choices, changed)))
    preferences.set(unit="wan", text_size=125)
    assert preferences.unit is Unit.WAN
    assert kept == [(Choices(unit="wan", text_size=125), frozenset({"unit", "text_size"}))]


def test_what_was_kept_comes_back() -> None:
    choices = Choices("en", "dark", 150, "COMPACT", "yuan", False, True)
    looks = {"language": "en", "mode": "dark", "text_size": 150, "rail_collapsed": True}
    assert kept_choices(looks, stored_choices(choices)) == choices


def test_what_lies_in_the_open_is_not_kept_twice() -> None:
    assert not {*IN_THE_OPEN} & stored_choices(Choices()).keys()
    stored = {"text_size": 200, "rail_collapsed": True}
    assert kept_choices({"text_size": 125, "rail_collapsed": False}, stored).text_size == 125


@pytest.mark.parametrize("odd", [None, [], "x", {"text_size": 101}, {"unit": "mu"}, {"density": 3}])
def test_odd_values_are_as_when_new(odd: object) -> None:
    assert kept_choices({"language": "", "mode": "none"}, odd) == Choices()


@given(st.dictionaries(st.sampled_from(["text_size", "unit", "density", "rail_collapsed"]), st.integers()))
def test_anything_stored_gives_usable_choices(stored: dict[str, int]) -> None:
    choices = kept_choices({"language": "zh_CN", "mode": "light", **stored}, stored)
    assert choices.text_size in TEXT_SIZES and Preferences(choices).density in Density
