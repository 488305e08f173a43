"""A whole year of a district: projects with their funds, visits, plans and targets; the same every time.

Filled by SQLite itself, so that it takes seconds; projects are in the search as ever, for lists go by it.
Most projects are in order: about one in five has a light.
"""

from pathlib import Path

from app.model.life import LISTS
from app.model.registry import KINDS
from app.services.approvals import file_approval
from app.services.desk import Desk
from app.services.key_lists import put_on_list
from app.services.reviews import start_service
from app.services.scores.goals import LEADS, set_goal
from app.store.reading import Filter
from app.store.rows import index_anew, load_indexed
from app.store.store import Store
from tests.fakes.stores import SteppingClock, new_store

UNITS = 40
LISTED, APPLIED, SERVED = 120, 80, 120  # projects: on one of the four lists, applied for, with a service
LINES = 10  # of the ledger of funds, for each project
_N = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) "
_NOW = "1795000000000"  # milliseconds: 2026-11-18
_STAGE = (
    *("lead", "negotiating", "negotiating", "negotiating", "assessed", "signed", "signed", "signed"),
    *("landed", "construction", "construction", "construction", "completed", "producing", "producing"),
    *("producing", "on_books", "on_books", "paused", "lost"),
)


def _id(kind: int, number: str) -> str:
    return f"printf('01a0000{kind}-0000-7000-8000-%012x', {number})"


def _day(first: str, days: str) -> str:
    return f"date('{first}', '+' || ({days}) || ' days')"


def _after(stage: str, day: str) -> str:
    """``day`` where the project has come as far as ``stage``."""
    return f"CASE WHEN i % 20 BETWEEN {_STAGE.index(stage)} AND 17 THEN {day} END"


_STAGES = " ".join(f"WHEN {at} THEN '{stage}'" for at, stage in enumerate(_STAGE))
# A project that is only signed was signed of late.
_WHEN_SIGNED = (
    f"CASE WHEN i % 20 IN (5, 6, 7) AND i % 9 THEN {_day('2026-09-25', 'i % 50')} "
    f"ELSE {_day('2025-11-01', '(i * 37) % 380')} END"
)
_INVESTMENT = "(500 + (i * 7919) % 90000) * 1000000"
_PROJECTS = (
    "INSERT INTO project (id, rev, deleted, created_at, changed_at, unit_id, name, stage, stage_on, "
    "investment, contract_amount, responsible_unit, found_by, leader, reported_on, contract_on, "
    "obligation_on, site_on, started_on, on_books_on, produced_on, counted_kind, landed_at, credits) "
    f"{_N} SELECT {_id(1, 'i')}, 1, i % 97 = 0, {_NOW} - i * 40000, {_NOW} - (i % 9) * 86400000, "
    f"'unit-' || (i % {UNITS}), '项目' || i, CASE i % 20 {_STAGES} END, {_WHEN_SIGNED}, {_INVESTMENT}, "
    f"{_INVESTMENT} / 2, '招商' || (i % {UNITS}) || '局', '干部' || (i % 200), '陈' || (i % 30), "
    f"{_day('2025-06-01', '(i * 13) % 530')}, {_after('signed', _WHEN_SIGNED)}, "
    f"{_after('landed', _day('2025-12-01', '(i * 37) % 350'))}, "
    f"{_after('landed', _day('2025-12-01', '(i * 37) % 350'))}, "
    f"{_after('construction', _day('2026-01-01', '(i * 37) % 310'))}, "
    f"CASE WHEN i % 20 BETWEEN 9 AND 17 AND i % 21 THEN '2026-10-30' END, "
    f"{_after('producing', _day('2026-05-01', 'i % 200'))}, "
    "CASE i % 10 WHEN 0 THEN 'services' WHEN 1 THEN 'finance' WHEN 2 THEN 'real_estate' "
    "ELSE 'manufacturing' END, CASE WHEN i % 12 THEN 'here' ELSE 'elsewhere' END, "
    'CASE WHEN i % 50 = 7 THEN \'{"landing":{"招商1局":"60","招商2局":"40"}}\' END FROM n'
)
# Of the ten lines of a project: in each of three months the unit's land and fixed assets and the figure of
# the department, then working capital, or for one project in ten a correction of the first line.
_FUNDS = (
    "INSERT INTO fund_entry (id, rev, deleted, created_at, changed_at, unit_id, project_id, month, "
    "component, source, amount, real_estate, corrects) "
    f"{_N} SELECT {_id(2, 'i')}, 1, i % 499 = 0, {_NOW}, {_NOW} - (i % 5) * 86400000, "
    f"'unit-' || (i / {LINES} % {UNITS}), {_id(1, f'i / {LINES}')}, "
    f"printf('2026-%02d-01', 1 + i / {LINES} % 8 + i % {LINES} / 3), "
    f"CASE WHEN i % {LINES} = 9 AND i / {LINES} % 10 THEN 'working' "
    f"WHEN i % {LINES} % 3 THEN 'fixed' ELSE 'land' END, "
    f"CASE i % {LINES} % 3 WHEN 2 THEN 'department' ELSE 'unit' END, "
    f"(500 + (i / {LINES} * 7919) % 90000) * 83333 + (i % 13) * 1000001, i % 11 = 0, "
    f"CASE WHEN i % {LINES * 10} = 9 THEN {_id(2, 'i - 9')} END FROM n"
)
_VISITS = (
    "INSERT INTO visit (id, rev, deleted, changed_at, project_id, subject, kind, visited_on, state, "
    "our_people) "
    f"{_N} SELECT {_id(3, 'i')}, 1, 0, {_NOW}, {_id(1, 'i / 2')}, '走访', "
    "CASE i % 3 WHEN 0 THEN 'site' ELSE 'visit' END, "
    f"{_day('2026-08-20', '(i * 17) % 92')}, 'made', '[\"陈' || (i / 2 % 30) || '\"]' FROM n"
)
_STEPS = (
    "INSERT INTO next_step (id, rev, deleted, changed_at, project_id, title, due_on, done_on) "
    f"{_N} SELECT {_id(4, 'i')}, 1, 0, {_NOW}, {_id(1, 'i')}, '跟进', '2026-12-01', "
    f"CASE WHEN i % 2 THEN {_day('2026-10-01', 'i % 49')} END FROM n"
)
_NODES = (
    "INSERT INTO node (id, rev, deleted, changed_at, project_id, title, planned_on, done_on) "
    f"{_N} SELECT {_id(5, 'i')}, 1, 0, {_NOW}, {_id(1, 'i / 2')}, '节点' || i, "
    f"CASE i % 2 WHEN 0 THEN '2026-09-01' ELSE {_day('2027-03-01', 'i % 300')} END, "
    "CASE WHEN i % 2 = 0 AND i % 34 THEN '2026-09-02' END FROM n"
)
_LEADERS = (
    "INSERT INTO team_member (id, rev, deleted, created_at, project_id, name, duty, since) "
    f"{_N} SELECT {_id(6, 'i')}, 1, 0, {_NOW}, {_id(1, 'i * 20 + 9')}, '陈' || ((i * 20 + 9) % 30), "
    "'leader', '2026-10-01' FROM n"
)
_JUDGED = (
    "INSERT INTO lead_judgement (id, rev, deleted, project_id, name, valuable, judged_on) "
    f"{_N} SELECT {_id(7, 'i')}, 1, 0, {_id(1, 'i * 4')}, '干部' || (i * 4 % 200), i % 3 > 0, "
    f"{_day('2026-01-05', 'i % 300')} FROM n"
)


