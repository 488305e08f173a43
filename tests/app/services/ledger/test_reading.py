"""Files of every kind, sound and hostile, through the real child process."""

import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import psutil
import pytest

from app.services.ledger import errors
from app.services.ledger.grid import Cell
from app.services.ledger.parsing import MAX_TEXT, parsed
from app.services.ledger.reading import Ledger, read_content, read_ledger
from tests.fakes.ledgers import messy_ledger, workbook_bytes


def cells(ledger: Ledger, sheet: int = 0) -> list[dict[int, Cell]]:
    return ledger.workbook.sheets[sheet].rows


def test_every_cell_comes_back_as_a_person_sees_it(tmp_path: Path) -> None:
    ledger = read_ledger(messy_ledger(tmp_path))
    assert ledger.name == "招商项目台账.xlsx"
    assert len(ledger.sha256) == 64
    rows = cells(ledger)
    assert rows[1][0].text == "填报单位:市招商局        单位:万元、亩"
    assert rows[21][4] == Cell("225100", "number")
    assert rows[21][4].number == Decimal(225100)
    assert rows[46][4] == Cell("=SUM(E5:E46)", "formula", "=SUM(E5:E46)")
    assert rows[19] == {}
    assert cells(ledger, 1)[8][3] == Cell("13800138001", "number")
    assert (2, 4, 2, 5) in ledger.workbook.sheets[0].merges


