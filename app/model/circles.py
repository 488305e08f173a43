"""Who we reach people through: bodies, greetings, introductions, relations; returnees (A4, A5, A10, A15)."""

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
    references,
    text,
    texts,
)
from app.model.field import Format, Merge
from app.model.record import Record

# systems.md A4, A5, A10: natives and their chambers, our offices there, those who are paid to find.
BODIES = ("chamber", "association", "liaison_office", "agent_body", "agent_person")
AGENTS = BODIES[3:]
GREETINGS = ("visit", "call", "message", "gift", "letter")
# Between firms the first is what the other is to the one: 上游 supplier, 下游 customer (A11).
FIRM_TIES = ("supplier", "customer", "subsidiary", "partner", "competitor")
PERSON_TIES = ("knows", "townsman", "classmate", "comrade", "relative", "colleague", "introduced")
BODY_TIES = ("officer", "member", "adviser")
TIES = (*FIRM_TIES, *PERSON_TIES, *BODY_TIES)


class Organisation(Record):
    """商会、协会、联络处、委托机构: a body abroad that we keep in touch with, or that finds for us (A5, A10).

    ``fee`` in 万元 is what the contract of an agent promises; ``commissioned_by`` the unit that keeps it.
    """

    __tablename__ = "organisation"
    schema = 3

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    kind: Declared[str | None] = choice(*BODIES, required=True, column=1, form=2)
    city: Declared[str | None] = text(60, format=Format.PLACE, column=1, form=3, search=True)
    address: Declared[str | None] = text(300, column=6, form=4, search=True)
    phones: Declared[list[str] | None] = texts(Format.PHONE, 40, column=2, form=5, search=True)
    head: Declared[str | None] = text(60, column=2, form=6, search=True)
    officer_ids: Declared[list[str] | None] = references("contact", form=7)
    members: Declared[int | None] = integer(column=4, form=8)
    kept_by: Declared[str | None] = text(60, column=2, form=9, search=True)
    last_home_on: Declared[date | None] = day(merge=Merge.MAX, column=3, form=10)
    commissioned_by: Declared[str | None] = text(column=3, form=11, search=True)
    contract_on: Declared[date | None] = day(column=4, form=12)
    contract_until: Declared[date | None] = day(column=3, form=13)
    fee: Declared[Decimal | None] = money(column=3, form=14, small=True)
    terms: Declared[str | None] = long_text(form=15, search=True)
    note: Declared[str | None] = long_text(form=16, search=True)
    tags: Declared[list[str] | None] = texts(column=5, form=17, search=True)
    batch_id: Declared[str | None] = reference("import_batch", own=True)
    source: Declared[Any] = data(masked=True, own=True)


class Greeting(Record):
    """慰问: a greeting or visit of sympathy that somebody owes, or has made (A4)."""

    __tablename__ = "greeting"
    schema = 3

    title: Declared[str | None] = text(100, required=True, column=1, form=1, search=True)
    contact_id: Declared[str | None] = reference("contact", required=True, parent=1, column=1, form=2)
    due_on: Declared[date | None] = day(column=1, form=3)
    done_on: Declared[date | None] = day(column=1, form=4, merge=Merge.LATEST)
    way: Declared[str | None] = choice(*GREETINGS, column=2, form=5)
    by: Declared[str | None] = text(60, column=2, form=6, search=True)
    note: Declared[str | None] = long_text(column=3, form=7, search=True)


class Introduction(Record):
    """引荐: who brought a project, registered when, and the reward that follows (A10, C9).

    ``award`` in 万元 is what people decided; whether it is due the pack's ``rewards`` says.
    """

    __tablename__ = "introduction"
    schema = 3

    name: Declared[str | None] = text(100, required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=1, form=2)
    organisation_id: Declared[str | None] = reference("organisation", column=2, form=3)
    contact_id: Declared[str | None] = reference("contact", column=3, form=4)
    registered_on: Declared[date | None] = day(required=True, column=1, form=5)
    award: Declared[Decimal | None] = money(column=2, form=6, small=True)
    paid_on: Declared[date | None] = day(column=2, form=7, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(column=4, form=8, search=True)


class Relation(Record):
    """关系: what two firms, people or bodies are: the other is the ``tie`` of the one (A11)."""

    __tablename__ = "relation"
    schema = 3

    tie: Declared[str | None] = choice(*TIES, required=True, column=1, form=1)
    company_id: Declared[str | None] = reference("company", parent=1, column=1, form=2)
    contact_id: Declared[str | None] = reference("contact", parent=2, column=1, form=3)
    organisation_id: Declared[str | None] = reference("organisation", parent=3, column=2, form=4)
    to_company_id: Declared[str | None] = reference("company", column=1, form=5)
    to_contact_id: Declared[str | None] = reference("contact", column=1, form=6)
    to_organisation_id: Declared[str | None] = reference("organisation", column=2, form=7)
    since: Declared[date | None] = day(column=3, form=8)
    note: Declared[str | None] = long_text(column=3, form=9, search=True)


class Startup(Record):
    """创业项目库: a project for people who come home to take up (A15); ``investment`` in 万元."""

    __tablename__ = "startup"
    schema = 3

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    industry: Declared[str | None] = text(60, column=1, form=2, search=True)
    investment: Declared[Decimal | None] = money(column=1, form=3, small=True)
    place: Declared[str | None] = text(format=Format.PLACE, column=2, form=4, search=True)
    provider: Declared[str | None] = text(column=2, form=5, search=True)
    phones: Declared[list[str] | None] = texts(Format.PHONE, 40, column=3, form=6, search=True)
    summary: Declared[str | None] = long_text(column=4, form=7, search=True)
    note: Declared[str | None] = long_text(form=8, search=True)


class Returnee(Record):
    """返乡创业: somebody who wants to come home, the project that was found, what came of it (A15)."""

    __tablename__ = "returnee"
    schema = 3

    name: Declared[str | None] = text(60, required=True, column=1, form=1, search=True, personal=True)
    contact_id: Declared[str | None] = reference("contact", parent=1, column=4, form=2)
    wish: Declared[str | None] = text(column=1, form=3, search=True)
    capital: Declared[Decimal | None] = money(column=3, form=4, small=True)
    fair: Declared[str | None] = text(100, column=2, form=5, search=True)
    startup_id: Declared[str | None] = reference("startup", column=1, form=6)
    matched_on: Declared[date | None] = day(column=2, form=7)
    intent_on: Declared[date | None] = day(column=2, form=8)
    intent_amount: Declared[Decimal | None] = money(column=1, form=9, small=True)
    started_on: Declared[date | None] = day(column=1, form=10)
    note: Declared[str | None] = long_text(column=5, form=11, search=True)
