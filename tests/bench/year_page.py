"""An open page after one changed row, in a process of its own, without a screen.

``python -m tests.bench.year_page FOLDER PAGE`` prints one line of JSON: milliseconds until the page was first
there, and those from each commit until it shows what is right; the first one warms up.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.model.changes import ChangeSet
from app.model.life import LISTS
from app.rules.fund_ledger import month_of
from app.services.alerts import Alert
from app.services.approvals import Application, record_step
from app.services.desk import Desk
from app.services.fund_entries import enter
from app.services.key_lists import put_on_list
from app.services.records import change_record, create_record
from app.store.reading import Filter
from app.store.turns import interpreter_shared
from tests.bench.desktop import _desktop, until
from ui.desktop import read_ahead
from ui.models.table_query import TableQuery
from ui.pages.list_layouts import BOARD
from ui.pages.rail_lists import LISTS as LISTS_SCOPE
from ui.pages.scores_page import MERIT

TIMES = 11
BREATH = 0.15  # seconds
MOVES = ("signed", "landed")
LANDED = {"stage": "landed", "stage_on": "2026-11-19", "site_on": "2026-11-19", "obligation_on": "2026-11-18"}


def _main(folder: Path, name: str) -> None:
    with interpreter_shared():  # as the desktop runs
        print(json.dumps(_measured(_desktop(folder), name)), flush=True)
    os._exit(0)


def _measured(window: Any, name: str) -> dict[str, Any]:
    read_ahead(window)  # as a second after the start
    _rest(window)
    started = time.perf_counter()
    page = _one(window) if name == "project" else window.open_page(OPENS.get(name, name))
    BEGINS.get(name, lambda _page: None)(page)
    until(page.ready)
    page.repaint()
    opened = (time.perf_counter() - started) * 1000
    _rest(window)
    steps = islice(PAGES[name](window, page), TIMES + 1)
    times = [_changed(window, page, *step) for step in steps]
    return {"opened": opened, "changed": times}


def _rest(window: Any) -> None:
    """As when a person reads what changed before the next change: what waits a moment is there by then."""
    rested = time.perf_counter() + BREATH
    until(lambda: time.perf_counter() > rested)
    until(lambda: not (window.ctx.database.busy or window.ctx.hub.settling))
    _paint()


def _changed(window: Any, page: Any, act: Callable[[], object], shown: Callable[[], bool]) -> float:
    committed = list[float]()

    def told(changes: ChangeSet) -> ChangeSet:
        committed.append(time.perf_counter())
        return changes

    window.ctx.change(act, changes=told)
    until(lambda: bool(committed) and shown())
    _paint()
    took = (time.perf_counter() - committed[0]) * 1000
    _rest(window)
    return took


def _paint() -> None:
    """What the change touched is laid out, shown and painted now, as Qt does before the next frame; nothing
    else is painted again on a screen either.
    """
    QCoreApplication.sendPostedEvents()


def _one(window: Any) -> Any:
    """The page of a project that is being built."""
    return window.open_record("project", _in_stage(window, "construction")[0])


Step = tuple[Callable[[], Any], Callable[[], bool]]


def _alerts(window: Any, page: Any) -> Iterator[Step]:
    """A signed project has landed: its light goes out."""
    desk = window.ctx.desk
    for one in [one for one in page.alerts if one.light == "signed_not_landed"]:
        yield (
            partial(change_record, desk, "project", one.opens[1], LANDED),
            partial(_out, page, page.alerts, one),
        )


def _out(page: Any, before: list[Alert], one: Alert) -> bool:
    if page.alerts is before:
        return False
    # What looks long holds up what it waits for: whole alerts, thousands of them, would be compared for ms.
    return all(other.id != one.id or other.light != one.light for other in page.alerts)


def _funds(window: Any, page: Any) -> Iterator[Step]:
    """A line is booked: the foot of the sheet has it, and so has its table."""
    desk = window.ctx.desk
    month = f"{month_of(desk.today()):%Y-%m}"
    for id in _in_stage(window, "construction"):
        line = {"project_id": id, "month": month, "amount": "12.5"}
        before = page.shown.sums.total, page.sheet.table.news
        yield partial(_enter, desk, line), partial(_booked, page, *before)


def _enter(desk: Desk, line: dict[str, str]) -> ChangeSet:
    return enter(desk, line)[1]


def _booked(page: Any, before: Decimal, news: object) -> bool:
    return bool(page.shown.sums.total != before and page.sheet.table.news is not news)


def _scores(window: Any, page: Any) -> Iterator[Step]:
    """A contract is signed: its unit has one more."""
    desk = window.ctx.desk
    for id in _in_stage(window, "negotiating"):
        unit = desk.store.fields("project", [id], ["responsible_unit"])[id]["responsible_unit"]
        shown = partial(_more, page, unit, _signed(page, unit))
        yield partial(change_record, desk, "project", id, {"contract_on": "2026-11-10"}), shown


def _signed(page: Any, unit: str) -> Decimal:
    return Decimal(page.found.line(unit).figures.get("signed", 0))


def _more(page: Any, unit: str, before: Decimal) -> bool:
    return _signed(page, unit) != before


def _today(window: Any, page: Any) -> Iterator[Step]:
    """A visit is planned for today: the page has a line more."""
    desk = window.ctx.desk
    planned = {"visited_on": desk.today(), "state": "planned", "our_people": [desk.actor]}
    for number in count():
        visit = planned | {"subject": f"走访{number}"}
        yield partial(_record, desk, "visit", visit), partial(_longer, page, len(page.loaded.today.lines))


def _record(desk: Desk, kind: str, values: dict[str, Any]) -> ChangeSet:
    return create_record(desk, kind, values)[1]


def _longer(page: Any, before: int) -> bool:
    return len(page.loaded.today.lines) > before


def _money(window: Any, page: Any) -> Iterator[Step]:
    """A line is booked: the year's money on the page of today is told anew."""
    desk = window.ctx.desk
    for id in _in_stage(window, "signed"):
        raw = {"project_id": id, "month": f"{month_of(desk.today()):%Y-%m}", "amount": "12.5"}
        yield partial(_enter, desk, raw), partial(_told_anew, page, page.told)


