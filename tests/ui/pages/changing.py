"""Whatever may happen to a project while a page is open; the pages are told as the program does."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from app.model.changes import SYNC, ChangeSet
from app.services.fund_entries import enter
from app.services.records import create_record, delete_records, restore_records
from app.store.replica import Incoming
from tests.fakes.desktops import Desktop

STAGES = ("negotiating", "signed", "landed", "construction", "paused")


@dataclass
class Happening:
    """Changes of one project, by every way that there is; ``others`` are changed now and then."""

    desktop: Desktop
    dice: random.Random
    project: str
    others: list[str]

    def something(self) -> str:
        """Do one of them and let the pages show it; its name."""
        ways: list[Callable[[], object]] = [
            *(self.edited, self.edited, self.staged, self.booked, self.visited, self.stepped, self.planned),
            *(self.deleted, self.undone, self.undone, self.redone, self.arrived, self.of_another),
        ]
        way = self.dice.choice(ways)
        way()
        self.desktop.settle()
        return way.__name__

    def back(self) -> None:
        """Have the project live again, wherever that left it."""
        row = self.desktop.desk.store.get("project", self.project)
        if row is not None and row.deleted:
            self._do(partial(restore_records, self.desktop.desk, [("project", self.project)]))

    # ---- here
    def edited(self) -> None:
        self.move({"leader": self.dice.choice(["陈静", "李明", ""]), "place": self.dice.choice(["苏州", ""])})

    def staged(self) -> None:
        unit = self.dice.choice(["招商一局", "招商二局"])
        self.move(
            {"stage": self.dice.choice(STAGES), "stage_on": date(2026, 11, 2), "responsible_unit": unit}
        )

    def of_another(self) -> None:
        told = {"stage": self.dice.choice(STAGES), "name": f"甲项目{self.dice.randrange(9)}"}
        self.move(told, self.dice.choice(self.others))

    def booked(self) -> None:
        line = {"project_id": self.project, "month": "2026-11", "amount": str(self.dice.randrange(1, 99))}
        self._do(lambda: enter(self.desktop.desk, line)[1])

    def visited(self) -> None:
        visit = {
            "project_id": self.project,
            "subject": "走访",
            "visited_on": date(2026, 11, 3),
            "state": "made",
        }
        self._create("visit", visit)

    def stepped(self) -> None:
        self._create("next_step", {"project_id": self.project, "title": "跟进", "due_on": date(2026, 11, 30)})

    def planned(self) -> None:
        self._create("node", {"project_id": self.project, "title": "开工", "planned_on": date(2026, 12, 9)})

    def deleted(self) -> None:
        """Something that hangs on the project, or another project."""
        hanging = self.desktop.desk.store.referring("project", self.project)
        gone = [
            (row.kind, row.id) for row in hanging if row.kind in ("visit", "next_step", "node", "fund_entry")
        ]
        gone.append(("project", self.dice.choice(self.others)))
        self._do(partial(delete_records, self.desktop.desk, [self.dice.choice(gone)]))

    def undone(self) -> None:
        self.desktop.window.ctx.undo()

    def redone(self) -> None:
        self.desktop.window.ctx.redo()

    # ---- from headquarters
    def arrived(self) -> None:
        """Headquarters sends another version of the project."""
        store = self.desktop.desk.store
        row = store.get("project", self.project)
        assert row is not None
        doc = {
            "name": row["name"],
            "stage": self.dice.choice(STAGES),
            "leader": self.dice.choice(["赵", "钱"]),
        }
        state: dict[str, Any] = {
            "rev": row.rev + 1,
            "hq_deleted": False,
            "deleted": False,
            "at": 1,
            "by": "李强",
        }

        def arrive() -> ChangeSet:
            with store.replica() as replica:
                replica.write("project", [Incoming(id=row.id, hq_doc=doc, doc=doc, waiting=False, **state)])
            return ChangeSet(frozenset({("project", row.id)}), SYNC)

        self._do(arrive)

    # ---- inside
    def move(self, told: dict[str, Any], id: str = "") -> None:
        """As ``edited``, whatever the rules of stages want besides."""
        desk = self.desktop.desk

        def write() -> ChangeSet:
            with desk.store.write(actor=desk.actor, label="change.project") as work:
                work.update("project", id or self.project, told)
            return work.changes

        self._do(write)

    def _create(self, kind: str, told: dict[str, Any]) -> None:
        self._do(lambda: create_record(self.desktop.desk, kind, told)[1])

    def _do(self, work: Callable[[], ChangeSet]) -> None:
        self.desktop.window.ctx.change(work, changes=lambda changes: changes, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        raise AssertionError("nothing changed") from error
