"""Syncing by files: a laptop without a network and a real headquarters."""

import base64
import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client.errors import NoPackageKey, NotEnrolled, PackageOvertaken
from sync.client.packages import read_package, sent_packages, write_package
from sync.client.report import SyncReport
from sync.hq import directory
from sync.hq import packages as hq_packages
from sync.hq.errors import DeviceRevoked, UnknownDevice
from sync.hq.exchange import renew_epoch
from sync.hq.packages import answer_package
from sync.protocol.envelope import MAGIC, NotAPackage, NotForHere, header_of
from sync.protocol.limits import REVISION_OPS
from tests.conftest import ExpectedLogs
from tests.fakes.carried import Place
from tests.fakes.headquarters import open_headquarters
from tests.fakes.laptops import Laptop, open_laptop


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    hq = open_headquarters(tmp_path / "hq")
    yield Place(tmp_path, hq)
    hq.store.close()


def written(laptop: Laptop) -> bytes:
    return write_package(laptop.store, laptop.clock, laptop.randomness)[0]


def read(laptop: Laptop, data: bytes) -> SyncReport:
    return read_package(laptop.store, data, laptop.clock, laptop.randomness)


def test_files_carry_a_whole_sync_both_ways(place: Place) -> None:
    a, b = place.laptop("张三"), place.laptop("李四")
    a.synced()
    b.synced()
    theirs = b.create("company", name="华能")
    b.synced()
    ours = a.create("company", name="恒力")
    a.update("company", ours, city="苏州")
    report = read(a, place.answer(written(a)))
    assert report.error is None
    assert (report.tally.sent, report.waiting, report.traffic.requests) == (2, 0, 0)
    assert a.value("company", theirs, "name") == "华能"
    b.synced()
    assert b.value("company", ours, "city") == "苏州"
    assert a.store.content_hash() == b.store.content_hash()
    assert a.store.counts().pending == 0


def test_many_operations_and_pages_fit_one_file(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hq_packages, "PAGE_BYTES", 16 * 1024)
    a, b = place.laptop("张三"), place.laptop("李四")
    a.synced()
    b.synced()
    for number in range(300):
        b.create("company", name=f"青岛第{number}公司", note="详" * 200)
    b.synced()
    with a.store.write(actor="张三", label="many") as work:
        for number in range(REVISION_OPS + 20):
            work.create("company", {"name": f"苏州第{number}公司"})
    report = read(a, place.answer(written(a)))
    assert report.error is None and report.waiting == 0
    assert report.tally.sent == REVISION_OPS + 20
    b.synced()
    assert a.store.content_hash() == b.store.content_hash()


def test_an_answer_that_is_too_large_goes_on_with_the_next_file(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hq_packages, "PAGE_BYTES", 1)
    monkeypatch.setattr(hq_packages, "MOST_BYTES", 20_000)
    a, b = place.laptop("张三"), place.laptop("李四")
    a.synced()
    b.synced()
    for number in range(600):
        b.create("company", name=f"青岛第{number}公司", note=f"{number}" + "详" * 300)
    b.synced()
    counts = []
    for _ in range(40):
        assert read(a, place.answer(written(a))).error is None
        counts.append(len(a.store.ids("company")))
        if counts[-1] == 600:
            break
    assert counts[0] < counts[-1] == 600
    assert a.store.content_hash() == b.store.content_hash()


def test_what_was_saved_after_the_file_was_written_waits_for_the_next(place: Place) -> None:
    a = place.laptop("张三")
    a.synced()
    firm = a.create("company", name="恒力")
    data = written(a)
    a.update("company", firm, city="苏州")
    later = a.create("company", name="华能")
    report = read(a, place.answer(data))
    assert (report.tally.sent, report.waiting) == (1, 2)
    assert a.value("company", firm, "city") == "苏州"
    assert read(a, place.answer(written(a))).waiting == 0
    assert a.value("company", later, "name") == "华能"


def test_a_file_may_come_twice_and_its_answer_too(place: Place) -> None:
    a = place.laptop("张三")
    a.synced()
    a.create("company", name="恒力")
    data = written(a)
    first, second = place.answer(data), place.answer(data)
    assert place.operations() == 1
    assert read(a, second).error is None
    before = a.store.content_hash()
    with contextlib.suppress(PackageOvertaken):
        read(a, first)
    assert (a.store.content_hash(), a.store.counts().pending, place.operations()) == (before, 0, 1)


def test_a_network_in_between_overtakes_the_file(place: Place) -> None:
    a, b = place.laptop("张三"), place.laptop("李四")
    a.synced()
    firm = a.create("company", name="恒力")
    answer = place.answer(written(a))
    b.synced()
    b.create("company", name="华能")
    b.synced()
    a.synced()
    with pytest.raises(PackageOvertaken):
        read(a, answer)
    assert place.operations() == 2
    assert a.value("company", firm, "name") == "恒力"