def _told_anew(page: Any, before: object) -> bool:
    return page.told is not before


def _in_stage(window: Any, stage: str) -> list[str]:
    return list(window.ctx.desk.store.ids("project", filters=[Filter("stage", "eq", stage)]))


def _projects(window: Any, page: Any) -> Iterator[Step]:
    """A project gets another leader: its row says so, though all of the list is asked for again."""
    for number in count():
        id, leader = page.table.id_at(number), f"组长{number}"
        yield (
            partial(change_record, window.ctx.desk, "project", id, {"leader": leader}),
            partial(_led, page, number, leader),
        )


def _led(page: Any, row: int, leader: str) -> bool:
    values = page.table.values_at(row)
    return values is not None and values["leader"] == leader


def _named(window: Any, page: Any) -> Iterator[Step]:
    """A project gets another name in a list by names: it stands elsewhere in it."""
    apart = page.table.rowCount() // (TIMES + 2)
    for number in count():
        id, name = page.table.id_at(number * apart), f"甲项目{number:02d}"
        change = partial(change_record, window.ctx.desk, "project", id, {"name": name})
        yield change, partial(_is_at, page, id, number)


def _project(window: Any, page: Any) -> Iterator[Step]:
    """In turn a line is booked, which the tab of funds has, and another leader is named."""
    desk = window.ctx.desk
    line = {"project_id": page.id, "month": f"{month_of(desk.today()):%Y-%m}", "amount": "12.5"}
    for number in count():
        if number % 2:
            leader = {"leader": f"组长{number}"}
            yield partial(change_record, desk, "project", page.id, leader), partial(_names, page, leader)
        else:
            yield partial(_enter, desk, line), partial(_funded, page, page.snapshot.life.funds.total)


