"""Laptops put back from an image of their disk, and two that run from one."""

import random
import shutil
from pathlib import Path

from app.services.indexing import ChineseIndexing
from app.store import notices
from app.store.store import Store
from sync.client.conflicts import open_conflicts
from tests.conftest import ExpectedLogs
from tests.convergence.test_two_laptops import hq_digest, way
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open
from tests.fakes.stores import KEY


def imaged(laptop: Laptop, to: Path) -> Path:
    """An image of the laptop's disk."""
    laptop.store.copy_to(to)
    return to


def started_from(image: Path, laptop: Laptop, folder: Path) -> Laptop:
    """The laptop after its disk was put back; its side file went back with it."""
    folder.mkdir()
    path = folder / "outpost.db"
    shutil.copy(image, path)
    randomness = random.Random(f"{folder.name}")
    store = Store.open(path, KEY, clock=laptop.clock, randomness=randomness, indexing=ChineseIndexing())
    return Laptop(laptop.name, store, laptop.gateway, laptop.clock, randomness)


def test_a_laptop_put_back_from_an_image_notices_and_loses_nothing(
    opened: Open, headquarters: Headquarters, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    zhang, li = opened("张三"), opened("李四")
    company = zhang.create("company", name="恒力")
    zhang.synced()
    zhang.update("company", company, note="还没有发送")
    image = imaged(zhang, tmp_path / "image.db")
    zhang.update("company", company, city="苏州")
    zhang.update("company", company, city="无锡")
    zhang.synced()
    li.synced()

    back = started_from(image, zhang, tmp_path / "back")
    back.synced()

    expected_logs.take("went back in time")
    (notice,) = back.store.notices()
    assert (notice.code, dict(notice.params)) == (notices.WENT_BACK, {"waiting": 1})
    assert back.value("company", company, "city") == "无锡"
    assert back.value("company", company, "note") == "还没有发送"
    li.synced()
    assert back.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)
    assert back.store.integrity() == []
    back.synced()
    assert back.store.notices() == [notice]  # told once
    back.store.close()


def test_what_it_lost_is_news_to_it_when_it_deletes(
    opened: Open, headquarters: Headquarters, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """The same device made the edit, in a life this store knows nothing of: a person is asked."""
    zhang = opened("张三")
    company = zhang.create("company", name="恒力")
    zhang.synced()
    image = imaged(zhang, tmp_path / "image.db")
    zhang.update("company", company, city="苏州")
    zhang.update("company", company, city="无锡")
    zhang.synced()

    back = started_from(image, zhang, tmp_path / "back")
    back.delete("company", company)
    back.synced()

    expected_logs.take("went back in time")
    assert [card.reason for card in open_conflicts(back.store)] == ["delete"]
    back.store.close()


def test_two_laptops_from_one_image_go_on_both(
    opened: Open, headquarters: Headquarters, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    first = opened("张三")
    company = first.create("company", name="恒力")
    first.synced()
    image = imaged(first, tmp_path / "image.db")
    second = started_from(image, first, tmp_path / "second")
    first.create("company", name="甲一")
    first.create("company", name="甲二")
    first.synced()
    second.create("company", name="乙一")
    second.synced()
    expected_logs.take("generation 1")
    for turn in range(3):
        first.update("company", company, city=f"甲{turn}")
        first.synced()
        second.synced()
        second.update("company", company, note=f"乙{turn}")
        second.synced()
        first.synced()
    assert {request.generation for request in way(first).requests} == {0, 1}
    assert first.store.content_hash() == second.store.content_hash() == hq_digest(headquarters)
    assert len(first.store.ids("company")) == 4
    assert first.store.notices() == [] and len(second.store.notices()) == 1
    second.store.close()
