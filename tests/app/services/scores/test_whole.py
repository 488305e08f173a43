"""What a board tells beside its lines: the funds rate, taxes returned, the whole, leads as of a day."""

from datetime import date
from decimal import Decimal

from app.rules.attribution import Credit
from app.rules.fund_ledger import Component, Source
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.fund_entries import book_figure
from app.services.fund_standards import share_credit
from app.services.records import create_record
from app.services.scores.board import Board, Line, board
from tests.fakes.scored import goal, judged, signed
from tests.fakes.stores import ruled_by

OCTOBER, END = date(2026, 10, 1), date(2026, 11, 20)


def line_of(found: Board, owner: str) -> Line:
    line = found.line(owner)
    assert line is not None
    return line


def test_the_funds_rate_is_what_counts_over_the_contracts_of_what_was_signed(desk: Desk) -> None:
    """370 of 1,077 prints 34 %; funds of a project signed the year before are in no rate of this year."""
    new = signed(
        desk, "甲厂", "甲局", "5000", contract_amount="1077", counted_kind="manufacturing", leader="李"
    )
    old = signed(
        desk, "乙厂", "甲局", "5000", "2025-04-01", contract_amount="9", counted_kind="manufacturing"
    )
    signed(desk, "丙厂", "乙局", "5000", contract_amount="10", counted_kind="real_estate")
    create_record(desk, "project", {"name": "丁厂", "responsible_unit": "丙局"})
    for id in (new, old):
        book_figure(desk, id, OCTOBER, Source.UNIT, Component.FIXED, "370")
    found = board(desk, on=END)
    told = {line.owner: line.rates["funds"].text for line in found.lines}
    assert told == {"甲局": "34.35%", "乙局": "0.00%", "丙局": "—"}
    assert line_of(found, "甲局").figures["funds_in_place"] == 740
    assert line_of(board(desk, owner=Owner.LEADER, on=END), "李").rates["funds"].text == "34.35%"
    assert found.whole.figures["funds_of"] == 370


def test_taxes_returned_feed_their_target_and_its_rate(desk: Desk) -> None:
    ruled_by(desk, "pingyang")
    company = create_record(desk, "company", {"name": "总部公司"})[0]
    id = signed(desk, "总部", "甲局", "5000", investor_id=company)
    goal(desk, "甲局", "tax_returned", "400")
    for year, day, more in (
        (2026, "2026-03-01", {"project_id": id}),
        (2026, "2027-01-09", {"project_id": id}),  # told late: it belongs to its year
        (2025, "2026-01-09", {"project_id": id}),
        (2026, "2026-05-01", {"company_id": company}),
    ):
        create_record(desk, "tax_return", {"year": year, "amount": "100", "recorded_on": day, **more})
    (target,) = line_of(board(desk, on=END), "甲局").targets
    assert [target.done, target.share_text] == [200, "50.00%"]
    assert line_of(board(desk, on=date(2026, 12, 31)), "甲局").rates["tax_returned_done"].text == "75.00%"
    assert line_of(board(desk, on=date(2025, 12, 31)), "甲局").figures["tax_returned"] == 100


def test_the_whole_counts_a_project_once_whoever_shares_in_it(desk: Desk) -> None:
    ruled_by(desk, "panan")
    id = signed(desk, "甲厂", "甲局", "1亿", contract_amount="1亿")
    signed(desk, "乙厂", "乙局", "3000")
    share_credit(desk, id, Credit.LANDING, {"乙局": "100"})
    found = board(desk, on=END)
    assert {line.owner: line.points for line in found.lines} == {"甲局": 4, "乙局": 7}
    assert found.whole.points == Decimal(7) and found.whole.figures["signed"] == 2


def test_a_later_judgement_changes_no_earlier_board(desk: Desk) -> None:
    lead = create_record(desk, "project", {"name": "线索", "responsible_unit": "甲局", "leader": "李"})[0]
    judged(desk, lead, "陈经理", True, "2026-05-06")
    judged(desk, lead, "陈经理", False, "2026-08-06")
    told = [
        line_of(board(desk, on=on), "甲局").figures.get("valuable_leads", 0)
        for on in (date(2026, 5, 5), date(2026, 5, 6), date(2026, 8, 5), date(2026, 8, 6))
    ]
    assert told == [0, 1, 1, 0]
    leaders = board(desk, owner=Owner.LEADER, on=date(2026, 6, 1))
    assert [(line.owner, str(line.figures["valuable_leads"])) for line in leaders.lines] == [("李", "1")]


def test_a_project_that_landed_later_had_not_landed_then(desk: Desk) -> None:
    signed(desk, "甲厂", "甲局", "5000", "2026-02-01", stage="construction", stage_on="2026-09-01")
    told = [line_of(board(desk, on=on), "甲局").rates["landing"].text for on in (date(2026, 6, 30), END)]
    assert told == ["0.00%", "100.00%"]


def test_more_taken_back_than_came_in_is_a_rate_below_zero(desk: Desk) -> None:
    """A correction may leave less than nothing in a window; the board stands all the same."""
    id = signed(desk, "甲厂", "甲局", "5000", contract_amount="1000", counted_kind="manufacturing")
    goal(desk, "甲局", "funds_in_place", "400")
    book_figure(desk, id, OCTOBER, Source.UNIT, Component.FIXED, "-250")
    assert line_of(board(desk, on=END), "甲局").rates["funds"].text == "-25.00%"
    ruled_by(desk, "pingyang")
    assert line_of(board(desk, on=END), "甲局").rates["funds_in_place_done"].text == "-62.50%"
