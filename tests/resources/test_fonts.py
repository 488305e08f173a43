"""The bundled font: its name, characters and figures, and that the present recipe made it."""

import hashlib
import json
import re
import zlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QFont, QFontDatabase, QPageSize, QPainter, QPdfWriter, QRawFont
from pytestqt.qtbot import QtBot

from resources import build_fonts

FILES = [build_fonts.FONTS / build_fonts.file_name(weight) for weight in build_fonts.WEIGHTS]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def font(request: pytest.FixtureRequest) -> TTFont:
    return TTFont(request.param)


def characters(font: TTFont) -> set[int]:
    return set(font.getBestCmap())


def test_files_are_those_the_present_recipe_made() -> None:
    record = json.loads(build_fonts.RECORD.read_text(encoding="utf-8"))
    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES}
    assert record == {"recipe_sha256": build_fonts.recipe_hash(), "files_sha256": made}


def test_family_is_renamed_and_keeps_its_licence(font: TTFont) -> None:
    names = {record.nameID: str(record) for record in font["name"].names}
    assert names[1] == build_fonts.FAMILY
    assert "Open Font License" in names[13]
    assert not any("Noto" in text for name_id, text in names.items() if name_id in {1, 3, 4, 6, 16})
    assert font["CFF "].cff.fontNames[0].startswith("OutpostSansSC-")
    assert (build_fonts.FONTS.parent / "licenses" / "outpost-sans-sc-OFL.txt").is_file()


def test_holds_names_and_the_marks_of_the_interface(font: TTFont) -> None:
    table = build_fonts.STANDARD_TABLE.read_text(encoding="utf-8").replace("\n", "")
    wanted = table + "项目招商喆堃镕昇臺灣龍華●▲■⇄↑↓≥—…×⋯‖✓“”，。（）《》￥"
    assert "".join(char for char in wanted if ord(char) not in characters(font)) == ""


def test_holds_every_character_of_the_interface(font: TTFont) -> None:
    texts = (path.read_text(encoding="utf-8") for path in (build_fonts.FONTS.parent / "i18n").rglob("*.json"))
    used = {char for text in texts for value in json.loads(text).values() for char in value}
    assert {char for char in used if ord(char) not in characters(font)} <= {"\n", "\t"}


def test_leaves_the_radicals_out(font: TTFont) -> None:
    assert characters(font).isdisjoint(build_fonts.KANGXI_RADICALS)


def test_digits_share_one_width(font: TTFont) -> None:
    glyphs = font.getBestCmap()
    assert len({font["hmtx"][glyphs[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in FILES) < 10_000_000


def test_qt_takes_both_weights_as_one_family(qtbot: QtBot) -> None:
    loaded = [QFontDatabase.addApplicationFont(str(path)) for path in FILES]
    assert -1 not in loaded
    assert {family for number in loaded for family in QFontDatabase.applicationFontFamilies(number)} == {
        build_fonts.FAMILY
    }
    weights = [QRawFont.fromFont(QFont(build_fonts.FAMILY, 10, weight)).weight() for weight in (400, 700)]
    assert weights == [400, 700]


def test_pdf_text_keeps_its_characters(qtbot: QtBot, tmp_path: Path) -> None:
    for path in FILES:
        QFontDatabase.addApplicationFont(str(path))
    target = tmp_path / "page.pdf"
    writer = QPdfWriter(str(target))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A6))
    writer.setPageMargins(QMarginsF(10, 10, 10, 10))
    painter = QPainter(writer)
    painter.setFont(QFont(build_fonts.FAMILY, 12))
    painter.drawText(200, 400, "走访长青立心")
    painter.end()
    text = unicode_mapping(target.read_bytes())
    assert {ord(char) for char in "走访长青立心"} <= text
    assert text.isdisjoint(build_fonts.KANGXI_RADICALS)


def unicode_mapping(pdf: bytes) -> set[int]:
    """Code points the ToUnicode tables of a PDF name: what copying text out of it gives."""
    found: set[int] = set()
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            plain = zlib.decompress(packed)
        except zlib.error:
            plain = packed
        if b"begincmap" in plain:
            found |= {int(code, 16) for code in re.findall(rb"<([0-9a-fA-F]{4})>", plain)}
    return found
