"""Files hung on records."""

import hashlib
from pathlib import Path

import pytest

from app.services.attaching import attach_bytes, attach_file, open_copy, save_attachment
from app.services.errors import FileNotShown, FileUnreadable
from app.services.opened_files import OpenedFiles
from app.services.records import create_record
from app.store.errors import FileMissing, RecordNotFound
from tests.fakes.stores import new_desk


def test_a_file_is_kept_and_comes_back(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "profile")
    source = tmp_path / "现场 照片.jpg"
    source.write_bytes(b"\xff\xd8" + bytes(3_000_000))
    lead, _ = create_record(desk, "project", {"name": "二期"})
    id, _ = attach_file(desk, "project", lead, source)
    row = desk.store.get("attachment", id)
    assert row is not None
    assert (row["name"], row["media_type"], row["size"]) == ("现场 照片.jpg", "image/jpeg", 3_000_002)
    assert row["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert [r.id for r in desk.store.referring("project", lead)] == [id]
    assert save_attachment(desk, id, tmp_path / "out.jpg") == 3_000_002
    assert (tmp_path / "out.jpg").read_bytes() == source.read_bytes()
    desk.store.close()


@pytest.mark.parametrize("name", ["../../x", "a\x00b", "\u202egpj.exe", "", "长" * 400])
def test_a_strange_name_is_cleaned_and_never_a_path(tmp_path: Path, name: str) -> None:
    desk = new_desk(tmp_path / "profile")
    lead, _ = create_record(desk, "project", {"name": "二期"})
    id, _ = attach_bytes(desk, "project", lead, iter([b"x"]), name=name)
    row = desk.store.get("attachment", id)
    assert row is not None
    assert 0 < len(row["name"]) <= 255
    assert not set(row["name"]) & {"\x00", "\u202e"}
    desk.store.close()


def test_what_cannot_be_read_or_found_is_refused(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "profile")
    lead, _ = create_record(desk, "project", {"name": "二期"})
    with pytest.raises(FileUnreadable):
        attach_file(desk, "project", lead, tmp_path / "nowhere.jpg")
    with pytest.raises(RecordNotFound):
        attach_file(desk, "project", "nope", tmp_path)
    id, _ = attach_bytes(desk, "project", lead, iter([b"x"]), name="a.txt")
    row = desk.store.get("attachment", id)
    assert row is not None
    for sealed in (tmp_path / "profile").rglob("*.sealed"):
        sealed.unlink()
    with pytest.raises(FileMissing):
        save_attachment(desk, id, tmp_path / "out.txt")
    desk.store.close()


def test_a_copy_to_look_at_is_private_read_only_and_never_a_program(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "profile")
    lead, _ = create_record(desk, "project", {"name": "二期"})
    opened = OpenedFiles(tmp_path / "profile")
    names = {"../../合同.pdf": "合同.pdf", "a:b.txt": "a_b.txt", "CON.txt": "_CON.txt"}
    for name, shown in names.items():
        id, _ = attach_bytes(desk, "project", lead, iter([b"x"]), name=name)
        copy = open_copy(desk, id, opened)
        assert copy.name == shown and copy.read_bytes() == b"x"
        assert copy.is_relative_to(tmp_path / "profile" / "opened")
        assert copy.stat().st_mode & 0o277 == 0
    id, _ = attach_bytes(desk, "project", lead, iter([b"MZ"]), name="报告.pdf.exe")
    with pytest.raises(FileNotShown) as caught:
        open_copy(desk, id, opened)
    assert caught.value.params == {"name": "报告.pdf.exe"}
    opened.wipe()
    assert not (tmp_path / "profile" / "opened").exists()
    desk.store.close()
