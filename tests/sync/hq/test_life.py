"""Headquarters judges moves between stages by the pack, whatever the laptop let pass."""

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.i18n import LANGUAGES, Translator
from sync.hq.hanging import Hanging
from sync.hq.life import Life
from sync.hq.store import HqStore
from sync.hq.transfer import transfer
from sync.protocol.messages import Verdict
from tests.sync.hq.office import Laptop, Office

TALKS = {"name": "储能项目", "stage": "negotiating", "investor_id": "firm", "investment": "5000"}
SIGNED = {"name": "储能项目", "stage": "signed", "contract_on": "2026-03-01", "approved_on": "2026-02-01"}


def visit(project: str) -> dict[str, Any]:
    return {"visited_on": "2026-03-02", "kind": "call", "subject": "电话", "project_id": project}


def move(laptop: Laptop, project: str, before: str, after: str, **filled: Any) -> tuple[Verdict, Verdict]:
    """What a laptop of today sends of a move: the project's change, and the record of it."""
    fields = {"stage": (before, after), "stage_on": "2026-03-05", **filled}
    told = {"project_id": project, "before": before, "after": after, "moved_on": "2026-03-05"}
    operations = (
        laptop.operation("update", "project", project, fields),
        laptop.operation("create", "stage_move", laptop.new_id(), told),
    )
    first, second = laptop.exchange(*operations, schema=3).verdicts
    return first, second


def stage(office: Office, project: str) -> object:
    return office.records()["project", project].doc["stage"]


def test_a_move_that_meets_every_condition_is_taken_with_its_record(office: Office) -> None:
    laptop = office.laptop("张三")
    project = laptop.create(TALKS)
    first, second = move(laptop, project, "negotiating", "assessed", assessed_on="2026-03-04")
    assert (first.status, second.status) == ("applied", "applied")
    assert first.exact
    assert stage(office, project) == "assessed"
    office.assert_digests_hold(laptop)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_move_with_something_missing_comes_back_whole_and_says_what(office: Office, language: str) -> None:
    laptop = office.laptop("张三")
    project = laptop.create({"name": "储能项目", "stage": "negotiating"})
    first, second = move(laptop, project, "negotiating", "assessed", assessed_on="2026-03-04")
    assert (first.status, first.reason) == ("refused", "rules.life.missing")
    said = Translator(language).tr(first.reason, **first.params)
    assert ("投资方已登记、有投资意向金额" if language == "zh_CN" else "The investor is recorded; ") in said
    assert (second.status, second.reason) == ("refused", "hq.refused.not_moved")
    assert stage(office, project) == "negotiating"
    assert "assessed_on" not in office.records()["project", project].doc
    assert not [kind for kind, _ in office.records() if kind == "stage_move"]


def test_what_hangs_on_the_project_counts_here_and_in_the_same_batch(office: Office) -> None:
    laptop = office.laptop("张三")
    lead = laptop.create({"name": "线索", "stage": "lead", "investor_id": "firm"})
    other = laptop.create({"name": "别的", "stage": "lead"})
    laptop.create(visit(other), kind="visit")
    assert move(laptop, lead, "lead", "negotiating")[0].status == "refused"
    gone = laptop.create(visit(lead), kind="visit")
    laptop.say("delete", gone, kind="visit")
    assert move(laptop, lead, "lead", "negotiating")[0].status == "refused"
    operations = (
        laptop.operation("create", "visit", laptop.new_id(), visit(lead)),
        laptop.operation("update", "project", lead, {"stage": ("lead", "negotiating")}),
    )
    reply = laptop.exchange(*operations, schema=3)
    assert [verdict.status for verdict in reply.verdicts] == ["applied", "applied"]
    third = laptop.create({"name": "三", "stage": "lead", "investor_id": "firm"})
    late = (
        laptop.operation("update", "project", third, {"stage": ("lead", "negotiating")}),
        laptop.operation("create", "visit", laptop.new_id(), {**visit(third), "visited_on": "no day"}),
        laptop.operation("create", "visit", laptop.new_id(), visit(third)),
    )
    statuses = [verdict.status for verdict in laptop.exchange(*late, schema=3).verdicts]
    assert statuses == ["applied", "refused", "applied"], (
        "what was sent again keeps its place before the visit"
    )
    laptop.create(visit(other), kind="visit")
    assert move(laptop, other, "lead", "negotiating")[0].params["count"] == 1  # the investor


