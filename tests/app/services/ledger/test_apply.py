"""Imports into a real store: merging, skipping, leftovers, remembered columns, speed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.model.row import Row
from app.services.desk import Desk
from app.services.ledger.apply import LEFTOVER_PIECE, import_ledger, plan_import
from app.services.ledger.errors import NothingToImport, StalePlan
from app.services.ledger.preview import Choice, Corrections, Tally
from app.services.ledger.reading import Ledger, read_content
from app.services.records import create_record, delete_records, undo
from tests.fakes.ledgers import Value, workbook_bytes
from tests.fakes.stores import new_desk
from tests.pace import times_plain


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


def file(*rows: list[Value], name: str = "台账.xlsx", **more: list[list[Value]]) -> Ledger:
    return read_content(name, workbook_bytes({"表": rows, **more}))


def rows(desk: Desk, kind: str) -> list[Row]:
    return desk.store.rows(kind, desk.store.ids(kind, sort=[("id", False)]))


PEOPLE: list[Value] = ["姓名", "单位", "手机", "职务", "备注"]


def test_a_merge_fills_what_is_empty_and_keeps_the_rest_in_words(desk: Desk) -> None:
    company, _ = create_record(desk, "company", {"name": "华润集团"})
    person, _ = create_record(
        desk,
        "contact",
        {"name": "张三", "company_id": company, "phones": ["13700000001"], "title": "经理", "note": "老友"},
    )
    plan = plan_import(desk, file(PEOPLE, ["张三", "华润", "13700000001 13700000002", "总监", "新来"]))
    result = import_ledger(desk, plan)
    assert result.counts == {"contact": Tally(merged=1), "company": Tally(merged=1)}
    row = desk.store.get("contact", person)
    assert row is not None
    assert row["phones"] == ["+8613700000001", "+8613700000002"]
    assert row["title"] == "经理"
    assert row["note"] == "老友\n新来\n职务：总监"
    assert row["source"]["cells"]["职务"] == "总监"
    assert len(rows(desk, "company")) == 1
    before = row.values
    undo(desk)
    after = desk.store.get("contact", person)
    assert after is not None
    assert after["note"] == "老友" != before["note"]


def test_merging_a_second_file_adds_to_the_source_and_says_nothing_twice(desk: Desk) -> None:
    first = file(PEOPLE, ["张三", "华润", "13700000001", None, "老友"])
    import_ledger(desk, plan_import(desk, first))
    second = file(PEOPLE, ["张三", "华润", "13700000001", "经理", "老友"])
    import_ledger(desk, plan_import(desk, second))
    (row,) = rows(desk, "contact")
    assert (row["note"], row["title"]) == ("老友", "经理")
    assert [more["cells"].get("职务") for more in row["source"]["more"]] == ["经理"]
    assert len(rows(desk, "import_batch")) == 2


def test_a_merge_of_a_project_keeps_the_later_amount_in_the_note(desk: Desk) -> None:
    head: list[Value] = ["项目名称", "投资方", "总投资", "阶段"]
    import_ledger(desk, plan_import(desk, file(head, ["甲项目", "华润", "1亿", "签约"])))
    later = plan_import(desk, file(head, ["甲项目", "华润", "2亿", "在建"]))
    assert later.rows[0].choice is Choice.MERGE
    import_ledger(desk, later)
    (row,) = rows(desk, "project")
    assert (row["investment"], row["stage"]) == (Decimal(10000), "signed")
    assert row["note"] == "总投资：2亿\n阶段：在建"


def test_skipped_rows_stay_in_the_leftovers_and_make_nothing(desk: Desk) -> None:
    ledger = file(PEOPLE, ["张三", "华润", None, None, None], ["李四", "华能", None, None, "别导"])
    plan = plan_import(desk, ledger)
    plan = plan_import(desk, ledger, Corrections(choices={plan.rows[1].key: Choice.SKIP}))
    result = import_ledger(desk, plan)
    assert result.counts["contact"] == Tally(new=1, skipped=1)
    assert [row["name"] for row in rows(desk, "company")] == ["华润"]
    (batch,) = rows(desk, "import_batch")
    assert batch["leftovers"].splitlines() == [
        *("[表!1] 姓名 | 单位 | 手机 | 职务 | 备注", "[表!3] 李四 | 华能 | 别导")
    ]
    assert batch["counts"]["contact"] == {"new": 1, "merged": 0, "skipped": 1}


def test_nothing_to_import_is_refused(desk: Desk) -> None:
    before = desk.store.content_hash()
    with pytest.raises(NothingToImport):
        import_ledger(desk, plan_import(desk, file(["没有表头"])))
    assert desk.store.content_hash() == before


def test_a_plan_whose_target_is_gone_writes_nothing(desk: Desk) -> None:
    person, _ = create_record(desk, "contact", {"name": "张三", "phones": ["13700000001"]})
    plan = plan_import(
        desk, file(PEOPLE, ["李四", None, None, None, None], ["张三", None, "13700000001", None, None])
    )
    delete_records(desk, [("contact", person)])
    before = desk.store.content_hash()
    with pytest.raises(StalePlan) as caught:
        import_ledger(desk, plan)
    assert caught.value.params["title"] == "张三"
    assert desk.store.content_hash() == before


def test_described_companies_are_used_by_the_rows_that_name_them(desk: Desk) -> None:
    ledger = file(
        ["项目名称", "投资方", "联系人", "联系电话"],
        ["甲项目", "小米科技", "张三", "13700000001"],
        ["乙项目", "小米科技有限责任公司", "张三", "13700000001"],
        企业=[["企业名称", "统一社会信用代码", "行业"], ["小米科技", "91110108551385082Q", "电子"]],
    )
    result = import_ledger(desk, plan_import(desk, ledger))
    assert result.counts["company"] == Tally(new=1)
    assert result.counts["contact"] == Tally(new=1, merged=1)
    (company,) = rows(desk, "company")
    assert company["credit_code"] == "91110108551385082Q"
    (person,) = rows(desk, "contact")
    for project in rows(desk, "project"):
        assert (project["investor_id"], project["contact_ids"]) == (company.id, [person.id])
        assert project["stage"] == "lead"


def test_a_person_described_in_a_skipped_row_is_made_where_a_project_names_them(desk: Desk) -> None:
    ledger = file(
        ["项目名称", "投资方", "联系人"],
        ["甲项目", "华润", "张三"],
        ["乙项目", "华润", "张三"],
        人=[["姓名", "单位", "职务"], ["张三", "华润", "经理"]],
    )
    plan = plan_import(desk, ledger)
    skipped = next(row.key for row in plan.rows if row.row.sheet == "人")
    import_ledger(desk, plan_import(desk, ledger, Corrections(choices={skipped: Choice.SKIP})))
    (person,) = rows(desk, "contact")
    assert {tuple(project["contact_ids"]) for project in rows(desk, "project")} == {(person.id,)}


def test_corrected_columns_are_remembered(desk: Desk) -> None:
    head: list[Value] = ["项目名称", "投资额", "甲方"]
    ledger = file(head, ["甲项目", "1亿", "华润"])
    plan = plan_import(desk, ledger)
    corrected = Corrections(columns={(plan.tables[0].key, 2): "investor"})
    import_ledger(desk, plan_import(desk, ledger, corrected))
    assert [row["name"] for row in rows(desk, "company")] == ["华润"]
    later = plan_import(desk, file(head, ["乙项目", "2亿", "华能"]))
    assert later.tables[0].columns[2].target == "investor"
    assert later.tables[0].columns[2].remembered


def test_leftovers_beyond_one_record_go_on_in_further_ones(desk: Desk) -> None:
    notes: list[list[Value]] = [["注:" + "字" * 30_000] for _ in range(12)]
    import_ledger(desk, plan_import(desk, file(PEOPLE, ["张三", None, None, None, None], *notes)))
    batches = rows(desk, "import_batch")
    assert len(batches) == 3
    assert all(len(batch["leftovers"]) <= LEFTOVER_PIECE for batch in batches)
    assert sum(batch["leftovers"].count("字") for batch in batches) == 12 * 30_000


def test_a_phone_book_of_five_hundred_contacts(desk: Desk) -> None:
    people: list[list[Value]] = [
        [
            f"陈{chr(0x4E00 + at)}{chr(0x5000 + at)}",
            f"第{at % 50}机械厂",
            13700000000 + at,
            "经理",
            f"第{at}人",
        ]
        for at in range(500)
    ]
    ledger = file(PEOPLE, *people)
    results = []
    taken = times_plain(lambda: results.append(import_ledger(desk, plan_import(desk, ledger))), turns=1)
    assert results[0].counts["contact"] == Tally(new=500)
    assert taken < 35_000
    assert rows(desk, "contact")[0]["last_contact_on"] is None


def test_a_csv_from_an_office_program(desk: Desk) -> None:
    content = "姓名,单位,手机,最近联系\n仇(qiú)总,青岛啤酒,13800138000,2026.3.8\n".encode("gb18030")
    import_ledger(desk, plan_import(desk, read_content("通讯录.csv", content)))
    (row,) = rows(desk, "contact")
    assert (row["name"], row["reading"], row["last_contact_on"]) == ("仇总", "qiú", date(2026, 3, 8))
    (attachment,) = rows(desk, "attachment")
    assert attachment["media_type"] == "text/csv"
