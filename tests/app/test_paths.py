"""The user's data lies where the system wants it."""

from pathlib import Path

import pytest

from app import paths


def test_everything_is_below_the_users_data_folder() -> None:
    assert paths.data_folder().name == paths.APPLICATION
    assert paths.default_profile().parent == paths.demo_folder().parent == paths.data_folder()
    assert paths.default_profile() != paths.demo_folder()


def test_on_linux_it_follows_the_xdg_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("platformdirs.PlatformDirs", __import__("platformdirs.unix").unix.Unix)
    assert paths.data_folder() == tmp_path / "outpost"
