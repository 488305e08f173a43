"""The short form of the round trip, and what is read of LibreOffice's own files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.desk import Desk
from app.services.records import change_record
from tests.fakes.stores import new_desk
from tests.office.__main__ import main, plain_trip
from tests.office.libreoffice import NoOffice, office, read_flat
from tests.office.round_trip import EDITS, SHORT, travel, write_codes, write_people, write_projects


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "store").mkdir()
    desk = new_desk(tmp_path / "store")
    yield desk
    desk.store.close()


def test_the_comparison_names_exactly_what_was_done(desk: Desk, tmp_path: Path) -> None:
    write_projects(desk, SHORT.projects)
    found = plain_trip(desk, tmp_path, SHORT)
    assert [one.name for one in found if not one.ok] == [] and len(found) == 4


def test_every_kind_of_edit_is_named_by_its_field(desk: Desk, tmp_path: Path) -> None:
    write_projects(desk, SHORT.projects)
    trip = travel(desk, tmp_path, SHORT, lambda path: path)
    assert set(trip.edits.values()) == set(EDITS) and trip.exact
    assert trip.new == {"表中新增项目0", "表中新增项目1", "表中新增项目2"} and len(trip.gone) == 2


def test_a_change_made_here_meanwhile_is_not_theirs(desk: Desk, tmp_path: Path) -> None:
    ids = write_projects(desk, SHORT.projects)

    def meanwhile(path: Path) -> Path:
        for id in ids:
            change_record(desk, "project", id, {"place": "城北"})
        return path

    trip = travel(desk, tmp_path, SHORT, meanwhile)
    assert not trip.exact, "what changed here shows beside what changed there"
    assert set(trip.edits) == set(trip.expected.edits), "but no other line is touched"
    assert trip.undone


def test_codes_are_sound_and_numbers_whole(desk: Desk) -> None:
    shown = write_people(desk, 5)
    assert len(shown) == 10
    assert {desk.store.rows("company", desk.store.ids("company"))[0]["credit_code"]} <= {
        code for (code, *_) in shown.values()
    }


def test_projects_have_codes_that_a_spreadsheet_would_damage(desk: Desk) -> None:
    shown = write_codes(desk, 5)
    assert len(shown) == 5
    for row in desk.store.rows("project", desk.store.ids("project")):
        filed, parcel = shown[row["name"]]
        assert row["tags"][0].replace("-", "") == filed and len(filed) >= 18
        assert row["place"] == parcel and parcel.startswith("0") and len(parcel) == 18


FLAT = """<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="报表"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>0564</text:p><text:p>第二行</text:p></table:table-cell>
 <table:table-cell table:number-columns-repeated="2"/>
 <table:table-cell office:value-type="float" table:formula="of:=1+1"><text:p>2</text:p></table:table-cell>
 <table:table-cell office:value-type="string"><text:p><text:a>www</text:a></text:p></table:table-cell>
 </table:table-row></table:table></office:spreadsheet></office:body></office:document>"""


def test_what_a_flat_file_says(tmp_path: Path) -> None:
    path = tmp_path / "a.fods"
    path.write_text(FLAT, encoding="utf-8")
    seen = read_flat(path)
    assert (seen.formulas, seen.links) == (1, 1)
    assert seen.sheets["报表"] == [
        [("string", "0564\n第二行"), ("", ""), ("", ""), ("float", "2"), ("string", "www")]
    ]


def test_a_machine_without_libreoffice_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NoOffice):
        office(tmp_path, str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--short"]) == 1
    assert "apt install" in capsys.readouterr().out
