"""Modules that are loaded when somebody first asks them for something."""

import subprocess
import sys

BEGIN = "import sys; from app.later import load_later; load_later();"


def _said(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_what_libraries_import_for_others_stays_unloaded() -> None:
    code = (
        "import sqlalchemy.dialects.sqlite.pysqlcipher, keyring.core;"
        "print([name for name in ('ssl', 'asyncio.events', 'http.client') if name in sys.modules])"
    )
    assert _said(code) == "[]"


def test_whoever_asks_gets_the_module_itself() -> None:
    code = (
        "import asyncio, urllib.request, sqlalchemy.util.concurrency as used;"
        "unasked = 'asyncio.events' not in sys.modules;"
        "from asyncio import CancelledError; import asyncio.subprocess as child;"
        "found = [asyncio.CancelledError is CancelledError, used.iscoroutine(asyncio.sleep(0)) is True,"
        " used.is_exit_exception(CancelledError()), callable(child.create_subprocess_exec),"
        " issubclass(urllib.request.Request, object), sys.modules['asyncio'].sleep is asyncio.sleep];"
        "print(unasked, set(found))"
    )
    assert _said("import warnings; warnings.simplefilter('ignore');" + code) == "True {True}"


def test_threads_that_ask_at_once_get_the_same_one() -> None:
    code = (
        "import zipfile; from concurrent.futures import ThreadPoolExecutor as Pool;"
        "found = [*Pool(8).map(lambda _: zipfile.ZipFile, range(64))];"
        "print(len(set(found)), found[0] is sys.modules['zipfile'].ZipFile)"
    )
    assert _said(code) == "1 True"
