"""Writing a package, reading its answer, and what is said of files that are none."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client.engine import sync_once
from sync.client.packages import sent_packages
from tests.fakes.carried import Place
from tests.fakes.desktops import Desktop, said_by
from tests.fakes.headquarters import open_headquarters
from tests.fakes.hq_process import utc_now
from ui.context.headquarters import Enrolled
from ui.pages.packages_tab import PackagesTab
from ui.pages.sync_centre import SyncCentre


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    hq = open_headquarters(tmp_path / "carried-hq", clock=utc_now)
    yield Place(tmp_path, hq)
    hq.store.close()


def packages(desktop: Desktop) -> PackagesTab:
    page = desktop.page("sync", "packages")
    assert isinstance(page, SyncCentre)
    part = page.parts["packages"]
    assert isinstance(part, PackagesTab)
    return part


def join(desktop: Desktop, place: Place) -> None:
    """Enrol the desktop's store and let it meet headquarters once."""
    store = desktop.desk.store
    gateway = place.join(store, "陈立")
    assert sync_once(store, gateway, utc_now, random.Random(1)).error is None
    desktop.window.monitor.enrolled = Enrolled("http://127.0.0.1:1", "陈立", "驻沪招商分局", "d")


def toasts(desktop: Desktop) -> str:
    return " ".join(text for _, text in said_by(desktop.window))


def test_a_package_goes_out_and_its_answer_comes_in(desktop: Desktop, place: Place, tmp_path: Path) -> None:
    join(desktop, place)
    store = desktop.desk.store
    tab = packages(desktop)
    assert tab.write_button.isEnabled()
    with store.write(actor="陈立", label="create") as work:
        work.create("company", {"name": "离线的恒力"})
    waiting = store.counts().pending
    assert waiting
    tab.write(tmp_path / "去.outpost-package")
    desktop.until(lambda: bool(sent_packages(store)))
    desktop.until(lambda: "等待总部的回执" in [str(row["answer"]) for row in tab.shown])
    answer = tmp_path / "回.outpost-package"
    answer.write_bytes(place.answer((tmp_path / "去.outpost-package").read_bytes()))
    tab.read(answer)
    desktop.until(lambda: store.counts().pending == 0)
    desktop.until(lambda: f"送达 {waiting} 项" in toasts(desktop))


def test_a_file_that_is_none_is_said_plainly(desktop: Desktop, place: Place, tmp_path: Path) -> None:
    join(desktop, place)
    before = desktop.desk.store.content_hash()
    wrong = tmp_path / "台账.outpost-package"
    wrong.write_bytes(b"not a package")
    packages(desktop).read(wrong)
    desktop.until(lambda: "不是完整的数据包" in toasts(desktop))
    assert desktop.desk.store.content_hash() == before


def test_working_alone_there_is_nobody_to_write_to(desktop: Desktop) -> None:
    tab = packages(desktop)
    assert not tab.write_button.isEnabled() and not tab.read_button.isEnabled()
