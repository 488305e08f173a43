"""Labelled cards: precision and recall of each field, and the edges one by one."""

from collections import Counter
from pathlib import Path

import pytest

from app.rules.business_cards import FIELDS, BusinessCard, CardLine, read_business_card
from app.rules.phones import parse_phone

CARDS = Path(__file__).parent / "business_cards.txt"


def labelled() -> list[tuple[list[str], dict[str, str]]]:
    """(lines, field → text) of every card of the file."""
    blocks = CARDS.read_text(encoding="utf-8").split("\n\n")
    found = []
    for block in blocks:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        told = [part for part in lines[-1].split("|") if part]
        found.append((lines[:-1], dict(one.split(" ", 1) for one in told)))
    return found


def read(lines: list[str]) -> BusinessCard:
    return read_business_card([CardLine(line) for line in lines])


def shown(card: BusinessCard) -> dict[str, str]:
    phones = {"phones": "、".join(part.text for part in card.phones)} if card.phones else {}
    return {**card.values(), **phones}


def wanted(told: dict[str, str]) -> dict[str, str]:
    """Numbers as they are stored."""
    if "phones" not in told:
        return told
    return told | {"phones": "、".join(parse_phone(one).stored for one in told["phones"].split("、"))}


def test_there_are_forty_cards() -> None:
    assert len(labelled()) >= 40


def test_every_field_is_read_as_labelled() -> None:
    """95 % of what is read is right, 90 % of what is there is read, field by field."""
    right, read_, there = Counter[str](), Counter[str](), Counter[str]()
    wrong: list[str] = []
    for lines, told in labelled():
        got, want = shown(read(lines)), wanted(told)
        for name in FIELDS:
            read_[name] += name in got
            there[name] += name in want
            if name in want and _plain(got.get(name, "")) == _plain(want[name]):
                right[name] += 1
            elif got.get(name) != want.get(name):
                wrong.append(f"{lines[0]}: {name} {got.get(name)} for {want.get(name)}")
    for name in FIELDS:
        assert right[name] >= 0.95 * read_[name], (name, wrong)
        assert right[name] >= 0.90 * there[name], (name, wrong)


def _plain(text: str) -> str:
    return text.replace("（", "(").replace("）", ")").replace("，", ",").strip()


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        ("张三丰 总经理", "name", "张三丰"),
        ("总经理 张三丰", "name", "张三丰"),
        ("总经理：", "title", "总经理"),
        ("微信号：zhang_3", "wechat", "zhang_3"),
        ("地　址：滁州市会峰西路", "address", "滁州市会峰西路"),
        ("官网：www.example.com", "website", "www.example.com"),
        ("E-mail:a.b+c@example.com.cn", "email", "a.b+c@example.com.cn"),
    ],
)
def test_single_lines(line: str, field: str, text: str) -> None:
    assert read([line]).values()[field] == text


@pytest.mark.parametrize(
    "line", ["传真：021-62345679", "邮编：100033", "热线：95338", "100033", "Fax: 010 1234 5678"]
)
def test_no_number_to_call(line: str) -> None:
    card = read([line])
    assert card.phones == [] and card.rest, "it is kept among the rest"


def test_a_number_is_told_once() -> None:
    card = read(["手机：13812345678", "13812345678"])
    assert [part.text for part in card.phones] == ["+8613812345678"]


def test_how_sure_a_field_is() -> None:
    """The letters' own confidence counts; a label makes surer than a shape, a shape than a guess."""
    card = read_business_card(
        [CardLine("手机：13812345678", 0.8), CardLine("李娜", 0.5), CardLine("地址：城北", 1.0)]
    )
    assert card.phones[0].confidence == pytest.approx(0.8)
    assert card.parts["name"].confidence < 0.5 < card.parts["address"].confidence


@pytest.mark.parametrize("lines", [[], [""], ["？？？"], ["-" * 500], ["1" * 400], ["(((((("]])
def test_nonsense_never_raises(lines: list[str]) -> None:
    card = read(lines)
    assert card.parts.get("name") is None


@pytest.mark.parametrize(
    ("lines", "rest"),
    [
        (["手机15063988888", "QQ/微信15063988888", "E-mail: a@b.cn"], []),
        (["電話Tel:(852)27308899 手提Mobile: (852)91234567"], []),
        (["曾庆国 秘书长", "市政协委员代表"], ["市政协委员代表"]),
        (["陳國棟 執行董事", "CHAN Kwok Tung, Executive Director"], ["CHAN Kwok Tung, Executive Director"]),
        (["a@b.cn", "c@d.cn"], ["c@d.cn"]),
        (["地址：城北路1号", "地址：城南路2号"], ["城南路2号"]),
        (["电话：12345678901234567"], ["12345678901234567"]),
    ],
)
def test_labels_go_and_nothing_else_is_lost(lines: list[str], rest: list[str]) -> None:
    assert read(lines).rest == rest


def test_every_card_keeps_every_digit_it_was_given() -> None:
    for lines, _ in labelled():
        card = read(lines)
        kept = "".join([*card.values().values(), *(part.text for part in card.phones), *card.rest])
        digits = "".join(one for one in kept if one.isdigit())
        for line in lines:
            for number in line.replace("-", "").replace(" ", "").split("/"):
                found = "".join(one for one in number if one.isdigit())[-4:]
                assert found in digits, (line, card)
