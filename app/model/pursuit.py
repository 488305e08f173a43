"""Whom we want: lists of target enterprises with who pursues them, and their chains (A11, A12)."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from app.model.columns import choice, data, day, long_text, reference, references, text
from app.model.field import Format, Merge
from app.model.record import Record

STANDINGS = ("not_yet", "contacted", "talking", "landed", "dropped")
REACHES = ("upstream", "midstream", "downstream")


class TargetList(Record):
    """拟招引企业名单: a list of enterprises that a department or park wants (A12)."""

    __tablename__ = "target_list"
    schema = 3
    common = True

    name: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    industry: Mapped[str | None] = text(60, column=1, form=2, search=True)
    supplied_by: Mapped[str | None] = text(column=1, form=3, search=True)
    since: Mapped[date | None] = day(column=2, form=4)
    note: Mapped[str | None] = long_text(column=3, form=5, search=True)


class Target(Record):
    """拟招引企业: one enterprise of a list, who pursues it, how far that is (A12)."""

    __tablename__ = "target"
    schema = 3
    home = "assigned_unit"
    home_follows = True

    name: Mapped[str | None] = text(required=True, column=1, form=1, search=True)
    list_id: Mapped[str | None] = reference("target_list", parent=1, column=2, form=2)
    company_id: Mapped[str | None] = reference("company", column=4, form=3)
    industry: Mapped[str | None] = text(60, column=2, form=4, search=True)
    city: Mapped[str | None] = text(60, format=Format.PLACE, column=2, form=5, search=True)
    assigned_unit: Mapped[str | None] = text(column=2, form=6, search=True)
    assigned_to: Mapped[str | None] = text(60, column=1, form=7, search=True)
    standing: Mapped[str | None] = choice(*STANDINGS, column=1, form=8, merge=Merge.LATEST)
    contacted_on: Mapped[date | None] = day(merge=Merge.MAX, column=2, form=9)
    project_id: Mapped[str | None] = reference("project", column=5, form=10)
    why: Mapped[str | None] = long_text(column=4, form=11, search=True)
    note: Mapped[str | None] = long_text(form=12, search=True)
    batch_id: Mapped[str | None] = reference("import_batch", own=True)
    source: Mapped[Any] = data(masked=True, own=True)


class ChainNode(Record):
    """产业链环节: a place in an industry's chain, what it takes from, and the firms here that fill it (A11).

    ``from_ids`` are the places it is supplied from. A place that no firm here fills is a gap.
    """

    __tablename__ = "chain_node"
    schema = 3

    name: Mapped[str | None] = text(60, required=True, column=1, form=1, search=True)
    chain: Mapped[str | None] = text(60, required=True, column=1, form=2, search=True)
    reach: Mapped[str | None] = choice(*REACHES, column=1, form=3)
    from_ids: Mapped[list[str] | None] = references("chain_node", form=4)
    company_ids: Mapped[list[str] | None] = references("company", form=5)
    wanted: Mapped[str | None] = long_text(column=2, form=6, search=True)
    note: Mapped[str | None] = long_text(form=7, search=True)
