"""Who stands in a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.people import family_name, read_people, split_honorific

CELLS = [
    ("徐德安", None, ["徐德安"], True),
    ("杨秉彝", None, ["杨秉彝"], True),
    ("邸永利", None, ["邸永利"], True),
    ("张三 李四", 2, ["张三", "李四"], True),
    ("张三 李四", None, ["张三", "李四"], True),
    ("张三 李四 王五", None, ["张三", "李四", "王五"], True),
    ("张三、李四", None, ["张三", "李四"], True),
    ("张三，李四；王五", None, ["张三", "李四", "王五"], True),
    ("陈小平/徐德安", None, ["陈小平", "徐德安"], True),
    ("张三与李四", None, ["张三", "李四"], True),
    ("张三\n李四", None, ["张三", "李四"], True),
    ("王 伟", None, ["王伟"], True),
    ("王 伟", 1, ["王伟"], True),
    ("王 伟", 2, ["王伟"], True),
    ("王　伟", None, ["王伟"], True),
    ("王 小明", None, ["王小明"], True),
    ("王 林", None, ["王林"], True),
    ("王 林", 1, ["王林"], True),
    ("王 林", 2, ["王", "林"], False),
    ("王 伟 李 娜", None, ["王伟", "李娜"], True),
    ("欧阳 修", None, ["欧阳修"], True),
    ("欧 阳 修", None, ["欧阳修"], True),
    ("諸葛 亮", None, ["諸葛亮"], True),
    ("司马 光明", None, ["司马光明"], True),
    ("张三 李", None, ["张三李"], False),
    ("张三 李", 2, ["张三", "李"], False),
    ("仇(qiú)总", None, ["仇总"], True),
    ("仇（qiu）总", None, ["仇总"], True),
    ("单女士", None, ["单女士"], True),
    ("王总 李总", None, ["王总", "李总"], True),
    ("王总、李主任", None, ["王总", "李主任"], True),
    ("张 总", None, ["张总"], True),
    ("张三 副总", None, ["张三"], True),
    ("曾晓明 董秘", None, ["曾晓明"], True),
    ("曾晓明董秘", None, ["曾晓明"], True),
    ("王伟(副总)", None, ["王伟"], True),
    ("董事长 王伟", None, ["王伟"], True),
    ("欧阳女士", None, ["欧阳女士"], True),
    ("总经理", None, ["总经理"], True),
    ("王伟等3人", None, ["王伟"], False),
    ("John Smith", None, ["John Smith"], True),
    ("买买提·艾力", None, ["买买提·艾力"], True),
    ("阿卜 杜拉", None, ["阿卜 杜拉"], False),
    ("", None, [], True),
    ("、", None, [], True),
    (None, None, [], True),
]


@pytest.mark.parametrize(("cell", "phones", "names", "certain"), CELLS)
def test_cells(cell: object, phones: int | None, names: list[str], certain: bool) -> None:
    read = read_people(cell, phones)
    assert [person.name for person in read.people] == names
    assert read.certain is certain
    if not certain:
        assert read.note is not None
        assert read.note.key == "rules.people.unsure"


def test_doubts_come_with_the_other_answer() -> None:
    read = read_people("张三 李")
    assert [[person.name for person in answer] for answer in read.alternatives] == [["张三", "李"]]


def test_a_reading_and_a_title_are_told_apart_from_the_name() -> None:
    (person,) = read_people("仇(qiú)总").people
    assert (person.name, person.family, person.reading, person.honorific) == ("仇总", "仇", "qiú", "总")
    assert person.text == "仇(qiú)总"


@pytest.mark.parametrize(
    ("cell", "family", "honorific"),
    [
        *(("王伟(副总)", "王", "副总"), ("董事长 王伟", "王", "董事长"), ("王伟 总经理", "王", "总经理")),
        *(
            ("欧阳女士", "欧阳", "女士"),
            ("总经理", "", ""),
            ("曾晓明董秘", "曾", "董秘"),
            ("欧阳修", "欧阳", ""),
        ),
    ],
)
def test_titles_wherever_they_stand(cell: str, family: str, honorific: str) -> None:
    (person,) = read_people(cell).people
    assert (person.family, person.honorific, person.text) == (family, honorific, cell)


@pytest.mark.parametrize(
    ("cell", "key"),
    [("张三 李四", "split"), ("王 伟", "joined"), ("张三 李", "unsure")],
)
def test_every_decision_is_said(cell: str, key: str) -> None:
    note = read_people(cell).note
    assert note is not None
    assert note.key == f"rules.people.{key}"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        *(
            ("欧阳修", "欧阳"),
            ("仇总", "仇"),
            ("諸葛亮", "諸葛"),
            ("欧阳", "欧"),
            ("买买提", ""),
            ("Smith", ""),
        ),
        *(("爱新觉罗溥仪", "爱新觉罗"), ("", ""), ("曾晓明", "曾"), ("邸永利", "邸"), ("单女士", "单")),
    ],
)
def test_family_names(name: str, family: str) -> None:
    assert family_name(name) == family


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        *(
            ("仇总", ("仇", "总")),
            ("单女士", ("单", "女士")),
            ("徐德安", ("徐德安", "")),
            ("董事长", ("董事长", "")),
        ),
        *(("张三总经理", ("张三", "总经理")), ("陈董", ("陈", "董")), ("李大总", ("李大", "总"))),
    ],
)
def test_honorifics(name: str, parts: tuple[str, str]) -> None:
    assert split_honorific(name) == parts


@given(st.text() | st.text("王李张三四欧阳伟总 、(qiú)", max_size=14), st.none() | st.integers(0, 5))
def test_no_input_crashes_and_no_character_vanishes(cell: str, phones: int | None) -> None:
    read = read_people(cell, phones)
    said = "".join(person.text for person in read.people)
    for char in cell:
        if char.isalnum() and char not in "及以与":
            assert char in said
