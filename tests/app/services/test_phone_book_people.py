"""Who and what becomes of the cards of a phone book: firms known by another spelling, doubles, odd values."""

import pytest

from app.errors import OutpostError
from app.i18n import Translator
from app.rules.vcards import NotACard, read_cards
from app.services.desk import Desk
from app.services.natives import directory
from app.services.phone_book import give_out, plan_cards, take_in
from app.services.records import create_record, delete_records, redo, required_row, undo


def book(*cards: tuple[str, ...]) -> bytes:
    """A phone book of cards, each given by its lines."""
    return "".join("\n".join(("BEGIN:VCARD", *card, "END:VCARD", "")) for card in cards).encode()


FIRMS = [
    ("云溪（甲）有限公司", "云溪(甲)有限公司", True),
    ("苏州慧丰纺织有限公司", "苏州慧丰纺织有限公司 ", True),
    ("苏州慧丰纺织有限公司", "苏州慧丰纺织", True),
    ("苏州慧丰纺织有限公司", "苏州慧丰印染有限公司", False),
    ("中国地质大学", "中国地质大学(武汉)", False),
]


@pytest.mark.parametrize(("known", "told", "same"), FIRMS)
def test_a_firm_is_known_by_what_surely_means_it(desk: Desk, known: str, told: str, same: bool) -> None:
    firm, _ = create_record(desk, "company", {"name": known})
    made, _ = take_in(desk, plan_cards(desk, book(("FN:查敏", f"ORG:{told}"))))
    assert (required_row(desk, "contact", made[0])["company_id"] == firm) is same
    assert len(desk.store.ids("company")) == (1 if same else 2)


def test_a_firm_of_endless_name_is_made_once(desk: Desk) -> None:
    name = "ORG:" + "长" * 250
    take_in(desk, plan_cards(desk, book(("FN:甲", name), ("FN:乙", name))))
    take_in(desk, plan_cards(desk, book(("FN:丙", name))))
    (firm,) = desk.store.ids("company")
    assert required_row(desk, "company", firm)["name"] == "长" * 200


def test_a_deleted_firm_is_not_filled_again(desk: Desk) -> None:
    gone, _ = create_record(desk, "company", {"name": "慧丰纺织"})
    delete_records(desk, [("company", gone)])
    made, _ = take_in(desk, plan_cards(desk, book(("FN:查敏", "ORG:慧丰纺织"))))
    assert required_row(desk, "contact", made[0])["company_id"] not in (None, gone)


def test_a_card_that_stands_twice_in_the_book_is_one_person(desk: Desk) -> None:
    card = ("FN:查敏", "TEL:13600770001")
    planned = plan_cards(desk, book(card, ("FN:甲",), card))
    assert [one.values["name"] for one in planned] == ["查敏", "甲"]


ODD = [
    ("EMAIL:not a mail", "not a mail", "email"),
    ("TITLE:" + "长" * 300, "长" * 300, "title"),
    ("X-WECHAT:" + "w" * 300, "w" * 300, "wechat"),
    ("TEL:1.37E+10", "1.37E+10", "phones"),
    ("BDAY:1980-13-29", "1980-13-29", "birthday"),
]


@pytest.mark.parametrize(("line", "kept", "field"), ODD)
def test_what_does_not_fit_its_field_stands_in_the_note(desk: Desk, line: str, kept: str, field: str) -> None:
    (one,) = plan_cards(desk, book(("FN:查敏", line, "NOTE:同学")))
    assert one.to_note == (kept,)
    assert one.values["note"] == f"同学\n{kept}"
    assert field == "note" or field not in one.values
    (id,), _ = take_in(desk, [one])
    assert kept in required_row(desk, "contact", id)["note"]


def test_a_good_number_beside_a_bad_one_and_twice_the_same(desk: Desk) -> None:
    (one,) = plan_cards(desk, book(("TEL:136 0077 0001", "TEL:+86 136-0077-0001", "TEL:查")))
    assert one.values["name"] == "136 0077 0001"
    assert one.values["phones"] == ["+8613600770001"] and one.to_note == ("查",)


def test_only_the_chosen_come_and_come_again_after_redo(desk: Desk) -> None:
    planned = plan_cards(desk, book(("FN:甲", "ORG:甲厂"), ("FN:乙", "ORG:乙厂")))
    made, changes = take_in(desk, planned[1:])
    (firm,) = desk.store.ids("company")
    assert changes.ids == {("contact", made[0]), ("company", firm)}
    undo(desk)
    assert desk.store.ids("contact") == []
    redo(desk)
    assert required_row(desk, "contact", made[0])["company_id"] == firm
    assert take_in(desk, [])[0] == []


def test_given_out_are_those_asked_for_with_all_numbers(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "慧丰纺织"})
    first, _ = create_record(
        desk,
        "contact",
        {"name": "徐慧琴", "company_id": firm, "phones": ["13600770001", "0512-67701202"], "city": "苏州"},
    )
    second, _ = create_record(desk, "contact", {"name": "查敏", "wechat": "zha_min", "note": "一\n二"})
    create_record(desk, "contact", {"name": "不给"})
    zha, xu = read_cards(give_out(desk, [second, first]).encode())
    assert (zha.name, zha.company, zha.wechat, zha.note) == ("查敏", "", "zha_min", "一\n二")
    row = required_row(desk, "contact", first)
    assert (xu.name, xu.company, xu.city) == ("徐慧琴", "慧丰纺织", row["city"])
    assert xu.phones == tuple(row["phones"]) and len(xu.phones) == 2
    assert give_out(desk, []) == ""


def test_what_was_given_out_comes_back_as_known(desk: Desk) -> None:
    for name, phone in (("徐慧琴", "13600770001"), ("查敏", "13600770002")):
        create_record(desk, "contact", {"name": name, "phones": phone, "circle": "native"})
    text = give_out(desk, desk.store.ids("contact"))
    planned = plan_cards(desk, text.encode())
    assert [one.new for one in planned] == [False, False]
    take_in(desk, planned)
    assert len(directory(desk).twice) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_CN", "这个文件里没有联系人名片"), ("en", "There are no cards in this file")],
)
def test_a_file_without_cards_says_what_to_do(desk: Desk, language: str, words: str) -> None:
    with pytest.raises(NotACard) as refused:
        plan_cards(desk, "姓名,电话\n查敏,136\n".encode())
    error: OutpostError = refused.value
    said = Translator(language).tr(f"error.{error.code}")
    assert said.startswith(words) and ".vcf" in said
