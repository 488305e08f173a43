"""Whom we want: lists of target enterprises with who pursues them, and their chains (A11, A12)."""

from datetime import date
from typing import Any

from app.model.columns import Declared, choice, data, day, long_text, reference, references, text
from app.model.field import Format, Merge
from app.model.record import Record

STANDINGS = ("not_yet", "contacted", "talking", "landed", "dropped")
REACHES = ("upstream", "midstream", "downstream")


class TargetList(Record):
    """拟招引企业名单: a list of enterprises that a department or park wants (A12)."""

    __tablename__ = "target_list"
    schema = 3
    common = True

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    industry: Declared[str | None] = text(60, column=1, form=2, search=True)
    supplied_by: Declared[str | None] = text(column=1, form=3, search=True)
    since: Declared[date | None] = day(column=2, form=4)
    note: Declared[str | None] = long_text(column=3, form=5, search=True)


class Target(Record):
    """拟招引企业: one enterprise of a list, who pursues it, how far that is (A12)."""

    __tablename__ = "target"
    schema = 3
    home = "assigned_unit"
    home_follows = True

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    list_id: Declared[str | None] = reference("target_list", parent=1, column=2, form=2)
    company_id: Declared[str | None] = reference("company", column=4, form=3)
    industry: Declared[str | None] = text(60, column=2, form=4, search=True)
    city: Declared[str | None] = text(60, format=Format.PLACE, column=2, form=5, search=True)
    assigned_unit: Declared[str | None] = text(column=2, form=6, search=True)
    assigned_to: Declared[str | None] = text(60, column=1, form=7, search=True)
    standing: Declared[str | None] = choice(*STANDINGS, column=1, form=8, merge=Merge.LATEST)
    contacted_on: Declared[date | None] = day(merge=Merge.MAX, column=2, form=9)
    project_id: Declared[str | None] = reference("project", column=5, form=10)
    why: Declared[str | None] = long_text(column=4, form=11, search=True)
    note: Declared[str | None] = long_text(form=12, search=True)
    batch_id: Declared[str | None] = reference("import_batch", own=True)
    source: Declared[Any] = data(masked=True, own=True)


class ChainNode(Record):
    """产业链环节: a place in an industry's chain, what it takes from, and the firms here that fill it (A11).

    ``from_ids`` are the places it is supplied from. A place that no firm here fills is a gap.
    """

    __tablename__ = "chain_node"
    schema = 3

    name: Declared[str | None] = text(60, required=True, column=1, form=1, search=True)
    chain: Declared[str | None] = text(60, required=True, column=1, form=2, search=True)
    reach: Declared[str | None] = choice(*REACHES, column=1, form=3)
    from_ids: Declared[list[str] | None] = references("chain_node", form=4)
    company_ids: Declared[list[str] | None] = references("company", form=5)
    wanted: Declared[str | None] = long_text(column=2, form=6, search=True)
    note: Declared[str | None] = long_text(form=7, search=True)
