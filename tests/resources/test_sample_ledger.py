"""The demo's ledger is what its script builds, and shows what an import can do."""

from datetime import date
from pathlib import Path

from app.rules.amounts import Unit
from app.services.ledger.plan import make_plan
from app.services.ledger.preview import Level, Tally
from app.services.ledger.reading import read_ledger
from resources.samples.build_ledger import TARGET, build
from tests.fakes.ledgers import FakeKnown


def test_the_file_is_the_one_the_script_builds(tmp_path: Path) -> None:
    build(tmp_path / "built.xlsx")
    assert read_ledger(tmp_path / "built.xlsx").workbook == read_ledger(TARGET).workbook


def test_it_shows_every_oddity_and_imports_clean() -> None:
    plan = make_plan(read_ledger(TARGET), FakeKnown(), today=date(2026, 11, 20))
    assert plan.counts == {"project": Tally(new=16), "contact": Tally(new=12), "company": Tally(new=15)}
    assert [table.kind for table in plan.tables] == ["project", "contact"]
    assert plan.tables[0].table.units.money is Unit.WAN
    assert [(notice.reason.key, notice.level) for notice in plan.notices] == [
        ("rules.date.impossible_month", Level.WARNING),
        ("rules.phone.damaged", Level.WARNING),
        ("import.warn.twice", Level.WARNING),
        ("rules.date.unreadable", Level.WARNING),
    ]
    assert [left.what for left in plan.leftovers] == [
        *("title", "title", "heading", "heading", "total", "note", "heading")
    ]
