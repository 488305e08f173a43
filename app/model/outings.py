"""The records of going out and of one's word: squads and promises."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from app.model.columns import choice, day, long_text, money, reference, text, texts, yes_no
from app.model.field import Merge
from app.model.record import Record

# A visit is first planned, then made or called off; one that says nothing was made (schema 2 and before).
VISIT_STATES = PLANNED, MADE, CALLED_OFF = ("planned", "made", "called_off")
TRIP_KINDS = ("squad", "leader", "delegation", "stationed", "fair", "other")
# 一把手 / 分管领导 / 县级领导 (A7, A8): whom the count of a leader's trips is about.
LEADER_RANKS = ("principal", "deputy", "county", "other")
SIDES = ("ours", "theirs")
OUTCOMES = ("kept", "released", "broken")


class Squad(Record):
    """招商小分队: who of a unit goes out, under whom, towards what target (A7).

    ``county_leader``: led by a cadre of county rank or above; ``target``: of the unit's year, 万元.
    """

    __tablename__ = "squad"
    schema = 3

    name: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    unit: Mapped[str | None] = text(column=1, form=2, search=True)
    leader: Mapped[str | None] = text(60, column=1, form=3, search=True)
    county_leader: Mapped[bool | None] = yes_no(column=3, form=4)
    members: Mapped[list[str] | None] = texts(column=2, form=5, search=True)
    target: Mapped[Decimal | None] = money(column=2, form=6)
    since: Mapped[date | None] = day(column=3, form=7)
    until: Mapped[date | None] = day(column=4, form=8, merge=Merge.LATEST)
    note: Mapped[str | None] = long_text(form=9, search=True)


class Promise(Record):
    """承诺: what one side gave its word for, to whom, by when, and what became of it (features.md 23).

    ``side``: ours 我方, theirs 对方; ``said_by`` gave the word, ``owner`` sees to it. Closed with an
    ``outcome``: kept 已兑现, released 对方不再要求, broken 未兑现.
    """

    __tablename__ = "promise"
    schema = 3

    title: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    side: Mapped[str | None] = choice(*SIDES, required=True, column=2, form=2)
    due_on: Mapped[date | None] = day(column=1, form=3)
    owner: Mapped[str | None] = text(60, column=1, form=4, search=True)
    promised_on: Mapped[date | None] = day(required=True, column=2, form=5)
    said_by: Mapped[str | None] = text(60, column=3, form=6, search=True)
    company_id: Mapped[str | None] = reference("company", parent=3, column=1, form=7)
    project_id: Mapped[str | None] = reference("project", parent=1, column=2, form=8)
    contact_id: Mapped[str | None] = reference("contact", parent=4, column=3, form=9)
    visit_id: Mapped[str | None] = reference("visit", parent=2, form=10)
    closed_on: Mapped[date | None] = day(column=2, form=11, merge=Merge.LATEST)
    outcome: Mapped[str | None] = choice(*OUTCOMES, column=2, form=12, merge=Merge.LATEST)
    note: Mapped[str | None] = long_text(form=13, search=True)
