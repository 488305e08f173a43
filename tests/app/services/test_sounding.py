"""Names are found by how they sound: by their inner parts in letters, and by characters of the same sound."""

import pytest

from app.services.desk import Desk
from app.services.records import create_record
from app.services.sounding import sounding_alike
from app.store.reading import Hit
from app.store.store import Store

KINDS = ("company", "contact")


@pytest.fixture
def named(desk: Desk) -> Store:
    for name in ("江苏星澜新能源科技有限公司", "苏州恒力电子", "重庆长安汽车"):
        create_record(desk, "company", {"name": name})
    for name in ("单雄信", "张建国"):
        create_record(desk, "contact", {"name": name})
    return desk.store


def names(found: list[Hit]) -> list[str]:
    return [hit.title for hit in found]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("xinglan", "江苏星澜新能源科技有限公司"), ("xingl", "江苏星澜新能源科技有限公司")),
        *(("xinglanxinnengyuankeji", "江苏星澜新能源科技有限公司"), ("henglidianzi", "苏州恒力电子")),
        *(("dianzi", "苏州恒力电子"), ("changan", "重庆长安汽车"), ("zhangan", "重庆长安汽车")),
        *(("jianguo", "张建国"), ("XingLan keji", "江苏星澜新能源科技有限公司")),
    ],
)
def test_a_name_is_found_by_the_reading_of_its_inner_part(named: Store, typed: str, name: str) -> None:
    assert names(named.find(typed)) == [name]


@pytest.mark.parametrize("typed", ["lan", "zi", "inglan", "xinglian"])
def test_few_letters_and_parts_of_syllables_find_nothing_inside(named: Store, typed: str) -> None:
    assert names(named.find(typed)) == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("性兰", "江苏星澜新能源科技有限公司"), ("亨利电子", "苏州恒力电子"), ("長案", "重庆长安汽车")),
        *(("善雄心", "单雄信"), ("性兰 科技", "江苏星澜新能源科技有限公司"), ("建国", "张建国")),
    ],
)
def test_what_sounds_alike_is_found(named: Store, typed: str, name: str) -> None:
    assert names(sounding_alike(named, typed, limit=5, kinds=KINDS)) == [name]


@pytest.mark.parametrize("typed", ["", " ", "兰", "abc", "🙂", "没有这家"])
def test_one_character_letters_and_nothing_sound_like_nothing(named: Store, typed: str) -> None:
    assert sounding_alike(named, typed, limit=5, kinds=KINDS) == []
