"""The administrator's command line, as a process: JSON out, sentences on the other stream, exit codes."""

import hashlib
import json
import logging
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlcipher3.dbapi2 as sqlite

from sync.hq import setup
from sync.hq.blobs import take_in
from sync.hq.cli import main
from sync.hq.store import FileLimits
from tests.conftest import ExpectedLogs
from tests.fakes.bucket_server import ACCESS_KEY, SECRET_KEY, bucket_server
from tests.sync.hq.keys import DeviceKey
from tests.sync.hq.served import Caller


@dataclass
class Administrator:
    """Runs commands on one data folder, in this process."""

    data: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str, code: int = 0) -> Any:
        """The JSON a command prints; fails unless it ends with ``code``."""
        ended = main([*words, "--data", str(self.data)])
        out, self.said = self.capture.readouterr()
        assert ended == code, self.said
        return json.loads(out) if out.startswith(("{", "[")) else out.strip()


@pytest.fixture
def admin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Administrator:
    administrator = Administrator(tmp_path / "hq", capsys)
    administrator.run("init", "--name", "招商局")
    return administrator


def test_units_users_codes_and_devices(admin: Administrator) -> None:
    unit = admin.run("unit", "add", "驻深圳")
    user = admin.run("user", "add", "张三", "--unit", "驻深圳")
    assert user["unit"] == unit["id"] and user["role"] == "officer"
    leader = admin.run("user", "add", "王局", "--role", "leader")
    assert leader["unit"] == ""
    assert admin.run("unit", "list") == [unit]
    assert [one["name"] for one in admin.run("user", "list")] == ["张三", "王局"]
    code = admin.run("invite", "--user", "张三")
    assert len(code) == 14 and code.count("-") == 2
    assert "15" in admin.said
    invited = admin.run("invite", "--user", "张三", "--minutes", "60", "--json")
    assert set(invited) == {"code", "user", "expires_at"}
    assert admin.run("devices", "--json") == []
    assert "outpost-hq invite" in admin.run("devices")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("user", "add", "张三"), 1, "--unit"),
        (("user", "add", "张三", "--unit", "没有"), 1, "没有"),
        (("invite", "--user", "没有"), 1, "没有"),
        (("revoke", "没有"), 1, "没有"),
        (("init", "--name", "又"), 1, "已有"),
        (("restore", "/no/such/file.zip"), 1, "备份"),
        (("files", "--blobs", "s3+https://key:secret@oss.example/x"), 1, "s3+https://oss.example/x"),
        (("files", "--blobs", "s3+http://127.0.0.1:1/x"), 1, "连不上"),
        (("serve", "--host", "0.0.0.0", "--port", "0"), 1, "--behind-proxy"),
    ],
)
def test_refusals_say_what_to_do(
    admin: Administrator,
    words: tuple[str, ...],
    code: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    admin.run(*words, code=code)
    assert says in admin.said
    if "连不上" in says:
        expected_logs.take("the bucket of files cannot be reached", level=logging.ERROR)


def test_where_files_are_kept_and_how_many(
    admin: Administrator, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    shown = {"blobs": "folder", "file_mb": 200, "unit_mb": 100 * 1024, "copied": 0}
    assert admin.run("files") == shown
    assert admin.run("files", "--file-mb", "50", "--unit-mb", "2048") == shown | {
        "file_mb": 50,
        "unit_mb": 2048,
    }
    kept = setup.open_store(admin.data)
    take_in(kept.blobs, hashlib.sha256(b"photo").hexdigest(), [b"photo"])
    assert kept.limits == FileLimits(50 << 20, 2048 << 20)
    kept.close()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    with bucket_server() as server:
        moved = admin.run("files", "--blobs", server.address)
        assert (moved["blobs"], moved["copied"]) == (server.address, 1)
        assert list(server.objects.values()) == [b"photo"]
        assert SECRET_KEY not in (admin.data / "hq.json").read_text(encoding="utf-8")
        assert admin.run("files", "--blobs", "folder")["copied"] == 0, "they had stayed there"
        admin.run("files", "--blobs", server.address)
        server.failing = 400
        admin.run("serve", "--port", "0", code=1)
    assert "连不上" in admin.said
    expected_logs.take("the bucket of files refuses", level=logging.ERROR)


def test_messages_in_english(admin: Administrator) -> None:
    admin.run("user", "add", "Zhang", "--lang", "en", code=1)
    assert "must belong to a unit" in admin.said


def test_wrong_use_ends_with_2(admin: Administrator) -> None:
    for words in (["nonsense"], ["invite", "--data", "x", "--user", "y", "--minutes", "0"], []):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 2


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_help_in_both_languages(capsys: pytest.CaptureFixture[str], language: str) -> None:
    for words in (["--lang", language, "--help"], ["--lang", language, "serve", "--help"]):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 0
        text = capsys.readouterr().out
        assert ("服务器" in text) is (language == "zh_CN")


def test_a_folder_without_headquarters_ends_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["digest", "--data", str(tmp_path)]) == 3
    assert "init" in capsys.readouterr().err


def test_a_database_that_is_away_ends_with_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    away = "postgresql://nobody@127.0.0.1:1/nothing"
    assert main(["init", "--name", "x", "--database", away, "--data", str(tmp_path / "hq")]) == 4
    assert "数据库没有响应" in capsys.readouterr().err


def test_digest_audit_migrate(admin: Administrator) -> None:
    digest = admin.run("digest")
    assert digest["rev"] == 0 and digest["kinds"] == {} and len(digest["epoch"]) == 8
    assert admin.run("audit")["broken"] == 0
    assert admin.run("migrate") == {"changed": False}


def test_an_altered_audit_record_ends_with_1(admin: Administrator) -> None:
    connection = sqlite.connect(str(admin.data / "hq.sqlite"))
    connection.execute("UPDATE audit SET result = 'x'")
    connection.commit()
    connection.close()
    assert admin.run("audit", code=1)["broken"] == 1


def test_backup_and_restore(admin: Administrator, tmp_path: Path) -> None:
    admin.run("unit", "add", "驻深圳")
    file = tmp_path / "backup.zip"
    assert admin.run("backup", str(file))["tenant"] == "招商局"
    admin.run("unit", "add", "后来的")
    admin.run("restore", str(file), code=1)
    assert "--replace" in admin.said
    epoch = admin.run("digest")["epoch"]
    assert admin.run("restore", str(file), "--replace")["rev"] > 0
    assert [unit["name"] for unit in admin.run("unit", "list")] == ["驻深圳"]
    assert admin.run("digest")["epoch"] != epoch
    assert len(list(admin.data.glob("before-restore-*.zip"))) == 1
    other = Administrator(tmp_path / "other", admin.capture)
    other.run("restore", str(file))
    assert [unit["name"] for unit in other.run("unit", "list")] == ["驻深圳"]


@dataclass
class Process:
    """A headquarters in its own process."""

    running: "subprocess.Popen[bytes]"
    url: str


def start(data: Path, *words: str) -> Process:
    command = [sys.executable, "-m", "sync.hq.cli", "serve", "--data", str(data), "--port", "0", *words]
    running = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert running.stdout is not None
    return Process(running, json.loads(running.stdout.readline())["url"])


@pytest.fixture
def process(admin: Administrator) -> Iterator[Process]:
    admin.run("unit", "add", "驻深圳")
    admin.run("user", "add", "张三", "--unit", "驻深圳")
    up = start(admin.data)
    yield up
    up.running.kill()
    up.running.wait()
    assert up.running.stdout is not None
    up.running.stdout.close()


def test_serving_in_a_process_and_revoking_from_another(admin: Administrator, process: Process) -> None:
    assert process.url.startswith("http://127.0.0.1:")
    caller, key = Caller(int(process.url.rsplit(":", 1)[1])), DeviceKey()
    body = {"code": admin.run("invite", "--user", "张三"), "device_name": "笔记本", "public_key": key.public}
    device = caller.send("POST", "/v1/enrol", body).json["device_id"]
    nonce = caller.send("POST", "/v1/nonce", {"device_id": device}).json["nonce"]
    request = key.token_request(device, nonce)
    token = caller.send("POST", "/v1/token", msgspec.json.encode(request)).json["token"]
    caller.headers["Authorization"] = f"Bearer {token}"
    assert caller.send("POST", "/v1/sync", {"schema": 1}).status == 200
    assert [one["name"] for one in admin.run("devices", "--json")] == ["笔记本"]
    admin.run("revoke", device)
    assert caller.send("POST", "/v1/sync", {"schema": 1}).json["code"] == "device_revoked"
    process.running.send_signal(signal.SIGTERM)
    assert process.running.wait(20) == 0


def test_a_port_that_is_taken_is_told(admin: Administrator) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        admin.run("serve", "--port", str(taken.getsockname()[1]), code=4)
    assert "系统出错" in admin.said
