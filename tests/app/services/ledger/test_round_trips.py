"""Text tables of every dialect, exports that come back whole, and what the user decides about each row."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Translator
from app.model.row import Row
from app.rules.amounts import Unit
from app.services.desk import Desk
from app.services.ledger.apply import LEFTOVER_PIECE, _pieces, import_ledger, plan_import
from app.services.ledger.export import export_records
from app.services.ledger.grid import Sheet, Workbook
from app.services.ledger.known import KnownCompany, KnownContact, KnownProject
from app.services.ledger.parsing import MAX_COLUMNS, parsed
from app.services.ledger.plan import Plan, make_plan, replan
from app.services.ledger.preview import Choice, Corrections, Tally
from app.services.ledger.reading import Ledger, read_ledger
from app.services.records import create_record, undo
from tests.fakes.ledgers import FakeKnown, Value, grid, ledger
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)
PEOPLE: list[Value] = ["姓名", "单位", "手机", "备注"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path / "here")
    yield made
    made.store.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path / "there", seed=2)
    yield made
    made.store.close()


def workbook(content: bytes) -> Workbook:
    answer = parsed(content, text_table=True)
    assert answer.workbook is not None, answer
    return answer.workbook


def lines(content: bytes) -> list[list[str]]:
    return [[cell.text for _, cell in sorted(line.items())] for line in workbook(content).sheets[0].rows]


def rows(desk: Desk, kind: str) -> list[Row]:
    return desk.store.rows(kind, desk.store.ids(kind, sort=[("id", False)]))


# ---- dialects and encodings

TABLE = [["姓名", "单位", "备注"], ["王伟", "华能;新能", '说"好"'], ["李四", "a,b", "一\n二"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_dialect_gives_the_same_cells(encoding: str, mark: str, end: str) -> None:
    out = io.StringIO(newline="")
    # Every field in quotes, so that the marks inside them count for less than those between.
    csv.writer(out, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(TABLE)
    text = "".join(out.getvalue())
    content = b"\xff\xfe" + text.encode(encoding) if encoding == "utf-16-le" else text.encode(encoding)
    assert lines(content) == TABLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("姓名,手机\n王伟,'13900000009", "13900000009"),
        ("姓名,手机\n王伟,'=1+1", "=1+1"),
        ("姓名,手机\n王伟,'+86 139", "+86 139"),
        ("姓名,手机\n王伟,'旧城'改造", "'旧城'改造"),
        ("姓名,手机\n王伟,O'Neill", "O'Neill"),
        ("姓名,手机\n王伟,'", "'"),
    ],
)
def test_only_a_guarding_apostrophe_is_taken_off(text: str, expected: str) -> None:
    assert lines(text.encode())[1][1] == expected


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"a,b\0\n", "not_a_spreadsheet"),
        (b"\xff\xfe\x00", "not_a_spreadsheet"),
        (b"\x81\x81\xff\xff", "not_a_spreadsheet"),
        (b"," * MAX_COLUMNS + b"x\n", "too_large"),
    ],
)
def test_what_is_no_text_table_has_a_name(content: bytes, trouble: str) -> None:
    assert parsed(content, text_table=True).trouble == trouble


def test_ragged_and_blank_lines_keep_their_places() -> None:
    sheet = workbook("姓名,单位,手机\n\n王伟\n,,139\n李四,华能,138,多一格\n".encode()).sheets[0]
    assert [sorted(line) for line in sheet.rows] == [[0, 1, 2], [], [0], [2], [0, 1, 2, 3]]


# ---- exports that come back


def full_records(desk: Desk) -> None:
    company, _ = create_record(
        desk,
        "company",
        {
            "name": "小米科技有限责任公司",
            "credit_code": "91110108551385082Q",
            "industry": "=电子",
            "note": '第一行\n第二行,带"引号"',
        },
    )
    person, _ = create_record(
        desk,
        "contact",
        {
            "name": "单晓雯",
            "reading": "shàn",
            "company_id": company,
            "title": "+副总裁",
            "phones": ["13922223333", "0564-3321234"],
            "wechat": "-swx_01",
            "email": "a@b.cn",
            "last_contact_on": "2026-03-08",
            "note": "@老友",
        },
    )
    create_record(
        desk,
        "project",
        {
            "name": "智能终端项目(一期)",
            "stage": "construction",
            "investor_id": company,
            "contact_ids": [person],
            "investment": "22.51亿",
            "foreign_investment": "0.5亿",
            "land": "86.5亩",
            "industry": "电子信息",
            "responsible_unit": "县功镇",
            "reported_on": "2026-04-12",
            "tags": ["外资", "省重点"],
            "note": "=SUM(A1:A9)",
        },
    )


FIELDS: dict[str, tuple[str, ...]] = {
    "company": ("name", "credit_code", "industry", "note"),
    "contact": ("name", "reading", "title", "phones", "wechat", "email", "last_contact_on", "note"),
    "project": (
        *("name", "stage", "investment", "foreign_investment", "land", "industry"),
        *("responsible_unit", "reported_on", "tags", "note"),
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_every_kind_comes_back_with_its_links(
    desk: Desk, other: Desk, tmp_path: Path, suffix: str, language: str
) -> None:
    full_records(desk)
    for kind, fields in FIELDS.items():
        path = tmp_path / f"{kind}.{suffix}"
        export_records(desk, kind, path, translator=Translator(language))
        import_ledger(other, plan_import(other, read_ledger(path)))
        (sent,), (come,) = rows(desk, kind), rows(other, kind)
        assert {name: come[name] for name in fields} == {name: sent[name] for name in fields}
    (company,), (person,), (project,) = (rows(other, kind) for kind in FIELDS)
    assert person["company_id"] == company.id
    assert (project["investor_id"], project["contact_ids"]) == (company.id, [person.id])


def test_bringing_an_export_back_to_where_it_came_from_changes_no_value(desk: Desk, tmp_path: Path) -> None:
    full_records(desk)
    for kind, fields in FIELDS.items():
        before = [tuple(row[name] for name in fields) for row in rows(desk, kind)]
        export_records(desk, kind, tmp_path / "a.xlsx", translator=Translator("zh_CN"))
        plan = plan_import(desk, read_ledger(tmp_path / "a.xlsx"))
        assert [row.choice for row in plan.rows] == [Choice.MERGE]
        import_ledger(desk, plan)
        assert [tuple(row[name] for name in fields) for row in rows(desk, kind)] == before


# ---- choices


def plan_of(*lines: list[Value], known: FakeKnown, head: list[Value] = PEOPLE) -> Plan:
    return make_plan(ledger(grid([head, *lines])), known, today=TODAY)


ZHANG = KnownContact("c1", "张三", ("+8613700000001",), "华润")


@pytest.mark.parametrize(
    ("line", "default", "allowed"),
    [
        (["张三", "华润", "13700000001", None], Choice.MERGE, {Choice.NEW, Choice.MERGE, Choice.SKIP}),
        (["张三", "长安", "13700000009", None], Choice.NEW, {Choice.NEW, Choice.MERGE, Choice.SKIP}),
        (["李四", "华润", "13700000002", None], Choice.NEW, {Choice.NEW, Choice.SKIP}),
    ],
)
def test_what_may_be_done_with_a_person(line: list[Value], default: Choice, allowed: set[Choice]) -> None:
    (row,) = plan_of(line, known=FakeKnown(contact_list=[ZHANG])).rows
    assert row.choice is default
    assert set(row.allowed) <= allowed and {Choice.NEW, Choice.SKIP} <= set(row.allowed)


@pytest.mark.parametrize(
    ("choice", "tally"),
    [
        (Choice.NEW, Tally(new=1)),
        (Choice.MERGE, Tally(merged=1)),
        (Choice.SKIP, Tally(skipped=1)),
    ],
)
def test_each_choice_counts_as_what_it_is(choice: Choice, tally: Tally) -> None:
    plan = plan_of(["张三", "华润", "13700000001", None], known=FakeKnown(contact_list=[ZHANG]))
    chosen = replan(plan, Corrections(choices={plan.rows[0].key: choice}))
    assert chosen.rows[0].choice is choice
    assert chosen.counts["contact"] == tally
    assert chosen.rows[0].records[0].into == ("c1" if choice is Choice.MERGE else "")


def test_corrections_replace_the_earlier_ones() -> None:
    plan = plan_of(["张三", "华润", None, None], known=FakeKnown())
    skipped = replan(plan, Corrections(choices={plan.rows[0].key: Choice.SKIP}))
    assert skipped.counts["contact"] == Tally(skipped=1)
    assert replan(skipped, Corrections()).counts == plan.counts
    assert replan(plan, Corrections(choices={"表!9:9": Choice.SKIP})).counts == plan.counts


def test_a_correction_of_a_column_reads_the_cells_anew() -> None:
    head: list[Value] = ["项目名称", "甲方", "金额", "备注"]
    plan = plan_of(["甲项目", "华润", 5, "x"], known=FakeKnown(), head=head)
    key = plan.tables[0].key
    fixed = replan(
        plan,
        Corrections(columns={(key, 1): "investor", (key, 2): "investment"}, units={key: Unit.YI}),
    )
    (row,) = fixed.rows
    assert row.records[-1].draft.values["investment"] == Decimal(50000)
    assert [company.name for company in fixed.companies.values()] == ["华润"]
    assert row.records[-1].draft.note_text == "x"


def test_known_records_of_all_kinds_at_once() -> None:
    known = FakeKnown(
        company_list=[KnownCompany("k1", "华润集团")],
        contact_list=[ZHANG],
        project_list=[KnownProject("p1", "甲项目", "华润集团")],
    )
    head: list[Value] = ["项目名称", "投资方", "联系人", "联系电话"]
    plan = plan_of(["甲项目", "华润", "张三", "13700000001"], known=known, head=head)
    assert plan.counts == {kind: Tally(merged=1) for kind in ("contact", "project", "company")}
    assert {record.into for record in plan.rows[0].records} == {"c1", "p1"}


def test_one_undo_takes_an_import_with_leftovers_back(desk: Desk) -> None:
    before = desk.store.content_hash()
    sheet = grid([PEOPLE, ["张三", "华润", None, "x"], ["合计", None, None, "1人"]])
    file = Ledger("a.xlsx", "1" * 64, Workbook([sheet, Sheet("散", grid([["随手记"]]).rows)]), b"bytes")
    import_ledger(desk, plan_import(desk, file))
    (batch,) = rows(desk, "import_batch")
    assert batch["leftovers"].splitlines()[-1] == "[散!1] 随手记"
    undo(desk)
    assert desk.store.content_hash() == before
    assert rows(desk, "contact") == rows(desk, "company") == []


# ---- leftovers in pieces


@pytest.mark.parametrize(
    "lengths",
    [
        [],
        [1],
        [LEFTOVER_PIECE - 1],
        [LEFTOVER_PIECE],
        [LEFTOVER_PIECE + 1],
        [3 * LEFTOVER_PIECE + 7],
        [10, LEFTOVER_PIECE - 11, 5],
        [10, LEFTOVER_PIECE - 10, 5],
        [LEFTOVER_PIECE // 2] * 5,
        [1, 2 * LEFTOVER_PIECE, 1],
    ],
)
def test_leftovers_are_cut_into_pieces_without_loss(lengths: list[int]) -> None:
    texts = [chr(0x4E00 + number) * length for number, length in enumerate(lengths)]
    pieces = list(_pieces(texts))
    assert all(0 < len(piece) <= LEFTOVER_PIECE for piece in pieces)
    joined = "".join(pieces).replace("\n", "")
    assert joined == "".join(texts)
