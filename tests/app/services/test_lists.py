"""A list that is kept at a desk is the one that would be asked for anew, whatever happened meanwhile."""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.services import lists
from app.services.desk import Desk
from app.services.lists import groups_of, listed_ids
from app.services.records import change_record, create_record, delete_records
from app.store.lists import MOST, Asked
from app.store.reading import Filter
from app.store.replica import Incoming
from tests.fakes.stores import new_desk

STAGES = ("lead", "negotiating", "signed", "landed", "of_a_newer_version")
NAMES = ("储能", "光伏", "啤酒", "氢能", "煤矸石", "储能")
UNDER_WAY = (Filter("stage", "in", ["signed", "landed"]),)
QUESTIONS = (
    Asked("project"),
    Asked("project", deleted=True),
    Asked("project", UNDER_WAY),
    Asked("project", UNDER_WAY, (("name", False),)),
    Asked("project", (), (("name", True), ("investment", False))),
    Asked("project", (), (("leader", True), ("stage", True))),
    Asked("project", (Filter("investment", "filled"),), (("investment", True),)),
    Asked("project", (Filter("name", "contains", "能"),), (("investor_id", False), ("reported_on", False))),
    Asked("project", (), (("tags", False),)),
    Asked("project", (Filter("leader", "ne", "陈"),), (("stage_on", False), ("place", True))),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def plain(desk: Desk, asked: Asked) -> list[str]:
    return desk.store.ids(asked.kind, filters=asked.filters, sort=asked.sort, deleted=asked.deleted)


def values(dice: random.Random, firms: list[str]) -> dict[str, Any]:
    every: dict[str, Any] = {
        "name": dice.choice(NAMES),
        "stage": dice.choice(STAGES),
        "investment": dice.choice([None, Decimal(100), Decimal(2000), Decimal(100000)]),
        "leader": dice.choice([None, "陈", "李明", "赵"]),
        "investor_id": dice.choice([None, *firms]),
        "reported_on": dice.choice([None, date(2026, 3, 1), date(2026, 5, 9)]),
        "stage_on": dice.choice([None, date(2026, 3, 1), date(2026, 4, 9)]),
        "place": dice.choice([None, "青岛市", "北京", "苏州"]),
        "tags": dice.choice([None, ["重点"], ["外资", "重点"]]),
    }
    return every


def written(desk: Desk, told: dict[str, Any], id: str = "") -> None:
    with desk.store.write(actor="周敏", label="x") as work:
        if id:
            work.update("project", id, told)
        else:
            work.create("project", told)


def something(desk: Desk, dice: random.Random, firms: list[str]) -> None:
    projects = desk.store.ids("project")
    what = dice.random()
    if what < 0.2 or len(projects) < 3:
        written(desk, values(dice, firms))
    elif what < 0.6:
        few = dice.sample(sorted(values(dice, firms).items()), 3)
        written(desk, dict(few), dice.choice(projects))
    elif what < 0.7:
        delete_records(desk, [("project", dice.choice(projects))])
    elif what < 0.8:
        desk.store.undo(actor=desk.actor)
    elif what < 0.85:
        desk.store.redo(actor=desk.actor)
    elif what < 0.9:
        change_record(desk, "company", dice.choice(firms), {"name": dice.choice(["阿里", "中铁", "恒力"])})
    else:
        arrived(desk, dice, projects)


def arrived(desk: Desk, dice: random.Random, projects: list[str]) -> None:
    """Headquarters sends some, or says that one is no longer for this laptop."""
    with desk.store.replica() as replica:
        if dice.random() < 0.3:
            replica.leave("project", [dice.choice(projects)])
            return
        arriving = []
        for _ in range(dice.choice([1, 3])):
            id = f"01a00009-0000-7000-8000-{dice.randrange(30):012d}"
            doc = {"name": dice.choice(NAMES), "stage": dice.choice(STAGES), "leader": "陈"}
            state = {
                "rev": dice.randrange(1000),
                "hq_deleted": False,
                "deleted": False,
                "at": 1,
                "by": "李强",
            }
            arriving.append(Incoming(id=id, hq_doc=doc, doc=doc, waiting=False, **state))  # type: ignore[arg-type]
        replica.write("project", list({one.id: one for one in arriving}.values()))


@pytest.mark.parametrize("seed", range(4))
def test_a_kept_list_is_the_one_asked_for_anew(desk: Desk, seed: int) -> None:
    dice = random.Random(f"lists {seed}")
    firms = [create_record(desk, "company", {"name": name})[0] for name in ("阿里", "恒力", "中铁")]
    for _ in range(12):
        written(desk, values(dice, firms))
    for _ in range(40):
        for _ in range(dice.choice([1, 1, 3])):
            something(desk, dice, firms)
        for asked in dice.sample(QUESTIONS, 4):
            assert listed_ids(desk, asked) == plain(desk, asked), asked


@pytest.mark.parametrize("fields", [("stage", ""), ("stage",)])
def test_kept_groups_are_those_told_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fields: tuple[str, ...]
) -> None:
    monkeypatch.setattr(lists, "MANY", 0)
    dice = random.Random("groups")
    firms = [create_record(desk, "company", {"name": "恒力"})[0]]
    for _ in range(60):
        something(desk, dice, firms)
        asked = Asked(
            "project", dice.choice([(), UNDER_WAY]) if dice.random() < 0.1 else (), (("leader", True),)
        )
        ids = listed_ids(desk, asked)
        for by in fields:
            told = groups_of(desk, "project", ids, by, ("investment", "land"))
            assert told == desk.store.groups("project", ids, by, ("investment", "land"))


def test_only_the_changed_record_is_looked_for(desk: Desk) -> None:
    ids = [create_record(desk, "project", {"name": f"项目{n}"})[0] for n in range(4)]
    asked = Asked("project", (), (("investment", True),))
    known = listed_ids(desk, asked)
    assert listed_ids(desk, asked) is known
    create_record(desk, "company", {"name": "恒力"})
    assert listed_ids(desk, asked) is known, "no project changed"
    follow = desk.store.lists.follow
    assert follow(known, [ids[0]], asked) == known == ids[::-1]
    assert follow(known, [f"{n}" for n in range(MOST + 1)], asked) is None
    assert follow(known, ids[:1], Asked("project", (), (("changed_at", False),))) is None, "no field of it"
    assert follow([*known[:-1], "nobody", ids[0]], ids[:1], asked) is None, (
        "one of those beside it is there no more"
    )


def test_words_are_looked_for_each_time(desk: Desk) -> None:
    id = create_record(desk, "project", {"name": "储能"})[0]
    asked = Asked("project")
    assert listed_ids(desk, asked, "储能") == [id] and listed_ids(desk, asked, "光伏") == []
    change_record(desk, "project", id, {"name": "光伏"})
    assert listed_ids(desk, asked, "储能") == [] and listed_ids(desk, asked, "光伏") == [id]
