"""The records of assessment: targets, published boards, leads judged, postings, merit, alerts put off."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.model.columns import (
    Declared,
    choice,
    data,
    day,
    integer,
    long_text,
    money,
    reference,
    text,
    texts,
    yes_no,
)
from app.model.field import Format, Merge
from app.model.record import Record

# Whose target it is (C3).
OWNERS = ("unit", "office", "person", "leader")
# What a target is of: sums in 万元, foreign capital in 万美元, all others are counts (C3, A2, C8).
GOAL_MEASURES = (
    *("contract_capital", "funds_in_place", "out_of_province_funds", "foreign_capital", "tax_returned"),
    *("signed", "started", "landed", "producing", "large_landed", "valuable_leads"),
)
PERIODS = ("year", "half", "term")
POSTINGS = ("stationed_office", "industry_office")
LIAISON_BODIES = ("party", "congress", "government", "cppcc")  # 市委、人大、政府、政协
# C8: what was decided, and the two facts that suggestions look at: criticised, vetoed for something else.
MERITS = ("excellent", "barred", "no_vote", "criticised", "vetoed")


class Goal(Record):
    """目标任务: so much of a measure in a period (C3). ``name``: the unit, office, person or leader.

    The period begins on ``starts_on`` and is as long as the pack says of its kind. A quota of valuable leads
    (A2) may tell the person's ``rank``, a word of the pack, in place of the amount.
    """

    __tablename__ = "goal"
    schema = 3
    hq_people = True
    for_everybody = True

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    owner: Declared[str | None] = choice(*OWNERS, required=True, column=1, form=2)
    unit: Declared[str | None] = text(column=3, form=3, search=True)
    measure: Declared[str | None] = choice(*GOAL_MEASURES, required=True, column=1, form=4)
    amount: Declared[Decimal | None] = money(column=1, form=5)
    rank: Declared[str | None] = text(30, column=3, form=6)
    period: Declared[str | None] = choice(*PERIODS, required=True, column=2, form=7)
    starts_on: Declared[date | None] = day(required=True, column=2, form=8)
    note: Declared[str | None] = long_text(column=4, form=9, search=True)


class Bulletin(Record):
    """通报: a board as headquarters published it, whole, on the day ``as_of`` (C7); the newest one holds.

    ``boards``: everybody's places and figures as text, with the city's (``app.services.scores.bulletins``).
    What was published stays; whoever publishes again makes another.
    """

    __tablename__ = "bulletin"
    schema = 3
    append_only = True
    withdrawable = True
    hq_people = True
    for_everybody = True

    title: Declared[str | None] = text(required=True, column=1, search=True)
    period: Declared[str | None] = choice("year", "half", required=True, column=2)
    starts_on: Declared[date | None] = day(required=True, column=2)
    as_of: Declared[date | None] = day(required=True, column=1)
    pack: Declared[str | None] = text(60, required=True, column=2)
    pack_version: Declared[int | None] = integer(required=True, column=2)
    boards: Declared[Any] = data()


class LeadJudgement(Record):
    """有价值信息认定: whether a lead is valuable, and whose it is (A2); the latest one of a lead counts."""

    __tablename__ = "lead_judgement"
    schema = 3
    hq_people = True

    name: Declared[str | None] = text(60, required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=1, form=2)
    valuable: Declared[bool | None] = yes_no(column=1, form=3)
    judged_on: Declared[date | None] = day(required=True, column=1, form=4)
    reason: Declared[str | None] = long_text(column=2, form=5, search=True)


class Posting(Record):
    """驻外招商分局、产业招商办公室: an office with its people and its term (A6)."""

    __tablename__ = "posting"
    schema = 3
    home = "unit"

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    sort: Declared[str | None] = choice(*POSTINGS, required=True, column=1, form=2)
    unit: Declared[str | None] = text(column=2, form=3, search=True)
    city: Declared[str | None] = text(60, format=Format.PLACE, column=2, form=4, search=True)
    head: Declared[str | None] = text(60, column=1, form=5, search=True)
    assistant: Declared[str | None] = text(60, column=3, form=7, search=True)
    members: Declared[list[str] | None] = texts(column=3, form=8, search=True)
    liaison: Declared[str | None] = choice(*LIAISON_BODIES, column=4, form=9)
    starts_on: Declared[date | None] = day(required=True, column=2, form=10)
    ends_on: Declared[date | None] = day(column=2, form=11, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(form=12, search=True)


class Merit(Record):
    """一票评优、一票否优: what a person decided of a unit's year, beside what the rules suggested (C8).

    It lies with that unit: its people and leaders see it, other units do not.
    """

    __tablename__ = "merit"
    schema = 3
    hq_people = True
    home = "name"

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    year: Declared[int | None] = integer(required=True, column=1, form=2)
    verdict: Declared[str | None] = choice(*MERITS, required=True, column=1, form=3)
    decided_on: Declared[date | None] = day(required=True, column=2, form=4)
    decided_by: Declared[str | None] = text(60, required=True, column=2, form=5)
    reason: Declared[str | None] = long_text(required=True, column=2, form=6, search=True)
    suggested: Declared[str | None] = text(60, column=3)


class AlertSnooze(Record):
    """预警暂缓: one light on one record stays out of sight up to the day ``until``, for a reason (D1).

    ``light`` is a row of the pack's alerts. It lies with the record it hangs on, so that others see who put
    what off, and why.
    """

    __tablename__ = "alert_snooze"
    schema = 3

    parent_kind: Declared[str | None] = text(30, own=True)
    parent_id: Declared[str | None] = text(36, own=True)
    light: Declared[str | None] = text(40, required=True, column=1, form=1)
    until: Declared[date | None] = day(required=True, column=1, form=2, merge=Merge.LATEST)
    reason: Declared[str | None] = long_text(required=True, column=1, form=3, search=True)
