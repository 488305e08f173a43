"""The records of money: funds in place by month, published months, fund commitments, taxes returned."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.model.columns import Declared, choice, data, day, integer, long_text, money, reference, text, yes_no
from app.model.field import Merge
from app.model.record import Record

# 土地出让款、固定资产投入 (C1); working capital as paid in, which financial services count by (C2).
COMPONENTS = ("land", "fixed", "working")
# The unit's own report, the figure of the land or the statistics department, and what was published.
SOURCES = ("unit", "department", "published")
STAKES = ("equity", "seed")  # 参股, 种子资金 (C11)


class FundEntry(Record):
    """到位资金记录: one line of the ledger, never changed; whoever errs books the difference (C1).

    ``month`` is the first day of the month that it is booked in; ``amount`` 万元, below zero where it takes
    back. ``corrects``: the entry that this one puts right. ``foreign_amount`` in 10,000 of ``currency``, at
    ``rate`` yuan for one of it on ``rate_on``. What was written by
    mistake is withdrawn while its month is open.
    """

    __tablename__ = "fund_entry"
    schema = 3
    append_only = True
    withdrawable = True

    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=1)
    month: Declared[date | None] = day(required=True, column=1)
    component: Declared[str | None] = choice(*COMPONENTS, required=True, column=1)
    source: Declared[str | None] = choice(*SOURCES, required=True, column=1)
    amount: Declared[Decimal | None] = money(required=True, column=1)
    real_estate: Declared[bool | None] = yes_no(column=2)
    foreign_amount: Declared[Decimal | None] = money(column=3)
    currency: Declared[str | None] = text(3, column=3)
    rate: Declared[str | None] = text(20, column=3)
    rate_on: Declared[date | None] = day(column=3)
    evidence: Declared[str | None] = long_text(column=2, search=True)
    corrects: Declared[str | None] = reference("fund_entry", column=3)


class MonthLock(Record):
    """锁账: a month that was published for a unit; entries for it are refused from then on.

    ``pack`` and ``pack_version`` say by which rules it was computed, ``totals`` what came out (万元 as text),
    so that a recomputation can be held against it.
    """

    __tablename__ = "month_lock"
    schema = 3
    append_only = True
    hq_people = True

    month: Declared[date | None] = day(required=True, column=1)
    unit: Declared[str | None] = text(column=1)
    pack: Declared[str | None] = text(60, required=True, column=2)
    pack_version: Declared[int | None] = integer(required=True, column=2)
    totals: Declared[Any] = data()
    note: Declared[str | None] = long_text(column=3)


class MonthReopening(Record):
    """重开: a published month that takes figures again, and why; what was published stays on record (C1).

    ``lock_id``: the lock that holds no longer. It lies in the unit whose month it is, so that its people see
    who opened it, when and for what reason.
    """

    __tablename__ = "month_reopening"
    schema = 3
    append_only = True
    hq_people = True

    lock_id: Declared[str | None] = reference("month_lock", required=True, parent=1, column=2)
    month: Declared[date | None] = day(required=True, column=1)
    unit: Declared[str | None] = text(column=1)
    reason: Declared[str | None] = long_text(required=True, column=1, search=True)


class FundCommitment(Record):
    """产业基金、投资引导基金: a stake or seed money that a fund gives one project (C11).

    ``fund``: a word of the pack, which says how large the fund is and how much one project may have.
    """

    __tablename__ = "fund_commitment"
    schema = 3

    project_id: Declared[str | None] = reference("project", required=True, parent=1, column=1, form=1)
    fund: Declared[str | None] = text(60, required=True, column=1, form=2)
    stake: Declared[str | None] = choice(*STAKES, required=True, column=1, form=3)
    amount: Declared[Decimal | None] = money(required=True, column=1, form=4)
    committed_on: Declared[date | None] = day(required=True, column=1, form=5)
    note: Declared[str | None] = long_text(column=2, form=6, search=True)


class TaxReturn(Record):
    """总部回归税收: what a headquarters project or company returned in taxes in a year (C12)."""

    __tablename__ = "tax_return"
    schema = 3

    project_id: Declared[str | None] = reference("project", parent=1, column=1, form=1)
    company_id: Declared[str | None] = reference("company", parent=2, column=1, form=2)
    year: Declared[int | None] = integer(required=True, column=1, form=3)
    amount: Declared[Decimal | None] = money(required=True, column=1, form=4)
    recorded_on: Declared[date | None] = day(column=2, form=5, merge=Merge.LATEST)
    note: Declared[str | None] = long_text(column=2, form=6, search=True)
