"""Targets as a sheet: typed, pasted with and without names and headings, one undo, refusals that say why."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.rules.amounts import Unit
from app.rules.targets import Owner
from app.services import records
from app.services.desk import Desk
from app.services.records import create_record
from app.services.scores.board import board
from app.services.scores.goal_sheet import (
    GoalSheet,
    PastedGoals,
    check_goal,
    check_pasted_goals,
    goal_sheet,
    set_goals,
)
from tests.fakes.scored import goal, score_year
from tests.fakes.stores import new_desk

YEAR = date(2026, 1, 1)
HEADINGS = {"合同引资": "contract_capital", "签约项目": "signed", "外资": "foreign_capital"}
CAPITAL = ("contract_capital",)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    score_year(made)
    yield made
    made.store.close()


def sheet_of(desk: Desk, owner: Owner = Owner.UNIT, kind: str = "year", on: date = YEAR) -> GoalSheet:
    return goal_sheet(desk, owner, kind, on)


def pasted(sheet: GoalSheet, text: str, row: int = 0, unit: Unit = Unit.WAN) -> PastedGoals:
    return check_pasted_goals(sheet, text, ("contract_capital", "signed"), HEADINGS, row=row, unit=unit)


def taken(found: PastedGoals) -> dict[tuple[str, str], str]:
    return {(one.owner, one.measure): one.reason.key if one.reason else str(one.after) for one in found.every}


def amounts(sheet: GoalSheet, measure: str = "contract_capital") -> dict[str, Decimal | None]:
    return {line.owner: line.amount(measure) for line in sheet.lines}


def test_everybody_with_projects_is_on_the_sheet_with_what_is_set(desk: Desk) -> None:
    assert amounts(sheet_of(desk)) == {"县功镇": 20_000, "开发区": None, "磻溪镇": 20_000}
    person = sheet_of(desk, Owner.PERSON)
    assert amounts(person, "valuable_leads") == {"陈经理": 3}, "the quota of the rank"
    assert amounts(sheet_of(desk, on=date(2027, 1, 1))) == {"县功镇": None, "开发区": None, "磻溪镇": None}
    assert not any(amounts(sheet_of(desk, kind="half")).values())


def test_a_column_by_name_is_set_at_once_and_undone_at_once(desk: Desk) -> None:
    sheet = sheet_of(desk)
    found = pasted(sheet, "单位\t合同引资（万元）\n磻溪 镇\t3亿\n开发区\t5,000\n县功镇\t20000\n")
    assert taken(found) == {
        ("磻溪镇", "contract_capital"): "30000",
        ("开发区", "contract_capital"): "5000",
        ("县功镇", "contract_capital"): "20000",
    }
    assert (found.changing, found.refused) == (2, 0), "one stays as it is"
    set_goals(desk, sheet, found.every)
    assert amounts(sheet_of(desk)) == {"县功镇": 20_000, "开发区": 5000, "磻溪镇": 30_000}
    told = {line.owner: line for line in board(desk).lines}["开发区"].targets
    assert [(one.target.measure, one.target.amount) for one in told] == [("contract_capital", Decimal(5000))]
    records.undo(desk)
    assert amounts(sheet_of(desk)) == {"县功镇": 20_000, "开发区": None, "磻溪镇": 20_000}


def test_without_names_from_the_line_where_one_stands(desk: Desk) -> None:
    found = pasted(sheet_of(desk), "1亿\t3\n2亿\t4\n9亿\t9\n", row=1)
    assert list(taken(found)) == [
        ("开发区", "contract_capital"),
        ("开发区", "signed"),
        ("磻溪镇", "contract_capital"),
        ("磻溪镇", "signed"),
    ]
    assert found.beyond == 1


def test_headings_say_which_column_is_which(desk: Desk) -> None:
    found = pasted(sheet_of(desk), "名称\t签约项目\t合同引资(亿元)\n县功镇\t12\t3\n", unit=Unit.YI)
    assert taken(found) == {("县功镇", "signed"): "12", ("县功镇", "contract_capital"): "30000"}


def test_a_name_that_is_new_is_marked_and_may_be_set(desk: Desk) -> None:
    sheet = sheet_of(desk)
    found = pasted(sheet, "新区管委会\t800\n县功镇\t700\n")
    assert [one.new for one in found.every] == [True, False]
    set_goals(desk, sheet, found.every)
    assert amounts(sheet_of(desk))["新区管委会"] == 800


@pytest.mark.parametrize(
    ("measure", "text", "wanted"),
    [
        ("contract_capital", "0", "0"),
        ("contract_capital", "1.5", "1.5"),
        ("contract_capital", "1.5亿", "15000"),
        ("contract_capital", "-1", "rules.goal.negative"),
        ("contract_capital", "约300", "funds.why.not_exact"),
        ("contract_capital", "200万美元", "funds.why.foreign"),
        ("foreign_capital", "500", "500"),
        ("foreign_capital", "500万美元", "500"),
        ("signed", "12", "12"),
        ("signed", "12.5", "rules.goal.count"),
        ("signed", "3亿", "rules.goal.count"),
        ("signed", "若干", "rules.goal.count"),
        ("valuable_leads", "3", "3"),
    ],
)
def test_what_a_cell_takes(desk: Desk, measure: str, text: str, wanted: str) -> None:
    one = check_goal(sheet_of(desk), "开发区", measure, text)
    assert (one.reason.key if one.reason else str(one.after)) == wanted


def test_an_empty_cell_leaves_what_there_is(desk: Desk) -> None:
    one = check_goal(sheet_of(desk), "县功镇", "contract_capital", " ")
    assert (one.after, one.reason, one.changes) == (None, None, False)


def test_the_same_name_twice_is_not_set_twice(desk: Desk) -> None:
    found = pasted(sheet_of(desk), "县功镇\t1\n县功镇\t2\n")
    assert [one.reason.key if one.reason else "" for one in found.every] == ["", "rules.goal.twice"]


def test_figures_without_a_name_say_that_it_is_missing(desk: Desk) -> None:
    found = pasted(sheet_of(desk), "县功镇\t1\n\t2\n")
    assert [one.reason.key if one.reason else "" for one in found.every] == ["", "rules.value.required"]


def test_the_term_of_an_office_begins_with_its_own(desk: Desk) -> None:
    for name, starts_on in (("上海分局", "2025-07-01"), ("深圳分局", "2026-03-01")):
        create_record(desk, "posting", {"name": name, "sort": "stationed_office", "starts_on": starts_on})
    sheet = sheet_of(desk, Owner.OFFICE, "term")
    assert {line.owner: line.starts_on for line in sheet.lines} == {
        "上海分局": date(2025, 7, 1),
        "深圳分局": date(2026, 3, 1),
    }
    set_goals(desk, sheet, [check_goal(sheet, "上海分局", "funds_in_place", "2亿")])
    again = sheet_of(desk, Owner.OFFICE, "term")
    assert again.line("上海分局").amount("funds_in_place") == 20_000
    assert again.line("上海分局").set["funds_in_place"].target.start == date(2025, 7, 1)


def test_of_two_targets_for_the_same_the_later_holds_and_is_changed(desk: Desk) -> None:
    goal(desk, "县功镇", "contract_capital", "5000")
    sheet = sheet_of(desk)
    assert sheet.line("县功镇").amount("contract_capital") == 5000
    before = len(desk.store.ids("goal"))
    set_goals(desk, sheet, [check_goal(sheet, "县功镇", "contract_capital", "6000")])
    assert sheet_of(desk).line("县功镇").amount("contract_capital") == 6000
    assert len(desk.store.ids("goal")) == before, "no further record"


def test_nothing_on_the_clipboard_sets_nothing(desk: Desk) -> None:
    found = pasted(sheet_of(desk), "\n")
    assert (found.changing, found.refused, found.lines) == (0, 0, ())
