"""Offices in their terms, merit in the years around this one, quarters that are over."""

from datetime import date

import pytest

from app.policy.pack import NoSuchTable
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import change_record, create_record, delete_records
from app.services.scores.standing import decide_merit, last_in_rank, merits, rewards, terms
from tests.fakes.scored import goal, signed

OFFICE = "驻上海招商分局"


def office(desk: Desk, **values: object) -> str:
    given = {"name": OFFICE, "sort": "stationed_office", "starts_on": "2025-01-01"}
    return create_record(desk, "posting", {**given, **values})[0]


def term_goal(desk: Desk, measure: str, amount: str, starts_on: str = "2025-01-01", **more: str) -> str:
    given = {"owner": "office", "period": "term", "starts_on": starts_on, **more}
    return goal(desk, OFFICE, measure, amount, **given)


def shown(desk: Desk, on: date | None = None) -> tuple[object, ...] | None:
    (term,) = terms(desk, on)
    found = term.progress
    return None if found is None else (found.target.measure, found.target.amount, found.done)


def test_a_target_of_contracts_counts_the_contracts_of_the_term(desk: Desk) -> None:
    office(desk)
    term_goal(desk, "contract_capital", "2亿")
    signed(desk, "甲厂", OFFICE, "1亿", "2025-01-01", contract_amount="3000")
    signed(desk, "乙厂", OFFICE, "1亿", "2026-11-20", contract_amount="2000")
    signed(desk, "丙厂", OFFICE, "1亿", "2024-12-31", contract_amount="900")
    signed(desk, "丁厂", "县功镇", "1亿", "2026-11-20", contract_amount="700")
    assert shown(desk) == ("contract_capital", 20_000, 5000)
    (term,) = terms(desk)
    assert term.progress is not None and term.progress.share_text == "25.00%"
    assert shown(desk, date(2026, 11, 19)) == ("contract_capital", 20_000, 3000)


@pytest.mark.parametrize(("measure", "done"), [("signed", 2), ("started", 1), ("landed", 0)])
def test_a_target_of_projects_counts_projects(desk: Desk, measure: str, done: int) -> None:
    office(desk)
    term_goal(desk, measure, "4")
    signed(desk, "甲厂", OFFICE, "1亿", "2025-03-01", started_on="2026-01-01")
    signed(desk, "乙厂", OFFICE, "1亿", "2026-03-01")
    assert shown(desk) == (measure, 4, done)


def test_an_earlier_terms_target_is_over(desk: Desk) -> None:
    """A term has 24 months: from January 2023 to the end of 2024."""
    office(desk, starts_on="2023-01-01")
    term_goal(desk, "funds_in_place", "2亿", "2023-01-01")
    assert shown(desk, date(2024, 12, 31)) == ("funds_in_place", 20_000, 0)
    assert shown(desk, date(2025, 1, 1)) is None
    term_goal(desk, "funds_in_place", "3亿", "2025-01-01")
    assert shown(desk, date(2024, 12, 31)) == ("funds_in_place", 20_000, 0)
    assert shown(desk, date(2025, 1, 1)) == ("funds_in_place", 30_000, 0)


def test_a_namesakes_target_is_not_the_offices(desk: Desk) -> None:
    office(desk)
    term_goal(desk, "funds_in_place", "5亿", owner="leader")
    assert shown(desk) is None


def test_funds_come_first_of_several_targets(desk: Desk) -> None:
    office(desk)
    term_goal(desk, "signed", "9")
    term_goal(desk, "funds_in_place", "2亿")
    assert shown(desk) == ("funds_in_place", 20_000, 0)


@pytest.mark.parametrize(
    ("ends_on", "on", "count"),
    [
        ("", date(2024, 12, 31), 0),
        ("", date(2025, 1, 1), 1),
        ("2026-06-30", date(2026, 6, 30), 1),
        ("2026-06-30", date(2026, 7, 1), 0),
    ],
)
def test_an_office_is_shown_while_it_is_posted(desk: Desk, ends_on: str, on: date, count: int) -> None:
    office(desk, **({"ends_on": ends_on} if ends_on else {}))
    assert len(terms(desk, on)) == count


@pytest.mark.parametrize(
    ("people", "verdict"),
    [
        ({}, "understaffed"),
        ({"head": "王", "assistant": "李"}, "understaffed"),
        ({"head": "王", "assistant": "李", "members": ["赵"]}, "staffed"),
        ({"head": "王", "members": ["李", "赵"]}, "staffed"),
        ({"head": "王", "assistant": "王", "members": ["王", "李"]}, "understaffed"),
    ],
)
def test_each_person_of_an_industry_office_counts_once(desk: Desk, people: object, verdict: str) -> None:
    """Three or more (000 §2.2)."""
    assert isinstance(people, dict)
    office(desk, sort="industry_office", **people)
    (term,) = terms(desk)
    assert term.staff is not None and term.staff.row.results["verdict"] == verdict


