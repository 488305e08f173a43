"""What the firms here look for among those elsewhere: asks along their chain 配套需求 (feature 80)."""

from datetime import date
from typing import Any

from app.model.columns import Declared, choice, data, day, long_text, reference, references, text
from app.model.field import Merge
from app.model.record import Record

# 上游供应（原料、零部件、设备）、下游客户、生产性服务.
DEMAND_SIDES = ("upstream", "downstream", "service")
# 征集、对接中、已满足、撤回.
DEMAND_STATES = OPEN, TALKING, MET, DROPPED = ("open", "talking", "met", "dropped")


class Demand(Record):
    """配套需求: a firm here seeks a supplier, a customer or a service, so that one may be brought (S1:38).

    ``name``: the product or service; ``chain_node_id``: the place of the chain that it is; ``volume`` of a
    year in words; ``kept_by`` sees to it; ``project_ids``: the leads that were raised from it.
    """

    __tablename__ = "demand"
    schema = 3

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    company_id: Declared[str | None] = reference("company", required=True, parent=1, column=1, form=2)
    side: Declared[str | None] = choice(*DEMAND_SIDES, required=True, column=1, form=3)
    chain_node_id: Declared[str | None] = reference("chain_node", column=2, form=4)
    volume: Declared[str | None] = text(100, column=3, form=5)
    due_on: Declared[date | None] = day(column=1, form=6)
    state: Declared[str | None] = choice(*DEMAND_STATES, column=1, form=7, merge=Merge.LATEST)
    told_on: Declared[date | None] = day(column=3, form=8)
    kept_by: Declared[str | None] = text(60, column=2, form=9, search=True)
    content: Declared[str | None] = long_text(form=10, search=True)
    now_from: Declared[str | None] = text(column=4, form=11, search=True)
    project_ids: Declared[list[str] | None] = references("project", column=3, form=12)
    closed_on: Declared[date | None] = day(column=4, form=13, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(form=14, search=True)
    batch_id: Declared[str | None] = reference("import_batch", own=True)
    source: Declared[Any] = data(masked=True, own=True)
