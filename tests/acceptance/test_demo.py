"""The guided demo on a machine without a screen: the journey, its pictures, and nothing left running."""

import subprocess
from pathlib import Path

import psutil
import pytest

from tests.fakes.shell import Shell


@pytest.mark.timeout(300)  # half a minute on an idle machine
def test_the_whole_journey(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "unused", passphrase=None)
    environment = {k: v for k, v in shell.environment.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        shell.command("demo", "--dir", str(tmp_path / "demo")),
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        timeout=280,
        check=False,
    )
    told = done.stdout.decode("utf-8")
    assert done.returncode == 0, told + done.stderr.decode("utf-8")
    assert "✗" not in told
    assert [f"\n{number}. " in told for number in range(1, 13)] == [True] * 12
    for words in (
        "16 个、企业 15 家",
        "连不上总部",
        "自动合并",
        "2.80 亿元",
        "三方逐类核对一致",
        "1 次请求",
        "裁定六四分成",
    ):
        assert words in told
    (folder,) = (tmp_path / "demo").iterdir()
    pictures = sorted((folder / "screenshots").glob("*.png"))
    assert len(pictures) >= 8
    assert all(str(path) in told for path in pictures)
    assert (folder / "projects.xlsx").stat().st_size > 0
    assert not (tmp_path / "unused").exists()
    left = [
        p.pid for p in psutil.process_iter(["cmdline"]) if str(folder) in " ".join(p.info["cmdline"] or ())
    ]
    assert left == []


def test_a_demo_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file in the way")
    said = Shell(tmp_path / "unused")("demo", "--headless", "--dir", str(tmp_path / "demo"))
    assert (said.exit_code, said.code) == (8, "read_only")
