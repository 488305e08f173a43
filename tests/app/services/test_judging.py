"""Judging leads: who owes how many, what a judgement gives, what is refused."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.services import records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import change_record, create_record, delete_records
from app.services.scores.board import board, entries
from app.services.scores.judging import Quota, judge_lead, leads_to_judge, would_be
from tests.fakes.scored import goal, judged
from tests.fakes.stores import new_desk

CHEN = "陈经理"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    goal(made, CHEN, "valuable_leads", owner="person", unit="县功镇", rank="deputy")  # owes two
    yield made
    made.store.close()


def lead(desk: Desk, name: str, finder: str = CHEN) -> str:
    return create_record(desk, "project", {"name": name, "found_by": finder, "responsible_unit": "县功镇"})[0]


def standing(desk: Desk) -> tuple[object, object]:
    (one,) = {found.quota for found in leads_to_judge(desk) if found.finder == CHEN}
    return one.done, one.points


def test_points_come_with_the_quota_and_each_beyond(desk: Desk) -> None:
    ids = [lead(desk, f"线索{at}") for at in range(4)]
    told = []
    for id in ids:
        judge_lead(desk, id, {"name": CHEN, "valuable": True})
        told.append(standing(desk))
    half = Decimal("0.5")
    assert told == [(1, 0), (2, 2), (3, 2 + half), (4, 3)]
    found = board(desk)
    (line,) = [one for one in found.lines if one.owner == "县功镇"]
    assert line.points == 3 == sum(one.points for one in entries(desk, found, "县功镇"))
    records.undo(desk)
    assert standing(desk) == (3, 2 + half)


def test_what_it_would_give_is_told_and_not_kept(desk: Desk) -> None:
    first, second = lead(desk, "甲"), lead(desk, "乙")
    judge_lead(desk, first, {"name": CHEN, "valuable": True})
    now, then = would_be(desk, second, CHEN, True)
    assert now == Quota(CHEN, 1, Decimal(2), Decimal(0)) and then == Quota(CHEN, 2, Decimal(2), Decimal(2))
    assert would_be(desk, first, CHEN, True) == (now, now), "it counts once"
    assert would_be(desk, first, CHEN, False)[1].done == 0
    assert standing(desk) == (1, 0)
    stranger = would_be(desk, second, "李四", True)
    assert stranger == (Quota("李四", 0, None, Decimal(0)), Quota("李四", 1, None, Decimal(0)))


def test_the_latest_judgement_counts_and_the_first_stays(desk: Desk) -> None:
    id = lead(desk, "甲")
    judge_lead(desk, id, {"name": CHEN, "valuable": True, "judged_on": "2026-05-01"})
    judge_lead(desk, id, {"name": CHEN, "valuable": False, "judged_on": "2026-06-01", "reason": "企业已停产"})
    (one,) = leads_to_judge(desk)
    assert one.judgement is not None and one.judgement["reason"] == "企业已停产" and one.quota.done == 0
    assert len(desk.store.ids("lead_judgement")) == 2


def test_what_nobody_has_judged_comes_first(desk: Desk) -> None:
    ids = [lead(desk, name) for name in "甲乙丙"]
    judge_lead(desk, ids[0], {"name": CHEN, "valuable": True, "judged_on": "2026-05-01"})
    judge_lead(desk, ids[1], {"name": CHEN, "valuable": True, "judged_on": "2026-06-01"})
    assert [one.id for one in leads_to_judge(desk)] == [ids[2], ids[1], ids[0]]
    create_record(desk, "project", {"name": "已签约", "stage": "signed"})
    assert len(leads_to_judge(desk)) == 3, "a signed project is no lead any more"


@pytest.mark.parametrize(
    ("raw", "field", "why"),
    [
        ({"name": CHEN}, "valuable", "rules.value.required"),
        ({"name": CHEN, "valuable": False}, "reason", "approval.reason"),
        ({"name": CHEN, "valuable": False, "reason": "  "}, "reason", "approval.reason"),
        ({"valuable": True}, "name", "rules.value.required"),
        ({"name": CHEN, "valuable": True, "judged_on": "2099-01-01"}, "judged_on", "approval.future"),
    ],
)
def test_what_is_refused_says_at_which_field(
    desk: Desk, raw: dict[str, object], field: str, why: str
) -> None:
    id = lead(desk, "甲")
    with pytest.raises(InvalidRecord) as refused:
        judge_lead(desk, id, raw)
    assert [(one.field, one.reason.key) for one in refused.value.problems] == [(field, why)]
    assert not desk.store.ids("lead_judgement")


def test_a_judgement_of_another_year_is_not_of_this_quota(desk: Desk) -> None:
    judge_lead(desk, lead(desk, "甲"), {"name": CHEN, "valuable": True, "judged_on": "2025-12-31"})
    assert standing(desk) == (0, 0)
    judge_lead(desk, lead(desk, "乙"), {"name": CHEN, "valuable": True, "judged_on": "2026-01-01"})
    assert standing(desk) == (1, 0)


def test_leads_are_told_again_when_something_changed_that_they_say(desk: Desk) -> None:
    first, second = lead(desk, "储能线索"), lead(desk, "光伏线索", "李主任")

    def told(at: Desk) -> list[tuple[object, ...]]:
        return [
            (one.id, one.name, one.unit, one.judgement and one.judgement["id"], one.finder, one.quota)
            for one in leads_to_judge(at)
        ]

    steps: list[Callable[[], object]] = [
        lambda: judged(desk, first, CHEN),
        lambda: judged(desk, second, CHEN, on="2026-06-06"),
        lambda: judged(desk, first, CHEN, False, on="2026-07-07"),
        lambda: change_record(desk, "project", first, {"name": "氢能线索"}),
        lambda: goal(desk, CHEN, "valuable_leads", owner="person", rank="deputy", starts_on="2025-01-01"),
        lambda: delete_records(desk, [("project", second)]),
    ]
    before = told(desk)
    assert len(before) == 2
    for step in steps:
        step()
        assert told(desk) == told(Desk(desk.store, desk.actor))
    assert told(desk) != before
    known = leads_to_judge(desk)
    create_record(desk, "company", {"name": "新元储能有限公司"})
    assert leads_to_judge(desk) is known, "no lead says anything of a company"
