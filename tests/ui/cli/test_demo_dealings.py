"""The demo's deeds and errands: on signed projects, dated from today, and nothing without projects."""

from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path

from app.services.contracts import overdue_instalments
from app.services.today import today_at
from tests.fakes.desks import sample_desk
from tests.fakes.stores import new_desk
from ui.cli.demo.dealings import record_dealings
from ui.cli.demo.scores import date_signings


def test_deeds_hold_the_amounts_of_their_projects(tmp_path: Path) -> None:
    desk = sample_desk(tmp_path)
    with as_file(files("resources") / "samples") as samples:
        date_signings(desk, samples)
        record_dealings(desk, samples)
    store = desk.store
    deeds = store.rows("contract", store.ids("contract"))
    assert {row["deed"] for row in deeds} >= {"contract", "framework"}
    for deed in deeds:
        (project,) = store.rows("project", [deed["project_id"]])
        assert deed["amount"] == project["contract_amount"] and project["name"] in deed["title"]
        parts = [
            row for row in store.rows("instalment", store.ids("instalment")) if row["contract_id"] == deed.id
        ]
        assert sum((row["amount"] for row in parts), Decimal()) in (Decimal(), deed["amount"])
    assert len(overdue_instalments(desk)) == 1, "one instalment is late"
    errands = [row for row in store.rows("next_step", store.ids("next_step")) if "用电报装" in row["title"]]
    assert [row["owner"] for row in errands] == [desk.actor] and today_at(desk).lines
    store.close()


def test_without_projects_there_is_nothing_to_sign(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    with as_file(files("resources") / "samples") as samples:
        record_dealings(desk, samples)
    assert not desk.store.ids("contract") and not desk.store.ids("next_step")
    desk.store.close()
