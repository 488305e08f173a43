"""Attachments through the command line: what comes out is what went in."""

from pathlib import Path

from tests.ui.cli.conftest import Outpost


def test_in_and_out(outpost: Outpost, tmp_path: Path) -> None:
    project = outpost("add", "project", "--json", "-", given={"name": "热电联产"}).answer["id"]
    source = tmp_path / "厂房.jpg"
    source.write_bytes(bytes(range(256)) * 1000)
    attached = outpost("attach", "project", project, str(source)).answer
    values = attached["record"]["values"]
    assert (values["name"], values["size"], values["media_type"]) == ("厂房.jpg", 256_000, "image/jpeg")
    target = tmp_path / "out.jpg"
    saved = outpost("save", attached["id"], str(target)).answer
    assert (saved["bytes"], saved["sha256"]) == (256_000, values["sha256"])
    assert target.read_bytes() == source.read_bytes()


def test_refused(outpost: Outpost, tmp_path: Path) -> None:
    project = outpost("add", "project", "--json", "-", given={"name": "热电联产"}).answer["id"]
    source = tmp_path / "paper.txt"
    source.write_text("x")
    assert outpost("attach", "project", project, str(tmp_path / "none")).error["code"] == "file_unreadable"
    assert outpost("attach", "project", project, str(tmp_path)).error["code"] == "file_unreadable"
    assert outpost("attach", "project", "nobody", str(source)).exit_code == 4
    assert outpost("save", "nothing", str(tmp_path / "x")).exit_code == 4
    id = outpost("attach", "project", project, str(source)).answer["id"]
    assert outpost("save", id, str(tmp_path / "no" / "x")).error["code"] == "file_unreadable"
