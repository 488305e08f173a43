"""Plans: what rows become, what is said about them, what is chosen by default and by the user."""

from datetime import date
from decimal import Decimal

import pytest

from app.rules.amounts import Unit
from app.services.ledger.drafts import MAX_ROW, Draft
from app.services.ledger.grid import Sheet
from app.services.ledger.known import KnownBatch, KnownCompany, KnownContact, KnownProject
from app.services.ledger.mappings import Mapped, signature
from app.services.ledger.plan import Plan, make_plan, replan
from app.services.ledger.preview import Choice, Corrections, Level, Tally
from tests.fakes.ledgers import FakeKnown, Value, grid, ledger

TODAY = date(2026, 11, 20)


def plan_of(*rows: list[Value], known: FakeKnown | None = None, head: list[Value] | None = None) -> Plan:
    return plan_sheets(grid([head or ["姓名", "单位", "手机", "备注"], *rows]), known=known)


def plan_sheets(*sheets: Sheet, known: FakeKnown | None = None, **more: object) -> Plan:
    return make_plan(ledger(*sheets), known or FakeKnown(), today=TODAY, **more)  # type: ignore[arg-type]


def drafts(plan: Plan, kind: str) -> list[Draft]:
    return [record.draft for row in plan.rows for record in row.records if record.draft.kind == kind]


def warned(plan: Plan) -> list[str]:
    return [notice.reason.key for notice in plan.notices if notice.level is Level.WARNING]


PROJECTS: list[Value] = ["项目名称", "投资方", "总投资(亿元)", "阶段", "联系人", "联系电话", "备注"]


def test_people_in_one_cell_get_the_numbers_in_their_order() -> None:
    plan = plan_of(["张三 李四", "华润", "13700000001、13700000002", "两人"])
    first, second = drafts(plan, "contact")
    assert (first.title, first.values["phones"]) == ("张三", ["+8613700000001"])
    assert (second.title, second.values["phones"]) == ("李四", ["+8613700000002"])
    assert first.note_text == second.note_text == "两人"
    assert first.source == second.source
    assert plan.counts["contact"] == Tally(new=2)
    assert warned(plan) == []


def test_numbers_that_do_not_match_the_people_are_said_and_kept() -> None:
    plan = plan_of(["张三、李四", "华润", "13700000001、13700000002、13700000003", None])
    first, second = drafts(plan, "contact")
    assert first.values["phones"] == ["+8613700000001"]
    assert second.values["phones"] == ["+8613700000002"]
    assert first.note_text == second.note_text == "手机：13700000001、13700000002、13700000003"
    assert warned(plan) == ["import.warn.phones_for_people"]


def test_what_only_one_of_two_people_can_have_goes_to_both_notes() -> None:
    plan = plan_of(["张三、李四", "zs_01"], head=["姓名", "微信"])
    for draft in drafts(plan, "contact"):
        assert "wechat" not in draft.values
        assert draft.note_text == "微信：zs_01"


def test_one_person_keeps_all_numbers_and_a_reading() -> None:
    (draft,) = drafts(plan_of(["仇(qiú)总", None, "13700000001、0564-3321234", None]), "contact")
    assert draft.values["reading"] == "qiú"
    assert draft.values["phones"] == ["+8613700000001", "+865643321234"]


def test_a_title_behind_a_name_becomes_the_title() -> None:
    first, second = drafts(
        plan_of(["李四董事长", None, None, None], ["李四先生", None, None, None]), "contact"
    )
    assert (first.title, first.values["title"], first.note_text) == ("李四", "董事长", "姓名：李四董事长")
    assert (second.title, second.note_text) == ("李四", "姓名：李四先生")
    assert "title" not in second.values


