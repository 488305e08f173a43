"""Moves between stages judged by what the project is: every condition of the pack, met and just not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.policy.pack import Pack
from app.policy.shipped import load_pack, shipped_names, shipped_pack
from app.rules.requirements import check, hanging_on, looked_at
from app.rules.stage_moves import (
    Checked,
    Direction,
    asked_for,
    exit_reasons,
    judge_change,
    judge_move,
    requirements_of,
    stage_of,
)
from app.rules.stages import Stage, is_active

PACK = shipped_pack("default")
DAY = date(2026, 11, 20)
# What each requirement of the shipped packs is met by: of the project, or a child.
MET: Mapping[str, tuple[str, dict[str, Any]]] = {
    "investor": ("project", {"investor_id": "x"}),
    "contact": ("visit", {"kind": "call"}),
    "investment": ("project", {"investment": Decimal(0)}),  # nothing invested is an answer too
    "assessment": ("project", {"assessed_on": DAY}),
    "approval": ("project", {"approved_on": DAY}),
    "contract": ("project", {"contract_on": DAY}),
    "first_obligation": ("project", {"obligation_on": DAY}),
    "site": ("project", {"site_on": DAY}),
    "start_date": ("project", {"started_on": DAY}),
    "completion_date": ("project", {"completed_on": DAY}),
    "production_date": ("project", {"produced_on": DAY}),
    "on_books_date": ("project", {"on_books_on": DAY}),
    "leader": ("team_member", {"duty": "leader"}),
    "plan": ("node", {"title": "开工"}),
    "exit_reason": ("stage_move", {"exit_reason": "funding"}),
}
# What else the same is met by, in a pack that counts what was decided and not what was written down.
DECIDED = {"assessment": "agenda_item", "approval": "approval"}


def around(*requirements: str) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]], dict[str, Any]]:
    """A project, what hangs on it and a move that meet these requirements and no others."""
    project: dict[str, Any] = {}
    children: dict[str, list[dict[str, Any]]] = {}
    move: dict[str, Any] = {}
    for one in requirements:
        kind, values = MET[one]
        if kind == "project":
            project |= values
        elif kind == "stage_move":
            move |= values
        else:
            children.setdefault(kind, []).append(values)
    return project, children, move


@pytest.mark.parametrize("name", MET)
def test_each_requirement_is_met_by_its_fact_and_by_no_other(name: str) -> None:
    assert set(MET) == set(PACK.requirements)
    requirement = PACK.requirements[name]
    assert check(requirement, *around(name)).met
    assert not check(requirement, {}, {}, {}).met
    assert not check(requirement, *around(*(other for other in MET if other != name))).met


@pytest.mark.parametrize("empty", [None, "", "  ", []])
def test_an_empty_field_is_not_filled(empty: Any) -> None:
    assert not check(PACK.requirements["investor"], {"investor_id": empty}, {}, {}).met


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MET)
def test_every_line_says_why(name: str, language: str) -> None:
    for line in (check(PACK.requirements[name], *around(name)), check(PACK.requirements[name], {}, {}, {})):
        assert Translator(language).tr(line.why.key, **line.why.params)
        assert bool(line.in_place) is (MET[name][0] == "project")


EDGES = """
[pack]
name = { zh = "试", en = "Trial" }
version = 1
effective = 2026-01-01
base = "default"
[sources]
doc = { zh = "文件", en = "Document" }
[words.requirement]
large = { zh = "大", en = "Large" }
two_visits = { zh = "两次", en = "Two visits" }
inward = { zh = "来访", en = "Inward" }
tagged = { zh = "标签", en = "Tagged" }
reasoned = { zh = "原因", en = "Reason" }
[conditions]
cases = '''
| id         | kind       | field      | test     | value  | source |
| large      | project    | investment | at_least | 3000万 | doc    |
| two_visits | visit      | -          | at_least | 2      | doc    |
| inward     | visit      | kind       | is       | inward | doc    |
| tagged     | project    | tags       | is       | 重点   | doc    |
| reasoned   | stage_move | reason     | filled   | -      | doc    |
'''
[stages]
cases = '''
| id | needs | exits | source |
ROWS
'''
"""


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder: Path = tmp_path_factory.mktemp("edges")
    needs = {"negotiating": "large, two_visits, inward", "signed": "reasoned"}
    rows = [
        f"| {one} | {needs.get(one, '-')} | {'tagged' if one == 'lead' else '-'} | doc |" for one in Stage
    ]
    (folder / "pack.toml").write_text(EDGES.replace("ROWS", "\n".join(rows)), encoding="utf-8")
    return load_pack(str(folder))


@pytest.mark.parametrize(
    ("name", "project", "visits", "met"),
    [
        ("large", {"investment": Decimal(3000)}, [], True),
        ("large", {"investment": Decimal("2999.999999")}, [], False),
        ("large", {}, [], False),
        ("two_visits", {}, ["call", "call"], True),
        ("two_visits", {}, ["call"], False),
        ("inward", {}, ["call", "inward"], True),
        ("inward", {}, ["call", "outward"], False),
        ("tagged", {"tags": ["重点", "外资"]}, [], True),
        ("tagged", {"tags": ["重点项目"]}, [], False),
    ],
)
def test_the_edges_of_every_test(
    edges: Pack, name: str, project: dict[str, Any], visits: list[str], met: bool
) -> None:
    children = {"visit": [{"kind": kind} for kind in visits]}
    line = check(edges.requirements[name], project, children, {})
    assert line.met is met
    assert Translator("en").tr(line.why.key, **line.why.params)


def test_leaving_asks_before_entering_and_nothing_is_asked_twice(edges: Pack) -> None:
    assert asked_for(edges, Stage.LEAD, Stage.NEGOTIATING) == ("tagged", "large", "two_visits", "inward")
    assert asked_for(edges, Stage.LEAD, Stage.PAUSED) == ()
    assert asked_for(PACK, Stage.APPROVED, Stage.SIGNED) == ("approval", "contract")
    assert looked_at(requirements_of(edges, Stage.LEAD, Stage.NEGOTIATING)) == {"visit"}
    assert (hanging_on("visit"), hanging_on("attachment")) == ("project_id", "parent_id")


def change(before: Stage, after: Stage, **values: Any) -> Checked:
    return judge_change(PACK, {"stage": before, **values}, {"stage": after, **values}, {})


def test_the_next_step_of_a_signed_project_names_what_is_missing() -> None:
    found = change(Stage.SIGNED, Stage.LANDED, contract_on=DAY)
    assert [(line.requirement.id, line.met) for line in found.lines] == [
        ("contract", True),
        ("first_obligation", False),
    ]
    assert [line.in_place for line in found.missing] == ["obligation_on"]
    assert not found.move.allowed
    assert change(Stage.SIGNED, Stage.LANDED, contract_on=DAY, obligation_on=DAY).move.allowed


def test_started_and_on_the_books_are_different_facts() -> None:
    """003 complains of what has landed and is not on the books: one date never stands for the other."""
    started = {"started_on": DAY, "completed_on": DAY, "produced_on": DAY}
    found = change(Stage.PRODUCING, Stage.ON_BOOKS, **started)
    assert [line.requirement.id for line in found.missing] == ["on_books_date"]
    assert not change(
        Stage.LANDED, Stage.CONSTRUCTION, obligation_on=DAY, site_on=DAY, on_books_on=DAY
    ).move.allowed
    assert change(Stage.PRODUCING, Stage.ON_BOOKS, **started, on_books_on=DAY).move.allowed


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.LOST])
def test_a_project_leaves_only_for_a_reason_of_the_pack(stage: Stage) -> None:
    assert change(Stage.SIGNED, stage).move.missing == ("exit_reason",)
    assert change(Stage.SIGNED, stage, stage_reason="说来话长").move.missing == ("exit_reason",)
    assert change(Stage.SIGNED, stage, exit_reason="luck").move.missing == ("exit_reason",)
    for row in exit_reasons(PACK, stage):
        assert change(Stage.SIGNED, stage, exit_reason=row.id).move.allowed


def test_some_reasons_are_for_pausing_and_some_for_losing() -> None:
    assert change(Stage.SIGNED, Stage.PAUSED, exit_reason="decision").move.allowed
    assert not change(Stage.SIGNED, Stage.LOST, exit_reason="decision").move.allowed
    assert change(Stage.SIGNED, Stage.LOST, exit_reason="elsewhere").move.allowed
    assert not change(Stage.SIGNED, Stage.PAUSED, exit_reason="elsewhere").move.allowed
    assert exit_reasons(PACK, Stage.SIGNED) == ()


def test_coming_back_to_life_asks_what_the_stage_asks_and_no_reason() -> None:
    found = change(Stage.PAUSED, Stage.SIGNED, approved_on=DAY, contract_on=DAY)
    assert (found.move.direction, found.move.allowed) == (Direction.RETURN, True)
    assert change(Stage.LOST, Stage.SIGNED).move.missing == ("approval", "contract")


def test_a_stage_of_a_newer_version_counts_as_a_lead() -> None:
    assert stage_of({"stage": "moonshot"}) is Stage.LEAD is stage_of({})


FILLED = st.sets(st.sampled_from(sorted(MET)))


@given(
    name=st.sampled_from(shipped_names()),
    before=st.sampled_from(list(Stage)),
    after=st.sampled_from(list(Stage)),
    has=FILLED,
    reason=st.sampled_from(["", "  ", "领导决定"]),
)
def test_any_move_has_exactly_one_answer_with_its_grounds(
    name: str, before: Stage, after: Stage, has: set[str], reason: str
) -> None:
    pack = shipped_pack(name)
    project, children, move = around(*has)
    children |= {DECIDED[one]: [{"outcome": "passed"}] for one in has & DECIDED.keys()}
    then = {**project, "stage": after, "stage_reason": reason, **move}
    found = judge_change(pack, {**project, "stage": before}, then, children)
    judged = found.move
    assert judged.allowed is (
        not judged.missing and not judged.reason_missing and judged.direction is not Direction.NONE
    )
    assert tuple(line.requirement.id for line in found.missing) == judged.missing
    if judged.direction is Direction.BACK:
        assert judged.allowed is bool(reason.strip())
    if judged.direction is Direction.SKIPPING:
        assert judged.skipped and not (judged.allowed and not reason.strip())
    if is_active(after) and judged.direction is not Direction.BACK:
        assert set(judged.missing) == {one for one in asked_for(pack, before, after) if one not in has}


@given(before=st.sampled_from(list(Stage)), after=st.sampled_from(list(Stage)), has=FILLED, more=FILLED)
def test_knowing_more_never_makes_a_move_worse(
    before: Stage, after: Stage, has: set[str], more: set[str]
) -> None:
    few, many = (judge_move(PACK, before, after, one, "原因", "funding") for one in (has, has | more))
    assert set(many.missing) <= set(few.missing)
    assert many.allowed or not few.allowed


@pytest.mark.parametrize(
    ("state", "met"), [("made", True), (None, True), ("planned", False), ("called_off", False)]
)
def test_a_visit_counts_once_it_was_made(state: str | None, met: bool) -> None:
    line = check(PACK.requirements["contact"], {}, {"visit": [{"kind": "call", "state": state}]}, {})
    assert (line.met, line.seen) == (met, 1 if met else 0)