def _names(page: Any, told: dict[str, str]) -> bool:
    return all(page.snapshot.row[name] == value for name, value in told.items())


def _funded(page: Any, before: object) -> bool:
    return bool(page.snapshot.life.funds.total != before)


def _by_name(page: Any) -> None:
    page.table.set_query(TableQuery(order=(("name", False),)))


def _is_at(page: Any, id: str, row: int) -> bool:
    return page.table.id_at(row) == id and page.table.values_at(row) is not None


def _approvals(window: Any, page: Any) -> Iterator[Step]:
    """The body whose turn it is passes an application: it waits for another now."""
    desk = window.ctx.desk
    for one in list(page.shown.approvals):
        passed = {"outcome": "passed", "who": "王县长", "decided_on": "2026-11-18"}
        yield partial(record_step, desk, one.row.id, passed), partial(_passed_on, page, one)


def _passed_on(page: Any, before: Application) -> bool:
    found = next((one for one in page.shown.approvals if one.row.id == before.row.id), None)
    return found is None or found.standing != before.standing


def _lists(window: Any, page: Any) -> Iterator[Step]:
    """A project comes onto one of the four lists."""
    desk, name = window.ctx.desk, LISTS[0]
    for id in _in_stage(window, "producing"):
        counted = page.lists.cards[name].header.count()
        yield partial(_listed, desk, id, name), partial(_longer_list, page, name, counted)


def _listed(desk: Desk, id: str, name: str) -> ChangeSet:
    return put_on_list(desk, id, name)[1]


def _longer_list(page: Any, name: str, before: str) -> bool:
    return bool(page.lists.cards[name].header.count() != before)


def _as_lists(page: Any) -> None:
    page.scopes.set_current(LISTS_SCOPE)
    page.set_scope(LISTS_SCOPE)
    until(lambda: bool(page.lists.cards))


def _merit(window: Any, page: Any) -> Iterator[Step]:
    """A contract is signed, under the tab that says who is to be marked for the year."""
    desk = window.ctx.desk
    for id in reversed(_in_stage(window, "negotiating")):  # the first ones are those of ``_scores``
        shown = partial(_told_again, page.part, page.part.rows)
        yield partial(change_record, desk, "project", id, {"contract_on": "2026-11-10"}), shown


def _told_again(tab: Any, before: object) -> bool:
    return tab.rows is not before


def _as_merit(page: Any) -> None:
    page.show_tab(MERIT)
    until(lambda: page.part is not None and page.part.loaded)


def _board(window: Any, page: Any) -> Iterator[Step]:
    """A signed project has landed: its card is in the next column, and both columns add up anew."""
    board = page.layouts.board
    for id in _in_stage(window, "signed"):
        signed, landed = (next(one for one in board.columns if one.head.key == key) for key in MOVES)
        heads = signed.head.count - 1, landed.head.count + 1
        change = partial(change_record, window.ctx.desk, "project", id, LANDED)
        yield change, partial(_moved, (signed, landed), heads, id)


def _as_board(page: Any) -> None:
    page.layouts.choose(BOARD, keep=False)


def _moved(columns: Any, counts: tuple[int, int], id: str) -> bool:
    heads = tuple(one.head.count for one in columns)
    return heads == counts and columns[1].table.row_of(id) >= 0


PAGES = {
    "alerts": _alerts,
    "approvals": _approvals,
    "board": _board,
    "funds": _funds,
    "lists": _lists,
    "merit": _merit,
    "money": _money,
    "named": _named,
    "project": _project,
    "projects": _projects,
    "scores": _scores,
    "today": _today,
}
OPENS = {  # parts of other pages, or other layouts
    "board": "projects",
    "lists": "projects",
    "merit": "scores",
    "money": "today",
    "named": "projects",
}
BEGINS: dict[str, Callable[[Any], None]] = {
    "board": _as_board,
    "lists": _as_lists,
    "merit": _as_merit,
    "named": _by_name,
}

if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
