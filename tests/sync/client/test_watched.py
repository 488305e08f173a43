"""A watched run tells what has moved and ends where it is asked to, with everything to go on from."""

from sync.client.engine import sync_once
from sync.client.watched import Watch, Watched
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import SmallGateway, SmallHq


def make_pages(zhang: Laptop, hq: SmallHq) -> None:
    """Thirty companies that travel in three pages: a revision is never split."""
    for number in range(30):
        zhang.create("company", name=f"企业{number}")
        if number % 10 == 9:
            zhang.synced()
    hq.page_rows = 10


def test_pages_and_bytes_are_told(zhang: Laptop, li: Laptop, hq: SmallHq) -> None:
    make_pages(zhang, hq)
    watch = Watch()
    report = sync_once(li.store, Watched(li.gateway, watch), li.clock, li.randomness)
    assert report.error is None and watch.pages >= 3
    assert watch.traffic.down == report.traffic.down > 0


def test_a_stopped_run_keeps_what_came_and_the_next_goes_on(zhang: Laptop, li: Laptop, hq: SmallHq) -> None:
    make_pages(zhang, hq)
    watch = Watch()
    way = Watched(li.gateway, watch)
    gateway = li.gateway
    assert isinstance(gateway, SmallGateway)
    gateway.meanwhile = watch.stop
    report = sync_once(li.store, way, li.clock, li.randomness)
    assert report.error_code == "cancelled"
    assert 0 < len(li.store.ids("company")) < 30
    gateway.meanwhile = lambda: None
    li.synced()
    assert len(li.store.ids("company")) == 30


def test_a_new_run_forgets_the_last_wish_to_stop(li: Laptop) -> None:
    watch = Watch()
    watch.stop()
    report = sync_once(li.store, Watched(li.gateway, watch), li.clock, li.randomness)
    assert report.error is None
