"""How the last runs went, as headquarters is told it."""

from sync.client.errors import Timeout
from sync.client.report import Trouble, recent_trouble
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import way


def test_failures_are_counted_since_the_last_run_that_went_through(zhang: Laptop) -> None:
    assert recent_trouble(zhang.store) == Trouble()
    zhang.synced()

    def broken(request: object) -> str:
        raise way(zhang).lost()

    way(zhang).fault = broken
    assert zhang.sync().error_code == "offline"
    way(zhang).lost = Timeout
    zhang.sync()
    found = recent_trouble(zhang.store)
    assert found.failures == 2 and found.code == "timeout"


def test_headquarters_is_told_once_and_then_no_more(zhang: Laptop) -> None:
    def broken(request: object) -> str:
        raise way(zhang).lost()

    way(zhang).fault = broken
    zhang.sync()
    way(zhang).fault = lambda request: ""
    zhang.synced()
    assert (way(zhang).requests[-1].failures, way(zhang).requests[-1].trouble) == (1, "offline")
    zhang.synced()
    assert way(zhang).requests[-1].failures == 0
