"""The records of going out: visits, trips, squads, the promises given on the way, what is to be done next."""

from datetime import date
from decimal import Decimal

from app.model.columns import (
    Declared,
    choice,
    day,
    long_text,
    money,
    reference,
    references,
    text,
    texts,
    yes_no,
)
from app.model.field import Format, Merge
from app.model.record import Record

VISIT_KINDS = ("outward", "inward", "call", "video", "message", "fair", "site")
# A visit is first planned, then made or called off; one that says nothing was made (schema 2 and before).
VISIT_STATES = PLANNED, MADE, CALLED_OFF = ("planned", "made", "called_off")
TRIP_KINDS = ("squad", "leader", "delegation", "stationed", "fair", "other")
# 一把手 / 分管领导 / 县级领导 (A7, A8): whom the count of a leader's trips is about.
LEADER_RANKS = ("principal", "deputy", "county", "other")
SIDES = ("ours", "theirs")
OUTCOMES = ("kept", "released", "broken")


class Visit(Record):
    """走访/洽谈/考察: one contact with an investor, written once, corrected with a trace (A9).

    ``state``: planned, made, called off; one that says nothing was made. ``position`` is where it was put by
    hand among the visits of its day (``app.rules.visit_order``); without one its hour decides.
    """

    __tablename__ = "visit"

    visited_on: Declared[date | None] = day(required=True, column=1, form=1)
    time: Declared[str | None] = text(20, column=3, form=2, schema=3)
    kind: Declared[str | None] = choice(*VISIT_KINDS, required=True, column=1, form=3)
    state: Declared[str | None] = choice(*VISIT_STATES, column=2, form=4, schema=3)
    subject: Declared[str | None] = text(required=True, column=1, form=5, search=True)
    company_id: Declared[str | None] = reference("company", parent=2, column=2, form=6)
    project_id: Declared[str | None] = reference("project", parent=1, column=2, form=7)
    contact_ids: Declared[list[str] | None] = references("contact", form=8)
    trip_id: Declared[str | None] = reference("trip", form=9)
    our_people: Declared[list[str] | None] = texts(column=4, form=10, search=True)
    place: Declared[str | None] = text(format=Format.PLACE, column=3, form=11, search=True)
    content: Declared[str | None] = long_text(form=12, search=True)
    promised: Declared[str | None] = long_text(form=13, search=True)
    organisation_id: Declared[str | None] = reference("organisation", parent=3, form=14, schema=3)
    position: Declared[str | None] = text(merge=Merge.LATEST, schema=3, mark=True)
    reception_id: Declared[str | None] = reference("reception", form=15, schema=3)


class Trip(Record):
    """外出招商行程: who goes where, when, under whom (A8).

    ``host_unit`` sends them out, ``outcome`` says what came of it, ``expenses`` is the claim's number.
    """

    __tablename__ = "trip"

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    starts_on: Declared[date | None] = day(required=True, column=1, form=2)
    ends_on: Declared[date | None] = day(column=1, form=3)
    kind: Declared[str | None] = choice(*TRIP_KINDS, column=3, form=4, schema=3)
    squad_id: Declared[str | None] = reference("squad", column=3, form=5, schema=3)
    host_unit: Declared[str | None] = text(column=3, form=6, search=True, schema=3)
    leader: Declared[str | None] = text(60, column=2, form=7, search=True)
    leader_rank: Declared[str | None] = choice(*LEADER_RANKS, column=4, form=8, schema=3)
    members: Declared[list[str] | None] = texts(column=3, form=9, search=True)
    cities: Declared[list[str] | None] = texts(column=2, form=10, search=True)
    purpose: Declared[str | None] = long_text(form=11, search=True)
    outcome: Declared[str | None] = long_text(form=12, search=True, schema=3)
    expenses: Declared[str | None] = text(100, column=5, form=13, schema=3)
    called_off: Declared[bool | None] = yes_no(column=5, form=14, schema=3)
    note: Declared[str | None] = long_text(form=15, search=True)


class Squad(Record):
    """招商小分队: who of a unit goes out, under whom, towards what target (A7).

    ``county_leader``: led by a cadre of county rank or above; ``target``: of the unit's year, 万元.
    """

    __tablename__ = "squad"
    schema = 3
    home = "unit"

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    unit: Declared[str | None] = text(column=1, form=2, search=True)
    leader: Declared[str | None] = text(60, column=1, form=3, search=True)
    county_leader: Declared[bool | None] = yes_no(column=3, form=4)
    members: Declared[list[str] | None] = texts(column=2, form=5, search=True)
    target: Declared[Decimal | None] = money(column=2, form=6)
    since: Declared[date | None] = day(column=3, form=7)
    until: Declared[date | None] = day(column=4, form=8, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(form=9, search=True)


class Promise(Record):
    """承诺: what one side gave its word for, to whom, by when, and what became of it (features.md 23).

    ``side``: ours 我方, theirs 对方; ``said_by`` gave the word, ``owner`` sees to it. Closed with an
    ``outcome``: kept 已兑现, released 对方不再要求, broken 未兑现.
    """

    __tablename__ = "promise"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    side: Declared[str | None] = choice(*SIDES, required=True, column=2, form=2)
    due_on: Declared[date | None] = day(column=1, form=3)
    owner: Declared[str | None] = text(60, column=1, form=4, search=True)
    promised_on: Declared[date | None] = day(required=True, column=2, form=5)
    said_by: Declared[str | None] = text(60, column=3, form=6, search=True)
    company_id: Declared[str | None] = reference("company", parent=3, column=1, form=7)
    project_id: Declared[str | None] = reference("project", parent=1, column=2, form=8)
    contact_id: Declared[str | None] = reference("contact", parent=4, column=3, form=9)
    visit_id: Declared[str | None] = reference("visit", parent=2, form=10)
    closed_on: Declared[date | None] = day(column=2, form=11, merge=Merge.LATEST)
    outcome: Declared[str | None] = choice(*OUTCOMES, column=2, form=12, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(form=13, search=True)


class NextStep(Record):
    """下一步: what is owed to whom, by when; with ``agenda_item_id`` one a meeting assigned 交办 (D2)."""

    __tablename__ = "next_step"

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    due_on: Declared[date | None] = day(column=1, form=2)
    done_on: Declared[date | None] = day(column=2, form=3, merge=Merge.LATEST)
    owner: Declared[str | None] = text(60, column=2, form=4, search=True)
    project_id: Declared[str | None] = reference("project", parent=1, column=3, form=5)
    company_id: Declared[str | None] = reference("company", parent=3, column=3, form=6)
    contact_id: Declared[str | None] = reference("contact", parent=4, form=7)
    visit_id: Declared[str | None] = reference("visit", parent=2, form=8)
    owner_unit: Declared[str | None] = text(column=4, form=9, search=True, schema=3)
    note: Declared[str | None] = long_text(form=10, search=True)
    agenda_item_id: Declared[str | None] = reference("agenda_item", schema=3)
    reception_id: Declared[str | None] = reference("reception", parent=5, form=11, schema=3)
