"""Pictures of the desktop, drawn without a screen, alike for the same data; no window where none can be."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.cli.conftest import Outpost
from ui.main_window import MainWindow


def test_pictures_of_the_wanted_scenes(outpost: Outpost, tmp_path: Path, qapp: object) -> None:
    outpost(
        "add", "project", "--json", "-", given={"name": "热电联产", "stage": "signed", "investment": "3亿"}
    )
    out = tmp_path / "pictures"
    look = ("--size", "1280x720", "--theme", "dark", "--scene", "projects", "--scene", "settings")
    taken = outpost("screenshots", "--out", str(out), *look)
    assert taken.exit_code == 0
    files = [Path(path) for path in taken.answer["files"]]
    assert [path.stem.split("-", 1)[1] for path in files] == ["projects", "settings"]
    for path in files:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1280, 720)
        assert image.pixelColor(5, 5).lightness() < 100
    first = files[0].read_bytes()
    outpost("screenshots", "--out", str(out), *look)
    assert files[0].read_bytes() == first
    assert not [one for one in QApplication.allWidgets() if isinstance(one, MainWindow)], "dressed for ever"


def test_scenes_that_are_not_there(outpost: Outpost, tmp_path: Path, qapp: object) -> None:
    refused = outpost("screenshots", "--out", str(tmp_path), "--scene", "moon")
    assert (refused.exit_code, refused.error["code"]) == (3, "unknown_scene")
    assert "projects" in refused.error["message"]
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    refused = outpost("screenshots", "--out", str(blocked), "--scene", "settings")
    assert (refused.exit_code, refused.error["code"]) == (8, "picture_not_written")


def test_no_screen_no_window(outpost: Outpost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    refused = outpost("gui")
    assert (refused.exit_code, refused.error["code"]) == (9, "no_screen")
    assert outpost().error["code"] == "no_screen"
