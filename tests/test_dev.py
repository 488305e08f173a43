"""The workshop door: what it says to whom, and that it works only when there is something to do."""

import ast
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev


def run_door(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(dev.ROOT / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own, with a pyproject.toml and one lock."""
    (tmp_path / "pyproject.toml").write_bytes((dev.ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "requirements.lock").write_text("", encoding="utf-8")
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv"}.items():
        monkeypatch.setattr(dev, name, value)
    return tmp_path


def test_help_names_every_command() -> None:
    done = run_door("--help")
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in [*dev.STARTS, *dev.COMMANDS])


@pytest.mark.parametrize("command", dev.STARTS)
def test_every_command_starts_a_module_there_is(command: str) -> None:
    module = dev.STARTS[command][1].split()[0]
    assert importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("arguments", [(), ("polish",)])
def test_an_unknown_command_is_refused(arguments: tuple[str, ...]) -> None:
    done = run_door(*arguments)
    assert done.returncode == 2
    assert "usage: dev.py" in done.stderr


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert dev.main() == 2
    assert "needs Python 3.11 or newer; this is 3.9" in capsys.readouterr().err


def test_old_pythons_can_read_the_file_that_tells_them() -> None:
    """``ast`` parses it with the grammar of 3.8: the oldest Python a supported system may still start."""
    ast.parse((dev.ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_nothing_is_set_up_twice(workshop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lock = workshop / "requirements.lock"
    (workshop / ".venv").mkdir()
    (workshop / ".venv" / "requirements.stamp").write_text(dev.stamp_of(lock), encoding="ascii")
    dev.set_up(lock)
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock"])
def test_a_change_of_what_is_needed_asks_for_a_new_set_up(workshop: Path, changed: str) -> None:
    lock = workshop / "requirements.lock"
    before = dev.stamp_of(lock)
    with (workshop / changed).open("a", encoding="utf-8") as file:
        file.write("\n# one more line\n")
    assert dev.stamp_of(lock) != before


def test_a_new_dependency_makes_the_locks_stale(workshop: Path) -> None:
    before = dev.dependency_hash()
    table = workshop / "pyproject.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("line-length = 110", "line-length = 100"), encoding="utf-8")
    assert dev.dependency_hash() == before
    table.write_text(text.replace("dependencies = [", 'dependencies = ["attrs", ', 1), encoding="utf-8")
    assert dev.dependency_hash() != before


def test_names_the_packages_debian_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "DEBIAN_LIBRARIES", ("outpost-no-such-library", "dpkg"))
    on_debian = shutil.which("dpkg-query") is not None
    assert dev.missing_debian_packages() == (["outpost-no-such-library"] if on_debian else [])


@pytest.mark.parametrize("command", ["check", "setup"])
def test_commands_without_arguments_take_none(command: str) -> None:
    done = run_door(command, "--fast")
    assert done.returncode == 1
    assert f"{command} takes no arguments" in done.stderr
