"""Directories of people from here 在外人士名录 as towns keep them: their headings, and a sheet taken in."""

from datetime import date

import pytest

from app.services.ledger.columns import choose_columns
from app.services.ledger.grid import Workbook
from app.services.ledger.plan import make_plan
from app.services.ledger.tables import Table, find_tables
from tests.fakes.ledgers import FakeKnown, Value, grid, ledger

# Sheets as they come: the headings of each, and what each column is.
SHEETS = {
    "在外人士名录": {
        "序号": "serial",
        "姓名": "name",
        "籍贯乡镇": "hometown",
        "现居住地": "city",
        "工作单位": "employer",
        "职务": "title",
        "从事行业": "occupation",
        "所在商会": "chamber",
        "手机": "phones",
        "联络人": "kept_by",
        "备注": "note",
    },
    "乡贤信息采集表": {
        "编号": "serial",
        "姓名": "name",
        "家乡乡镇": "hometown",
        "居住城市": "city",
        "所在企业": "employer",
        "现任职务": "title",
        "主营业务": "occupation",
        "手机号码": "phones",
        "微信号": "wechat",
        "结对联络人": "kept_by",
    },
    "在外知名人士": {
        "姓名": "name",
        "原籍": "hometown",
        "工作所在地": "city",
        "单位名称": "employer",
        "职位": "title",
        "行业领域": "occupation",
        "商会协会": "chamber",
        "联系方式": "phones",
        "联络员": "kept_by",
        "简介": "note",
    },
    "异地商会会员": {
        "序": "serial",
        "姓名": "name",
        "人员类别": "circle",
        "祖籍": "hometown",
        "常住地": "city",
        "公司名称": "employer",
        "职务": "title",
        "从事产业": "occupation",
        "所属商会": "chamber",
        "移动电话": "phones",
        "电子邮箱": "email",
        "最近联系时间": "last_contact_on",
        "联系专人": "kept_by",
        "其他": "note",
    },
}
CASES = [(name, heading, target) for name, sheet in SHEETS.items() for heading, target in sheet.items()]


def table_of(name: str) -> Table:
    headings = list(SHEETS[name])
    row = ["1" if target == "serial" else "徐慧琴" for target in SHEETS[name].values()]
    return find_tables(Workbook([grid([headings, row], name=name)])).tables[0]


@pytest.mark.parametrize("name", SHEETS)
def test_a_directory_is_a_table_of_people(name: str) -> None:
    assert table_of(name).kind == "contact"


@pytest.mark.parametrize(("name", "heading", "target"), CASES)
def test_each_column_is_what_it_says(name: str, heading: str, target: str) -> None:
    table = table_of(name)
    columns = choose_columns(table, table.kind, remembered={}, corrected={})
    assert {column.label: column.target for column in columns}[heading] == target


def test_a_directory_is_taken_in_with_every_field() -> None:
    rows: list[list[Value]] = [
        ["2026年池口镇在外人士名录"],
        ["序号", "姓名", "籍贯乡镇", "现居住地", "从事行业", "所在商会", "手机", "联络人", "备注"],
        [1, "徐慧琴", "池口镇", "苏州", "纺织", "苏州云溪商会", "13600770001", "陈立", "春节回乡"],
        [2, "宋启明", "池口镇", "北京", "新能源", None, "136-0077-0002", "李强", None],
        [3, "孟宪国", None, "深圳", None, None, "1.37E+10", None, None],
    ]
    plan = make_plan(ledger(grid(rows)), FakeKnown(), today=date(2026, 11, 20))
    people = [one.draft.values for row in plan.rows for one in row.records if one.draft.kind == "contact"]
    assert [values["name"] for values in people] == ["徐慧琴", "宋启明", "孟宪国"]
    first = people[0]
    assert (first["hometown"], first["city"], first["occupation"]) == ("池口镇", "苏州", "纺织")
    assert (first["chamber"], first["kept_by"]) == ("苏州云溪商会", "陈立")
    assert first["phones"] == ["+8613600770001"]
    # The damaged number is told and never guessed.
    assert not people[2].get("phones")
