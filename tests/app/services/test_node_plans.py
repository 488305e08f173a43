"""Node plans of real projects."""

from datetime import date

import pytest

from app.rules.node_plans import NodeTally
from app.services import node_plans, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord

TODAY = date(2026, 11, 20)


def project(desk: Desk, **values: object) -> str:
    given = {"name": "储能项目", "stage": "signed", "responsible_unit": "县功镇", **values}
    return records.create_record(desk, "project", given)[0]


def titles(desk: Desk, id: str) -> list[str]:
    return [row["title"] for row in node_plans.nodes_of(desk, id)]


def test_nodes_of_the_pack_are_known_by_their_title_in_either_language(desk: Desk) -> None:
    found = node_plans.node_texts(desk)
    assert found["开工"] is found["Start construction"] or found["开工"] == found["Start construction"]
    assert (found["开工"].zh, found["开工"].en) == ("开工", "Start construction")
    assert "我们自己的节点" not in found


def test_a_plan_is_made_backwards_and_made_anew_without_losing_what_is_done(desk: Desk) -> None:
    id = project(desk, contract_on="2026-11-12")
    made, _ = node_plans.make_plan(desk, id, "rent", "2027-06-30")
    nodes = node_plans.nodes_of(desk, id)
    assert [row.id for row in nodes] == made
    assert titles(desk, id) == ["签约", "项目公司注册", "交付用地或厂房", "开工", "竣工", "投产"]
    assert nodes[-1]["planned_on"] == date(2027, 6, 30) and nodes[-1]["owner_unit"] == "县功镇"
    row = records.required_row(desk, "project", id)
    assert [node_plans.done_on(node, row) is not None for node in nodes] == [True, *[False] * 5]

    again, _ = node_plans.make_plan(desk, id, "rent", "2027-09-30")
    assert len(again) == 5 and made[0] in [row.id for row in node_plans.nodes_of(desk, id)]
    assert titles(desk, id) == ["签约", "项目公司注册", "交付用地或厂房", "开工", "竣工", "投产"]
    records.undo(desk)
    assert node_plans.nodes_of(desk, id)[-1]["planned_on"] == date(2027, 6, 30)


def test_nodes_are_named_in_the_language_of_who_plans_and_known_again_in_the_other(desk: Desk) -> None:
    id = project(desk)
    node_plans.make_plan(desk, id, "build", "2027-12-31", language="en")
    permits = next(row for row in node_plans.nodes_of(desk, id) if row["title"] == "Obtain the permits")
    node_plans.complete_node(desk, permits.id)
    node_plans.make_plan(desk, id, "build", "2028-03-31")
    found = titles(desk, id)
    assert "Obtain the permits" in found and "办妥施工许可" not in found and len(found) == 8


def test_years_without_a_published_table_are_said(desk: Desk) -> None:
    assert node_plans.draft_plan(desk, "rent", "2026-12-31").unpublished == ()
    assert node_plans.draft_plan(desk, "build", "2028-03-31").unpublished == (2027, 2028)


@pytest.mark.parametrize(
    ("plan", "end", "field"),
    [("luck", "2026-12-31", "plan"), ("rent", "", "planned_on"), ("rent", "十三月", "planned_on")],
)
def test_plans_that_cannot_be_made(desk: Desk, plan: str, end: str, field: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        node_plans.make_plan(desk, project(desk), plan, end)
    assert refused.value.problems[0].field == field and desk.store.ids("node") == []


def test_a_node_done_fills_the_fact_it_stands_for_once(desk: Desk) -> None:
    id = project(desk)
    node_plans.make_plan(desk, id, "rent", "2027-06-30")
    start = next(row for row in node_plans.nodes_of(desk, id) if row["fact"] == "started_on")
    node_plans.complete_node(desk, start.id, "11月18日")
    assert records.required_row(desk, "project", id)["started_on"] == date(2026, 11, 18)
    assert records.required_row(desk, "project", id)["on_books_on"] is None
    node_plans.complete_node(desk, start.id)
    assert records.required_row(desk, "project", id)["started_on"] == date(2026, 11, 18)
    with pytest.raises(InvalidRecord):
        node_plans.complete_node(desk, start.id, "2026-11-21")
    records.undo(desk)
    records.undo(desk)
    assert records.required_row(desk, "project", id)["started_on"] is None


def test_counts_by_project_unit_and_city(desk: Desk) -> None:
    firm = records.create_record(desk, "company", {"name": "恒力", "city": "大连"})[0]
    one = project(desk, investor_id=firm, started_on="2026-11-01")
    two = project(desk, name="二期", responsible_unit="开发区")
    gone = project(desk, name="流失", stage="lost")
    for id, title, day, more in (
        (one, "开工", "2026-11-10", {"fact": "started_on"}),
        (one, "竣工", "2026-11-19", {}),
        (two, "签约", "2026-11-20", {"owner_unit": "招商局"}),
        (two, "开工", "2026-12-20", {}),
        (gone, "签约", "2026-01-01", {}),
    ):
        node = {"title": title, "project_id": id, "planned_on": day, **more}
        records.create_record(desk, "node", node)
    done, open_ones = NodeTally(2, 1, 2, 1), NodeTally(2, 0, 1, 0)
    assert node_plans.node_tallies(desk, "project") == [(one, done), (two, open_ones)]
    assert node_plans.node_tallies(desk, "city") == [("大连", done), ("", open_ones)]
    assert dict(node_plans.node_tallies(desk, "unit")) == {
        "县功镇": done,
        "招商局": NodeTally(1, 0, 1, 0),
        "开发区": NodeTally(1, 0, 0, 0),
    }
