"""What was loaded for good is not looked through for garbage, and what was garbage before is gone."""

import contextlib
import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import psutil
import pytest

from app import lasting


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    enabled = gc.isenabled()
    yield
    gc.unfreeze()
    (gc.enable if enabled else gc.disable)()


def test_what_is_here_when_the_desktop_starts_is_left_out_until_it_ends() -> None:
    gc.unfreeze()
    with lasting.started():
        assert gc.get_freeze_count() > 1000
        later = Knot()
        gone = weakref.ref(later)
        del later
        gc.collect()
        assert gone() is None  # what came since is collected as ever
    assert gc.get_freeze_count() == 0


def test_what_is_loaded_is_left_out_and_loading_is_not_interrupted() -> None:
    gc.enable()
    before = gc.get_freeze_count()
    with lasting.loading():
        assert not gc.isenabled()
        loaded = [[number] for number in range(5000)]
    assert gc.isenabled() and gc.get_freeze_count() - before > len(loaded)


@pytest.mark.parametrize("fails", [True, False])
def test_where_many_are_made_they_are_looked_through_rarely_until_the_end(fails: bool) -> None:
    usual = gc.get_threshold()
    with contextlib.suppress(OSError), lasting.making_many():
        assert gc.get_threshold() == (lasting.RARELY, *usual[1:])
        if fails:
            raise OSError
    assert gc.get_threshold() == usual


def test_garbage_of_before_goes_first() -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    with lasting.loading():
        assert gone() is None


@pytest.mark.parametrize("collects", [True, False])
def test_collecting_goes_on_as_before_when_loading_fails(collects: bool) -> None:
    (gc.enable if collects else gc.disable)()
    frozen = gc.get_freeze_count()
    with pytest.raises(OSError), lasting.loading():
        raise OSError
    assert gc.isenabled() is collects and gc.get_freeze_count() == frozen


def test_the_dictionaries_of_readings_are_left_out() -> None:
    program = (
        "import gc; from app.services.indexing import ChineseIndexing; before = len(gc.get_objects());"
        "ChineseIndexing().ready(); left = len(gc.get_objects()); print(gc.isenabled(), left < before / 10)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "True"]


def test_blocks_of_two_threads_leave_it_as_it_was() -> None:
    usual = gc.get_threshold()
    one, other = lasting.making_many(), lasting.making_many()
    one.__enter__()
    other.__enter__()
    assert gc.get_threshold()[0] >= lasting.RARELY
    one.__exit__(None, None, None)
    other.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_memory_that_was_freed_goes_back_to_the_system() -> None:
    """What is still there lies behind it: then glibc keeps it; other libraries do so by themselves."""
    made = [bytes(2000) for _ in range(50_000)]
    last = made.pop()
    del made
    before = psutil.Process().memory_info().rss
    lasting.give_back()
    freed = before - psutil.Process().memory_info().rss
    assert freed > 80e6 or sys.platform != "linux"
    assert last