def test_a_project_with_investors_amounts_and_people() -> None:
    plan = plan_of(
        ["甲项目", "同济大学 / 中国地质大学", 22.51, "签约", "张三", "13700000001", "重点"], head=PROJECTS
    )
    (project,) = drafts(plan, "project")
    (person,) = drafts(plan, "contact")
    assert project.values["investment"] == Decimal(225100)
    assert project.note_text == "投资方：同济大学 / 中国地质大学\n重点"
    assert project.contacts == (person.key,)
    assert person.values == {"name": "张三", "phones": ["+8613700000001"]}
    assert [company.name for company in plan.companies.values()] == ["同济大学", "中国地质大学"]
    assert plan.counts == {"contact": Tally(new=1), "project": Tally(new=1), "company": Tally(new=2)}


def test_a_number_without_a_person_goes_to_the_note() -> None:
    plan = plan_of(["甲项目", None, None, None, None, "13700000001", None], head=PROJECTS)
    (project,) = drafts(plan, "project")
    assert project.note_text == "联系电话：13700000001"
    assert project.values == {"name": "甲项目"}


def test_a_description_is_no_company() -> None:
    plan = plan_of(["甲项目", "(韩资企业)", None, None, None, None, None], head=PROJECTS)
    assert plan.companies == {}
    assert drafts(plan, "project")[0].note_text == "投资方：(韩资企业)"


def test_all_of_an_unknown_amount_stays_words() -> None:
    plan = plan_of(["甲项目", "全部"], head=["项目名称", "外资"])
    (project,) = drafts(plan, "project")
    assert project.values == {"name": "甲项目", "foreign_words": "全部"}


def test_companies_are_gathered_under_their_fullest_name() -> None:
    plan = plan_of(["张三", "青岛啤酒", None, None], ["李四", "青岛啤酒股份有限公司", None, None])
    assert [company.name for company in plan.companies.values()] == ["青岛啤酒股份有限公司"]


def test_a_row_without_a_name_is_left_over_and_said() -> None:
    plan = plan_of(["张三", "华润", None, None], [None, "华能", "13700000001", None])
    assert plan.counts["contact"] == Tally(new=1)
    assert [company.name for company in plan.companies.values()] == ["华润"]
    assert warned(plan) == ["import.warn.unnamed"]
    assert plan.leftovers[-1].text == "华能 | 13700000001"


def test_a_row_of_monstrous_length_makes_no_record() -> None:
    plan = plan_of(["张三", "华润", None, "字" * MAX_ROW])
    assert "contact" not in plan.counts
    assert warned(plan) == ["import.warn.row_too_long"]


def test_equal_troubles_are_one_notice_with_every_place() -> None:
    rows: list[list[Value]] = [[f"项目{name}", "2026.13.1"] for name in "甲乙丙"]
    plan = plan_of(*rows, head=["项目名称", "填报日期"])
    (notice,) = plan.notices
    assert [cell.place for cell in notice.cells] == ["B2", "B3", "B4"]
    assert notice.cells[0].label == "填报日期"
    assert notice.cells[0].text == "2026.13.1"


def test_twice_in_one_file_is_said_once_and_both_are_made() -> None:
    plan = plan_of(["王伟", "华能", None, None], ["王 伟", "华能", "13900000009", None])
    assert plan.counts["contact"] == Tally(new=2)
    assert warned(plan) == ["import.warn.twice"]
    projects = plan_of(
        ["甲项目", "华润"], ["甲 项目", "华润集团"], ["甲项目", "华能"], head=["项目名称", "投资方"]
    )
    assert warned(projects) == ["import.warn.twice"]
    assert [cell.place for cell in projects.notices[0].cells] == ["A3"]


def test_a_known_contact_is_merged_and_a_similar_one_is_made_with_a_warning() -> None:
    known = FakeKnown(
        contact_list=[
            KnownContact("c1", "张三", ("+8613700000001",), "华润"),
            KnownContact("c2", "李四", ("+8613700000002",), "华能"),
        ]
    )
    plan = plan_of(["张三", "华润", "13700000001", None], ["李四", "华能", "13700000009", None], known=known)
    first, second = plan.rows
    assert (first.choice, first.records[0].into) == (Choice.MERGE, "c1")
    assert (second.choice, second.records[0].into) == (Choice.NEW, "")
    assert second.allowed == (Choice.NEW, Choice.MERGE, Choice.SKIP)
    assert warned(plan) == ["import.warn.similar"]
    assert [n.reason.key for n in plan.notices if n.level is Level.INFO] == ["import.warn.same"]
    merged = replan(plan, Corrections(choices={second.key: Choice.MERGE, first.key: Choice.SKIP}))
    assert [row.choice for row in merged.rows] == [Choice.SKIP, Choice.MERGE]
    assert merged.rows[1].records[0].into == "c2"
    assert merged.counts["contact"] == Tally(merged=1, skipped=1)


