"""The records of what was signed for a project, and of what the contract says comes in when (feature 32)."""

from datetime import date
from decimal import Decimal

from app.model.columns import Declared, choice, day, long_text, money, reference, text
from app.model.field import Merge
from app.model.record import Record

# 意向书、框架协议、正式合同、补充协议: from the loosest on; only a contract signs the project.
DEEDS = ("intent", "framework", "contract", "supplement")


class Contract(Record):
    """合同台账: one deed signed for a project; its paper is an attachment. ``amount``: 合同引资, 万元."""

    __tablename__ = "contract"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2, form=2)
    deed: Declared[str | None] = choice(*DEEDS, required=True, column=1, form=3)
    number: Declared[str | None] = text(60, column=3, form=4, search=True)
    signed_on: Declared[date | None] = day(required=True, column=1, form=5)
    amount: Declared[Decimal | None] = money(column=1, form=6)
    signatory: Declared[str | None] = text(column=2, form=7, search=True)
    until: Declared[date | None] = day(column=3, form=8)
    note: Declared[str | None] = long_text(form=9, search=True)


class Instalment(Record):
    """分期到资: what a contract says is to come in by a day, 万元. ``paid_on``: when it did, as a whole."""

    __tablename__ = "instalment"
    schema = 3

    title: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=2, form=2)
    contract_id: Declared[str | None] = reference("contract", required=True, column=3, form=3)
    due_on: Declared[date | None] = day(required=True, column=1, form=4)
    amount: Declared[Decimal | None] = money(required=True, column=1, form=5)
    paid_on: Declared[date | None] = day(column=1, form=6, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(form=7, search=True)
