"""What is loaded on the thread and what on the main one: no type of Qt's may come about on a thread."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.background.loading import Loading, load_ahead

MODULES = {
    "mine/__init__.py": "",
    "mine/top.py": (
        "from typing import TYPE_CHECKING\n"
        "import theirs.plain\n"
        "from theirs import part\n"
        "from mine import low\n"
        "from mine.inner import deep\n"
        "if TYPE_CHECKING:\n    from mine import unseen\n    import theirs.unseen\n"
        "try:\n    import theirs.nowhere\nexcept ImportError:\n    pass\n"
        "def later():\n    import theirs.later, mine.later\n"
    ),
    "mine/low.py": "from PySide6.QtCore import QObject\nclass Low(QObject): ...\n",
    "mine/inner/__init__.py": "",
    "mine/inner/deep.py": "import mine.low\nfrom mine.low import Low\n",
    "mine/unseen.py": "",
    "mine/later.py": "",
    "mine/broken.py": "raise OSError('the disk')\n",
    "theirs/__init__.py": "",
    "theirs/plain.py": "import threading\nON = threading.current_thread().name\n",
    "theirs/part.py": "",
    "theirs/unseen.py": "",
    "theirs/later.py": "",
}


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, text in MODULES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [one for one in sys.modules if one.partition(".")[0] in ("mine", "theirs")]:
        del sys.modules[name]


def loaded() -> set[str]:
    return {one for one in sys.modules if one.partition(".")[0] in ("mine", "theirs")}


def ahead(name: str) -> list[str]:
    """What is left, loaded ahead on a thread."""
    left: list[str] = []
    thread = threading.Thread(target=lambda: left.extend(load_ahead(name)), name="behind")
    thread.start()
    thread.join()
    return left


def test_a_thread_loads_what_is_not_of_the_package_and_runs_none_of_its_modules(modules: None) -> None:
    left = ahead("mine.top")
    assert loaded() == {"theirs", "theirs.plain", "theirs.part"}
    assert sys.modules["theirs.plain"].ON == "behind"
    assert left == ["mine", "mine.low", "mine.inner", "mine.inner.deep", "mine.top"]


def test_the_rest_is_loaded_on_the_main_thread_one_after_the_other(modules: None, qtbot: QtBot) -> None:
    done, parent = list[str](), QObject()
    left = ahead("mine.top")
    Loading(left, lambda: done.append("done"), lambda _error: done.append("failed"), parent)
    assert not done
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["done"] and set(left) <= loaded() and "mine.later" not in loaded()


def test_what_is_loaded_already_is_not_told(modules: None) -> None:
    __import__("mine.low")
    assert ahead("mine.low") == []
    assert "mine.low" not in ahead("mine.top")


def test_a_module_that_does_not_load_is_told(modules: None, qtbot: QtBot) -> None:
    errors, done, parent = list[Exception](), list[bool](), QObject()
    Loading(["mine", "mine.broken", "mine.low"], lambda: done.append(True), errors.append, parent)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "the disk" and not done and "mine.low" not in loaded()


def test_when_the_program_ends_nothing_more_is_loaded(modules: None, qtbot: QtBot) -> None:
    done, parent = list[bool](), QObject()
    one = Loading(["mine.low"], lambda: done.append(True), lambda _error: None, parent)
    one.stop()
    qtbot.wait(20)
    assert not done and "mine.low" not in loaded()