def test_a_year_to_come_has_nothing_of_this_year(desk: Desk) -> None:
    signed(desk, "大厂", "县功镇", "7亿", counted_kind="manufacturing", site_on="2026-04-01")
    goal(desk, "开发区", "large_landed", "1")
    assert [one.unit for one in merits(desk, 2026)] == ["县功镇", "开发区"]
    assert merits(desk, 2027) == [] and merits(desk, 2025) == []
    goal(desk, "磻溪镇", "large_landed", "2", starts_on="2027-01-01")
    assert [one.unit for one in merits(desk, 2027)] == ["磻溪镇"]


def test_a_decision_belongs_to_its_year_and_can_be_taken_back(desk: Desk) -> None:
    given = {"name": "县功镇", "year": 2025, "verdict": "criticised", "reason": "交办未按时完成"}
    id, _ = decide_merit(desk, given)
    assert merits(desk, 2026) == []
    (unit,) = merits(desk, 2025)
    assert (unit.suggestion.verdict, unit.decided[0]["decided_on"]) == ("barred", date(2026, 11, 20))
    change_record(desk, "merit", id, {"verdict": "vetoed"})
    assert merits(desk, 2025)[0].suggestion.verdict == "no_suggestion", "a veto only stops praise"
    delete_records(desk, [("merit", id)])
    assert merits(desk, 2025) == []
    desk.store.undo(actor=desk.actor)
    assert [one.unit for one in merits(desk, 2025)] == ["县功镇"]


@pytest.mark.parametrize("field", ["name", "year", "verdict", "reason"])
def test_a_decision_without_a_word_is_refused(desk: Desk, field: str) -> None:
    given = {"name": "县功镇", "year": 2026, "verdict": "excellent", "reason": "全市第一"}
    with pytest.raises(InvalidRecord) as refused:
        decide_merit(desk, {**given, field: ""})
    assert [one.field for one in refused.value.problems] == [field]


@pytest.mark.parametrize(("investment", "verdict"), [("69999.999999", "no_suggestion"), ("7亿", "excellent")])
def test_a_large_project_by_the_fen(desk: Desk, investment: str, verdict: str) -> None:
    signed(desk, "大厂", "县功镇", investment, counted_kind="manufacturing", site_on="2026-04-01")
    (unit,) = merits(desk, 2026)
    assert unit.suggestion.verdict == verdict


def test_quarters_that_are_over_count_each_for_itself(desk: Desk) -> None:
    """磻溪镇 is last in the third quarter only; nothing happened before."""
    for unit, on, amount in (("县功镇", "2026-08-01", "900"), ("磻溪镇", "2026-09-30", "100")):
        signed(desk, f"{unit}厂", unit, "1亿", on, contract_amount=amount)
    signed(desk, "新厂", "磻溪镇", "1亿", "2026-10-01", contract_amount="9000")
    (last,) = last_in_rank(desk, "contract_capital")
    verdict = last.decision.row.results["verdict"]
    assert (last.unit, last.quarters, verdict) == ("磻溪镇", 1, "in_order")
    assert last_in_rank(desk, "contract_capital", date(2026, 9, 30)) == [], "the quarter is not over"
    (last,) = last_in_rank(desk, "contract_capital", date(2026, 10, 1))
    assert last.unit == "磻溪镇"
    (last,) = last_in_rank(desk, "contract_capital", date(2027, 1, 1))
    assert (last.unit, last.quarters) == ("县功镇", 1), "it signed nothing in the fourth"
    signed(desk, "早厂", "县功镇", "1亿", "2026-04-01", contract_amount="500")
    (last,) = last_in_rank(desk, "contract_capital", date(2026, 12, 31))
    verdict = last.decision.row.results["verdict"]
    assert (last.unit, last.quarters, verdict) == ("磻溪镇", 2, "accountable")
    with pytest.raises(NoSuchTable):
        last_in_rank(desk, "beauty")


def test_a_reward_of_a_deleted_project_is_not_shown(desk: Desk) -> None:
    done = {"completed_on": "2026-06-01", "produced_on": "2026-09-01"}
    project = signed(desk, "甲厂", "县功镇", "1亿", **done)
    given = {"name": "林介绍人", "project_id": project, "registered_on": "2026-01-01"}
    create_record(desk, "introduction", given)
    (owed,) = rewards(desk)
    assert owed.reward.paid and owed.reward.amount == 0, "nobody decided on an award"
    delete_records(desk, [("project", project)])
    assert rewards(desk) == []