def test_values_that_office_programs_store_in_their_own_way(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([date(2026, 4, 1), 0.3, 0.1 + 0.2, True, 310115199001010000, "a\nb", "  "])
    sheet["B1"].number_format = "0%"
    sheet["H1"] = "#REF!"
    sheet["H1"].data_type = "e"
    sheet["J3"] = "=1/0"
    book.create_sheet("藏").append(["x"])
    book["藏"].sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    ledger = read_content("a.xlsx", out.getvalue())
    row = cells(ledger)[0]
    assert {at: cell.text for at, cell in row.items()} == {
        0: "2026-04-01",
        1: "30%",
        2: "0.3",
        3: "TRUE",
        4: "310115199001010000",
        5: "a\nb",
        7: "#REF!",
    }
    assert row[0].day == date(2026, 4, 1)
    assert cells(ledger)[2][9].formula == "=1/0"
    assert [sheet.hidden for sheet in ledger.workbook.sheets] == [False, True]


def test_a_formula_keeps_the_result_that_was_seen() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["=1+1"])
    out = io.BytesIO()
    book.save(out)
    seen = _edited(out.getvalue(), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>")
    seen = _edited(seen, "xl/worksheets/sheet1.xml", b"<v />", b"<v>2</v>")
    assert cells(read_content("a.xlsx", seen))[0][0] == Cell("2", "number", "=1+1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_the_encodings_of_chinese_offices(encoding: str) -> None:
    content = '项目名称,投资额\n众喜水泥,"3,000万"\n喬子梁洗煤厂,\n'.encode(encoding)
    rows = cells(read_content("a.csv", content))
    assert [[cell.text for cell in row.values()] for row in rows] == [
        ["项目名称", "投资额"],
        ["众喜水泥", "3,000万"],
        ["喬子梁洗煤厂"],
    ]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_tables_with_other_separators(mark: str) -> None:
    rows = cells(read_content("a.csv", f"姓名{mark}手机\n王伟{mark}'13900000009\n".encode()))
    assert [cell.text for cell in rows[1].values()] == ["王伟", "13900000009"]


def test_an_opendocument_sheet_is_read() -> None:
    assert [cell.text for cell in cells(read_content("a.ods", _ods("王伟")))[0].values()] == ["王伟"]


def test_each_trouble_has_its_own_error(tmp_path: Path) -> None:
    with pytest.raises(errors.LedgerMissing):
        read_ledger(tmp_path / "none.xlsx")
    with pytest.raises(errors.EmptyLedger):
        read_content("a.xlsx", b"")
    with pytest.raises(errors.EmptyLedger):
        read_content("a.xlsx", workbook_bytes({"空": []}))
    with pytest.raises(errors.EmptyLedger):
        read_content("a.csv", b" , ,\n,,\n")
    with pytest.raises(errors.NotASpreadsheet):
        read_content("a.xlsx", b"%PDF-1.7 something")
    with pytest.raises(errors.NotASpreadsheet):
        read_content("a.csv", b"\xff\xff\xff\x00\x01")
    with pytest.raises(errors.NotASpreadsheet):
        read_content("a.csv", b"a,b\0c\n")
    with pytest.raises(errors.NotASpreadsheet):
        read_content("a.xlsx", _zip({"readme.txt": b"hello"}))
    with pytest.raises(errors.DamagedLedger):
        read_content("a.xlsx", b"PK\x03\x04" + b"\0" * 100)
    with pytest.raises(errors.DamagedLedger):
        read_content("a.xlsx", _zip({"xl/workbook.xml": b"<workbook><unclosed>"}))
    with pytest.raises(errors.DamagedLedger):
        read_content("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)


def test_an_encrypted_workbook_is_named_so() -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(errors.EncryptedLedger):
        read_content("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream)


def test_zip_bombs_are_refused_before_anything_is_unpacked() -> None:
    with pytest.raises(errors.LedgerBomb):
        read_content("a.xlsx", _zip({"xl/workbook.xml": b"\0" * (20 << 20)}))
    with pytest.raises(errors.LedgerBomb):
        read_content("a.xlsx", _zip({f"xl/{at}": b"" for at in range(2001)} | {"xl/workbook.xml": b""}))


def test_a_bomb_that_hides_behind_a_fair_ratio_dies_with_its_child() -> None:
    rows = "".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 30_000, 10))
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    content = _edited(workbook_bytes({"a": [["x"]]}), "xl/worksheets/sheet1.xml", None, sheet)
    with pytest.raises((errors.LedgerBomb, errors.LedgerTooLarge)):
        read_content("a.xlsx", content)


def test_the_child_is_stopped_at_its_memory_and_at_its_time() -> None:
    content = workbook_bytes({"a": [["x"]]})
    with pytest.raises(errors.LedgerBomb):
        read_content("a.xlsx", content, memory=1 << 20)
    with pytest.raises(errors.LedgerTimeout) as caught:
        read_content("a.csv", b"a,b\n" * 150_000, seconds=0.0)
    assert caught.value.params["seconds"] == 0
    leftover = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
    assert leftover == []


def test_a_reader_that_fails_by_itself_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    """A program without ``if __name__ == "__main__"`` runs itself again in the child and ends there."""
    (tmp_path / "a.csv").write_text("a,b\n", encoding="utf-8")
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from pathlib import Path\n"
        "from app.services.ledger.errors import LedgerReaderFailed\n"
        "from app.services.ledger.reading import read_ledger\n"
        "try:\n"
        f"    read_ledger(Path({str(tmp_path / 'a.csv')!r}))\n"
        "except LedgerReaderFailed as failed:\n"
        "    print('said', failed.params['exit_code'])\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parents[4])
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["said", "1"]


def test_entities_in_a_sheet_are_refused() -> None:
    book = workbook_bytes({"a": [["=1+1"]]})
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;&b;">]><worksheet>'
    content = _edited(book, "xl/worksheets/sheet1.xml", b'<?xml version="1.0"', bomb + b'<?x version="1.0"')
    with pytest.raises(errors.DamagedLedger):
        read_content("a.xlsx", content)


def test_absurd_shapes_are_too_large() -> None:
    with pytest.raises(errors.LedgerTooLarge):
        read_content("a.csv", b"," * 1_000_000 + b"x\n")
    with pytest.raises(errors.LedgerTooLarge):
        read_content("a.csv", b"x" * (MAX_TEXT + 1))
    assert parsed(b"x\n" * 200_001, text_table=True).trouble == "too_large"


def test_other_names_for_text_tables_and_upper_case() -> None:
    assert cells(read_content("A.CSV", "姓名\n王伟\n".encode()))[1][0].text == "王伟"


def _zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def _edited(book: bytes, path: str, old: bytes | None, new: bytes) -> bytes:
    """The archive with one entry changed: ``old`` replaced by ``new``, or the whole of it."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries[path] = new if old is None else entries[path].replace(old, new, 1)
    return _zip(entries)


def _ods(text: str) -> bytes:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    cell = f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    table = f'<table:table table:name="表"><table:table-row>{cell}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}>{body}'
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return _zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{content}</office:document-content>".encode(),
            "META-INF/manifest.xml": manifest,
        }
    )
