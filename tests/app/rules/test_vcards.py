"""vCards of old phones and new ones; what is written is read back."""

import quopri
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.vcards import Card, NotACard, read_cards, write_cards

MODERN = """BEGIN:VCARD
VERSION:3.0
N:徐;慧琴;;;
FN:徐慧琴
ORG:苏州慧丰纺织有限公司;外贸部
TITLE:董事长
TEL;TYPE=CELL:136 0077 0001
TEL;TYPE=WORK,VOICE:0512-67701202
EMAIL;TYPE=INTERNET:xu@example.com
ADR;TYPE=WORK:;;星湖街 1 号;苏州;江苏;215000;中国
NOTE:老家池口镇\\n春节回乡\\, 可约
X-WECHAT:xu_huiqin
BDAY:1975-04-12
END:VCARD
"""
NEWEST = """BEGIN:VCARD
VERSION:4.0
FN:Robert Zhang
item1.TEL;VALUE=uri;TYPE="voice,home":tel:+1-555-0100;ext=5
IMPP:wechat:robert_z
END:VCARD
"""


def old_phone(name: str, charset: str) -> bytes:
    """As a phone of 2008 wrote it."""
    quoted = quopri.encodestring(name.encode(charset)).replace(b"=\n", b"=\r\n")
    lines = [
        b"BEGIN:VCARD",
        b"VERSION:2.1",
        b"N;CHARSET=" + charset.encode() + b";ENCODING=QUOTED-PRINTABLE:;" + quoted + b";;;",
        b"TEL;CELL;PREF:13600770002",
        b"END:VCARD",
    ]
    return b"\r\n".join(lines) + b"\r\n"


def test_a_card_of_today() -> None:
    (card,) = read_cards(MODERN.encode())
    assert card == Card(
        name="徐慧琴",
        company="苏州慧丰纺织有限公司 外贸部",
        title="董事长",
        phones=("136 0077 0001", "0512-67701202"),
        emails=("xu@example.com",),
        wechat="xu_huiqin",
        city="苏州",
        note="老家池口镇\n春节回乡, 可约",
        birthday="1975-04-12",
    )


def test_a_card_of_version_4() -> None:
    (card,) = read_cards(NEWEST.encode())
    assert (card.name, card.phones, card.wechat) == ("Robert Zhang", ("+1-555-0100",), "robert_z")


@pytest.mark.parametrize("charset", ["GBK", "GB2312", "UTF-8", "GB18030"])
def test_old_phones_wrote_quoted_printable(charset: str) -> None:
    (card,) = read_cards(old_phone("宋启明", charset))
    assert (card.name, card.phones) == ("宋启明", ("13600770002",))


def test_long_names_of_old_phones_are_broken_over_lines() -> None:
    name = "云溪市驻上海招商联络处副主任欧阳秉文"
    data = old_phone(name, "UTF-8")
    assert b"=\r\n" in data
    assert read_cards(data)[0].name == name


def test_a_file_in_gbk_that_does_not_say_so() -> None:
    (card,) = read_cards(MODERN.encode("gbk"))
    assert (card.name, card.title) == ("徐慧琴", "董事长")


def test_names_without_fn_are_put_together_as_their_language_does() -> None:
    chinese = "BEGIN:VCARD\nN:欧阳;秉文;;;\nEND:VCARD\n"
    english = "BEGIN:VCARD\nN:Smith;John;;;\nEND:VCARD\n"
    assert [card.name for card in read_cards((chinese + english).encode())] == ["欧阳秉文", "John Smith"]


def test_folded_lines_are_whole_again() -> None:
    data = b"BEGIN:VCARD\r\nFN:\xe5\xbe\x90\r\n \xe6\x85\xa7\r\nNOTE:a\r\n\tb\r\nEND:VCARD\r\n"
    (card,) = read_cards(data)
    assert (card.name, card.note) == ("徐慧", "ab")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"name,phone\n\xe5\xbe\x90,13600770001\n",
        b"BEGIN:VCARD\nEND:VCARD\n",
        b"FN:outside\n",
        b"BEGIN:VCARD\nFN:never ended\n",
        b"\x00\xff" * 100,
    ],
)
def test_what_holds_no_card_is_told(data: bytes) -> None:
    with pytest.raises(NotACard):
        read_cards(data)


def test_one_damaged_card_does_not_cost_the_others() -> None:
    damaged = b"BEGIN:VCARD\nFN;CHARSET=NOPE;ENCODING=QUOTED-PRINTABLE:=ZZ\xff\nTEL:\nno colon\nEND:VCARD\n"
    found = read_cards(damaged + MODERN.encode())
    assert found[-1].name == "徐慧琴"


def test_what_is_written_keeps_to_75_octets_and_whole_characters() -> None:
    text = write_cards([("0190", Card("徐慧琴", note="池口镇" * 80))])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\r\nVERSION:3.0\r\n" in text and "UID:urn:uuid:0190" in text


LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=60)


@given(st.builds(Card, name=LINE, company=LINE, title=LINE, note=LINE, wechat=LINE))
def test_what_is_written_is_read_back(card: Card) -> None:
    (read,) = read_cards(write_cards([("x", card)]).encode())
    assert (read.name, read.title, read.note, read.wechat) == (card.name, card.title, card.note, card.wechat)
    assert read.company == card.company


@given(st.binary(max_size=400))
def test_nothing_makes_it_fall_over(data: bytes) -> None:
    with suppress(NotACard):
        assert read_cards(b"BEGIN:VCARD\n" + data + b"\nEND:VCARD\n")
