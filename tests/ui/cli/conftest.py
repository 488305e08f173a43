"""``outpost`` within the process of the test, on a profile bound to a keyring that lives as long as it."""

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.profile import create_profile
from tests.fakes.keyrings import MemoryKeyring, using
from ui.cli.main import main


@dataclass
class Outcome:
    """What one command came to."""

    exit_code: int
    answers: list[dict[str, Any]]
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        (one,) = self.answers
        return one

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.answer["error"]
        return found


Outpost = Callable[..., Outcome]


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """A keyring that keeps."""
    ring = MemoryKeyring()
    with using(ring):
        yield ring


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the profile of the test is, or will be."""
    return tmp_path / "profile"


@pytest.fixture
def bare(
    ring: MemoryKeyring,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Outpost:
    """Runs a command; there is no profile yet."""
    for name in ("OUTPOST_PROFILE", "OUTPOST_LANG", "OUTPOST_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, given: bytes | dict[str, Any] = b"") -> Outcome:
        data = given if isinstance(given, bytes) else json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        code = main(["--profile", str(folder), *arguments])
        out, err = capsysbinary.readouterr()
        return Outcome(code, [json.loads(line) for line in out.splitlines()], err.decode("utf-8"))

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MemoryKeyring]:
    """The folder of a closed profile of 周敏's, and the keyring that opens it; copy both before use."""
    folder, ring = tmp_path_factory.mktemp("made") / "profile", MemoryKeyring()
    with using(ring):
        create_profile(folder, actor="周敏", passphrase=None).close()
    return folder, ring


@pytest.fixture
def outpost(bare: Outpost, ring: MemoryKeyring, folder: Path, made: tuple[Path, MemoryKeyring]) -> Outpost:
    """Runs a command on a profile of 周敏's."""
    shutil.copytree(made[0], folder)
    ring.secrets |= made[1].secrets
    return bare