def test_people_of_one_name_with_other_numbers_are_not_the_same() -> None:
    known = FakeKnown(contact_list=[KnownContact("c1", "张三", ("+8613700000001",), "华润")])
    plan = plan_of(["张三", "华润", "13700000002", None], ["张三", "长安汽车", None, None], known=known)
    assert [row.choice for row in plan.rows] == [Choice.NEW, Choice.NEW]
    assert warned(plan) == ["import.warn.similar"]


def test_a_name_alone_is_the_same_name_alone() -> None:
    known = FakeKnown(contact_list=[KnownContact("c1", "杨秉彝")])
    assert plan_of(["杨秉彝", None, None, "x"], known=known).rows[0].choice is Choice.MERGE


def test_known_companies_are_linked_and_similar_ones_said() -> None:
    known = FakeKnown(
        company_list=[
            KnownCompany("k1", "华润集团"),
            KnownCompany("k2", "中国地质大学"),
            KnownCompany("k3", ""),
        ]
    )
    plan = plan_of(["张三", "华润", None, None], ["李四", "中国地质大学(武汉)", None, None], known=known)
    companies = {company.name: company.existing for company in plan.companies.values()}
    assert companies == {"华润": "k1", "中国地质大学(武汉)": ""}
    assert warned(plan) == ["import.warn.similar"]
    assert plan.counts["company"] == Tally(new=1, merged=1)


def test_long_company_and_project_names_that_differ_in_a_character() -> None:
    known = FakeKnown(
        company_list=[KnownCompany("k1", "陕西壬兴实业桑葚果醋饮品有限公司")],
        project_list=[KnownProject("p1", "正威长三角电子信息产业中心项目", "正威集团")],
    )
    plan = plan_of(
        ["正威长三角电子信息产业中心工程", "壬兴实业桑椹果醋饮品"], head=["项目名称", "投资方"], known=known
    )
    assert warned(plan) == ["import.warn.similar"]
    same = plan_of(["正威长三角电子信息产业中心项目二", None], head=["项目名称", "投资方"], known=known)
    assert same.rows[0].choice is Choice.NEW
    assert warned(same) == ["import.warn.similar"]


def test_a_known_project_is_merged_with_a_warning_unless_the_investor_differs() -> None:
    known = FakeKnown(project_list=[KnownProject("p1", "甲项目", "华润"), KnownProject("p2", "乙项目", "")])
    head: list[Value] = ["项目名称", "投资方"]
    plan = plan_of(["甲项目", "华润集团"], ["甲项目", "华能"], ["乙项目", "华能"], head=head, known=known)
    assert [row.choice for row in plan.rows] == [Choice.MERGE, Choice.NEW, Choice.MERGE]
    assert warned(plan) == ["import.warn.same", "import.warn.similar"]


def test_credit_codes_tell_companies_apart() -> None:
    known = FakeKnown(company_list=[KnownCompany("k1", "华润集团", "91110108551385082Q")])
    head: list[Value] = ["企业名称", "统一社会信用代码", "行业"]
    plan = plan_of(
        ["小米科技", "91110108551385082Q", "电子"],
        ["华润", "91350100M000100Y43", "综合"],
        head=head,
        known=known,
    )
    assert plan.tables[0].kind == "company"
    assert [row.choice for row in plan.rows] == [Choice.MERGE, Choice.NEW]
    assert plan.counts["company"] == Tally(new=1, merged=1)


