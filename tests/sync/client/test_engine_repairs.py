"""The run when the two ends differ: newer versions, drift, restored backups, moved scopes."""

from datetime import timedelta

from sync.client.conflicts import HQ, open_conflicts, take
from sync.protocol.messages import Reply, Request
from tests.conftest import ExpectedLogs
from tests.fakes.laptops import Laptop, Open
from tests.fakes.small_hq import SmallHq, way


def test_unknown_fields_and_kinds_are_carried(zhang: Laptop, hq: SmallHq) -> None:
    zhang.synced()
    company = "0190aaaa-0000-7000-8000-000000000001"
    hq.put("company", company, {"name": "恒力"})
    hq.put("satellite", "0190aaaa-0000-7000-8000-000000000002", {"colour": "红"})
    gateway = way(zhang)
    original = hq.exchange

    def with_news(device: str, request: Request) -> Reply:
        reply = original(device, request)
        for part in reply.kinds:
            if part.kind == "company":
                part.rows[0].append("甲级")
        kinds = tuple(
            type(part)(part.kind, (*part.fields, "grade"), part.rows) if part.kind == "company" else part
            for part in reply.kinds
        )
        return Reply(reply.cursor, reply.verdicts, kinds, hello=reply.hello)

    gateway.hq = SmallHq()
    gateway.hq.exchange = with_news  # type: ignore[method-assign]
    report = zhang.synced()

    assert report.tally.parked == 1
    with zhang.store.replica() as replica:
        assert replica.local("company", [company])[company].doc["grade"] == "甲级"


def test_a_difference_is_repaired_by_reading_everything_once(
    zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    held = hq.records["company", company]
    changed = {**held.doc, "city": "苏州"}
    hq.records["company", company] = type(held)(changed, rev=held.rev)  # changed without a new revision

    report = zhang.synced()

    expected_logs.take("reading everything again")
    assert report.traffic.requests == 3  # a headquarters that repairs nothing was asked to first
    assert zhang.value("company", company, "city") == "苏州"


def test_a_difference_that_stays_is_reported_and_not_chased_all_day(
    zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    zhang.create("company", name="恒力")
    hq.wrong_check = "0123456789abcdef"

    assert zhang.sync().error_code == "digest_mismatch"
    again = zhang.sync()
    assert (again.error_code, again.traffic.requests) == ("digest_mismatch", 1)
    zhang.clock.now += timedelta(days=1)
    assert zhang.sync().traffic.requests == 4  # repairs, everything read again, repairs
    hq.wrong_check = ""
    assert zhang.sync().error is None
    expected_logs.take("reading everything again")


def test_headquarters_restored_from_a_backup_gets_back_what_it_lost(
    zhang: Laptop, li: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    kept = zhang.create("company", name="恒力")
    zhang.synced()
    backup = dict(hq.records), dict(hq.seen), hq.rev
    lost = zhang.create("company", name="盛虹")
    zhang.update("company", kept, city="苏州")
    zhang.synced()
    hq.records, hq.seen, hq.rev = dict(backup[0]), dict(backup[1]), backup[2]
    hq.epoch = "e2"

    zhang.synced()
    li.synced()

    expected_logs.take("restored")
    assert hq.records["company", lost].doc["name"] == "盛虹"
    assert li.value("company", kept, "city") == "苏州"
    assert zhang.store.content_hash() == li.store.content_hash()
    assert zhang.store.integrity() == []


def test_what_was_taken_before_a_restore_in_the_middle_of_a_run_goes_up_again(
    zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    """Headquarters said that it had it, and was restored before its row came; the next row is another's."""
    hq.page_rows = 1
    kept = zhang.create("company", name="恒力")
    zhang.synced()
    hq.put("company", "0190aaaa-0000-7000-8000-000000000001", {"name": "盛虹"})
    hq.put("company", "0190aaaa-0000-7000-8000-000000000002", {"name": "东方盛虹"})
    backup = dict(hq.records), dict(hq.seen), hq.rev
    zhang.update("company", kept, city="苏州")
    gateway = way(zhang)
    gateway.fault = lambda request: "lost"
    assert zhang.sync().error_code == "offline"
    gateway.fault = lambda request: ""

    def restore() -> None:
        gateway.meanwhile = lambda: None
        hq.records, hq.seen, hq.rev, hq.epoch = dict(backup[0]), dict(backup[1]), backup[2] + 1000, "e2"
        hq.put("company", kept, {**hq.records["company", kept].doc, "note": "化纤"})

    gateway.meanwhile = restore
    zhang.synced()

    expected_logs.take("restored")
    doc = hq.records["company", kept].doc
    assert (doc.get("city"), doc["note"]) == ("苏州", "化纤")


def test_cards_that_a_restored_headquarters_lost_do_not_stay_behind(
    zhang: Laptop, li: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    backup = dict(hq.records), dict(hq.seen), hq.rev
    zhang.update("company", company, name="恒力石化")
    li.update("company", company, name="恒力集团")
    for laptop in (zhang, li, zhang):
        laptop.synced()
    lost = open_conflicts(zhang.store)[0].id
    take(zhang.store, lost, HQ, "zhang")
    zhang.synced()

    hq.records, hq.seen, hq.rev, hq.epoch = backup[0], backup[1], backup[2] + 1000, "e2"
    for laptop in (zhang, li, zhang, li):
        laptop.synced()

    expected_logs.take("restored")
    assert zhang.store.counts().pending == 0
    assert [item.operation.kind for item in zhang.store.outbox(state="refused")] == ["conflict"]
    assert all(laptop.store.get("conflict", lost) is None for laptop in (zhang, li))
    assert [len(open_conflicts(laptop.store)) for laptop in (zhang, li)] == [1, 1]  # the clash came again
    assert zhang.store.content_hash() == li.store.content_hash()


def test_a_record_that_left_the_scope_is_withdrawn_and_not_deleted(
    zhang: Laptop, li: Laptop, hq: SmallHq
) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    hq.left.add(("company", company))
    hq.put("company", company, hq.records["company", company].doc)

    li.synced()

    assert li.store.get("company", company) is None
    assert li.store.integrity() == []


def test_a_reply_that_another_process_overtook_is_dropped(zhang: Laptop, opened: Open, hq: SmallHq) -> None:
    company = zhang.create("company", name="恒力")
    nested = [True]

    def other_process() -> None:
        if nested:
            nested.clear()
            zhang.synced()
            zhang.update("company", company, city="苏州")
            zhang.synced()

    way(zhang).meanwhile = other_process
    zhang.synced()

    assert zhang.value("company", company, "city") == "苏州"
    assert hq.records["company", company].doc["city"] == "苏州"
    assert len(hq.log) == 2
    assert zhang.store.integrity() == []


def test_a_corrected_refusal_does_not_come_back_on_the_screen(zhang: Laptop, li: Laptop) -> None:
    lead = zhang.create("project", name="二期", stage="lead", tags=["外资"])
    zhang.synced()
    zhang.update("project", lead, stage="no such stage", tags=["外资", "重点"])
    assert zhang.synced().tally.refused == 1
    assert zhang.value("project", lead, "stage") == "no such stage"  # until it is corrected

    zhang.update("project", lead, stage="signed")
    zhang.synced()
    li.synced()
    li.update("project", lead, place="苏州")
    li.synced()
    zhang.synced()

    assert (zhang.value("project", lead, "stage"), li.value("project", lead, "stage")) == ("signed", "signed")
    assert zhang.value("project", lead, "place") == "苏州"
    assert zhang.value("project", lead, "tags") == ["外资", "重点"]  # refused, not corrected: still shown
    assert zhang.store.counts().refused == 1
