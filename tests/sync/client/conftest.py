"""Two laptops and a small headquarters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.laptops import Laptop, Open, open_laptop
from tests.fakes.small_hq import SmallGateway, SmallHq


@pytest.fixture
def hq() -> SmallHq:
    return SmallHq()


@pytest.fixture
def opened(tmp_path: Path, hq: SmallHq) -> Iterator[Open]:
    """Opens a laptop by its user's name."""
    laptops: list[Laptop] = []

    def open_one(name: str) -> Laptop:
        laptops.append(open_laptop(tmp_path, name, SmallGateway(hq, name)))
        return laptops[-1]

    yield open_one
    for laptop in laptops:
        laptop.store.close()


@pytest.fixture
def zhang(opened: Open) -> Laptop:
    return opened("zhang")


@pytest.fixture
def li(opened: Open) -> Laptop:
    return opened("li")
