"""The records of assessment and approval: verdicts, meetings, what they decided, the steps of a route."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from app.model.columns import (
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

    title: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    project_id: Mapped[str | None] = reference("project", required=True, parent=1, column=2, form=2)
    gate: Mapped[str | None] = choice(*GATES, required=True, column=2, form=3)
    item: Mapped[str | None] = text(60, own=True)
    verdict: Mapped[str | None] = choice(*VERDICTS, required=True, column=1, form=4)
    threshold: Mapped[str | None] = text(column=3, form=5)
    found: Mapped[str | None] = text(column=3, form=6)
    reviewer: Mapped[str | None] = text(60, column=2, form=7, search=True)
    reviewed_on: Mapped[date | None] = day(column=2, form=8)
    reason: Mapped[str | None] = long_text(column=4, form=9, search=True)


class Meeting(Record):
    """研判会等会议: one sitting of a body that decides on projects (B4, D4)."""

    __tablename__ = "meeting"
    schema = 3

    title: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    body: Mapped[str | None] = choice(*BODIES, required=True, column=1, form=2)
    round: Mapped[int | None] = integer(column=3, form=3)
    held_on: Mapped[date | None] = day(required=True, column=1, form=4)
    place: Mapped[str | None] = text(column=3, form=5)
    chair: Mapped[str | None] = text(60, column=2, form=6, search=True)
    attendees: Mapped[list[str] | None] = texts(column=4, form=7, search=True)
    note: Mapped[str | None] = long_text(form=8, search=True)


class AgendaItem(Record):
    """议题: a project before a meeting: the landing unit's argument and what the meeting made of it (B4).

    ``body`` and ``held_on`` are the meeting's: whoever sees the project need not see the meeting.
    """

    __tablename__ = "agenda_item"
    schema = 3

    title: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    meeting_id: Mapped[str | None] = reference("meeting", required=True, column=3, form=2)
    project_id: Mapped[str | None] = reference("project", required=True, parent=1, column=2, form=3)
    position: Mapped[int | None] = integer(column=4, form=4, merge=Merge.LATEST)
    argument: Mapped[str | None] = long_text(form=5, search=True)
    outcome: Mapped[str | None] = choice(*OUTCOMES, column=1, form=6)
    opinion: Mapped[str | None] = long_text(column=3, form=7, search=True)
    body: Mapped[str | None] = choice(*BODIES, column=2, merge=Merge.LATEST)
    held_on: Mapped[date | None] = day(column=1, merge=Merge.LATEST)


class Approval(Record):
    """落地审批: one application for a project, with the route that the pack computed for it (B5, B6).

    ``categories`` to ``facts`` are the case the route was computed from; ``facts`` holds those that a pack
    added itself. ``route``: its way; ``steps``: words of the vocabulary ``step`` in order; ``basis``:
    ``{"pack", "version", "row", "source", "raised_from", "at_top"}``. ``outcome``: none while it is open.
    """

    __tablename__ = "approval"
    schema = 3

    title: Mapped[str | None] = text(required=True, column=1, search=True)
    project_id: Mapped[str | None] = reference("project", required=True, parent=1, column=2)
    filed_on: Mapped[date | None] = day(required=True, column=1)
    applicant: Mapped[str | None] = text(column=2, search=True)
    categories: Mapped[list[str] | None] = texts(max_length=60, merge=Merge.ASK)
    land: Mapped[Decimal | None] = land(column=3)
    investment: Mapped[Decimal | None] = money(column=3)
    special: Mapped[bool | None] = yes_no(column=4)
    special_terms: Mapped[str | None] = long_text(column=5, search=True)
    zone: Mapped[bool | None] = yes_no()
    facts: Mapped[Any] = data()
    route: Mapped[str | None] = text(60, required=True)
    steps: Mapped[Any] = data()
    basis: Mapped[Any] = data()
    outcome: Mapped[str | None] = choice(*DECISIONS, column=1, merge=Merge.LATEST)
    decided_on: Mapped[date | None] = day(column=2, merge=Merge.LATEST)
    note: Mapped[str | None] = long_text(column=5, search=True)


class ApprovalStep(Record):
    """审批步骤: what one body said to an application (B5). ``number`` from 1; ``step``: the pack's word."""

    __tablename__ = "approval_step"
    schema = 3

    title: Mapped[str | None] = text(required=True, column=1, search=True)
    project_id: Mapped[str | None] = reference("project", required=True, parent=1, column=2)
    approval_id: Mapped[str | None] = reference("approval", required=True, column=3)
    number: Mapped[int | None] = integer(required=True, column=2)
    step: Mapped[str | None] = text(60, required=True, own=True)
    who: Mapped[str | None] = text(60, column=1, search=True)
    outcome: Mapped[str | None] = choice(*OUTCOMES, required=True, column=1)
    opinion: Mapped[str | None] = long_text(column=3, search=True)
    decided_on: Mapped[date | None] = day(required=True, column=1)
    meeting_id: Mapped[str | None] = reference("meeting")


class ServiceItem(Record):
    """代办事项: something handled for the investor within a limit of working days (B11).

    ``item``: a word of the pack's vocabulary ``service``, "" for one that people added.
    """

    __tablename__ = "service_item"
    schema = 3

    title: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    project_id: Mapped[str | None] = reference("project", required=True, parent=1, column=2, form=2)
    item: Mapped[str | None] = text(60, own=True)
    owner_unit: Mapped[str | None] = text(column=2, form=3, search=True)
    owner: Mapped[str | None] = text(60, column=2, form=4, search=True)
    started_on: Mapped[date | None] = day(required=True, column=1, form=5)
    limit_days: Mapped[int | None] = integer(required=True, column=2, form=6)
    done_on: Mapped[date | None] = day(column=1, form=7, merge=Merge.LATEST)
    note: Mapped[str | None] = long_text(form=8, search=True)
