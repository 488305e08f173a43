"""Tombstones stay 180 days and until every live laptop has read them; one away for longer loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.model.registry import SCHEMA
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.store.replica import KEEP_ACKED
from sync.client.attachments import sync_files
from sync.client.conflicts import open_conflicts
from sync.hq import audit, digests, directory
from sync.hq.backup import backup, restore
from sync.hq.compaction import DAYS, Compacted, compact
from sync.hq.scopes import EVERYTHING, Principal
from sync.hq.store import read_tenant
from sync.hq.tables import DEVICE, MOVED, OPERATION, RECORD, TENANT
from sync.protocol.messages import Request
from tests.conftest import ExpectedLogs
from tests.fakes.laptops import Laptop
from tests.fakes.offices import AskedGateway, Offices, opened_offices

AWAY = "王五"


@pytest.fixture
def offices(tmp_path: Path, database: str) -> Iterator[Offices]:
    with opened_offices(tmp_path, database) as opened:
        yield opened


@pytest.fixture
def three(offices: Offices) -> tuple[Laptop, Laptop, Laptop]:
    return tuple(offices.laptop(name, "苏州") for name in ("张三", "李四", AWAY))  # type: ignore[return-value]


def pass_days(offices: Offices, days: float, *users: str) -> None:
    """Time passes; these people sync every ninety days and at the end."""
    while days > 0:
        step = min(days, 90.0)
        days -= step
        offices.clock.advance(step * 86_400)
        for laptop in offices.laptops.values():
            laptop.clock.now = offices.clock.now
        for user in users:
            offices.laptops[user].synced()
            offices.clock.advance(120)
            offices.laptops[user].synced()


def compacted(offices: Offices, *, dry_run: bool = False) -> Compacted:
    return compact(offices.store, now=offices.now, dry_run=dry_run)


def ids_at_hq(offices: Offices) -> set[str]:
    with offices.store.read() as connection:
        return set(connection.execute(select(RECORD.c.id).where(RECORD.c.kind == "company")).scalars())


def horizon(offices: Offices) -> int:
    with offices.store.read() as connection:
        return read_tenant(connection, offices.store.tenant).horizon


def agree(offices: Offices) -> None:
    """Everybody holds what headquarters holds, and its kept digests are those of its records."""
    offices.settle()
    with offices.store.write() as connection:
        kept = digests.read(connection, offices.store.tenant, EVERYTHING)
        digests.rebuild(connection, offices.store.tenant)
        assert {kind: one for kind, one in kept.items() if one[0]} == digests.read(
            connection, offices.store.tenant, EVERYTHING
        )
    assert len({laptop.store.content_hash() for laptop in offices.laptops.values()}) == 1


def prepared(offices: Offices, three: tuple[Laptop, Laptop, Laptop]) -> tuple[str, str, str]:
    """Three companies that all hold; the first two are deleted while 王五 is away for 200 days."""
    zhang, li, _ = three
    ids = tuple(zhang.create("company", name=name) for name in ("恒力", "盛虹", "亨通"))
    offices.settle()
    zhang.delete("company", ids[0])
    li.delete("company", ids[1])
    offices.settle("张三", "李四")
    return ids  # type: ignore[return-value]


def test_one_that_was_away_reads_afresh_and_parts_with_what_is_gone(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop], expected_logs: ExpectedLogs
) -> None:
    away = three[2]
    gone, also_gone, live = prepared(offices, three)
    pass_days(offices, 200, "张三", "李四")

    would = compacted(offices, dry_run=True)
    assert (would.records, horizon(offices)) == (2, 0)
    done = compacted(offices)
    assert (done.records, done.operations, done.laptops_behind) == (2, would.operations, 0)
    assert ids_at_hq(offices) == {live}
    assert done.horizon == horizon(offices) > 0
    assert compacted(offices).records == 0

    away.synced()
    expected_logs.take("no longer has 2 records")
    assert away.store.get("company", gone) is None
    assert away.store.get("company", also_gone) is None
    assert away.value("company", live, "name") == "亨通"
    agree(offices)
    assert away.synced().traffic.requests == 1


def test_unsent_edits_of_a_compacted_record_come_back_as_a_card_and_can_restore_it(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop], expected_logs: ExpectedLogs
) -> None:
    zhang, li, away = three
    gone, also_gone, live = prepared(offices, three)
    away.update("company", gone, city="昆山")
    away.update("company", gone, address="前进路一号")
    away.update("company", live, city="吴江")
    li.update("company", live, note="来访两次")
    pass_days(offices, 200, "张三", "李四")
    compacted(offices)

    report = away.synced()

    expected_logs.take("no longer has")
    assert report.waiting == 0
    assert away.store.get("company", also_gone) is None
    assert away.value("company", gone, "city") == "昆山"
    assert [card.card["target_id"] for card in open_conflicts(away.store)] == [gone]
    agree(offices)
    assert zhang.value("company", live, "city") == "吴江"
    assert away.value("company", live, "note") == "来访两次"
    row = zhang.store.get("company", gone)
    assert row is None or row.deleted
    assert compacted(offices).records == 0  # the tombstone is young again

    away.restore("company", gone)
    agree(offices)
    assert zhang.value("company", gone, "name") == "恒力"
    assert zhang.value("company", gone, "address") == "前进路一号"


def test_what_was_deleted_long_ago_can_still_be_restored_from_the_trash(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop]
) -> None:
    zhang = three[0]
    gone, _, _ = prepared(offices, three)
    pass_days(offices, 200, "张三", "李四", AWAY)
    assert compacted(offices).records == 2

    zhang.restore("company", gone)
    assert zhang.synced().waiting == 0
    agree(offices)
    assert three[1].value("company", gone, "name") == "恒力"


def test_a_creation_that_comes_once_more_does_not_make_the_record_anew(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop], expected_logs: ExpectedLogs
) -> None:
    zhang, _, away = three
    mine = away.create("company", name="通鼎")
    with away.store.replica() as replica:
        before = dict(replica._meta)
    away.synced()
    zhang.synced()
    zhang.delete("company", mine)
    zhang.create("company", name="永鼎")
    zhang.synced()
    pass_days(offices, 200, "张三", "李四")
    compacted(offices)
    as_if_unanswered(away, mine, before.get("cursor", ""))

    away.synced()
    expected_logs.take("repaired")
    agree(offices)
    assert mine not in ids_at_hq(offices)
    assert away.store.get("company", mine) is None


def as_if_unanswered(laptop: Laptop, id: str, cursor: str) -> None:
    """The laptop as it would be had the reply to its creation been lost."""
    with laptop.store.replica() as replica:
        replica.unlearn("company", replica.local("company", [id]))
        replica.send_again()
        replica.set("cursor", cursor)


def test_a_laptop_that_has_not_read_it_keeps_the_tombstone_while_it_lives(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop]
) -> None:
    gone, also_gone, _ = prepared(offices, three)
    pass_days(offices, 179, "张三", "李四")
    with offices.store.write() as connection:  # it signs in every now and then, and is cut off each time
        device = principal(three[2]).device_id
        seen = update(DEVICE).where(DEVICE.c.id == device).values(seen_at=offices.now)
        connection.execute(seen)
    pass_days(offices, 30, "张三", "李四")

    kept = compacted(offices)
    assert (kept.records, kept.laptops_behind) == (0, 1)
    assert {gone, also_gone} <= ids_at_hq(offices)

    three[2].synced()  # takes the tombstones
    offices.clock.advance(120)
    three[2].synced()  # and says so
    assert compacted(offices).records == 2
    agree(offices)


def test_a_withdrawn_laptop_keeps_nothing(offices: Offices, three: tuple[Laptop, Laptop, Laptop]) -> None:
    prepared(offices, three)
    pass_days(offices, 181, "张三", "李四")
    with offices.store.write() as connection:
        device = principal(three[2]).device_id
        connection.execute(update(DEVICE).where(DEVICE.c.id == device).values(seen_at=offices.now))
    assert compacted(offices, dry_run=True).records == 0
    with offices.store.write() as connection:
        directory.revoke(connection, offices.store.tenant, device, now=offices.now)
    assert compacted(offices).records == 2


def test_younger_tombstones_and_what_live_records_name_stay(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop]
) -> None:
    zhang = three[0]
    named, young = zhang.create("company", name="恒力"), zhang.create("company", name="盛虹")
    contact = zhang.create("contact", name="王总", company_id=named)
    offices.settle()
    zhang.delete("company", named)
    offices.settle()
    pass_days(offices, 100, "张三", "李四", AWAY)
    zhang.delete("company", young)
    pass_days(offices, 100, "张三", "李四", AWAY)

    assert compacted(offices).records == 0
    zhang.delete("contact", contact)
    zhang.synced()
    pass_days(offices, DAYS + 1, "张三", "李四", AWAY)
    assert compacted(offices).records == 3
    agree(offices)


def test_an_old_edit_that_arrives_late_makes_no_old_tombstone(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop]
) -> None:
    gone = three[0].create("company", name="恒力")
    offices.settle()
    three[2].delete("company", gone)
    pass_days(offices, 170, "张三", "李四")
    three[2].synced()  # what it did 170 days ago
    pass_days(offices, 20, "张三", "李四", AWAY)
    assert compacted(offices).records == 0


def test_moves_go_too_and_a_laptop_that_missed_one_gives_the_record_up(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop], expected_logs: ExpectedLogs
) -> None:
    moved = three[0].create("company", name="恒力")
    offices.settle()
    offices.transfer("company", moved, "深圳")
    offices.settle("张三", "李四")
    pass_days(offices, 200, "张三", "李四")
    done = compacted(offices)
    assert done.moves == 1
    with offices.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(MOVED)).scalar() == 0

    three[2].synced()
    expected_logs.take("no longer has 1 records")
    assert three[2].store.get("company", moved) is None
    assert moved in ids_at_hq(offices)


def test_a_backup_from_before_brings_nothing_back(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop], tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    gone, also_gone, live = prepared(offices, three)
    pass_days(offices, 200, "张三", "李四")
    backup(offices.store, tmp_path / "before.zip", now=offices.now)
    compacted(offices)
    later = three[0].create("company", name="永鼎")
    offices.settle("张三", "李四")

    restore(offices.store, tmp_path / "before.zip", now=offices.now, randomness=offices.randomness)
    agree(offices)
    expected_logs.take("was restored")
    expected_logs.take("go up again")
    assert {id for id in (gone, also_gone, live, later) if three[2].store.get("company", id)} >= {live, later}
    for laptop in three:
        for id in (gone, also_gone):
            row = laptop.store.get("company", id)
            assert row is None or row.deleted
    assert three[1].value("company", later, "name") == "永鼎"
    pass_days(offices, 1, "张三", "李四", AWAY)
    assert compacted(offices).records == 2
    agree(offices)


def test_the_bytes_of_what_is_gone_go_and_come_back_with_it(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop]
) -> None:
    zhang, _, away = three
    company = zhang.create("company", name="恒力")
    offices.settle()
    attach_bytes(Desk(away.store, AWAY), "company", company, iter([b"factory" * 900]), name="厂房.pdf")
    offices.settle()
    assert sync_files(away.store, away.gateway).uploaded == 1
    (photo,) = zhang.store.ids("attachment")
    sha = zhang.value("attachment", photo, "sha256")
    zhang.delete("attachment", photo)
    zhang.synced()
    zhang.create("company", name="永鼎")
    zhang.synced()
    away.update("attachment", photo, name="新厂房.pdf")
    pass_days(offices, 200, "张三", "李四")
    done = compacted(offices)
    assert (done.records, done.files) == (1, 1)
    assert offices.store.blobs.size(sha) is None

    away.synced()
    away.restore("attachment", photo)
    offices.settle()
    assert sync_files(away.store, away.gateway).uploaded == 1
    assert offices.store.blobs.size(sha) == 900 * 7
    assert zhang.value("attachment", photo, "name") == "新厂房.pdf"
    agree(offices)


def test_a_reading_that_began_before_is_begun_again_and_one_since_is_not(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop]
) -> None:
    zhang, _, away = three
    for number in range(12):
        zhang.create("company", name=f"公司{number}", note="说明" * 4000)
        zhang.synced()
    ids = zhang.store.ids("company")
    halfway = away.gateway.exchange(Request(SCHEMA, "", page_bytes=1))
    assert halfway.more
    zhang.delete("company", ids[0])
    zhang.create("company", name="最后一家")
    zhang.synced()
    pass_days(offices, 200, "张三", "李四")
    assert compacted(offices).records == 1

    reply = away.gateway.exchange(Request(SCHEMA, halfway.cursor, page_bytes=1))
    pages = 1
    assert reply.afresh
    while reply.more:
        reply = away.gateway.exchange(Request(SCHEMA, reply.cursor, page_bytes=1))
        assert not reply.afresh
        pages += 1
    assert pages > 3  # their cursors stood below the horizon
    agree(offices)


def test_the_run_is_audited_and_a_sync_of_nothing_stays_small(
    offices: Offices, three: tuple[Laptop, Laptop, Laptop]
) -> None:
    prepared(offices, three)
    pass_days(offices, 200, "张三", "李四", AWAY)
    done = compacted(offices)
    with offices.store.read() as connection:
        assert audit.verify(connection, offices.store.tenant).broken == 0
        reached = list(connection.execute(select(DEVICE.c.reached)).scalars())
        rev = connection.execute(select(TENANT.c.rev)).scalar_one()
        statuses = connection.execute(select(OPERATION.c.action, OPERATION.c.fields)).all()
    assert reached == [rev] * 3
    assert done.operations == 2
    assert sum(row.fields == "{}" for row in statuses) == 2  # creations stay, without values
    traffic = three[0].synced().traffic
    assert (traffic.requests, traffic.up + traffic.down <= 600) == (1, True)


def test_fewer_days_are_refused(offices: Offices) -> None:
    assert KEEP_ACKED.days < DAYS  # laptops push again after a restore what is younger
    with pytest.raises(ValueError, match="30"):
        compact(offices.store, now=offices.now, days=30)


def principal(laptop: Laptop) -> Principal:
    assert isinstance(laptop.gateway, AskedGateway)
    return laptop.gateway.principal
