"""``outpost doctor``: figures that two stores can be compared by, and whatever is wrong."""

from pathlib import Path

from app.profile import open_profile
from tests.ui.cli.conftest import Outpost


def test_a_sound_store(outpost: Outpost) -> None:
    empty = outpost("doctor").answer
    outpost("add", "project", "--json", "-", given={"name": "热电联产"})
    told = outpost("doctor").answer
    assert told["content_hash"] != empty["content_hash"]
    assert (
        told["content"]["project"][0]
        == told["counts"]["records"]["project"]
        == told["counts"]["pending"]
        == 1
    )
    assert (told["problems"], told["hq"], told["last_sync"]) == ([], {}, None)
    outpost("undo")
    assert outpost("doctor").answer["content_hash"] == empty["content_hash"]


def _attached(outpost: Outpost, folder: Path, tmp_path: Path) -> tuple[str, Path]:
    """A project's id, and where the bytes of a file attached to it lie."""
    project = outpost("add", "project", "--json", "-", given={"name": "热电联产"}).answer["id"]
    paper = tmp_path / "paper.txt"
    paper.write_text("x" * 1000)
    outpost("attach", "project", project, str(paper))
    (sealed,) = (folder / "files").rglob("*.sealed")
    return str(project), sealed


def _codes(outpost: Outpost) -> list[str]:
    told = outpost("doctor")
    assert (told.exit_code, told.error["code"]) == (10, "doctor_found")
    assert str(len(told.answer["problems"])) in told.err
    assert told.answer["content_hash"]
    return [one["code"] for one in told.answer["problems"]]


def test_a_broken_promise(outpost: Outpost, folder: Path, tmp_path: Path) -> None:
    _attached(outpost, folder, tmp_path)
    profile = open_profile(folder, passphrase_source=lambda: None)
    with profile.store._write() as connection:
        connection.exec_driver_sql("DELETE FROM outbox WHERE kind = 'project'")
    profile.close()
    assert _codes(outpost) == ["not_queued"]


def test_a_damaged_file(outpost: Outpost, folder: Path, tmp_path: Path) -> None:
    _, sealed = _attached(outpost, folder, tmp_path)
    content = bytearray(sealed.read_bytes())
    content[100] ^= 1
    sealed.write_bytes(content)
    assert _codes(outpost) == ["file_damaged"]


def test_a_lost_file(outpost: Outpost, folder: Path, tmp_path: Path) -> None:
    _, sealed = _attached(outpost, folder, tmp_path)
    counts = outpost("doctor").answer["counts"]
    assert (counts["files_waiting"], counts["files_missing"]) == (1, 0)
    sealed.unlink()
    assert _codes(outpost) == ["file_lost"]
    assert outpost("doctor").answer["counts"]["files_missing"] == 1
