"""The golden cases of systems.md: the sources' own figures through the shipped packs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.policy.cases import FactUnknown, FactUnusable
from app.policy.shipped import shipped_pack
from app.policy.table import FactsMissing
from app.rules.counting import count, place
from app.rules.rating import rates
from app.rules.routing import RoutesNotComparable, route
from app.rules.scoring import quota, score
from app.rules.squads import check_squad
from app.rules.stage_moves import Direction, judge_move
from app.rules.stages import Stage

Case = dict[str, object]


@pytest.mark.parametrize(
    ("case", "way"),
    [
        ({"category": "I", "land": 30}, "deputy"),
        ({"category": "I", "land": "30.01"}, "office"),
        ({"category": "A", "land": "20.5"}, "office"),
        ({"category": "I", "land": 50}, "office"),
        ({"category": "I", "land": "50.01"}, "standing"),
        ({"category": "A", "land": 20, "special": True}, "office"),
        ({"category": "A", "land": 20}, "deputy"),
        ({"category": "I", "land": 0, "special": True}, "office"),
        ({"category": "A", "land": 0}, "deputy"),
        ({"category": "I", "land": 60, "special": True}, "standing"),
        ({"category": "I", "land": 40, "special": True}, "standing"),
        ({"category": "I", "land": 50, "zone": True}, "zone"),
        ({"category": "A", "land": 51, "zone": True}, "zone_standing"),
        ({"category": ["A", "I"], "land": 25}, "office"),  # mixed use: the stricter class
        ({"category": ["I", "A"], "land": 20}, "deputy"),
    ],
)
def test_panan_routes(case: Case, way: str) -> None:
    assert route(shipped_pack("panan"), case).way.id == way


def test_a_route_says_how_it_was_raised() -> None:
    pack = shipped_pack("panan")
    raised = route(pack, {"category": "A", "land": 20, "special": True})
    assert raised.raised_from is not None and raised.raised_from.id == "deputy" and not raised.at_top
    top = route(pack, {"category": "A", "land": 60, "special": True})
    assert top.raised_from is None and top.at_top
    assert top.way.steps == ("deputy_reviews", "office_meeting", "standing_committee", "county_head_approves")


def test_a_route_says_why_the_others_do_not_answer() -> None:
    decision = route(shipped_pack("panan"), {"category": "I", "land": "30.01"}).decision
    assert (decision.row.id, decision.row.source) == ("i_middle", "002 §2(5)")
    why = {row.id: [failure.fact for failure in failures] for row, failures in decision.others}
    assert why["i_small"] == ["land"]
    assert why["a_middle"] == ["category"]
    assert why["zone_above_50"] == ["zone", "land"]


def test_a_case_that_tells_too_little_or_too_much_is_refused() -> None:
    pack = shipped_pack("panan")
    with pytest.raises(FactsMissing) as missing:
        route(pack, {"land": 25})
    assert missing.value.params["facts"] == "category"
    assert route(pack, {"land": 51}).way.id == "standing"  # no row left asks for the category
    with pytest.raises(FactUnknown):
        route(pack, {"category": "I", "lnad": 30})
    for value in (-1, 1.5, "30万元", "many", True):
        with pytest.raises(FactUnusable):
            route(pack, {"category": "I", "land": value})
    with pytest.raises(FactUnusable):
        route(shipped_pack("panan"), {"category": [], "land": 3})
    with pytest.raises(RoutesNotComparable):
        route(
            replace(pack, routes=replace(pack.routes, ladders=(("deputy",), ("office",)))),
            {"category": ["A", "I"], "land": 25},
        )


@pytest.mark.parametrize(
    ("case", "recognised", "rule"),
    [
        ({"kind": "logistics", "investment": 9_999}, None, "logistics_too_small"),
        ({"kind": "logistics", "investment": "1亿"}, "10000", "logistics"),
        ({"kind": "hotel", "stars": 4, "investment": 5_000}, "3500", "hotel"),
        ({"kind": "car_4s", "investment": 800}, "560", "car_4s"),
        ({"kind": "hotel", "stars": 3, "investment": 5_000}, None, "hotel_few_stars"),
        ({"kind": "superstore", "floor_area": 9_999, "investment": 9}, None, "superstore_small"),
        ({"kind": "superstore", "floor_area": 10_000, "investment": 9}, "6.3", "superstore"),
        ({"kind": "farming", "legal_person": False, "fixed_assets": 500}, None, "farm_no_person"),
        ({"kind": "farming", "legal_person": True, "fixed_assets": 100, "actual": 90}, "90", "farm"),
        ({"kind": "farming", "legal_person": True, "fixed_assets": "99.99"}, None, "farm_too_small"),
        ({"kind": "guarantee", "paid_in": 5_000}, "5000", "finance"),
        ({"kind": "infrastructure", "guaranteed_return": True, "investment": 9}, None, "guaranteed"),
        ({"kind": "manufacturing", "investment": 9, "actual": "0.000001"}, "0.000001", "manufacturing"),
        ({"kind": "other", "investment": 9}, None, "not_listed"),
    ],
)
def test_chuzhou_coefficients(case: Case, recognised: str | None, rule: str) -> None:
    found = count(shipped_pack("chuzhou"), case)
    assert found.decision.row.id == rule
    assert found.recognised == Decimal(recognised or 0)
    assert (found.coefficient is None) == (recognised is None)
    assert (found.decision.row.results["why"] is None) == (recognised is not None)


def test_what_counts_needs_its_basis() -> None:
    with pytest.raises(FactsMissing) as missing:
        count(shipped_pack("chuzhou"), {"kind": "guarantee", "investment": 5_000})
    assert missing.value.params["facts"] == "paid_in"


@pytest.mark.parametrize(
    ("case", "points"),
    [
        ({"investment": 2_999, "rented_factory": True}, "2"),
        ({"investment": 2_999, "rented_factory": False}, "0"),
        ({"investment": 3_000}, "3"),
        ({"investment": "9999.99"}, "3"),
        ({"investment": 10_000}, "4"),
        ({"investment": 30_000}, "5"),
        ({"investment": 50_000}, "10"),
        ({"investment": "10亿"}, "15"),
        ({"valuable": 5, "quota": 3}, "3"),
        ({"valuable": 5, "rank": "principal"}, "3"),
        ({"valuable": 2, "quota": 3}, "0"),
        ({"valuable": 3, "quota": 3}, "2"),
        ({"valuable": 1, "quota": 0}, "0.5"),
        ({"projects": [{"investment": 3_000}, {"investment": 50_000}], "valuable": 4, "quota": 3}, "15.5"),
    ],
)
def test_town_scores(case: Case, points: str) -> None:
    found = score(shipped_pack("town"), case)
    assert found.total == Decimal(points)
    assert sum(line.points for line in found.lines) == found.total
    assert all(line.row.source == "004 2 §3.4" for line in found.lines)


@pytest.mark.parametrize(("rank", "due"), [("principal", 3), ("deputy", 2), ("other", 1)])
def test_town_quotas(rank: str, due: int) -> None:
    found = quota(shipped_pack("town"), {"rank": rank, "done": 1})
    assert (found.due, found.left) == (Decimal(due), Decimal(due - 1))


@pytest.mark.parametrize("value", ["1.5", -1, "few", None])
def test_leads_are_counted_in_whole_numbers(value: object) -> None:
    with pytest.raises(FactUnusable):
        score(shipped_pack("town"), {"valuable": value, "quota": 3})


def test_district_targets() -> None:
    done = {
        "contract_capital": "88.7亿",
        "contract_capital_target": "50亿",
        "funds_in_place": "42.22亿",
        "funds_in_place_target": "30亿",
        "out_of_province_funds": "24.75亿",
        "out_of_province_funds_target": "22.5亿",
        "foreign_capital": "1061.6",
        "foreign_capital_target": 500,
    }
    found = {rate.row.id: rate.text for rate in rates(shipped_pack("district"), done)}
    assert [found[f"{name}_done"] for name in ("contract_capital", "funds_in_place")] == ["177%", "141%"]
    assert [found[f"{name}_done"] for name in ("out_of_province", "foreign_capital")] == ["110%", "212%"]
    assert found["funds"] == "47.60%"


def test_rates_of_the_published_set_and_of_nothing_signed() -> None:
    pack = shipped_pack("default")
    found = {
        rate.row.id: rate.text for rate in rates(pack, {"signed": 247, "fulfilled": 244, "started": 222})
    }
    assert found == {"fulfilment": "98.79%", "start": "89.88%"}
    assert {rate.text for rate in rates(pack, {"signed": 0, "fulfilled": 0, "started": 0})} == {"—"}
    with pytest.raises(FactUnknown):
        rates(pack, {"singed": 1})


@pytest.mark.parametrize(("over", "shown"), [(1, "0.01%"), (5, "0.03%"), (15, "0.08%"), (20_000, "100.00%")])
def test_rates_round_half_up_from_the_exact_value(over: int, shown: str) -> None:
    (rate,) = rates(shipped_pack("default"), {"signed": 20_000, "started": over})
    assert rate.text == shown


@pytest.mark.parametrize(
    ("case", "verdicts"),
    [
        ({"target": 2_000, "members": 1}, {"composition": "too_few"}),
        ({"target": "1999.99", "members": 1}, {"composition": "encouraged"}),
        ({"target": 2_000, "members": 2}, {"composition": "no_leader"}),
        ({"target": 2_000, "members": 3, "county_leader": True}, {"composition": "satisfied"}),
        ({"target": 2_000, "members": 4, "county_leader": True}, {"composition": "too_many"}),
        ({"target": 2_000, "trip_days": 61, "days_elapsed": 182}, {"days": "satisfied"}),
        ({"target": 2_000, "trip_days": 60, "days_elapsed": 182}, {"days": "behind"}),
        ({"target": 2_000, "trip_days": 60, "days_elapsed": 180}, {"days": "satisfied"}),
        ({"target": 2_000, "landed": 0, "as_of": "2026-06-30"}, {"escalation": "in_time"}),
        ({"target": 2_000, "landed": 0, "as_of": "2026-07-01"}, {"escalation": "full_time"}),
        ({"target": 2_000, "landed": 0, "as_of": "2026-10-01"}, {"escalation": "head_leads"}),
        ({"target": 2_000, "landed": 1, "as_of": "2026-10-01"}, {"escalation": "satisfied"}),
    ],
)
def test_chuzhou_squads(case: Case, verdicts: dict[str, str]) -> None:
    checks = check_squad(shipped_pack("chuzhou"), case).checks
    found = {check.table.partition(".")[2]: check.verdict for check in checks if check.decision}
    if "target" in case and case["target"] == "1999.99":
        verdicts = dict.fromkeys(found, "encouraged")  # the other checks do not bind such a unit either
    assert found == verdicts
    assert all(check.missing for check in checks if check.decision is None)


def test_days_elapsed_follow_from_the_day() -> None:
    case = {"target": 2_000, "trip_days": 61, "as_of": "2026-07-01"}  # day 182
    assert check_squad(shipped_pack("chuzhou"), case).checks[1].verdict == "satisfied"
    with pytest.raises(FactUnusable):
        check_squad(shipped_pack("chuzhou"), {"as_of": "mid-year"})
    with pytest.raises(FactUnusable):
        check_squad(shipped_pack("chuzhou"), {"trip_days": 1, "days_elapsed": 0})


FARM: Case = {"brought_by": "city_unit", "kind": "farming", "place": "county", "funds": 4_000}


@pytest.mark.parametrize(
    ("case", "counts", "unit", "county"),
    [
        (FARM | {"consent": True}, True, 4_000, 2_000),
        (FARM, False, 0, 4_000),
        (FARM | {"kind": "hotel", "consent": True}, False, 0, 4_000),
        (FARM | {"place": "city_zone"}, True, 4_000, None),
        (FARM | {"place": "langya", "consent": True}, True, 4_000, None),
        (FARM | {"place": "nanqiao"}, False, 0, None),
        (FARM | {"place": "elsewhere", "consent": True}, False, 0, None),
        (FARM | {"brought_by": "stationed_office", "consent": True}, False, 0, 4_000),
    ],
)
def test_chuzhou_placement(case: Case, counts: bool, unit: int, county: int | None) -> None:
    found = place(shipped_pack("chuzhou"), case)
    assert (found.counts, found.unit_funds) == (counts, Decimal(unit))
    assert found.county_funds == (None if county is None else Decimal(county))


@pytest.mark.parametrize(("investment", "site"), [("2999.99", "standard_factory"), (3_000, "park_proposes")])
def test_town_sites(investment: object, site: str) -> None:
    assert place(shipped_pack("town"), {"place": "here", "investment": investment}).site == site


def test_no_signing_without_an_approval() -> None:
    pack = shipped_pack("default")
    move = judge_move(pack, Stage.APPROVED, Stage.SIGNED, ["contract"])
    assert (move.allowed, move.missing, move.direction) == (False, ("approval",), Direction.FORWARD)
    assert judge_move(pack, Stage.APPROVED, Stage.SIGNED, ["contract", "approval"]).allowed


def test_skipping_and_going_back_need_a_reason() -> None:
    pack = shipped_pack("pingyang")
    skip = judge_move(pack, Stage.LEAD, Stage.ASSESSED, ["investor", "investment", "assessment"])
    assert (skip.allowed, skip.reason_missing, skip.skipped) == (False, True, (Stage.NEGOTIATING,))
    back = judge_move(pack, Stage.SIGNED, Stage.NEGOTIATING, [], "投资方换人")
    assert back.allowed and back.direction is Direction.BACK
    out = judge_move(pack, Stage.SIGNED, Stage.LOST, [])
    assert (out.allowed, out.missing) == (False, ("exit_reason",))
    assert judge_move(pack, Stage.SIGNED, Stage.LOST, [], exit_reason="funding").allowed
    again = judge_move(pack, Stage.PAUSED, Stage.SIGNED, ["approval", "contract"])
    assert again.allowed and again.direction is Direction.RETURN
    assert not judge_move(pack, Stage.SIGNED, Stage.SIGNED, ["approval", "contract"]).allowed
