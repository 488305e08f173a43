"""Places in degrees: every way in which people and maps write them, and how far one is from another."""

import pytest

from app.i18n import Translator
from app.rules.coordinates import (
    Coordinates,
    CoordinatesUnclear,
    coordinate_words,
    distance_words,
    kept_coordinates,
    metres_between,
    parse_coordinates,
)

HERE = "31.30000,120.58000"


@pytest.mark.parametrize(
    "text",
    [
        *("31.3,120.58", "31.3 120.58", "31.30， 120.58", "120.58,31.3", "31.3N 120.58E", "E120.58 N31.3"),
        *("北纬31.3 东经120.58", "东经120°34′48″，北纬31°18′", "31°18'0\"N, 120°34'48\"E", HERE),
    ],
)
def test_a_place_is_read_as_it_is_written(text: str) -> None:
    assert parse_coordinates(text).stored == HERE


def test_the_other_halves_of_the_earth() -> None:
    assert parse_coordinates("33.9S 18.4E").stored == "-33.90000,18.40000"
    assert parse_coordinates("40.7, -74.0").stored == "40.70000,-74.00000"
    assert coordinate_words(Coordinates(-33.9, -18.4), Translator("en")) == "33.9000° S 18.4000° W"


@pytest.mark.parametrize("text", ["", "31.3", "91,181", "0,0", "31.3N 120.58N", "苏州", "1,2,3", "3" * 400])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(CoordinatesUnclear):
        parse_coordinates(text)
    assert kept_coordinates(text) is None and kept_coordinates("3***") is None


def test_distances() -> None:
    here = parse_coordinates(HERE)
    assert metres_between(here, here) == 0
    assert metres_between(here, parse_coordinates("31.31,120.58")) == pytest.approx(1112, abs=2)
    assert metres_between(Coordinates(0, 0), Coordinates(0, 180)) == pytest.approx(20_015_115, rel=0.001)
    said = [distance_words(one) for one in (3, 348, 994, 996, 1_240, 9_949, 9_951, 1_234_567)]
    assert said == ["10 m", "350 m", "990 m", "1.0 km", "1.2 km", "9.9 km", "10 km", "1,235 km"]
