"""What every test gets: Qt without a screen, repeatable hypothesis runs, and no warning unnoticed.

What a test should cost: a store comes from ``tests.fakes.stores`` (``new_store``, ``founded``), a laptop from
``tests.fakes.laptops``, a headquarters from ``tests.fakes.founding`` or what is built on it. They copy a file
that all migrations were run on once in the process: some ms, where ``Store.create`` takes 60. A profile of
the command line's is copied likewise (``tests/ui/cli``). A process (``tests.fakes.shell.Shell``) costs half a
second and more, so it is for what only a process shows; it opens its profile by a keyring unless the test is
about passphrases, because guessing one is made slow on purpose (in the process of the tests it is not).
Showing every scene of the window takes ten seconds: look at everything in one walk.
"""

import gc
import logging
import os
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from app import keyslot
from tests.fakes.compiled import keep_compiled

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Whatever this machine's habit: each process that a test starts would compile the whole product anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A laptop in UTC and one in Shanghai must give the same test result; a test about zones sets its own.
os.environ.setdefault("TZ", "Asia/Shanghai")
if hasattr(time, "tzset"):  # not on Windows
    time.tzset()

# "ci" tries the same examples every time, so a red run can be repeated; HYPOTHESIS_PROFILE=search
# looks for new ones.
_QUIET = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, max_examples=50, suppress_health_check=_QUIET
)
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


# A guess at a passphrase is made to take most of a second and 256 MiB; a slot says itself what it takes.
# What the product asks stays in force in processes that tests start, and in ``tests/app/test_keyslot.py``.
DEAR_GUESS_KIB = keyslot.MEMORY_KIB
keyslot.MEMORY_KIB = 1024
keep_compiled()

# Each takes a core ten seconds or more; begun last, one would go on alone while the other cores are idle.
_LONG = (
    *(
        "tests/sim/*.py",
        "tests/faults/*.py",
        "tests/journeys/*.py",
        "tests/acceptance/*.py",
        "tests/year/*.py",
    ),
    *("tests/bench/*.py", "tests/ui/test_*.py", "tests/convergence/test_over_http.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, the rest as they were."""
    order = {path: not any(path.match(one) for one in _LONG) for path in {item.path for item in items}}
    items.sort(key=lambda item: order[item.path])


@pytest.fixture(scope="module", autouse=True)
def _lasting() -> None:
    """What is imported and collected stays: looking through it for garbage took a tenth of the whole run.

    Once is not enough: a desktop started within the process thaws everything when it ends.
    """
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()


class ExpectedLogs:
    """The WARNING-or-worse records of one test. ``take`` the ones it means to cause; the others fail it."""

    def __init__(self) -> None:
        self.records: list[logging.LogRecord] = []

    def take(self, text: str, *, level: int = logging.WARNING) -> list[logging.LogRecord]:
        """Consume and return the records (at least one) of at least ``level`` saying ``text``."""
        taken = [r for r in self.records if r.levelno >= level and text in r.getMessage()]
        assert taken, f"no log record of level {level} says {text!r}; there are {self.described()}"
        self.records = [r for r in self.records if r not in taken]
        return taken

    def let_be(self, text: str) -> None:
        """Consume the records saying ``text``, if there are any: whether they come is chance."""
        self.records = [r for r in self.records if text not in r.getMessage()]

    def described(self) -> list[str]:
        return [f"{r.levelname} {r.name}: {r.getMessage()}" for r in self.records]


class _Collector(logging.Handler):
    def __init__(self, logs: ExpectedLogs) -> None:
        super().__init__(logging.WARNING)
        self._logs = logs

    def emit(self, record: logging.LogRecord) -> None:
        self._logs.records.append(record)


@pytest.fixture(autouse=True)
def expected_logs() -> Iterator[ExpectedLogs]:
    """Fails the test that logs a warning or worse, unless it says ``expected_logs.take("its text")``."""
    logs = ExpectedLogs()
    collector = _Collector(logs)
    root = logging.getLogger()
    root.addHandler(collector)
    yield logs
    root.removeHandler(collector)
    assert not logs.records, f"unexpected log records: {logs.described()}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Empty the clipboard: without a screen, Qt destroys what Python put there when Python is gone."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
