"""The steps of an application: whose turn it is, and what may not be recorded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_names, shipped_pack
from app.rules.approvals import (
    PASSING,
    case_of,
    computed,
    judge_approval,
    judge_removal,
    judge_step,
    standing,
    unlawful,
)

PANAN = shipped_pack("panan")
DAY = date(2026, 11, 2)
STEPS = ["deputy_reviews", "office_meeting", "county_head_approves"]


def application(**values: Any) -> dict[str, Any]:
    given = {"categories": ["I"], "land": Decimal("30.01"), "filed_on": DAY, **values}
    return {**given, **computed(PANAN, given), **{k: v for k, v in values.items() if k in ("steps",)}}


def steps(*outcomes: str, first: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "step": STEPS[number - 1] if number <= len(STEPS) else "more",
            "title": f"第{number}步",
            "outcome": outcome,
            "decided_on": DAY + timedelta(days=number),
        }
        for number, outcome in enumerate(outcomes, start=first)
    ]


@pytest.mark.parametrize(
    ("values", "way", "row"),
    [
        ({"categories": ["I"], "land": Decimal(30)}, "deputy", "i_small"),
        ({"categories": ["I"], "land": Decimal("30.01")}, "office", "i_middle"),
        ({"categories": ["A"], "land": Decimal(20), "special": True}, "office", "a_small"),
        ({"categories": ["A", "I"], "land": Decimal(25)}, "office", "a_middle"),
        ({"categories": ["I"]}, "deputy", "no_land"),
        ({"categories": ["I"], "land": Decimal(51), "zone": True}, "zone_standing", "zone_above_50"),
    ],
)
def test_the_route_is_kept_with_the_row_that_gave_it(values: dict[str, Any], way: str, row: str) -> None:
    found = computed(PANAN, values)
    assert (found["route"], found["basis"]["row"]) == (way, row)
    assert found["steps"] == list(PANAN.routes.ways[way].steps)
    assert (found["basis"]["pack"], found["basis"]["version"]) == ("panan", 1)
    assert found["basis"]["source"].startswith("002 ")


def test_what_raised_a_route_is_kept_and_so_is_the_top() -> None:
    raised = computed(PANAN, {"categories": ["I"], "land": Decimal(1), "special": True})["basis"]
    top = computed(PANAN, {"categories": ["I"], "land": Decimal(60), "special": True})["basis"]
    assert (raised["raised_from"], raised["at_top"]) == ("deputy", False)
    assert (top["raised_from"], top["at_top"]) == ("", True)


def test_a_fact_of_the_pack_goes_along_but_never_over_what_the_form_asks() -> None:
    assert case_of({"facts": {"land": "99", "noise": "3"}, "land": Decimal(2)}) == {
        "noise": "3",
        "land": Decimal(2),
        "special": False,
        "zone": False,
    }


@pytest.mark.parametrize(
    ("outcomes", "state", "number", "step"),
    [
        ((), "open", 1, "deputy_reviews"),
        (("passed",), "open", 2, "office_meeting"),
        (("conditional", "passed"), "open", 3, "county_head_approves"),
        (("passed", "conditional", "passed"), "passed", 0, ""),
        (("passed", "refused"), "refused", 0, ""),
        (("sent_back",), "sent_back", 0, ""),
    ],
)
def test_whose_turn_it_is(outcomes: tuple[str, ...], state: str, number: int, step: str) -> None:
    found = standing(application(), reversed(steps(*outcomes)))
    assert (found.state, found.number, found.step) == (state, number, step)
    assert found.since == DAY + timedelta(days=len(outcomes))
    assert found.is_open == (state == "open")


def test_a_withdrawn_application_waits_for_nobody() -> None:
    found = standing(application(outcome="withdrawn", decided_on=DAY), steps("passed"))
    assert (found.state, found.step, found.since) == ("withdrawn", "", DAY)


@pytest.mark.parametrize(
    ("taken", "step", "reason"),
    [
        (steps("passed"), steps("passed", first=2)[0], ""),
        (steps("passed"), steps("passed")[0], "rules.approval.twice"),
        (steps("passed"), steps("passed", first=3)[0], "rules.approval.order"),
        (steps("refused"), steps("passed", first=2)[0], "rules.approval.over"),
        (steps("sent_back"), steps("passed", first=2)[0], "rules.approval.over"),
        (steps("passed", "passed", "passed"), steps("passed", first=4)[0], "rules.approval.other_step"),
        (
            steps("passed"),
            {**steps("passed", first=2)[0], "step": "zone_approves"},
            "rules.approval.other_step",
        ),
        (steps("passed"), {**steps("passed", first=2)[0], "decided_on": DAY}, "rules.approval.before"),
        ([], {**steps("passed")[0], "decided_on": DAY - timedelta(days=1)}, "rules.approval.before"),
    ],
)
def test_what_may_not_be_recorded(taken: list[dict[str, Any]], step: dict[str, Any], reason: str) -> None:
    found = judge_step(application(), taken, step)
    assert (found.key if found else "") == reason


def test_no_step_without_an_application_or_after_it_was_withdrawn() -> None:
    (step,) = steps("passed")
    assert getattr(judge_step(None, [], step), "key", "") == "rules.approval.none"
    withdrawn = judge_step(application(outcome="withdrawn"), [], step)
    assert withdrawn is not None and withdrawn.key == "rules.approval.withdrawn"


@given(st.lists(st.sampled_from(["passed", "conditional", "sent_back", "refused"]), max_size=5))
def test_steps_are_lawful_exactly_when_each_followed_a_yes_on_the_route(outcomes: list[str]) -> None:
    lawful = len(outcomes) <= len(STEPS) and all(one in PASSING for one in outcomes[:-1])
    assert (unlawful(application(), steps(*outcomes)) is None) == lawful
    if lawful:
        decided = standing(application(), steps(*outcomes))
        assert decided.is_open == (len(outcomes) < len(STEPS) and all(one in PASSING for one in outcomes))


@pytest.mark.parametrize("name", shipped_names())
@given(data=st.data())
def test_every_pack_that_has_routes_gives_each_application_one_that_it_stands_by(
    name: str, data: Any
) -> None:
    pack = shipped_pack(name)
    values = {
        "categories": [data.draw(st.sampled_from(sorted(pack.words["category"])))],
        "land": data.draw(st.decimals(0, 200, places=2)),
        "special": data.draw(st.booleans()),
        "zone": data.draw(st.booleans()),
        "filed_on": DAY,
    }
    whole = {**values, **computed(pack, values)}
    assert judge_approval(pack, whole, [], []) is None
    assert standing(whole, []).step == whole["steps"][0]


def test_an_application_with_a_route_that_is_not_its_own_is_refused() -> None:
    forged = application() | {"steps": ["deputy_approves"], "route": "deputy"}
    found = judge_approval(PANAN, forged, [], [])
    assert found is not None and found.key == "rules.approval.route"
    assert found.params["route"] == {
        "zh": PANAN.routes.ways["office"].name.zh,
        "en": PANAN.routes.ways["office"].name.en,
    }
    nothing = judge_approval(PANAN, {**application(), "categories": ["no such"]}, [], [])
    assert nothing is not None and nothing.key == "rules.approval.no_route"


@pytest.mark.parametrize(
    ("outcome", "taken", "reason"),
    [
        ("passed", steps("passed", "passed", "passed"), ""),
        ("passed", steps("passed", "passed"), "rules.approval.undecided"),
        ("refused", steps("passed", "refused"), ""),
        ("refused", steps("passed"), "rules.approval.undecided"),
        ("withdrawn", steps("passed"), ""),
    ],
)
def test_a_decision_must_follow_from_the_steps(
    outcome: str, taken: list[dict[str, Any]], reason: str
) -> None:
    found = judge_approval(PANAN, application(outcome=outcome), taken, [])
    assert (found.key if found else "") == reason


@pytest.mark.parametrize(
    ("its_steps", "outcome", "reason"),
    [
        ((), None, "rules.approval.other_open"),
        (("passed", "passed", "passed"), "passed", "rules.approval.other_passed"),
        (("refused",), "refused", ""),
        (("sent_back",), "sent_back", ""),
        ((), "withdrawn", ""),
    ],
)
def test_one_application_at_a_time(its_steps: tuple[str, ...], outcome: str | None, reason: str) -> None:
    other = application(outcome=outcome)
    found = judge_approval(PANAN, application(), [], [(other, steps(*its_steps))])
    assert (found.key if found else "") == reason


def test_only_the_last_step_of_an_open_application_may_go() -> None:
    assert judge_removal(application(), steps("passed")) is None
    gap = judge_removal(application(), steps("passed", first=2))
    assert gap is not None and gap.key == "rules.approval.order"
    decided = judge_removal(application(outcome="passed"), steps("passed", "passed"))
    assert decided is not None and decided.key == "rules.approval.decided"
    assert judge_removal(None, []) is None
