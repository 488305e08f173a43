"""Parting with what headquarters no longer has: only what it explains, and across interruptions."""

import random

from app.store import unconfirmed
from sync.client import reconcile
from sync.client.verdicts import Verdicts
from tests.conftest import ExpectedLogs
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import SmallHq

LATE = 1 << 40


def listed(laptop: Laptop, horizon: int = LATE) -> list[str]:
    with laptop.store.replica() as replica:
        return sorted(unconfirmed.remaining(replica.connection, "company", horizon))


def part(laptop: Laptop, horizon: int) -> int:
    with laptop.store.replica() as replica:
        reconcile.note_horizon(replica, horizon)
        return reconcile.part_with_unconfirmed(replica, Verdicts(), laptop.clock, random.Random(1))


def begun(laptop: Laptop) -> None:
    with laptop.store.replica() as replica:
        reconcile.begin(replica)


def confirm(laptop: Laptop, *ids: str) -> None:
    with laptop.store.replica() as replica:
        reconcile.confirm(replica, [("company", id) for id in ids])


def test_the_list_lasts_from_run_to_run_and_begins_anew_when_told(zhang: Laptop, hq: SmallHq) -> None:
    ids = sorted(zhang.create("company", name=name) for name in ("恒力", "盛虹", "亨通"))
    zhang.synced()
    begun(zhang)
    confirm(zhang, ids[0])
    new = zhang.create("company", name="永鼎")
    assert listed(zhang) == ids[1:]
    zhang.synced()  # an ordinary run in between, which sends the new one
    assert listed(zhang) == ids[1:]
    begun(zhang)
    assert listed(zhang) == sorted([*ids, new])


def test_what_nothing_explains_stays(zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs) -> None:
    old = zhang.create("company", name="恒力")
    zhang.synced()
    young = zhang.create("company", name="盛虹")
    zhang.synced()
    unsent = zhang.create("company", name="亨通")
    begun(zhang)

    assert part(zhang, horizon=1) == 1
    expected_logs.take("no longer has 1 records")

    assert zhang.store.get("company", old) is None
    assert zhang.store.get("company", young) is not None
    assert zhang.store.get("company", unsent) is not None
    assert listed(zhang) == []


def test_edits_go_up_behind_the_tombstone(zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs) -> None:
    company = zhang.create("company", name="恒力", city="苏州")
    zhang.synced()
    zhang.update("company", company, city="昆山")
    begun(zhang)
    part(zhang, horizon=LATE)
    expected_logs.take("no longer has 1 records")

    with zhang.store.replica() as replica:
        first, second = replica.outgoing(10, 1 << 20)
        digests = replica.digests()
    assert (first.action, first.base_rev, first.fields["city"]) == ("offer_gone", 1, (None, "苏州"))
    assert (second.action, second.fields["city"]) == ("update", ("苏州", "昆山"))
    assert digests["company"] == (0, 0)
    assert zhang.value("company", company, "city") == "昆山"
    part(zhang, horizon=LATE)  # again: it is on its way already
    with zhang.store.replica() as replica:
        assert replica.counts_waiting() == 2


def test_edits_of_what_has_left_and_is_forgotten_go_back_to_the_person(zhang: Laptop, hq: SmallHq) -> None:
    """There is no tombstone to send before them: they would wait a month for a record that never comes."""
    company = zhang.create("company", name="恒力")
    zhang.synced()
    zhang.update("company", company, city="昆山")
    with zhang.store.replica() as replica:
        replica.leave("company", [company])
        told = Verdicts(compacted={("company", company)})
        reconcile.bury_compacted(replica, told, zhang.clock, random.Random(1))

    (item,) = zhang.store.outbox(state="refused")
    assert (item.operation.action, item.operation.fields["city"]) == ("update", (None, "昆山"))
    assert item.reason is not None and item.reason["key"] == reconcile.FORGOTTEN.key
    assert zhang.store.counts().pending == 0
