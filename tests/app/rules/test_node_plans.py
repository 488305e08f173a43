"""Node plans: back-scheduled on working days, and how they stand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.requirements import DAY_FIELDS
from app.policy.shipped import shipped_pack
from app.rules.node_plans import NodeState, NodeTally, back_schedule, node_state, plan_names, tally
from app.rules.working_days import working_days

PACK, DAYS = shipped_pack("default"), working_days()
TODAY = date(2026, 11, 20)


def test_a_plan_is_counted_backwards_from_its_end() -> None:
    nodes = back_schedule(PACK, "rent", date(2026, 12, 31), DAYS)
    assert [(one.node, str(one.planned_on)) for one in nodes] == [
        ("sign", "2026-07-17"),
        ("company", "2026-08-07"),
        ("site", "2026-08-21"),
        ("start", "2026-09-04"),
        ("complete", "2026-12-03"),  # over the holidays of September and October and what is worked for them
        ("produce", "2026-12-31"),
    ]
    assert sum(one.weight for one in nodes) == 100


@given(
    plan=st.sampled_from(plan_names(PACK)),
    end=st.dates(date(2024, 1, 1), date(2060, 12, 31)),
    later=st.integers(0, 500),
)
def test_every_node_lies_on_a_working_day_in_order_whatever_the_year(
    plan: str, end: date, later: int
) -> None:
    nodes = back_schedule(PACK, plan, end, DAYS)
    days = [one.planned_on for one in nodes]
    rows = [row for row in PACK.table("node_plan").rows if row.results["plan"] == plan]
    assert all(map(DAYS.is_working, days))
    assert days[-1] <= end and days[-1] == DAYS.at_or_before(end)
    gaps = [DAYS.passed(first, second) for first, second in pairwise(days)]
    assert gaps == [row.results["days"] for row in rows[1:]]
    after = back_schedule(PACK, plan, end + timedelta(days=later), DAYS)
    assert all(one.planned_on <= two.planned_on for one, two in zip(nodes, after, strict=True))


def test_every_fact_of_a_plan_is_a_date_of_projects() -> None:
    facts = {one.fact for plan in plan_names(PACK) for one in back_schedule(PACK, plan, TODAY, DAYS)}
    assert facts - {""} <= set(DAY_FIELDS) and "started_on" in facts


@pytest.mark.parametrize(
    ("planned", "done", "state"),
    [
        (0, None, NodeState.SOON),
        (-1, None, NodeState.OVERDUE),
        (-1, -1, NodeState.DONE),
        (30, 0, NodeState.DONE),
        (14, None, NodeState.SOON),
        (15, None, NodeState.AHEAD),
    ],
)
def test_how_a_node_stands(planned: int, done: int | None, state: NodeState) -> None:
    done_on = None if done is None else TODAY + timedelta(days=done)
    assert node_state(TODAY + timedelta(days=planned), done_on, TODAY) is state


def test_what_is_due_was_planned_up_to_today() -> None:
    day = timedelta(days=1)
    nodes = [
        (TODAY, None),
        (TODAY - day, None),
        (TODAY - day, TODAY),
        (TODAY + day, TODAY),
        (TODAY + day, None),
    ]
    assert tally(nodes, TODAY) == NodeTally(total=5, done=2, due=3, overdue=1)
    assert tally([], TODAY) == NodeTally()


@given(st.lists(st.tuples(st.integers(-40, 40), st.none() | st.integers(-40, 0)), max_size=30))
def test_counts_agree_and_add_up(spans: list[tuple[int, int | None]]) -> None:
    nodes = [(TODAY + timedelta(days=a), None if b is None else TODAY + timedelta(days=b)) for a, b in spans]
    whole = tally(nodes, TODAY)
    assert whole.overdue <= whole.due <= whole.total and whole.done + whole.overdue <= whole.total
    assert tally(nodes[::2], TODAY) + tally(nodes[1::2], TODAY) == whole
