"""Funds, headquarters tax and sizes as they stand."""

from app.services.desk import Desk
from app.services.fund_overview import fund_overview
from app.services.records import create_record, delete_records
from tests.app.services.test_funds import project


def commit(desk: Desk, id: str, amount: str, fund: str = "industry") -> str:
    values = {"project_id": id, "fund": fund, "stake": "equity", "amount": amount}
    return create_record(desk, "fund_commitment", {**values, "committed_on": "2026-03-01"})[0]


def test_balances_follow_what_is_committed_and_taken_away(desk: Desk) -> None:
    id = project(desk, "甲项目")
    first = commit(desk, id, "6000万元")
    commit(desk, id, "5000万元")
    industry = next(one for one in fund_overview(desk).funds if one.fund == "industry")
    assert [industry.committed, industry.left] == [11_000, 9000] and industry.over[0][0] == id
    delete_records(desk, [("fund_commitment", first)])
    industry = next(one for one in fund_overview(desk).funds if one.fund == "industry")
    assert [industry.committed, len(industry.over)] == [5000, 0]
    assert len(fund_overview(desk).commitments) == 1


def test_tax_by_year_counts_each_payer_once(desk: Desk) -> None:
    id = project(desk, "总部")
    company, _ = create_record(desk, "company", {"name": "总部公司"})
    for values in (
        {"project_id": id, "year": "2026", "amount": "100"},
        {"project_id": id, "year": "2026", "amount": "0.5"},
        {"company_id": company, "year": "2026", "amount": "9"},
        {"company_id": company, "year": "2025", "amount": "8"},
    ):
        create_record(desk, "tax_return", values)
    years = fund_overview(desk).years
    assert [(one.year, f"{one.amount:f}", one.payers) for one in years] == [
        (2026, "109.5", 2),
        (2025, "8", 1),
    ]


def test_what_was_given_up_is_in_no_class(desk: Desk) -> None:
    facts = {"investment": "2亿", "verified_on": "2026-03-01"}
    project(desk, "在建", **facts)
    project(desk, "流失", **{**facts, "stage": "lost"})
    project(desk, "预入库", investment="2亿", pre_registered_on="2026-03-01")
    (large,) = [one for one in fund_overview(desk).sizes if one.row.id == "from_1_yi"]
    assert (large.verified.count, large.waiting.count) == (1, 1)


def test_nothing_yet(desk: Desk) -> None:
    found = fund_overview(desk)
    assert (found.commitments, found.taxes, found.years) == ((), (), ())
    assert all(one.committed == 0 and one.left == one.size for one in found.funds)
