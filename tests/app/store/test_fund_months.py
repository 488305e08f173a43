"""The sums that the file keeps of the ledger are what its lines add up to, whatever happened to them."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from app.model.funds import COMPONENTS
from app.rules.fund_ledger import Component, figures
from app.services.desk import Desk
from app.services.fund_records import entries
from app.store.integrity import Problem, broken_promises
from app.store.migrate import SCRIPTS
from app.store.replica import Incoming
from tests.fakes.fund_books import fill_book, line
from tests.fakes.stores import new_desk

FEN = 10**6
MONTHS = (date(2026, 1, 1), date(2026, 5, 20), date(2026, 12, 1))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def plain(desk: Desk, until: date) -> dict[tuple[str, str], tuple[int, ...]]:
    """By project and month, from every line of the ledger by the rules."""
    return {
        (project, f"{on:%Y-%m}"): tuple(int(told.amount(Component(name)) * FEN) for name in COMPONENTS)
        for (project, on), told in figures(entries(desk, until=until)).items()
        if project  # of lines that are of none nobody asks
    }


def kept(desk: Desk, until: date) -> dict[tuple[str, str], tuple[int, ...]]:
    """The same from the kept sums, the cells of a month together."""
    found: dict[tuple[str, str], tuple[int, ...]] = defaultdict(lambda: (0, 0, 0))
    for project, month, *amounts in desk.store.tallies.funds.cells(until):
        before = found[project, month]
        found[project, month] = tuple(a + b for a, b in zip(before, amounts, strict=True))
    return found


def check(desk: Desk, months: Sequence[date] = MONTHS) -> None:
    for until in months:
        told = {key: amounts for key, amounts in kept(desk, until).items() if any(amounts)}
        assert told == {key: amounts for key, amounts in plain(desk, until).items() if any(amounts)}


def live(desk: Desk) -> list[tuple[str, str]]:
    """(project, id) of the lines that may be corrected."""
    rows = desk.store.rows("fund_entry", desk.store.ids("fund_entry"))
    return [(row["project_id"], row.id) for row in rows if row["project_id"]]


def something(desk: Desk, dice: random.Random) -> None:
    booked, what = live(desk), dice.random()
    of, id = dice.choice(booked)
    projects = desk.store.ids("project")
    with desk.store.write(actor="周敏", label="x") as work:
        if what < 0.2:
            work.create("fund_entry", line(dice, dice.choice(projects), booked))
        elif what < 0.35:
            work.update("fund_entry", id, {"amount": Decimal(dice.randrange(10**6)), "source": "department"})
        elif what < 0.45:
            moved = {
                "project_id": dice.choice([None, *projects]),
                "month": date(2026, dice.randrange(1, 13), 1),
            }
            work.update("fund_entry", id, moved)
        elif what < 0.55:
            work.update("fund_entry", id, {"corrects": dice.choice([None, dice.choice(booked)[1]])})
        elif what < 0.65:
            work.delete("fund_entry", id)
    if 0.65 <= what < 0.75:
        desk.store.undo(actor="周敏")
    elif 0.75 <= what < 0.8:
        desk.store.redo(actor="周敏")
    elif 0.8 <= what < 0.9:
        arrived(desk, dice, of, booked)
    elif 0.9 <= what < 0.95:
        with desk.store.replica() as replica:
            replica.leave("fund_entry", [id])
    elif what >= 0.95:
        handed_over(desk, of, dice.choice(projects), [one for project, one in booked if project == of])


def handed_over(desk: Desk, of: str, other: str, lines: list[str]) -> None:
    """All lines of a project become those of another, in one step, and the project is deleted."""
    with desk.store.write(actor="周敏", label="hand") as work:
        for one in lines:
            work.update("fund_entry", one, {"project_id": other})
        if of != other:
            work.delete("project", of)


def arrived(desk: Desk, dice: random.Random, of: str, booked: list[tuple[str, str]]) -> None:
    """Headquarters sends lines, new ones and such as are here, some of them deleted."""
    found = {}
    for _ in range(4):
        id = dice.choice([dice.choice(booked)[1], f"01a00009-0000-7000-8000-{dice.randrange(40):012d}"])
        told = line(dice, of, booked)
        doc = {name: told.get(name) for name in ("project_id", "component", "source", "corrects")}
        doc |= {"month": f"{told['month']:%Y-%m-%d}", "amount": str(told["amount"])}
        gone = dice.random() < 0.2
        state = {"rev": dice.randrange(1000), "hq_deleted": gone, "deleted": gone, "at": 1, "by": "李强"}
        found[id] = Incoming(id=id, hq_doc=doc, doc=doc, waiting=False, **state)  # type: ignore[arg-type]
    with desk.store.replica() as replica:
        replica.write("fund_entry", list(found.values()))


@pytest.mark.parametrize("seed", range(4))
def test_kept_sums_are_those_of_the_lines_whatever_happened(desk: Desk, seed: int) -> None:
    dice = random.Random(f"kept {seed}")
    fill_book(desk, dice, projects=10, lines=80)
    check(desk)
    for _ in range(15):
        for _ in range(4):
            something(desk, dice)
        check(desk, [dice.choice(MONTHS)])
    with desk.store._read() as connection:
        assert [one for one in broken_promises(connection) if one.code == "wrong_sum"] == []


def test_a_file_of_before_is_added_up_when_it_is_brought_up_to_date(desk: Desk) -> None:
    fill_book(desk, random.Random("before"))
    written = (SCRIPTS / "versions" / "0026_fund_months.sql").read_text(encoding="utf-8")
    with desk.store._write() as connection:
        sums = sorted(connection.execute(text("SELECT * FROM fund_month")).all())
        for name in ("insert", "update", "delete"):
            connection.execute(text(f"DROP TRIGGER fund_month_{name}"))
        connection.execute(text("DROP TABLE fund_month"))
        for statement in written.split(";\n\n"):
            connection.exec_driver_sql(statement)
    with desk.store._read() as connection:
        assert sorted(connection.execute(text("SELECT * FROM fund_month")).all()) == sums
    something(desk, random.Random("after"))
    check(desk)


def test_doctor_finds_a_wrong_sum(desk: Desk) -> None:
    fill_book(desk, random.Random("wrong"), lines=20)
    with desk.store._write() as connection:
        project, month = connection.execute(text("SELECT project_id, month FROM fund_month")).first() or (
            "",
            "",
        )
        wrong = text("UPDATE fund_month SET land_unit = 7 WHERE project_id = :project AND month = :month")
        connection.execute(wrong, {"project": project, "month": month})
        assert broken_promises(connection) == [Problem("wrong_sum", f"{project} {month}")]
