"""Phone books taken in with a preview, nobody twice, one undo; contacts given out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.rules.vcards import read_cards
from app.services.desk import Desk
from app.services.phone_book import give_out, plan_cards, take_in
from app.services.records import create_record, required_row, undo
from tests.fakes.stores import new_desk

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


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


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
