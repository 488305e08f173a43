"""Channels at the head of mixed cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.records import CHANNELS
from app.rules.channels import Channel, channel_of, read_channel
from app.rules.reference import load


def test_the_channels_are_those_of_the_records() -> None:
    assert tuple(Channel) == CHANNELS


@pytest.mark.parametrize(
    ("cell", "channel", "rest"),
    [
        ("以商引商;产权转让", Channel.BUSINESS, "产权转让"),
        (
            "领导带队;年产15万吨;与徐建集团等同列重点洽谈",
            Channel.LEADER,
            "年产15万吨;与徐建集团等同列重点洽谈",
        ),
        ("园区;10月底前基本建成主体工程;迁建", Channel.PLATFORM, "10月底前基本建成主体工程;迁建"),
        ("小分队;商业综合体", Channel.SQUAD, "商业综合体"),
        ("会展", Channel.FAIR, ""),
        ("驻点;一期3万平方米厂房,5月动工", Channel.STATIONED, "一期3万平方米厂房,5月动工"),
        ("产业链", Channel.CHAIN, ""),
        ("以企招企;在谈项目", Channel.BUSINESS, "在谈项目"),
        ("平台;研发机构推介", Channel.PLATFORM, "研发机构推介"),
        ("一把手招商;世界500强", Channel.LEADER, "世界500强"),
        ("总部回归;明年一季度投入使用", Channel.RETURNEE, "明年一季度投入使用"),
        ("返乡创业;徐德安", Channel.RETURNEE, "徐德安"),
        ("PPP模式", Channel.PPP, ""),
        ("委托招商，中介", Channel.AGENT, "中介"),
        ("乡贤介绍", Channel.KINSHIP, ""),
        ("squad", Channel.SQUAD, ""),
        ("政府投资", None, "政府投资"),
        ("10月底前建成投产", None, "10月底前建成投产"),
        ("一期;年产煤气1.83亿立方米", None, "一期;年产煤气1.83亿立方米"),
        ("园区里的项目", None, "园区里的项目"),
        ("", None, ""),
        (None, None, ""),
    ],
)
def test_cells(cell: object, channel: Channel | None, rest: str) -> None:
    read = read_channel(cell)
    assert (read.channel, read.rest) == (channel, rest)


def test_every_channel_has_words_and_every_word_its_channel() -> None:
    words = load("channel_words")["words"]
    assert set(words.values()) == set(Channel)
    assert all(channel_of(word) == code for word, code in words.items())


@given(st.text() | st.text("园区;会展 ，。", max_size=8))
def test_no_word_is_lost(cell: str) -> None:
    read = read_channel(cell)
    kept = read.word + read.rest
    assert all(char in kept for char in cell if char.isalnum())
