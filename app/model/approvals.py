"""The records of assessment and approval: verdicts, meetings, what they decided, the steps of a route."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.model.columns import (
    Declared,
    choice,
    data,
    day,
    integer,
    land,
    long_text,
    money,
    reference,
    text,
    texts,
    yes_no,
)
from app.model.field import Merge
from app.model.record import Record

# Before talks go far (B12), at the joint site visit 考察联审 (B7), and before a project is assessed (B3).
GATES = ("entry", "pre_review", "site_visit")
VERDICTS = ("met", "not_met", "not_asked")
# The words of packs for the same bodies as steps of a route, so that a meeting can answer the step (B4, B5).
BODIES = ("assessment_group", "leading_group", "office_meeting", "standing_committee", "joint", "other")
OUTCOMES = ("passed", "conditional", "sent_back", "refused")
# Of an application: passed when the last step is; ``conditional`` steps pass.
DECISIONS = ("passed", "sent_back", "refused", "withdrawn")


class Review(Record):
    """预审与准入: what was found on one item of a project, held against the pack's threshold (B3, B12).

    ``item``: a word of the pack's vocabulary ``review``, "" for one that people added; ``title`` and
    ``threshold`` are what the pack called them when the verdict was given.
    """

    __tablename__ = "review"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2, form=2)
    gate: Declared[str | None] = choice(*GATES, required=True, column=2, form=3)
    item: Declared[str | None] = text(60, own=True)
    verdict: Declared[str | None] = choice(*VERDICTS, required=True, column=1, form=4)
    threshold: Declared[str | None] = text(column=3, form=5)
    found: Declared[str | None] = text(column=3, form=6)
    reviewer: Declared[str | None] = text(60, column=2, form=7, search=True)
    reviewed_on: Declared[date | None] = day(column=2, form=8)
    reason: Declared[str | None] = long_text(column=4, form=9, search=True)


class Meeting(Record):
    """研判会等会议: one sitting of a body that decides on projects (B4, D4)."""

    __tablename__ = "meeting"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    body: Declared[str | None] = choice(*BODIES, required=True, column=1, form=2)
    round: Declared[int | None] = integer(column=3, form=3)
    held_on: Declared[date | None] = day(required=True, column=1, form=4)
    place: Declared[str | None] = text(column=3, form=5)
    chair: Declared[str | None] = text(60, column=2, form=6, search=True)
    attendees: Declared[list[str] | None] = texts(column=4, form=7, search=True)
    note: Declared[str | None] = long_text(form=8, search=True)


class AgendaItem(Record):
    """议题: a project before a meeting: the landing unit's argument and what the meeting made of it (B4).

    ``body`` and ``held_on`` are the meeting's: whoever sees the project need not see the meeting.
    """

    __tablename__ = "agenda_item"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    meeting_id: Declared[str | None] = reference("meeting", required=True, column=3, form=2)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2, form=3)
    position: Declared[int | None] = integer(column=4, form=4, merge=Merge.LATEST)
    argument: Declared[str | None] = long_text(form=5, search=True)
    outcome: Declared[str | None] = choice(*OUTCOMES, column=1, form=6)
    opinion: Declared[str | None] = long_text(column=3, form=7, search=True)
    body: Declared[str | None] = choice(*BODIES, column=2, merge=Merge.LATEST)
    held_on: Declared[date | None] = day(column=1, merge=Merge.LATEST)


class Approval(Record):
    """落地审批: one application for a project, with the route that the pack computed for it (B5, B6).

    ``categories`` to ``facts`` are the case the route was computed from; ``facts`` holds those that a pack
    added itself. ``route``: its way; ``steps``: words of the vocabulary ``step`` in order; ``basis``:
    ``{"pack", "version", "row", "source", "raised_from", "at_top"}``. ``outcome``: none while it is open.
    """

    __tablename__ = "approval"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2)
    filed_on: Declared[date | None] = day(required=True, column=1)
    applicant: Declared[str | None] = text(column=2, search=True)
    categories: Declared[list[str] | None] = texts(max_length=60, merge=Merge.ASK)
    land: Declared[Decimal | None] = land(column=3)
    investment: Declared[Decimal | None] = money(column=3)
    special: Declared[bool | None] = yes_no(column=4)
    special_terms: Declared[str | None] = long_text(column=5, search=True)
    zone: Declared[bool | None] = yes_no()
    facts: Declared[Any] = data()
    route: Declared[str | None] = text(60, required=True)
    steps: Declared[Any] = data()
    basis: Declared[Any] = data()
    outcome: Declared[str | None] = choice(*DECISIONS, column=1, merge=Merge.LATEST)
    decided_on: Declared[date | None] = day(column=2, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(column=5, search=True)


class ApprovalStep(Record):
    """审批步骤: what one body said to an application (B5). ``number`` from 1; ``step``: the pack's word."""

    __tablename__ = "approval_step"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2)
    approval_id: Declared[str | None] = reference("approval", required=True, column=3)
    number: Declared[int | None] = integer(required=True, column=2)
    step: Declared[str | None] = text(60, required=True, own=True)
    who: Declared[str | None] = text(60, column=1, search=True)
    outcome: Declared[str | None] = choice(*OUTCOMES, required=True, column=1)
    opinion: Declared[str | None] = long_text(column=3, search=True)
    decided_on: Declared[date | None] = day(required=True, column=1)
    meeting_id: Declared[str | None] = reference("meeting")


class ServiceItem(Record):
    """代办事项: something handled for the investor within a limit of working days (B11).

    ``item``: a word of the pack's vocabulary ``service``, "" for one that people added.
    """

    __tablename__ = "service_item"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2, form=2)
    item: Declared[str | None] = text(60, own=True)
    owner_unit: Declared[str | None] = text(column=2, form=3, search=True)
    owner: Declared[str | None] = text(60, column=2, form=4, search=True)
    started_on: Declared[date | None] = day(required=True, column=1, form=5)
    limit_days: Declared[int | None] = integer(required=True, column=2, form=6)
    done_on: Declared[date | None] = day(column=1, form=7, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(form=8, search=True)
