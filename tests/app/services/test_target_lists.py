"""Lists of target enterprises from a paste or a file: matched, taken in once, covered, and who goes next."""

from datetime import date

import pytest

from app.rules.blocks import read_block
from app.rules.credit_code import check_character
from app.services.desk import Desk
from app.services.ledger.parsing import parsed
from app.services.records import create_record, required_row, undo
from app.services.target_lists import (
    NoEnterprises,
    lines_of_block,
    lines_of_file,
    list_called,
    next_visits,
    plan_list,
    take_list,
)
from app.services.targets import covered

BODY = "91320500MA1XYABC0"
CODE = BODY + check_character(BODY)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("宁德时代\n远景能源\n\n", [{"name": "宁德时代"}, {"name": "远景能源"}]),
        (
            "序号\t企业名称\t所属行业\t责任单位\t对接人\n1\t宁德时代\t新能源\t高新区\t王芳\n",
            [{"name": "宁德时代", "industry": "新能源", "assigned_unit": "高新区", "assigned_to": "王芳"}],
        ),
        (
            f"目标企业\t统一社会信用代码\n宁德时代\t{CODE}\n合计\t\n",
            [{"name": "宁德时代", "credit_code": CODE}, {"name": "合计"}],
        ),
        ("", []),
        ("\t\n", []),
    ],
)
def test_what_a_paste_says(text: str, wanted: list[dict[str, str]]) -> None:
    assert lines_of_block(read_block(text)) == wanted


def test_what_a_file_says() -> None:
    table = "拟招引企业名单\n企业名称,行业,责任人,备注\n宁德时代,新能源,王芳,龙头\n远景能源,风电,,\n合计,,,\n"
    workbook = parsed(table.encode(), text_table=True).workbook
    assert workbook is not None
    found = lines_of_file(workbook)
    assert [line["name"] for line in found] == ["宁德时代", "远景能源"], "a line of totals is no enterprise"
    assert found[0]["assigned_to"] == "王芳" and found[0]["industry"] == "新能源"
    bare = parsed("宁德时代\n远景能源\n".encode(), text_table=True).workbook
    assert bare is not None
    assert [line["name"] for line in lines_of_file(bare)] == ["宁德时代", "远景能源"]


def test_matched_by_code_then_by_folded_name(desk: Desk) -> None:
    by_code, _ = create_record(
        desk, "company", {"name": "宁德时代新能源科技股份有限公司", "credit_code": CODE}
    )
    by_name, _ = create_record(desk, "company", {"name": "远景能源（江苏）有限公司"})
    lines = [
        {"name": "CATL", "credit_code": CODE.lower()},
        {"name": "遠景能源(江蘇)有限公司"},
        {"name": "蜂巢能源", "credit_code": "91320500MA1XYABC00"},
    ]
    first, second, third = plan_list(desk, lines)
    assert first.company is not None and first.company.id == by_code and first.by_code
    assert second.company is not None and second.company.id == by_name and not second.by_code
    assert third.company is None and third.bad_code and not third.credit_code


def test_another_code_is_another_firm(desk: Desk) -> None:
    create_record(desk, "company", {"name": "远景能源有限公司", "credit_code": CODE})
    other = BODY[:-1] + "1"
    (one,) = plan_list(desk, [{"name": "远景能源有限公司", "credit_code": other + check_character(other)}])
    assert one.company is None


def test_taken_in_once_as_one_step(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "宁德时代"})
    create_record(desk, "visit", {"visited_on": "2026-11-02", "subject": "拜访", "company_id": firm})
    lines = [{"name": "宁德时代", "assigned_to": "王芳"}, {"name": "远景能源"}, {"name": "远景能源"}]
    wanted = plan_list(desk, lines)
    assert [(one.visited, one.listed) for one in wanted] == [(True, False), (False, False), (False, True)]
    list_id, made, _ = take_list(desk, "新能源名单", [one for one in wanted if not one.listed])
    rows = [required_row(desk, "target", id) for id in made]
    assert [(row["standing"], row["company_id"]) for row in rows] == [("contacted", firm), ("not_yet", None)]
    found = covered(desk, list_id=list_id)
    assert (found.whole.contacted, found.whole.total) == (1, 2)
    assert list_called(desk, " 新能源名单 ") == list_id and list_called(desk, "别的") == ""
    again = plan_list(desk, lines, list_id=list_id)
    assert all(one.listed for one in again)
    undo(desk)
    assert desk.store.ids("target") == desk.store.ids("target_list") == []


def test_a_code_that_cannot_be_one_is_kept_in_the_note(desk: Desk) -> None:
    wanted = plan_list(desk, [{"name": "蜂巢", "credit_code": "1.37E+17", "note": "朋友介绍"}])
    _, (id,), _ = take_list(desk, "名单", wanted)
    assert required_row(desk, "target", id)["note"] == "朋友介绍\n1.37e+17"


def test_nothing_pasted(desk: Desk) -> None:
    with pytest.raises(NoEnterprises):
        plan_list(desk, [])


def test_who_goes_next(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "宁德时代"})
    about = {"subject": "回访", "company_id": firm, "our_people": ["王芳"]}
    create_record(desk, "visit", {"visited_on": "2026-12-09", **about})
    create_record(desk, "visit", {"visited_on": "2026-12-01", **about})
    create_record(desk, "visit", {"visited_on": "2026-11-01", **about})
    _, made, _ = take_list(desk, "名单", plan_list(desk, [{"name": "宁德时代"}, {"name": "远景"}]))
    found = next_visits(desk, [required_row(desk, "target", id) for id in made])
    assert [*found] == made[:1]
    assert (found[made[0]].day, found[made[0]].people) == (date(2026, 12, 1), ("王芳",))
