"""The queue of files: small pictures first, originals when wanted, records before all, trouble kept apart."""

import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.services import carrying
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.store.file_cache import SHARE
from sync.client import errors
from sync.client.attachments import fetch_file, missing_thumbnails, sync_files
from sync.client.file_transfer import FileTransfer
from sync.hq.exchange import renew_epoch
from sync.protocol.limits import FILE_CHUNK, MAX_THUMBNAIL
from tests.conftest import ExpectedLogs
from tests.fakes.direct_gateway import DirectGateway
from tests.fakes.headquarters import Headquarters, open_headquarters
from tests.fakes.laptops import Laptop, open_laptop


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[Headquarters]:
    hq = open_headquarters(tmp_path / "hq")
    yield hq
    hq.store.close()


@pytest.fixture
def pair(tmp_path: Path, headquarters: Headquarters) -> Iterator[tuple[Laptop, Laptop]]:
    laptops = [open_laptop(tmp_path, name, headquarters.gateway(name)) for name in ("张三", "李四")]
    yield laptops[0], laptops[1]
    for laptop in laptops:
        laptop.store.close()


def way(laptop: Laptop) -> DirectGateway:
    assert isinstance(laptop.gateway, DirectGateway)
    return laptop.gateway


def photo(seed: int, side: int = 900) -> bytes:
    out = io.BytesIO()
    noise = random.Random(seed).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(out, "JPEG", quality=90)
    return out.getvalue()


def desk(laptop: Laptop) -> Desk:
    return Desk(laptop.store, laptop.name)


def attach(laptop: Laptop, content: bytes, *, name: str = "厂房.jpg", owner: str = "") -> tuple[str, str]:
    """Hang a file on a company; its attachment's id and its hash."""
    company = owner or laptop.create("company", name="恒力")
    attachment, _ = attach_bytes(desk(laptop), "company", company, iter([content]), name=name)
    return attachment, str(laptop.value("attachment", attachment, "sha256"))


