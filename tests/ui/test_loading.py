"""What the desktop loads to be there: nothing that only a few of its verbs need, and keeps for hours."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.data import large_store
from tests.bench.desktop import start, told

RARELY_NEEDED = (
    "PIL",
    "PySide6.QtPrintSupport",
    "app.reports.brief",
    "app.services.ledger.reading",
    "asyncio.events",
    "docx",
    "email.message",
    "html",
    "http.client",
    "lxml",
    "multiprocessing",
    "openpyxl",
    "phonenumbers",
    "psutil",
    "python_calamine",
    "rapidfuzz",
    "sqlalchemy.orm",
    "ssl",
    "ui.dialogs.record_dialog",
    "ui.pages.detail_page",
    "ui.pages.group_page",
    "ui.pages.list_page",
    "xlsxwriter",
)


def test_the_desktop_does_not_load_what_only_some_ask_for() -> None:
    code = (
        "from app.later import load_later; load_later();"
        "import sys, json, ui.desktop, ui.pages.today_page; from app.rules.phones import display_phone;"
        "display_phone('+8613800138000');"
        f"print(json.dumps([name for name in {RARELY_NEEDED!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_no_type_of_qt_comes_about_on_a_thread(tmp_path: Path) -> None:
    large_store(tmp_path, contacts=5, projects=5).close()
    told(start("first", tmp_path))
    seen = told(start("pages", tmp_path, "tests.ui.watched_desktop"))
    assert seen["elsewhere"] == [] and seen["pages"] > 10
