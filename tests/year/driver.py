"""Does every deed of a year with the real services, on a laptop that syncs with a real headquarters."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import singledispatchmethod
from pathlib import Path
from tempfile import TemporaryDirectory

from app.rules.attribution import Credit
from app.rules.fund_ledger import Component, Source
from app.rules.stages import Stage
from app.services.approvals import application, file_approval, record_step
from app.services.desk import Desk
from app.services.fund_entries import correct, enter
from app.services.fund_pasting import book_pasted, check_pasted
from app.services.fund_standards import share_credit
from app.services.funds import month_sheet
from app.services.life import move_stage
from app.services.month_locks import lock_month
from app.services.records import change_record, create_record, log_visit, required_row
from app.services.scores.goals import set_goal
from app.services.scores.standing import decide_merit
from sync.hq import rulebooks
from tests.fakes.offices import Offices
from tests.year import rulebook
from tests.year.deeds import (
    Aim,
    Approve,
    Commit,
    Correct,
    Deed,
    Enter,
    HandOver,
    Judge,
    Lead,
    Lock,
    Mark,
    Move,
    Post,
    Publish,
    Recount,
    Register,
    Share,
    Sheet,
    Tax,
    Year,
)

CITY, SECOND = "陈主任", "李处长"
COMPONENTS = (Component.LAND, Component.FIXED, Component.WORKING)
_MORNING = timedelta(hours=1)  # nine o'clock in China


class Driver:
    """``ids`` are the projects' by their names; ``after`` is called once a day's deeds are done."""

    def __init__(self, offices: Offices, year: Year) -> None:
        self.offices, self.year = offices, year
        self.laptop = offices.laptop(CITY, role="hq")
        self.desk = Desk(self.laptop.store, CITY)
        self.ids: dict[str, str] = {}
        self._leaving: list[tuple[str, str]] = []
        self.stand_on(date(2026, 1, 2))
        for unit in (one for them in year.units.values() for one in them):
            offices.unit(unit)
        self.laptop.synced()

    def run(self, between: Callable[[date, date], None] = lambda day, following: None) -> None:
        """The whole year; at its end everything is synced. ``between`` is told of every day that ends and
        the next one on which anything is done.
        """
        day = self.year.deeds[0].day
        for deed in self.year.deeds:
            if deed.day != day:
                between(day, deed.day)
                day = deed.day
                self.stand_on(day)
            self._do(deed)
        between(day, date(2027, 1, 1))
        self.stand_on(date(2026, 12, 31))
        self.sync()

    def second(self) -> Desk:
        """Another laptop of headquarters, which has everything from it."""
        laptop = self.offices.laptop(SECOND, role="hq")
        laptop.clock.now = self.laptop.clock.now
        laptop.synced()
        return Desk(laptop.store, SECOND)

    def sync(self) -> None:
        """Sync, move what was handed over to the other unit at headquarters, and hear of it."""
        self.laptop.synced()
        for id, unit in self._leaving:
            self.offices.transfer("project", id, unit)
        self._leaving.clear()
        self.laptop.synced()
        refused = self.laptop.store.outbox(state="refused")
        assert not refused, [(one.operation.kind, one.reason) for one in refused[:3]]

    def stand_on(self, day: date) -> None:
        """Let it be nine in the morning of a day in China."""
        now = datetime(day.year, day.month, day.day, tzinfo=UTC) + _MORNING
        for clock in (self.laptop.clock, self.offices.clock):
            clock.now = max(clock.now, now) if clock.now.date() == day else now

    def _visit(self, id: str, day: date) -> None:
        visit = {"project_id": id, "kind": "outward", "visited_on": day, "subject": "走访投资方"}
        log_visit(self.desk, visit)

    @singledispatchmethod
    def _do(self, deed: Deed) -> None:
        raise TypeError(deed)

    @_do.register
    def _(self, deed: Lead) -> None:
        investor = create_record(self.desk, "company", {"name": f"{deed.name}投资有限公司"})[0]
        values: dict[str, object] = {"name": deed.name, "stage": deed.stage, "responsible_unit": deed.unit}
        values |= {"found_by": deed.finder, "leader": deed.leader, "reported_on": deed.day}
        values |= {"investor_id": investor, "unit_id": self.offices.units[deed.unit]}
        values |= {**deed.facts, **(deed.dates or {}), "contract_amount": deed.contract or ""}
        self.ids[deed.name] = create_record(self.desk, "project", _typed(values))[0]
        if deed.stage != "lead":
            self._visit(self.ids[deed.name], deed.day)

    @_do.register
    def _(self, deed: Approve) -> None:
        id = self.ids[deed.name]
        filed, _ = file_approval(self.desk, id, {"land": f"{deed.land}亩"})
        while application(self.desk, required_row(self.desk, "approval", filed)).standing.is_open:
            record_step(self.desk, filed, {"outcome": "passed", "who": "王县长", "opinion": "同意。"})

    @_do.register
    def _(self, deed: Move) -> None:
        id, row = self.ids[deed.name], required_row(self.desk, "project", self.ids[deed.name])
        if row["stage"] == "lead":
            self._visit(id, deed.day)
        facts: dict[str, object] = {name: day or "" for name, day in deed.dates.items()}
        facts |= {"contract_amount": deed.contract} if deed.contract is not None else {}
        move_stage(
            self.desk,
            id,
            Stage(deed.after),
            on=deed.day,
            reason=deed.reason,
            exit_reason=deed.exit_reason,
            facts=_typed(facts),
        )

    @_do.register
    def _(self, deed: Sheet) -> None:
        names = dict.fromkeys(name for name, _ in deed.cells)
        lines = ["项目名称\t土地出让款（万元）\t固定资产投入（万元）\t营运资金（万元）"]
        for name in names:
            cells = (deed.cells.get((name, one.value)) for one in COMPONENTS)
            lines.append("\t".join([name, *("" if one is None else f"{one:,f}" for one in cells)]))
        sheet = month_sheet(self.desk, deed.month)
        pasted = check_pasted(
            self.desk, sheet, "\n".join(lines), source=Source(deed.source), components=COMPONENTS
        )
        assert not pasted.refused, [
            (line.name, line.reason) for column in pasted.columns for line in column.lines if line.reason
        ][:3]
        book_pasted(self.desk, pasted)

    @_do.register
    def _(self, deed: Enter) -> None:
        raw: dict[str, object] = {"project_id": self.ids[deed.name], "month": f"{deed.month:%Y-%m}"}
        raw |= {"component": deed.component, "real_estate": deed.real_estate}
        if deed.rate is None:
            raw["amount"] = f"{deed.amount:f}"
        else:
            raw |= {"foreign_amount": f"{deed.amount:f}", "currency": "USD", "rate": f"{deed.rate:f}"}
            raw["rate_on"] = deed.day
        enter(self.desk, raw)

    @_do.register
    def _(self, deed: Correct) -> None:
        cell = (deed.month, Source(deed.source), Component(deed.component))
        correct(self.desk, self.ids[deed.name], *cell, f"{deed.right:f}")

    @_do.register
    def _(self, deed: Lock) -> None:
        lock_month(self.desk, deed.month, note="统计局审定")

    @_do.register
    def _(self, deed: HandOver) -> None:
        change_record(self.desk, "project", self.ids[deed.name], {"responsible_unit": deed.unit})
        self._leaving.append((self.ids[deed.name], deed.unit))

    @_do.register
    def _(self, deed: Recount) -> None:
        change_record(self.desk, "project", self.ids[deed.name], {"counted_kind": deed.kind})

    @_do.register
    def _(self, deed: Share) -> None:
        shares = {unit: f"{percent:f}%" for unit, percent in deed.shares.items()}
        share_credit(self.desk, self.ids[deed.name], Credit(deed.credit), shares)

    @_do.register
    def _(self, deed: Judge) -> None:
        values = {"name": deed.finder, "project_id": self.ids[deed.name], "valuable": deed.valuable}
        create_record(self.desk, "lead_judgement", {**values, "judged_on": deed.day})

    @_do.register
    def _(self, deed: Aim) -> None:
        told: dict[str, object] = {"owner": deed.owner, "name": deed.name, "measure": deed.measure}
        told |= {"period": deed.period, "starts_on": deed.starts, "unit": deed.unit, "rank": deed.rank}
        set_goal(self.desk, _typed({**told, "amount": deed.amount if deed.amount is not None else ""}))

    @_do.register
    def _(self, deed: Commit) -> None:
        told: dict[str, object] = {"project_id": self.ids[deed.name], "fund": deed.fund, "stake": deed.stake}
        create_record(
            self.desk, "fund_commitment", _typed({**told, "amount": deed.amount, "committed_on": deed.day})
        )

    @_do.register
    def _(self, deed: Tax) -> None:
        told: dict[str, object] = {"project_id": self.ids[deed.name], "year": deed.day.year}
        create_record(
            self.desk, "tax_return", _typed({**told, "amount": deed.amount, "recorded_on": deed.day})
        )

    @_do.register
    def _(self, deed: Register) -> None:
        field = "verified_on" if deed.verified else "pre_registered_on"
        change_record(self.desk, "project", self.ids[deed.name], {field: deed.day})

    @_do.register
    def _(self, deed: Mark) -> None:
        told = {"name": deed.unit, "year": deed.day.year, "verdict": deed.verdict, "reason": "考核通报"}
        decide_merit(self.desk, told)

    @_do.register
    def _(self, deed: Post) -> None:
        told = {
            "name": deed.office,
            "sort": "stationed_office",
            "starts_on": deed.starts,
            "unit": deed.office,
        }
        create_record(self.desk, "posting", told)

    @_do.register
    def _(self, deed: Publish) -> None:
        with TemporaryDirectory() as folder:
            (Path(folder) / rulebook.NAME).mkdir()
            (Path(folder) / rulebook.NAME / "pack.toml").write_text(rulebook.text(deed.version), "utf-8")
            draft = rulebooks.pack_draft(str(Path(folder) / rulebook.NAME))
        store = self.offices.store
        with store.write() as connection:
            rulebooks.publish(connection, store.tenant, draft, by=CITY, now=self.offices.now)
        self.sync()


def _typed(values: Mapping[str, object]) -> dict[str, object]:
    """Amounts as people type them."""
    return {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in values.items()}
