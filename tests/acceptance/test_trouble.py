"""What cannot be opened or written gets its own sentence, and nothing on disk changes."""

import hashlib
import resource
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.keyslot import load_key
from app.store.raw import connect
from tests.fakes.disks import AS_ROOT, fill, read_only, small_disk
from tests.fakes.shell import PASSPHRASE, Shell, made

BIG = "很长的备注。" * 15_000


def _fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, as far as we may make one."""
    with small_disk(tmp_path / "disk", 6) as folder:
        yield folder


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with one project."""
    shell = made(tmp_path_factory.mktemp("sound") / "profile", "周敏")
    shell.ok("add", "project", "--json", "-", given='{"name": "热电联产"}'.encode())
    return shell.folder


@pytest.fixture
def shell(sound: Path, tmp_path: Path) -> Shell:
    """A copy of the sound profile."""
    return Shell(Path(shutil.copytree(sound, tmp_path / "profile")))


@pytest.fixture
def on_disk(sound: Path, disk: Path) -> Shell:
    """A copy of the sound profile on the small disk."""
    return Shell(Path(shutil.copytree(sound, disk / "profile")))


def _other_text(folder: Path) -> None:
    (folder / "outpost.db").write_text("这不是数据库" * 1000, encoding="utf-8")


def _emptied(folder: Path) -> None:
    (folder / "outpost.db").write_bytes(b"")


def _noise(folder: Path) -> None:
    path = folder / "outpost.db"
    path.write_bytes(hashlib.shake_256(b"noise").digest(path.stat().st_size))


def _newer(folder: Path) -> None:
    connection = connect(folder / "outpost.db", load_key(folder, PASSPHRASE))
    connection.execute("UPDATE alembic_version SET version_num = 'm9999'")
    connection.close()


def _altered_slot(folder: Path) -> None:
    path = folder / "keyslot.json"
    path.write_bytes(path.read_bytes().replace(b'"sealed"', b'"sea1ed"'))


def _no_database(folder: Path) -> None:
    (folder / "outpost.db").unlink()


def _nothing(folder: Path) -> None:
    """Leave it as it is."""


@dataclass(frozen=True)
class Case:
    """What is done to a sound profile, with which passphrase it is opened then, and what must be said."""

    harm: Callable[[Path], None]
    code: str
    words: str
    passphrase: str | None = PASSPHRASE


CASES = {
    "wrong passphrase": Case(_nothing, "wrong_passphrase", "口令不对", "not the passphrase"),
    "no passphrase": Case(_nothing, "passphrase_needed", "--passphrase-file", None),
    "newer": Case(_newer, "newer_database", "请升级"),
    "not a database": Case(_other_text, "not_a_database", "不是招商前哨的数据文件"),
    "empty": Case(_emptied, "not_a_database", "不是招商前哨的数据文件"),
    "noise": Case(_noise, "wrong_key", "密钥打不开"),
    "altered slot": Case(_altered_slot, "slot_damaged", "密钥文件已损坏"),
    "no database": Case(_no_database, "store_missing", "这里没有数据文件"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_cannot_be_opened(case: Case, shell: Shell) -> None:
    case.harm(shell.folder)
    before = _fingerprint(shell.folder)
    said = Shell(shell.folder, case.passphrase)("list", "project")
    assert (said.exit_code, said.code) == (5, case.code)
    assert case.words in said.err
    assert said.answer["error"]["message"] in said.err
    assert "Traceback" not in said.err
    assert _fingerprint(shell.folder) == before


def test_a_read_only_disk(on_disk: Shell, disk: Path) -> None:
    before = _fingerprint(on_disk.folder)
    with read_only(disk):
        said = on_disk("add", "project", "--json", "-", given=b'{"name": "x"}')
        assert (said.exit_code, said.code) == (8, "read_only")
        assert "无法写入" in said.err and "Traceback" not in said.err
        new = Shell(disk / "new")("init", "--name", "李强")
        assert (new.exit_code, new.code) == (8, "read_only")
    assert _fingerprint(on_disk.folder) == before
    assert not (disk / "new").exists()


def test_a_full_disk(on_disk: Shell, disk: Path) -> None:
    before = on_disk.ok("doctor")["content_hash"]
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    if AS_ROOT:
        fill(disk)
    else:
        size = (on_disk.folder / "outpost.db").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50_000, limit[1]))
    try:
        said = on_disk("add", "project", "--json", "-", given=f'{{"name": "x", "note": "{BIG}"}}'.encode())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert said.exit_code == 8
    assert said.code == "disk_full" or not AS_ROOT
    assert "没有保存" in said.err and "Traceback" not in said.err
    (disk / "filler").unlink(missing_ok=True)
    doctor = on_disk.ok("doctor")
    assert (doctor["content_hash"], doctor["problems"]) == (before, [])
    on_disk.ok("add", "project", "--json", "-", given=b'{"name": "room again"}')
