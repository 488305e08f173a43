"""The demo's people, bodies, targets and chain, counted by hand from ``resources/samples/circles.json``."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import resources
from app.services.agents import agents_kept, brought_by
from app.services.chains import chains
from app.services.desk import Desk
from app.services.fairs import fairs
from app.services.greetings import owed
from app.services.natives import directory
from app.services.reaching import ways_to
from app.services.records import create_record, required_row
from app.services.targets import covered
from tests.fakes.stores import new_desk
from ui.cli.demo.circles import meet_people


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    create_record(made, "project", {"name": "储能电池项目"})
    meet_people(made, Path(resources.__file__).parent / "samples")
    yield made
    made.store.close()


def test_the_directory_has_gaps_of_every_sort_and_somebody_twice(desk: Desk) -> None:
    found = directory(desk)
    names = {id: required_row(desk, "contact", id)["name"] for id in desk.store.ids("contact")}
    assert (found.whole.total, found.whole.complete) == (6, 2)
    assert [(names[one.id], len(one.fields)) for one in found.whole.lacking] == [
        ("陆远", 5),
        ("孟宪国", 3),
        ("孟宪国", 3),
        ("唐若溪", 1),
    ]
    assert [(town, one.complete, one.total) for town, one in found.by_hometown] == [
        ("古渡镇", 0, 1),
        ("池口镇", 2, 2),
        ("溪谷乡", 0, 1),
        ("", 0, 2),
    ]
    assert [[names[id] for id in pair] for pair in found.twice] == [["孟宪国", "孟宪国"]]


def test_targets_agents_and_fairs(desk: Desk) -> None:
    found = covered(desk)
    assert (found.whole.total, found.whole.contacted, found.whole.landed) == (6, 3, 1)
    assert [(one.name, one.contacted, one.total) for one in found.groups["assignee"]] == [
        ("王芳", 1, 2),
        ("陈立", 1, 2),
        ("李强", 1, 1),
        ("", 0, 1),
    ]
    assert [(one.name, one.contacted, one.total) for one in found.groups["industry"]] == [
        ("农产品加工", 1, 2),
        ("新能源", 2, 4),
    ]
    assert [(one.unit, len(one.agents), one.enough) for one in agents_kept(desk)] == [
        ("云溪市招商局", 1, False),
        ("高新区", 2, True),
    ]
    (brought,) = brought_by(desk)
    assert (brought.project["name"], brought.reward.paid) == ("储能电池项目", False)
    whole = fairs(desk).whole
    assert (whole.projects, whole.people, whole.matched, whole.intents) == (3, 3, 2, 2)
    assert (whole.intent_amount, whole.unknown, whole.started) == (Decimal(90), 0, 1)


def test_the_chain_the_ways_and_who_is_to_be_greeted(desk: Desk) -> None:
    (chain,) = chains(desk)
    assert [{place.row["name"] for place in layer} for layer in chain.layers] == [
        {"正极材料", "隔膜", "结构件", "电池管理系统"},
        {"电芯"},
        {"电池包"},
        {"新能源客车", "储能电站"},
    ]
    gaps = {place.row["name"] for place in chain.places if place.gap}
    assert gaps == {"正极材料", "隔膜", "电池管理系统", "储能电站"} and len(chain.links) == 7
    firm = desk.store.ids("company", find="锐锂")[0]
    first = ways_to(desk, "company", firm)[0]
    assert [row["name"] for row in first.rows][:2] == ["徐慧琴", "单志远"]
    assert first.whys == ("classmate", "company")
    assert [row["title"] for row in owed(desk, date(2027, 2, 3))] == ["住院慰问", "春节上门看望父母"]
    assert [row["title"] for row in owed(desk, date(2026, 11, 23))] == []
