"""What follows on what, said on two laptops: it goes both ways, a circle is told, and figures agree."""

from decimal import Decimal

from app.services.continuing import continuation
from app.services.desk import Desk
from app.services.records import change_record, required_row
from app.services.scores.board import board
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Open
from tests.fakes.scored import signed

UNIT = "甲局"


def figures(desk: Desk) -> list[Decimal]:
    line = board(desk).line(UNIT)
    assert line is not None
    return [line.figures["signed"], line.figures["contract_capital"]]


def test_both_say_that_one_follows_on_the_other_and_count_neither_twice(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    here, there = Desk(zhang.store, "张三"), Desk(li.store, "李四")
    zhang.synced()
    on = here.today().isoformat()
    first = signed(here, "一期", UNIT, "1亿", on, contract_amount="1亿")
    second = signed(here, "增资", UNIT, "3亿", on, contract_amount="3亿")
    zhang.synced()
    li.synced()
    assert figures(here) == figures(there) == [2, 40_000]
    change_record(here, "project", second, {"continues": "increase", "follows_id": first})
    change_record(there, "project", second, {"added_amount": "2亿"})
    for laptop in (zhang, li, zhang):
        laptop.synced()
    assert figures(here) == figures(there) == [1, 30_000]
    told = continuation(there, required_row(there, "project", first))
    assert told is not None and [row.id for row in told.later] == [second]
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_a_circle_that_two_make_apart_is_told_on_both_pages(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    here, there = Desk(zhang.store, "张三"), Desk(li.store, "李四")
    zhang.synced()
    on = here.today().isoformat()
    first, second = (signed(here, name, UNIT, "1亿", on, contract_amount="1亿") for name in ("一期", "增资"))
    zhang.synced()
    li.synced()
    change_record(
        here, "project", second, {"continues": "increase", "follows_id": first, "added_amount": "0"}
    )
    change_record(there, "project", first, {"continues": "increase", "follows_id": second})
    for laptop in (zhang, li, zhang):
        laptop.synced()
    assert figures(here) == figures(there) == [0, 0]
    for desk in (here, there):
        for id in (first, second):
            told = continuation(desk, required_row(desk, "project", id))
            assert told is not None and told.why[-1].key == "rules.continued.circle"
    change_record(there, "project", first, {"continues": "", "follows_id": ""})
    for laptop in (li, zhang):
        laptop.synced()
    assert figures(here) == figures(there) == [1, 10_000]
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)