def test_a_person_named_beside_projects_is_made_once() -> None:
    contacts = grid([["姓名", "单位", "手机"], ["张三", "华润", "13700000001"]], name="人")
    rows: list[list[Value]] = [
        ["甲项目", "华润", None, None, "张三", "13700000001", None],
        ["乙项目", "华能", None, None, "李四", "13700000002", None],
        ["丙项目", "华能", None, None, "李四", "13700000002", None],
    ]
    projects = grid([PROJECTS, *rows], name="项目")
    plan = plan_sheets(projects, contacts)
    assert plan.counts["contact"] == Tally(new=2, merged=2)
    assert [table.kind for table in plan.tables] == ["project", "contact"]
    assert warned(plan) == []
    known = FakeKnown(contact_list=[KnownContact("c9", "李四", ("+8613700000002",), "华能")])
    beside = plan_sheets(projects, known=known).rows[1].records
    assert [(record.draft.kind, record.into) for record in beside] == [("contact", "c9"), ("project", "")]


def test_the_same_file_again_is_skipped_row_by_row() -> None:
    known = FakeKnown(
        contact_list=[KnownContact("c1", "张三", (), "华润")],
        batches={"0" * 64: KnownBatch("b1", "台账.xlsx", "2026-11-19")},
    )
    plan = plan_of(["张三", "华润", None, None], known=known)
    assert plan.imported_before is not None
    assert warned(plan) == ["import.warn.imported_before"]
    assert plan.counts == {"contact": Tally(skipped=1), "company": Tally(skipped=1)}
    again = replan(plan, Corrections(choices={plan.rows[0].key: Choice.NEW}))
    assert again.counts["contact"] == Tally(new=1)


def test_corrections_of_columns_kinds_and_units() -> None:
    plan = plan_of(["甲项目", 5], head=["项目名称", "投资额"])
    key = plan.tables[0].key
    assert warned(plan) == ["rules.amount.unit_missing"]
    with_unit = replan(plan, Corrections(units={key: Unit.YI}))
    assert drafts(with_unit, "project")[0].values["investment"] == Decimal(50000)
    as_note = replan(plan, Corrections(columns={(key, 1): "note"}))
    assert drafts(as_note, "project")[0].note_text == "投资额：5"
    as_company = replan(plan, Corrections(kinds={key: "company"}))
    assert as_company.tables[0].kind == "company"
    nonsense = replan(plan, Corrections(kinds={key: "spaceship"}, choices={plan.rows[0].key: Choice.MERGE}))
    assert nonsense.tables[0].kind == "project"
    assert nonsense.rows[0].choice is Choice.NEW


def test_remembered_columns_are_taken() -> None:
    sheet = grid([["项目名称", "投资额", "甲方"], ["甲项目", "5亿", "华润"]])
    first = plan_sheets(sheet)
    table = first.tables[0].table
    mappings = {signature(table): Mapped("project", {"甲方": "investor"})}
    plan = plan_sheets(sheet, mappings=mappings)
    assert [company.name for company in plan.companies.values()] == ["华润"]
    assert plan.tables[0].columns[2].remembered


@pytest.mark.parametrize(("year", "expected"), [(2025, date(2025, 5, 31)), (2026, date(2026, 5, 31))])
def test_the_year_of_the_title_counts(year: int, expected: date) -> None:
    sheet = grid(
        [[f"{year}年招商项目台账"], ["项目名称", "填报日期", "投资方"], ["甲项目", "5月底前", "华润"]]
    )
    assert drafts(plan_sheets(sheet), "project")[0].values["reported_on"] == expected


def test_hidden_and_unreadable_sheets_are_said() -> None:
    hidden = Sheet("藏", grid([["姓名", "手机"], ["张三", None]]).rows, hidden=True)
    plan = plan_sheets(hidden, grid([["随便"]], name="散"))
    assert {notice.reason.key: notice.level for notice in plan.notices} == {
        "import.info.hidden_sheet": Level.INFO,
        "import.warn.no_table": Level.WARNING,
    }
    assert plan.tables[0].hidden
    assert plan.rows[0].choice is Choice.NEW