@pytest.mark.parametrize(
    ("after", "filled", "reason"),
    [
        ("negotiating", {}, "rules.life.reason"),
        ("negotiating", {"stage_reason": "投资方换人"}, ""),
        ("construction", {"site_on": "2026-03-03", "started_on": "2026-03-04"}, "rules.life.reason"),
        (
            "construction",
            {"site_on": "2026-03-03", "started_on": "2026-03-04", "stage_reason": "先行开工"},
            "",
        ),
        ("paused", {"stage_reason": "资金"}, "rules.life.exit_reason"),
        ("paused", {"exit_reason": "elsewhere"}, "rules.life.exit_reason"),
        ("paused", {"exit_reason": "funding"}, ""),
        ("lost", {"exit_reason": "elsewhere"}, ""),
    ],
)
def test_skipping_going_back_and_leaving(
    office: Office, after: str, filled: dict[str, Any], reason: str
) -> None:
    laptop = office.laptop("张三")
    project = laptop.create(SIGNED)
    assert move(laptop, project, "signed", after, **filled)[0].reason == reason
    assert stage(office, project) == ("signed" if reason else after)


def test_two_laptops_that_move_one_project_apart(office: Office) -> None:
    """The second meets the first on a conflict card; no record tells of a move that did not stand."""
    one, two = office.laptop("张三"), office.laptop("李四")
    project = one.create(TALKS)
    two.pull()
    assert move(one, project, "negotiating", "assessed", assessed_on="2026-03-04")[0].status == "applied"
    first, second = move(two, project, "negotiating", "paused", exit_reason="funding")
    assert first.status == "conflict"
    assert (second.status, second.reason) == ("refused", "hq.refused.not_moved")
    assert stage(office, project) == "assessed"


def test_the_same_move_made_twice_is_kept_twice(office: Office) -> None:
    one, two = office.laptop("张三"), office.laptop("李四")
    project = one.create(TALKS)
    two.pull()
    for laptop in (one, two):
        verdicts = move(laptop, project, "negotiating", "assessed", assessed_on="2026-03-04")
        assert {verdict.status for verdict in verdicts} <= {"applied", "merged"}
    assert len([kind for kind, _ in office.records() if kind == "stage_move"]) == 2


def test_older_laptops_have_no_place_for_reasons_and_are_not_judged(office: Office) -> None:
    laptop = office.laptop("张三")
    project = laptop.create({"name": "储能项目", "stage": "lead"})
    assert laptop.say("update", project, {"stage": ("lead", "signed")}).status == "applied"


def test_other_edits_of_a_project_and_its_creation_in_any_stage_are_no_moves(office: Office) -> None:
    laptop = office.laptop("张三")
    made = laptop.operation("create", "project", laptop.new_id(), {"name": "老项目", "stage": "producing"})
    renamed = laptop.operation("update", "project", made.id, {"name": ("老项目", "老厂")}, base=0)
    assert [v.status for v in laptop.exchange(made, renamed, schema=3).verdicts] == ["applied", "applied"]


@pytest.fixture
def strict(office: Office) -> Callable[[str], HqStore]:
    def named(pack: str) -> HqStore:
        office.store = replace(office.store, pack=pack)
        return office.store

    return named


def test_the_pack_is_the_one_of_the_folder_and_laptops_are_told(
    office: Office, strict: Callable[[str], HqStore]
) -> None:
    strict("pingyang")
    laptop = office.laptop("张三")
    reply = laptop.exchange(schema=3)
    assert reply.hello is not None and reply.hello.pack == "pingyang"
    project = laptop.create(SIGNED | {"contract_on": None})
    # 003 writes no exit conditions: what is missing is what the next stage needs.
    assert move(laptop, project, "signed", "landed")[0].params["count"] == 2


def test_the_life_of_a_project_goes_with_it_to_another_unit(lite: Office) -> None:
    laptop = lite.laptop("张三")
    project = laptop.create(SIGNED)
    move(laptop, project, "signed", "landed", obligation_on="2026-03-03")
    hung = {
        "node": {"title": "开工", "planned_on": "2026-06-01"},
        "team_member": {"name": "陈县长", "duty": "leader"},
        "listing": {"list": "signing", "since": "2026-03-01"},
    }
    for kind, fields in hung.items():
        laptop.create({**fields, "project_id": project}, kind=kind)
    done = transfer(lite.store, "project", project, "南方处", now=lite.now)
    assert sorted(kind for kind, _ in done.moved) == [
        "listing",
        "node",
        "project",
        "stage_move",
        "team_member",
    ]
    assert all(lite.records()[key].unit == lite.south for key in done.moved)
    lite.assert_digests_hold(laptop)


def test_a_batch_leaves_memory_as_soon_as_it_is_judged(lite: Office) -> None:
    one = lite.laptop("陈静")
    one.create()
    gc.collect()
    gc.disable()
    try:
        one.create()
        left = [type(found).__name__ for found in gc.get_objects() if isinstance(found, (Life, Hanging))]
    finally:
        gc.enable()
    assert left == []
