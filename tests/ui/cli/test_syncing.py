"""Commands on headquarters where there is none, and where it says no; the rest is in ``tests/acceptance``."""

import socket
from pathlib import Path

import pytest

from tests.fakes.hq_process import HqProcess, new_process
from tests.ui.cli.conftest import Outpost


@pytest.fixture
def closed_port() -> int:
    """Where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def process(tmp_path: Path) -> HqProcess:
    return new_process(tmp_path / "hq")


def test_working_alone(outpost: Outpost) -> None:
    refused = outpost("sync")
    assert (refused.exit_code, refused.error["code"]) == (9, "not_enrolled")
    assert outpost("conflicts").answer["conflicts"] == []
    assert outpost("resolve", "x", "--take", "mine").exit_code == 4


@pytest.mark.parametrize(
    ("url", "exit_code", "code"),
    [
        ("http://hq.example.com", 7, "plain_http_refused"),
        ("ftp://hq.example.com", 3, "not_an_address"),
        ("https://hq.example.com", 3, "certificate_file_unusable"),
    ],
)
def test_addresses_that_are_not_asked(outpost: Outpost, url: str, exit_code: int, code: str) -> None:
    refused = outpost("enrol", "--url", url, "--code", "ABCD-EFGH-JKLM")
    assert (refused.exit_code, refused.error["code"]) == (exit_code, code)


def test_nobody_there(bare: Outpost, closed_port: int) -> None:
    refused = bare("enrol", "--url", f"http://127.0.0.1:{closed_port}", "--code", "ABCD-EFGH-JKLM")
    assert (refused.exit_code, refused.error["code"]) == (6, "offline")
    assert bare("list", "project").answer["total"] == 0  # the profile is there and works alone


def test_headquarters_says_no(outpost: Outpost, process: HqProcess) -> None:
    url = process.start()
    try:
        wrong = outpost("enrol", "--url", url, "--code", "ABCD-EFGH-JKLM")
        assert (wrong.exit_code, wrong.error["code"]) == (7, "code_refused")
        code = process.inside.code("张三")
        joined = outpost("enrol", "--url", url, "--code", code, "--device-name", "笔记本")
        assert joined.answer["user"] == "张三"
        twice = outpost("enrol", "--url", url, "--code", "ABCD-EFGH-JKLM")
        assert (twice.exit_code, twice.error["code"]) == (9, "already_enrolled")
        outpost("add", "project", "--json", "-", given={"name": "热电联产"})
        assert outpost("sync").answer["sync"]["sent"] == 1
    finally:
        process.stop()
    offline = outpost("sync")
    assert (offline.exit_code, offline.error["code"]) == (6, "offline")
    assert (offline.answer["sync"]["sent"], offline.answer["sync"]["waiting"]) == (0, 0)
    history = outpost("history", "project", outpost("list", "project").answer["records"][0]["id"])
    assert {entry["by"] for entry in history.answer["history"]} == {"张三"}
