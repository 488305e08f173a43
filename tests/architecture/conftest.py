"""The syntax trees of the whole repository stay for these tests, and go with them."""

import gc
from collections.abc import Iterator

import pytest

from tests.architecture.source_tree import HERE, forget


@pytest.fixture(scope="module", autouse=True)
def _undisturbed() -> Iterator[None]:
    """Nothing of the trees is garbage while they are read, and looking for it takes longer than reading."""
    gc.disable()
    yield
    gc.enable()


def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """After the last of these tests the trees go."""
    if nextitem is None or not nextitem.path.is_relative_to(HERE):
        forget()
