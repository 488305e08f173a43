"""Sync by files on the command line; what they promise is in ``tests/sync/test_packages.py``."""

import subprocess
import sys
from pathlib import Path

from tests.fakes.hq_process import new_process
from tests.ui.cli.conftest import Outpost


def test_a_file_to_headquarters_and_its_answer(outpost: Outpost, tmp_path: Path) -> None:
    process = new_process(tmp_path / "hq")
    question, answer = tmp_path / "q.outpost-package", tmp_path / "回执.outpost-package"
    code = process.inside.code("张三")
    try:
        outpost("enrol", "--url", process.start(), "--code", code)
        assert outpost("write-package", str(question)).error["code"] == "no_package_key"
        outpost("sync")
        process.kill()
        outpost("add", "project", "--json", "-", given={"name": "热电联产"})
        told = outpost("write-package", str(question)).answer["package"]
        assert (told["operations"], told["bytes"]) == (1, question.stat().st_size)
        command = [sys.executable, "-m", "sync.hq.cli", "package", str(question), "--out", str(answer)]
        subprocess.run([*command, "--data", str(process.folder)], check=True, capture_output=True)
        read = outpost("read-package", str(answer))
        assert (read.exit_code, read.answer["package"]["sent"], read.answer["package"]["waiting"]) == (
            0,
            1,
            0,
        )
        assert outpost("read-package", str(question)).error["code"] == "package_not_for_here"
        answer.write_bytes(answer.read_bytes()[:50])
        assert outpost("read-package", str(answer)).error["code"] == "not_a_package"
        assert outpost("read-package", str(tmp_path / "没有")).error["code"] == "file_unreadable"
    finally:
        process.stop()
