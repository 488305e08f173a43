"""``outpost`` as its own process: one command at a time, or a script talked to line by line."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from app.profile import create_profile
from tests.fakes.keyrings import FileKeyring

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "correct horse battery"
PATIENCE = 90
Json = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """How one process ended."""

    exit_code: int
    out: bytes
    err: str

    @property
    def answer(self) -> Json:
        """The one answer on standard output."""
        (line,) = self.out.splitlines()
        found: Json = json.loads(line)
        return found

    @property
    def code(self) -> str:
        """The code of the error that was answered."""
        return str(self.answer["error"]["code"])


@dataclass(frozen=True)
class Shell:
    """Runs ``outpost`` on the profile in ``folder``."""

    folder: Path
    passphrase: str | None = PASSPHRASE
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of a person without a screen or a keyring sees."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("OUTPOST_")}
        kept |= {"PYTHONPATH": str(ROOT), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        if self.passphrase is not None:
            kept["OUTPOST_PASSPHRASE"] = self.passphrase
        return kept | self.extra

    def command(self, *arguments: str) -> list[str]:
        """The command as a list of words."""
        return [sys.executable, "-m", "ui.cli.main", "--profile", str(self.folder), *arguments]

    def __call__(self, *arguments: str, given: bytes = b"") -> Said:
        """Run one command with ``given`` on its standard input."""
        done = subprocess.run(
            self.command(*arguments),
            input=given,
            capture_output=True,
            env=self.environment,
            cwd=self.folder.parent,
            timeout=PATIENCE,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr.decode("utf-8"))

    def ok(self, *arguments: str, given: bytes = b"") -> Json:
        """The answer of a command that must work."""
        said = self(*arguments, given=given)
        assert said.exit_code == 0, (arguments, said)
        return said.answer

    def talk(self) -> "Talk":
        """A script, talked to line by line."""
        return Talk(self)


def made(folder: Path, name: str) -> Shell:
    """Runs ``outpost`` on a profile made in this process, where a slot is cheap to guess at."""
    create_profile(folder, actor=name, passphrase=PASSPHRASE).close()
    return Shell(folder)


def by_keyring(folder: Path) -> Shell:
    """Runs ``outpost`` on a profile that a keyring opens: a passphrase would take most of a second."""
    backend = f"{FileKeyring.__module__}.{FileKeyring.__name__}"
    kept = {"PYTHON_KEYRING_BACKEND": backend, FileKeyring.FOLDER: str(folder.parent / "keyring")}
    return Shell(folder, passphrase=None, extra=kept)


class Talk:
    """``outpost script -``: call it with a command and its parameters."""

    def __init__(self, shell: Shell) -> None:
        self.process = subprocess.Popen(
            shell.command("script", "-"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=shell.environment,
            cwd=shell.folder.parent,
        )

    def __enter__(self) -> "Talk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.process.kill()
        self.end()

    def ask(self, command: str, **parameters: Any) -> Json:
        """The answer to one line."""
        assert self.process.stdin is not None and self.process.stdout is not None
        line = json.dumps({"command": command, **parameters})
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        found: Json = json.loads(self.process.stdout.readline())
        return found

    def __call__(self, command: str, **parameters: Any) -> Json:
        """The answer to one line that must work."""
        answer = self.ask(command, **parameters)
        assert answer["ok"], (command, answer)
        return answer

    def end(self) -> int:
        """Say nothing more; return the exit code."""
        assert self.process.stdin is not None and self.process.stdout is not None
        if not self.process.stdin.closed:
            self.process.stdin.close()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code
