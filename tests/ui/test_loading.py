"""What the desktop loads to be there: nothing that only a few of its verbs need, and keeps for hours."""

import json
import subprocess
import sys

RARELY_NEEDED = (
    "PIL",
    "docx",
    "lxml",
    "openpyxl",
    "phonenumbers",
    "python_calamine",
    "rapidfuzz",
    "sqlalchemy.orm",
    "xlsxwriter",
)


def test_the_desktop_does_not_load_what_writes_and_reads_files() -> None:
    code = (
        "import sys, json, ui.desktop, ui.pages.today_page;"
        f"print(json.dumps([name for name in {RARELY_NEEDED!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
