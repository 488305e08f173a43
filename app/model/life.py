"""The records of a project's life: its moves between stages, its plan, who answers for it, its lists."""

from datetime import date

from app.model.columns import Declared, choice, day, integer, long_text, reference, text
from app.model.field import Merge
from app.model.record import Record

# systems.md B1; the order is the life of a project, the last two leave it.
STAGES = (
    *("lead", "negotiating", "assessed", "approved", "signed", "landed"),
    *("construction", "completed", "producing", "on_books", "paused", "lost"),
)
# 一个项目、一名领导、一套班子 (B7, B8): the leader in charge, the head of the team, its members.
DUTIES = ("leader", "head", "member")
# 四张清单 (B9): key promotion, key pursuit, key signing, key service.
LISTS = ("promotion", "pursuit", "signing", "service")


class StageMove(Record):
    """阶段变动: one move of a project, kept as it was made (B1): what it was, what it became, when, why.

    ``moved_on`` is the day the person gives, ``created_at`` and ``created_by`` say when and by whom it was
    written. ``exit_reason``: a word of the pack's vocabulary, where the project left its life.
    """

    __tablename__ = "stage_move"
    schema = 3
    append_only = True

    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2)
    before: Declared[str | None] = choice(*STAGES, column=1)
    after: Declared[str | None] = choice(*STAGES, required=True, column=1)
    moved_on: Declared[date | None] = day(required=True, column=1)
    exit_reason: Declared[str | None] = text(60, column=3)
    reason: Declared[str | None] = long_text(column=2)


class Node(Record):
    """节点: a dated task of a project's plan (B2).

    ``fact`` names the project's date that says the node is done (``started_on``), where there is one;
    ``weight`` its share of the plan in points.
    """

    __tablename__ = "node"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=1, form=2)
    planned_on: Declared[date | None] = day(required=True, column=1, form=3)
    done_on: Declared[date | None] = day(column=1, form=4, merge=Merge.LATEST)
    owner_unit: Declared[str | None] = text(column=2, form=5, search=True)
    owner: Declared[str | None] = text(60, column=2, form=6, search=True)
    weight: Declared[int | None] = integer(column=3, form=7)
    fact: Declared[str | None] = text(30)
    note: Declared[str | None] = long_text(form=8, search=True)


class TeamMember(Record):
    """包联领导、专班成员: who answers for a project, since when (B7, B8)."""

    __tablename__ = "team_member"
    schema = 3

    name: Declared[str | None] = text(60, required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2, form=2)
    duty: Declared[str | None] = choice(*DUTIES, required=True, column=1, form=3)
    unit: Declared[str | None] = text(column=2, form=4, search=True)
    post: Declared[str | None] = text(100, column=2, form=5)
    since: Declared[date | None] = day(column=3, form=6)
    until: Declared[date | None] = day(column=3, form=7, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(form=8, search=True)


class Listing(Record):
    """四张清单: a project on a key list, from the day it rolled in to the day it rolled out (B9)."""

    __tablename__ = "listing"
    schema = 3

    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=1, form=1)
    list: Declared[str | None] = choice(*LISTS, required=True, column=1, form=2)
    since: Declared[date | None] = day(required=True, column=1, form=3)
    until: Declared[date | None] = day(column=2, form=4, merge=Merge.LATEST)
    reason: Declared[str | None] = long_text(column=2, form=5, search=True)
    reason_out: Declared[str | None] = long_text(column=3, form=6, search=True)
