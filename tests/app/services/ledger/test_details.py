"""Formulas, errors and percentages, read from a sheet's XML as different programs write it."""

import io
import zipfile
from xml.parsers.expat import ExpatError

import pytest

from app.services.ledger.details import Detail, DoctypeRefused, sheet_details

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(
    sheet: str, *, styles: str = "", target: str = "worksheets/sheet1.xml", prefix: str = ""
) -> bytes:
    name = f"{prefix}:sheet" if prefix else "sheet"
    book = (
        f'<workbook {MAIN} xmlns:x="urn:x" xmlns:r="{RELATIONS}">'
        f'<sheets><{name} name="表" sheetId="1" r:id="rId7"/></sheets></workbook>'
    )
    relations = (
        f'<Relationships><Relationship Id="rId7" Type="{RELATIONS}/worksheet" Target="{target}"/>'
        f'<Relationship Id="rId8" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", book)
        file.writestr("xl/_rels/workbook.xml.rels", relations)
        file.writestr("xl/worksheets/sheet1.xml", sheet)
        if styles:
            file.writestr("xl/styles.xml", styles)
    return out.getvalue()


def cells(body: str) -> str:
    return f"<worksheet {MAIN}><sheetData><row r='1'>{body}</row></sheetData></worksheet>"


def test_formulas_with_and_without_results() -> None:
    found = sheet_details(
        archive(cells('<c r="A1"><f>SUM(B1:B2)</f><v/></c><c r="AA10"><f>1+1</f><v>2</v></c>'))
    )
    assert found == {"表": {(0, 0): Detail("=SUM(B1:B2)", "", False), (9, 26): Detail("=1+1", "", False)}}


def test_a_shared_formula_is_known_in_every_cell_of_it() -> None:
    first = '<c r="C1"><f t="shared" ref="C1:C2" si="0">A1*B1</f><v>2</v></c>'
    second = '<c r="C2"><f t="shared" si="0"/><v>6</v></c>'
    found = sheet_details(archive(cells(first + second)))["表"]
    assert [detail.formula for detail in found.values()] == ["=A1*B1", "=A1*B1"]


def test_error_cells_and_plain_ones() -> None:
    found = sheet_details(archive(cells('<c r="A1" t="e"><v>#REF!</v></c><c r="B1"><v>5</v></c>')))
    assert found == {"表": {(0, 0): Detail("", "#REF!", False)}}


def test_percentages_by_built_in_and_own_formats() -> None:
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="170" formatCode="0.0%"/>'
        '<numFmt numFmtId="171" formatCode="0.0"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="170"/><xf numFmtId="171"/>'
        "</cellXfs></styleSheet>"
    )
    body = "".join(f'<c r="{letter}1" s="{at}"><v>0.5</v></c>' for at, letter in enumerate("ABCD"))
    found = sheet_details(archive(cells(body + '<c r="E1" s="1"/>'), styles=styles))["表"]
    assert [place for place, detail in found.items() if detail.percent] == [(0, 1), (0, 2)]


def test_prefixes_and_absolute_targets_of_other_programs() -> None:
    sheet = f'<x:worksheet xmlns:x="{MAIN[7:-1]}"><x:c r="A1"><x:f>1</x:f></x:c></x:worksheet>'
    found = sheet_details(archive(sheet, target="/xl/worksheets/sheet1.xml", prefix="x"))
    assert found["表"][0, 0].formula == "=1"


def test_cells_without_a_proper_place_are_passed_over() -> None:
    assert sheet_details(archive(cells('<c><f>1</f></c><c r="1A"><f>1</f></c>'))) == {"表": {}}
    assert sheet_details(archive(cells(""), target="worksheets/none.xml")) == {}


def test_other_files_have_no_details() -> None:
    assert sheet_details(b"\xd0\xcf\x11\xe0 old") == {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("content.xml", "<ods/>")
    assert sheet_details(out.getvalue()) == {}


def test_document_types_and_broken_xml_are_refused() -> None:
    with pytest.raises(DoctypeRefused):
        sheet_details(archive('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'))
    with pytest.raises(ExpatError):
        sheet_details(archive("<worksheet><row>"))
    with pytest.raises(zipfile.BadZipFile):
        sheet_details(b"PK\x03\x04 and nothing else")
