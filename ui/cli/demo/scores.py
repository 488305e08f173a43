"""Targets, judged leads, offices in their terms, rewards and decisions of the demo, dated from today."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from app.rules.appraisals import half_after, half_of
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.records import change_record, create_record
from app.services.scores.appraisal_sheet import check_marks, keep_marks
from app.services.scores.appraised import publish_round
from app.services.scores.goal_sheet import check_goal, goal_sheet, set_goals
from app.services.scores.goals import LEADS, set_goal
from app.services.scores.judging import judge_lead, leads_to_judge
from app.services.scores.standing import decide_merit
from app.store.reading import Filter

SAMPLE = "scores.json"
_MEASURES = ("contract_capital", "funds_in_place", "signed", "large_landed")
_SIGNED = ("signed", "landed", "construction", "completed", "producing", "on_books")


def sample(samples: Path) -> dict[str, Any]:
    """What is told of scores."""
    told: dict[str, Any] = json.loads((samples / SAMPLE).read_text(encoding="utf-8"))
    return told


def date_signings(desk: Desk, samples: Path) -> None:
    """Contracts of this year for signed projects without a day, finders for leads without one: the
    officer's own part.
    """
    told, today = sample(samples), desk.today()
    ids = desk.store.ids("project", filters=[Filter("stage", "in", _SIGNED)], sort=(("name", False),))
    for row, days in zip(desk.store.rows("project", ids), cycle(told["signed_on"]), strict=False):
        day = max(today - timedelta(days=days), date(today.year, 1, 1))
        capital = {} if row["contract_amount"] is not None else {"contract_amount": row["investment"]}
        if row["contract_on"] is None or row["contract_on"].year < today.year:
            change_record(desk, "project", row.id, {"contract_on": day, **capital})
    for lead, finder in zip(leads_to_judge(desk), cycle(told["finders"]), strict=False):
        if not lead.finder:
            change_record(desk, "project", lead.id, {"found_by": finder})


def set_scores(desk: Desk, samples: Path) -> None:
    """What people of headquarters say; nothing of what needs projects or units where there are none."""
    told = sample(samples)
    year = date(desk.today().year, 1, 1)
    _goals(desk, Owner.UNIT, year, {name: told[name] for name in _MEASURES})
    _goals(desk, Owner.LEADER, year, told["leaders"])
    _judge(desk, told, year)
    _offices(desk, told["offices"])
    _introduce(desk, told["introductions"])
    _appraise(desk, told["appraisal"])
    units = [line.owner for line in goal_sheet(desk, Owner.UNIT, "year", year).lines]
    for unit, merit in zip(reversed(units), told["merits"], strict=False):
        decide_merit(desk, {**merit, "name": unit, "year": str(year.year)})


def _appraise(desk: Desk, told: Mapping[str, Any]) -> None:
    """Two half-years published, each with its marks off by so much, and the present one under way."""
    now = half_of(desk.today())
    rounds = [*told["earlier"], [0] * len(told["departments"])]
    for back, off in zip(range(len(rounds) - 1, -1, -1), rounds, strict=True):
        starts_on = half_after(now, -back)
        block = [["", *told["departments"]]]
        for rater, marks in zip(told["raters"], told["marks"], strict=True):
            given = (str(int(mark) + by) for mark, by in zip(marks, off, strict=True))
            block.append([rater, *given])
        keep_marks(desk, starts_on, check_marks(desk, starts_on, block).lines)
        if back:
            over = half_after(starts_on, 1) + timedelta(days=20)
            publish_round(desk, starts_on, on=min(over, desk.today()))


def _goals(desk: Desk, owner: Owner, year: date, told: Mapping[str, Sequence[str]]) -> None:
    """The n-th owner gets the n-th figure of each measure."""
    sheet = goal_sheet(desk, owner, "year", year)
    pairs = [
        check_goal(sheet, line.owner, measure, text)
        for measure, texts in told.items()
        for line, text in zip(sheet.lines, texts, strict=False)
    ]
    set_goals(desk, sheet, pairs)


def _judge(desk: Desk, told: Mapping[str, Any], year: date) -> None:
    """The finders of leads get a quota by rank, some of their leads are judged."""
    leads = [one for one in leads_to_judge(desk) if one.finder]
    finders = list(dict.fromkeys((one.finder, one.unit) for one in leads))
    for (name, unit), rank in zip(finders, told["quotas"], strict=False):
        quota = {"name": name, "owner": "person", "measure": LEADS, "period": "year", "rank": rank}
        set_goal(desk, {**quota, "unit": unit or "", "starts_on": year})
    for lead, valuable in zip(leads, told["judged"], strict=False):
        reason = {} if valuable else {"reason": told["turned_down"]}
        judge_lead(desk, lead.id, {"name": lead.finder, "valuable": valuable, **reason})


def _offices(desk: Desk, offices: Sequence[Mapping[str, Any]]) -> None:
    """``since``: days since the term began; ``target``: for the term."""
    today = desk.today()
    for one in offices:
        begins = today - timedelta(days=one["since"])
        plain = {name: value for name, value in one.items() if name not in ("since", "target")}
        create_record(desk, "posting", {**plain, "starts_on": begins})
        if "target" in one:
            goal = {"name": one["name"], "owner": "office", "measure": "funds_in_place", "period": "term"}
            set_goal(desk, {**goal, "amount": one["target"], "starts_on": begins})


def _introduce(desk: Desk, introductions: Sequence[Mapping[str, Any]]) -> None:
    """``before``: so many days before the contract; below zero after it."""
    furthest = (("produced_on", True), ("completed_on", True), ("name", False))
    ids = desk.store.ids("project", filters=[Filter("stage", "in", _SIGNED)], sort=furthest)
    for id, one in zip(ids, introductions, strict=False):
        project = desk.store.get("project", id)
        signed = (project["contract_on"] if project is not None else None) or desk.today()
        values = {name: value for name, value in one.items() if name != "before"}
        day = min(signed - timedelta(days=one["before"]), desk.today())
        create_record(desk, "introduction", {**values, "project_id": id, "registered_on": day})
