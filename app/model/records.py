"""The record kinds, each declared once. Labels are ``field.<kind>.<name>`` in the catalogues."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.model.appraisals import Appraisal, AppraisalMark
from app.model.approvals import AgendaItem, Approval, ApprovalStep, Meeting, Review, ServiceItem
from app.model.assessment import AlertSnooze, Bulletin, Goal, LeadJudgement, Merit, Posting
from app.model.attachments import Attachment
from app.model.circles import Greeting, Introduction, Organisation, Relation, Returnee, Startup
from app.model.columns import (
    Declared,
    choice,
    data,
    day,
    instant,
    integer,
    land,
    long_text,
    money,
    reference,
    references,
    text,
    texts,
    yes_no,
)
from app.model.contracts import Contract, Instalment
from app.model.demands import Demand
from app.model.field import Format, Merge
from app.model.funds import FundCommitment, FundEntry, MonthLock, MonthReopening, TaxReturn
from app.model.life import STAGES, Listing, Node, StageMove, TeamMember
from app.model.offers import Offer
from app.model.outings import NextStep, Promise, Squad, Trip, Visit
from app.model.pursuit import ChainNode, Target, TargetList
from app.model.receptions import Reception, ReceptionPerson, ReceptionStop
from app.model.record import Record
from app.model.rulebooks import Rulebook
from app.model.views import View

# systems.md A1; a policy pack may add channels later.
CHANNELS = (
    *("squad", "stationed", "agent", "business", "kinship", "fair", "online", "cold_call", "chain"),
    *("cluster", "headhunt", "platform", "leader", "returnee", "ppp", "everyone"),
)
# What headquarters has made of a claim; none: it has not received it. ``received``: it stands behind another
# claim of its own unit.
CLAIM_STATES = ("received", "protected", "clash", "ruled", "expired", "transferred")
RULINGS = ("one", "other", "shared", "best_place")
# Where a project's capital comes from (C3): this city, the rest of the province, other provinces, abroad.
ORIGINS = ("city", "province", "out_of_province", "abroad")
# How a project follows on an earlier one: 增资、二期、升格、更换业主、置换.
# The pack says what counts (feature 30).
CONTINUES = ("increase", "second_phase", "upgrade", "owner", "replacement")
# Amount of a project → what of it is new since the earlier one.
ADDED = {
    "investment": "added_amount",
    "contract_amount": "added_amount",
    "foreign_investment": "added_foreign",
}
STANDINGS = ("protected", "clash", "ruled", "pool")
# Who somebody is to us; 在外人士 are natives who live elsewhere (A4). Whom to greet, and when.
CIRCLES = ("native", "returned", "investor", "intermediary", "expert", "other")
GREETED = ("festivals", "spring")


class Project(Record):
    """线索/项目: called 线索 until it is assessed and 项目 after (B1).

    ``assessed_on`` to ``on_books_on`` are facts with their own dates: a project may have started 开工 long
    before it is on the books 入统. ``stage_reason`` and ``exit_reason`` belong to the last move of its stage.
    ``counted_kind``, ``brought_by`` and ``landed_at`` are words of the pack, which with the facts that follow
    say how much of its funds count and for whom (C2, B10); ``landing_unit`` is who else's book they are in.
    ``continues``: how it follows on the project ``follows_id``; ``added_amount`` and ``added_foreign``: what
    of its own amounts is new since then, so that nothing is counted twice (feature 30).
    ``output`` of a full year, ``rd_share`` of sales spent on research and ``local_share`` of what it buys and
    sells nearby, both in percent: what a lead is graded by (feature 5, ``app.rules.grading``).
    ``credits``: ``{"landing": {unit: percent as text}}`` for each credit that was ruled on.
    """

    __tablename__ = "project"

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    stage: Declared[str | None] = choice(*STAGES, required=True, column=1, form=2)
    stage_on: Declared[date | None] = day(column=4, form=3)
    investor_id: Declared[str | None] = reference("company", column=2, form=4)
    contact_ids: Declared[list[str] | None] = references("contact", form=5)
    industry: Declared[str | None] = text(60, column=3, form=6, search=True)
    channel: Declared[str | None] = choice(*CHANNELS, column=4, form=7)
    investment: Declared[Decimal | None] = money(words="investment_words", column=1, form=8)
    investment_words: Declared[str | None] = text(60, form=9)
    foreign_investment: Declared[Decimal | None] = money(words="foreign_words", column=5, form=10)
    foreign_words: Declared[str | None] = text(60, form=11)
    land: Declared[Decimal | None] = land(column=5, form=12)
    place: Declared[str | None] = text(format=Format.PLACE, form=13, search=True)
    responsible_unit: Declared[str | None] = text(column=2, form=14, search=True)
    leader: Declared[str | None] = text(60, form=15)
    found_by: Declared[str | None] = text(60, form=16)
    reported_on: Declared[date | None] = day(words="reported_words", column=3, form=17)
    reported_words: Declared[str | None] = text(60, form=18)
    summary: Declared[str | None] = long_text(form=19, search=True)
    note: Declared[str | None] = long_text(form=20, search=True)
    tags: Declared[list[str] | None] = texts(column=6, form=21, search=True)
    assessed_on: Declared[date | None] = day(form=22, schema=3)
    approved_on: Declared[date | None] = day(form=23, schema=3)
    contract_on: Declared[date | None] = day(form=24, schema=3)
    contract_amount: Declared[Decimal | None] = money(form=25, schema=3)
    obligation_on: Declared[date | None] = day(form=26, schema=3)
    site_on: Declared[date | None] = day(form=27, schema=3)
    started_on: Declared[date | None] = day(form=28, schema=3)
    completed_on: Declared[date | None] = day(form=29, schema=3)
    produced_on: Declared[date | None] = day(form=30, schema=3)
    on_books_on: Declared[date | None] = day(form=31, schema=3)
    exit_reason: Declared[str | None] = text(60, merge=Merge.LATEST, schema=3)
    stage_reason: Declared[str | None] = long_text(merge=Merge.LATEST, schema=3)
    counted_kind: Declared[str | None] = text(60, schema=3, vocabulary="kind")
    brought_by: Declared[str | None] = text(60, schema=3, vocabulary="brought_by")
    landed_at: Declared[str | None] = text(60, schema=3, vocabulary="place")
    landing_unit: Declared[str | None] = text(schema=3, form=32)
    legal_person: Declared[bool | None] = yes_no(schema=3)
    consent: Declared[bool | None] = yes_no(schema=3)
    guaranteed_return: Declared[bool | None] = yes_no(schema=3)
    rented_factory: Declared[bool | None] = yes_no(schema=3)
    floor_area: Declared[int | None] = integer(schema=3)
    stars: Declared[int | None] = integer(schema=3)
    pre_registered_on: Declared[date | None] = day(schema=3, form=33)
    verified_on: Declared[date | None] = day(schema=3, form=34)
    credits: Declared[Any] = data(merge=Merge.ASK, schema=3)
    origin: Declared[str | None] = choice(*ORIGINS, schema=3, form=35)
    continues: Declared[str | None] = choice(*CONTINUES, schema=3, form=36)
    follows_id: Declared[str | None] = reference("project", schema=3, form=37)
    added_amount: Declared[Decimal | None] = money(schema=3, form=38)
    added_foreign: Declared[Decimal | None] = money(schema=3, form=39)
    output: Declared[Decimal | None] = money(schema=3, form=40)
    rd_share: Declared[int | None] = integer(schema=3, form=41)
    local_share: Declared[int | None] = integer(schema=3, form=42)
    batch_id: Declared[str | None] = reference("import_batch", own=True)
    source: Declared[Any] = data(masked=True, own=True)


class Company(Record):
    """企业客商: a firm, a body, or an investor known only by a name (A3)."""

    __tablename__ = "company"

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    short_name: Declared[str | None] = text(60, form=2, search=True)
    credit_code: Declared[str | None] = text(18, format=Format.CREDIT_CODE, column=4, form=3, search=True)
    industry: Declared[str | None] = text(60, column=2, form=4, search=True)
    city: Declared[str | None] = text(60, format=Format.PLACE, column=2, form=5, search=True)
    address: Declared[str | None] = text(300, column=5, form=6, search=True)
    phones: Declared[list[str] | None] = texts(Format.PHONE, 40, column=3, form=7, search=True)
    website: Declared[str | None] = text(form=8)
    parent_id: Declared[str | None] = reference("company", form=9)
    note: Declared[str | None] = long_text(form=10, search=True)
    tags: Declared[list[str] | None] = texts(column=4, form=11, search=True)
    coordinates: Declared[str | None] = text(40, format=Format.COORDINATES, form=12, schema=3)
    merged_into: Declared[str | None] = reference("company", merge=Merge.LATEST, schema=2)
    batch_id: Declared[str | None] = reference("import_batch", own=True)
    source: Declared[Any] = data(masked=True, own=True)


class Contact(Record):
    """联系人/客商: a person, at a company or not (A3, A4)."""

    __tablename__ = "contact"

    name: Declared[str | None] = text(60, required=True, column=1, form=1, search=True, personal=True)
    reading: Declared[str | None] = text(60, form=2)
    company_id: Declared[str | None] = reference("company", parent=1, column=1, form=3)
    title: Declared[str | None] = text(100, column=2, form=4, search=True)
    phones: Declared[list[str] | None] = texts(
        Format.PHONE, 40, column=1, form=5, search=True, personal=True, masked=True
    )
    wechat: Declared[str | None] = text(60, column=3, form=6, search=True, personal=True, masked=True)
    email: Declared[str | None] = text(
        200, format=Format.EMAIL, column=4, form=7, search=True, personal=True, masked=True
    )
    city: Declared[str | None] = text(60, format=Format.PLACE, column=4, form=8, search=True)
    hometown: Declared[str | None] = text(60, format=Format.PLACE, column=3, form=9, search=True)
    chamber: Declared[str | None] = text(100, column=3, form=10, search=True)
    last_contact_on: Declared[date | None] = day(merge=Merge.MAX, column=2, form=11)
    contact_every_days: Declared[int | None] = integer(form=12)
    note: Declared[str | None] = long_text(form=13, search=True)
    tags: Declared[list[str] | None] = texts(column=5, form=14, search=True)
    circle: Declared[str | None] = choice(*CIRCLES, column=4, form=15, schema=3)
    occupation: Declared[str | None] = text(100, column=5, form=16, search=True, schema=3)
    kept_by: Declared[str | None] = text(60, column=5, form=17, search=True, schema=3)
    greet: Declared[str | None] = choice(*GREETED, column=6, form=18, schema=3)
    birthday: Declared[str | None] = text(
        20, format=Format.BIRTHDAY, column=6, form=19, personal=True, masked=True, schema=3
    )
    merged_into: Declared[str | None] = reference("contact", merge=Merge.LATEST, schema=2)
    batch_id: Declared[str | None] = reference("import_batch", own=True)
    source: Declared[Any] = data(masked=True, own=True)


class Conflict(Record):
    """冲突卡片: opened by headquarters where two edits meet; both values and the one before stay in it.

    ``entries``: ``[{"field", "before", "mine", "hq"}]`` in wire values, ``mine`` the value that did not
    stand; empty where the record was deleted by one side and edited by the other (``reason`` delete).
    """

    __tablename__ = "conflict"
    hq_made = True

    target_kind: Declared[str | None] = text(30, required=True, merge=Merge.HQ, own=True)
    target_id: Declared[str | None] = text(36, required=True, merge=Merge.HQ, own=True)
    reason: Declared[str | None] = choice("edit", "delete", required=True, column=2, merge=Merge.HQ)
    title: Declared[str | None] = text(column=1, merge=Merge.HQ)
    entries: Declared[Any] = data(merge=Merge.HQ)
    author: Declared[str | None] = text(100, column=2, merge=Merge.HQ)
    author_device: Declared[str | None] = text(36, merge=Merge.HQ, own=True)
    authored_at: Declared[datetime | None] = instant(column=2, merge=Merge.HQ)
    other: Declared[str | None] = text(100, column=3, merge=Merge.HQ)
    other_at: Declared[datetime | None] = instant(column=3, merge=Merge.HQ)
    status: Declared[str | None] = choice("open", "resolved", required=True, column=1, merge=Merge.LATEST)
    chosen: Declared[Any] = data()
    resolved_by: Declared[str | None] = text(100, column=3, merge=Merge.LATEST)
    resolved_at: Declared[datetime | None] = instant(column=3, merge=Merge.LATEST)


class ImportBatch(Record):
    """导入批次: where imported records came from, and every line of the file that became none of them."""

    __tablename__ = "import_batch"

    file_name: Declared[str | None] = text(255, required=True, column=1, search=True)
    sha256: Declared[str | None] = text(64, format=Format.SHA256, own=True)
    counts: Declared[Any] = data(own=True)
    leftovers: Declared[str | None] = long_text(masked=True)


class Claim(Record):
    """首报: a unit says that it has found an enterprise (A14). Written once, numbered and chained per laptop.

    ``hash`` covers what the laptop wrote, ``previous`` is the hash of the claim before it on this laptop
    (``app.rules.claims``). From ``number`` on headquarters' receipt: ``protected_until`` is the last
    protected day, ``flags`` what the ruler should know, ``share`` the percent that a ruling gave.
    """

    __tablename__ = "claim"
    schema = 2
    append_only = True

    title: Declared[str | None] = text(required=True, column=1, search=True)
    credit_code: Declared[str | None] = text(18, format=Format.CREDIT_CODE, column=4)
    key: Declared[str | None] = text(200, required=True, own=True)
    company_id: Declared[str | None] = reference("company", column=4)
    project_id: Declared[str | None] = reference("project", column=4)
    claimed_at: Declared[datetime | None] = instant(required=True, column=2)
    hq_seen_at: Declared[datetime | None] = instant(own=True)
    claimant: Declared[str | None] = text(100, required=True, column=2, search=True)
    channel: Declared[str | None] = choice(*CHANNELS, column=3)
    evidence: Declared[str | None] = long_text(column=5)
    laptop: Declared[str | None] = text(36, required=True, own=True)
    seq: Declared[int | None] = integer(required=True, own=True)
    previous: Declared[str | None] = text(64, format=Format.SHA256, own=True)
    hash: Declared[str | None] = text(64, format=Format.SHA256, required=True, own=True)
    number: Declared[int | None] = integer(merge=Merge.HQ, column=3)
    received_at: Declared[datetime | None] = instant(merge=Merge.HQ, column=3)
    protected_until: Declared[date | None] = day(merge=Merge.HQ, column=2)
    state: Declared[str | None] = choice(*CLAIM_STATES, merge=Merge.HQ, column=1)
    flags: Declared[list[str] | None] = texts(merge=Merge.HQ, own=True)
    case_id: Declared[str | None] = text(36, merge=Merge.HQ, own=True)
    share: Declared[int | None] = integer(merge=Merge.HQ, column=3)


class Clash(Record):
    """撞单: two units claimed one enterprise. Headquarters opens the case, one row of it for every party.

    The rows of a case share ``case_id`` and differ only in ``unit_id``, so that each party's laptops hold the
    case within their own scope. ``parties``: ``[{"unit_id", "unit", "claims": [{"id", "number", "claimant",
    "claimed_at", "received_at", "flags"}], "timeline": [{"at", "what", "detail"}]}]``, the first to report
    first. ``shares``: ``[{"unit_id", "percent"}]``.
    """

    __tablename__ = "clash"
    schema = 2
    hq_made = True

    title: Declared[str | None] = text(merge=Merge.HQ, required=True, column=1, search=True)
    case_id: Declared[str | None] = text(36, merge=Merge.HQ, required=True, own=True)
    parties: Declared[Any] = data(merge=Merge.HQ)
    opened_at: Declared[datetime | None] = instant(merge=Merge.HQ, required=True, column=2)
    status: Declared[str | None] = choice("open", "ruled", required=True, column=1)
    ruling: Declared[str | None] = choice(*RULINGS, column=2)
    shares: Declared[Any] = data(merge=Merge.ASK)
    landing_unit: Declared[str | None] = text(36)
    reason: Declared[str | None] = long_text(merge=Merge.ASK, column=3)
    ruled_by: Declared[str | None] = text(100, column=3)
    ruled_at: Declared[datetime | None] = instant(column=3)


class Registry(Record):
    """报备名录: which unit stands where with which enterprise, sent to every laptop for the check offline.

    One row per key (``app.rules.enterprise``), no people and no telephones. The key is plain text:
    likeness of names cannot be seen in hashes, and hashing names that anybody can list hides nothing.
    """

    __tablename__ = "registry"
    schema = 2
    hq_made = True

    title: Declared[str | None] = text(merge=Merge.HQ, column=1)
    key: Declared[str | None] = text(200, merge=Merge.HQ, required=True, own=True)
    state: Declared[str | None] = choice(*STANDINGS, merge=Merge.HQ, required=True, column=1)
    holder_ids: Declared[list[str] | None] = texts(max_length=36, merge=Merge.HQ, own=True)
    holders: Declared[list[str] | None] = texts(max_length=200, merge=Merge.HQ, column=1)
    until: Declared[date | None] = day(merge=Merge.HQ, column=1)


ALL: tuple[type[Record], ...] = (
    Project,
    Company,
    Contact,
    Visit,
    Trip,
    Squad,
    Reception,
    ReceptionPerson,
    ReceptionStop,
    NextStep,
    Promise,
    StageMove,
    Node,
    TeamMember,
    Listing,
    FundEntry,
    MonthLock,
    MonthReopening,
    FundCommitment,
    TaxReturn,
    Review,
    Meeting,
    AgendaItem,
    Approval,
    ApprovalStep,
    ServiceItem,
    Contract,
    Instalment,
    View,
    Organisation,
    Greeting,
    Introduction,
    Relation,
    TargetList,
    Target,
    ChainNode,
    Startup,
    Offer,
    Demand,
    Returnee,
    Goal,
    Bulletin,
    AppraisalMark,
    Appraisal,
    LeadJudgement,
    Posting,
    Merit,
    AlertSnooze,
    Attachment,
    Conflict,
    ImportBatch,
    Claim,
    Clash,
    Registry,
    Rulebook,
)
