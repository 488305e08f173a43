"""Names of files that came from somebody else's computer, made safe for this one (trust.md S12)."""

import re
import unicodedata

LONGEST = 120  # bytes of UTF-8; folders above it and a program's own suffixes need room too

# What a system runs instead of showing: Windows, macOS, Linux, and what office programs run as macros.
RUNNABLE = frozenset(
    [
        "exe",
        "com",
        "bat",
        "cmd",
        "scr",
        "pif",
        "cpl",
        "msi",
        "msp",
        "mst",
        "msix",
        "appx",
        "appref-ms",
        "application",
        "gadget",
        "js",
        "jse",
        "vbs",
        "vbe",
        "wsf",
        "wsh",
        "wsc",
        "hta",
        "ps1",
        "psm1",
        "psd1",
        "ps1xml",
        "reg",
        "inf",
        "lnk",
        "url",
        "scf",
        "library-ms",
        "search-ms",
        "settingcontent-ms",
        "jar",
        "jnlp",
        "py",
        "pyw",
        "pyc",
        "rb",
        "pl",
        "sh",
        "bash",
        "csh",
        "ksh",
        "command",
        "tool",
        "action",
        "workflow",
        "app",
        "dmg",
        "pkg",
        "desktop",
        "run",
        "appimage",
        "deb",
        "rpm",
        "chm",
        "hlp",
        "iso",
        "img",
        "vhd",
        "vhdx",
        "diagcab",
        "xll",
        "xlam",
        "docm",
        "dotm",
        "xlsm",
        "xltm",
        "pptm",
        "potm",
        "ppam",
        "sldm",
    ]
)
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"/\\|?*]')


def safe_file_name(name: str) -> str:
    """One plain name: no folders, no device of Windows, no hidden or turning characters; never empty."""
    shown = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    last = _UNSAFE.sub("_", re.split(r"[/\\]", shown)[-1])
    plain = " ".join(last.split()).strip(". ").lstrip("-~$ ")
    if not plain:
        return "file"
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _shortened(plain)


def is_runnable(name: str) -> bool:
    """Whether a system would run a file of this name, not show it."""
    return safe_file_name(name).rpartition(".")[2].lower() in RUNNABLE


def _shortened(name: str) -> str:
    """At most ``LONGEST`` bytes; the suffix, by which programs know the file, stays."""
    if len(name.encode()) <= LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > 12:
        stem, dot, suffix = name, "", ""
    room = LONGEST - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + dot + suffix