def test_small_pictures_go_first_and_come_by_themselves(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    tiny = attach(zhang, b"a few bytes", name="备注.txt")[1]
    picture, big = attach(zhang, photo(1))
    order = [file.sha256 for file in zhang.store.files.waiting()]
    small = str(zhang.value("attachment", picture, "thumbnail_sha256"))
    assert order == [small, tiny, big]
    assert zhang.store.counts().files_waiting == 2, "a photo is one file to people"
    zhang.synced()
    assert sync_files(zhang.store, zhang.gateway).uploaded == 3
    li.synced()
    assert [file.sha256 for file in missing_thumbnails(li.store)] == [small]

    report = sync_files(li.store, li.gateway)

    assert (report.downloaded, report.error) == (1, None)
    assert li.store.files.has(small) and not li.store.files.has(big) and not li.store.files.has(tiny)
    assert Image.open(io.BytesIO(b"".join(li.store.files.read(small)))).size[0] <= 320
    assert report.bytes_down <= 30 * 1024


def test_originals_come_when_asked_for(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    asked, other = attach(zhang, photo(1))[0], attach(zhang, photo(2))[0]
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    carrying.ask_for(desk(li), asked)
    sync_files(li.store, li.gateway)
    rows = li.store.rows("attachment", [asked, other])
    places = carrying.standings(li.store, rows)
    assert [places[one].place for one in (asked, other)] == ["here", "remote"]
    again = fetch_file(li.store, li.gateway, rows[1]["sha256"], rows[1]["size"])
    assert again.downloaded == 1 and li.store.files.has(rows[1]["sha256"])


def test_what_hangs_on_a_trip_comes_ahead_and_stays(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    company = zhang.create("company", name="恒力")
    trip = zhang.create("trip", title="苏州行", starts_on=zhang.clock().date())
    zhang.create(
        "visit",
        subject="首访",
        kind="outward",
        visited_on=zhang.clock().date(),
        trip_id=trip,
        company_id=company,
    )
    along = attach(zhang, photo(1), owner=company)[1]
    other = attach(zhang, photo(2))[1]
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    li.store.settings.set(SHARE, 0)
    carrying.take_along(desk(li), "trip", trip)
    report = sync_files(li.store, li.gateway)
    assert (report.downloaded, report.dropped) == (3, 0)
    assert li.store.files.has(along) and not li.store.files.has(other)
    carrying.leave_behind(desk(li), "trip", trip)
    assert sync_files(li.store, li.gateway).dropped == 1
    assert not li.store.files.has(along)


def test_everything_comes_only_as_far_as_it_fits(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    for size in (100, 200, 300):
        attach(zhang, bytes([size % 256]) * size, name="x.bin")
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    li.store.settings.set(SHARE, 350)
    for _ in range(2):
        report = sync_files(li.store, li.gateway, everything=True)
        assert report.dropped == 0
    assert li.store.file_cache.used() == 300


def test_the_queue_gives_way_to_something_newer_and_goes_on_there(pair: tuple[Laptop, Laptop]) -> None:
    zhang, _ = pair
    content = random.Random(3).randbytes(3 * FILE_CHUNK)
    sha256 = attach(zhang, content, name="片子.mp4")[1]
    zhang.synced()
    gateway = way(zhang)

    report = sync_files(zhang.store, gateway, busy=lambda: len(gateway.pieces) >= 2)

    assert report.interrupted and report.error is None and report.bytes_up == 2 * FILE_CHUNK
    assert [file.sha256 for file in zhang.store.files.waiting()] == [sha256]
    zhang.create("company", name="更要紧")
    assert zhang.synced().tally.sent == 1
    assert sync_files(zhang.store, gateway).uploaded == 1
    assert sum(gateway.pieces) == len(content), "no piece went twice"
    assert zhang.store.file_cache.known([sha256])[sha256].state == "sent"


class Broken:
    """Headquarters fails at one file, each time."""

    def __init__(self, inner: DirectGateway, sha256: str) -> None:
        self.inner, self.sha256 = inner, sha256

    def uploaded(self, sha256: str) -> int:
        if sha256 == self.sha256:
            raise errors.ServerFault(status=500)
        return self.inner.uploaded(sha256)

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        return self.inner.upload(sha256, offset, piece, size)


def test_a_file_that_headquarters_fails_at_stops_no_other(pair: tuple[Laptop, Laptop]) -> None:
    zhang, _ = pair
    bad = attach(zhang, b"bad", name="x.bin")[1]
    good = attach(zhang, b"good bytes", name="x.bin")[1]
    zhang.synced()
    broken = Broken(way(zhang), bad)

    report = sync_files(zhang.store, broken)  # type: ignore[arg-type]

    assert (report.uploaded, report.error_code) == (1, "server_fault")
    assert [file.sha256 for file in zhang.store.files.waiting()] == [bad]
    assert way(zhang).uploaded(good) == 10


def test_headquarters_that_fails_at_everything_is_left_alone(pair: tuple[Laptop, Laptop]) -> None:
    zhang, _ = pair
    for number in range(15):
        attach(zhang, bytes([number]), name="x.bin")
    zhang.synced()
    tries: list[str] = []

    class Down(Broken):
        def uploaded(self, sha256: str) -> int:
            tries.append(sha256)
            raise errors.ServerFault(status=500)

    assert sync_files(zhang.store, Down(way(zhang), "")).error_code == "server_fault"  # type: ignore[arg-type]
    assert len(tries) == 10


def test_pieces_that_do_not_get_through_become_smaller(pair: tuple[Laptop, Laptop]) -> None:
    zhang, _ = pair
    attach(zhang, random.Random(3).randbytes(FILE_CHUNK), name="x.bin")
    zhang.synced()
    gateway = way(zhang)
    sizes: list[int] = []

    def slow(number: int) -> None:
        sizes.append(number)
        raise errors.Timeout("hq")

    gateway.fault = slow
    for _ in range(3):
        assert sync_files(zhang.store, gateway).error_code == "timeout"
    gateway.fault = lambda number: None
    assert sync_files(zhang.store, gateway).uploaded == 1
    assert gateway.pieces == [FILE_CHUNK // 8] * 8


def test_files_come_again_after_headquarters_lost_them(
    pair: tuple[Laptop, Laptop],
    headquarters: Headquarters,
    tmp_path: Path,
    expected_logs: ExpectedLogs,
) -> None:
    zhang, li = pair
    sha256 = attach(zhang, photo(1))[1]
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    sync_files(li.store, li.gateway)
    for path in (tmp_path / "hq").rglob(sha256):
        path.unlink()
    with headquarters.store.write() as connection:
        renew_epoch(connection, headquarters.store.tenant, headquarters.randomness, now=headquarters.now)
    assert headquarters.store.blobs.size(sha256) is None
    zhang.sync()
    zhang.synced()
    expected_logs.take("headquarters was restored")

    report = sync_files(zhang.store, zhang.gateway)

    assert report.error is None and headquarters.store.blobs.size(sha256) == len(photo(1))
    assert sync_files(zhang.store, zhang.gateway).uploaded == 0


def test_what_claims_to_be_a_small_picture_and_is_large_is_not_fetched(pair: tuple[Laptop, Laptop]) -> None:
    """S13: otherwise one laptop could fill the disks of all."""
    zhang, li = pair
    huge = bytes(MAX_THUMBNAIL + 1)
    sha256, size = zhang.store.files.put([huge])
    company = zhang.create("company", name="恒力")
    zhang.create(
        "attachment",
        parent_kind="company",
        parent_id=company,
        name="x.jpg",
        sha256="0" * 64,
        size=1,
        thumbnail_sha256=sha256,
        thumbnail_size=size,
    )
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    assert missing_thumbnails(li.store) == []
    assert sync_files(li.store, li.gateway).bytes_down == 0


def test_a_full_disk_is_told_and_the_rest_comes_later(
    pair: tuple[Laptop, Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang, li = pair
    wanted = attach(zhang, photo(1))[0]
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    carrying.ask_for(desk(li), wanted)
    from app.store.errors import DiskFull

    real: Callable[..., None] = FileTransfer.download

    def full(*_: object) -> None:
        raise DiskFull(path="x")

    monkeypatch.setattr(FileTransfer, "download", full)
    assert sync_files(li.store, li.gateway).error_code == "disk_full"
    monkeypatch.setattr(FileTransfer, "download", real)
    assert sync_files(li.store, li.gateway).downloaded == 2