def test_a_conflict_travels_by_file_too(place: Place) -> None:
    a, b = place.laptop("张三"), place.laptop("李四")
    firm = a.create("company", name="恒力")
    a.synced()
    b.synced()
    b.update("company", firm, name="恒力重工")
    b.synced()
    a.update("company", firm, name="恒力化纤")
    report = read(a, place.answer(written(a)))
    assert report.tally.conflicts == 1
    assert a.value("company", firm, "name") == "恒力重工"
    assert len(a.store.ids("conflict")) == 1


def test_a_refused_operation_comes_back_with_its_reason(place: Place) -> None:
    a = place.laptop("张三")
    a.synced()
    a.create("company", name="恒力")
    with a.store.replica() as replica:
        replica._connection.exec_driver_sql(
            "UPDATE outbox SET fields = json_set(fields, '$.credit_code', json('[null, \"不对\"]'))"
        )
    report = read(a, place.answer(written(a)))
    assert (report.tally.refused, report.waiting, place.operations()) == (1, 0, 1)


def test_only_headquarters_opens_it_and_only_this_laptop_its_answer(place: Place) -> None:
    a, b = place.laptop("张三"), place.laptop("李四")
    a.synced()
    b.synced()
    a.create("company", name="机密的恒力")
    data = written(a)
    answer = place.answer(data)
    for file in (data, answer):
        assert "机密的恒力".encode() not in file
    with pytest.raises(NotForHere):
        read(b, answer)
    with pytest.raises(NotForHere):
        read(a, data)
    with pytest.raises(NotForHere):
        place.answer(answer)
    other = open_headquarters(place.folder / "other")
    with pytest.raises(UnknownDevice):
        answer_package(other.store, data, other.clock, other.randomness)
    other.store.close()


def test_a_file_signed_by_another_device_is_refused(place: Place) -> None:
    a, b = place.laptop("张三"), place.laptop("李四")
    b.synced()
    own, other = header_of_device(place, a), b
    with other.store.replica() as replica:
        replica.set("device_id", own)
    other.create("company", name="假冒")
    with pytest.raises(NotForHere):
        place.answer(written(other))
    assert place.operations() == 0


def header_of_device(place: Place, laptop: Laptop) -> str:
    """The id of a laptop's device, as a stranger may read it off one of its files."""
    laptop.synced()
    return header_of(written(laptop)).device


def test_every_altered_byte_is_noticed(place: Place) -> None:
    a = place.laptop("张三")
    a.synced()
    a.create("company", name="恒力")
    data = written(a)
    chance = random.Random(3)
    for place_of in [*range(len(MAGIC) + 4), *chance.sample(range(len(data)), 120)]:
        altered = bytearray(data)
        altered[place_of] ^= 1 << chance.randrange(8)
        with pytest.raises((NotAPackage, NotForHere, UnknownDevice)):
            place.answer(bytes(altered))
    for length in (0, 5, len(MAGIC), len(MAGIC) + 3, len(MAGIC) + 40, len(data) - 1):
        with pytest.raises((NotAPackage, NotForHere)):
            place.answer(data[:length])
    assert place.operations() == 0


def test_a_withdrawn_device_carries_nothing_in(place: Place) -> None:
    a = place.laptop("张三")
    a.synced()
    a.create("company", name="恒力")
    data = written(a)
    with place.hq.store.write() as connection:
        directory.revoke(connection, place.hq.store.tenant, header_of(data).device, now=place.hq.now)
    with pytest.raises(DeviceRevoked):
        place.answer(data)
    assert place.operations() == 0


def test_without_headquarters_keys_there_is_no_package(place: Place, tmp_path: Path) -> None:
    alone = open_laptop(tmp_path, "独行", place.hq.gateway("somebody"))
    with pytest.raises(NotEnrolled):
        written(alone)
    with pytest.raises(NoPackageKey):
        written(place.laptop("张三"))


def test_the_last_five_questions_can_be_answered(place: Place) -> None:
    a = place.laptop("张三")
    a.synced()
    files = []
    for number in range(6):
        a.create("company", name=f"第{number}家")
        files.append(written(a))
    assert [one.operations for one in sent_packages(a.store)] == [2, 3, 4, 5, 6]
    with pytest.raises(NotForHere):
        read(a, place.answer(files[0]))
    assert read(a, place.answer(files[1])).waiting == 4
    assert base64.b64decode(sent_packages(a.store)[0].key) not in files[1]


def test_after_headquarters_was_restored_the_file_says_to_write_another(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    a = place.laptop("张三")
    firm = a.create("company", name="恒力")
    a.synced()
    data = written(a)
    with place.hq.store.write() as connection:
        renew_epoch(connection, place.hq.store.tenant, place.hq.randomness, now=place.hq.now)
    report = read(a, place.answer(data))
    expected_logs.take("headquarters was restored")
    assert isinstance(report.error, PackageOvertaken)
    assert read(a, place.answer(written(a))).error is None
    assert a.value("company", firm, "name") == "恒力"
    a.synced()
