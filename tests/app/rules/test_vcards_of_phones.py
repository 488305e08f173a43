"""vCards as phones and address books write them: encodings, quoted parts, odd lines; what is given out."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.vcards import Card, NotACard, read_cards, write_cards


def card_of(*lines: str, end: str = "\n") -> Card:
    """The one card with these lines."""
    (card,) = read_cards(end.join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", "")).encode())
    return card


PLAIN = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:欧阳秉文\r\nTITLE:会长\r\nEND:VCARD\r\n"
FILES = {
    "utf-8": PLAIN.encode(),
    "utf-8 as Windows marks it": codecs.BOM_UTF8 + PLAIN.encode(),
    "what Windows calls Unicode": codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le"),
    "utf-16 with the large end first": codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
    "gbk": PLAIN.encode("gbk"),
    "gb18030": PLAIN.encode("gb18030"),
    "big5, told": PLAIN.replace("FN:", "FN;CHARSET=BIG5:")
    .replace("TITLE:", "TITLE;CHARSET=BIG5:")
    .replace("欧阳秉文", "歐陽秉文")
    .replace("会长", "會長")
    .encode("big5"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_first_card_of_a_file_is_read_in_whatever_encoding(name: str) -> None:
    (card,) = read_cards(FILES[name])
    assert (card.name, card.title) in {("欧阳秉文", "会长"), ("歐陽秉文", "會長")}


def test_a_marked_file_keeps_the_first_of_several() -> None:
    other = PLAIN.replace("欧阳秉文", "查敏")
    found = read_cards(codecs.BOM_UTF8 + (PLAIN + other).encode())
    assert [card.name for card in found] == ["欧阳秉文", "查敏"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_please(end: str) -> None:
    assert card_of("FN:查敏", "TEL:021-5550100", end=end) == Card("查敏", phones=("021-5550100",))


# Lines beside the name, and what they come to.
LINES: list[tuple[str, Card]] = [
    ("tel:13600770001", Card("查敏", phones=("13600770001",))),
    ("TEL;VALUE=uri:tel:+86-21-5550100;ext=7", Card("查敏", phones=("+86-21-5550100",))),
    ("TEL;VALUE=uri:TEL:+86-21-5550100", Card("查敏", phones=("+86-21-5550100",))),
    ('TEL;TYPE="work:voice;main":021-5550100', Card("查敏", phones=("021-5550100",))),
    ('TEL;TYPE="never ended:021-5550100', Card("查敏", phones=("021-5550100",))),
    ("item3.EMAIL;type=INTERNET;type=pref:zha@example.com", Card("查敏", emails=("zha@example.com",))),
    ('ADR;GEO="geo:31.2,121.5";LABEL="街 1 号; 上海: 中国":;;街 1 号;上海;;;', Card("查敏", city="上海")),
    ("ADR;TYPE=WORK:;;;云溪\\;高新区;;;", Card("查敏", city="云溪;高新区")),
    ("ADR:;;只有街道", Card("查敏")),
    ("ORG:云溪市驻上海联络处", Card("查敏", company="云溪市驻上海联络处")),
    ("ORG:联络处;;招商科;", Card("查敏", company="联络处 招商科")),
    ("ORG:A\\, B\\; C\\\\D", Card("查敏", company="A, B; C\\D")),
    ("X-WECHAT:zha_min", Card("查敏", wechat="zha_min")),
    ("IMPP:wechat:zha_min", Card("查敏", wechat="zha_min")),
    ("IMPP;X-SERVICE-TYPE=WeChat:x-apple:zha_min", Card("查敏", wechat="zha_min")),
    ("X-SOCIALPROFILE;type=wechat:x-user:zha_min", Card("查敏", wechat="zha_min")),
    ("IMPP:skype:zha.min", Card("查敏")),
    ("NOTE:第一行\\n第二行\\N第三行", Card("查敏", note="第一行\n第二行\n第三行")),
    ("NOTE;ENCODING=QUOTED-PRINTABLE:=E4=B8=8A=\n =E6=B5=B7", Card("查敏", note="上 海")),
    ("NOTE;QUOTED-PRINTABLE;CHARSET=GBK:=C9=CF=BA=A3", Card("查敏", note="上海")),
    ("NICKNAME:小查", Card("查敏", rest=("NICKNAME: 小查",))),
    ("BDAY:19800229T000000Z", Card("查敏", birthday="19800229")),
    ("BDAY:--0229", Card("查敏", birthday="0229")),
    ("BDAY;VALUE=date:1980-02-29", Card("查敏", birthday="1980-02-29")),
    ("URL:https\\://example.com", Card("查敏", rest=("URL: https\\://example.com",))),
    ("REV:20260101T000000Z", Card("查敏")),
    ("a line without anything", Card("查敏")),
    ("TEL:", Card("查敏")),
    ("TEL:;;;", Card("查敏")),
]


@pytest.mark.parametrize(("line", "card"), LINES)
def test_one_line_of_a_card(line: str, card: Card) -> None:
    assert card_of("FN:查敏", line) == card


NAMES = [
    (("N:查;敏;;;", "FN:查 敏"), "查 敏"),
    (("N:查;敏;;;",), "查敏"),
    (("N:查敏",), "查敏"),
    (("N:Zhang;Robert;Q.;Dr.;",), "Robert Zhang"),
    (("N:Zhang",), "Zhang"),
    (("N:;Robert",), "Robert"),
    (("FN:", "N:查;敏"), "查敏"),
    (("FN:第一", "FN:第二"), "第一"),
    (("N:O\\;Neil;Anne",), "Anne O;Neil"),
]


@pytest.mark.parametrize(("lines", "name"), NAMES)
def test_whose_card_it_is(lines: tuple[str, ...], name: str) -> None:
    assert card_of(*lines).name == name


def test_each_number_and_address_is_kept_once_and_in_order() -> None:
    card = card_of("FN:查敏", "TEL:2", "TEL:1", "TEL:2", "EMAIL:b@x.cn", "EMAIL:a@x.cn", "EMAIL:b@x.cn")
    assert (card.phones, card.emails) == (("2", "1"), ("b@x.cn", "a@x.cn"))


def test_a_card_without_a_name_is_kept_for_its_number_and_one_without_both_is_not() -> None:
    data = b"BEGIN:VCARD\nTEL:136\nEND:VCARD\nBEGIN:VCARD\nORG:x\nEND:VCARD\nBEGIN:VCARD\nFN:y\nEND:VCARD\n"
    assert [(card.name, card.phones) for card in read_cards(data)] == [("", ("136",)), ("y", ())]


def test_a_card_that_never_ends_does_not_take_the_next_with_it() -> None:
    data = "BEGIN:VCARD\nFN:甲\nTEL:1\nBEGIN:VCARD\nFN:乙\nTEL:2\nEND:VCARD\n"
    assert read_cards(data.encode()) == [Card("乙", phones=("2",))]


def test_a_photograph_of_megabytes_is_passed_over() -> None:
    photo = "\r\n".join([" " + "iVBORw0KGgo" * 6] * 60_000)
    card = card_of("FN:查敏", f"PHOTO;ENCODING=b;TYPE=PNG:{photo}", "TEL:021-5550100", end="\r\n")
    assert card == Card("查敏", phones=("021-5550100",))


def test_twenty_megabytes_are_read_and_one_octet_more_is_not() -> None:
    beside = b"x" * 1023 + b"\n"
    most = (PLAIN.encode() + beside * 20 * 1024)[: 20 * 1024 * 1024]
    assert len(read_cards(most)) == 1
    with pytest.raises(NotACard):
        read_cards(most + b"\n")


# ---- given out


def test_what_is_written_is_a_card_of_version_3() -> None:
    card = Card(
        name="徐慧琴",
        company="慧丰, 纺织",
        title="董事长",
        phones=("+8613600770001", "+86 512 6770"),
        emails=("xu@example.com",),
        wechat="xu_hq",
        city="江苏省苏州市",
        note="老家池口镇\n春节; 回乡",
    )
    assert write_cards([("0190-a", card)]).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "UID:urn:uuid:0190-a",
        "N:;徐慧琴;;;",
        "FN:徐慧琴",
        "ORG:慧丰\\, 纺织",
        "TITLE:董事长",
        "X-WECHAT:xu_hq",
        "TEL;TYPE=CELL:+8613600770001",
        "TEL;TYPE=CELL:+86 512 6770",
        "EMAIL:xu@example.com",
        "ADR:;;;江苏省苏州市;;;",
        "NOTE:老家池口镇\\n春节\\; 回乡",
        "END:VCARD",
        "",
    ]


def test_nothing_is_said_of_what_is_not_known() -> None:
    lines = write_cards([("x", Card("徐慧琴"))]).split("\r\n")
    assert [line.split(":")[0] for line in lines[:-1]] == ["BEGIN", "VERSION", "UID", "N", "FN", "END"]
    assert write_cards([]) == ""


@pytest.mark.parametrize(("length", "lines"), [(69, 1), (70, 1), (71, 2), (144, 2), (145, 3)])
def test_a_line_is_folded_where_it_passes_75_octets(length: int, lines: int) -> None:
    """“NOTE:” takes 5 of the first line's 75; of each further line the blank takes one."""
    text = write_cards([("x", Card("a", note="b" * length))])
    assert sum(line.lstrip(" ").startswith(("NOTE:b", "b")) for line in text.split("\r\n")) == lines
    assert read_cards(text.encode())[0].note == "b" * length


SAID = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=40)


@given(SAID, SAID)
def test_no_sign_in_a_city_or_a_second_card_is_lost(city: str, name: str) -> None:
    first, second = Card("甲", city=city, note=f"{city}\n{name}"), Card(name)
    assert read_cards(write_cards([("1", first), ("2", second)]).encode()) == [first, second]
