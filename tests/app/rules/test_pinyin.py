"""Pinyin of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.pinyin import VARIANTS, load_readings, plain_syllable, read_pinyin, sort_key


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        *(("仇总", "qiuzong", "qz"), ("单女士", "shannvshi", "sns"), ("曾晓明", "zengxiaoming", "zxm")),
        *(
            ("区志强", "ouzhiqiang", "ozq"),
            ("查良镛", "zhaliangyong", "zly"),
            ("解学恭", "xiexuegong", "xxg"),
        ),
        *(("任建国", "renjianguo", "rjg"), ("盖叫天", "gejiaotian", "gjt"), ("乐毅", "yueyi", "yy")),
        *(("欧阳修", "ouyangxiu", "oyx"), ("尉迟恭", "yuchigong", "ycg"), ("万俟卨", "moqixie", "mqx")),
        *(("王伟", "wangwei", "ww"), ("长孙无忌", "zhangsunwuji", "zswj"), ("朴树", "piaoshu", "ps")),
    ],
)
def test_surnames_are_read_as_in_names(name: str, full: str, initials: str) -> None:
    read = read_pinyin(name, person=True)
    assert (read.full[0], read.initials[0]) == (full, initials)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("仇总", {"chouzong"}),
        ("单女士", {"dannvshi", "channvshi"}),
        ("曾晓明", {"cengxiaoming"}),
        ("盖叫天", {"gaijiaotian"}),
    ],
)
def test_the_other_readings_are_found_too(name: str, others: set[str]) -> None:
    assert others <= set(read_pinyin(name, person=True).full)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        *(("重庆银行", "chongqingyinhang"), ("长安汽车", "changanqiche"), ("喬子梁", "qiaoziliang")),
        *(("110KV变电站", "110kvbiandianzhan"), ("ＡＢＣ集团", "abcjituan"), ("青岛啤酒", "qingdaopijiu")),
        *(("", None), ("😀", None), ("—", None)),
    ],
)
def test_company_names_read_by_their_words(name: str, full: str | None) -> None:
    read = read_pinyin(name)
    assert (read.full[0] if read.full else None) == full


def test_a_written_hint_comes_first() -> None:
    assert read_pinyin("仇总", hint="qiú").full[0] == "qiuzong"
    assert read_pinyin("朴树", person=True, hint="pǔ").full[0] == "pushu"


def test_what_follows_each_syllable_is_read_too_but_not_its_last_letters() -> None:
    assert read_pinyin("苏州恒力电子").inner == ("zhouhenglidi", "henglidianzi", "lidianzi", "dianzi")
    assert "changanqiche"[:12] in read_pinyin("重庆长安汽车").inner
    assert "zhanganqiche"[:12] in read_pinyin("重庆长安汽车").inner


@pytest.mark.parametrize(
    ("written", "plain"),
    [("qiú", "qiu"), ("Qiu2", "qiu"), ("lǚ", "lv"), ("lu:", "lv"), ("ōu", "ou"), ("?", "")],
)
def test_syllables_lose_their_tones(written: str, plain: str) -> None:
    assert plain_syllable(written) == plain


def test_sorting_follows_pinyin_syllable_by_syllable() -> None:
    people = ["张三", "单雄信", "王伟", "曾晓明", "仇英", "安泰", "王 伟"]
    ordered = sorted(people, key=lambda name: sort_key(name, person=True))
    assert ordered == ["安泰", "仇英", "单雄信", "王 伟", "王伟", "曾晓明", "张三"]


@given(st.text(max_size=60), st.booleans(), st.text(max_size=10))
def test_no_input_crashes_and_variants_stay_bounded(text: str, person: bool, hint: str) -> None:
    read = read_pinyin(text, person=person, hint=hint)
    assert len(read.full) <= VARIANTS
    assert all(form.isascii() for form in (*read.full, *read.initials, read.sort_key))


def test_many_polyphonic_characters_stay_bounded_and_keep_each_reading_near_the_front() -> None:
    read = read_pinyin("单曾仇区查解任盖乐长行重" * 5)
    assert len(read.full) <= VARIANTS


def test_the_tables_may_be_loaded_ahead() -> None:
    load_readings()
    assert read_pinyin("一").full == ("yi",)
