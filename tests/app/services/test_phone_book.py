"""Phone books taken in with a preview, nobody twice, one undo; contacts given out."""

from pathlib import Path

import pytest

from app.rules.vcards import read_cards
from app.services.desk import Desk
from app.services.errors import FileUnreadable
from app.services.phone_book import Chosen, give_out, plan_cards, plan_file, take_chosen, take_in
from app.services.records import change_record, create_record, delete_records, required_row, undo

BOOK = """BEGIN:VCARD
VERSION:3.0
FN:徐慧琴
ORG:苏州慧丰纺织有限公司
TITLE:董事长
TEL:136 0077 0001
TEL:1.37E+10
EMAIL:xu@example.com
EMAIL:second@example.com
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:宋启明
ORG:苏州慧丰纺织有限公司
TEL:13600770002
NOTE:同学
END:VCARD
""".encode()


def test_a_preview_writes_nothing_and_keeps_what_has_no_place(desk: Desk) -> None:
    first, second = plan_cards(desk, BOOK)
    assert desk.store.ids("contact") == []
    assert first.values["phones"] == ["+8613600770001"] and first.new
    assert set(first.to_note) == {"second@example.com", "1.37E+10"}
    assert all(part in first.values["note"] for part in first.to_note)
    assert (second.values["note"], second.company) == ("同学", "苏州慧丰纺织有限公司")


def test_taken_in_as_one_step_with_one_firm_for_both(desk: Desk) -> None:
    made, _ = take_in(desk, plan_cards(desk, BOOK))
    people = [required_row(desk, "contact", id) for id in made]
    assert [row["name"] for row in people] == ["徐慧琴", "宋启明"]
    (firm,) = desk.store.ids("company")
    assert {row["company_id"] for row in people} == {firm}
    undo(desk)
    assert desk.store.ids("contact") == desk.store.ids("company") == []


def test_who_is_here_is_seen_before(desk: Desk) -> None:
    known, _ = create_record(desk, "contact", {"name": "宋启明", "phones": "13600770002"})
    firm, _ = create_record(desk, "company", {"name": "苏州慧丰纺织有限公司"})
    first, second = plan_cards(desk, BOOK)
    assert first.new and [row.id for row in second.same] == [known]
    made, _ = take_in(desk, [first])
    assert required_row(desk, "contact", made[0])["company_id"] == firm


def test_given_out_and_read_back(desk: Desk) -> None:
    made, _ = take_in(desk, plan_cards(desk, BOOK))
    text = give_out(desk, made[:1])
    (card,) = read_cards(text.encode())
    assert (card.name, card.company, card.title) == ("徐慧琴", "苏州慧丰纺织有限公司", "董事长")
    assert card.phones == ("+8613600770001",) and card.emails == ("xu@example.com",)


def test_a_contact_is_filled_up_and_nothing_of_it_replaced(desk: Desk) -> None:
    known, _ = create_record(
        desk,
        "contact",
        {"name": "徐慧琴", "phones": ["13600770001", "13600770009"], "title": "总经理", "note": "老乡"},
    )
    first, _ = plan_cards(desk, BOOK)
    made, _ = take_chosen(desk, [Chosen(first, known)])
    row = required_row(desk, "contact", known)
    assert made == [] and row["phones"] == ["+8613600770001", "+8613600770009"]
    assert (row["title"], row["email"]) == ("总经理", "xu@example.com")
    assert row["note"].startswith("老乡\n") and "董事长" in row["note"] and "1.37E+10" in row["note"]
    again, _ = plan_cards(desk, BOOK)
    before = desk.store.content_hash()
    take_chosen(desk, [Chosen(again, known)])
    assert desk.store.content_hash() == before, "a second time there is nothing to fill up"
    undo(desk)
    assert required_row(desk, "contact", known)["note"] == "老乡"


def test_what_was_given_out_makes_nobody_twice(desk: Desk) -> None:
    firm = create_record(desk, "company", {"name": "国轩高科"})[0]
    ids = [
        create_record(desk, "contact", values)[0]
        for values in ({"name": "李总", "company_id": firm}, {"name": "没有单位的人"}, {"name": "改了名的人"})
    ]
    book = give_out(desk, ids).encode()
    change_record(desk, "contact", ids[2], {"name": "王建国"})
    plan = {one.values["name"]: [row.id for row in one.same] for one in plan_cards(desk, book)}
    assert plan == {"李总": ids[:1], "没有单位的人": ids[1:2], "改了名的人": []}
    delete_records(desk, [("contact", ids[1])])
    assert [one.new for one in plan_cards(desk, book)].count(True) == 2


def test_somebody_without_a_number_is_known_by_the_employer(desk: Desk) -> None:
    firm = create_record(desk, "company", {"name": "苏州慧丰纺织有限公司"})[0]
    known = create_record(desk, "contact", {"name": "徐慧琴", "company_id": firm})[0]
    (one,) = plan_cards(desk, "BEGIN:VCARD\nFN:徐慧琴\nORG:苏州慧丰纺织\nEND:VCARD\n".encode())
    assert [row.id for row in one.same] == [known] and not one.new


def test_the_same_person_twice_in_a_file(desk: Desk) -> None:
    twice = BOOK + BOOK.replace("TITLE:董事长".encode(), "TITLE:总裁".encode())
    planned = plan_cards(desk, twice)
    assert [(one.values["name"], one.twin) for one in planned] == [
        ("徐慧琴", None),
        ("宋启明", None),
        ("徐慧琴", 0),
    ]
    assert [one.new for one in planned] == [True, True, False]


def test_a_contact_gone_meanwhile_is_made_anew(desk: Desk) -> None:
    known, _ = create_record(desk, "contact", {"name": "徐慧琴"})
    first, _ = plan_cards(desk, BOOK)
    delete_records(desk, [("contact", known)])
    made, _ = take_chosen(desk, [Chosen(first, known)])
    assert len(made) == 1 and made[0] != known


def test_files_that_cannot_be_read(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        plan_file(desk, tmp_path / "nowhere.vcf")
    (tmp_path / "book.vcf").write_bytes(BOOK)
    assert len(plan_file(desk, tmp_path / "book.vcf")) == 2
