"""A spreadsheet goes out, is worked on elsewhere and comes back: exactly what changed is named."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as OpenedBook
from openpyxl import load_workbook

from app.i18n import Translator
from app.rules.three_way import Standing
from app.services.desk import Desk
from app.services.ledger.export import export_records
from app.services.ledger.outgoing import Sent, heading_of, row_marks, sent_of, split_marks
from app.services.ledger.reading import read_ledger
from app.services.ledger.returned import CHANGED, GONE, NEW, REFUSED, Comparison, apply_returned, compare
from app.services.records import change_record, create_record, delete_records, undo

COLUMNS = {"name": "项目名称", "unit": "责任单位", "money": "总投资（万元）"}


def projects(desk: Desk, count: int) -> list[str]:
    with desk.store.write(actor="周敏", label="x") as work:
        return [
            work.create(
                "project",
                {
                    "name": f"项目{n:04d}",
                    "stage": "signed",
                    "investment": Decimal(n) / 4,
                    "responsible_unit": "县功镇",
                    "note": "第一行\n第二行",
                },
            )
            for n in range(count)
        ]


def there(desk: Desk, folder: Path, work_on: Callable[[Any], None], language: str = "zh_CN") -> Comparison:
    """Send every project out, have ``work_on`` change the sheet, compare what comes back."""
    path = folder / "出去.xlsx"
    export_records(desk, "project", path, translator=Translator(language))
    book: OpenedBook = load_workbook(path)
    work_on(book.worksheets[0])
    book.save(path)
    found = compare(desk, read_ledger(path).workbook)
    assert found is not None
    return found


def column(sheet: Any, label: str) -> int:
    return int(next(cell.column for cell in sheet[1] if cell.value == label))


def line_of(sheet: Any, name: str) -> int:
    at = column(sheet, COLUMNS["name"])
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value == name)


def put(sheet: Any, name: str, what: str, value: object) -> None:
    sheet.cell(line_of(sheet, name), column(sheet, COLUMNS[what])).value = value


def nothing(_sheet: Any) -> None:
    """Nobody touched it."""


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_an_untouched_file_is_the_same(desk: Desk, tmp_path: Path, language: str) -> None:
    projects(desk, 5)
    create_record(
        desk,
        "project",
        {
            "name": "全",
            "investment": "2亿元以上",
            "reported_on": "5月底",
            "land": "50.5",
            "tags": ["外资", "省"],
        },
    )
    found = there(desk, tmp_path, nothing, language)
    assert found.rows == () and found.same == 6


def test_three_colours(desk: Desk, tmp_path: Path) -> None:
    ids = projects(desk, 4)

    def work_on(sheet: Any) -> None:
        put(sheet, "项目0001", "unit", "城南街道")
        put(sheet, "项目0002", "unit", "城南街道")
        put(sheet, "项目0002", "money", 9)
        change_record(desk, "project", ids[2], {"responsible_unit": "南川", "industry": "汽车"})
        change_record(desk, "project", ids[3], {"responsible_unit": "南川"})

    found = there(desk, tmp_path, work_on)
    assert {(row.title, row.what, row.both) for row in found.rows} == {
        ("项目0002", CHANGED, True),
        ("项目0001", CHANGED, False),
    }
    standings = {row.title: {c.checked.field: c.standing for c in row.cells} for row in found.rows}
    assert standings["项目0001"] == {"responsible_unit": Standing.THERE}
    assert standings["项目0002"] == {
        "responsible_unit": Standing.BOTH,
        "investment": Standing.THERE,
        "industry": Standing.HERE,
    }
    assert found.same == 2, "what changed only here is nothing to decide"


def test_chosen_rows_are_one_undo(desk: Desk, tmp_path: Path) -> None:
    ids = projects(desk, 4)

    def work_on(sheet: Any) -> None:
        put(sheet, "项目0000", "unit", "城南街道")
        put(sheet, "项目0001", "unit", "城南街道")
        sheet.delete_rows(line_of(sheet, "项目0003"))
        last = sheet.max_row + 1
        sheet.cell(last, column(sheet, COLUMNS["name"])).value = "表中新增"
        sheet.cell(last, column(sheet, "阶段")).value = "在谈"
        sheet.cell(last, column(sheet, COLUMNS["money"])).value = 1234.5

    found = there(desk, tmp_path, work_on)
    assert sorted(row.what for row in found.rows) == [CHANGED, CHANGED, GONE, NEW]
    keys = [row.key for row in found.rows if row.title != "项目0001"]
    changes = apply_returned(desk, found, keys)
    assert len(changes.ids) == 3
    rows = {row["name"]: row for row in desk.store.rows("project", desk.store.ids("project"))}
    assert rows["项目0000"]["responsible_unit"] == "城南街道"
    assert rows["项目0001"]["responsible_unit"] == "县功镇"
    assert rows["表中新增"]["investment"] == Decimal("1234.5") and rows["表中新增"]["stage"] == "negotiating"
    assert "项目0003" not in rows
    undo(desk)
    assert desk.store.ids("project") == ids[::-1]


def test_what_cannot_be_taken_says_why(desk: Desk, tmp_path: Path) -> None:
    ids = projects(desk, 4)

    def work_on(sheet: Any) -> None:
        put(sheet, "项目0000", "money", "很多")
        sheet.cell(line_of(sheet, "项目0001"), column(sheet, "阶段")).value = "投产"
        put(sheet, "项目0002", "unit", "城南街道")
        delete_records(desk, [("project", ids[2])])
        last = sheet.max_row + 1
        sheet.cell(last, 1).value = sheet.cell(line_of(sheet, "项目0003"), 1).value
        sheet.cell(last + 1, column(sheet, COLUMNS["unit"])).value = "没有名称"

    found = there(desk, tmp_path, work_on)
    said = {
        row.title: row.reason.key if row.reason else row.cells[0].checked.reason.key  # type: ignore[union-attr]
        for row in found.rows
    }
    assert said["项目0001"] == "rules.returned.stage"
    assert said["项目0002"] == "rules.returned.deleted"
    assert said["项目0000"].startswith("rules.amount.")
    assert {"rules.returned.twice", "rules.value.required"} <= set(said.values())
    assert not any(row.appliable for row in found.rows)
    assert not apply_returned(desk, found, [row.key for row in found.rows])


def test_sorting_and_moving_columns_elsewhere_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    projects(desk, 6)

    def work_on(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for at, values in enumerate(reversed(rows), start=2):
            for number, value in enumerate(values, start=1):
                sheet.cell(at, number).value = value
        sheet.insert_cols(2)

    found = there(desk, tmp_path, work_on)
    assert found.rows == () and found.same == 6


def test_another_file_is_none_of_ours(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "别人的.xlsx"
    book = OpenedBook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目名称", "责任单位"])
    sheet.append(["甲", "乙"])
    book.save(path)
    assert compare(desk, read_ledger(path).workbook) is None


def test_headings_and_marks_of_other_versions_are_not_read() -> None:
    sent = Sent("project", "zh_CN", ("name", "stage"))
    assert sent_of(heading_of(sent)) == sent
    for odd in ("outpost/2/project/zh_CN/name", "outpost/1/planet/zh_CN/name", "outpost/1/project/fr/name"):
        assert sent_of(odd) is None
    assert sent_of("outpost/1/project/zh_CN/name,moon") is None and sent_of("项目名称") is None
    marks = row_marks(["甲", None])
    assert split_marks(marks, 2) is not None
    assert split_marks(marks, 3) is None and split_marks("x" * 12, 2) is None


def test_five_thousand_out_and_exactly_what_was_done_comes_back(desk: Desk, tmp_path: Path) -> None:
    projects(desk, 5_000)

    def work_on(sheet: Any) -> None:
        unit, name = column(sheet, COLUMNS["unit"]), column(sheet, COLUMNS["name"])
        for row in range(2, 202):
            sheet.cell(row, unit).value = f"街道{row}"
        for n in range(10):
            sheet.cell(5_002 + n, name).value = f"新项目{n}"
        sheet.delete_rows(4_000, 3)

    found = there(desk, tmp_path, work_on)
    kinds = [row.what for row in found.rows]
    assert (kinds.count(CHANGED), kinds.count(NEW), kinds.count(GONE), kinds.count(REFUSED)) == (
        200,
        10,
        3,
        0,
    )
    assert all(
        [(c.checked.field, c.standing) for c in row.cells] == [("responsible_unit", Standing.THERE)]
        for row in found.rows
        if row.what == CHANGED
    )
    assert found.same == 5_000 - 200 - 3
