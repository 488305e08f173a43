"""An operation on a record that headquarters never gets waits, says why, and comes back in the end."""

from datetime import timedelta

from tests.conftest import ExpectedLogs
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import SmallHq


def test_what_waits_says_why_and_comes_back_after_a_month(
    zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    company = zhang.create("company", name="恒力")
    other = zhang.create("company", name="盛虹")
    zhang.synced()
    del hq.records["company", company]
    zhang.update("company", company, city="苏州")

    assert zhang.sync().tally.refused == 0
    (item,) = zhang.store.outbox()
    assert item.reason is not None and item.reason["key"] == "hq.later.unknown_record"
    zhang.clock.now += timedelta(days=29)
    assert zhang.sync().tally.refused == 0
    zhang.clock.now += timedelta(days=1)
    assert zhang.sync().tally.refused == 1

    assert zhang.store.counts().pending == 0
    (refused,) = zhang.store.outbox(state="refused")
    assert refused.reason is not None and refused.reason["key"] == "sync.refused.never_created"
    assert zhang.value("company", company, "city") == "苏州"  # kept on the screen until it is settled
    zhang.update("company", other, city="无锡")
    assert zhang.sync().tally.sent == 1
    expected_logs.take("reading everything again")


def test_one_whose_creation_comes_in_time_is_taken(
    zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    held = hq.records.pop(("company", company))
    zhang.update("company", company, city="苏州")
    zhang.sync()
    hq.records["company", company] = held
    zhang.clock.now += timedelta(days=40)
    zhang.sync()
    assert zhang.store.counts().refused == 0 and zhang.store.counts().pending == 0
    assert hq.records["company", company].doc["city"] == "苏州"
    expected_logs.take("reading everything again")
