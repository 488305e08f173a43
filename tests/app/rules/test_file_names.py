"""S12: three hundred names that somebody may give a file, and none of them does anything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.file_names import LONGEST, RUNNABLE, is_runnable, safe_file_name

_UP = [
    "..",
    "../..",
    "../../../../etc/passwd",
    "..\\..\\windows\\system32\\x",
    "....//....//x",
    "..;/x",
    "%2e%2e%2fx",
]
_ROOTS = [
    "/etc/passwd",
    "//server/share/x",
    "\\\\server\\share\\x",
    "C:\\x",
    "C:x",
    "c:/x",
    "~/x",
    "~root/x",
    "file:///x",
]
_DEVICES = [
    f"{name}{suffix}"
    for name in (
        "CON",
        "con",
        "PRN",
        "AUX",
        "NUL",
        "COM1",
        "com9",
        "LPT1",
        "lpt¹",
        "COM0",
        "CONIN$",
        "CONOUT$",
    )
    for suffix in ("", ".txt", ".tar.gz", ". ", "...")
]
_STREAMS = [
    "x.txt:hidden",
    "x.txt:Zone.Identifier",
    "x.txt:a:$INDEX_ALLOCATION",
    "..:x",
    "::",
    "x.txt::",
    "x.txt::$DATA",
    ":x",
    "x:",
    "a:b:c",
]
_CONTROL = [f"a{chr(code)}b.txt" for code in (*range(32), 0x7F, *range(0x80, 0xA0))]
_TURNED = [
    f"x{mark}gpj.exe"
    for mark in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c\ufeff\u200b\u00ad"
]
_ENDS = [
    f"{body}{end}"
    for body in ("x", "x.txt", "")
    for end in (".", "..", " ", " .", ". ", "\u3000", "\t", "\n")
]
_SHELL = [
    "-rf",
    "--help",
    "$(id)",
    "`id`",
    "x;id",
    "x|id",
    "x&id",
    "x>y",
    "x<y",
    "*",
    "?",
    "x'y",
    'x"y',
    "!x",
    "#x",
    "%PATH%",
]
_LONG = ["长" * 4000, "a" * 4000 + ".pdf", "." * 4000, "x." + "y" * 4000, "👨‍👩‍👧‍👦" * 200, "e\u0301" * 500]
_WEB = [
    "<script>alert(1)</script>",
    "x?a=b",
    "x#y",
    "http://x/y",
    "data:text/html,x",
    "javascript:alert(1)",
    "x%00.jpg",
]
_ODD = [
    "",
    " ",
    ".",
    "..",
    "...",
    "/",
    "\\",
    "\x00",
    "\ud800",
    "\udfff.txt",
    "desktop.ini",
    ".htaccess",
    ".bashrc",
    "~$x.docx",
]
_RUN = [f"报告.{suffix}" for suffix in sorted(RUNNABLE)]
NAMES = [
    *(_UP + _ROOTS + _DEVICES + _STREAMS + _CONTROL + _TURNED + _ENDS),
    *(_SHELL + _LONG + _WEB + _ODD + _RUN),
]


def test_there_are_three_hundred() -> None:
    assert len(set(NAMES)) >= 300


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_name_becomes_a_plain_one(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    safe = safe_file_name(name)
    (inside / safe).write_bytes(b"x")
    assert [path.name for path in inside.iterdir()] == [safe], "one file, by this name"
    assert list(tmp_path.iterdir()) == [inside], "and nothing outside"
    assert_plain(safe)


@given(st.text(max_size=300))
def test_any_name_becomes_a_plain_one(name: str) -> None:
    safe = safe_file_name(name)
    assert_plain(safe)
    assert safe_file_name(safe) == safe


def assert_plain(safe: str) -> None:
    assert safe and safe.isprintable() and len(safe.encode()) <= LONGEST
    assert not set(safe) & set('<>:"/\\|?*')
    assert safe == safe.strip() and not safe.endswith(".") and safe[0] not in ".-~"
    stem = safe.partition(".")[0].lower()
    assert stem not in {"con", "prn", "aux", "nul", "com1", "lpt9", "conin$"}


@pytest.mark.parametrize(
    "name", ["现场 照片.jpg", "合同（终稿）v2.pdf", "a.tar.gz", "Übersicht 2026.xlsx", "README", "a_b-c.d"]
)
def test_an_honest_name_stays(name: str) -> None:
    assert safe_file_name(name) == name
    assert not is_runnable(name)


@pytest.mark.parametrize(
    "name", [*_RUN, "x.EXE", "x.exe.", "x.exe ", "x\u202egpj.exe", "../x.lnk", "x.pdf.js", "x.exe\x00"]
)
def test_what_a_system_would_run_is_known(name: str) -> None:
    assert is_runnable(name)


def test_a_long_name_keeps_its_suffix() -> None:
    assert safe_file_name("长" * 300 + ".xlsx").endswith("长.xlsx")
    assert is_runnable("长" * 300 + ".exe")
