"""Files in their own queue: resumed both ways, checked by hash, never in the way of the records."""

import errno
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.store.errors import DiskFull, DiskTrouble, ReadOnlyStore
from app.store.store import Store
from sync.client import attachments, errors
from sync.client.attachments import missing_files
from sync.client.files_report import FilesReport
from sync.client.gateway import Gateway
from sync.client.partial_file import PartialFile
from sync.protocol.limits import FILE_CHUNK
from tests.fakes.direct_gateway import DirectGateway
from tests.fakes.headquarters import Headquarters, open_headquarters
from tests.fakes.laptops import Laptop, open_laptop

PHOTO = random.Random(5).randbytes(5 * 1024 * 1024 + 77)


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


def sync_files(store: Store, gateway: Gateway) -> FilesReport:
    """One run of the queue that fetches everything."""
    return attachments.sync_files(store, gateway, everything=True)


def attach(laptop: Laptop, content: bytes) -> str:
    """Hang a file on a new company; its hash."""
    company = laptop.create("company", name="恒力")
    attachment, _ = attach_bytes(
        Desk(laptop.store, laptop.name), "company", company, iter([content]), name="厂房.jpg"
    )
    return str(laptop.value("attachment", attachment, "sha256"))


def cut_at(piece: int) -> Callable[[int], None]:
    """Breaks the connection once, before this piece travels."""
    cuts = [piece]

    def fault(number: int) -> None:
        if number in cuts:
            cuts.clear()
            raise errors.Offline("hq")

    return fault


@pytest.mark.parametrize("size", [0, 1, FILE_CHUNK - 1, FILE_CHUNK, FILE_CHUNK + 1, 3 * FILE_CHUNK])
def test_a_file_of_any_size_arrives_whole(pair: tuple[Laptop, Laptop], size: int) -> None:
    zhang, li = pair
    content = PHOTO[:size]
    sha256 = attach(zhang, content)
    zhang.synced()
    assert sync_files(zhang.store, zhang.gateway).uploaded == 1
    li.synced()

    report = sync_files(li.store, li.gateway)

    assert (report.downloaded, report.error) == (1, None)
    assert b"".join(li.store.files.read(sha256)) == content
    assert li.store.files.waiting() == [] and missing_files(li.store) == []
    assert zhang.store.counts().files_waiting == 0


def test_a_photo_cut_on_its_way_up_goes_on_where_it_was(
    pair: tuple[Laptop, Laptop], headquarters: Headquarters
) -> None:
    zhang, _ = pair
    sha256 = attach(zhang, PHOTO)
    zhang.synced()
    gateway = way(zhang)
    gateway.fault = cut_at(3)

    assert sync_files(zhang.store, gateway).error_code == "offline"
    assert sync_files(zhang.store, gateway).uploaded == 1

    assert sum(gateway.pieces) == len(PHOTO), "nothing that had arrived was sent again"
    assert headquarters.store.blobs.size(sha256) == len(PHOTO)


