"""Whole files, in a folder and in a bucket: one contract for both, and what only a bucket can get wrong."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from sync.hq.blobs import Blobs, FolderBlobs, copy_all, take_in
from sync.hq.bucket import BucketBlobs, parse_bucket
from sync.hq.errors import BadFilesPlace, FilesUnreachable, FileUnknown
from sync.hq.files import give_piece
from sync.hq.staging import Staging
from tests.conftest import ExpectedLogs
from tests.fakes.bucket_server import ACCESS_KEY, SECRET_KEY, BucketServer, bucket_server
from tests.sync.hq.office import Office
from tests.sync.hq.test_files import DATA, attached, send

SHA = hashlib.sha256(DATA).hexdigest()
LARGE = bytes(range(256)) * 4 * 1024 * 20  # 20 MB: more than one part
Put = Callable[[bytes], str]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketServer]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    with bucket_server() as running:
        yield running


def in_bucket(server: BucketServer, folder: Path) -> BucketBlobs:
    return BucketBlobs(parse_bucket(server.address), "1/", Staging(folder / "arriving"))


@pytest.fixture(params=["folder", "bucket"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "folder":
        return FolderBlobs(tmp_path / "kept")
    return in_bucket(request.getfixturevalue("server"), tmp_path)


def keep(blobs: Blobs, data: bytes) -> str:
    sha = hashlib.sha256(data).hexdigest()
    blobs.staging.append("pc", sha, 0, data)
    blobs.staging.finish("pc", sha, partial(blobs.put, sha))
    return sha


@pytest.mark.parametrize("data", [b"", b"x", DATA, LARGE], ids=["empty", "byte", "photo", "film"])
def test_what_is_kept_comes_back_whole_and_in_parts(blobs: Blobs, data: bytes) -> None:
    sha = hashlib.sha256(data).hexdigest()
    assert blobs.size(sha) is None
    assert keep(blobs, data) == sha
    assert blobs.size(sha) == len(data)
    assert blobs.read(sha, 0, len(data)) == data
    assert blobs.read(sha, len(data) // 2, 10) == data[len(data) // 2 :][:10]
    assert blobs.read(sha, len(data), 10) == b""
    assert list(blobs.names()) == [sha]
    assert blobs.staging.offset("pc", sha) == 0


def test_keeping_twice_is_as_once_and_names_are_sorted(blobs: Blobs) -> None:
    kept = sorted({keep(blobs, data) for data in (b"a", b"b", DATA, b"c", b"a")})
    assert len(kept) == 4 and list(blobs.names()) == kept


def test_what_is_unfinished_is_not_there(blobs: Blobs) -> None:
    blobs.staging.append("pc", SHA, 0, DATA[:-1])
    assert blobs.size(SHA) is None and list(blobs.names()) == []


def test_everything_moves_from_one_place_to_the_other(server: BucketServer, tmp_path: Path) -> None:
    folder, bucket = FolderBlobs(tmp_path / "kept"), in_bucket(server, tmp_path)
    kept = {keep(folder, data): data for data in (b"", b"a", DATA)}
    assert copy_all(folder, bucket) == 3
    assert copy_all(folder, bucket) == 0, "what is there already stays"
    assert {sha: bucket.read(sha, 0, len(DATA)) for sha in bucket.names()} == kept
    back = FolderBlobs(tmp_path / "back")
    take_in(back, SHA, [DATA[:5], DATA[5:]])
    assert copy_all(bucket, back) == 2 and list(back.names()) == sorted(kept)


def test_files_go_through_headquarters_into_the_bucket(
    lite: Office, server: BucketServer, tmp_path: Path
) -> None:
    lite.store = replace(lite.store, blobs=in_bucket(server, tmp_path))
    a, b = lite.laptop("张三"), lite.laptop("李四")
    sha = attached(a)
    send(a, sha, DATA)
    assert server.objects == {f"files/1/{sha[:2]}/{sha}": DATA}
    assert give_piece(lite.store, b.principal, sha, 1000, 5) == DATA[1000:1005]
    with pytest.raises(FileUnknown):
        give_piece(lite.store, b.principal, hashlib.sha256(b"other").hexdigest(), 0, 1)


@pytest.mark.parametrize("trouble", ["status", "gone", "key", "none"])
def test_a_bucket_in_trouble_is_told_and_the_file_goes_on_later(
    lite: Office,
    server: BucketServer,
    tmp_path: Path,
    trouble: str,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
    caplog: pytest.LogCaptureFixture,
) -> None:
    well = in_bucket(server, tmp_path)
    ill = well
    match trouble:
        case "status":
            server.failing = 400
        case "gone":
            away = replace(parse_bucket(server.address), endpoint="127.0.0.1:1")
            ill = BucketBlobs(away, "1/", well.staging)
        case "key":
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
            ill = in_bucket(server, tmp_path)
        case _:
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                monkeypatch.delenv(name)
            monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "nothing"))
            ill = in_bucket(server, tmp_path)
    lite.store = replace(lite.store, blobs=ill)
    a = lite.laptop("张三")
    sha = attached(a)
    with pytest.raises(FilesUnreachable):
        send(a, sha, DATA)
    with pytest.raises(FilesUnreachable):
        ill.check()
    told = expected_logs.take("the bucket of files", level=logging.ERROR)
    assert not [one for one in told if SECRET_KEY in one.getMessage() or "another" in one.getMessage()]
    assert "secret" not in str(caplog.text)
    server.failing = 0
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    lite.store = replace(lite.store, blobs=well)
    well.check()
    send(a, sha, DATA)
    assert give_piece(lite.store, a.principal, sha, 0, 3) == DATA[:3]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://bucket.example/x", "https://bucket.example/x"),
        ("s3+https://bucket.example", "s3+https://bucket.example"),
        ("s3+https://key:secret@bucket.example/x", "s3+https://bucket.example/x"),
        ("s3+http://bucket.example/x", "s3+http://bucket.example/x"),
        ("folder", "://folder"),
        ("", "://"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_secret(address: str, shown: str) -> None:
    with pytest.raises(BadFilesPlace) as caught:
        parse_bucket(address)
    assert caught.value.params == {"address": shown}


def test_an_address_says_where() -> None:
    found = parse_bucket("s3+https://oss.example.cn:9000/attachments/a/b?region=cn-hangzhou")
    assert (found.endpoint, found.secure, found.bucket) == ("oss.example.cn:9000", True, "attachments")
    assert (found.prefix, found.region) == ("a/b/", "cn-hangzhou")
    assert parse_bucket("s3+http://127.0.0.1:9000/x").prefix == ""
