"""Offices in their terms, one-vote suggestions, rewards, who is last."""

from datetime import date

from app.services.desk import Desk
from app.services.records import create_record
from app.services.scores.standing import decide_merit, last_in_rank, merits, rewards, terms
from tests.fakes.scored import goal, score_year, signed
from tests.fakes.stores import ruled_by


def office(desk: Desk, **values: object) -> None:
    given = {
        "name": "驻上海招商分局",
        "sort": "stationed_office",
        "starts_on": "2025-11-20",
        "city": "上海市",
    }
    create_record(desk, "posting", {**given, **values})


def test_an_office_has_the_packs_target_at_half_its_term(desk: Desk) -> None:
    ruled_by(desk, "chuzhou")
    office(desk)
    office(desk, name="旧分局", ends_on="2026-11-01")
    (term,) = terms(desk)
    assert term.progress is not None and term.progress.target.amount == 20_000
    assert (term.progress.share_text, term.progress.ahead_text) == ("0.00%", "-50.14")
    goal(
        desk, "驻上海招商分局", "funds_in_place", "3亿", owner="office", period="term", starts_on="2025-11-20"
    )
    (term,) = terms(desk)
    assert term.progress is not None and term.progress.target.amount == 30_000


def test_an_industry_office_is_staffed_or_not(desk: Desk) -> None:
    office(desk, name="光伏产业办", sort="industry_office", head="王", members=["李", "赵"])
    office(desk, name="家电产业办", sort="industry_office", head="钱", members=["钱"])
    staff = {str(one.row["name"]): one.staff for one in terms(desk)}
    told = {name: one.row.results["verdict"] for name, one in staff.items() if one}
    assert told == {"光伏产业办": "staffed", "家电产业办": "understaffed"}
    assert all(one.progress is None for one in terms(desk)), "the default pack sets no target"


def test_merit_is_suggested_by_rules_and_decided_by_people(desk: Desk) -> None:
    large = {"counted_kind": "manufacturing", "site_on": "2026-04-01"}
    signed(desk, "大厂", "县功镇", "7亿", **large)
    signed(desk, "小厂", "磻溪镇", "69999", **large)
    goal(desk, "开发区", "large_landed", "1")
    found = {one.unit: one for one in merits(desk, 2026)}
    assert {name: one.suggestion.verdict for name, one in found.items()} == {
        "县功镇": "excellent",
        "磻溪镇": "no_suggestion",
        "开发区": "no_suggestion",
    }
    assert [row["name"] for row in found["县功镇"].projects] == ["大厂"]
    decide_merit(desk, {"name": "县功镇", "year": 2026, "verdict": "criticised", "reason": "交办未按时完成"})
    (now,) = [one for one in merits(desk, 2026) if one.unit == "县功镇"]
    assert (now.suggestion.verdict, now.suggestion.why) == ("barred", "assignment_failed")
    assert now.decided[0]["decided_by"] == "周敏"


def test_a_reward_waits_for_production_and_for_the_register(desk: Desk) -> None:
    done = {"completed_on": "2026-06-01", "produced_on": "2026-09-01"}
    early, late = signed(desk, "甲", "县功镇", "1亿", **done), signed(desk, "乙", "县功镇", "1亿", **done)
    young = signed(desk, "丙", "县功镇", "1亿")
    for project, on in ((early, "2026-03-01"), (late, "2026-03-02"), (young, "2026-01-01")):
        given = {"name": "林介绍人", "project_id": project, "registered_on": on, "award": "12.5"}
        create_record(desk, "introduction", given)
    told = {str(one.project["name"]): one.reward for one in rewards(desk)}
    assert {name: one.paid for name, one in told.items()} == {"甲": True, "乙": False, "丙": False}
    assert told["甲"].amount == told["甲"].rest and str(told["甲"].amount) == "12.5"
    assert told["乙"].decision.row.results["why"] == "registered_late"
    assert told["丙"].decision.row.results["why"] == "not_completed"


def test_two_quarters_last_are_held_to_account(desk: Desk) -> None:
    score_year(desk)
    signed(desk, "第三季", "磻溪镇", "1亿", "2026-08-01", contract_amount="100")
    (last,) = [one for one in last_in_rank(desk, "contract_capital") if one.unit == "开发区"]
    assert last.quarters >= 2 and last.decision.row.results["verdict"] == "accountable"
    assert last_in_rank(desk, "contract_capital", date(2020, 5, 1)) == []
