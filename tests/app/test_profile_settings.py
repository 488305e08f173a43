"""``profile.json``: read before the store is open, replaced whole, never a reason not to start."""

import json
from pathlib import Path

import pytest

from app.profile_settings import NAME, ProfileSettings, read_settings, write_settings
from app.store.errors import ReadOnlyStore


def test_round_trip(tmp_path: Path) -> None:
    settings = ProfileSettings(language="en", theme="dark")
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"language": 3}', b"\xff\xfe", None])
def test_what_cannot_be_read_is_as_when_new(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / NAME).write_bytes(content)
    assert read_settings(tmp_path) == ProfileSettings()


def test_a_newer_versions_settings_are_read_as_far_as_they_are_known(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(json.dumps({"format": 9, "theme": "dark", "colour": "red"}))
    assert read_settings(tmp_path) == ProfileSettings(9, "", "dark")


def test_no_folder_to_write_into(tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyStore):
        write_settings(tmp_path / "not there", ProfileSettings())
