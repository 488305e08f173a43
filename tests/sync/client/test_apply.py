"""The brake against mass deletion, and pages larger than one transaction (trust.md R16)."""

import pytest

from sync.client import errors
from sync.client.apply import land_exact, land_rows
from sync.client.page import PageRow
from sync.client.verdicts import Taken, Verdicts
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import SmallHq, way


@pytest.fixture
def filled(zhang: Laptop, hq: SmallHq) -> Laptop:
    """A laptop with 200 companies, one revision each."""
    for number in range(200):
        hq.put("company", f"0190aaaa-0000-7000-8000-{number:012x}", {"name": f"公司{number}"})
    zhang.synced()
    return zhang


def delete_at_hq(hq: SmallHq, count: int) -> None:
    for (kind, id), held in [one for one in hq.records.items() if not one[1].deleted][:count]:
        hq.put(kind, id, held.doc, deleted=True)


@pytest.mark.parametrize("count", [60, 61, 200])
def test_too_many_deletions_stop_the_page_and_are_confirmed_by_hand(
    filled: Laptop, hq: SmallHq, count: int
) -> None:
    delete_at_hq(hq, count)

    report = filled.sync()

    assert isinstance(report.error, errors.DeletionBrake)
    assert report.error.params == {"kind": "company", "count": count, "total": 200}
    assert len(filled.store.ids("company")) == 200
    assert filled.sync(allow_deletions=True).error is None
    assert len(filled.store.ids("company")) == 200 - count


@pytest.mark.parametrize("count", [1, 49, 59])
def test_fewer_deletions_pass(filled: Laptop, hq: SmallHq, count: int) -> None:
    delete_at_hq(hq, count)

    assert filled.synced().tally.received == count
    assert len(filled.store.ids("company")) == 200 - count


def test_many_small_pages_add_up(filled: Laptop, hq: SmallHq) -> None:
    hq.page_rows = 10
    delete_at_hq(hq, 100)

    assert filled.sync().error_code == "deletion_brake"
    assert len(filled.store.ids("company")) >= 140


def test_small_kinds_may_lose_most_of_their_records(zhang: Laptop, hq: SmallHq) -> None:
    for number in range(49):
        hq.put("company", f"0190aaaa-0000-7000-8000-{number:012x}", {"name": f"公司{number}"})
    zhang.synced()
    delete_at_hq(hq, 49)

    assert zhang.synced().tally.received == 49


def test_the_outbox_goes_up_although_the_page_was_stopped(filled: Laptop, hq: SmallHq) -> None:
    delete_at_hq(hq, 100)
    company = filled.create("company", name="恒力")

    assert filled.sync().error_code == "deletion_brake"

    assert ("company", company) in hq.records
    assert filled.value("company", company, "name") == "恒力"


def test_what_the_person_deleted_here_does_not_pull_the_brake(filled: Laptop, hq: SmallHq) -> None:
    with filled.store.write(actor="zhang", label="delete") as work:
        for id in filled.store.ids("company")[:150]:
            work.delete("company", id)
    way(filled).fault = lambda request: "lost"
    assert filled.sync().error_code == "offline"
    way(filled).fault = lambda request: ""  # now the deleted rows come down

    assert filled.synced().tally.received == 150
    assert len(filled.store.ids("company")) == 50


def test_a_row_older_than_what_is_held_is_a_leftover_unless_everything_is_read_afresh(
    filled: Laptop,
) -> None:
    company = filled.store.ids("company")[0]
    with filled.store.replica() as replica:
        held = replica.local("company", [company])[company]
        old = PageRow("company", company, held.rev - 1, False, False, 0, "", {"name": "旧名"})
        assert land_rows(replica, [old], Verdicts(), afresh=False) == 0
    assert filled.value("company", company, "name") != "旧名"
    with filled.store.replica() as replica:
        assert land_rows(replica, [old], Verdicts(), afresh=True) == 1
    assert filled.value("company", company, "name") == "旧名"


def test_what_headquarters_version_contains_already_is_not_laid_on_it_again(
    filled: Laptop, hq: SmallHq
) -> None:
    """A doubled operation, older than the version held: somebody has changed its field since."""
    company = filled.store.ids("company")[0]
    filled.update("company", company, city="苏州")
    captured = filled.store.outbox()[0].operation
    filled.synced()
    hq.put("company", company, {"name": "恒力", "city": "吴江"})
    filled.synced()
    verdicts = Verdicts(exact={("company", company): [Taken(captured, 1)]})
    with filled.store.replica() as replica:
        land_exact(replica, verdicts, afresh=False)
        local = replica.local("company", [company])[company]

    assert local.hq_doc["city"] == "吴江"
    assert filled.store.integrity() == []


def test_a_page_beyond_one_transaction_arrives_whole(zhang: Laptop, li: Laptop, hq: SmallHq) -> None:
    hq.page_rows = 5000
    with zhang.store.write(actor="zhang", label="import") as work:
        for number in range(1203):
            work.create("company", {"name": f"公司{number}"})
    zhang.synced()

    report = li.synced()

    assert (report.traffic.requests, report.tally.received) == (1, 1203)
    assert li.store.content_hash() == zhang.store.content_hash()
    assert len(way(li).requests) == 1
