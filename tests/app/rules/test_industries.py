"""Industries of GB/T 4754-2017."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.industries import industries, suggest_industry
from app.rules.reference import load


def test_twenty_sections_and_ninety_seven_divisions() -> None:
    codes = list(industries())
    assert [code for code in codes if len(code) == 1] == list("ABCDEFGHIJKLMNOPQRST")
    assert [code[1:] for code in codes if len(code) == 3] == [f"{number:02d}" for number in range(1, 98)]
    assert industries()["C13"].section == "C"
    assert industries()["C36"].name == "汽车制造业"
    assert industries()["T97"].name == "国际组织"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        *(
            ("建材", ["C30"]),
            ("食品饮料", ["C14", "C15"]),
            ("装备制造", ["C34", "C35"]),
            ("机械", ["C34", "C35"]),
        ),
        *(("商贸物流", ["F51", "F52", "G59"]), ("商贸服务", ["F51", "F52", "L72"]), ("房地产", ["K70"])),
        *(("新能源化工", ["C25", "C26"]), ("标准厂房", ["K70", "E47"]), ("新材料", ["C26", "C30", "C32"])),
        *(("医药", ["C27"]), ("汽车", ["C36"]), ("玻璃", ["C30"]), ("基础设施", ["E48"]), ("化工", ["C26"])),
        *(("节能环保", ["N77", "C35", "C42"]), ("新能源", ["D44", "C38"]), ("新能源汽车", ["C36"])),
        *(("煤炭", ["B06"]), ("再生资源", ["C42"]), ("电子信息", ["C39"]), ("房地产/产城", ["K70"])),
        *(("总部经济", ["L72"]), ("农产品加工", ["C13"]), ("煤层气", ["B07"]), ("渔业", ["A04"])),
        *(("装备製造", ["C34", "C35"]), ("土地管理业", ["N79"]), ("星际旅行社", []), ("", []), ("X", [])),
    ],
)
def test_officers_words(words: str, codes: list[str]) -> None:
    hint = suggest_industry(words)
    assert [industry.code for industry in hint.candidates] == codes
    assert hint.text == words


def test_the_words_point_to_codes_that_exist_and_longer_words_come_first() -> None:
    words = load("industries")["words"]
    assert all(code in industries() for codes in words.values() for code in codes)
    lengths = [len(word) for word in words]
    assert lengths == sorted(lengths, reverse=True)


@given(st.text())
def test_no_input_crashes(words: str) -> None:
    assert suggest_industry(words).text == words
