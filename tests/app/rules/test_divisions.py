"""Administrative divisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.divisions import (
    Level,
    by_code,
    city_of,
    find_divisions,
    leading_place,
    places_at_head,
    short_name,
)


def test_all_provinces_and_cities_are_there() -> None:
    levels = [division.level for division in by_code().values()]
    assert levels.count(Level.PROVINCE) == 34
    assert 330 <= levels.count(Level.CITY) <= 345
    assert levels.count(Level.COUNTY) > 2800


def test_every_county_lies_in_a_city_or_province() -> None:
    known = by_code()
    for division in known.values():
        assert division.province_code in known
        assert division.city_code in known
        assert len(division.short) >= 2


@pytest.mark.parametrize(
    ("name", "short"),
    [
        *(
            ("广西壮族自治区", "广西"),
            ("内蒙古自治区", "内蒙古"),
            ("新疆维吾尔自治区", "新疆"),
            ("北京市", "北京"),
        ),
        *(
            ("恩施土家族苗族自治州", "恩施"),
            ("大通回族土族自治县", "大通"),
            ("和县", "和县"),
            ("青岛市", "青岛"),
        ),
        *(
            ("锡林郭勒盟", "锡林郭勒"),
            ("香港特别行政区", "香港"),
            ("大兴安岭地区", "大兴安岭"),
            ("陕西省", "陕西"),
        ),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short
    assert find_divisions(short) or short == "和县"


@pytest.mark.parametrize(
    ("text", "head", "rest"),
    [
        ("山东省青岛市海尔", 2, "海尔"),
        ("陕西壬兴", 1, "壬兴"),
        ("长乐钢铁", 0, "长乐钢铁"),
        ("平阳县昆阳镇", 1, "昆阳镇"),
        ("", 0, ""),
    ],
)
def test_places_at_the_head(text: str, head: int, rest: str) -> None:
    found, left = places_at_head(text)
    assert left == rest
    assert bool(found) is bool(head)
    if head == 2:
        assert [division.name for division in found] == ["青岛市"]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        *(("宝鸡", "宝鸡市"), ("青岛市", "青岛市"), ("上海平阳商会", "上海市"), ("平阳", "温州市")),
        *(
            ("安徽省滁州市琅琊区", "滁州市"),
            ("大通县", None),
            ("池河镇", None),
            ("**", None),
            ("", None),
            ("陕西省", None),
        ),
    ],
)
def test_cities(text: str, city: str | None) -> None:
    found = city_of(text)
    assert (found.name if found else None) == city


@given(st.text("青岛市省山东县区平阳朝a", max_size=12))
def test_the_place_is_the_beginning_of_the_text(text: str) -> None:
    head, found = leading_place(text)
    assert text.startswith(head)
    assert bool(head) is bool(found)
    assert text.endswith(places_at_head(text)[1])
