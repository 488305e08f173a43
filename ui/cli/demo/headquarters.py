"""A headquarters for the demo: ``outpost-hq`` as its own process, used as an administrator uses it."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from ui.cli.demo.errors import HeadquartersSilent

READY_SECONDS = 60.0
STOP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Running:
    """A headquarters that answers at ``url``."""

    url: str
    process: "subprocess.Popen[bytes]"

    @property
    def port(self) -> int:
        """Where it listens on this computer."""
        return urlsplit(self.url).port or 0


@dataclass(frozen=True)
class Headquarters:
    """Its data is in ``folder``; ``database`` is the URL of another database than the embedded one."""

    folder: Path
    database: str = ""

    def prepare(self, name: str) -> None:
        """Found the headquarters called ``name``."""
        database = ["--database", self.database] if self.database else []
        self.command("init", "--name", name, *database)

    def add_people(self, unit: str, people: list[str]) -> None:
        """Add officers of one unit."""
        self.command("unit", "add", unit)
        for name in people:
            self.command("user", "add", name, "--unit", unit)

    def add_clerk(self, unit: str, name: str) -> None:
        """Add somebody of headquarters who sits with a unit: what they write lies there."""
        self.command("user", "add", name, "--unit", unit, "--role", "hq")

    def invite(self, name: str) -> str:
        """A one-time code for one officer's laptop."""
        return self.command("invite", "--user", name).strip()

    def digest(self) -> dict[str, list[object]]:
        """Kind → [records, sum in hexadecimal], as ``outpost doctor`` tells them."""
        kinds = msgspec.json.decode(self.command("digest"))["kinds"]
        return {
            kind: [one["count"], f"{int(one['sum']):016x}"]
            for kind, one in sorted(kinds.items())
            if one["count"]
        }

    def command(self, *arguments: str) -> str:
        """Run one command of ``outpost-hq`` and return what it answers.

        Raises:
            HeadquartersSilent: it failed.
        """
        done = subprocess.run(
            [*_program(), *arguments, "--data", str(self.folder)],
            capture_output=True,
            env=_environment(),
            check=False,
            timeout=READY_SECONDS,
        )
        if done.returncode != 0:
            raise HeadquartersSilent(detail=done.stderr.decode("utf-8", "replace")[-500:])
        return done.stdout.decode("utf-8")

    @contextlib.contextmanager
    def serving(self, port: int = 0) -> Iterator[Running]:
        """Serve on this computer while the block runs; ``port`` 0 takes a free one.

        Raises:
            HeadquartersSilent: it ended, or said nothing for a minute.
        """
        running = self.start(port)
        try:
            yield running
        finally:
            stop(running)

    def start(self, port: int = 0) -> Running:
        """Serve until ``stop`` is called.

        Raises:
            HeadquartersSilent: as ``serving``.
        """
        said = (self.folder / "serve.log").open("ab")
        with said:
            process = subprocess.Popen(
                [*_program(), "serve", "--data", str(self.folder), "--port", str(port)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environment(),
            )
        line = _first_line(process)
        try:
            url = str(msgspec.json.decode(line)["url"])
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            process.kill()
            process.wait()
            raise HeadquartersSilent(detail=_end_of(self.folder / "serve.log")) from error
        return Running(url, process)


def stop(running: Running) -> None:
    """End the process, gently first; it is no error when it has ended."""
    running.process.terminate()
    try:
        running.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        running.process.kill()
        running.process.wait()
    if running.process.stdout is not None:
        running.process.stdout.close()


def _first_line(process: "subprocess.Popen[bytes]") -> bytes:
    """What it says first, or nothing if it ends or stays silent for too long."""
    assert process.stdout is not None
    overdue = threading.Timer(READY_SECONDS, process.kill)
    overdue.start()
    try:
        return process.stdout.readline()
    finally:
        overdue.cancel()


def _program() -> list[str]:
    """The command: beside this program where both were installed as programs, else the same Python."""
    if getattr(sys, "frozen", False):
        suffix = ".exe" if os.name == "nt" else ""
        return [str(Path(sys.executable).with_name(f"outpost-hq{suffix}"))]
    return [sys.executable, "-m", "sync.hq.cli"]


def _environment() -> dict[str, str]:
    """Our own sources first for the other process too, wherever it is started from."""
    root = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def _end_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")[-500:] if path.exists() else ""
