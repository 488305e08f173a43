"""Exports: safe in every spreadsheet program, in both languages, and read back by the importer."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.i18n import Translator
from app.services.desk import Desk
from app.services.ledger.apply import import_ledger, plan_import
from app.services.ledger.errors import ExportNotWritten, UnknownExportFormat
from app.services.ledger.export import export_records
from app.services.ledger.reading import read_ledger
from app.services.ledger.sheet_writing import LONGEST_CELL
from app.services.records import create_record
from app.store.errors import UnknownKind
from tests.fakes.ledgers import messy_ledger
from tests.fakes.stores import new_desk

CHINESE, ENGLISH = Translator("zh_CN"), Translator("en")
PAYLOADS = ['=cmd|"/c calc"!A1', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")', "{=1}"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path / "profile")
    yield desk
    desk.store.close()


def sheet_of(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def by_heading(path: Path, row: int = 2) -> dict[str, object]:
    sheet = sheet_of(path)
    return {str(head.value): cell.value for head, cell in zip(sheet[1], sheet[row], strict=True)}


def a_project(desk: Desk) -> str:
    company, _ = create_record(desk, "company", {"name": "华润"})
    person, _ = create_record(desk, "contact", {"name": "张三", "phones": ["13800138000", "0564-3321234"]})
    project, _ = create_record(
        desk,
        "project",
        {
            "name": "甲项目",
            "stage": "signed",
            "investor_id": company,
            "contact_ids": [person],
            "investment": "22.51亿",
            "land": "50.5",
            "reported_on": "2026-04-01",
            "tags": ["重点", "外资"],
        },
    )
    return project


def test_values_as_a_spreadsheet_should_have_them(desk: Desk, tmp_path: Path) -> None:
    project = a_project(desk)
    path = tmp_path / "项目.xlsx"
    assert export_records(desk, "project", path, translator=CHINESE) == 1
    found = by_heading(path)
    assert found["ID"] == project
    assert found["项目名称"] == "甲项目"
    assert found["总投资（万元）"] == 225100
    assert found["用地（亩）"] == 50.5
    assert found["阶段"] == CHINESE.tr("choice.project.stage.signed")
    assert isinstance(found["填报日期"], datetime)
    assert found["填报日期"].date() == date(2026, 4, 1)
    assert "华润" in found.values()
    assert "重点、外资" in found.values()
    sheet = sheet_of(path)
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    assert all(dimension.width >= 8 for dimension in sheet.column_dimensions.values())


def test_the_language_decides_the_words(desk: Desk, tmp_path: Path) -> None:
    a_project(desk)
    path = tmp_path / "projects.xlsx"
    export_records(desk, "project", path, translator=ENGLISH)
    found = by_heading(path)
    assert found["Stage"] == ENGLISH.tr("choice.project.stage.signed")
    assert found["Investment (10,000 yuan)"] == 225100


def test_numbers_of_people_stay_text(desk: Desk, tmp_path: Path) -> None:
    a_project(desk)
    create_record(desk, "company", {"name": "小米", "credit_code": "91110108551385082Q"})
    for suffix in ("xlsx", "csv"):
        export_records(desk, "contact", tmp_path / f"人.{suffix}", translator=CHINESE)
    assert "138 0013 8000、0564-3321234" in by_heading(tmp_path / "人.xlsx").values()
    assert "138 0013 8000、0564-3321234" in (tmp_path / "人.csv").read_text("utf-8-sig")
    export_records(desk, "company", tmp_path / "企业.xlsx", translator=CHINESE)
    assert "91110108551385082Q" in by_heading(tmp_path / "企业.xlsx").values()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_ever_a_formula(desk: Desk, tmp_path: Path, payload: str) -> None:
    create_record(desk, "company", {"name": f"公司{payload}", "industry": payload.strip(), "note": payload})
    export_records(desk, "company", tmp_path / "a.xlsx", translator=CHINESE)
    sheet = sheet_of(tmp_path / "a.xlsx")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    assert payload.strip() in [cell.value for cell in sheet[2]]
    export_records(desk, "company", tmp_path / "a.csv", translator=CHINESE)
    table = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in table[1])


def test_a_note_longer_than_a_cell_goes_on_beside_it(desk: Desk, tmp_path: Path) -> None:
    note = "".join(chr(0x4E00 + at % 5000) for at in range(LONGEST_CELL * 2 + 5))
    with desk.store.write(actor="周敏", label="test") as work:
        work.create("company", {"name": "甲", "note": note})
    export_records(desk, "company", tmp_path / "a.xlsx", translator=CHINESE)
    found = by_heading(tmp_path / "a.xlsx")
    pieces = [str(found[name]) for name in ("备注", "备注（续2）", "备注（续3）")]
    assert "".join(pieces) == note


def test_a_number_beyond_a_spreadsheet_is_text(desk: Desk, tmp_path: Path) -> None:
    exact = Decimal("123456789012.345678")
    with desk.store.write(actor="周敏", label="test") as work:
        work.create(
            "project", {"name": "甲", "stage": "lead", "investment": exact, "reported_on": date(1899, 1, 1)}
        )
    export_records(desk, "project", tmp_path / "a.xlsx", translator=CHINESE)
    assert by_heading(tmp_path / "a.xlsx")["总投资（万元）"] == "123456789012.345678"
    assert by_heading(tmp_path / "a.xlsx")["填报日期"] == "1899-01-01"


def test_chosen_records_in_the_chosen_order(desk: Desk, tmp_path: Path) -> None:
    ids = [create_record(desk, "company", {"name": name})[0] for name in "甲乙丙"]
    assert export_records(desk, "company", tmp_path / "a.json", translator=CHINESE, ids=[ids[2], ids[0]]) == 2
    records = json.loads((tmp_path / "a.json").read_text("utf-8"))["records"]
    assert [(one["id"], one["name"]) for one in records] == [(ids[2], "丙"), (ids[0], "甲")]
    assert export_records(desk, "company", tmp_path / "none.xlsx", translator=CHINESE, ids=[]) == 0
    assert sheet_of(tmp_path / "none.xlsx").max_row == 1


def test_what_cannot_be_written_is_said_and_nothing_is_left(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ExportNotWritten) as caught:
        export_records(desk, "company", tmp_path / "nowhere" / "a.xlsx", translator=CHINESE)
    assert caught.value.params["reason"]
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ExportNotWritten):
        export_records(desk, "company", tmp_path / "folder.csv", translator=CHINESE)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".outpost-")] == []
    with pytest.raises(UnknownExportFormat):
        export_records(desk, "company", tmp_path / "a.pdf", translator=CHINESE)
    with pytest.raises(UnknownKind):
        export_records(desk, "spaceship", tmp_path / "a.xlsx", translator=CHINESE)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_export_comes_back_by_import(tmp_path: Path, language: str, suffix: str) -> None:
    here, there = new_desk(tmp_path / "a"), new_desk(tmp_path / "b", seed=2)
    import_ledger(here, plan_import(here, read_ledger(messy_ledger(tmp_path))))
    for kind in ("company", "contact", "project"):
        path = tmp_path / f"{kind}.{suffix}"
        export_records(here, kind, path, translator=Translator(language))
        plan = plan_import(there, read_ledger(path))
        assert [table.kind for table in plan.tables] == [kind]
        import_ledger(there, plan)
    for kind, fields in (
        ("project", ("stage", "channel", "industry", "investment", "investment_words", "foreign_investment")),
        ("project", ("reported_on", "reported_words", "responsible_unit", "note")),
        ("contact", ("phones", "reading", "title", "hometown", "chamber", "last_contact_on", "note")),
        ("company", ("name",)),
    ):
        assert _content(there, kind, fields) == _content(here, kind, fields)
    here.store.close()
    there.store.close()


def _content(desk: Desk, kind: str, fields: tuple[str, ...]) -> list[tuple[object, ...]]:
    rows = desk.store.rows(kind, desk.store.ids(kind))
    return sorted((tuple(row[name] for name in ("name", *fields)) for row in rows), key=repr)