def year_store(folder: Path, projects: int) -> Store:
    """A store with so many projects and ten times as many lines of funds."""
    store = new_store(folder, clock=SteppingClock())
    counts = {_PROJECTS: projects, _FUNDS: projects * LINES, _VISITS: projects * 2, _STEPS: projects}
    counts |= {_NODES: projects * 2, _LEADERS: projects // 20, _JUDGED: projects // 4}
    with store._write() as connection:
        for statement, count in counts.items():
            connection.exec_driver_sql(statement, (count,))
        ids = list(connection.exec_driver_sql("SELECT id FROM project").scalars())
        named = load_indexed(connection, KINDS["project"], ids, store.indexing)
        index_anew(connection, KINDS["project"], (), [*named.values()], store.indexing)
    desk = Desk(store, "周敏")
    _targets(desk)
    _under_review(desk)
    return store


def _under_review(desk: Desk) -> None:
    """Who is on the four lists, applications under way and services that run."""
    ids = desk.store.ids("project", filters=[Filter("stage", "in", ("assessed", "signed", "construction"))])
    for n, id in enumerate(ids[:LISTED]):
        put_on_list(desk, id, LISTS[n % len(LISTS)], since="2026-10-15")
    for id in ids[:APPLIED]:
        file_approval(desk, id, {"land": "20", "filed_on": "2026-11-17"})
    for n, id in enumerate(ids[:SERVED]):
        service = ("registration", "land_permit")[n % 2]
        start_service(desk, id, service, {"started_on": "2026-11-09", "owner_unit": "市场监管局"})


def _targets(desk: Desk) -> None:
    year = {"period": "year", "starts_on": "2026-01-01"}
    for unit in range(UNITS):
        for measure in ("contract_capital", "funds_in_place"):
            named = {"name": f"招商{unit}局", "owner": "unit", "measure": measure, "amount": 5_000_000}
            set_goal(desk, year | named)
    for person in range(UNITS * 5):
        named = {"name": f"干部{person}", "owner": "person", "measure": LEADS, "rank": "deputy"}
        set_goal(desk, year | named | {"unit": f"招商{person % UNITS}局"})
