"""Build the bundled font family "Outpost Sans SC" from Noto Sans CJK.

``python -m resources.build_fonts [SOURCE]``, for developers only; not shipped. SOURCE is the folder with
``NotoSansCJK-Regular.ttc`` and ``NotoSansCJK-Bold.ttc`` (Debian package fonts-noto-cjk, font version 2.004).
The same source gives the same bytes. Why it is bundled, cut down and renamed: ``resources/fonts/README.md``.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
RECORD = FONTS / "built_from.json"
DEBIAN_FOLDER = Path("/usr/share/fonts/opentype/noto")
FAMILY = "Outpost Sans SC"
WEIGHTS = ("Regular", "Bold")
SIMPLIFIED_CHINESE_FACE = 2  # index in the collections

# Characters as one code of the old national sets each: (encoding, lead bytes, trail bytes).
GB_2312 = ("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
# Traditional characters: names of firms and people from Taiwan, Hong Kong and Macao.
BIG5 = ("big5", range(0xA4, 0xFA), range(0x40, 0xFF))
# 通用规范汉字表 (2013): those of its 8,105 characters that GB 2312 lacks; they occur in names.
STANDARD_TABLE = FONTS / "standard_table.txt"
# The drawn marks of the interface, and units.
MARKS = "●▲■◆○△□▼◀▶⇄↔↕↑↓←→↺↻≥≤≠≈±×÷·•…⋯⋮‖—–−✓✗✔✘①②③④⑤⑥⑦⑧⑨⑩㎡㎞²³½′″€£¥⌘⌥⇧⏎␣№℃㊣"
# Radicals that look like characters: with them in, text copied from a PDF comes out as radicals (走 as ⾛).
KANGXI_RADICALS = range(0x2F00, 0x2FE0)


def wanted_characters() -> set[int]:
    """Code points the subset asks for: the sets above, and Latin with the tone marks of pinyin."""
    latin = {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1CD, 0x1DD), *range(0x2010, 0x2028)}
    named = {ord(char) for char in MARKS + STANDARD_TABLE.read_text(encoding="utf-8").replace("\n", "")}
    return (latin | named | decoded(*GB_2312) | decoded(*BIG5)) - set(KANGXI_RADICALS)


def decoded(encoding: str, leads: range, trails: range) -> set[int]:
    """Code points of all two-byte codes that ``encoding`` assigns."""
    texts = (bytes((lead, trail)).decode(encoding, errors="ignore") for lead in leads for trail in trails)
    return {ord(text) for text in texts if len(text) == 1 and ord(text) > 0x7F}


def recipe_hash() -> str:
    """What the fonts depend on besides their source: this file and the table."""
    return hashlib.sha256(Path(__file__).read_bytes() + STANDARD_TABLE.read_bytes()).hexdigest()


def file_name(weight: str) -> str:
    return f"OutpostSansSC-{weight}.otf"


def build(source: Path, weight: str) -> Path:
    """Write one weight of the family and return its file."""
    from fontTools import subset

    options = subset.Options()
    options.layout_features = ["kern", "mark", "ccmp", "halt"]  # not locl: it would bring every Japanese form
    options.hinting = False  # the interface asks for unhinted text; saves a fifth
    options.desubroutinize = False
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    options.font_number = SIMPLIFIED_CHINESE_FACE
    font = subset.load_font(str(source / f"NotoSansCJK-{weight}.ttc"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted_characters())
    subsetter.subset(font)
    rename(font, weight)
    target = FONTS / file_name(weight)
    subset.save_font(font, str(target), options)
    return target


def rename(font: "TTFont", weight: str) -> None:
    """Give the subset its own name, as the licence asks of a modified font; copyright and licence stay."""
    post_script = f"OutpostSansSC-{weight}"
    full = FAMILY if weight == "Regular" else f"{FAMILY} {weight}"
    names = {1: FAMILY, 2: weight, 3: f"2.004;{post_script}", 4: full, 6: post_script}
    names[10] = "A subset of Noto Sans CJK SC 2.004, renamed."
    table = font["name"]
    for trademark in (7, 16, 17):
        table.removeNames(nameID=trademark)
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, 0x409)
    outlines = font["CFF "].cff
    outlines.fontNames[0] = post_script
    top = outlines.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, full


def main(arguments: list[str]) -> int:
    source = Path(arguments[0]) if arguments else DEBIAN_FOLDER
    if not (source / "NotoSansCJK-Regular.ttc").is_file():
        print(
            f"no NotoSansCJK-Regular.ttc in {source}; on Debian: apt-get install fonts-noto-cjk",
            file=sys.stderr,
        )
        return 1
    built = {}
    for weight in WEIGHTS:
        target = build(source, weight)
        built[target.name] = hashlib.sha256(target.read_bytes()).hexdigest()
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    record = {"recipe_sha256": recipe_hash(), "files_sha256": built}
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
