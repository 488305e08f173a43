"""What the desktop loads to be there: nothing that only a few of its verbs need, and keeps for hours."""

import json
import subprocess
import sys

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