def test_a_photo_cut_on_its_way_down_goes_on_where_it_was(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    sha256 = attach(zhang, PHOTO)
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    gateway = way(li)
    gateway.fault = cut_at(2)

    assert sync_files(li.store, gateway).error_code == "offline"
    assert not li.store.files.has(sha256)
    assert sync_files(li.store, gateway).downloaded == 1

    assert sum(gateway.pieces) == len(PHOTO)
    assert b"".join(li.store.files.read(sha256)) == PHOTO
    assert not li.store.files.partial(sha256).exists()


def test_an_unfinished_download_holds_no_plain_bytes(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    content = "恒力石化机密".encode() * 200_000
    sha256 = attach(zhang, content)
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    way(li).fault = cut_at(2)
    sync_files(li.store, li.gateway)

    part = li.store.files.partial(sha256).read_bytes()
    assert len(part) > FILE_CHUNK
    assert "恒力石化".encode() not in part


@pytest.mark.parametrize("damage", ["torn", "flipped", "emptied"])
def test_a_damaged_part_is_fetched_again_from_its_last_whole_piece(
    pair: tuple[Laptop, Laptop], damage: str
) -> None:
    zhang, li = pair
    sha256 = attach(zhang, PHOTO)
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    way(li).fault = cut_at(3)
    sync_files(li.store, li.gateway)
    path = li.store.files.partial(sha256)
    raw = bytearray(path.read_bytes())
    if damage == "flipped":
        raw[-5] ^= 1
    path.write_bytes(bytes({"torn": raw[:-100], "flipped": raw, "emptied": bytearray()}[damage]))
    whole = 0 if damage == "emptied" else 2 * FILE_CHUNK

    assert PartialFile(li.store.files, sha256).received == whole
    assert sync_files(li.store, li.gateway).downloaded == 1
    assert b"".join(li.store.files.read(sha256)) == PHOTO


def test_a_file_that_headquarters_does_not_have_yet_is_counted_and_stops_nothing(
    pair: tuple[Laptop, Laptop],
) -> None:
    zhang, li = pair
    attach(zhang, PHOTO)
    zhang.synced()
    li.synced()
    other = attach(li, b"small")
    li.synced()

    report = sync_files(li.store, li.gateway)

    assert (report.absent, report.uploaded, report.error) == (1, 1, None)
    assert li.store.files.has(other)


def test_a_file_whose_record_is_not_sent_yet_waits(pair: tuple[Laptop, Laptop]) -> None:
    zhang, _ = pair
    attach(zhang, b"photo")

    report = sync_files(zhang.store, zhang.gateway)

    assert (report.uploaded, report.refused, report.error) == (0, 0, None)
    assert len(zhang.store.files.waiting()) == 1
    zhang.synced()
    assert sync_files(zhang.store, zhang.gateway).uploaded == 1


def test_bytes_that_are_damaged_here_are_set_aside_with_their_reason(pair: tuple[Laptop, Laptop]) -> None:
    zhang, _ = pair
    sha256 = attach(zhang, PHOTO[:200_000])
    good = attach(zhang, b"good")
    zhang.synced()
    sealed = next(zhang.store.path.parent.rglob(f"{sha256}.sealed"))
    raw = bytearray(sealed.read_bytes())
    raw[70_000] ^= 1
    sealed.write_bytes(raw)

    report = sync_files(zhang.store, zhang.gateway)

    assert (report.uploaded, report.refused, report.error) == (1, 1, None)
    assert zhang.store.files.waiting() == []
    assert way(zhang).uploaded(good) == 4


def test_what_arrives_is_checked_against_its_name(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    sha256 = attach(zhang, b"the right bytes")
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    li.synced()
    li.gateway = Forger(way(li))  # type: ignore[assignment]

    report = sync_files(li.store, li.gateway)

    assert (report.downloaded, report.refused) == (0, 1)
    assert not li.store.files.has(sha256)
    assert not li.store.files.partial(sha256).exists()


class Forger:
    """Hands out other bytes of the same length."""

    def __init__(self, inner: DirectGateway) -> None:
        self.inner = inner

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        return bytes(length)


def test_a_file_sent_before_and_attached_again_is_opened_for_the_new_record(
    pair: tuple[Laptop, Laptop],
) -> None:
    zhang, _ = pair
    attach(zhang, PHOTO)
    zhang.synced()
    sync_files(zhang.store, zhang.gateway)
    attach(zhang, PHOTO)
    assert len(zhang.store.files.waiting()) == 1
    zhang.synced()

    report = sync_files(zhang.store, zhang.gateway)

    assert (report.uploaded, report.bytes_up, report.error) == (1, 0, None), "asked about, not sent again"
    assert zhang.store.files.waiting() == []


@pytest.mark.parametrize(
    ("number", "error"), [(errno.EIO, DiskTrouble), (errno.ENOSPC, DiskFull), (errno.EROFS, ReadOnlyStore)]
)
@pytest.mark.parametrize("at", [1, 3])
def test_a_disk_that_fails_under_a_download_ends_the_run_with_its_reason(
    pair: tuple[Laptop, Laptop], monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception], at: int
) -> None:
    sender, receiver = pair
    name = attach(sender, PHOTO)
    for laptop in pair:
        laptop.sync()
    sync_files(sender.store, sender.gateway)
    told, really = iter(range(1, 1000)), os.fsync

    def failing(handle: int) -> None:
        if next(told) >= at:
            raise OSError(number, os.strerror(number))
        really(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing)
        assert isinstance(sync_files(receiver.store, receiver.gateway).error, error)
        one = attachments.fetch_file(receiver.store, receiver.gateway, name, len(PHOTO))
        assert isinstance(one.error, error)
    report = sync_files(receiver.store, receiver.gateway)
    assert (report.error, report.downloaded) == (None, 1)
    assert b"".join(receiver.store.files.read(name)) == PHOTO


def test_a_file_that_cannot_be_read_is_trouble_with_the_disk(
    pair: tuple[Laptop, Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    sender, _ = pair
    name = attach(sender, b"plan" * 100)
    sender.sync()

    def failing(path: Path, mode: str = "r") -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", failing)
        with pytest.raises(DiskTrouble):
            list(sender.store.files.read(name))
        assert [one.code for one in sender.store.files.problems()] == ["file_damaged"]
    assert isinstance(sync_files(sender.store, sender.gateway), FilesReport)
