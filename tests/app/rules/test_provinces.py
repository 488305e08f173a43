"""Places count for their province; every province has its square."""

import pytest

from app.i18n import LANGUAGES, Translator
from app.rules.divisions import Level, by_code
from app.rules.provinces import by_province, province_of, tiles


@pytest.mark.parametrize(
    ("place", "code"),
    [("苏州", "320000"), ("上海", "310000"), ("北京市海淀区", "110000"), ("磐安", "330000"), ("某地", "")],
)
def test_the_province_of_a_place(place: str, code: str) -> None:
    assert province_of(place) == code


def test_places_are_counted_and_unknown_ones_left_out() -> None:
    assert by_province(["苏州", "南京", "上海", "某地"]) == {"320000": 2, "310000": 1}


def test_every_province_has_one_square_of_its_own() -> None:
    found = tiles()
    assert {one.code for one in found} == {
        code for code, one in by_code().items() if one.level is Level.PROVINCE
    }
    assert len({(one.row, one.column) for one in found}) == len(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_province_has_a_name_and_a_sign(language: str) -> None:
    tr = Translator(language).tr
    signs = [tr(f"province.sign.{one.code}") for one in tiles()]
    assert len(set(signs)) == len(signs) and all(tr(f"province.{one.code}") for one in tiles())
